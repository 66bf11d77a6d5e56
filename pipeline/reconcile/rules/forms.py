"""The form around the figures: approvals, hearings, dates, template text left in, table numbers, references."""

from __future__ import annotations

import datetime as dt
import re
import statistics
from collections import defaultdict
from collections.abc import Iterator

from pipeline.reconcile.danish import MONTHS, danish_date, plain_title
from pipeline.reconcile.lines import find_lines
from pipeline.reconcile.model import Card, Document, evidence_of
from pipeline.reconcile.rule import Context, Outcome, card_rule, document_rule
from schemas.dataset import ConsultationRow, Evidence

_CENTRE = re.compile(r"center for økonomi", re.I)
_MONTH = "|".join(MONTHS)
_MONTHS = re.compile(_MONTH, re.I)
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}\.? ?(?:{_MONTH})|(?:{_MONTH}) 20\d\d|\d{{1,2}}[-/.]\d{{1,2}}[-/.](?:20)?\d\d)\b", re.I
)
_YEAR = re.compile(r"20\d\d")
_PENDING = re.compile(r"\bafventer|ikke relevant|endnu ikke", re.I)
_TEMPLATE = re.compile(
    r"\bangiv (?:dato|titel|navn|p/l:[ \t]*$)|slet herunder|slettes hvis|afsnittet udfyldes"
    r"|sendes til:|\[angiv|henvisning til ofs"
    r"|alle forslag,? der indeholder|skal (?:godkendes|vurderes|have været) (?:i|af)? ?(?:deres endelige|høring)"
    r"|kan lave en endelig godkendelse|udfyldes kun",
    re.I | re.M,
)
_PERIOD = re.compile(r"\bOFS (\d\d|20\d\d)\s?[-/–]\s?(\d\d|20\d\d)\b")
_CAPTION = re.compile(r"^\s*(?:Tabel|TABEL) (\d+)\s*[.:–-]\s*(.+)")
_GOES_ON = re.compile(
    r"\b(?:jf|jfr|se|i|af|fra|og|samt|til|under)\.?\s*$", re.I
)  # the line before a broken `i tabel 1.`
_ANNEX = re.compile(r"\bbilag (\d{1,2}[a-z])\b", re.I)
_PRESENTING = re.compile(r"fremstillende\s+forvaltning", re.I)
_REFERENCE = re.compile(r"\b(?:jf\.?|i|af|se|fremgår af) tabel (\d+)\b", re.I)


def consultation_evidence(row: ConsultationRow) -> Evidence:
    """An approval or hearing as a place."""
    parts = (row.body, row.answer, row.date.isoformat() if row.date else None, row.note)
    return evidence_of(row, " | ".join(p for p in parts if p)[:200] or row.kind)


@card_rule(
    "consultation",
    worst="warning",
    worst_on_scans="info",
    title="Høring og godkendelse",
    claim="Et svar passer til datoen og noten ved siden af",
    reads=("consultations", "card_sections"),
    proves="an answer of an approval or hearing goes with the date and the note beside it",
)
def consultation(card: Card, _: Context) -> Iterator[Outcome]:
    """`Nej` with a date, `Ja` still pending, a proposal not approved, a party in the money that was not heard."""
    for row in card.consultations:
        problem = _problem(card, row)
        key = (row.kind, row.body or "")
        if problem:
            yield Outcome("inconsistent", problem, key, [consultation_evidence(row)], "warning")
        elif row.answer:
            shown = f"{row.body}: svaret '{row.answer}' passer med det, der står ved siden af."
            yield Outcome("exact", shown, key, [consultation_evidence(row)])


def _problem(card: Card, row: ConsultationRow) -> str | None:
    dated = row.date is not None or bool(_DATE.search(row.note or ""))
    shown = danish_date(row.date) if row.date else (_DATE.search(row.note or "") or [""])[0]
    if row.kind == "approval" and row.answer == "nej":
        return f"{row.body} har svaret 'Nej'" + (
            f", men med en godkendelsesdato ({shown})." if dated else ": ikke godkendt."
        )
    if row.answer == "nej" and dated and not _PENDING.search(row.note or "") and not _ahead(card, row, shown):
        return f"{row.body} er besvaret 'Nej', men der står en dato ved siden af ({shown})."
    if row.answer == "ja" and re.search(r"\bafventer", row.note or "", re.I):
        return f"{row.body} er besvaret 'Ja', men bemærkningen siger '{row.note}'."
    if row.answer in ("nej", "ikke relevant") and re.search(r"koncern.?it", row.body or "", re.I) and _paid_to_it(card):
        return f"{row.body} er ikke hørt ('{row.answer}'), selv om forslagets økonomi nævner Koncern IT."
    return None


