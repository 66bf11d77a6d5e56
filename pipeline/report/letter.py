"""A letter to the administration behind a proposal: the questions that its findings raise, each with its two places.

Written for the person who does this by hand today: polite, to the point, the worst first, and every figure as printed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pipeline.reconcile.names import CARD_KINDS
from pipeline.report.dataset import Release
from pipeline.report.findings import FindingView, Place, finding_views
from pipeline.report.ranking import proposals
from schemas.dataset import CardRow, Severity

_MOST_PLACES = 10
_CONTRADICT: Final = "Vil I oplyse, hvad der er rigtigt, og hvor det rettes?"
_JUDGE: Final = "Vil I se på stedet og oplyse, om det er, som det skal være?"
OPENING: Final = (
    "Ved gennemgangen af bilaget er vi stødt på nedenstående steder i forslaget, hvor vi har brug for jeres hjælp "
    "til at forstå, hvad der gælder. Tallene er gengivet, som de er trykt."
)
CLOSING: Final = (
    "I er meget velkomne til at ringe eller skrive, hvis noget er uklart. På forhånd mange tak for hjælpen."
)
REGARDS: Final = "Med venlig hilsen"
_KINDS: Final = {"Investeringsforslag": "investeringsforslaget", "Innovationsforslag": "innovationsforslaget",
                 "Foranalyse": "foranalysen", "Budgetnotat": "budgetnotatet", "Indsats": "indsatsen"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its heading, what stands where, the places as rows (place, what, figure), and what is asked."""

    heading: str
    told: str
    places: list[tuple[str, str, str]]
    asked: str
    more: str
    finding_id: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter on one proposal."""

    to: str
    subject: str
    source: str
    opening: str
    questions: list[Question]
    closing: str


def letter(release: Release, card: CardRow, severities: Iterable[Severity] = ("error", "warning")) -> Letter:
    """The letter on the open findings of a proposal of these severities; it may hold no question."""
    wanted = set(severities)
    views = [v for v in finding_views(release)
             if v.card_id == card.card_id and v.status == "open" and v.severity in wanted]  # fmt: skip
    ranked = proposals(views)
    name = " ".join(p for p in (card.case_id, card.title) if p)
    kind = _KINDS.get(CARD_KINDS.get(card.kind, ""), "forslaget")
    document = release.documents_by_id[card.document_id]
    return Letter(
        to=card.presenting_administration or "Forvaltningen",
        subject=f"Spørgsmål til {kind} {name}",
        source=f"{release.names[card.document_id]} ({document.file_name})"
        if document.file_name not in release.names[card.document_id] else release.names[card.document_id],
        opening=OPENING if ranked else "Gennemgangen af bilaget har ikke givet anledning til spørgsmål til forslaget.",
        questions=[_question(n, f) for n, f in enumerate(ranked[0].findings, 1)] if ranked else [],
        closing=CLOSING,
    )  # fmt: skip


def _question(number: int, view: FindingView) -> Question:
    places = [p for p in (view.main, *view.others[:_MOST_PLACES]) if p]
    left = len(view.others) - _MOST_PLACES
    more = [f"og {left} steder til"] if left > 0 else []
    if view.echoes:
        follow = "én anden forskel" if len(view.echoes) == 1 else f"{len(view.echoes)} andre forskelle"
        more.append(f"{follow} i forslaget ser ud til at følge heraf")
    return Question(
        heading=f"{number}. {view.rule_name}{f' ({view.year})' if view.year else ''}",
        told=view.message,
        places=[_row(p) for p in places],
        asked=_CONTRADICT if view.severity == "error" else _JUDGE,
        more=(f"{'; '.join(more)}.".capitalize() if more else ""),
        finding_id=view.id,
    )


def _row(place: Place) -> tuple[str, str, str]:
    where = place.where[:1].upper() + place.where[1:]
    return where, place.label, place.amount
