"""Numbers that a narrow cell broke over its lines."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.danish.numbers import PrintedNumber, parse_number
from extractors.layout.grid.pieces import whole
from extractors.tables.economy.doubt import doubt_pieces
from extractors.tables.economy.model import EconomicTable, TableHeader, TableRow, Value


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        (["2.11", "8"], "2.118"),
        (["-", "6.82", "1"], "-6.821"),
        (["14.1", "15"], "14.115"),
        (["1.", "137"], "1.137"),
        (["-1", ".137"], "-1.137"),
    ],
)
def test_pieces_that_can_be_but_one_number_are_put_together(lines, number):
    assert whole(lines) == number


@pytest.mark.parametrize("lines", [["-", "285"], ["15", "0"], ["150"], ["1.002", "5"], ["2.11", "x"], ["150", "200"]])
def test_what_could_stand_alone_is_not_put_together(lines):
    assert whole(lines) is None


def test_a_cell_too_narrow_for_the_number_tells_that_it_is_one():
    assert whole(["-", "285"], tight=True) == "-285"
    assert whole(["1.002", "5"], tight=True) is None


def made_table(*rows):
    table = EconomicTable(TableHeader([("2026", 2026)]))
    for kind, label, text in rows:
        value = Value(0, parse_number(text), "grid")
        table.rows.append(TableRow(kind, label, label, "implementation_costs", values=[value]))
    return table


def placements(table):
    return [r.values[0].placement for r in table.rows]


SUM = "Samlede implementeringsomkostninger"


def test_sums_bear_out_what_may_be_a_piece():
    table = made_table(("item", "Løn", "22"), ("item", "IT", "130"), ("subtotal", SUM, "152"))
    doubt_pieces(table, broken=True)
    assert placements(table) == ["grid"] * 3


def test_a_piece_is_uncertain_where_the_sum_fails():
    table = made_table(("item", "Løn", "22"), ("item", "IT", "130"), ("subtotal", SUM, "355"))
    doubt_pieces(table, broken=True)
    assert placements(table) == ["uncertain", "grid", "grid"]


def test_numbers_without_a_label_put_those_above_in_doubt():
    table = made_table(("item", "Løn", "22"), ("item", "", "5"))
    doubt_pieces(table, broken=False)
    assert placements(table) == ["uncertain", "uncertain"]


def test_numbers_without_a_label_put_those_below_in_doubt():
    """A cell set to the bottom keeps its number's beginning above its row."""
    table = made_table(("item", "Løn", "22"), ("item", "", "-"), ("item", "", "5"), ("item", "IT", "130"))
    doubt_pieces(table, broken=False)
    assert placements(table) == ["uncertain"] * 4


def test_no_sum_tells_what_a_zero_with_a_point_was_cut_from():
    table = made_table(("item", "Løn", "22"), ("item", "IT", "130"), ("item", "Drift", "0"), ("subtotal", SUM, "152"))
    (cut,) = table.rows[2].values
    cut.number, cut.placement = PrintedNumber("0.", Decimal(0)), "uncertain"
    doubt_pieces(table, broken=True)
    assert placements(table) == ["grid", "grid", "uncertain", "grid"]
