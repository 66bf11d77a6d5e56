"""A single proposal on a form of its own: `INNOVATIONSFORSLAG`, `Forslagets titel: ...` (the template of 2020)."""

from __future__ import annotations

import re
from typing import Final

from extractors.cards.card import CardInput, read_card
from extractors.cards.vocabulary import field_at, opens_field
from extractors.layout.text import join_lines
from extractors.templates.model import Template
from schemas.extraction import Extraction
from schemas.source import Block, Line

_MAX_TITLE: Final = 5  # lines


def extract_proposal(extraction: Extraction, blocks: list[Block], template: Template) -> str | None:
    """File the form's one card; returns its title."""
    found = field_at(blocks, "title", template)
    if found is None:
        return None
    start, opens = found
    lines: list[str] = []
    end = start
    for index in range(start, min(len(blocks), start + _MAX_TITLE)):
        block = blocks[index]
        if not isinstance(block, Line) or (index > start and opens_field(block.text, template)):
            break
        lines.append(block.text[opens:] if index == start else block.text)
        end = index
    title = join_lines(lines)
    heading = blocks[start]
    above = [b.text for b in blocks[:start] if isinstance(b, Line)]
    kind = next((g.card_kind for t in above for g in template.group if g.match(t) is not None), template.card_kind)
    read_card(
        extraction,
        CardInput(
            blocks=[b for i, b in enumerate(blocks) if not start <= i <= end],
            title=title,
            case_id=None,
            kind=kind,
            card_id=f"{extraction.document.document_id}-{_slug(title)}",
            heading=heading if isinstance(heading, Line) else None,
        ),
        template,
    )
    return title


def _slug(title: str) -> str:
    words = re.findall(r"[a-zæøå0-9]+", title.lower())
    return "-".join(words)[:48].strip("-") or "card1"
