"""What a table should have: a steering area that is one, the table that is announced, parts within the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.reconcile.danish import money, shortened
from pipeline.reconcile.intervals import ZERO, Interval
from pipeline.reconcile.lines import find_lines
from pipeline.reconcile.model import MONEY_TABLES, Card, Document, Table, TableRow, evidence_of, printed_goal
from pipeline.reconcile.rule import Context, Outcome, card_rule, document_rule
from pipeline.reconcile.structure import repayments_of
from schemas.dataset import Evidence, FollowUpGoalRow

_AREA = re.compile(r"^(?:service|anl|overf|finans)", re.I)
_PART = re.compile(r"^\W*(?:heraf|hvoraf|deraf|herunder)\b", re.I)
_ADMINISTRATION = re.compile(r"effektivisering\w* på administration|administrative? effektivisering", re.I)
_NOTE = re.compile(r"reducerede administrative udgifter angives", re.I)
_CAPTION = re.compile(r"^\s*tabel \d+\W.{0,40}\badministration\b", re.I | re.M)
_NONE = re.compile(r"\bikke\b|\bingen\b|^\W*nej\b|\b0 kr", re.I)
_THERE = re.compile(
    r"(?:fremgår|vist|vises|opgjort|specificeret|ses|fordel\w+|angivet)\b.{0,40}\b(?:af|i)\s(?:nedenstående\s)?tabel"
    r"|\bjf\.?\s(?:nedenstående\s)?tabel|tabel(?:len)? (?:nedenfor|herunder)|nedenstående tabel",
    re.I,
)
_DUE = re.compile(r"(?:[1-4]\. kvartal|Q[1-4]|primo|medio|ultimo)?\W{0,2}\b20\d\d\b", re.I)
_JOINED = re.compile(r"\b(?:og|til|samt|eller|frem|løbende)\b|[-–/,;]", re.I)


@card_rule(
    "steering_area",
    title="Styringsområde",
    claim="Hver række med beløb har et styringsområde, der er et",
    sides=("Trykt", "Områder"),
    quantity="text",
    worst="info",
    reads=("economic_rows", "economic_tables"),
    proves="every row with amounts names a steering area, where the table's other rows do",
)
def steering_area(card: Card, _: Context) -> Iterator[Outcome]:
    """`Løn`, `Drift`, `IT` where an area should stand, or nothing at all beside rows that have one."""
    if not _uses_areas(card.document):
        return
    for table in card.tables:
        if table.row.table_kind in MONEY_TABLES:
            rows = [r for r in table.items() if r.cells and r not in repayments_of(table)]
            yield from _other_than_areas(table, rows)
            yield from _without_area(table, rows)


def _other_than_areas(table: Table, rows: list[TableRow]) -> Iterator[Outcome]:
    wrong = [r for r in rows if r.row.steering_area and not _AREA.match(r.row.steering_area)]
    if wrong:
        named = sorted({r.row.steering_area_printed or r.row.steering_area or "" for r in wrong})
        message = (
            f"{_listed(wrong)} har {_quoted(named)} som styringsområde, "
            f"men det er {'ikke styringsområder' if len(named) > 1 else 'intet styringsområde'}."
        )
        yield _unlike_an_area(table, "none", message, wrong)


def _without_area(table: Table, rows: list[TableRow]) -> Iterator[Outcome]:
    lacking = [r for r in rows if not r.row.steering_area]
    some = len(lacking) < len(rows)
    if lacking and (some or any(r.row.steering_area for r in table.rows if not r.is_item)):
        others = "andre rækker" if some else "summer"
        message = f"{_listed(lacking)} mangler styringsområde, som tabellens {others} har."
        yield _unlike_an_area(table, "missing", message, lacking)


def _unlike_an_area(table: Table, how: str, message: str, rows: list[TableRow]) -> Outcome:
    return Outcome("inconsistent", message, (table.row.table_kind, how), [r.evidence() for r in rows], "info")


def _uses_areas(document: Document) -> bool:
    """True where most of what stands in the area column is an area: other forms print a kind of cost there."""
    printed = [r.row.steering_area for c in document.cards for t in c.tables for r in t.items() if r.row.steering_area]
    return 2 * sum(bool(_AREA.match(a)) for a in printed) > len(printed)


def _listed(rows: list[TableRow]) -> str:
    first = f"'{shortened(rows[0].label)}'"
    return f"Rækken {first}" if len(rows) == 1 else f"{len(rows)} rækker (den første: {first})"


def _quoted(words: list[str]) -> str:
    return " og ".join(f"'{w}'" for w in words)


@card_rule(
    "part_of",
    title="Del og helhed",
    claim="En del (heraf) er ikke større end det, den er en del af",
    sides=("Delen", "Helheden"),
    reads=("economic_amounts", "economic_rows", "economic_tables"),
    proves="a row that is part of the row above it is no larger in any year",
)
def part_of(card: Card, _: Context) -> Iterator[Outcome]:
    """`Heraf konsulenter` <-> the row above that it is a part of."""
    for table in card.tables:
        whole: TableRow | None = None
        for row in table.rows:
            if not _PART.match(row.label):
                whole = row if row.cells else whole
            elif whole is not None:
                yield from _part(table, row, whole)


def _part(table: Table, row: TableRow, whole: TableRow) -> Iterator[Outcome]:
    for number in sorted(row.cells.keys() & whole.cells.keys()):
        part, of = row.cells[number], whole.cells[number]
        if not (part.sure and of.sure) or ZERO in (part.interval, of.interval):
            continue
        when = f" i {part.year}" if part.year else ""
        key = (table.row.table_kind, row.label, str(part.year or number))
        evidence = [row.evidence(number), whole.evidence(number)]
        if not _exceeds(part.interval, of.interval):
            yield Outcome("exact", f"'{row.label}'{when} er ikke større end '{whole.label}'.", key, evidence)
            continue
        message = (
            f"'{row.label}'{when} er {money(part.interval)}, mere end det, den er en del af: '{whole.label}' er "
            f"{money(of.interval)}."
        )
        yield Outcome(
            "inconsistent", message, key, evidence, "error", of.interval, part.interval, year=part.year,
            cells=frozenset({part.id, of.id}), rows=frozenset({row.id, whole.id}),
        )  # fmt: skip


def _exceeds(part: Interval, whole: Interval) -> bool:
    """True for an amount larger than its whole; of two signs nothing is known: a saving may be part of a net cost."""
    same_sign = (part.dkk < 0) == (whole.dkk < 0)
    return same_sign and part.size.low2 > whole.size.high2


@card_rule(
    "administration_table",
    title="Administrationstabellen",
    claim="Den tabel, teksten siger er der, er trykt, og omvendt",
    sides=("Teksten", "Tabellen"),
    quantity="text",
    worst="warning",
    worst_on_scans="info",
    reads=("economic_tables", "card_sections", "source_lines"),
    proves="the table of administrative effects is printed where the text announces it, and only there",
)
def administration_table(card: Card, _: Context) -> Iterator[Outcome]:
    """A table announced and not printed, its note without it, or a table beside `indeholder ikke`."""
    tables = [t for t in card.tables if t.row.table_kind == "administration"]
    filled = next(filter(_has_amounts, tables), None)
    said = _of_administration(card)
    denied = bool(_NONE.search(said[:120]))
    evidence = [_where(card, said)]
    if denied and filled:
        message = f"Teksten siger '{shortened(said, 80)}', men {filled.row.caption or 'tabellen'} har beløb."
        yield Outcome("inconsistent", message, ("denied",), [*evidence, filled.evidence], "warning")
    elif not tables and not denied and _THERE.search(said):
        message = f"Teksten siger '{shortened(said, 80)}', men tabellen er ikke trykt."
        yield Outcome("inconsistent", message, ("announced",), evidence, "warning")
    elif not tables and (around := _around_the_table(card)):
        message = f"'{shortened(around[0].text, 80)}' er trykt uden den tabel, den hører til."
        yield Outcome("inconsistent", message, ("note",), around[:2], "info")
    elif tables or said:
        yield Outcome("exact", "Tekst og tabel om administration følges ad.", ("follows",), evidence)


def _has_amounts(table: Table) -> bool:
    return any(r.amounts for r in table.rows)


def _where(card: Card, said: str) -> Evidence:
    """The printed line that a passage begins in, else the card."""
    opening = said[:25]
    places = find_lines(card, re.compile(re.escape(opening))) if opening.strip() else []
    return places[0] if places else card.evidence


def _of_administration(card: Card) -> str:
    """What the section on administrative effects says before the form's own note; empty without one."""
    section = next((s for s in card.sections if _ADMINISTRATION.search(s.heading)), None)
    return _NOTE.split(" ".join(section.text.split()))[0] if section else ""


