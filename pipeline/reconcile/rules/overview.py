"""The overview against its own sums and against the cards."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from pipeline.reconcile.card_totals import Reading, names_areas, readings
from pipeline.reconcile.danish import money, plain_title
from pipeline.reconcile.intervals import ZERO, Interval, printed, relation, total
from pipeline.reconcile.model import Card, Document, OverviewLine, overview_evidence, payback_evidence, printed_value
from pipeline.reconcile.overview_factors import candidates
from pipeline.reconcile.price_levels import ONE, Bounds
from pipeline.reconcile.rule import SEVERITY, Context, Outcome, card_rule, document_rule
from schemas.dataset import CheckStatus, Evidence, OverviewAmountRow

_DECIMALS = re.compile(r",(\d{1,6})(?!\d)")
_SPELLING = 0.94  # two titles so alike differ in spelling only
_Numbered = tuple[int, OverviewAmountRow]
"""A cell of the overview with its place among them."""
_CARD_READS = ("overview_amounts", "cards", "economic_amounts", "economic_rows")
_NAMES = {"service": "service", "anlæg": "anlæg", "efficiency": "effektivisering ved fuld indfasning"}


def cell_interval(row: OverviewAmountRow) -> Interval | None:
    """An overview amount as an interval of kroner; None for a payback time or an empty cell."""
    if row.amount_dkk is None:
        return None
    decimals = len(found[1]) if (found := _DECIMALS.search(row.value_printed or "")) else 0
    return printed(row.amount_dkk, row.amount_dkk, max(1, (row.unit_dkk or 1000) // 10**decimals))


@document_rule(
    "overview_sum",
    title="Oversigtens summer",
    claim="Oversigtens rækker giver dens summer",
    reads=("overview_amounts",),
    proves="the overview's rows add up to its sums",
)
def overview_sum(document: Document, _: Context) -> Iterator[Outcome]:
    """Rows -> subtotals -> total, measure by measure; of a list of amounts a year, column by column."""
    columns: dict[tuple[str, int | None, str | None], list[_Numbered]] = {}
    for number, row in enumerate(document.overview, 1):
        columns.setdefault((row.measure, row.year, row.column_printed), []).append((number, row))
    for (measure, *_rest), rows in columns.items():
        if measure == "payback_years":
            continue
        pending: list[_Numbered] = []
        items: list[_Numbered] = []
        for cell in rows:
            row = cell[1]
            if row.role == "item":
                pending.append(cell)
                items.append(cell)
            elif row.role == "subtotal":
                same = [c for c in items if _group(c[1]) == _group(row)] if _group(row) else pending
                yield from _overview_sum(measure, cell, same or pending)
                pending = []
            else:
                yield from _overview_sum(measure, cell, items)


def _group(row: OverviewAmountRow) -> str | None:
    return row.group or row.committee


def _overview_sum(measure: str, cell: _Numbered, parts: list[_Numbered]) -> Iterator[Outcome]:
    row = cell[1]
    when = row.column_printed or ""
    key = (measure, row.role, _group(row) or "", *([when] if when else []))
    amounts = [i for _, p in parts if (i := cell_interval(p)) is not None]
    found = cell_interval(row)
    if found is None:
        return
    of = f"{_NAMES[measure]} {when}".strip() if measure in _NAMES else when
    name = f"Oversigtens sum for {of}" + (f" ({_group(row)})" if _group(row) and row.role != "total" else "")
    evidence = [overview_evidence(r, n) for n, r in (cell, *parts)]
    if not amounts:
        yield Outcome("not_checkable", f"{name} kan ikke efterregnes: rækkerne har ingen beløb.", key, evidence[:1])
        return
    expected = total(amounts)
    status = relation(expected, found)
    message = f"{name} er trykt {money(found)}, og de {len(amounts)} rækker giver {money(expected)}"
    if status != "exact":
        message += f" (forskel {money(found - expected)}" + (", afrunding)" if status == "within_rounding" else ")")
    yield Outcome(status, message + ".", key, evidence, SEVERITY[status], expected, found)


@card_rule(
    "overview_vs_card",
    title="Oversigt mod forslag",
    claim="Oversigtens beløb er forslagets, omregnet til samme prisniveau",
    sides=("Oversigten", "Forslaget giver"),
    reads=_CARD_READS,
    proves="the overview's service and anlæg are the card's, converted to its price level",
)
def overview_vs_card(card: Card, context: Context) -> Iterator[Outcome]:
    """Overview row <-> the card's implementation costs an area, converted by the factor that the cards share."""
    for measure in ("service", "anlæg"):
        yield from _against_card(card, context, measure)


@card_rule(
    "overview_efficiency",
    title="Oversigtens effektivisering",
    claim="Oversigtens effektivisering er forslagets ved fuld indfasning",
    sides=("Oversigten", "Forslaget"),
    reads=_CARD_READS,
    proves="the overview's efficiency is the card's permanent change when fully phased in",
)
def overview_efficiency(card: Card, context: Context) -> Iterator[Outcome]:
    """Overview row <-> Samlet varig ændring in the last year."""
    yield from _against_card(card, context, "efficiency")


