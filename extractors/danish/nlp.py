"""One spaCy pipeline for a bilag's running text: sentences, lemmas, and periods and organisations as spans.

It is `spacy.blank("da")` with our own components, so nothing has to be downloaded; the lemmas come from the package
`spacy-lookups-data`. Each component works on the text as a whole and then marks tokens: there is no work per sentence.

After `analyse`, a Doc's text is the text given, `doc.sents` are its sentences, and `doc.spans` has the groups
`periods` and `organisations`. A span's `id_` names what was found (an organisation's id, a period's kind);
`doc._.periods` and `doc._.organisations` hold the records, in the same order, with exact offsets; a span is widened to
whole tokens.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import Any, Final

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from extractors.danish import organisations
from extractors.danish.periods.find import find_periods
from extractors.danish.sentences import sentences

__all__ = ["analyse", "lemmas", "pipeline", "sentences"]

_GROUPS: Final = ("periods", "organisations")
_MAX_CHARS: Final = 20_000_000  # spaCy's own limit guards parsers that need memory per token; we have none
_MAX_WORD: Final = 500  # spaCy's tokenizer takes quadratic time over a longer run of characters without a blank
_NO_START: Final = np.iinfo(np.uint64).max  # -1, as spaCy's arrays hold it
_PIECE_RE: Final = re.compile(rf"\s+|\S{{1,{_MAX_WORD}}}")


@cache
def pipeline() -> Language:
    """The pipeline, built once a process."""
    for name in _GROUPS:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=())
    nlp = spacy.blank("da")
    nlp.max_length = _MAX_CHARS
    nlp.tokenizer = _Tokenizer(nlp)
    for component in ("bilag_words", "bilag_periods", "bilag_organisations"):
        nlp.add_pipe(component)
    return nlp


def analyse(texts: Iterable[str], *, batch_size: int = 64) -> Iterator[Doc]:
    """Every text as a Doc with sentences, lemmas and span groups, in order; texts are read in batches."""
    yield from pipeline().pipe(texts, batch_size=batch_size)


def lemmas(text: str) -> list[str]:
    """The lower-case lemmas of a text's words, in order: what prose and a table's label have in common."""
    table = _lemma_table()
    words = (t.lower_ for t in pipeline().make_doc(text) if t.is_alpha)
    return [table.get(word, word) for word in words]


class _Tokenizer:
    """spaCy's own tokenizer, but cutting at blanks and in even pieces where a text has no words."""

    def __init__(self, nlp: Language) -> None:
        self._vocab = nlp.vocab
        self._tokenize = nlp.tokenizer

    def __call__(self, text: str) -> Doc:
        if all(len(word) <= _MAX_WORD for word in text.split()):
            return self._tokenize(text)
        pieces = _PIECE_RE.findall(text)
        return Doc(self._vocab, words=pieces, spaces=[False] * len(pieces))


@Language.component("bilag_words")
def _mark_words(doc: Doc) -> Doc:
    """Sentence starts and lemmas, as one array: set token by token, each would make spaCy look through the document."""
    if not len(doc):
        return doc
    table, strings = _lemma_table(), doc.vocab.strings
    columns: Any = doc.to_array(["IDX", "LOWER"])
    marks: Any = np.zeros((len(doc), 2), dtype=np.uint64)
    starts = np.searchsorted(columns[:, 0], [start for start, _ in sentences(doc.text)])
    # Every word says whether it starts a sentence: where all but the first say nothing, spaCy sees none (E030).
    marks[:, 0] = _NO_START
    marks[np.minimum([0, *starts], len(doc) - 1), 0] = 1
    forms, places = np.unique(columns[:, 1], return_inverse=True)
    words = [strings[int(form)] for form in forms]
    marks[:, 1] = np.array([strings.add(table.get(word, word)) for word in words], dtype=np.uint64)[places]
    return doc.from_array(["SENT_START", "LEMMA"], marks)


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
