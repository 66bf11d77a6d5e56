"""What kind of bilag a document is, told by what it says, never by its name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import Final

from extractors.bilag.economy_grid import cell_text
from schemas.dataset import DocumentKind
from schemas.source import Block, Line

_SIGNS: Final[dict[DocumentKind, tuple[tuple[re.Pattern[str], float], ...]]] = {
    "investment_overview": (
        (re.compile(r"ansøgninger til inve-?\s*sterings-?\s*puljen", re.I), 3),
        (re.compile(r"^\s*BC\s?\d{2}\b", re.M), 0.5),
        (re.compile(r"kort\s+resum[eé]", re.I), 0.5),
        (re.compile(r"investeringsforslag", re.I), 0.2),
        (re.compile(r"varige ændringer \(effektiviseringer", re.I), 0.5),
    ),
    "innovation_overview": (
        (re.compile(r"innovationsforslag og foranalyser|ansøgninger til innovationspuljen", re.I), 3),
        (re.compile(r"^\s*BC\s?\d{2}\b", re.M), 0.4),
        (re.compile(r"foranalyse", re.I), 0.1),
        (re.compile(r"kort\s+resum[eé]", re.I), 0.3),
    ),
    "budget_note": (
        (re.compile(r"forslag til aftaletekst", re.I), 2),
        (re.compile(r"bevillingstekniske oplysninger", re.I), 2),
        (re.compile(r"^\s*(?:[A-ZÆØÅ]{2}\d{2,3})\s", re.M), 0.3),
        (re.compile(r"der anmodes om", re.I), 0.5),
        (re.compile(r"\bbydele\b", re.I), 0.5),
    ),
    "innovation_proposal": (
        (re.compile(r"forslagets\s+titel\s*:", re.I), 3),
        (re.compile(r"^\s*innovationsforslag\s*$", re.I | re.M), 1),
        (re.compile(r"kort\s+resum[eé]", re.I), 0.3),
    ),
}
_MIN_SCORE: Final = 2.0
_CAP: Final = 6
_MAX_CHARS: Final = 2_000_000  # a bilag says what it is long before this


def text_of(blocks: Sequence[Block]) -> str:
    """Everything the blocks print, a line each."""
    parts = []
    for block in blocks:
        if isinstance(block, Line):
            parts.append(block.text)
        else:
            parts += [" ".join(cell_text(c) for c in row.cells) for row in block.rows]
    return "\n".join(parts)


def classify(text: str) -> DocumentKind:
    """The kind whose words the text holds most of; `unknown` when it holds too few of any."""
    head = text[:_MAX_CHARS]
    scores = {
        kind: sum(weight * sum(1 for _ in islice(pattern.finditer(head), _CAP)) for pattern, weight in signs)
        for kind, signs in _SIGNS.items()
    }
    best = max(scores, key=lambda k: scores[k])
    return best if scores[best] >= _MIN_SCORE else "unknown"