def _against_card(card: Card, context: Context, measure: str) -> Iterator[Outcome]:
    line = card.overview
    cell = line.cells.get(measure) if line else None
    found = cell_interval(cell) if cell else None
    if line is None or cell is None or found is None:
        return
    key = (measure,)
    options = readings(card, measure)
    if (reason := _no_reading(card, line, measure, options)) is not None:
        message = f"Oversigtens {_NAMES[measure]} ({printed_value(cell)}) kan ikke efterregnes: {reason}."
        yield Outcome("not_checkable", message, key, [line.evidence(measure), card.evidence])
        return
    factors, confirms = candidates(card, measure, context.factors)
    yield _compare(card, measure, found, options, factors, confirms=confirms)


def _no_reading(card: Card, line: OverviewLine, measure: str, options: list[Reading]) -> str | None:
    """Why the overview's amount cannot be held against the card; None where it can."""
    if measure in _AREAS and _both_areas(line) and not names_areas(card):
        return "forslaget fordeler ikke sine omkostninger på service og anlæg"
    if not options:
        return "forslaget viser ikke de tilsvarende beløb"
    sure = all(r.sure for o in options for r in o.rows)
    return None if sure else "forslagets tal er usikkert placeret"


_AREAS = ("service", "anlæg")


def _both_areas(line: OverviewLine) -> bool:
    """True where the overview has something of both areas."""
    amounts = [cell_interval(line.cells[area]) for area in _AREAS if area in line.cells]
    return len(amounts) == len(_AREAS) and all(a not in (None, ZERO) for a in amounts)


def _compare(
    card: Card, measure: str, found: Interval, options: list[Reading], factors: list[Bounds], *, confirms: bool
) -> Outcome:
    assert card.overview is not None  # noqa: S101 -- the caller has its cell
    tried = [(option, factor, option.amount.times(*factor)) for factor in factors for option in options]
    fit = next((t for t in tried if t[2].overlaps(found)), None)
    option, factor, expected = fit or tried[0]
    evidence = [card.overview.evidence(measure), *_shown(option)]
    rows = frozenset(r.id for r in option.rows)
    level = "" if factor == ONE else f" omregnet til oversigtens prisniveau ({_decimal(factor)})"
    if fit and not confirms:
        message = (
            f"Oversigtens {_NAMES[measure]} {money(found)} kan ikke sammenholdes med forslagets {money(option.amount)}"
            ": for få forslag til at udlede omregningen mellem prisniveauerne."
        )
        return Outcome("not_checkable", message, (measure,), evidence)
    if fit:
        message = f"Oversigtens {_NAMES[measure]} {money(found)} er forslagets {money(option.amount)}{level}."
        status: CheckStatus = "exact" if _same(option.amount, factor, found) else "within_rounding"
        return Outcome(status, message, (measure,), evidence, None, expected, found, rows=rows)
    if not confirms:
        level = " omregnet"
    gap = _rounded(found) - _rounded(expected)
    message = (
        f"Oversigten har {_NAMES[measure]} {money(found)}, men forslagets {money(option.amount)} giver{level} "
        f"{money(_rounded(expected))} (forskel {money(gap)})."
    )
    return Outcome("inconsistent", message, (measure,), evidence, "error", expected, found, rows=rows)


def _same(amount: Interval, factor: Bounds, found: Interval) -> bool:
    """True when the card's printed amount, converted, is printed exactly so in the overview."""
    if factor == ONE:
        return amount.dkk == found.dkk
    return bool(abs(amount.dkk * (factor[0] + factor[1]) / 2 - found.dkk) <= found.slack_dkk)


def _decimal(factor: Bounds) -> str:
    return f"{float(sum(factor) / 2):.4f}".replace(".", ",")


def _rounded(amount: Interval) -> int:
    return round(amount.dkk, -3)


def _shown(option: Reading) -> list[Evidence]:
    return [r.evidence(option.column) for r in option.rows]


@card_rule(
    "overview_payback",
    title="Oversigtens tilbagebetalingstid",
    claim="Oversigt og forslag har samme tilbagebetalingstid",
    sides=("Oversigten", "Forslaget"),
    quantity="years",
    reads=("overview_amounts", "paybacks"),
    proves="the overview's payback time is the card's",
)
def overview_payback(card: Card, _: Context) -> Iterator[Outcome]:
    """Overview payback time <-> the card's own."""
    cell = card.overview.cells.get("payback_years") if card.overview else None
    if card.overview is None or cell is None or cell.value is None:
        return
    years = round(cell.value)
    known = {"service", "total"}
    places = [p for p in card.paybacks if p.basis in known or p.basis.lower().strip(" :") == "tilbagebetalingstid"]
    evidence = [card.overview.evidence("payback_years")]
    evidence += [payback_evidence(card, p) for p in places]
    if not places:
        message = f"Oversigtens tilbagebetalingstid ({years} år) kan ikke sammenholdes: forslaget har ingen."
        yield Outcome("not_checkable", message, ("payback",), evidence)
    elif years in {p.years for p in places}:
        yield Outcome("exact", f"Oversigt og forslag har begge {years} år.", ("payback",), evidence)
    else:
        shown = " / ".join(str(p.years) for p in places)
        gap = abs(years - places[-1].years)
        message = f"Oversigten har en tilbagebetalingstid på {years} år, men forslaget har {shown} (forskel {gap} år)."
        yield Outcome(
            "inconsistent", message, ("payback",), evidence, "error",
            expected_text=shown, printed_text=str(years), cause=("payback",),
        )  # fmt: skip


