"""A document of any form: lists of proposals, cards cut by repetition, their fields, tables and text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from extractors.bilag.card import span_of
from extractors.bilag.card_fields import administrations
from extractors.bilag.economy_rows import add_table
from extractors.bilag.prose import Passage, Section, add_prose, join, place_of
from extractors.danish.case_ids import case_key, split_case_id
from extractors.danish.organisations import organisation_id
from extractors.generic.fields import CardFields, common_prefix, printed_lines, read_fields, title_of
from extractors.generic.headings import numbered_points, over_tables
from extractors.generic.lists import add_list, is_list, known_titles, name_rows
from extractors.generic.repetition import Frame, find_frame, keys_of
from extractors.layout.text import join_lines
from extractors.tables.context import document_unit
from extractors.tables.find import FoundTable, cut_grids, find_tables
from extractors.templates.model import Template
from schemas.dataset import CardRow
from schemas.extraction import Extraction
from schemas.source import Block, Grid, Line

_SHARE: Final = 0.7
_MAX_HEAD: Final = 12
_MAX_TITLE_LINES: Final = 4
_NUMBERED: Final = re.compile(r"^\s*\d{1,3}(?:\.\d{1,2})*\.?\s+[A-ZÆØÅ]")


@dataclass(slots=True)
class _Cut:
    """A card's blocks, and what its frame tells: the heading's lines and the words that all headings share."""

    start: int
    end: int
    blocks: list[Block] = field(default_factory=list)


def extract_generic(extraction: Extraction, blocks: Sequence[Block], text: str, template: Template) -> str | None:
    """File a document's lists and cards; the document's title where its first lines give one."""
    blocks = cut_grids(blocks)
    stated = document_unit(text)
    found = find_tables(blocks, stated=stated)
    lists = [f for f in found if is_list(f)]
    for listed in lists:
        name_rows(listed)
    in_list = {i for f in lists for i in range(f.start, f.end)} | {i for f in lists for i in f.taken}
    starts, frame = _starts(blocks, found, lists, in_list, template)
    cuts = [_Cut(s, e) for s, e in pairwise([*starts, len(blocks)])]
    _cards(extraction, blocks, cuts, frame, in_list, template, stated)
    _add_rest(extraction, blocks, cuts, in_list, template, stated)
    for listed in lists:
        add_list(extraction, listed)
    return None


def _starts(
    blocks: Sequence[Block],
    found: Sequence[FoundTable],
    lists: Sequence[FoundTable],
    in_list: set[int],
    template: Template,
) -> tuple[list[int], Frame | None]:
    """Where the cards begin: at the template's line, at the proposals that a list names, or at the frame's first key."""
    if template.card is not None:
        given = [i for i, x in printed_lines(blocks) if i not in in_list and template.card.match(x.text) is not None]
        if given:
            return given, None
    rows = {i for f in found for i in range(f.start + 1, f.end)} | in_list
    frame = find_frame(blocks, rows)
    listed = _listed(blocks, known_titles(lists), rows)
    if listed and (frame is None or len(listed) >= len(frame.starts)):
        return listed, None
    if frame is not None:
        return list(frame.starts), frame
    used = rows | {i for f in found for i in f.taken}
    return over_tables(blocks, found, used) or numbered_points(blocks, used), None


def _listed(blocks: Sequence[Block], names: Sequence[tuple[str | None, str]], skip: set[int]) -> list[int]:
    """The lines that head the description of a proposal that a list names."""
    if not names:
        return []
    ids = {case_key(c): t.lower() for c, t in names if c}
    titles = {t.lower() for _, t in names}
    starts: list[int] = []
    seen: set[str] = set()
    for index, line in printed_lines(blocks):
        if index in skip or len(line.text.strip()) > 140:
            continue
        case_id, title = split_case_id(line.text, numbers=True)
        key = case_key(case_id) or ""
        hit = key if key in ids and _alike(title, ids[key]) else line.text.strip().lower()
        if hit not in seen and (hit in ids or hit in titles):
            seen.add(hit)
            starts.append(index)
    return starts if len(starts) >= _SHARE * len(names) else []


def _alike(one: str, other: str) -> bool:
    short = min(len(one), len(other), 20)
    return short > 3 and one.lower()[:short] == other.lower()[:short]


def _cards(
    extraction: Extraction,
    blocks: Sequence[Block],
    cuts: Sequence[_Cut],
    frame: Frame | None,
    in_list: set[int],
    template: Template,
    stated: tuple[int, str] | None,
) -> None:
    """File the cards."""
    heads = [_head_text(blocks[c.start]) for c in cuts]
    constant = common_prefix(heads)
    numbered = sum(bool(_NUMBERED.match(h)) for h in heads) >= _SHARE * max(1, len(heads))
    labels = _labels(frame, blocks, cuts)
    seen: set[str] = set()
    for number, cut in enumerate(cuts, start=1):
        inside = [b for i, b in enumerate(blocks[cut.start : cut.end], start=cut.start) if i not in in_list]
        card = _Card(extraction, inside, template, labels, constant, number)
        card.numbered = numbered
        if frame is not None:
            anchor = frame.anchors[number - 1] - cut.start
            card.head_lines = [b for b in blocks[cut.start : cut.start + anchor] if isinstance(b, Line) and not b.blank]
        card.file(seen, stated)


def _head_text(block: Block) -> str:
    return " ".join(block.text.split()) if isinstance(block, Line) else ""


def _labels(frame: Frame | None, blocks: Sequence[Block], cuts: Sequence[_Cut]) -> list[str]:
    """The first words that the cards repeat, masked: labels of fields and headings."""
    if frame is not None:
        return [k.removesuffix(" …").removesuffix(":") for k in frame.keys if not k.startswith("<")]
    if len(cuts) < 2:
        return []
    first = {k for _, x in printed_lines(blocks[cuts[0].start : cuts[0].end]) for k in keys_of(x.text)}
    for cut in cuts[1:]:
        first &= {k for _, x in printed_lines(blocks[cut.start : cut.end]) for k in keys_of(x.text)}
    return [k.removesuffix(" …").removesuffix(":") for k in sorted(first) if not k.startswith("<")]


class _Card:
    """One card: its blocks, and what the document's form tells of it."""

    def __init__(
        self,
        extraction: Extraction,
        blocks: list[Block],
        template: Template,
        labels: list[str],
        constant: str,
        number: int,
    ) -> None:
        self.extraction, self.blocks, self.template = extraction, blocks, template
        self.labels, self.constant, self.number = labels, constant, number
        self.numbered = False
        self.head_lines: list[Line] = []
        """The lines above the form's first key: the card's heading, over several lines where it wraps."""

    def file(self, seen: set[str], stated: tuple[int, str] | None) -> CardRow:
        """File the card's row, tables and text; returns the row."""
        tables = find_tables(self.blocks, stated=stated)
        first = min((f.start for f in tables), default=len(self.blocks))
        fields = read_fields(self.blocks, self.template, self.labels, first)
        case_id, title, head = self._heading(fields)
        document_id = self.extraction.document.document_id
        card_id = f"{document_id}-{_unique(case_key(case_id) or f'card{self.number}', seen)}"
        taken = set(fields.taken) | head | {i for f in tables for i in f.taken}
        for number, found in enumerate(tables, start=1):
            self._apply_rows(found)
            add_table(self.extraction, found.table, card_id=card_id, number=number)
        summary = join(fields.lines["summary"]) if "summary" in fields.lines else None
        add_prose(self.extraction, card_id, summary, self._sections(taken))
        row = self._row(card_id, case_id, title, fields, summary, tables)
        self.extraction.add(row)
        return row

    def _apply_rows(self, found: FoundTable) -> None:
        """What the template's words say of a row confirms or names what the arithmetic found."""
        for row in found.table.rows:
            entry = next((e for e in self.template.row if e.match(row.label) is not None), None)
            if entry is not None and row.values and not row.quantity:
                row.kind = entry.role
                row.sums = entry.sums or row.sums

    def _heading(self, fields: CardFields) -> tuple[str | None, str, set[int]]:
        """Id, title and the blocks that print them."""
        case_id, title = fields.values.get("case_id"), fields.values.get("title")
        head: set[int] = set()
        if not (case_id and title) and 1 < len(self.head_lines) <= _MAX_TITLE_LINES:
            found_id, found_title = title_of(self.head_lines, "", numbers=self.numbered)
            if found_id:
                case_id, title = case_id or found_id, title or found_title
        for index, line in list(printed_lines(self.blocks))[:_MAX_HEAD]:
            if case_id and title:
                break
            if index in fields.taken:
                continue
            first = index == self._first()
            found_id, found_title = title_of([line], self.constant if first else "", numbers=first and self.numbered)
            if index == self._first() or found_id or self._varies(line):
                if found_id and not case_id:
                    case_id = found_id
                if found_title and not title and (found_id or self._varies(line)):
                    title = found_title
                    head.add(index)
        if case_id and title and (parted := split_case_id(title))[0] == case_id:
            title = parted[1]
        if title and not case_id:
            case_id, title = split_case_id(title)
        return case_id, title or "(uden titel)", head

    def _first(self) -> int:
        return next((i for i, _ in printed_lines(self.blocks)), -1)

    def _varies(self, line: Line) -> bool:
        """True for a line that is this card's own: no label or heading that the others repeat, no sentence."""
        text = line.text.strip()
        masked = re.sub(r"\d+", "#", " ".join(text.split()).lower())
        opens = text[:1].isupper() or text[:1].isdigit() or text[:1] in "\"»'"
        return opens and masked not in self.labels and len(text) < 110 and text[-1:] not in ".:;"

    def _sections(self, taken: set[int]) -> list[Section]:
        sections: list[Section] = []
        for index, block in enumerate(self.blocks):
            if index in taken or (isinstance(block, Line) and block.blank):
                continue
            if isinstance(block, Grid):
                rows = [Line(" · ".join(t for t in r.texts() if t), r.line, r.page, r.bbox) for r in block.rows]
                if not sections:
                    sections.append(Section("", rows[0] if rows else None))
                sections[-1].table_rows.extend(r for r in rows if r.text)
            elif self._is_heading(index, block):
                sections.append(Section(" ".join(block.text.split()), block))
            else:
                if not sections:
                    sections.append(Section("", block))
                sections[-1].lines.append(block)
        return [s for s in sections if s.heading or s.lines or s.table_rows]

    def _is_heading(self, index: int, line: Line) -> bool:
        text = " ".join(line.text.split())
        if len(text) > 90 or text[-1:] in ".,;" or not text[:1].isalnum() or text[:1].islower():
            return False
        if any(e.match(text) is not None for e in self.template.heading):
            return True
        if re.sub(r"\d+", "#", text.lower()) in self.labels or (_NUMBERED.match(text) and len(text) < 70):
            return True
        below = next((b for b in self.blocks[index + 1 :] if not (isinstance(b, Line) and b.blank)), None)
        above = next((b for b in reversed(self.blocks[:index]) if not (isinstance(b, Line) and b.blank)), None)
        ended = not isinstance(above, Line) or above.text.rstrip()[-1:] in ".:!?"
        return ended and len(text) < 60 and isinstance(below, Line) and len(below.text.strip()) > 60

    def _row(
        self,
        card_id: str,
        case_id: str | None,
        title: str,
        fields: CardFields,
        summary: Passage | None,
        tables: Sequence[FoundTable],
    ) -> CardRow:
        values = fields.values
        committee = values.get("committee")
        presenting = values.get("presenting_administration")
        level = next((f.table.header.price_level[0] for f in tables if f.table.header.price_level), None)
        head = next((b for b in self.blocks if isinstance(b, Line) and not b.blank), None)
        return CardRow(
            document_id=self.extraction.document.document_id,
            card_id=card_id,
            case_id=case_id,
            title=title,
            kind=self.template.card_kind,
            committee=committee,
            committee_id=organisation_id(committee),
            presenting_administration=presenting,
            affected_administrations=administrations(values.get("affected_administrations")),
            summary=summary.text if summary else None,
            price_level=level,
            **span_of(self.blocks),
            **place_of(head),
        )


