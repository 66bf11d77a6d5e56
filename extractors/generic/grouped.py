"""Proposals that share one table: a row with id and title, then the proposal's own rows, and the next one's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from extractors.cards.card import span_of
from extractors.cards.prose import place_of
from extractors.danish.case_ids import case_key, split_case_id, unique_id
from extractors.danish.organisations import organisation_id
from extractors.generic.card import apply_rows
from extractors.tables.economy.model import EconomicTable, TableRow
from extractors.tables.economy.rows import add_table
from extractors.tables.find import FoundTable, tell_meaning
from extractors.templates.model import Template
from schemas.dataset import CardRow
from schemas.extraction import Extraction
from schemas.source import Line

_SHARE: Final = 0.8
_MIN_IDS: Final = 2
_MIN_TITLES: Final = 3
_BODY: Final = re.compile(
    r"udvalg(?:et)?\b|^(?:drift|anlæg|service|udgift|indtægt|finansiering|renter|i alt)", re.IGNORECASE
)


@dataclass(slots=True)
class Proposal:
    """A proposal of a shared table: its id as printed or none, its title, the row that heads it, its own rows."""

    case_id: str | None
    title: str
    head: TableRow
    rows: list[TableRow]


@dataclass(slots=True)
class Shared:
    """A table that proposals share, and the rows that belong to none of them: committees, sums of all."""

    found: FoundTable
    proposals: list[Proposal]
    rest: list[TableRow]


def shared_table(found: FoundTable) -> Shared | None:
    """The proposals of a table whose groups of rows are proposals; None where they are not."""
    rows = found.table.rows
    if _is_list(found):
        return None
    heads = [i for i, (r, below) in enumerate(pairwise(rows)) if r.label and not r.values and below.values]
    named = {i: name for i in heads if (name := _named(rows[i], found))[0]}
    ids = {case_id for case_id, _ in named.values()}
    if len(named) >= _MIN_IDS and len(ids) >= _SHARE * len(named):
        return _parted(found, list(named), named)
    if _are_titles(rows, heads):
        return _parted(found, heads, {i: (None, rows[i].label) for i in heads})
    return None


def _named(row: TableRow, found: FoundTable) -> tuple[str | None, str]:
    """A row's id, which stands in a column of its own or before its title, and the title."""
    return (row.case_id, row.label) if row.case_id else split_case_id(row.label, numbers=found.has_id)


def _is_list(found: FoundTable) -> bool:
    """True for a list: each row is a proposal."""
    items = [r for r in found.table.rows if r.values and r.kind == "item"]
    own = sum(bool(_named(r, found)[0]) for r in items)
    return own >= 0.6 * len(items) > 0


def part_first_rows(found: FoundTable) -> None:
    """Part ids and titles from the first rows of the proposals of a dump, whose labels they begin.

    `D.01 Digital post Løn`, `Øvrig drift`, `I alt`, `D.02 Støtte til familier Løn`: what the first rows all end in is
    their own label.
    """
    rows = found.table.rows
    first = [i for i, r in enumerate(rows) if r.values and split_case_id(r.label)[0]]
    if len(first) < _MIN_TITLES or first[0] != 0 or any(b - a < 2 for a, b in pairwise(first)):
        return
    shared = _shared_end([rows[i].label.split() for i in first])
    if not shared:
        return
    for i in reversed(first):
        label = rows[i].label.split()
        title = " ".join(label[:-shared])
        head = TableRow("group", title, title, line=rows[i].line, page=rows[i].page, bbox=rows[i].bbox)
        rows[i].label = " ".join(label[-shared:])
        rows.insert(i, head)
    for row in rows:
        row.sums, row.sum_rows = None, []
    tell_meaning(found.table)


def _shared_end(labels: Sequence[Sequence[str]]) -> int:
    """How many words these labels all end in; none unless each has an id and a title before them."""
    columns = zip(*(words[::-1] for words in labels), strict=False)
    shared = next((n for n, words in enumerate(columns) if len(set(words)) > 1), 0)
    return shared if all(len(words) - shared > 1 for words in labels) else 0


def _are_titles(rows: Sequence[TableRow], heads: Sequence[int]) -> bool:
    """True where the same rows come again under headings that are each said once, and name no committee or kind."""
    labels = [rows[i].label for i in heads]
    if len(heads) < _MIN_TITLES or len(set(labels)) < len(labels):
        return False
    if sum(bool(_BODY.search(x)) or len(x.split()) < 2 for x in labels) > 0.2 * len(labels):
        return False
    blocks = [{r.label for r in rows[a + 1 : b] if r.values} for a, b in pairwise([*heads, len(rows)])]
    said = Counter(x for block in blocks for x in block)
    return sum(n >= _SHARE * len(heads) for n in said.values()) > 1


def _parted(found: FoundTable, heads: Sequence[int], names: dict[int, tuple[str | None, str]]) -> Shared:
    rows = found.table.rows
    proposals, rest = [], list(rows[: heads[0]])
    for head, end in pairwise([*heads, len(rows)]):
        stop = next((i for i in range(head + 1, end) if _reaches_over(rows[i], head)), end)
        while stop > head + 1 and not rows[stop - 1].values:  # a group's heading above the next proposal
            stop -= 1
        proposals.append(Proposal(*names[head], rows[head], list(rows[head + 1 : stop])))
        rest += rows[stop:end]
    return Shared(found, proposals, rest)


def _reaches_over(row: TableRow, head: int) -> bool:
    """True for a sum of rows that stand above the proposal's own (numbers count from 1)."""
    return any(abs(n) <= head for n in row.sum_rows)


def add_shared(extraction: Extraction, shared: Shared, template: Template, seen: set[str]) -> None:
    """File a card with a table of its own for each proposal; what belongs to none is left to the document's card."""
    committee: str | None = None
    for number, proposal in enumerate(shared.proposals, start=1):
        document_id = extraction.document.document_id
        base = case_key(proposal.case_id) or f"row{number}"
        card_id = f"{document_id}-{unique_id(base, seen)}"
        table = own_table(shared.found, proposal.rows)
        apply_rows(replace(shared.found, table=table), template)
        add_table(extraction, table, card_id=card_id, number=1)
        lines = [Line(r.text or r.label, r.line, r.page, r.bbox) for r in (proposal.head, *proposal.rows)]
        extraction.add(
            CardRow(
                document_id=document_id,
                card_id=card_id,
                case_id=proposal.case_id,
                title=proposal.title or "(uden titel)",
                kind=template.card_kind,
                committee=committee,
                committee_id=organisation_id(committee),
                price_level=table.header.price_year,
                **span_of(lines),
                **place_of(lines[0]),
            )
        )


def own_table(found: FoundTable, rows: Sequence[TableRow]) -> EconomicTable:
    """Some rows of a table as one of its own, their sums told anew."""
    table = found.table
    made = EconomicTable(
        replace(table.header),
        [replace(r, sums=None, sum_rows=[]) for r in rows],
        [],
        table.line,
        table.page,
        table.bbox,
    )
    tell_meaning(made)
    return made
