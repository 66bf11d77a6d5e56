"""How a made bilag looks: rules, alignment, number forms, where header, payback and page breaks stand."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Literal

Rules = Literal["ruled", "lines", "plain", "zebra"]
MINUS_SIGNS = ("-", "\u2013", "\u2212", "- ")


@dataclass(frozen=True, slots=True)
class Look:
    """One way to print a bilag.

    `zero` is what an empty sum prints; `area` tells how the steering area column is filled (`none`: no such column);
    `header` where unit and price level stand; `label_share` the label column's part of the table's width.
    """

    rules: Rules = "ruled"
    align: Literal["right", "center", "left"] = "right"
    landscape: bool = False
    size: float = 8.5
    label_share: float = 0.33
    dots: bool = True
    minus: str = "-"
    zero: Literal["", "0", "-"] = ""
    area: Literal["title", "lower", "blank", "none"] = "title"
    header: Literal["area cell", "unit row", "label cell", "caption"] = "area cell"
    repeat_header: bool = False
    break_rows: bool = False
    footnotes: bool = False
    page_per_card: bool = True
    furniture: Literal["footer", "header", "none"] = "footer"
    payback: Literal["inside", "under"] = "inside"
    spacing: float = 1.5

    def number(self, value: int | None) -> str:
        """A value as this look prints it; "" for an empty cell."""
        if value is None:
            return ""
        digits = f"{abs(value):,}".replace(",", ".") if self.dots else str(abs(value))
        return (self.minus if value < 0 else "") + digits

    def sum_cell(self, value: int, *, keep_zero: bool = False) -> str:
        """A sum's cell: an empty sum prints `zero`, but the net effect never prints nothing."""
        if value == 0:
            return self.zero or ("0" if keep_zero else "")
        return self.number(value)

    def area_cell(self, area: str) -> str:
        """A steering area's cell."""
        return {"title": area, "lower": area.lower()}.get(self.area, "")


FAMILY = Look()
"""The look of the hand-made samples."""


def random_look(seed: int, rules: Rules | None = None) -> Look:
    """Draw a look."""
    rng = random.Random(seed * 31 + 5)
    drawn = Look(
        rules=rules or rng.choice(("ruled", "lines", "plain", "zebra")),
        align=rng.choices(("right", "center", "left"), (3, 1, 1))[0],
        landscape=rng.random() < 0.25,
        size=rng.choice((7.5, 8, 8.5, 9, 10)),
        label_share=rng.choice((0.24, 0.28, 0.33, 0.38)),
        dots=rng.random() < 0.75,
        minus=rng.choices(MINUS_SIGNS, (4, 1, 1, 1))[0],
        zero=rng.choices(("", "0", "-"), (4, 1, 1))[0],
        area=rng.choices(("title", "lower", "blank", "none"), (5, 2, 1, 2))[0],
        header=rng.choice(("area cell", "unit row", "label cell", "caption")),
        repeat_header=rng.random() < 0.4,
        break_rows=rng.random() < 0.3,
        footnotes=rng.random() < 0.25,
        page_per_card=rng.random() < 0.7,
        furniture=rng.choice(("footer", "footer", "header", "none")),
        payback=rng.choice(("inside", "inside", "under")),
        spacing=rng.choice((0.8, 1.5, 3)),
    )
    if drawn.zero == "-" and drawn.minus == "- ":  # nobody could read that
        drawn = replace(drawn, zero="")
    return drawn if drawn.area != "none" or drawn.header != "area cell" else replace(drawn, header="label cell")
