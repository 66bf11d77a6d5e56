"""Whether the form of a document is known: what is read without its words is told so."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.reconcile.model import Document
from pipeline.reconcile.rule import Context, Outcome, document_rule
from schemas.dataset import Evidence


@document_rule(
    "unknown_form",
    worst="warning",
    title="Skemaet",
    claim="En skabelon passer på dokumentet",
    reads=("documents",),
    proves="a template fits the document",
)
def unknown_form(document: Document, _: Context) -> Iterator[Outcome]:
    """A document that no template fits: published as printed, without the meaning of any form."""
    first = document.lines[0] if document.lines else None
    name = document.row.title or document.row.file_name
    place = Evidence(page=first.page, line=first.line, bbox=first.bbox, text=first.text.strip()) if first else None
    evidence = [place or Evidence(text=name)]
    if document.row.template != "generic":
        message = f"Dokumentet er læst med skemaet '{document.row.template}'."
        yield Outcome("exact", message, ("form",), evidence)
        return
    message = (
        "Dokumentets skema er ukendt: tal og tekst er gengivet, som de er trykt, men ingen skabelon har bekræftet, "
        "hvad rækker og felter betyder."
    )
    yield Outcome("inconsistent", message, ("form",), evidence, "warning")
