"""What stands over the figures: the years, the unit, the price level, and rows that should hold amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.reconcile.danish import money
from pipeline.reconcile.intervals import ZERO
from pipeline.reconcile.lines import find_lines, place_of
from pipeline.reconcile.model import Card, Table, TableRow, printed_goal
from pipeline.reconcile.overview_factors import card_ratios
from pipeline.reconcile.price_levels import ONE, SCALE
from pipeline.reconcile.rule import Context, Outcome, card_rule
from pipeline.reconcile.sentences import texts
from pipeline.reconcile.structure import blocks
from schemas.dataset import Severity

_HEADS = ("economic_tables", "economic_amounts")
_LOAN = re.compile(r"\b(?:intern\w*[- ]?|anlægs|etablerings|investerings)?lån(?:et|ets)?\b", re.I)
_TIMES = ("year", "open_year")
_WORDS = re.compile(r"[a-zæøå]{2,}")
_ANY_LEVEL = re.compile(
    r"\b(20\d\d)[- ]?(?:p/?l\b|pl\b|priser|pris-? og løn|prisniveau|niveau)"
    r"|\b(?:p/?l|prisniveau|pris-? og lønniveau|priser)\W{1,3}(?:i\s)?(20\d\d)\b",
    re.I,
)
_OF_THE_WHOLE = re.compile(
    r"\b(?:de (?:angivne|viste|anførte) beløb|(?:alle |samtlige )?beløb(?:ene)?|(?:forslagets )?tabel(?:len|ler"
    r"|lerne)?(?: \d)?"
    r"|(?:alle |nedenstående |de viste )?tal(?:lene)?|økonomi(?:en)?|økonomiske konsekvenser|udgifter(?:ne)?"
    r"|beregning(?:en|er(?:ne)?)?"
    r"|(?:alle )?priser(?:ne)?|forslaget|forslagets økonomi|der (?:er regnet|regnes)|omkostninger(?:ne)?"
    r"|effektivisering(?:en)?"
    r"|besparelse(?:n|r(?:ne)?)?)\b",
    re.I,
)
_OTHER_PRICES = re.compile(
    r"\bkr\.?(?!,)\s(?!\d|\w*\s?p/)|udmønt|omregn|fremskr|oversigt|udgangspunkt|\bskal\b|\bhvis\b|tidligere"
    r"|overførselssag"
    r"|takst|\bvar\b|\d\s(?:t\.?|mio\.?)\s?kr|afviger|svarer til|budget\w*\b",
    re.I,
)
_NOTE = re.compile(r"udarbejde[ts] i (20\d\d) p/", re.I)


@card_rule(
    "column_header",
    worst_on_scans="info",
    title="Tabelhoved",
    claim="Tabellens år følger hinanden uden huller og gentagelser",
    reads=_HEADS,
    proves="a table's year headings are whole, in order and the card's own",
)
def column_header(card: Card, _: Context) -> Iterator[Outcome]:
    """A year printed twice, a year missing, a lost heading, or other years than the card's economy table."""
    for table in card.tables:
        yield from _own_years(table, _years(table))
    economy = card.economy
    for table in card.tables:
        if economy and table is not economy and table.row.table_kind in ("administration", "scenario"):
            yield from _same_years(economy, table)


def _years(table: Table) -> list[int]:
    """The years over a table in print order; where each has several columns (`Udgift`, `Indtægt`), each once."""
    kinds = table.row.column_kinds or ["year"] * len(table.row.column_years)
    heads = zip(table.row.column_years, table.row.columns_printed, kinds, strict=False)
    years = [(year, _WORDS.findall(heading.lower())) for year, heading, kind in heads if year and kind in _TIMES]
    several = len({tuple(found) for _, found in years}) > 1
    found = [year for year, _ in years]
    return list(dict.fromkeys(found)) if several or _in_series(found) else found


