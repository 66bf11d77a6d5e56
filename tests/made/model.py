"""A made bilag: seeded cards whose figures agree, and their truth in the JSON form of the hand-made samples."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.made import words

Values = tuple[int | None, ...]


@dataclass(slots=True)
class Item:
    """A row of the economic table: label, steering area, a value or nothing a year.

    `rests` are the kroner that rounding to a whole thousand took from each value; none without rounding.
    """

    label: str
    area: str
    values: Values
    rests: tuple[int, ...] = ()

    def kroner(self, column: int) -> int:
        """What the figure is before it is rounded for print."""
        return (self.values[column] or 0) * 1000 + (self.rests[column] if self.rests else 0)


@dataclass(slots=True)
class Goal:
    """A follow-up goal."""

    goal: str
    how: str
    who: str
    when: str


@dataclass(slots=True)
class Card:
    """A proposal with what its table says (`permanent_total` ...) and what it should say by its items.

    `printed_*` hold what stands in print where an error is planted; without one they equal the computed figures.
    """

    case_id: str
    title: str
    years: tuple[int, ...]
    price_level: int
    committee: str
    administration: str
    permanent: list[Item]
    implementation: list[Item]
    goals: list[Goal] = field(default_factory=list)
    approval: tuple[str, dt.date] = ("Ja", dt.date(2026, 2, 1))
    paragraphs: list[str] = field(default_factory=list)
    deflators: tuple[float, float] = (1.0, 1.0)
    title_overview: str = ""
    printed: dict[str, Any] = field(default_factory=dict)
    overview: dict[str, int] = field(default_factory=dict)

    def kroner(self, section: str, area: str | None = None) -> list[int]:
        """The sum of a section's items by year before rounding, of one area or of all."""
        items = [r for r in getattr(self, section) if area is None or r.area == area]
        return [sum(r.kroner(i) for r in items) for i in range(len(self.years))]

    def total(self, section: str, area: str | None = None) -> list[int]:
        """The same as printed."""
        return [thousands(v) for v in self.kroner(section, area)]

    @property
    def net(self) -> list[int]:
        """Lasting effect plus implementation, by year."""
        parts = zip(self.kroner("permanent"), self.kroner("implementation"), strict=True)
        return [thousands(a + b) for a, b in parts]

    @property
    def payback(self) -> int:
        """The first year in which what was invested is earned back, the last year carried on; 60 if never.

        1 where the savings come first, so that nothing is ever owed.
        """
        running, invested, net = 0, False, self.net
        for year in range(60):
            running += net[min(year, len(net) - 1)]
            invested = invested or running > 0
            if running < 0 or (invested and running == 0):
                return year + 1 if invested else 1
        return 60

    def reckon(self) -> None:
        """Set what is printed and the overview row from the items."""
        self.printed = {
            "permanent_total": self.total("permanent"),
            "implementation_total": self.total("implementation"),
            "service_total": self.total("implementation", "Service"),
            "anlaeg_total": self.total("implementation", "Anlæg"),
            "net": self.net,
            "payback": self.payback,
            "prose_total": thousands(sum(self.kroner("implementation"))),
            "prose_eff": -self.total("permanent")[-1],
        }
        service, anlaeg = self.deflators
        self.overview = {
            "service": round(sum(self.kroner("implementation", "Service")) / 1000 * service),
            "anlaeg": round(sum(self.kroner("implementation", "Anlæg")) / 1000 * anlaeg),
            "efficiency": self.total("permanent")[-1],
            "payback": self.payback,
        }


@dataclass(slots=True)
class Bilag:
    """A made bilag; `planted` lists its errors, each with kind, case and what it should have been."""

    seed: int
    y0: int
    price_level: int
    deflators: tuple[float, float]
    cards: list[Card]
    split_area: bool
    overview_total: dict[str, int] = field(default_factory=dict)
    planted: list[dict[str, Any]] = field(default_factory=list)

    def reckon(self) -> None:
        """Set the overview's totals from its rows."""
        self.overview_total = {k: sum(c.overview[k] for c in self.cards) for k in ("service", "anlaeg", "efficiency")}


def make_bilag(seed: int, *, cards: int | None = None, years: int = 6, split_area: bool | None = None) -> Bilag:
    """Draw a bilag of `cards` proposals (3-6 unless told) over `years` year columns."""
    rng = random.Random(seed)
    y0 = rng.randint(2024, 2029)
    deflators = (round(rng.uniform(0.955, 0.985), 5), round(rng.uniform(0.955, 0.985), 5))
    count = cards or rng.randint(3, 6)
    ids = sorted(rng.sample(range(3, max(20, 2 * count + 4)), count))
    titles = rng.sample(words.TITLES, min(count, len(words.TITLES)))
    titles += [f"{rng.choice(words.TITLES)} - del {n}" for n in range(2, count - len(titles) + 2)]
    committees = sorted(rng.choices(range(len(words.COMMITTEES)), k=count))
    made = [
        _card(rng, f"BC{i:02d}", title, tuple(range(y0, y0 + years)), words.COMMITTEES[c], deflators)
        for i, title, c in zip(ids, titles, committees, strict=True)
    ]
    bilag = Bilag(seed, y0, y0 + 1, deflators, made, rng.random() < 0.5 if split_area is None else split_area)
    bilag.reckon()
    return bilag


