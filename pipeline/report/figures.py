"""The numbers behind the figures.

Each is shown as a table too, and the drawing reads that table: the two cannot differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.reconcile.intervals import Interval
from pipeline.reconcile.payback import payback, variants
from pipeline.report.dataset import Release
from pipeline.report.words import NO_COMMITTEE, committee_name
from schemas.dataset import CardRow, CheckRow, PriceFactorRow

_FactorKey = tuple[str, int | None]
"""Steering area and the cards' price level."""
_MOST_YEARS = 25  # after the first: where an effect is carried on no longer than this


@dataclass(frozen=True, slots=True)
class Account:
    """One year of a proposal's account: its net effect and what has accumulated, in kroner.

    `carried` after the last printed year; `recomputed` is the accumulated effect as the table's own parts give it,
    where that differs.
    """

    year: int
    net: int
    total: int
    carried: bool
    recomputed: int | None = None


@dataclass(frozen=True, slots=True)
class AccountFigure:
    """The accumulated net effect of a proposal with its payback point, and the payback time that is printed."""

    years: list[Account]
    payback_year: int | None
    payback_years: int | None
    printed_years: int | None
    recomputed_years: int | None = None
    """The payback time as the table's own parts give it, where the printed net effect differs from them."""
    holds: bool = False
    """True where the check of the printed payback time says that it follows from the figures."""

    @property
    def differs(self) -> bool:
        """True when the printed payback time is not the one the figures give."""
        return self.printed_years is not None and not self.holds and self.printed_years != self.payback_years


@dataclass(frozen=True, slots=True)
class Point:
    """A card against the overview: both amounts in kroner, how the check came out, and their ratio."""

    case: str
    title: str
    card_id: str
    measure: str
    card_dkk: int
    overview_dkk: int
    status: str
    ratio: float


@dataclass(frozen=True, slots=True)
class FactorFigure:
    """The cards of a document against its overview, one steering area, around the factor between price levels."""

    measure: str
    factor: float
    low: float
    high: float
    support: int
    source: str
    levels: str
    points: list[Point]


@dataclass(frozen=True, slots=True)
class Investment:
    """What a committee's proposals cost in the overview, in kroner."""

    committee: str
    service: int
    anlaeg: int
    proposals: int

    @property
    def total(self) -> int:
        """Both steering areas."""
        return self.service + self.anlaeg


def account_figure(release: Release, card: CardRow, checks: Iterable[CheckRow]) -> AccountFigure | None:
    """The account of a proposal; None where its table has no net effect year by year, or it never turns."""
    checks = list(checks)
    net = _net_effect(release, checks)
    if len(net) < 2 or min(net.values()) >= 0 or max(net.values()) <= 0:
        return None
    first, last = min(net), max(net)
    effects = [net.get(y, 0) for y in range(first, last + 1)]
    wrong = _wrong_effects(checks)
    mended = [wrong.get(y, net.get(y, 0)) for y in range(first, last + 1)] if wrong else None
    exact = _paid_back(effects)
    span = len(effects) if exact is None else max(len(effects), min(exact, _MOST_YEARS))
    printed = next(iter(release.paybacks.get(card.card_id, [])), None)
    return AccountFigure(
        list(_accounts(first, effects, mended, span)), first + exact - 1 if exact else None, exact,
        printed.years if printed else None, _paid_back(mended) if mended else None, _payback_holds(checks),
    )  # fmt: skip


def _wrong_effects(checks: Iterable[CheckRow]) -> dict[int, int]:
    """What the table's own parts give by year, where the printed net effect is another."""
    failed = (c for c in checks if c.rule == "net_effect" and c.status == "inconsistent")
    return {c.year: c.expected_dkk for c in failed if c.year and c.expected_dkk is not None}


def _payback_holds(checks: Iterable[CheckRow]) -> bool:
    """True where the printed payback time was checked, and follows from the figures."""
    judged = next((c for c in checks if c.rule == "payback" and c.status != "not_checkable"), None)
    return judged is not None and judged.status != "inconsistent"


