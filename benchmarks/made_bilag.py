"""Made bilag that agree with themselves, as rows of the dataset: cards, an overview in another price level, prose.

Money is drawn in whole kroner and printed in 1.000 kr., each figure rounded by itself, so sums are off by the rounding
that real bilag show. `Bilag.rows` gives the rows; `Bilag.figures` are the printed figures, to be changed by a
benchmark.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from dataclasses import dataclass, field
from fractions import Fraction

from extractors.danish.amounts import find_amounts
from pipeline.reconcile.intervals import ZERO, Interval, printed
from pipeline.reconcile.payback import payback
from schemas.dataset import (
    CardRow,
    DocumentRow,
    EconomicAmountRow,
    EconomicRowRow,
    EconomicTableRow,
    OverviewAmountRow,
    PaybackRow,
    ProseAmountRow,
    Row,
)

YEARS = tuple(range(2026, 2032))
Values = list[int | None]
"""Printed thousands by year."""


@dataclass
class Line:
    """A row of a made economy table."""

    label: str
    kind: str
    section: str | None
    area: str | None
    values: Values


@dataclass
class MadeCard:
    """A made proposal: its table rows in print order, its payback time and its overview row."""

    case: str
    lines: list[Line]
    payback: int
    overview: dict[str, int]
    prose: dict[str, str]
    """The summary's two amounts as printed: investment and effect."""

    def line(self, label: str) -> Line:
        """The row of a label."""
        return next(x for x in self.lines if x.label == label)


@dataclass
class Bilag:
    """A made bilag."""

    seed: int
    cards: list[MadeCard] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)

    def rows(self) -> dict[str, list[Row]]:
        """The published rows a perfect extraction would give."""
        return _Writer(self).tables


def make(seed: int, cards: int) -> Bilag:
    """A bilag of so many cards, the same for the same seed."""
    rng = random.Random(seed)  # noqa: S311 -- a benchmark's dice
    factors = {"service": Fraction(rng.randint(9550, 9850), 10_000), "anlæg": Fraction(rng.randint(9550, 9850), 10_000)}
    bilag = Bilag(seed)
    while len(bilag.cards) < cards:
        made = _card(rng, f"BC{len(bilag.cards) + 1:02d}", factors)
        if made is not None:
            bilag.cards.append(made)
    for measure in ("service", "anlæg", "efficiency"):
        bilag.totals[measure] = sum(c.overview[measure] for c in bilag.cards)
    return bilag


def thousands(kroner: int) -> int:
    """Kroner as printed in 1.000 kr., half a thousand away from zero."""
    return (abs(kroner) + 500) // 1000 * (1 if kroner >= 0 else -1)


def _card(rng: random.Random, case: str, factors: dict[str, Fraction]) -> MadeCard | None:
    savings = [_steady(rng, -rng.randint(200_000, 3_000_000), f"Besparelse {n}") for n in range(rng.randint(1, 3))]
    running = [_steady(rng, rng.randint(20_000, 300_000), f"Ny drift {n}") for n in range(rng.randint(0, 2))]
    costs = [_once(rng, f"Indsats {n}", rng.choice(["service", "service", "anlæg"])) for n in range(rng.randint(1, 5))]
    permanent = _sum([v for _, v in savings + running])
    by_area = {a: _sum([v for _, area, v in costs if area == a]) for a in ("service", "anlæg")}
    implementation = _sum(list(by_area.values()))
    net = [p + i for p, i in zip(permanent, implementation, strict=True)]
    if permanent[-1] >= 0 or sum(implementation) < 100_000:
        return None
    lines = [Line(label, "item", "permanent_changes", "service", _print(v)) for label, v in savings + running]
    lines.append(Line("Samlet varig ændring", "subtotal", "permanent_changes", None, _print(permanent)))
    lines += [Line(label, "item", "implementation_costs", area, _print(v)) for label, area, v in costs]
    if rng.random() < 0.5:
        for area, values in by_area.items():
            label = f"Samlede implementeringsomkostninger, {area}"
            lines.append(Line(label, "subtotal", "implementation_costs", area, _print(values)))
    label = "Samlede implementeringsomkostninger"
    lines.append(Line(label, "subtotal", "implementation_costs", None, _print(implementation)))
    lines.append(Line("Samlet økonomisk påvirkning", "total", None, None, [thousands(n) for n in net]))
    told = payback([as_interval(thousands(n)) for n in net])
    if told.exact is None or told.early != told.late:
        return None
    overview = {a: thousands(round(sum(by_area[a]) * factors[a])) for a in by_area}
    overview["efficiency"] = thousands(permanent[-1])
    prose = {"investment": millions(sum(implementation)), "effect": millions(permanent[-1])}
    return MadeCard(case, lines, told.exact, overview, prose)


def millions(kroner: int) -> str:
    """Kroner as a text prints them: 1,5 mio. kr., without sign."""
    tenths = (abs(kroner) + 50_000) // 100_000
    return f"{tenths // 10},{tenths % 10} mio. kr."


def _steady(rng: random.Random, amount: int, label: str) -> tuple[str, list[int]]:
    start = rng.randint(0, 2)
    return label, [0] * start + [amount] * (len(YEARS) - start)


def _once(rng: random.Random, label: str, area: str) -> tuple[str, str, list[int]]:
    years = rng.randint(1, 3)
    return label, area, [rng.randint(20_000, 4_000_000) for _ in range(years)] + [0] * (len(YEARS) - years)