def _in_series(years: list[int]) -> bool:
    """True where the same years come again as a whole, as they do under two headings: `Drift`, `Anlæg`."""
    each = len(set(years))
    return 1 < each < len(years) and not len(years) % each and years == years[:each] * (len(years) // each)


def _own_years(table: Table, years: list[int]) -> Iterator[Outcome]:
    key, place = (table.row.table_kind, table.name), [table.evidence]
    shown = " ".join(map(str, years))
    repeated = sorted({y for y in years if years.count(y) > 1})
    one_basis = len({b for b, y in zip(table.row.column_bases, table.row.column_years, strict=False) if y}) < 2
    # Between the accounts of one year and the budget of a later one, years may be left out.
    gaps = sorted(set(range(min(years), max(years) + 1)) - set(years)) if years and one_basis else []
    if repeated:
        message = f"Årene over {_called(table)} er trykt {shown}: {repeated[0]} står der to gange."
        yield Outcome("inconsistent", message, key, place, "error", printed_text=shown)
    elif gaps:
        message = f"Årene over {_called(table)} er trykt {shown}: {gaps[0]} mangler."
        yield Outcome("inconsistent", message, key, place, "warning", printed_text=shown)
    elif years != sorted(years):
        message = f"Årene over {_called(table)} er trykt {shown} og står ikke i rækkefølge."
        yield Outcome("inconsistent", message, key, place, "warning", printed_text=shown)
    elif table.row.header_note and "lost" in table.row.header_note:
        message = f"Hovedet over {_called(table)} er ikke helt, så tallenes år fremgår ikke sikkert af tabellen selv."
        evidence = place + [r.evidence() for r in table.rows if r.cells][:2]
        yield Outcome("inconsistent", message, key, evidence, "warning")
    elif years:
        yield Outcome("exact", f"Årene over {_called(table)} er hele.", key, place)


def _called(table: Table) -> str:
    return table.row.caption or table.name


def _same_years(economy: Table, table: Table) -> Iterator[Outcome]:
    ours, theirs = _years(economy), _years(table)
    if not ours or not theirs or ours == theirs:
        return
    here, there = f"{ours[0]}-{ours[-1]}", f"{theirs[0]}-{theirs[-1]}"
    message = f"{economy.name} har årene {here}, men {_called(table)} har {there} i samme forslag."
    yield Outcome(
        "inconsistent", message, ("years", table.row.table_kind), [table.evidence, economy.evidence],
        "warning", expected_text=f"{ours[0]}-{ours[-1]}", printed_text=f"{theirs[0]}-{theirs[-1]}",
    )  # fmt: skip


@card_rule(
    "unit",
    title="Enhed",
    claim="Tabellens enhed passer til dens beløb",
    sides=("Trykt", "Passer med"),
    reads=_HEADS,
    proves="a table's amounts are in the unit its heading names",
)
def unit(card: Card, _: Context) -> Iterator[Outcome]:
    """A heading in kroner over amounts in thousands."""
    for table in card.tables:
        if table.unit_dkk and table.row.unit_dkk and table.unit_dkk != table.row.unit_dkk:
            evidence = [table.evidence, *([card.overview.evidence()] if card.overview else [])]
            message = (
                f"{_called(table)} er trykt i {table.row.unit_printed}, men tallene er i 1.000 kr. som bilagets øvrige "
                "tabeller og oversigten: en faktor 1.000."
            )
            yield Outcome(
                "inconsistent", message, (table.row.table_kind,), evidence, "error" if card.overview else "warning",
                expected_text="1.000 kr.", printed_text=table.row.unit_printed,
            )  # fmt: skip
        elif table.unit_dkk and table.row.unit_printed:
            yield Outcome(
                "exact", f"{_called(table)} er i {table.row.unit_printed}.", (table.row.table_kind,), [table.evidence]
            )


@card_rule(
    "price_level",
    title="Prisniveau",
    claim="Samme prisniveau gennem hele forslaget",
    sides=("Trykt", "Ellers"),
    reads=("economic_tables", "cards", "overview_amounts"),
    proves="one price level for the same figures: in the card's tables, its note and the overview",
)
def price_level(card: Card, context: Context) -> Iterator[Outcome]:
    """Table <-> table, table <-> the note under it, card <-> the conversion the overview made."""
    economy = card.economy
    if economy is None or economy.row.price_level is None:
        return
    for table in card.tables:
        if table.row.price_level and table.row.price_level != economy.row.price_level and _same_figures(economy, table):
            message = (
                f"{_called(table)} er i {table.row.price_level} p/l, men har samme tal som {economy.name} i "
                f"{economy.row.price_level} p/l."
            )
            yield Outcome(
                "inconsistent", message, ("table", table.row.table_kind), [table.evidence, economy.evidence], "error",
                expected_text=f"{economy.row.price_level} p/l", printed_text=f"{table.row.price_level} p/l",
            )  # fmt: skip
    yield from _against_note(card, economy)
    yield from _against_text(card, economy)
    yield from _against_overview(card, economy, context)


def _same_figures(economy: Table, other: Table) -> bool:
    """True where a row of each prints the same amounts, whatever their signs, in all years but perhaps one."""
    theirs = [_nonzero(r) for r in other.rows]
    return any(_nearly(ours, row) for ours in map(_nonzero, economy.rows) for row in theirs)


def _nonzero(row: TableRow) -> dict[int, int]:
    return {c.year: c.interval.size.dkk for c in row.cells.values() if c.interval != ZERO and c.year}


def _nearly(one: dict[int, int], other: dict[int, int]) -> bool:
    same = [y for y in one.keys() & other.keys() if one[y] == other[y]]
    different = len(one.keys() | other.keys()) - len(same)
    return len(same) > 2 and different <= 1 and (different == 0 or len({one[y] for y in same}) > 2)


def _against_note(card: Card, economy: Table) -> Iterator[Outcome]:
    found = _NOTE.search(card.row.price_note or "")
    if not found:
        return
    said, printed_level = int(found[1]), economy.row.price_level
    places = find_lines(card, _NOTE) or [card.evidence.model_copy(update={"text": card.row.price_note})]
    evidence = [economy.evidence, *places[:1]]
    if said == printed_level:
        yield Outcome("exact", f"{economy.name} og noten er begge i {said} p/l.", ("note",), evidence)
        return
    message = f"{economy.name} er trykt i {printed_level} p/l, men noten siger, at forslaget udarbejdes i {said} p/l."
    yield Outcome(
        "inconsistent", message, ("note",), evidence, "warning",
        expected_text=f"{said} p/l", printed_text=f"{printed_level} p/l",
    )  # fmt: skip


def _against_text(card: Card, economy: Table) -> Iterator[Outcome]:
    """The text's own word for the prices of the whole <-> the table's heading."""
    known = {t.row.price_level for t in card.tables}
    for sentence in texts(card):
        if "20" not in sentence:
            continue
        levels = {int(next(filter(None, m.groups()))) for m in _ANY_LEVEL.finditer(sentence)}
        if len(levels) != 1 or _OTHER_PRICES.search(sentence) or not _OF_THE_WHOLE.search(sentence):
            continue
        said, evidence = levels.pop(), [economy.evidence, place_of(card, sentence)]
        if said in known:
            yield Outcome("exact", f"Tekst og tabel er begge i {said} p/l.", ("text",), evidence)
        elif card.row.price_note is None or sentence not in " ".join(card.row.price_note.split()):
            message = f"{economy.name} er trykt i {economy.row.price_level} p/l, men teksten siger {said} p/l."
            yield Outcome(
                "inconsistent", message, ("text",), evidence, "error",
                expected_text=f"{said} p/l", printed_text=f"{economy.row.price_level} p/l",
            )  # fmt: skip


def _against_overview(card: Card, economy: Table, context: Context) -> Iterator[Outcome]:
    """A card headed in another year's prices than the others, yet converted like them."""
    for (measure, level), factor in context.factors.items():
        own = context.factors.get((measure, economy.row.price_level))
        if (
            level == economy.row.price_level
            or not factor.trusted
            or (own is not None and own.support >= factor.support)
        ):
            continue
        spans = card_ratios(card, measure)
        fits = any(low <= factor.high * SCALE and high >= factor.low * SCALE for low, high in spans)
        stays = any(low <= ONE[0] * SCALE <= high for low, high in spans)
        if fits and not stays and card.overview:
            message = (
                f"{economy.name} er trykt i {economy.row.price_level} p/l, men oversigten har omregnet beløbet, som "
                f"var det i {level} p/l som de andre forslag."
            )
            yield Outcome(
                "inconsistent", message, ("overview", measure), [economy.evidence, card.overview.evidence(measure)],
                "error", expected_text=f"{level} p/l", printed_text=f"{economy.row.price_level} p/l",
            )  # fmt: skip


@card_rule(
    "missing_rows",
    worst="warning",
    worst_on_scans="info",
    title="Manglende oplysninger",
    claim="De rækker, skemaet beder om, er udfyldt",
    reads=("economic_rows", "follow_up_goals"),
    proves="rows that the form asks for hold what they should",
)
def missing_rows(card: Card, _: Context) -> Iterator[Outcome]:
    """A subtotal without amounts over rows with them; follow-up goals without responsible, time or measure."""
    for table in card.tables:
        for block in blocks(table):
            for row in block.sums:
                own = [r for r in block.items if r.area == row.area and r.cells]
                if row.area and not row.cells and own:
                    message = (
                        f"'{row.label}' er trykt uden beløb, selv om {len(own)} rækker i afsnittet har styringsområde "
                        f"{row.area} (den første: '{own[0].label}')."
                    )
                    evidence = [row.evidence(), *(r.evidence() for r in own)]
                    yield Outcome("inconsistent", message, (row.label,), evidence, "warning")
    yield from _incomplete_goals(card)


def _incomplete_goals(card: Card) -> Iterator[Outcome]:
    names = {"measure": "hvordan det måles", "responsible": "hvem der er ansvarlig", "due": "hvornår det skal nås"}
    for goal in card.goals:
        lacking = [name for field, name in names.items() if not getattr(goal, field)]
        if goal.goal and lacking:
            message = f"Opfølgningsmålet '{goal.goal}' siger ikke, {', eller '.join(lacking)}."
            who_or_when = not goal.responsible or not goal.due
            severity: Severity = "warning" if who_or_when else "info"
            text = printed_goal(goal)
            place = card.evidence.model_copy(
                update={"page": goal.page, "line": goal.line, "bbox": goal.bbox, "text": text}
            )
            yield Outcome("inconsistent", message, ("goal", goal.goal), [place], severity)


@card_rule(
    "loan",
    worst="warning",
    title="Internt lån",
    claim="Et lån betales tilbage med det, der er lånt",
    sides=("Tilbagebetales", "Lånt"),
    reads=("economic_amounts", "economic_rows"),
    proves="a loan is paid back with what was lent",
)
def loan(card: Card, _: Context) -> Iterator[Outcome]:
    """Repayments of an internal loan <-> the costs it paid."""
    table = card.economy if card.document.row.template != "generic" else None  # else any loan, of any years
    for block in blocks(table) if table else ():
        lent = sum(c.interval.dkk for r in block.results for c in r.cells.values())
        for row in block.items:
            paid = -sum(c.interval.dkk for c in row.cells.values())
            if lent and paid and _LOAN.search(row.label):
                yield _repaid(row, paid, block.results, lent)


def _repaid(row: TableRow, paid: int, results: Sequence[TableRow], lent: int) -> Outcome:
    key, evidence = (row.label,), [row.evidence(), *(r.evidence() for r in results)]
    message, more = f"'{row.label}' er i alt {money(paid)}, og lånet {money(lent)}", paid - lent
    if not more:
        return Outcome("exact", f"{message}.", key, evidence)
    message += f": {money(more)} mere, uden at en rente er nævnt."
    return Outcome("inconsistent", message, key, evidence, "warning")