def _around_the_table(card: Card) -> list[Evidence]:
    """The caption and the note that the form prints around the table of administrative effects."""
    if "dministrati" not in card.text[0]:
        return []
    return [*find_lines(card, _CAPTION), *find_lines(card, _NOTE)]


@document_rule(
    "overview_heading",
    title="Oversigtens hoved",
    claim="Oversigten siger prisniveau og enhed for alle sine beløb",
    sides=("Oversigten", "Ellers"),
    quantity="text",
    worst="info",
    reads=("overview_amounts", "documents"),
    proves="the overview prints a price level over all of its amounts, where it prints one over some",
)
def overview_heading(document: Document, _: Context) -> Iterator[Outcome]:
    """A price level over the effect, none over what it costs."""
    levels: dict[str, int | None] = {}
    for row in document.overview:
        if row.amount_dkk is not None and row.measure != "payback_years":
            levels[row.measure] = levels.get(row.measure) or row.price_level
    without = [m for m, level in levels.items() if level is None]
    lines = document.overview_lines
    if not lines or not without or len(without) == len(levels):
        return
    known = next(level for level in levels.values() if level)
    message = (
        f"Oversigten siger {known} p/l for én kolonne, men intet prisniveau for {' og '.join(without)}: to "
        f"prisniveauer "
        "i samme tabel uden mærke."
    )
    yield Outcome("inconsistent", message, ("level",), [lines[0].evidence(without[0])], "info")


