"""The dice of a made form: what a kind asks for, always the same for a seed."""

from __future__ import annotations

import random
import zlib
from collections.abc import Sequence
from typing import Literal

from tests.made.forms import words
from tests.made.forms.model import Card, Column, Document, Error, Line, ProposalList, Table, Value

Said = Literal["mio", "tkr", "kr"]


class Draw:
    """One document's dice, its place and its first budget year."""

    def __init__(self, form: str, seed: int) -> None:
        self.rng = random.Random(seed * 1009 + zlib.crc32(form.encode()))
        self.form, self.seed = form, seed
        self.place = self.rng.choice(words.PLACES)
        self.year = self.rng.randint(2016, 2028)
        self._titles = self.rng.sample(words.TITLES, len(words.TITLES))
        self.committees = self.rng.sample(words.COMMITTEES, 5)
        self.dash = self.rng.choice(("", "", "-", "0"))
        """What an empty cell prints."""

    def document(self, name: str, *, landscape: bool = False) -> Document:
        """An empty document; every page's footer names it."""
        return Document(self.form, self.seed, f"{self.place} Kommune · {name}", landscape=landscape)

    @property
    def years(self) -> list[int]:
        """The budget year and three estimates."""
        return [self.year + n for n in range(4)]

    def title(self) -> str:
        """A title that the document has not had."""
        return self._titles.pop()

    def sentences(self, count: int) -> list[str]:
        """Sentences with figures that are no money."""
        chosen = self.rng.sample(words.SENTENCES, count)
        return [s.format(n=self.rng.randint(11, 48), m=self.rng.randint(3, 9)) for s in chosen]

    def columns(self, form: str = "{}", later: str | None = None) -> list[Column]:
        """Four year columns; `later` is how the estimates are printed where they differ from the budget year."""
        return [Column((later if n and later else form).format(y), y) for n, y in enumerate(self.years)]

    def lasting(self, full: int, width: int = 4) -> list[Value]:
        """An effect that is phased in."""
        start = self.rng.choice((0, 0, 1))
        share = self.rng.choice((4, 6, 8, 10))
        return [None] * start + [full * share // 10] + [full] * (width - start - 1)

    def once(self, amount: int, width: int = 4) -> list[Value]:
        """A cost of the first years."""
        first = self.rng.choice((0, 0, 0, 1))
        split = self.rng.choice((10, 10, 6))
        values: list[Value] = [None] * width
        values[first] = amount * split // 10
        if split < 10:
            values[first + 1] = amount - amount * split // 10
        return values

    def steady(self, low: int, high: int, width: int) -> list[Value]:
        """Figures of about one size."""
        base = self.rng.randint(low, high)
        return [round(base * (1 + self.rng.uniform(-0.04, 0.05))) or 1 for _ in range(width)]

    def errors(self, cards: int, kinds: Sequence[Error]) -> list[Error | None]:
        """Which error each card gets: none for most."""
        errors: list[Error | None] = [None] * cards
        for at in self.rng.sample(range(cards), max(1, cards // 3)):
            errors[at] = self.rng.choice(kinds)
        return errors

    def say(self, document: Document, card: Card, kroner: int, how: Said, *, wrong: bool = False) -> str:
        """An amount for the text of a card; a wrong one is planted."""
        true = kroner
        if wrong:
            kroner = round(kroner * self.rng.choice((1.3, 1.5, 0.7)))
            if abs(kroner - true) < 2 * {"mio": 100_000, "tkr": 1000, "kr": 1}[how]:
                kroner = 2 * true + 300_000  # more than rounding could explain
        text, value = said(kroner, how)
        card.prose.append((value, value))
        if wrong:
            document.planted.append(planted("prose", card, printed=value // 1000, true=true // 1000))
        return text


def said(kroner: int, how: Said) -> tuple[str, int]:
    """An amount as prose prints it, and the kroner that the print says."""
    if how == "mio":
        tenths = (kroner + 50_000) // 100_000
        return f"{tenths // 10},{tenths % 10} mio. kr.", tenths * 100_000
    if how == "tkr":
        return f"{dotted((kroner + 500) // 1000)} t.kr.", (kroner + 500) // 1000 * 1000
    return f"{dotted(kroner)} kr.", kroner


def dotted(number: int) -> str:
    """A whole number as it is printed: 1.234."""
    return f"{number:,}".replace(",", ".")


def planted(rule: Error, owner: Card | str, **more: object) -> dict[str, object]:
    """A planted error as the truth files have it; the owner is a card, or a sum's label."""
    case, title = (owner.case_id, owner.title) if isinstance(owner, Card) else (None, owner)
    return {"rule": rule, "case_id": case, "title": title, **more}


def spoil_sum(draw: Draw, document: Document, table: Table, owner: Card | str) -> None:
    """Let a sum of a table be off in one column, by more than rounding could explain."""
    sums = [x for x in table.lines if x.role in ("subtotal", "total") and any(x.values)]
    line = draw.rng.choice(sums)
    rule: Error = "sum" if isinstance(owner, Card) else "list_sum"
    document.planted.append(planted(rule, owner, **_spoil(draw, line.values, table.decimals)))


def spoil_list(draw: Draw, document: Document, proposals: ProposalList) -> None:
    """Let a sum of a list be off in one column."""
    line = draw.rng.choice(proposals.sums)
    document.planted.append(planted("list_sum", line.label, **_spoil(draw, line.values, proposals.decimals)))


def spoil_row_total(draw: Draw, document: Document, table: Table, card: Card, column: int) -> None:
    """Let an item's total over the years be off; the sums below stay right."""
    line = draw.rng.choice([x for x in table.lines if x.role == "item" and x.money and x.values[column]])
    document.planted.append(planted("row_total", card, **_spoil(draw, line.values, table.decimals, column)))


def _spoil(draw: Draw, values: list[Value], decimals: int, column: int | None = None) -> dict[str, object]:
    at = column if column is not None else draw.rng.choice([n for n, v in enumerate(values) if v])
    true = values[at] or 0
    off = draw.rng.choice((9, -9, 30, -30, 100, 200)) * (10 if abs(true) > 2000 else 1)
    values[at] = true + off if true + off else true - off
    scale = 10**decimals
    return {"column": at, "printed": (values[at] or 0) / scale, "true": true / scale}


def with_totals(lines: Sequence[Line]) -> None:
    """Give each row its total over the years as one more figure."""
    for line in lines:
        if line.money:
            filled = [v for v in line.values if v is not None]
            line.values.append(sum(filled) if filled else None)
