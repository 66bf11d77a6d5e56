"""Annexes of many proposals, investment and innovation alike: an overview, then the cards one after the other.

A card is found by its summary field (`Kort resumé`), which every template has. Its heading, a case id and a title, is
looked for just above it; where the dump moved the heading behind the first page's text, it is found further down, as
the only heading of a case id before the next card.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from extractors.cards.card import CardInput, read_card
from extractors.cards.overview import add_overview, read_overview
from extractors.cards.overview_model import Ids, Overview
from extractors.cards.vocabulary import fields_at, opens_field
from extractors.danish.case_ids import CASE_ID, case_key, case_pattern, unique_id
from extractors.layout.text import join_lines, text_width
from extractors.tables.cells import cell_text
from extractors.tables.economy.grid import common_headings
from extractors.templates.model import Template
from schemas.dataset import CardKind
from schemas.extraction import Extraction
from schemas.source import Block, Grid, Line

_BRACKETED: Final = re.compile(r"\s*\((?P<case>[^\s()]{1,12})\)\s*$")
_LOOK_BACK: Final = 8
_MAX_TITLE: Final = 4


@dataclass(slots=True)
class _Cut:
    """A card's place: where it starts, where its heading stands, how many lines the heading has."""

    start: int
    summary: int
    heading: int | None = None
    heading_lines: list[int] = field(default_factory=list)
    end: int = 0


def extract_annex(extraction: Extraction, blocks: list[Block], template: Template) -> None:
    """File the overview and every card of an annex."""
    blocks = [x for b in blocks for x in _unboxed(b, template)]
    ids = case_pattern(t for b in blocks for t in _line_starts(b))
    cuts = _cuts(blocks, ids, template)
    overview = read_overview(blocks, cuts[0].start if cuts else len(blocks), ids, template)
    if overview is not None:
        add_overview(extraction, overview)
    seen: set[str] = set()
    headings = common_headings(b for b in blocks if isinstance(b, Grid))
    for number, cut in enumerate(cuts):
        cut.end = cuts[number + 1].start if number + 1 < len(cuts) else len(blocks)
        card = _card(extraction, blocks, cut, overview, seen, ids, template)
        card.headings = headings
        read_card(extraction, card, template)


def _line_starts(block: Block) -> list[str]:
    """What a block's lines or a grid's rows begin with."""
    if isinstance(block, Line):
        return [block.text]
    return [" ".join(t for t in r.texts() if t)[:60] for r in block.rows]


def _unboxed(block: Block, template: Template) -> list[Block]:
    """A form field printed in a ruled box as the lines it would be without the box."""
    if not isinstance(block, Grid):
        return [block]
    firsts = [cell_text(r.cells[0]) if r.cells else "" for r in block.rows]
    if not any(opens_field(t, template) for t in firsts):
        return [block]
    lines: list[Block] = []
    for row in block.rows:
        label, *values = [c.text if c else "" for c in row.cells]
        parts = [" ".join(label.split()), *[p for v in values for p in v.split("\n")]]
        lines += [Line(p, row.line, row.page, row.bbox) for p in _labelled(parts) if p.strip()]
    return lines


def _labelled(parts: list[str]) -> list[str]:
    """The label and the first line of its value on one line."""
    return [" ".join(parts[:2]), *parts[2:]] if len(parts) > 1 else parts


def _cuts(blocks: Sequence[Block], ids: Ids, template: Template) -> list[_Cut]:
    cuts: list[_Cut] = []
    for at, _ in fields_at(blocks, "summary", template):
        floor = cuts[-1].summary + 1 if cuts else 0
        heading = _heading_above(blocks, at, floor, ids)
        cuts.append(_Cut(heading if heading is not None else _page_start(blocks, at, floor), at, heading))
    for number, cut in enumerate(cuts):
        end = cuts[number + 1].start if number + 1 < len(cuts) else len(blocks)
        if cut.heading is None:
            cut.heading = _heading_below(blocks, cut.summary + 1, end, ids)
        if cut.heading is not None:
            cut.heading_lines = _title_lines(blocks, cut.heading, cut.summary, template)
    if all(c.heading is None for c in cuts):
        _take_titles_above(blocks, cuts)
    return cuts


