"""Approvals and hearings: answers against dates and notes, their order, boxes that tell nothing."""

from __future__ import annotations

import datetime as dt
import re
import statistics
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.reconcile.danish import MONTHS, danish_date
from pipeline.reconcile.model import Card, Document, evidence_of
from pipeline.reconcile.rule import Context, Outcome, card_rule, document_rule
from schemas.dataset import ConsultationRow, Evidence, Severity

_CENTRE = re.compile(r"center for økonomi", re.I)
_MONTH = "|".join(MONTHS)
_MONTHS = re.compile(_MONTH, re.I)
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}\.? ?(?:{_MONTH})|(?:{_MONTH}) 20\d\d|\d{{1,2}}[-/.]\d{{1,2}}[-/.](?:20)?\d\d)\b", re.I
)
_YEAR = re.compile(r"20\d\d")
_PENDING = re.compile(r"\bafventer|ikke relevant|endnu ikke", re.I)
_EXPECTED = re.compile(
    r"\bafventer|\bforventes|\bforventeligt|endnu ikke|\bvil (?:blive|ske|foreligge)|\bforelægges\b|\bbehandles\b"
    r"|\bpågår\b"
    r"|\bundervejs\b|\bfølger\b|\bmangler\b",
    re.I,
)
_GUIDANCE = re.compile(r"^(?:alle |digitaliseringsprojekter skal|forslag (?:der|med)|angiv)", re.I)
_BOTH = re.compile(r"^(?:ja\W+)?nej\b", re.I)
_IT = re.compile(r"koncern.?it|\bKIT\b", re.I)
_BEFORE_APPROVAL = re.compile(r"ejendomsfaglig|hr-?kreds|velfærdsanalytisk", re.I)
"""Bodies that the form wants heard before Center for Økonomi approves."""
_FEW_APPROVALS = 2  # with no more of them, none is usual
_NEAR_DAYS = 180  # within so many days approvals are of one round
_Problem = tuple[str, Severity]
"""What is wrong, in Danish, and how badly."""


def consultation_evidence(row: ConsultationRow) -> Evidence:
    """An approval or hearing as a place."""
    date = danish_date(row.date) if row.date and not _DATE.search(row.note or "") else None
    parts = (row.body, row.answer, date, row.note)
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
        found = _problem(card, row)
        key = (row.kind, row.body or "")
        if found:
            yield Outcome("inconsistent", found[0], key, [consultation_evidence(row)], found[1])
        elif row.answer:
            shown = f"{row.body}: svaret '{row.answer}' passer med det, der står ved siden af."
            yield Outcome("exact", shown, key, [consultation_evidence(row)])


def _problem(card: Card, row: ConsultationRow) -> _Problem | None:
    """What is wrong with an answer, and how badly: the first thing that is."""
    answer = _Answer(row)
    return (
        _of_approval(answer)
        or _both_answers(answer)
        or _still_expected(card, answer)
        or _denied_and_dated(answer)
        or _paid_unheard(card, answer)
    )


class _Answer:
    """The answer of an approval or hearing with what stands beside it."""

    def __init__(self, row: ConsultationRow) -> None:
        """The note with blanks single; the date as a text states it, empty without one."""
        self.row = row
        self.note = " ".join((row.note or "").split()).rstrip(".")
        self.date = danish_date(row.date) if row.date else (_DATE.search(self.note) or [""])[0]


def _of_approval(answer: _Answer) -> _Problem | None:
    """A proposal not approved, approved and still waiting, or approved nobody knows when."""
    row, note = answer.row, answer.note
    if row.kind != "approval":
        return None
    if row.answer == "nej":
        how = f", men med en godkendelsesdato ({answer.date})." if answer.date else ": ikke godkendt."
        return f"{row.body} har svaret 'Nej'{how}", "warning"
    if row.answer == "ja" and _EXPECTED.search(note):
        return f"{row.body} har svaret 'Ja', men bemærkningen siger '{note}': godkendelsen udestår.", "warning"
    if row.answer == "ja" and not answer.date and not note:
        return f"{row.body} har svaret 'Ja' uden dato for godkendelsen.", "info"
    return None


def _both_answers(answer: _Answer) -> _Problem | None:
    row = answer.row
    asked = row.kind in ("approval", "hearing") and row.body
    if asked and row.answer is None and _BOTH.match(answer.note):
        return f"{row.body} har både 'Ja' og 'Nej': svaret kan ikke læses.", "warning"
    return None


def _denied_and_dated(answer: _Answer) -> _Problem | None:
    row = answer.row
    if row.answer == "nej" and answer.date and not _PENDING.search(answer.note):
        return f"Ud for {row.body} er svaret 'Nej', men der står en dato ved siden af ({answer.date}).", "warning"
    return None


def _paid_unheard(card: Card, answer: _Answer) -> _Problem | None:
    """Koncern IT, which the proposal pays, was not heard."""
    row = answer.row
    if row.answer in ("nej", "ikke relevant") and _IT.search(row.body or "") and paid_to_it(card):
        message = f"{row.body} er ikke hørt ('{row.answer}'), selv om forslagets økonomi nævner Koncern IT."
        return message, "warning"
    return None


def _still_expected(card: Card, answer: _Answer) -> _Problem | None:
    """A hearing that is still to come though the proposal is approved: before the approval it should have been made."""
    row, note = answer.row, answer.note
    if row.kind != "hearing" or _GUIDANCE.match(note):
        return None
    ahead = _ahead(card, row, answer.date)
    found = _EXPECTED.search(note)
    if found is None and not (ahead and row.answer == "nej"):
        return None
    if row.answer == "ja":
        waits = re.match(r"afventer|forvent|endnu", found[0], re.I)  # type: ignore[index]
        severity: Severity = "warning" if waits or ahead else "info"
        return f"Ud for {row.body} er svaret 'Ja', men bemærkningen siger '{note}'.", severity
    if not any(r.kind == "approval" for r in card.consultations):
        return None
    message = f"{row.body} udestår ('{note or answer.date}'), selv om forslaget er forelagt til godkendelse."
    return message, _late_hearing(row)


