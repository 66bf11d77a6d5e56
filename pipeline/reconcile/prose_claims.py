"""What an amount in running text claims of a table whose form is not known: which row, and in which of its columns.

The row is the one that its words name (`named_rows`). The column follows from the year in the sentence, or from `ved
fuld effekt`, `årligt`, `i perioden`. An amount that another row explains, that is for a part or a price a piece, claims
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from pipeline.reconcile.danish import words
from pipeline.reconcile.intervals import ZERO, Interval, total
from pipeline.reconcile.model import Card, Cell, Table, TableRow
from pipeline.reconcile.named_rows import (
    CLAUSE_BREAK,
    OWN_MONEY,
    clause_of,
    for_what,
    named_rows,
    only,
    roots,
    row_named_in_full,
    row_of,
    table_of,
)
from pipeline.reconcile.proposal_list import listed
from pipeline.reconcile.prose_match import aside, partial
from pipeline.reconcile.said import Said
from pipeline.reconcile.sides import once
from pipeline.reconcile.typos import of_one_size

_TIMES = ("year", "open_year", "later")


_LASTING = re.compile(r"\bfuld[et]?t?\b|\bvarig|\bårlig|\bom året|\bhvert år|pr\.? år", re.I)
_COLUMNS = (
    (re.compile(r"\b(?:afvigelse|(?:mer|mindre)forbrug)\w*\s(?:på|er|bliver|udgør)\b|\bafviger\s(?:med|samlet)", re.I),
     re.compile(r"\bafvigelse|\bmer[-/ ].*mindreforbrug", re.I)),
    (re.compile(r"\bnetto\b", re.I), re.compile(r"^netto", re.I)),
)  # fmt: skip
"""What the text may say of an amount, and how the heading of its column is called, where columns are no years."""
_DATE = re.compile(r"\b\d{1,2}\. [a-zæøå]{3,9} 20\d\d\b", re.I)
"""A day in the sentence: its year may not be the amount's."""
_BEHIND = 15  # letters after an amount that name its column
_FIRST = re.compile(r"første år", re.I)
_OVER_YEARS = re.compile(r"\bi alt\b|\bsamle[dt]|\bi perioden|søges? om|\banlægs?\w*|\binvester", re.I)
_PRICES = re.compile(r"priser|\bp/l|\bpl\b|prisniveau", re.I)
_QUOTED = re.compile(r"[\"”“»][^\"”“«]*$|\bifølge\b|\b(?:sagde|udtalte|udtaler)\b", re.I)
_NEAR = 40  # letters before an amount in which another price level is its own


@dataclass(frozen=True)
class Claim:
    """An amount, the row it speaks of, and the amounts of the row that it may mean, the likeliest first."""

    said: Said
    table: Table
    row: TableRow
    columns: tuple[int, ...]
    meant: tuple[Interval, ...]
    when: str
    """In words: `i 2027`, `i alt`."""
    dated: bool = False
    """True where the text itself names the column."""

    @property
    def fits(self) -> bool:
        """True when the table says the same."""
        return any(self.said.interval.overlaps(m.size) for m in self.meant)

    @property
    def expected(self) -> Interval:
        """The amount the text should have named."""
        said_dkk = self.said.interval.dkk
        return min((m.size for m in self.meant), key=lambda m: abs(m.dkk - said_dkk))

    @property
    def near(self) -> bool:
        """True when the two are of one size."""
        return of_one_size(self.expected.dkk, self.said.interval.dkk)


def claim(card: Card, what: Said, *, named: bool = False) -> Claim | None:
    """What an amount claims; None where that is not sure. `named`: only of a row that the words name in full."""
    if _claims_nothing(what):
        return None
    table = table_of(_with_years(card) or listed(card), what)
    if (of_column := _under_column(card, what)) is not None or table is None or aside(table, what):
        return of_column
    row = row_named_in_full(table, what) if named else row_of(table, what)
    meant = _meant(row, what) if row else None
    return Claim(what, table, row, *meant) if row and meant and meant.amounts else None


def _claims_nothing(what: Said) -> bool:
    """True for what somebody else gives or said, an amount in other prices, or one whose sentence names a day."""
    dated = what.row.year_from and _DATE.search(what.before)
    other = OWN_MONEY.search(clause_of(what)) or _QUOTED.search(what.row.sentence[: what.start])
    return bool(dated or other or _PRICES.search(what.before[-_NEAR:] + what.after[:25]))


def _with_years(card: Card) -> list[Table]:
    return [t for t in card.tables if t.row.table_kind == "economy" and t.years and any(r.cells for r in t.rows)]