def _unique(base: str, seen: set[str]) -> str:
    unique, copy = base, 2
    while unique in seen:
        unique, copy = f"{base}-{copy}", copy + 1
    seen.add(unique)
    return unique


def _add_rest(
    extraction: Extraction,
    blocks: Sequence[Block],
    cuts: Sequence[_Cut],
    in_list: set[int],
    template: Template,
    stated: tuple[int, str] | None,
) -> None:
    """What stands before the first card belongs to the document: one card for it, where it holds money."""
    end = cuts[0].start if cuts else len(blocks)
    inside = [b for i, b in enumerate(blocks[:end]) if i not in in_list]
    trial = Extraction(extraction.document)
    title = first_heading(inside) or first_heading(blocks)
    card = _Card(trial, inside, template, [], "", 0)
    row = card.file(set(), stated)
    if not any(trial.rows.get(t) for t in ("economic_amounts", "prose_amounts", "quantities")):
        return
    whole = f"{extraction.document.document_id}-document"
    for rows in trial.rows.values():
        for made in rows:
            moved = {"card_id": whole} if hasattr(made, "card_id") else {}
            if hasattr(made, "table_id"):
                moved["table_id"] = made.table_id.replace(row.card_id, whole)
            if isinstance(made, CardRow) and not cuts:
                moved |= {} if made.title != "(uden titel)" else {"title": title or made.title}
            elif isinstance(made, CardRow):
                moved |= {"title": title or made.title, "case_id": None, "case_key": None}
            extraction.add(made.model_copy(update=moved))
    extraction.texts += [replace(t, card_id=whole) for t in trial.texts]


def first_heading(blocks: Sequence[Block]) -> str | None:
    """The first printed lines up to a gap: a document's title."""
    lines: list[str] = []
    for _, line in list(printed_lines(blocks))[:3]:
        if lines and (len(line.text) > 70 or lines[-1].rstrip()[-1:] not in "-,"):
            break
        lines.append(line.text)
    return join_lines(lines)[:300] or None
