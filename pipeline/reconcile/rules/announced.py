"""Whether the proposals that pre-analyses and innovation proposals announce came when they said."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.reconcile.model import Card, evidence_of
from pipeline.reconcile.rule import Context, Outcome, card_rule


@card_rule(
    "announced_proposal",
    worst="info",
    title="Bebudet forslag",
    claim="Et forslag, der er bebudet til en sag, er blandt dens forslag",
    reads=("prioritisation_criteria", "lineage"),
    proves="a proposal that a pre-analysis or innovation proposal announces is among those of the case it names",
)
def announced_proposal(card: Card, context: Context) -> Iterator[Outcome]:
    """The announced proposal against the lists of proposals of the run; another bilag may hold it."""
    told = context.announcements.get(card.id)
    if told is None:
        return
    row = next((c for c in card.criteria if c.expected_adoption), None)
    place = evidence_of(row, f"Forventet vedtagelse: {told.expected}") if row else card.evidence
    expected = f"Det investeringsforslag, som '{card.row.title}' bebuder til {told.expected},"
    if told.status == "came":
        yield Outcome("exact", f"{expected} findes, eller kan være fundet, blandt de senere forslag.", (), [place])
    elif told.status == "pending":
        message = f"{expected} kan ikke efterprøves: listen over forslag til den sag er ikke blandt bilagene."
        yield Outcome("not_checkable", message, (), [place])
    else:
        message = (
            f"{expected} er ikke fundet blandt forslagene i {', '.join(told.file_names)}. Det kan være opgivet, "
            "udskudt eller stå i et bilag, der ikke er her."
        )
        yield Outcome("inconsistent", message, (), [place], "info", expected_text=told.expected)
