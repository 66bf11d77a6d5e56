"""A money table or a list of proposals as printed cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.made.forms.model import Column, Grid, GridRow, Line, ProposalList, Table, Value


@dataclass(frozen=True, slots=True)
class Figures:
    """How figures are printed: decimals, the minus sign (or a minus behind the figure), what an empty cell shows."""

    decimals: int = 0
    minus: str = "-"
    behind: bool = False
    empty: str = ""
    dots: bool = True

    def print(self, step: Value) -> str:
        """A figure given in steps."""
        if step is None:
            return self.empty
        whole, rest = divmod(abs(step), 10**self.decimals)
        text = f"{whole:,}".replace(",", "." if self.dots else "")
        if self.decimals:
            text += f",{rest:0{self.decimals}d}"
        if step >= 0:
            return text
        return text + self.minus if self.behind else self.minus + text


def grid(table: Table, figures: Figures, shares: Sequence[float] | None = None) -> Grid:
    """A table with its rows down the side; `shares` are the text columns' parts of the width."""
    lead = list(shares or [0.40 / len(table.lead)] * len(table.lead))
    rows = [_row(line, table, figures) for line in table.lines]
    header, spans = _header(table.lead, table.columns)
    return Grid(header, rows, _shares(lead, len(table.columns)), frozenset(range(len(table.lead))), spans)


def years_down(table: Table, figures: Figures, extra: Sequence[tuple[str, Sequence[str]]] = ()) -> Grid:
    """A table with its columns down the side; `extra` are columns that hold no money."""
    header = [[table.lead[0], *(x.label for x in table.lines), *(name for name, _ in extra)]]
    rows = []
    for n, column in enumerate(table.columns):
        cells = [figures.print(x.values[n]) for x in table.lines] + [cells[n] for _, cells in extra]
        rows.append(GridRow([column.full, *cells], bold=column.year is None))
    width = len(header[0]) - 1
    return Grid(header, rows, [0.2, *[min(0.16, 0.7 / width)] * width], frozenset({0}))


def list_grid(
    proposals: ProposalList,
    figures: Figures,
    lead: Sequence[str],
    shares: Sequence[float],
    *,
    group_first: bool = False,
) -> Grid:
    """A list: a heading row for each group, its proposals, its sum; the list's own sum last.

    The sums of groups stand in the groups' order, one for each and one for all; `group_first` prints the groups' and
    the sums' names in the ids' column instead of the titles'.
    """
    rows: list[GridRow] = []
    groups = list(dict.fromkeys(r.group for r in proposals.rows))
    blank = [""] * (len(lead) - 2)

    def sum_row(line: Line) -> GridRow:
        return GridRow([*names(line.label), *map(figures.print, line.values)], bold=True)

    def names(label: str) -> list[str]:
        return [label, "", *blank] if group_first else ["", label, *blank]

    for group, line in zip(groups, proposals.sums, strict=False):
        rows.append(GridRow([*names(group), *[""] * len(proposals.columns)], bold=True))
        mine = (r for r in proposals.rows if r.group == group)
        rows += (GridRow([r.case_id, r.title, *blank, *map(figures.print, r.values)]) for r in mine)
        rows.append(sum_row(line))
    rows += map(sum_row, proposals.sums[len(groups) :])
    header, spans = _header(list(lead), proposals.columns)
    return Grid(header, rows, _shares(shares, len(proposals.columns)), frozenset(range(len(lead))), spans)


def _row(line: Line, table: Table, figures: Figures) -> GridRow:
    width = len(table.lead) + len(table.columns)
    cells = [line.label, *line.texts]
    cells += [""] * (len(table.lead) - len(cells))
    cells += line.quantity or [figures.print(v) for v in line.values]
    bold = line.bold or line.role in ("subtotal", "total")
    return GridRow(cells + [""] * (width - len(cells)), bold=bold or not (line.values or line.quantity))


def _header(lead: list[str], columns: Sequence[Column]) -> tuple[list[list[str]], list[tuple[int, int, int]]]:
    if not any(c.over for c in columns):
        return [[*lead, *(c.printed for c in columns)]], []
    top = [""] * len(lead)
    spans: list[tuple[int, int, int]] = []
    for n, column in enumerate(columns):
        at = n + len(lead)
        if n and column.over == columns[n - 1].over:
            top.append("")
            spans[-1] = (0, spans[-1][1], at)
        else:
            top.append(column.over or "")
            spans.append((0, at, at))
    return [top, [*lead, *(c.printed for c in columns)]], spans


def _shares(lead: Sequence[float], values: int) -> list[float]:
    rest = min(0.19, (1 - sum(lead)) / values)
    return [*lead, *[rest] * values]