def _take_titles_above(blocks: Sequence[Block], cuts: Sequence[_Cut]) -> None:
    """Give the cards of a document without ids, or with ids behind the titles, the paragraph above their summary."""
    for number, cut in enumerate(cuts):
        floor = cuts[number - 1].summary + 1 if number else 0
        lines: list[int] = []
        for index in range(cut.summary - 1, max(floor, cut.summary - 3 * _MAX_TITLE) - 1, -1):
            block = blocks[index]
            text = block.text.strip() if isinstance(block, Line) else ""
            if (lines and not text) or not isinstance(block, Line) or text.endswith((".", ":", ";")):
                break
            if len(text) > 2:
                lines.insert(0, index)
        if lines and len(lines) <= _MAX_TITLE:
            cut.start = cut.heading = lines[0]
            cut.heading_lines = lines


def _heading_above(blocks: Sequence[Block], at: int, floor: int, ids: Ids) -> int | None:
    seen = 0
    for index in range(at - 1, floor - 1, -1):
        block = blocks[index]
        if not isinstance(block, Line):
            return None
        if block.blank:
            continue
        if ids.match(block.text):
            return index
        seen += 1
        if seen >= _LOOK_BACK or block.text.rstrip().endswith("."):
            return None
    return None


def _heading_below(blocks: Sequence[Block], start: int, end: int, ids: Ids) -> int | None:
    """A heading the dump moved behind the card's first page: a short line of its own that begins with a case id."""
    for index in range(start, end):
        block = blocks[index]
        if isinstance(block, Line) and (found := ids.match(block.text)):
            title = block.text[found.end() :].strip()
            if title and title[-1] not in ".,;:" and len(title) < 100 and title[0].isupper():
                return index
    return None


def _page_start(blocks: Sequence[Block], at: int, floor: int) -> int:
    """A card without a heading above starts at its summary, stray marks of the page's head included."""
    start = at
    for index in range(at - 1, max(floor, at - 6) - 1, -1):
        block = blocks[index]
        if not isinstance(block, Line) or len(block.text.strip()) > 2:
            break
        start = index
    return start


def _title_lines(blocks: Sequence[Block], heading: int, summary: int, template: Template) -> list[int]:
    """The lines of a heading: down to the summary where it stands above, else as far as the words wrap."""
    lines = [heading]
    for index in range(heading + 1, min(len(blocks), heading + 3 * _MAX_TITLE)):
        block = blocks[index]
        if not isinstance(block, Line) or index == summary or len(lines) >= _MAX_TITLE:
            break
        if block.blank:
            continue
        if heading > summary:  # moved heading: only a wrap goes on
            first = blocks[heading]
            assert isinstance(first, Line)  # noqa: S101 - chosen so by _heading_below
            if not first.text.rstrip().endswith("-") and text_width(first.text.strip()) < 30:
                break
        if opens_field(block.text, template):
            break
        lines.append(index)
    return lines


def _parted(heading: str, ids: Ids) -> tuple[str | None, str]:
    """A heading's id, which may stand behind its title in brackets, and its title."""
    if found := ids.match(heading):
        return found["case"], heading[found.end() :].strip(" *")
    behind = _BRACKETED.search(heading)
    if behind and (found := CASE_ID.fullmatch(behind["case"])):
        return found[0], heading[: behind.start()].strip(" *")
    return None, heading.strip(" *#")


def _card(
    extraction: Extraction,
    blocks: Sequence[Block],
    cut: _Cut,
    overview: Overview | None,
    seen: set[str],
    ids: Ids,
    template: Template,
) -> CardInput:
    heading = blocks[cut.heading] if cut.heading is not None else None
    printed = join_lines(b.text for i in cut.heading_lines if isinstance(b := blocks[i], Line))
    case_id, title = _parted(printed, ids)
    row = overview.by_case().get(case_key(case_id) or "") if overview else None
    inside = [b for i, b in enumerate(blocks[cut.start : cut.end], start=cut.start) if i not in cut.heading_lines]
    return CardInput(
        blocks=inside,
        title=title or "(uden titel)",
        case_id=case_id,
        kind=_kind(row.group if row else None, template),
        card_id=f"{extraction.document.document_id}-{unique_id(case_key(case_id) or f'card{len(seen) + 1}', seen)}",
        committee=row.committee if row else None,
        heading=heading if isinstance(heading, Line) else None,
    )


def _kind(group: str | None, template: Template) -> CardKind:
    """The kind of card that a proposal of this group has, by the heading that it stands under in the overview."""
    named = (g.card_kind for g in template.group if group and g.match(group) is not None)
    return next(named, template.card_kind)
