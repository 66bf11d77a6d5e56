"""The rows of `card_overview` and `card_years`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.derived.card_economy import (
    ANLAEG,
    OTHER,
    SERVICE,
    UNASSIGNED,
    CardEconomy,
    converted,
    over_years,
)
from pipeline.derived.common_prices import CommonPrices, Conversion
from pipeline.derived.counted import INVESTMENT, PERMANENT
from pipeline.derived.likely import Findings
from pipeline.derived.organisation_rows import current_name
from pipeline.reconcile.intervals import ZERO, printed
from pipeline.reconcile.model import Card
from pipeline.reconcile.payback import variants
from schemas.base import FactorSource
from schemas.tables.derived import CardOverviewRow, CardYearRow

_PLAIN = ("total", "tilbagebetalingstid", "service")
"""The bases of a printed payback time, the one that speaks of the whole proposal first."""


@dataclass(frozen=True, slots=True)
class CardContext:
    """A card with all that its derived rows are made of."""

    card: Card
    economy: CardEconomy | None
    findings: Findings
    prices: CommonPrices

    @property
    def price_level(self) -> int | None:
        """The price level that the card's amounts likely have."""
        likely = self.findings.price_level(self.card)
        return likely[0] if likely else self.card.row.price_level

    @property
    def conversion(self) -> Conversion | None:
        """The way to common prices."""
        return self.prices.conversion(self.price_level)


def overview_row(context: CardContext) -> CardOverviewRow:
    """The card in one row."""
    card, economy = context.card, context.economy
    row, document = card.row, card.document.row
    level = context.findings.price_level(card)
    unit = context.findings.unit(card, economy.counted.table) if economy else None
    open_ = [f.severity for f in context.findings.of_card[card.id] if f.status == "open"]
    return CardOverviewRow(
        document_id=row.document_id, page=row.page, line=row.line, bbox=row.bbox, card_id=row.card_id,
        case_id=row.case_id, case_key=row.case_key, title=row.title, kind=row.kind, document_title=document.title,
        document_kind=document.kind, budget_case=document.budget_case, committee_id=row.committee_id,
        committee=current_name(row.committee_id) or row.committee, administration_id=row.presenting_administration_id,
        administration=current_name(row.presenting_administration_id) or row.presenting_administration,
        price_level=row.price_level, price_level_likely=context.price_level,
        price_level_finding_id=level[1].finding_id if level else None,
        likely_reason="unit" if unit else None, likely_finding_id=unit.finding_id if unit else None,
        open_errors=open_.count("error"), open_warnings=open_.count("warning"), open_infos=open_.count("info"),
        **_printed_paybacks(card), **_overview_cells(card), **(_money(context, economy) if economy else {}),
    )  # fmt: skip


def year_rows(context: CardContext) -> Iterator[CardYearRow]:
    """The card's economy year by year."""
    card, economy, conversion = context.card, context.economy, context.conversion
    for year in economy.years if economy else ():
        assert economy is not None  # noqa: S101 -- it has years
        investment, permanent = economy.investment.get(year, {}), economy.permanent.get(year, {})
        net = _added(investment, permanent) if economy.has_net else None
        yield CardYearRow(
            document_id=card.row.document_id, page=card.row.page, line=card.row.line, bbox=card.row.bbox,
            card_id=card.id, case_id=card.row.case_id, title=card.row.title, kind=card.row.kind,
            committee_id=card.row.committee_id, year=year,
            committee=current_name(card.row.committee_id) or card.row.committee,
            investment_printed_dkk=economy.printed[INVESTMENT].get(year),
            permanent_dkk=sum(permanent.values()) if economy.permanent else None,
            permanent_printed_dkk=economy.printed[PERMANENT].get(year),
            net_dkk=sum(net.values()) if net is not None else None, net_printed_dkk=economy.net_printed.get(year),
            common_price_level=context.prices.level if conversion else None,
            investment_common_dkk=converted(investment, conversion) if economy.investment else None,
            permanent_common_dkk=converted(permanent, conversion) if economy.permanent else None,
            net_common_dkk=converted(net, conversion) if net is not None else None,
            **(_by_area(investment) if economy.investment else {}),
        )  # fmt: skip


