"""One card of a document of any form: its fields, its tables, its heading and its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import Final

from extractors.cards.card import span_of
from extractors.cards.fields import administrations
from extractors.cards.printed import is_blank
from extractors.cards.prose import Passage, Section, add_prose, join, place_of
from extractors.danish.case_ids import case_key, split_case_id, unique_id
from extractors.danish.organisations import organisation_id
from extractors.generic.fields import CardFields, printed_lines, read_fields, title_of
from extractors.tables.economy.model import first_price_level
from extractors.tables.economy.rows import add_table
from extractors.tables.find import FoundTable
from extractors.tables.meaning import tell_meaning
from extractors.templates.model import RowEntry, Template
from schemas.dataset import CardRow
from schemas.extraction import Extraction
from schemas.source import Block, Grid, Line

_MAX_HEAD: Final = 12
_MAX_TITLE_LINES: Final = 4
_NUMBER_APART: Final = re.compile(r"(?!(?:19|20)\d\d\b)\d{2,8}\s?[–—|·:]\s")
"""A number that a sign parts from the title behind it: `528001 – Fælles indkøb`."""
NUMBERED: Final = re.compile(r"^\s*(?:\d{1,3}(?:\.\d{1,2})*|\d{5,8})\.?\s+[A-ZÆØÅ]")
"""A line that a number opens: a numbered heading."""


class GenericCard:
    """One card: its blocks, and what the document's form tells of it."""

    def __init__(
        self,
        extraction: Extraction,
        blocks: list[Block],
        template: Template,
        labels: list[str],
        constant: str,
        number: int,
        tables: Sequence[FoundTable],
    ) -> None:
        self.extraction, self.blocks, self.template = extraction, blocks, template
        self.tables = tables
        """The card's money tables, by indexes of its own blocks."""
        self.labels, self.constant, self.number = labels, constant, number
        self.numbered = False
        self.head_lines: list[Line] = []
        """The lines above the form's first key: the card's heading, over several lines where it wraps."""

    def file(self, seen: set[str]) -> CardRow:
        """File the card's row, tables and text; returns the row."""
        tables = self.tables
        first = min((f.start for f in tables), default=len(self.blocks))
        fields = read_fields(self.blocks, self.template, self.labels, first)
        case_id, title, head = self._heading(fields)
        document_id = self.extraction.document.document_id
        card_id = f"{document_id}-{unique_id(case_key(case_id) or f'card{self.number}', seen)}"
        taken = set(fields.taken) | head | {i for f in tables for i in f.taken}
        for number, found in enumerate(tables, start=1):
            apply_rows(found, self.template)
            add_table(self.extraction, found.table, card_id=card_id, number=number)
        summary = join(fields.lines["summary"]) if "summary" in fields.lines else None
        add_prose(self.extraction, card_id, summary, self._sections(taken))
        row = self._row(card_id, case_id, title, fields, summary, tables)
        self.extraction.add(row)
        return row

    def _heading(self, fields: CardFields) -> tuple[str | None, str, set[int]]:
        """Id, title and the blocks that print them: from the fields, the heading, or a line of the card's own."""
        case_id, title, head = fields.values.get("case_id"), fields.values.get("title"), set[int]()
        found_id, found_title = self._over_the_form()
        if found_id:
            case_id, title = case_id or found_id, title or found_title
        if not title and self._first() in fields.taken:
            title = self._first_words()
        for index, line in islice(printed_lines(self.blocks), _MAX_HEAD):
            if case_id and title:
                break
            if index in fields.taken:
                continue
            line_id, line_title = self._heading_in(index, line)
            case_id = case_id or line_id
            if line_title and not title:
                title = line_title
                head.add(index)
        case_id, title = _with_own_id(case_id, title or "")
        return case_id, title or "(uden titel)", head

    def _over_the_form(self) -> tuple[str | None, str | None]:
        """Id and title of a heading that wraps over several lines above the form's first key."""
        if 1 < len(self.head_lines) <= _MAX_TITLE_LINES:
            return title_of(self.head_lines, "", numbers=self.numbered)
        return None, None

    def _heading_in(self, index: int, line: Line) -> tuple[str | None, str | None]:
        """The id and the title that a line among a card's first ones gives; None where it gives none."""
        first = index == self._first()
        found_id, found_title = title_of([line], self.constant if first else "", numbers=first and self.numbered)
        own = self._varies(line)
        if not (first or found_id or own):
            return None, None
        return found_id, found_title if found_id or own else None

    def _first_words(self) -> str | None:
        """What varies in the card's first line where that is a field of the form: `Politikområde Beredskab`."""
        line = self.blocks[self._first()] if self.constant else None
        text = " ".join(line.text.split()) if isinstance(line, Line) else ""
        return text[len(self.constant) :].strip(" :–-") or None if text.startswith(self.constant) else None

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
            if index in taken or is_blank(block):
                continue
            rows = _as_lines(block)
            if isinstance(block, Line) and self._is_heading(index, block):
                sections.append(Section(" ".join(block.text.split()), block))
                continue
            if not sections:
                sections.append(Section("", rows[0] if rows else None))
            if isinstance(block, Grid):
                sections[-1].table_rows.extend(r for r in rows if r.text)
            else:
                sections[-1].lines.append(block)
        return [s for s in sections if s.heading or s.lines or s.table_rows]

    def _is_heading(self, index: int, line: Line) -> bool:
        text = " ".join(line.text.split())
        if len(text) > 90 or text[-1:] in ".,;" or not text[:1].isalnum() or text[:1].islower():
            return False
        if any(e.match(text) is not None for e in self.template.heading):
            return True
        if re.sub(r"\d+", "#", text.lower()) in self.labels or (NUMBERED.match(text) and len(text) < 70):
            return True
        below = self._printed_beside(range(index + 1, len(self.blocks)))
        above = self._printed_beside(range(index - 1, -1, -1))
        ended = not isinstance(above, Line) or above.text.rstrip()[-1:] in ".:!?"
        return ended and len(text) < 60 and isinstance(below, Line) and len(below.text.strip()) > 60

    def _printed_beside(self, order: range) -> Block | None:
        """The first block of these that is not blank."""
        return next((b for b in map(self.blocks.__getitem__, order) if not is_blank(b)), None)

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
            price_level=first_price_level(f.table for f in tables),
            **span_of(self.blocks),
            **place_of(head),
        )