def _late_hearing(row: ConsultationRow) -> Severity:
    """How bad it is that a body is heard after the approval: the form wants some of them before it."""
    return "warning" if _BEFORE_APPROVAL.search(row.body or "") else "info"


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


def paid_to_it(card: Card) -> str:
    """The row or sentence of the card's money that names Koncern IT; empty where none does."""
    names = re.compile(r"\b[Kk][Oo][Nn][Cc][Ee][Rr][Nn].?[Ii][Tt]\b|\bKIT\b")
    rows = (r.label for t in card.tables for r in t.items())
    return next((t for t in (*rows, *(p.sentence for p in card.prose)) if names.search(t)), "")


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
    approvals = list(_approvals(document))
    if not approvals:
        return
    usual = dt.date.fromordinal(round(statistics.median(a.date.toordinal() for a in approvals)))
    for one in approvals:
        yield _beside_others(one, usual, alone=len(approvals) <= _FEW_APPROVALS)
        yield from _due_before(one, usual)


class _Approval(NamedTuple):
    """A proposal that Center for Økonomi approved, and when."""

    card: Card
    row: ConsultationRow
    date: dt.date


def _approvals(document: Document) -> Iterator[_Approval]:
    for card in document.cards:
        for row in card.consultations:
            if row.kind == "approval" and row.date and _CENTRE.search(row.body or ""):
                yield _Approval(card, row, row.date)


def _beside_others(one: _Approval, usual: dt.date, *, alone: bool) -> Outcome:
    """The approval's date beside the usual one of the bilag; `alone`: there are too few to know of one."""
    message, place = f"Godkendelsen er dateret {danish_date(one.date)}", [consultation_evidence(one.row)]
    if alone or abs((one.date - usual).days) <= _NEAR_DAYS:
        return Outcome("exact", f"{message}.", ("approval",), place, card=one.card)
    message += f", mens de andre forslag er godkendt omkring {danish_date(usual)}."
    return Outcome("inconsistent", message, ("approval",), place, "warning", card=one.card)


def _due_before(one: _Approval, usual: dt.date) -> Iterator[Outcome]:
    """Follow-up goals that were due before the proposal, and the bilag's others, were approved."""
    approved = danish_date(one.date)
    for goal in one.card.goals:
        if goal.due_to and goal.due_to < min(one.date, usual):
            message = f"Opfølgningsmålet '{goal.goal}' skulle nås {goal.due}, før forslaget blev godkendt {approved}."
            place = evidence_of(goal, f"{goal.goal} | {goal.due}")
            yield Outcome(
                "inconsistent", message, ("due", goal.goal or str(goal.row_no)),
                [place, consultation_evidence(one.row)], "warning", card=one.card,
            )  # fmt: skip


@card_rule(
    "hearing_order",
    worst="warning",
    worst_on_scans="info",
    title="Rækkefølge",
    claim="Vurderinger og høringer ligger før godkendelsen",
    sides=("Høringen", "Godkendelsen"),
    quantity="text",
    reads=("consultations",),
    proves="assessments and hearings are dated no later than the approval that builds on them",
)
def hearing_order(card: Card, _: Context) -> Iterator[Outcome]:
    """An assessment dated after Center for Økonomi approved the final proposal."""
    approvals = [r for r in card.consultations if r.kind == "approval" and r.date]
    if len(approvals) != 1:
        return
    (approval,) = approvals
    if (made := _before_all(card, approval)) is not None:
        yield made
        return
    for row in card.consultations:
        if row.kind == "hearing" and row.date and approval.date:
            yield from _in_order(row, row.date, approval, approval.date)


def _in_order(
    hearing: ConsultationRow, heard: dt.date, approval: ConsultationRow, approved: dt.date
) -> Iterator[Outcome]:
    key, evidence = (hearing.body or "",), [consultation_evidence(hearing), consultation_evidence(approval)]
    if heard <= approved:
        yield Outcome("exact", f"{hearing.body} ligger før godkendelsen.", key, evidence)
    elif hearing.answer == "ja" and not _EXPECTED.search(hearing.note or ""):  # else told as still expected
        shown, limit = danish_date(heard), danish_date(approved)
        message = f"{hearing.body} er dateret {shown}, efter godkendelsesdatoen {limit}."
        yield Outcome(
            "inconsistent", message, key, evidence, _late_hearing(hearing), expected_text=limit, printed_text=shown
        )


_ALL_HEARD = 3  # dated hearings, all of them after the approval: then it is its date that is wrong


def _before_all(card: Card, approval: ConsultationRow) -> Outcome | None:
    """An approval dated before every hearing it builds on."""
    heard = [r for r in card.consultations if r.kind == "hearing" and r.date and r.answer == "ja"]
    dates = [r.date for r in heard if r.date]
    if len(heard) < _ALL_HEARD or approval.date is None or min(dates) <= approval.date:
        return None
    approved, first = danish_date(approval.date), danish_date(min(dates))
    message = f"Godkendelsen er dateret {approved}, før alle {len(heard)} høringer (den første {first})."
    return Outcome(
        "inconsistent", message, ("all",), [consultation_evidence(r) for r in (approval, *heard)], "warning",
        expected_text=first, printed_text=approved,
    )  # fmt: skip
