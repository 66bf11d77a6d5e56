"""The language layer: what the cards' running text names, by one spaCy pipeline over all of a document's cards at once.

It stands on top of the extraction and only adds to it: organisations under their canonical id, and periods as the
dates they mean, each with its offsets, its sentence and the place it is printed. Money in running text is read once,
with the records themselves (`extractors.cards.prose`).
"""

from __future__ import annotations

from bisect import bisect_right

from extractors.danish.nlp import analyse
from extractors.danish.organisations import FoundOrganisation
from extractors.danish.periods.find import FoundPeriod
from schemas.dataset import MentionRow
from schemas.extraction import CardText, Extraction


def add_mentions(extraction: Extraction) -> None:
    """File the organisations and periods that the cards' texts name, in order of print."""
    texts = extraction.texts
    for card, doc in zip(texts, analyse(t.text for t in texts), strict=True):
        found: list[FoundOrganisation | FoundPeriod] = [*doc._.organisations, *doc._.periods]
        sentences = [(s.start_char, s.end_char) for s in doc.sents]
        starts = [start for start, _ in sentences]
        for mention in sorted(found, key=lambda m: (m.char_start, m.char_end)):
            low, high = sentences[max(0, bisect_right(starts, mention.char_start) - 1)]
            extraction.add(_row(extraction, card, mention, card.text[low:high]))


def warm_up() -> None:
    """Build the pipeline and run it once, so that the first document does not pay for it."""
    for _ in analyse(["Der afsættes 1 mio. kr. i 2026."]):
        pass


def _row(extraction: Extraction, card: CardText, mention: FoundOrganisation | FoundPeriod, sentence: str) -> MentionRow:
    part = card.part_at(mention.char_start)
    page, line, bbox = part.place_at(mention.char_start)
    row = MentionRow(
        document_id=extraction.document.document_id,
        page=page,
        line=line,
        bbox=bbox,
        card_id=card.card_id,
        section_no=part.section_no,
        kind="organisation",
        text=card.text[mention.char_start : mention.char_end],
        sentence=" ".join(sentence.split()),
        char_start=mention.char_start,
        char_end=mention.char_end,
    )
    if isinstance(mention, FoundOrganisation):
        return row.model_copy(update={"organisation_id": mention.organisation.id})
    period = mention.period
    return row.model_copy(update={"kind": "period", "date_from": period.date_from, "date_to": period.date_to})
