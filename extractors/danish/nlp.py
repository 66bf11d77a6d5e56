"""One spaCy pipeline for a bilag's running text: words, sentences, and periods and organisations as spans.

It is `spacy.blank("da")` with a tokenizer and components of our own, so nothing has to be downloaded. Each works on the
text as a whole and then marks tokens: there is no work per sentence. The tokenizer cuts at letters, figures and signs;
spaCy's own takes seven times as long over its rules for abbreviations and addresses, of which the sentences, periods
and organisations found here need none.

After `analyse`, a Doc's text is the text given, `doc.sents` are its sentences, and `doc.spans` has the groups
`periods` and `organisations`. A span's `id_` names what was found (an organisation's id, a period's kind);
`doc._.periods` and `doc._.organisations` hold the records, in the same order, with exact offsets; a span is widened to
whole tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import registry

from extractors.danish import organisations
from extractors.danish.periods.find import find_periods
from extractors.danish.sentences import sentences

__all__ = ["analyse", "pipeline", "sentences"]

_GROUPS: Final = ("periods", "organisations")
_MAX_CHARS: Final = 20_000_000  # spaCy's own limit guards parsers that need memory per token; we have none
_MAX_WORD: Final = 500  # nothing longer is a word, and spaCy keeps each in its vocabulary
_NO_START: Final = np.iinfo(np.uint64).max  # -1, as spaCy's arrays hold it
_TOKEN_RE: Final = re.compile(rf"(\w{{1,{_MAX_WORD}}}|[^\w\s]|\s)( ?)")


@cache
def pipeline() -> Language:
    """The pipeline, built once a process."""
    for name in _GROUPS:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=())
    nlp = spacy.blank("da", config={"nlp": {"tokenizer": {"@tokenizers": "bilag_tokenizer"}}})
    nlp.max_length = _MAX_CHARS
    for component in ("bilag_sentences", "bilag_periods", "bilag_organisations"):
        nlp.add_pipe(component)
    return nlp


def analyse(texts: Iterable[str], *, batch_size: int = 64) -> Iterator[Doc]:
    """Every text as a Doc with sentences and span groups, in order; texts are read in batches."""
    yield from pipeline().pipe(texts, batch_size=batch_size)


@registry.tokenizers("bilag_tokenizer")  # type: ignore[untyped-decorator]  # spaCy leaves it so
def _tokenizer() -> Any:
    return _Tokenizer


class _Tokenizer:
    """Words, numbers and single signs; a blank behind one is the token's own, any other is a token."""

    def __init__(self, nlp: Language) -> None:
        self._vocab = nlp.vocab

    def __call__(self, text: str) -> Doc:
        found = _TOKEN_RE.findall(text)
        return Doc(self._vocab, words=[word for word, _ in found], spaces=[bool(blank) for _, blank in found])


@Language.component("bilag_sentences")
def _mark_sentences(doc: Doc) -> Doc:
    """Sentence starts as one array: set token by token, each would make spaCy look through the document."""
    if not len(doc):
        return doc
    offsets: Any = doc.to_array(["IDX"])
    starts = np.searchsorted(offsets, [start for start, _ in sentences(doc.text)])
    # Every word says whether it starts a sentence: where all but the first say nothing, spaCy sees none (E030).
    marks: Any = np.full((len(doc), 1), _NO_START, dtype=np.uint64)
    marks[np.minimum([0, *starts], len(doc) - 1), 0] = 1
    return doc.from_array(["SENT_START"], marks)


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