def round_apart(bilag: Bilag) -> Bilag:
    """Let each printed figure be rounded by itself, so that sums are off by the rounding that real bilag show."""
    rng = random.Random(bilag.seed * 104_729)
    for card in bilag.cards:
        for item in card.permanent + card.implementation:
            item.rests = tuple(rng.randint(-499, 499) if v else 0 for v in item.values)
        card.reckon()
    bilag.reckon()
    return bilag


def thousands(kroner: int) -> int:
    """Kroner as printed in 1.000 kr., half a thousand away from zero."""
    return (abs(kroner) + 500) // 1000 * (1 if kroner >= 0 else -1)


def _card(
    rng: random.Random,
    case_id: str,
    title: str,
    years: tuple[int, ...],
    committee: tuple[str, str],
    deflators: tuple[float, float],
) -> Card:
    implementation = [
        Item(label, area, _front(rng, len(years)))
        for label, area in rng.sample(words.IMPLEMENTATION, rng.randint(1, 5))
    ]
    permanent = [Item(label, "Service", _lasting(rng, len(years), -1)) for label in _some(rng, words.PERMANENT, 1, 3)]
    permanent += [
        Item(label, "Service", _lasting(rng, len(years), 1)) for label in _some(rng, words.PERMANENT_COSTS, 0, 1)
    ]
    card = Card(
        case_id,
        title,
        years,
        years[0] + 1,
        committee[0],
        committee[1],
        permanent,
        implementation,
        [_goal(rng, years[0] + 1) for _ in range(rng.randint(1, 4))],
        (rng.choices(words.ANSWERS, (9, 1))[0], dt.date(years[0], 2, rng.randint(1, 27))),
        [" ".join(rng.choice(words.PARAGRAPHS).format(n=rng.randint(3, 90)).split()) for _ in range(rng.randint(1, 6))],
        deflators,
        title,
    )
    card.reckon()
    return card


def _some(rng: random.Random, labels: Sequence[str], low: int, high: int) -> list[str]:
    return rng.sample(labels, rng.randint(low, high))


def _lasting(rng: random.Random, width: int, sign: int) -> Values:
    """A lasting effect: phased in, then the same every year."""
    full = rng.randint(100, 4000) if sign < 0 else rng.randint(15, 150)
    start = rng.randint(0, min(2, width - 1))
    steps = [0.5, 0.75][: rng.randint(0, 2)] if sign < 0 else []
    values: list[int | None] = [None] * start + [round(full * s) * sign for s in steps]
    return tuple((values + [full * sign] * width)[:width])


def _front(rng: random.Random, width: int) -> Values:
    """An investment: a value or a few in the first years, now and then with a hole."""
    first = rng.choice((0, 0, 0, 1, 1, 2)) if width > 3 else 0
    values: list[int | None] = [None] * width
    for year in range(first, min(width, first + rng.choice((1, 1, 2, 3, 4)))):
        values[year] = rng.choice((rng.randint(20, 999), rng.randint(20, 300) * 10))
    filled = [i for i, v in enumerate(values) if v]
    if len(filled) > 2 and rng.random() < 0.15:
        values[filled[1]] = None
    return tuple(values)


def _goal(rng: random.Random, year: int) -> Goal:
    when = rng.choice((f"Q2 {year}", f"1. kvartal {year}", f"Medio {year}", f"Ultimo {year}", "Løbende"))
    return Goal(rng.choice(words.GOALS), rng.choice(words.MEASURES), rng.choice(words.RESPONSIBLE), when)


def truth(bilag: Bilag, *, style: str, dots: bool = True) -> dict[str, Any]:
    """The bilag's truth in the JSON form of the hand-made samples (`*.truth.json`)."""
    return {
        "seed": bilag.seed,
        "style": style,
        "y0": bilag.y0,
        "price_level": bilag.price_level,
        "deflator_service": bilag.deflators[0],
        "deflator_anlaeg": bilag.deflators[1],
        "cards": [card_truth(c) for c in bilag.cards],
        "overview_total": bilag.overview_total,
        "planted": bilag.planted,
        "dots": dots,
        "split_area": bilag.split_area,
    }


def card_truth(card: Card) -> dict[str, Any]:
    """A card's truth in that form."""

    def rows(items: Sequence[Item]) -> list[dict[str, Any]]:
        return [{"label": r.label, "steering_area": r.area, "values": list(r.values)} for r in items]

    printed = card.printed
    return {
        "case_id": card.case_id,
        "title": card.title,
        "years": list(card.years),
        "price_level": card.price_level,
        "permanent": rows(card.permanent),
        "implementation": rows(card.implementation),
        "permanent_total": card.total("permanent"),
        "implementation_total": card.total("implementation"),
        "impl_service": sum(printed["service_total"]),
        "impl_anlaeg": sum(printed["anlaeg_total"]),
        "impl_service_by_year": printed["service_total"],
        "impl_anlaeg_by_year": printed["anlaeg_total"],
        "net": card.net,
        "payback": card.payback,
        "committee": card.committee,
        "administration": card.administration,
        "overview": card.overview,
        "prose_total": printed["prose_total"],
        "prose_eff": printed["prose_eff"],
        "printed": {
            **{k: printed[k] for k in ("permanent_total", "implementation_total", "net", "payback")},
            "title_overview": card.title_overview,
        },
        "follow_up": [{"goal": g.goal, "how": g.how, "who": g.who, "when": g.when} for g in card.goals],
        "approval": {"answer": card.approval[0], "date": card.approval[1].isoformat()},
    }
