"""A card on the terminal: its heading, its summary, and each money table as it was printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipeline.release.read import Dataset, Record
from pipeline.system.terminal import clean

_BOLD = frozenset({"subtotal", "total"})
_LABEL = 34
"""What a row's label and steering area need to be read."""


def draw_card(console: Console, dataset: Dataset, card: Record) -> None:
    """Print one card with everything that is money on it."""
    card_id = card["card_id"]
    console.print(Text(f"{clean(card['case_id'] or '')}  {clean(card['title'])}".strip(), style="bold"))
    console.print(Text(_facts(card), style="dim"))
    if card["summary"]:
        console.print(Padding(Text(clean(card["summary"])), (1, 4, 0, 2)))
    rows, amounts = dataset.rows("economic_rows", card_id=card_id), dataset.rows("economic_amounts", card_id=card_id)
    for table in dataset.rows("economic_tables", card_id=card_id):
        own = [r for r in rows if r["table_id"] == table["table_id"]]
        if not own:
            continue
        console.print()
        console.print(Text(_caption(table)))
        cells = {(a["row_no"], a["column_no"]): a for a in amounts if a["table_id"] == table["table_id"]}
        for columns in _abreast(table, cells, console.width):
            console.print(_money_table(table, own, cells, columns))
    for payback in dataset.rows("paybacks", card_id=card_id):
        console.print(Text(f"Tilbagebetalingstid, {clean(payback['basis'])}: {payback['years']} år"))
    if any(a["placement"] == "uncertain" for a in amounts):
        console.print(Text("? the column of this amount is uncertain", style="yellow"))
    console.print()


def _facts(card: Record) -> str:
    place = _span("side", card["first_page"], card["last_page"]) or _span("line", card["first_line"], card["last_line"])
    facts = (card["committee"], card["presenting_administration"], card["theme"], place, card["card_id"])
    return " · ".join(clean(f) for f in facts if f)


def _span(name: str, first: int | None, last: int | None) -> str:
    if first is None:
        return ""
    return f"{name} {first}" if last in (None, first) else f"{name} {first}-{last}"


def _caption(table: Record) -> str:
    level = table["price_level_printed"] or (f"{table['price_level']} p/l" if table["price_level"] else "")
    parts = [table["caption"] or table["table_kind"], " ".join(p for p in (table["unit_printed"], level) if p)]
    return " | ".join(clean(p) for p in [*parts, table["header_note"]] if p)


Cells = Mapping[tuple[int, int], Record]
"""The amounts of a table by row and column."""


def _abreast(table: Record, cells: Cells, width: int) -> Iterator[range]:
    """The value columns, parted where a terminal has no room for all of them beside a label that can be read."""
    count = max([len(table["columns_printed"]), *(column for _, column in cells)], default=0)
    widest = max([len(h) for h in _headings(table, count)] + [len(_amount(c)) for c in cells.values()], default=0)
    most = max(1, (width - _LABEL) // (widest + 3))
    for first in range(1, count + 1, most):
        yield range(first, min(first + most, count + 1))
    if not count:
        yield range(0)


def _money_table(table: Record, rows: Iterable[Record], cells: Cells, columns: range) -> Table:
    """The rows in printed order, the amounts of these columns under their headings, both as printed."""
    drawn = Table(box=SIMPLE_HEAD, pad_edge=False)
    drawn.add_column("", max_width=60)
    drawn.add_column("")
    headings = _headings(table, columns.stop - 1)
    for column in columns:
        drawn.add_column(Text(headings[column - 1]), justify="right", no_wrap=True)
    for row in rows:
        style = "bold" if row["kind"] in _BOLD else "italic" if row["kind"] in ("section", "group") else ""
        area = row["steering_area_printed"] or row["steering_area"]
        printed = [_amount(cells.get((row["row_no"], column))) for column in columns]
        drawn.add_row(Text(clean(row["label"])), Text(clean(area)), *printed, style=style)
    return drawn


def _headings(table: Record, width: int) -> list[str]:
    printed, years = table["columns_printed"], table["column_years"]
    headings = [clean(p) for p in printed] + [""] * (width - len(printed))
    # A heading that was lost or misprinted shows the year that the column stands for in brackets.
    for i, year in enumerate(years[:width]):
        if year and str(year) not in headings[i]:
            headings[i] = f"{headings[i]} [{year}]".strip()
    return headings


def _amount(cell: Record | None) -> Text:
    if cell is None:
        return Text("")
    uncertain = cell["placement"] == "uncertain"
    return Text(clean(cell["amount_printed"]) + ("?" if uncertain else ""), style="yellow" if uncertain else "")