@card_rule(
    "goals_in_one_row",
    title="Flere mål i én række",
    claim="Hvert opfølgningsmål har sin egen række og sin egen frist",
    sides=("Frister", "Mål"),
    quantity="text",
    worst="warning",
    worst_on_scans="info",
    reads=("follow_up_goals",),
    proves="a row of goals has as many dates as it has goals",
)
def goals_in_one_row(card: Card, _: Context) -> Iterator[Outcome]:
    """Three goals with three responsible and two dates in one row: nobody can tell which is due when."""
    for goal in card.goals:
        goals, dates = _responsible(goal), _DUE.findall(goal.due or "")
        if min(goals, len(dates)) > 1 and len(dates) != goals and not _JOINED.search(_DUE.sub(" ", goal.due or "")):
            message = (
                f"Rækken '{shortened(goal.goal or '', 80)}' har {goals} mål med hver sin ansvarlige, "
                f"men {len(dates)} frister ('{goal.due}')."
            )
            place = evidence_of(goal, printed_goal(goal, measure=False)[:240])
            yield Outcome(
                "inconsistent", message, (goal.goal or str(goal.row_no),), [place], "warning",
                expected_text=str(goals), printed_text=str(len(dates)),
            )  # fmt: skip


def _responsible(goal: FollowUpGoalRow) -> int:
    """How many responsible the row names: how often it repeats how the first one begins, `Kontor for`."""
    words = (goal.responsible or "").split()
    named = any(w[:1].isupper() for w in words)
    return (goal.responsible or "").count(" ".join(words[:2])) if named else 0
