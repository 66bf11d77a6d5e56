"""One spaCy pipeline for a bilag's running text: sentences, lemmas, and amounts, periods and organisations as spans.

It is `spacy.blank("da")` with our own components, so nothing has to be downloaded; the lemmas come from the package
`spacy-lookups-data`. Each component works on the text as a whole and then marks tokens: there is no work per sentence.

After `analyse`, a Doc's text is the text given, `doc.sents` are its sentences, and `doc.spans` has the groups `amounts`,
`periods` and `organisations`. A span's `id_` names what was found (an organisation's id, a period's kind) and
`doc._.amounts`, `doc._.periods`, `doc._.organisations` hold the records, in the same order, with exact offsets; a span
is widened to whole tokens.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import Any, Final

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from extractors.danish import organisations
from extractors.danish.amounts import find_amounts
from extractors.danish.periods import find_periods
from extractors.danish.sentences import sentences

__all__ = ["analyse", "lemmas", "pipeline", "sentences"]

_GROUPS: Final = ("amounts", "periods", "organisations")
_MAX_CHARS: Final = 20_000_000  # spaCy's own limit guards parsers that need memory per token; we have none
_MAX_TOKEN: Final = 60  # a longer run of letters is no word, and the lookup table need not be asked


@cache
def pipeline() -> Language:
    """The pipeline, built once a process."""
    for name in _GROUPS:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=())
    nlp = spacy.blank("da")
    nlp.max_length = _MAX_CHARS
    for component in ("bilag_sentences", "bilag_lemmas", "bilag_amounts", "bilag_periods", "bilag_organisations"):
        nlp.add_pipe(component)
    return nlp


def analyse(texts: Iterable[str], *, batch_size: int = 64) -> Iterator[Doc]:
    """Every text as a Doc with sentences, lemmas and span groups, in order; texts are read in batches."""
    yield from pipeline().pipe(texts, batch_size=batch_size)


def lemmas(text: str) -> list[str]:
    """The lower-case lemmas of a text's words, in order: what prose and a table's label have in common."""
    table = _lemma_table()
    words = (t.lower_ for t in pipeline().make_doc(text) if t.is_alpha)
    return [table.get(word, word) if len(word) <= _MAX_TOKEN else word for word in words]


@Language.component("bilag_sentences")
def _mark_sentences(doc: Doc) -> Doc:
    starts = {start for start, _ in sentences(doc.text)}
    for token in doc:
        token.is_sent_start = token.idx in starts or token.i == 0
    return doc


@Language.component("bilag_lemmas")
def _mark_lemmas(doc: Doc) -> Doc:
    table = _lemma_table()
    for token in doc:
        word = token.lower_
        token.lemma_ = table.get(word, word)
    return doc


@Language.component("bilag_amounts")
def _mark_amounts(doc: Doc) -> Doc:
    found = find_amounts(doc.text)
    doc._.amounts = tuple(found)
    return _mark(doc, "amounts", [(a.char_start, a.char_end, "") for a in found])


@Language.component("bilag_periods")
def _mark_periods(doc: Doc) -> Doc:
    found = find_periods(doc.text)
    doc._.periods = tuple(found)
    return _mark(doc, "periods", [(f.char_start, f.char_end, f.period.kind) for f in found])


@Language.component("bilag_organisations")
def _mark_organisations(doc: Doc) -> Doc:
    found = organisations.find(doc.text)
    doc._.organisations = tuple(found)
    return _mark(doc, "organisations", [(f.char_start, f.char_end, f.organisation.id) for f in found])


def _mark(doc: Doc, group: str, found: list[tuple[int, int, str]]) -> Doc:
    spans = (_span(doc, start, end, group, name) for start, end, name in found)
    doc.spans[group] = SpanGroup(doc, name=group, spans=[s for s in spans if s is not None])
    return doc


def _span(doc: Doc, start: int, end: int, label: str, name: str) -> Span | None:
    span: Span | None = doc.char_span(start, end, label=label, span_id=name, alignment_mode="expand")
    return span


@cache
def _lemma_table() -> dict[str, str]:
    """Word form -> lemma, half a million Danish forms; empty where `spacy-lookups-data` is not installed."""
    try:
        packed = resources.files("spacy_lookups_data").joinpath("data/da_lemma_lookup.json.gz").read_bytes()
    except ModuleNotFoundError:
        return {}
    table: dict[str, Any] = json.loads(gzip.decompress(packed))
    return table