def _sum(rows: list[list[int]]) -> list[int]:
    return [sum(r[n] for r in rows) for n in range(len(YEARS))]


def _print(values: list[int]) -> Values:
    return [thousands(v) or None for v in values]


def as_interval(value: int | None) -> Interval:
    """A printed figure in 1.000 kr. as an interval; an empty cell is zero."""
    return ZERO if value is None else printed(value * 1000, value * 1000, 1000)


def _summary(card: MadeCard) -> str:
    return (
        f"Der investeres i alt {card.prose['investment']} i forslag {card.case}. Forslaget giver en varig "
        f"effektivisering på {card.prose['effect']} årligt ved fuld indfasning."
    )


class _Writer:
    """Writes a bilag's rows, line by line as a text dump would hold them."""

    def __init__(self, bilag: Bilag) -> None:
        self.tables: dict[str, list[Row]] = {}
        self.at = 0
        sha = hashlib.sha256(f"made {bilag.seed}".encode()).hexdigest()
        self.doc = sha[:16]
        self.add(
            DocumentRow(
                document_id=self.doc,
                sha256=sha,
                file_name=f"made-{bilag.seed}.txt",
                source_format="text",
                text_source="text layer",
                kind="investment_overview",
                budget_case=f"OFS {bilag.seed}",
                ingested_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
                extractor_version="made",
            )
        )
        for card in bilag.cards:
            self.overview(card.case, f"Forslag {card.case}", {**card.overview, "payback_years": card.payback}, "item")
        self.overview(None, None, bilag.totals, "total")
        for card in bilag.cards:
            self.card(card)

    def add(self, row: Row) -> None:
        self.tables.setdefault(row.table, []).append(row)

    def overview(self, case: str | None, title: str | None, values: dict[str, int], role: str) -> None:
        self.at += 1
        for measure, value in values.items():
            self.add(
                OverviewAmountRow(
                    document_id=self.doc,
                    line=self.at,
                    case_id=case,
                    title=title,
                    measure=measure,
                    role=role,  # type: ignore[arg-type]
                    amount_dkk=None if measure == "payback_years" else value * 1000,
                    value=float(value),
                    value_printed=str(value),
                    unit_dkk=1000,
                    price_level=2027 if measure == "efficiency" else None,
                )
            )

    def card(self, card: MadeCard) -> None:
        self.at += 5
        card_id = f"{self.doc}-{card.case}"
        table_id = f"{card_id}-t1"
        self.add(
            CardRow(
                document_id=self.doc,
                line=self.at,
                card_id=card_id,
                case_id=card.case,
                title=f"Forslag {card.case}",
                kind="investment_proposal",
                price_level=2027,
                summary=_summary(card),
            )
        )
        for found in find_amounts(_summary(card)):
            self.add(
                ProseAmountRow(
                    document_id=self.doc,
                    line=self.at,
                    card_id=card_id,
                    text=found.text,
                    amount_low_dkk=found.low_dkk,
                    amount_high_dkk=found.high_dkk,
                    year_from=found.year_from,
                    year_to=found.year_to,
                    recurring=found.recurring,
                    sentence=found.sentence,
                    char_start=found.char_start,
                    char_end=found.char_end,
                )
            )
        self.add(
            EconomicTableRow(
                document_id=self.doc,
                line=self.at + 1,
                card_id=card_id,
                table_id=table_id,
                table_kind="economy",
                caption="Tabel 1. Forslagets samlede økonomiske konsekvenser",
                columns_printed=[str(y) for y in YEARS],
                column_years=list(YEARS),
                unit_printed="1.000 kr.",
                unit_dkk=1000,
                price_level=2027,
            )
        )
        self.at += 1
        for number, line in enumerate(card.lines, 1):
            self.at += 1
            self.row(card_id, table_id, number, line)
        for basis in ("service", "total"):
            self.at += 1
            self.add(
                PaybackRow(
                    document_id=self.doc,
                    line=self.at,
                    card_id=card_id,
                    basis=basis,
                    years=card.payback,
                    printed=str(card.payback),
                )
            )

    def row(self, card_id: str, table_id: str, number: int, line: Line) -> None:
        area = line.area if line.kind == "item" else None
        self.add(
            EconomicRowRow(
                document_id=self.doc,
                line=self.at,
                last_line=self.at,
                card_id=card_id,
                table_id=table_id,
                row_no=number,
                kind=line.kind,
                label=line.label,
                section=line.section,
                steering_area=area,  # type: ignore[arg-type]
                text=line.label,
            )
        )
        for column, value in enumerate(line.values, 1):
            if value is not None:
                self.add(
                    EconomicAmountRow(
                        document_id=self.doc,
                        line=self.at,
                        card_id=card_id,
                        table_id=table_id,
                        table_kind="economy",
                        row_no=number,
                        section=line.section,
                        label=line.label,
                        steering_area=area,  # type: ignore[arg-type]
                        role=line.kind,
                        column_no=column,
                        column_printed=str(YEARS[column - 1]),  # type: ignore[arg-type]
                        year=YEARS[column - 1],
                        amount_printed=f"{value:,}".replace(",", "."),
                        amount_dkk=value * 1000,
                        amount_high_dkk=value * 1000,
                        unit_printed="1.000 kr.",
                        unit_dkk=1000,
                        price_level=2027,
                        placement="grid",
                    )
                )