def _under_column(card: Card, what: Said) -> Claim | None:
    """`En afvigelse på 1.408 t.kr.`, `21 t.kr. netto`: the one column of that name, in the row named, or the sum's."""
    tables = [t for t in card.tables if any(r.cells for r in t.rows)]
    row = _without_times(tables[0], what) if len(tables) == 1 else None
    if row is None or partial(what) or for_what(what) is not None:
        return None
    said = f"{clause_of(what)[-_NEAR:]} {what.after[:_BEHIND]}"
    called = next((head for spoken, head in _COLUMNS if spoken.search(said)), None)
    heads = tables[0].row.columns_printed
    columns = [n for n in row.cells if called and called.search(heads[n - 1])]
    if len(columns) != 1:
        return None
    at = columns[0]
    return Claim(what, tables[0], row, (at,), (row.cells[at].interval,), f"i '{heads[at - 1]}'", dated=True)


def _without_times(table: Table, what: Said) -> TableRow | None:
    """Of a table with sums whose columns are no years the row that the clause names, else its only root."""
    sums = roots(table)
    named = named_rows([r for r in table.rows if r.cells], words(clause_of(what))) if sums else []
    row = only(named or sums)
    return None if row is None or _times(row) else row


def explained_elsewhere(card: Card, found: Claim) -> TableRow | None:
    """Another row that shows the amount: in the year the text names; else in any, or over the years, as a cost too."""
    interval, saving = found.said.interval, found.meant[0].dkk < 0
    for table in card.tables or [found.table]:
        for row in table.rows:
            shown = [c.interval for n, c in row.cells.items() if n in found.columns] if found.dated else _amounts(row)
            if row is not found.row and any(interval.overlaps(a.size) and (a.dkk < 0) == saving for a in shown):
                return row
    if not found.row.row.sum_rows:
        return None
    return next((r for r in _together(found.table) if any(interval.overlaps(a.size) for a in _amounts(r))), None)


def _together(table: Table) -> Iterator[TableRow]:
    """As one row each: what saves, what costs, what is paid once, what lasts. A net total is none of these."""
    items = [r for r in table.items() if r.cells]
    saving = [r for r in items if all(a.dkk < 0 for a in r.amounts)]
    spending = [r for r in items if r not in saving]
    paid_once = [r for r in spending if once(table, r)]
    lasting = [r for r in items if r not in paid_once]
    yield from (_added(rows) for rows in (saving, spending, paid_once, lasting) if len(rows) > 1)


def _added(rows: Sequence[TableRow]) -> TableRow:
    """Rows as one, their amounts added column by column."""
    columns: dict[int, list[Cell]] = {}
    for row in rows:
        for number, cell in row.cells.items():
            columns.setdefault(number, []).append(cell)
    cells = {n: replace(of[0], interval=total(c.interval for c in of)) for n, of in columns.items()}
    return TableRow(rows[0].row, cells)


def _times(row: TableRow) -> dict[int, Cell]:
    return {n: c for n, c in sorted(row.cells.items()) if c.kind in _TIMES}


def _amounts(row: TableRow) -> Iterator[Interval]:
    cells = _times(row)
    yield from row.amounts
    if cells:
        yield total(c.interval for c in cells.values())


class _Meant(NamedTuple):
    """What an amount may mean in a row; see `Claim`."""

    columns: tuple[int, ...]
    amounts: tuple[Interval, ...]
    when: str
    dated: bool = False


def _meant(row: TableRow, what: Said) -> _Meant | None:
    """The columns of a row that the text speaks of; None where the row has nothing in any year."""
    if what.row.year_from is not None:
        return _in_years(row, what.row.year_from, what.row.year_to)
    filled = {n: c for n, c in _times(row).items() if c.interval != ZERO}
    if not filled:
        return None
    text = f"{what.before[-80:]} {CLAUSE_BREAK.split(what.after)[0][:60]}"
    first = _FIRST.search(text)
    if first or _LASTING.search(text) or what.row.recurring:
        number = min(filled) if first else max(filled)
        when = f"i {filled[number].year}" if filled[number].year else "i det sidste år"
        return _Meant((number,), (filled[number].interval,), when)
    return _over_years(row, filled, one_of_them=not _OVER_YEARS.search(text))


def _over_years(row: TableRow, filled: dict[int, Cell], *, one_of_them: bool) -> _Meant:
    """The sum over the years, as printed or added up; or, where the text does not say so, the amount of any year."""
    yearly = tuple(c.interval for c in filled.values())
    totals = {n: c.interval for n, c in row.cells.items() if c.kind == "total"}
    return _Meant(tuple(totals), (*totals.values(), total(yearly), *(yearly if one_of_them else ())), "i alt")


def _in_years(row: TableRow, first: int, last: int | None) -> _Meant:
    inside = {n: c.interval for n, c in _times(row).items() if c.year and first <= c.year <= (last or 9999)}
    columns, amounts = tuple(inside), tuple(inside.values())
    if first == last:
        return _Meant(columns, amounts, f"i {first}", dated=True)
    if last is None:
        return _Meant(columns, amounts, f"fra {first}")
    return _Meant(columns, (*amounts, total(amounts)), f"i {first}-{last}")