def _ahead(card: Card, row: ConsultationRow, shown: str) -> bool:
    """True for a date after the proposal's approval: the answer is still to come, as the date says."""
    approved = max((r.date for r in card.consultations if r.kind == "approval" and r.date), default=None)
    if approved is None:
        return False
    if row.date is not None:
        return row.date > approved
    year, month = _YEAR.search(shown), _MONTHS.search(shown)
    if year is None:
        return False
    number = _MONTH.split("|").index(month[0].lower()) + 1 if month else 12
    return (int(year[0]), number) > (approved.year, approved.month)


def _paid_to_it(card: Card) -> bool:
    names = re.compile(r"\b[Kk][Oo][Nn][Cc][Ee][Rr][Nn].?[Ii][Tt]\b|\bKIT\b")
    rows = (r.label for t in card.tables for r in t.items())
    return any(names.search(t) for t in (*rows, *(p.sentence for p in card.prose)))


@document_rule(
    "approval_date",
    worst="warning",
    worst_on_scans="info",
    title="Datoer",
    claim="Godkendelser er dateret som de andre, og opfølgning ligger efter dem",
    reads=("consultations", "follow_up_goals"),
    proves="approvals are dated like the others, and goals are due after the approval",
)
def approval_date(document: Document, _: Context) -> Iterator[Outcome]:
    """An approval a year from the bilag's others; a follow-up that was due before its proposal was approved."""
    dated = [
        (card, row) for card in document.cards for row in card.consultations
        if row.kind == "approval" and row.date and _CENTRE.search(row.body or "")
    ]  # fmt: skip
    if not dated:
        return
    middle = dt.date.fromordinal(round(statistics.median(r.date.toordinal() for _, r in dated if r.date)))
    for card, row in dated:
        assert row.date  # noqa: S101 -- chosen so
        off = abs((row.date - middle).days) > 180 and len(dated) > 2
        message = f"Godkendelsen er dateret {danish_date(row.date)}" + (
            f", mens de andre forslag er godkendt omkring {danish_date(middle)}." if off else "."
        )
        status = "inconsistent" if off else "exact"
        severity = "warning" if off else None
        yield Outcome(status, message, ("approval",), [consultation_evidence(row)], severity, card=card)  # type: ignore[arg-type]
        for goal in card.goals:
            if goal.due_to and goal.due_to < min(row.date, middle):
                approved = danish_date(row.date)
                message = (
                    f"Opfølgningsmålet '{goal.goal}' skulle nås {goal.due}, før forslaget blev godkendt {approved}."
                )
                place = evidence_of(goal, f"{goal.goal} | {goal.due}")
                yield Outcome(
                    "inconsistent", message, ("due", goal.goal or str(goal.row_no)),
                    [place, consultation_evidence(row)], "warning", card=card,
                )  # fmt: skip


@card_rule(
    "template_text",
    worst="warning",
    worst_on_scans="info",
    title="Vejledningstekst",
    claim="Skabelonens vejledning er udfyldt eller taget ud",
    reads=("source_lines",),
    proves="the form's guidance text has been filled in or taken out",
)
def template_text(card: Card, _: Context) -> Iterator[Outcome]:
    """Words that only the empty form says."""
    found = find_lines(card, _TEMPLATE)
    if found:
        places = "1 sted" if len(found) == 1 else f"{len(found)} steder, første gang"
        message = f"Skabelonens vejledningstekst står tilbage {places}: '{found[0].text[:80]}'."
        yield Outcome("inconsistent", message, ("template",), found, "warning")