def _accounts(first: int, effects: Sequence[int], mended: Sequence[int] | None, span: int) -> Iterator[Account]:
    """The account year by year, the last printed effect carried on; `mended` are the effects as the parts give them."""
    total = other = 0
    for number in range(span):
        at = min(number, len(effects) - 1)
        total, other = total + effects[at], other + (mended or effects)[at]
        yield Account(first + number, effects[at], total, number >= len(effects), other if mended else None)


def _paid_back(net: Sequence[int]) -> int | None:
    """The payback time of net effects; where the first year saves, that of the debt which comes after it."""
    exactly = [Interval(2 * dkk, 2 * dkk) for dkk in net]
    return payback(exactly).exact if net[0] > 0 else variants(exactly)[1].exact


def _net_effect(release: Release, checks: Sequence[CheckRow]) -> dict[int, int]:
    """The row that the checks of the net effect, else of the payback time, speak of, by year."""
    places = [e for c in checks if c.rule == "net_effect" for e in c.evidence[:1]]
    places += [e for c in checks if c.rule == "payback" for e in c.evidence[1:]]
    at = next((e for e in places if e.row_no), None)
    amounts = release.amounts.get(at.table_id or "", []) if at else []
    return {a.year: a.amount_dkk for a in amounts if at and a.row_no == at.row_no and a.year}


def factor_figures(release: Release, document_id: str) -> list[FactorFigure]:
    """The overview against the cards, one figure a steering area and card price level."""
    factors = {
        (f.steering_area, f.from_price_level): f
        for f in release.factors
        if f.document_id == document_id and f.steering_area in ("service", "anlæg")
    }
    points: dict[_FactorKey, list[Point]] = defaultdict(list)
    for check in release.checks:
        key = _converted_by(release, check) if check.document_id == document_id else None
        if key in factors:
            points[key] += _points(release, check, factors[key])
    return [
        FactorFigure(f.steering_area, f.factor, f.factor_low, f.factor_high, f.support, f.source, _levels(f), found)
        for key, f in factors.items()
        if (found := points[key])
    ]


def _converted_by(release: Release, check: CheckRow) -> _FactorKey | None:
    """The factor that a check of the overview against a card converts by; None for another check."""
    card = release.cards_by_id.get(check.card_id or "")
    measure = next((e.measure for e in check.evidence if e.measure), None)
    return (measure, card.price_level) if card and measure and check.rule == "overview_vs_card" else None


def _points(release: Release, check: CheckRow, factor: PriceFactorRow) -> Iterator[Point]:
    """A card's amount, in its own prices, against the overview's; none where one of them is nothing."""
    if check.expected_dkk and check.printed_dkk:
        card = release.cards_by_id[check.card_id or ""]
        amount = round(check.expected_dkk / factor.factor)
        yield Point(
            card.case_id or "", card.title, card.card_id, factor.steering_area, amount, check.printed_dkk,
            check.status, check.printed_dkk / amount,
        )  # fmt: skip


def _levels(factor: PriceFactorRow) -> str:
    to = f"{factor.to_price_level} p/l" if factor.to_price_level else "oversigtens prisniveau"
    return f"{factor.from_price_level} p/l → {to}" if factor.from_price_level else to


def investments(release: Release, document_id: str) -> list[Investment]:
    """The overview's amounts by committee, the largest first."""
    sums: dict[str, dict[str, int]] = defaultdict(lambda: {"service": 0, "anlæg": 0})
    cases: dict[str, set[str | None]] = defaultdict(set)
    for row in release.overview.get(document_id, []):
        if row.role == "item" and row.measure in ("service", "anlæg") and row.amount_dkk is not None:
            name = committee_name(row.committee) if row.committee else NO_COMMITTEE
            sums[name][row.measure] += row.amount_dkk
            cases[name].add(row.case_id or row.title)
    found = [Investment(n, s["service"], s["anlæg"], len(cases[n])) for n, s in sums.items()]
    return sorted(found, key=lambda i: (-i.total, i.committee))
