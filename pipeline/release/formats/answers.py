"""The answer to a query in the form that is wanted: to look at, or for another program."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import textwrap
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from pipeline.release.formats.csv_files import neutral
from pipeline.release.formats.query import Answer
from pipeline.system.terminal import clean


def as_table(answer: Answer, width: int | None) -> str:
    """Columns side by side, wrapped to a terminal's width; None for as wide as they are.

    Where a terminal has no room for them all, a row is shown after the other, a column a line.
    """
    if width is not None and sum(min(w, _READABLE) + 3 for w in _widths(answer)) > width + 3:
        return _as_records(answer, width)
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for number, name in enumerate(answer.columns):
        right = any(_is_number(row[number]) for row in answer.rows)
        table.add_column(clean(name), justify="right" if right else "left", overflow="fold", no_wrap=right)
    for row in answer.rows:
        table.add_row(*(_shown(value) for value in row))
    console = Console(file=io.StringIO(), width=width or _UNBOUND, markup=False, highlight=False, emoji=False)
    console.print(table)
    file = console.file
    assert isinstance(file, io.StringIO)  # noqa: S101 -- it was made above
    return "\n".join(line.rstrip() for line in file.getvalue().split("\n"))


def _widths(answer: Answer) -> list[int]:
    """How wide each column is by itself."""
    shown = [answer.columns, *([_shown(v) for v in row] for row in answer.rows)]
    return [max(len(line[n]) for line in shown) for n in range(len(answer.columns))]


def _as_records(answer: Answer, width: int) -> str:
    names = [clean(name) for name in answer.columns]
    margin = min(max(map(len, names)), width // 2) + 2
    lines = []
    for number, row in enumerate(answer.rows, 1):
        lines.append(f"── row {number} ".ljust(width, "─"))
        for name, value in zip(names, row, strict=True):
            parts = textwrap.wrap(_shown(value), width - margin, break_on_hyphens=False) or [""]
            lines += [f"{name if n == 0 else '':{margin}}{part}".rstrip() for n, part in enumerate(parts)]
    return "\n".join([*lines, {0: "no rows", 1: "1 row"}.get(len(answer.rows), f"{len(answer.rows)} rows"), ""])


def as_markdown(answer: Answer) -> str:
    """A Markdown table."""
    lines = [answer.columns, tuple("---:" if _numeric(answer, n) else "---" for n in range(len(answer.columns)))]
    lines += [tuple(_shown(v).replace("|", "\\|").replace("\n", " ") for v in row) for row in answer.rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def as_json(answer: Answer) -> str:
    """An array of objects."""
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    return json.dumps(rows, ensure_ascii=False, indent=1, default=_plain) + "\n"


def as_csv(answer: Answer) -> str:
    """Comma-separated values; no cell is a formula to a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows([neutral(_flat(value)) for value in row] for row in answer.rows)
    return out.getvalue()


def as_parquet(answer: Answer) -> bytes:
    """A Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = [pa.array([row[n] for row in answer.rows]) for n in range(len(answer.columns))]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(columns, names=list(answer.columns)), out, compression="zstd")
    return out.getvalue()


def as_xlsx(answer: Answer) -> bytes:
    """A workbook of one sheet; text is text, never a formula or a link."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        fill_sheet(book, "svar", answer)
    return out.getvalue()


def fill_sheet(book: Any, name: str, answer: Answer) -> None:
    """Add the answer to a workbook as a sheet, its heading frozen and filtered."""
    sheet = book.add_worksheet(name[:_SHEET_NAME])
    dates = {dt.date: book.add_format({"num_format": "yyyy-mm-dd"})}
    sheet.write_row(0, 0, answer.columns, book.add_format({"bold": True}))
    for number, row in enumerate(answer.rows, 1):
        for column, value in enumerate(row):
            flat = _flat(value)
            if isinstance(flat, str):
                sheet.write_string(number, column, clean(flat)[:_CELL])
            elif flat is not None:
                sheet.write(number, column, flat, dates.get(type(flat)))
    sheet.freeze_panes(1, 0)
    if answer.columns:
        sheet.autofilter(0, 0, len(answer.rows), len(answer.columns) - 1)


TEXTS: Final[dict[str, Callable[[Answer], str]]] = {"md": as_markdown, "json": as_json, "csv": as_csv}
FILES: Final[dict[str, Callable[[Answer], bytes]]] = {"parquet": as_parquet, "xlsx": as_xlsx}
_UNBOUND: Final = 100_000
_READABLE: Final = 16
"""A column narrower than this, of one that needs more, is no longer read: words are cut, and figures broken."""
_SHEET_NAME: Final = 31
_CELL: Final = 32_767
"""What a sheet's name and a cell of Excel can hold."""


def _numeric(answer: Answer, column: int) -> bool:
    return any(_is_number(row[column]) for row in answer.rows)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _shown(value: object) -> str:
    return "" if value is None else clean(_flat(value)).replace("\n", " ")


def _flat(value: Any) -> Any:
    """A value that fits a cell: lists and structs as JSON, times without their zone's object."""
    if isinstance(value, list | dict | tuple):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    if isinstance(value, dt.datetime):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def _plain(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else str(value)