def _with_own_id(case_id: str | None, title: str) -> tuple[str | None, str]:
    """Id and title, where the title begins with the id: that is taken off it."""
    own_id, rest = split_case_id(title, numbers=bool(_NUMBER_APART.match(title)))
    return (own_id, rest) if own_id and case_id in (None, own_id) else (case_id, title)


def _as_lines(block: Block) -> list[Line]:
    """A line, or a grid's rows as lines."""
    if isinstance(block, Line):
        return [block]
    return [Line(" · ".join(t for t in r.texts() if t), r.line, r.page, r.bbox) for r in block.rows]


def apply_rows(found: FoundTable, template: Template) -> None:
    """What the template's words say of a row confirms or names what the arithmetic found; its sums are looked for."""
    rows = found.table.rows
    entries = {i: e for i, r in enumerate(rows) if r.values and not r.quantity and (e := _entry(template, r.label))}
    sums = {i for i, e in entries.items() if e.role in ("subtotal", "total")}
    if any(not rows[i].sum_rows for i in sums):
        tell_meaning(found.table, sums)
    for i, entry in entries.items():
        rows[i].kind = entry.role
        rows[i].sums = entry.sums or rows[i].sums


def _entry(template: Template, label: str) -> RowEntry | None:
    return next((e for e in template.row if e.match(label) is not None), None)
