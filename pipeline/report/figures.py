"""The numbers behind the figures.

Each is shown as a table too, and the drawing reads that table: the two cannot differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.reconcile.intervals import Interval
from pipeline.reconcile.payback import payback, variants
from pipeline.report.dataset import Release
from pipeline.report.words import NO_COMMITTEE, committee_name
from schemas.dataset import CardRow, CheckRow, PriceFactorRow

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
    years = list(range(min(net), max(net) + 1))
    exact = _paid_back([net.get(y, 0) for y in years])
    span = len(years) if exact is None else max(len(years), min(exact, _MOST_YEARS))
    judged = next((c for c in checks if c.rule == "payback" and c.status != "not_checkable"), None)
    wrong = {c.year: c.expected_dkk for c in checks if c.rule == "net_effect" and c.status == "inconsistent" and c.year}
    account, total, other = list[Account](), 0, 0
    for year in range(years[0], years[0] + span):
        last = min(year, years[-1])
        amount = net.get(last, 0)
        corrected = wrong.get(last)
        total, other = total + amount, other + (amount if corrected is None else corrected)
        account.append(Account(year, amount, total, year > years[-1], other if wrong else None))
    printed = next(iter(release.paybacks.get(card.card_id, [])), None)
    mended = [net.get(y, 0) if wrong.get(y) is None else wrong[y] or 0 for y in years]
    return AccountFigure(
        account, years[0] + exact - 1 if exact else None, exact, printed.years if printed else None,
        _paid_back(mended) if wrong else None, judged is not None and judged.status != "inconsistent",
    )  # fmt: skip


def _paid_back(net: Sequence[int]) -> int | None:
    """The payback time of net effects; where the first year saves, that of the debt which comes after it."""
    exactly = [Interval(2 * dkk, 2 * dkk) for dkk in net]
    return payback(exactly).exact if net[0] > 0 else variants(exactly)[1].exact


def _net_effect(release: Release, checks: Iterable[CheckRow]) -> dict[int, int]:
    """The row that the checks of the net effect and of the payback time speak of, by year."""
    at = next((e for c in checks if c.rule == "net_effect" for e in c.evidence[:1] if e.row_no), None) or next(
        (e for c in checks if c.rule == "payback" for e in c.evidence[1:] if e.row_no), None
    )
    amounts = release.amounts.get(at.table_id or "", []) if at else []
    return {a.year: a.amount_dkk for a in amounts if at and a.row_no == at.row_no and a.year}


def factor_figures(release: Release, document_id: str) -> list[FactorFigure]:
    """The overview against the cards, one figure a steering area and card price level."""
    factors = [f for f in release.factors if f.document_id == document_id and f.steering_area in ("service", "anlæg")]
    keyed = {(f.steering_area, f.from_price_level): (n, f) for n, f in enumerate(factors)}
    found: dict[int, list[Point]] = defaultdict(list)
    for check in (c for c in release.checks if c.rule == "overview_vs_card" and c.document_id == document_id):
        card = release.cards_by_id.get(check.card_id or "")
        measure = next((e.measure for e in check.evidence if e.measure), None)
        place = keyed.get((measure, card.price_level)) if card and measure else None
        if card and place and check.expected_dkk and check.printed_dkk and measure:
            amount = round(check.expected_dkk / place[1].factor)
            ratio = check.printed_dkk / amount
            point = (card.case_id or "", card.title, card.card_id, measure, amount, check.printed_dkk, check.status)
            found[place[0]].append(Point(*point, ratio))
    return [
        FactorFigure(f.steering_area, f.factor, f.factor_low, f.factor_high, f.support, f.source, _levels(f), found[n])
        for n, f in enumerate(factors)
        if found[n]
    ]


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
