"""A single proposal on a form of its own: `INNOVATIONSFORSLAG`, `Forslagets titel: ...` (the template of 2020)."""

from __future__ import annotations

import re
from typing import Final

from extractors.cards.card import CardInput, read_card
from extractors.cards.fields import SUMMARY_RE
from extractors.layout.text import join_lines
from schemas.extraction import Extraction
from schemas.source import Block, Line

TITLE_RE: Final = re.compile(r"^\s*forslagets\s+titel\s*:\s*", re.IGNORECASE)


def extract_proposal(extraction: Extraction, blocks: list[Block]) -> str | None:
    """File the form's one card; returns its title."""
    start = next((i for i, b in enumerate(blocks) if isinstance(b, Line) and TITLE_RE.match(b.text)), None)
    if start is None:
        return None
    lines: list[str] = []
    end = start
    for index in range(start, len(blocks)):
        block = blocks[index]
        if not isinstance(block, Line) or SUMMARY_RE.match(block.text) or len(lines) > 4:
            break
        lines.append(TITLE_RE.sub("", block.text))
        end = index
    title = join_lines(lines)
    heading = blocks[start]
    investment = any(
        isinstance(b, Line) and re.match(r"\s*investeringsforslag\s*$", b.text, re.I) for b in blocks[:start]
    )
    read_card(
        extraction,
        CardInput(
            blocks=[b for i, b in enumerate(blocks) if not start <= i <= end],
            title=title,
            case_id=None,
            kind="investment_proposal" if investment else "innovation_proposal",
            card_id=f"{extraction.document.document_id}-{_slug(title)}",
            heading=heading if isinstance(heading, Line) else None,
        ),
    )
    return title


def _slug(title: str) -> str:
    words = re.findall(r"[a-zæøå0-9]+", title.lower())
    return "-".join(words)[:48].strip("-") or "card1"
