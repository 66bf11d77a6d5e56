"""Budget notes (budgetnotater): one card with a résumé, need and appropriation tables, an agreement text, districts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractors.cards.card import span_of
from extractors.cards.needs import add_need_table
from extractors.cards.prose import Passage, Section, add_prose, join, place_of
from extractors.cards.tables import add_tables
from extractors.cards.vocabulary import is_heading, is_label
from extractors.danish.case_ids import case_pattern
from extractors.danish.organisations import organisation_id
from extractors.layout.text import join_lines
from extractors.tables.economy.model import first_price_level
from extractors.templates.model import Template
from schemas.dataset import CardRow, CardSectionRow
from schemas.extraction import Extraction
from schemas.source import Block, Grid, Line

_TICKED: Final = "☒☑✓✔"
_BOXES: Final = _TICKED + "☐□"
_BULLET: Final = re.compile(r"^\s*(?:[-–•▪◦●]|o\s|\d+[.)])")


def extract_budget_note(extraction: Extraction, blocks: list[Block], template: Template) -> str | None:
    """File the note's card; returns its title."""
    ids = case_pattern(())
    at = next((i for i, b in enumerate(blocks) if isinstance(b, Line) and ids.match(b.text)), None)
    if at is None:
        return None
    title_end = _title_end(blocks, at, template)
    printed = join_lines(b.text for b in blocks[at:title_end] if isinstance(b, Line))
    found = ids.match(printed)
    assert found is not None  # noqa: S101 - the line at `at` matched
    title, case_id = printed[found.end() :].strip(), found["case"]
    card_id = f"{extraction.document.document_id}-{case_id.replace(' ', '')}"
    body = blocks[title_end:]
    taken: set[int] = set()
    tables = add_tables(extraction, card_id, body, taken)
    add_need_table(extraction, card_id, body, taken, len(tables) + 1)
    districts = _districts(body, taken, template)
    summary, sections = _sections(body, taken, template)
    add_prose(extraction, card_id, summary, sections)
    agreement = _agreement(extraction, card_id, template)
    heading = blocks[at]
    committee = next((r.appropriation.committee for t in tables for r in t.rows if r.appropriation), None)
    level = first_price_level(tables)
    extraction.add(
        CardRow(
            document_id=extraction.document.document_id,
            card_id=card_id,
            case_id=case_id,
            title=title,
            kind="budget_note",
            committee=committee,
            committee_id=organisation_id(committee),
            summary=summary.text if summary else None,
            price_level=level,
            agreement_text=agreement,
            districts=districts,
            **span_of(blocks),
            **place_of(heading if isinstance(heading, Line) else None),
        )
    )
    return title


def _title_end(blocks: Sequence[Block], at: int, template: Template) -> int:
    """The index after the title: at an empty paragraph, a heading, or a table."""
    index = at + 1
    while index < min(len(blocks), at + 8):
        block = blocks[index]
        if not isinstance(block, Line) or is_label(block.text, "summary", template) or (block.text and block.blank):
            break
        index += 1
    return index


def _sections(blocks: Sequence[Block], taken: set[int], template: Template) -> tuple[Passage | None, list[Section]]:
    sections: list[Section] = []
    for index, block in enumerate(blocks):
        if index in taken or isinstance(block, Grid) or block.blank:
            continue
        if _is_heading(blocks, index, taken, template):
            sections.append(Section(" ".join(block.text.split()), block))
        elif sections:
            sections[-1].lines.append(block)
        else:
            sections.append(Section("", block, [block]))
    summary = next((s for s in sections if is_label(s.heading, "summary", template)), None)
    if summary is None:
        return None, sections
    sections.remove(summary)
    return join(summary.lines), sections


def _is_heading(blocks: Sequence[Block], index: int, taken: set[int], template: Template) -> bool:
    """A short line with a capital and no stop, after an empty paragraph, a table or the page's start."""
    block = blocks[index]
    text = block.text.strip() if isinstance(block, Line) else ""
    if is_heading(text, template):
        return True
    if not _may_head(text):
        return False
    words = block.words if isinstance(block, Line) else ()
    opens = all(w.bold for w in words) if words else _stands_apart(blocks, index, taken)
    below = next((blocks[i] for i in range(index + 1, len(blocks)) if not _empty(blocks[i])), None)
    return opens and below is not None and not _paragraph(below) and not _begins_low(below)


def _may_head(text: str) -> bool:
    short = 2 < len(text) < 85 and text[0].isupper() and text[-1] not in ".,;:-–"
    return short and not _BULLET.match(text) and not any(c in text for c in _BOXES)


def _stands_apart(blocks: Sequence[Block], index: int, taken: set[int]) -> bool:
    """True at the start, and below an empty paragraph, a table, or what another pass took."""
    above = next((i for i in range(index - 1, -1, -1) if not _empty(blocks[i])), None)
    if above is None or above in taken:
        return True
    previous = blocks[above]
    return not isinstance(previous, Line) or previous.blank


def _begins_low(block: Block) -> bool:
    return isinstance(block, Line) and block.text.strip()[:1].islower()


def _empty(block: Block) -> bool:
    return isinstance(block, Line) and not block.text


def _paragraph(block: Block) -> bool:
    return isinstance(block, Line) and bool(block.text) and block.blank


def _agreement(extraction: Extraction, card_id: str, template: Template) -> str | None:
    sections = (s for s in extraction.of(CardSectionRow) if s.card_id == card_id)
    return next((s.text for s in sections if is_label(s.heading, "agreement_text", template)), None)


def _districts(blocks: Sequence[Block], taken: set[int], template: Template) -> list[str]:
    """The districts ticked on the note's last page."""
    lines = ((i, b.text) for i, b in enumerate(blocks) if isinstance(b, Line))
    start = next((i for i, text in lines if is_label(text, "districts", template)), None)
    if start is None:
        return []
    text, index = "", start + 1
    while (
        index < len(blocks)
        and isinstance(line := blocks[index], Line)
        and (line.blank or any(c in line.text for c in _BOXES))
    ):
        text += " " + line.text
        index += 1
    taken |= set(range(start, index))
    found = re.findall(rf"([^{_BOXES}]+?)\s*:?\s*([{_BOXES}])", text)
    return [" ".join(name.split()).strip(" :") for name, box in found if box in _TICKED]
