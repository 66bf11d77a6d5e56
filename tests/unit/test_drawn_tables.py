"""Tables that a text draws with bars and rules: each way of drawing comes back cell for cell."""

from __future__ import annotations

import pytest

from extractors.readers.text.document import read_text
from schemas.source import Grid, Line

MARKDOWN = """
Økonomi
| 1.000 kr. | 2026 | 2027 |
| --- | ---: | ---: |
| **Drift** | 1.200 | 1.300 |
| I alt | 1.200 | 1.300 |
"""
WITHOUT_RULE = """
Økonomi
| 1.000 kr. | 2026 | 2027 |
| Drift | 1.200 | 1.300 |
| I alt | 1.200 | 1.300 |
"""
RULES_BETWEEN = """
Økonomi
+-----------+-------+-------+
| 1.000 kr. | 2026  | 2027  |
+===========+=======+=======+
| Drift     | 1.200 | 1.300 |
+-----------+-------+-------+
| I alt     | 1.200 | 1.300 |
+-----------+-------+-------+
"""
BOX = """
Økonomi
┌───────────┬───────┬───────┐
│ 1.000 kr. │ 2026  │ 2027  │
├───────────┼───────┼───────┤
│ Drift     │ 1.200 │ 1.300 │
│ I alt     │ 1.200 │ 1.300 │
└───────────┴───────┴───────┘
"""


def grids(text: str) -> list[list[list[str]]]:
    return [[r.texts() for r in b.rows] for b in read_text(text.encode(), "a.txt").blocks if isinstance(b, Grid)]


@pytest.mark.parametrize("text", [MARKDOWN, WITHOUT_RULE, RULES_BETWEEN, BOX])
def test_each_way_of_drawing_gives_the_same_table(text):
    table = [r for r in grids(text)[0] if not set("".join(r)) <= set("-: ")]
    assert table == [["1.000 kr.", "2026", "2027"], ["Drift", "1.200", "1.300"], ["I alt", "1.200", "1.300"]]


def test_a_row_of_several_lines_between_rules_is_one():
    goes_on = RULES_BETWEEN.replace(
        "| Drift     | 1.200 | 1.300 |", "| Drift af  | 1.200 | 1.300 |\n| skoler    |       |       |"
    )
    assert ["Drift af skoler", "1.200", "1.300"] in grids(goes_on)[0]


def test_rows_that_share_rules_stay_apart():
    assert grids(BOX.replace("├───────────┼───────┼───────┤\n", ""))[0][1:] == [
        ["Drift", "1.200", "1.300"],
        ["I alt", "1.200", "1.300"],
    ]


@pytest.mark.parametrize("line", ["a | b", "Ja | Nej", "| en streg |", "5 | 6 af 12"])
def test_a_stray_bar_is_text(line):
    blocks = read_text(f"Økonomi\n{line}\nDet koster 5 kr.\n".encode(), "a.txt").blocks
    assert [b.text for b in blocks if isinstance(b, Line)][1] == line


def test_each_row_knows_its_line():
    grid = next(b for b in read_text(RULES_BETWEEN.encode(), "a.txt").blocks if isinstance(b, Grid))
    assert [r.line for r in grid.rows] == [4, 6, 8]