def _money(context: CardContext, economy: CardEconomy) -> dict[str, Any]:
    """What the card costs and gives."""
    investment, permanent = over_years(economy.investment), over_years(economy.permanent)
    net = _added(investment, permanent) if economy.has_net else None
    effect = _full_effect(context.card, economy)
    conversion = context.conversion
    columns = [y for y in economy.counted.table.years.values() if y is not None]
    return {
        "first_year": min(columns, default=None),
        "last_year": max(columns, default=None),
        **(_by_area(investment) if economy.investment else {}),
        "investment_printed_dkk": sum(invested.values()) if (invested := economy.printed[INVESTMENT]) else None,
        "permanent_effect_year": effect[0] if effect else None,
        "permanent_effect_dkk": sum(effect[1].values()) if effect else None,
        "permanent_effect_printed_dkk": economy.printed[PERMANENT].get(effect[0]) if effect else None,
        "net_effect_dkk": sum(net.values()) if net is not None else None,
        "net_effect_printed_dkk": sum(economy.net_printed.values()) if economy.net_printed else None,
        "payback_recomputed_years": _recomputed(economy, columns),
        "common_price_level": context.prices.level if conversion else None,
        "price_factor_service": _factor(conversion, SERVICE),
        "price_factor_anlaeg": _factor(conversion, ANLAEG),
        "price_factor_source": _source(context),
        "investment_common_dkk": converted(investment, conversion) if economy.investment else None,
        "permanent_effect_common_dkk": converted(effect[1], conversion) if effect else None,
        "net_effect_common_dkk": converted(net, conversion) if net is not None else None,
        "uncertain": economy.uncertain,
    }


def _by_area(investment: dict[str, int]) -> dict[str, int]:
    return {
        "investment_dkk": sum(investment.values()),
        "investment_service_dkk": investment.get(SERVICE, 0),
        "investment_anlaeg_dkk": investment.get(ANLAEG, 0),
        "investment_other_dkk": investment.get(OTHER, 0),
        "investment_unassigned_dkk": investment.get(UNASSIGNED, 0),
    }


def _added(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    return {kind: one.get(kind, 0) + other.get(kind, 0) for kind in {*one, *other}}


def _full_effect(card: Card, economy: CardEconomy) -> tuple[int, dict[str, int]] | None:
    """The permanent change when fully phased in: that of the last year.

    Where the last year has none, and the overview states that of the last year that has one, it is meant.
    """
    if not economy.permanent:
        return None
    last = max(economy.years)
    effect = economy.permanent.get(last, {})
    if sum(effect.values()):
        return last, effect
    cell = card.overview.cells.get("efficiency") if card.overview else None
    stated = printed(cell.amount_dkk, cell.amount_dkk, cell.unit_dkk or 1000) if cell and cell.amount_dkk else None
    for year in sorted(economy.permanent, reverse=True):
        amount = sum(economy.permanent[year].values())
        if stated and amount and stated.overlaps(printed(amount, amount, economy.counted.table.unit_dkk or 1)):
            return year, economy.permanent[year]
    return last, effect


def _recomputed(economy: CardEconomy, years: list[int]) -> int | None:
    """The payback time that the counted rows give: the first year after which the account shows no debt again."""
    if not economy.has_net or not economy.investment:
        return None
    step = economy.counted.table.unit_dkk or 1
    series = []
    for year in sorted(set(years)):
        net = _added(economy.investment.get(year, {}), economy.permanent.get(year, {}))
        series.append(printed(sum(net.values()), sum(net.values()), step) if any(net.values()) else ZERO)
    return variants(series)[1].exact


def _factor(conversion: Conversion | None, area: str) -> float | None:
    factor = conversion.factors.get(area) if conversion else None
    return float(factor) if factor is not None else None


def _source(context: CardContext) -> FactorSource | None:
    conversion = context.conversion
    if conversion is None:
        return None
    by_finding = conversion.source == "same_level" and context.price_level != context.card.row.price_level
    return "finding" if by_finding else conversion.source


def _printed_paybacks(card: Card) -> dict[str, int | None]:
    years = {p.basis.lower().strip(" :"): p.years for p in reversed(card.paybacks)}
    return {
        "payback_years": next((years[basis] for basis in _PLAIN if basis in years), None),
        "payback_service_years": years.get("service"),
    }


def _overview_cells(card: Card) -> dict[str, int | None]:
    cells = card.overview.cells if card.overview else {}
    amounts = {
        f"overview_{name}_dkk": cells[measure].amount_dkk if measure in cells else None
        for name, measure in (("service", "service"), ("anlaeg", "anlæg"), ("efficiency", "efficiency"))
    }
    years = cells["payback_years"].value if "payback_years" in cells else None
    return amounts | {"overview_payback_years": round(years) if years is not None else None}