@card_rule(
    "organisation",
    worst="warning",
    worst_on_scans="info",
    title="Forvaltning",
    claim="Det er en forvaltning, der fremstiller forslaget",
    reads=("cards",),
    proves="an administration presents the proposal, not a committee",
)
def organisation(card: Card, _: Context) -> Iterator[Outcome]:
    """`Fremstillende forvaltning` that names an udvalg."""
    name = card.row.presenting_administration or ""
    asked = "udvalg" in name.lower() and "forvaltning" not in name.lower() and find_lines(card, _PRESENTING)
    if asked:  # other forms ask for the committee itself
        places = find_lines(card, re.compile(re.escape(name[:25]), re.I)) or [card.evidence]
        message = f"Som fremstillende forvaltning er trykt et udvalg: '{name}'."
        yield Outcome("inconsistent", message, ("presenting",), places[:1], "warning")


@card_rule(
    "period",
    worst="warning",
    worst_on_scans="info",
    title="Budgetperiode",
    claim="En budgetperiode går fra et år til det næste",
    quantity="text",
    reads=("source_lines",),
    proves="a named budget period runs from one year to the next",
)
def period(card: Card, _: Context) -> Iterator[Outcome]:
    """`OFS 25-25`."""
    for place in find_lines(card, _PERIOD):
        found = _PERIOD.search(place.text)
        if found and int(found[2]) % 100 != (int(found[1]) + 1) % 100:
            message = f"'{found[0]}' er ikke en overførselssag: perioden går fra et år til det næste."
            yield Outcome("inconsistent", message, (found[0],), [place], "warning")


@card_rule(
    "table_numbers",
    worst="warning",
    worst_on_scans="info",
    title="Tabelnumre",
    claim="Hvert tabelnummer bruges én gang, og de, der henvises til, findes",
    quantity="text",
    reads=("source_lines",),
    proves="every table number is used once, and every one referred to is there",
)
def table_numbers(card: Card, _: Context) -> Iterator[Outcome]:
    """Two tables of one number; a reference to a table the card has not; a heading over another's content."""
    captions: dict[str, dict[str, Evidence]] = defaultdict(dict)
    for at, line in enumerate(card.lines):
        found = _CAPTION.match(line.text)
        if found and not (at and _GOES_ON.search(card.lines[at - 1].text)):
            captions[found[1]].setdefault(plain_title(found[2])[:14], evidence_of(line, line.text.strip()))
            below = card.lines[at + 1 : at + 6]
            if "samarbejdspartner" in found[2].lower() and any(_CENTRE.match(x.text.strip()) for x in below):
                message = f"'{line.text.strip()}' står over godkendelsen fra Center for Økonomi."
                yield Outcome(
                    "inconsistent",
                    message,
                    ("content", found[1]),
                    [evidence_of(line, line.text.strip())],
                    "warning",
                )
    for number, places in captions.items():
        if len(places) > 1:
            message = (
                f"To tabeller hedder Tabel {number}: "
                + " og ".join(f"'{p.text[:60]}'" for p in list(places.values())[:2])
                + "."
            )
            yield Outcome("inconsistent", message, ("twice", number), list(places.values()), "info")
    for place in find_lines(card, _REFERENCE) if captions else ():
        found = _REFERENCE.search(place.text)
        if found and found[1] not in captions:
            message = f"Teksten henviser til tabel {found[1]}, som forslaget ikke har."
            yield Outcome("inconsistent", message, ("reference", found[1]), [place], "warning")


@document_rule(
    "annex_reference",
    worst="info",
    title="Henvisning til bilag",
    claim="Et bilag, der henvises til, er blandt de læste",
    reads=("source_lines", "documents"),
    proves="an annex referred to is among the bilag read",
)
def annex_reference(document: Document, context: Context) -> Iterator[Outcome]:
    """`fremgår af særskilt bilag 2b`: told where 2b was not read; it may be confidential, so it is a remark."""
    seen: set[str] = set()
    for line in document.lines:
        for found in _ANNEX.finditer(line.text):
            number = found[1].lower()
            if number in seen or number == (document.row.bilag_no or "").lower():
                continue
            seen.add(number)
            place = evidence_of(line, line.text.strip())
            if number in context.annexes:
                yield Outcome("exact", f"Bilag {number}, som der henvises til, er læst.", (number,), [place])
            else:
                message = f"Der henvises til bilag {number}, som ikke er blandt de læste."
                yield Outcome("not_checkable", message, (number,), [place], "info")
