"""Rows of a payback time (`Tilbagebetalingstid`): their years are no money and are filed apart from a table's rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractors.layout.flow.rows import FlowRow
from extractors.layout.text import join_lines
from extractors.tables.cells import cell_text
from extractors.tables.economy.header import is_header_line
from extractors.tables.economy.labels import PAYBACK, PAYBACK_YEARS, basis_of, payback_basis
from extractors.tables.economy.model import EconomicTable, PaybackLine, TableRow
from schemas.source import Grid, GridRow, Line

_MOST_YEARS: Final = 200  # more are an amount
_YEARS_INSIDE: Final = re.compile(r"\b(?P<years>\d{1,2})\s*år\b")


def take_payback(table: EconomicTable, row: TableRow, *, valued: bool) -> bool:
    """File the payback that a row of a form never seen says; True where the row is one, and not an amount paid back."""
    if not PAYBACK.match(row.label):
        return False
    found = PAYBACK_YEARS.search(row.text) or _YEARS_INSIDE.search(row.text)
    if found:
        made = PaybackLine(basis_of(row.label), int(found["years"]), row.text, row.line, row.page, row.bbox)
        table.paybacks.append(made)
    return bool(found) or not valued


def take_payback_cells(table: EconomicTable, row: GridRow) -> bool:
    """File the payback of a grid's row, the years in a cell of their own or at the label's end; True when it is one."""
    texts = [t for c in row.cells if (t := cell_text(c))]
    label = texts[0] if texts else ""
    if not PAYBACK.match(label):
        return False
    rest = [t for t in texts if t != label]
    found = next((m for t in [*rest, label] if (m := PAYBACK_YEARS.search(t))), None)
    if found is not None:
        basis, printed = payback_basis(PAYBACK_YEARS.sub("", label)), " ".join([label, *rest])
        table.paybacks.append(PaybackLine(basis, int(found["years"]), printed, row.line, row.page, row.bbox))
    return True


def take_paybacks(table: EconomicTable, grid: Grid) -> bool:
    """File a grid of nothing but Tilbagebetalingstid rows under the table it stands below; True when it was one.

    A page may break such a row, and print the heading's unit anew: the first row may end the last payback's label.
    """
    rows = [r for r in grid.rows if any(r.texts()) and not is_header_line(" ".join(r.texts()))]
    rest = " ".join(t for t in rows[0].texts() if t) if rows and _is_cut(table) else ""
    goes_on = bool(rest) and not PAYBACK.match(rest)
    paybacks = rows[1:] if goes_on else rows
    if not paybacks or not all(PAYBACK.match(next(filter(None, r.texts()))) for r in paybacks):
        return False
    if goes_on:
        last = table.paybacks[-1]
        last.basis, last.printed = payback_basis(join_lines([last.basis, rest])), f"{last.printed} {rest}"
    for row in paybacks:
        take_payback_cells(table, row)
    return True


def _is_cut(table: EconomicTable) -> bool:
    """True where the label of the table's last payback is broken off: `Tilbagebetalingstid baseret på`."""
    return bool(table.paybacks) and table.paybacks[-1].basis.lower().endswith(" på")


def take_payback_line(table: EconomicTable, row: FlowRow, body: Sequence[Line]) -> bool:
    """File the payback of a printed row, the years its value or at its label's end; True when it is one."""
    if not PAYBACK.match(row.label):
        return False
    years = int(row.tokens[0]) if row.tokens and row.tokens[0].isdigit() else None
    label = row.label
    if years is None and (found := PAYBACK_YEARS.search(label)):
        years, label = int(found["years"]), label[: found.start()].strip()
    if years is not None and years < _MOST_YEARS:
        line = body[row.first]
        printed = " ".join(" ".join(row.text).split())
        table.paybacks.append(PaybackLine(payback_basis(label), years, printed, line.number, line.page))
        return True
    return len(row.tokens) < 2  # more are amounts: money that is paid back


def read_paybacks(table: EconomicTable, lines: Sequence[Line]) -> int:
    """File the Tilbagebetalingstid rows that `lines` begin with, under a table they were cut from; how many lines."""
    end = 0
    rows: list[list[Line]] = []
    for index, line in enumerate(lines):
        text = line.text.strip()
        if line.blank:
            continue
        if PAYBACK.match(text):
            rows.append([line])
        elif rows and continues_payback(" ".join(x.text.strip() for x in rows[-1]), text):
            rows[-1].append(line)
        else:
            break
        end = index + 1
    for row in rows:
        _file_payback(table, row)
    return end


def _file_payback(table: EconomicTable, row: Sequence[Line]) -> None:
    """File a payback whose number ends any of its lines: its label may break around it."""
    texts = [" ".join(x.text.split()) for x in row]
    found = [(n, m) for n, text in enumerate(texts) if (m := PAYBACK_YEARS.search(text))]
    if not found:
        return
    at, years = found[0]
    label = join_lines([text[: years.start()] if n == at else text for n, text in enumerate(texts)])
    line = row[0]
    made = PaybackLine(payback_basis(label), int(years["years"]), " ".join(texts), line.number, line.page, line.bbox)
    table.paybacks.append(made)


def continues_payback(row: str, text: str) -> bool:
    """True when a line below a Tilbagebetalingstid row is its value or goes on with its label."""
    if re.fullmatch(r"\d{1,2}(?:\s*år)?", text):
        return not PAYBACK_YEARS.search(row)
    cut = PAYBACK_YEARS.sub("", row).rstrip().endswith((" på", "-", "\u2013"))
    return len(text) < 60 and (cut or text[0].islower() or text[0] == "(")


def is_open_payback(label: str) -> bool:
    """True for a payback's label whose years have not come yet."""
    return bool(PAYBACK.match(label)) and not PAYBACK_YEARS.search(label)