@document_rule(
    "missing_card",
    worst="warning",
    title="Manglende forslag",
    claim="Hver sag i oversigten er beskrevet i bilaget, og omvendt",
    reads=("cards", "overview_amounts"),
    proves="every proposal of the overview has its card, and the other way round",
)
def missing_card(document: Document, _: Context) -> Iterator[Outcome]:
    """Overview rows without a card, unless announced for another annex; cards that the overview lacks."""
    linked = {id(card.overview) for card in document.cards if card.overview}
    if 2 * len(linked) < len(document.overview_lines) or not linked:
        return  # a list of its own, whose proposals are described elsewhere
    for line in document.overview_lines:
        if id(line) not in linked:
            yield _undescribed(line)
    for card in document.cards:
        if card.overview is None and card.row.kind in ("investment_proposal", "innovation_proposal", "pre_analysis"):
            message = f"{card.evidence.text} er beskrevet i bilaget, men står ikke i oversigten."
            yield Outcome("inconsistent", message, (card.case or "",), [card.evidence], "warning", card=card)


def _undescribed(line: OverviewLine) -> Outcome:
    key, evidence = (line.case or plain_title(line.title or ""),), [line.evidence()]
    name = f"{line.case or ''} {line.title or ''}".strip()
    if line.first.confidential or "fortrolig" in f"{line.title} {line.first.note}".lower():
        message = f"{name} står i oversigten som fortroligt og fremgår af et andet bilag."
        return Outcome("not_checkable", message, key, evidence)
    return Outcome(
        "inconsistent", f"{name} står i oversigten, men er ikke beskrevet i bilaget.", key, evidence, "warning"
    )


@card_rule(
    "title_mismatch",
    worst="warning",
    worst_on_scans="info",
    title="Titel",
    claim="Oversigt og forslag har samme titel",
    sides=("Oversigten", "Forslaget"),
    reads=("cards", "overview_amounts"),
    proves="overview and card have the same title",
)
def title_mismatch(card: Card, _: Context) -> Iterator[Outcome]:
    """Overview title <-> card title, whatever their hyphens, dashes and case."""
    if card.overview is None or not card.overview.title:
        return
    theirs, own = card.overview.title, card.row.title
    evidence = [card.overview.evidence(), card.evidence]
    if plain_title(theirs) == plain_title(own):
        yield Outcome("exact", f"Oversigt og forslag har samme titel: '{own}'.", ("title",), evidence)
        return
    message = f"Oversigtens titel '{theirs}' er ikke forslagets: '{own}'."
    alike = difflib.SequenceMatcher(None, plain_title(theirs), plain_title(own), autojunk=False).ratio()
    severity = "info" if alike > _SPELLING else "warning"
    yield Outcome(
        "inconsistent", message, ("title",), evidence, severity,  # type: ignore[arg-type]
        expected_text=own, printed_text=theirs,
    )  # fmt: skip


def _level(level: int | None, unknown: str) -> str:
    return f"{level} p/l" if level else f"{unknown} prisniveau"


@document_rule(
    "price_factor",
    worst="info",
    title="Prisfaktor",
    claim="Nok forslag deler den prisfaktor, som de andre holdes op mod",
    reads=("price_factors", "overview_amounts"),
    proves="enough cards share the price factor that the others are held against",
)
def price_factor(document: Document, context: Context) -> Iterator[Outcome]:
    """Each inferred factor with its support; one that too few cards share confirms and refutes nothing."""
    for factor in context.factors.values():
        there, here = _level(factor.from_level, "ukendt"), _level(factor.to_level, "oversigtens")
        shown = f"{_decimal(factor.bounds)} fra {there} til {here}"
        message = (
            f"Prisfaktoren for {_NAMES[factor.measure]} ({shown}) hviler på {factor.support} af {factor.cards} forslag"
        )
        key = (factor.measure, str(factor.from_level or ""))
        first = next(line for line in document.overview_lines if factor.measure in line.cells)
        evidence = [first.evidence(factor.measure)]
        if factor.trusted:
            yield Outcome("exact", f"{message}.", key, evidence)
        else:
            yield Outcome("not_checkable", f"{message}: for få til at efterprøve de andre.", key, evidence, "info")
