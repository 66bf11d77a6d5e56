"""The words that a form repeats, as they must have stood on a scanned page.

One misread letter in `Kort resumé` would cost a card, one in `2027` a column. What a scan reads as nearly a form's word
at the start of a line or cell is that word; a year among years that go up one by one is told by its neighbours. Each
change is a `text_repairs` row. An unlikely year that was read clearly stays: the bilag may print it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import Levenshtein

from extractors.cards.scanned_labels import with_endings, with_like_labels, with_years_together
from extractors.cards.scanned_phrases import mended_start
from extractors.danish.ocr_repair.known import is_danish, without_slip
from extractors.danish.ocr_repair.lexicon import common_lexicon
from schemas.dataset import TextRepairRow
from schemas.source import BBox, Block, GridCell, GridRow, Line, SourceDocument

_LEVEL: Final = re.compile(r"\b(?P<year>20\d\d)\s*-?\s*(?:p\s?[/|iIlf]\s?[iIl1|])(?!\w)")
_YES_NO: Final = re.compile(r"\bJa\s?[lIi1|/!]\s?Nej\b")
_LONG: Final = re.compile(r"[^\W\d_]{6,}")
_VERY_LONG: Final = 13  # letters of a word in which two may be misread
_UNIT: Final = re.compile(r"^\s*[1Il|][.,: ]?[0OoØø96]{3}\s?[kK]r[.,:]?(?=\s|$)")
_LONE: Final = re.compile(r"(?<=[a-zæøå] )[1l|!tjrf](?= [a-zæøå]{3})")
_RUN_TOGETHER: Final = (("n", "ri"), ("m", "rn"), ("m", "in"), ("h", "li"), ("u", "ii"), ("d", "cl"))
"""Letters that a blurred scan makes of two."""
_STROKED: Final = re.compile(r"\b[^\W\d_]+[!|][^\W\d_]*(?!\w)")
_CAPITAL_A: Final = re.compile(r"\bA[a-zæøå]{3,}")
_YEAR: Final = re.compile(r"20\d\d")
_NEARLY: Final = re.compile(r"[\dOoIlSBZ]{3,5}")
_SEQUENCE: Final = 3
"""Years that must go up one by one before another is told by them."""
_SPOILED: Final = re.compile(r"[^\s.,]{2,5}")  # what a blot may leave of a year
_CLEAR: Final = 0.85
"""The confidence from which on a year that does not fit stays as read."""
_SURE: Final = 0.8


@dataclass(slots=True)
class _Changes:
    document_id: str
    rows: list[TextRepairRow] = field(default_factory=list)

    def add(self, printed: str, repaired: str, page: int | None, bbox: BBox | None) -> None:
        self.rows.append(
            TextRepairRow(
                document_id=self.document_id,
                page=page,
                line=None,
                bbox=list(bbox) if bbox else None,
                printed=printed,
                repaired=repaired,
                confidence=_SURE,
            )
        )


def with_form_words(document: SourceDocument) -> tuple[SourceDocument, list[TextRepairRow]]:
    """The document with the form's words and years on its scanned pages mended, and what was changed."""
    scanned = {p.number for p in document.pages if p.text_source == "ocr"}
    if not scanned:
        return document, []
    changes = _Changes(document.document_id)
    own = _own_words(document)
    blocks = tuple(_mended(b, changes, own) if b.page in scanned else b for b in document.blocks)
    return replace(document, blocks=blocks), changes.rows


def _own_words(document: SourceDocument) -> Counter[str]:
    """How often the document prints each long word."""
    texts = (t for b in document.blocks for t in _texts(b))
    return Counter(w for text in texts for w in _LONG.findall(text.lower()))


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Line):
        yield block.text
    else:
        yield from (c.joined for r in block.rows for c in r.cells if c)


def _as_elsewhere(text: str, own: Counter[str]) -> str:
    """The text with words that are none spelled as elsewhere in the document or in Danish, a letter or two apart."""
    return _LONG.sub(lambda m: _spelled(m[0], own), text)


def _spelled(word: str, own: Counter[str]) -> str:
    read = word.lower()
    if own[read] > 1 or is_danish(read):
        return word
    slips = 1 + (len(read) >= _VERY_LONG)
    near = {w: n for w, n in own.items() if w != read and abs(len(w) - len(read)) <= slips and (n > 1 or is_danish(w))}
    apart = {w: Levenshtein.distance(w, read, score_cutoff=slips) for w in near}
    nearest = min(apart.values(), default=slips + 1)
    alike = [w for w, slip in apart.items() if slip == nearest <= slips]
    told = alike[0] if len(alike) == 1 else without_slip(read) or _parted(read) if not alike else None
    return _in_case(told, word) if told else word


@lru_cache(maxsize=4096)
def _parted(word: str) -> str | None:
    """The one Danish word of which two letters ran into one: `finansienng`."""
    places = ((i, one, two) for one, two in _RUN_TOGETHER for i, c in enumerate(word) if c == one)
    found = {w for i, one, two in places if is_danish(w := f"{word[:i]}{two}{word[i + 1 :]}")}
    return found.pop() if len(found) == 1 else None


def _in_case(word: str, like: str) -> str:
    """The lower-case word with capitals where the one that it is like has them."""
    return word.upper() if like.isupper() else word.capitalize() if like[0].isupper() else word


def _mended(block: Block, changes: _Changes, own: Counter[str]) -> Block:
    if isinstance(block, Line):
        text = _as_elsewhere(_with_rings(_with_marks(_with_years(block, mended_start(block.text)))), own)
        if text != block.text:
            changes.add(block.text, text, block.page, block.bbox)
        return replace(block, text=text)
    whole = with_like_labels(block.rows if block.evidence == "ruled" else with_endings(block.rows))
    rows = [_row(r, r.page or block.page, changes, own) for r in with_years_together(whole)]
    return replace(block, rows=tuple(rows))


def _row(row: GridRow, page: int | None, changes: _Changes, own: Counter[str]) -> GridRow:
    cells = list(row.cells)
    years = _told([_year_text(c) for c in cells], [c.confidence if c else None for c in cells])
    for i, cell in enumerate(cells):
        if cell is None:
            continue
        text = years[i] or "\n".join(_line(t, own) for t in _cell(cell).split("\n"))
        if text != cell.text:
            changes.add(cell.text, text, page, cell.bbox or row.bbox)
            cells[i] = replace(cell, text=text)
    return replace(row, cells=tuple(cells))


def _line(text: str, own: Counter[str]) -> str:
    """A line of a cell, mended."""
    return _as_elsewhere(_with_letters(_with_rings(_with_marks(text))), own)


def _cell(cell: GridCell) -> str:
    """The cell's text with its phrase mended; a phrase that wraps is mended as a whole, on one line."""
    joined = cell.joined
    mended = mended_start(joined)
    return cell.text if mended == joined else mended


def _with_marks(text: str) -> str:
    return _UNIT.sub("1.000 kr.", _YES_NO.sub("Ja/Nej", _LEVEL.sub(r"\g<year> p/l", text)))


def _with_rings(text: str) -> str:
    """Capital Å for an A whose ring was not read, where only so the word is one: `Arsværk`."""
    return _CAPITAL_A.sub(lambda m: _ringed(m[0]), text)


@lru_cache(maxsize=4096)
def _ringed(word: str) -> str:
    known = common_lexicon().logp
    ringed = f"å{word[1:]}".lower()
    return f"Å{word[1:]}" if word.lower() not in known and ringed in known else word


def _with_letters(text: str) -> str:
    """The text with an l or i that was read as a stroke in a word, or as a figure between two words."""
    text = _LONE.sub("i", text)
    return _STROKED.sub(lambda m: _lettered(m[0]), text)


@lru_cache(maxsize=4096)
def _lettered(word: str) -> str:
    known = common_lexicon().logp
    spelled = [w for letter in "li" if (w := re.sub(r"[!|]", letter, word)).lower() in known]
    return spelled[0] if len(spelled) == 1 else word


def _year_text(cell: GridCell | None) -> str:
    return cell.joined if cell else ""


def _with_years(line: Line, text: str) -> str:
    """A printed line's text with the years of a heading told by their neighbours."""
    words = text.split()
    if sum(bool(_YEAR.fullmatch(w)) for w in words) < _SEQUENCE:
        return text
    sure = {w.text: w.confidence for w in line.words}
    told = told_years(words, [sure.get(w) for w in words])
    return " ".join(t or w for w, t in zip(words, told, strict=True)) if any(told) else text


def _told(texts: Sequence[str], confidences: Sequence[float | None]) -> list[str | None]:
    """`told_years` of a row, an empty cell among years passed over where so more of them go up one by one."""
    printed = [i for i, t in enumerate(texts) if t.strip()]
    if _in_sequence([texts[i] for i in printed]) <= _in_sequence(texts):
        return told_years(texts, confidences)
    out: list[str | None] = [None] * len(texts)
    for i, told in zip(
        printed, told_years([texts[i] for i in printed], [confidences[i] for i in printed]), strict=True
    ):
        out[i] = told
    return out


def _in_sequence(texts: Sequence[str]) -> int:
    """How many years of a row go up one by one."""
    starts = [int(t) - i for i, t in enumerate(texts) if _YEAR.fullmatch(t)]
    return max((starts.count(s) for s in starts), default=0)


def told_years(texts: Sequence[str], confidences: Sequence[float | None]) -> list[str | None]:
    """For each text of a row what it is as a year of a sequence; None where it stays as it is."""
    out: list[str | None] = [None] * len(texts)
    years = {i: int(t) for i, t in enumerate(texts) if _YEAR.fullmatch(t)}
    start, fitting = _sequence(years)
    if not fitting:
        return out
    first, last = fitting[0], fitting[-1]
    for i in range(max(0, first - 2), min(len(texts), last + 3)):
        expected, text = str(start + i), texts[i]
        clear = i in years and (confidences[i] or 0.0) >= _CLEAR and first <= years[i] - start <= last
        inside = first < i < last  # whatever a pen or a stamp made of it
        if text != expected and not clear and (inside or _nearly(text, expected)):
            out[i] = expected
    return out


def _sequence(years: Mapping[int, int]) -> tuple[int, list[int]]:
    """The year that goes with place 0 of a row where years go up one by one, and the places of those that do."""
    starts = [y - i for i, y in years.items()]
    start = max(set(starts), key=starts.count, default=0)
    fitting = [i for i, y in years.items() if y - i == start]
    return start, fitting if len(fitting) >= max(_SEQUENCE, 0.6 * len(years)) else []


def _nearly(text: str, expected: str) -> bool:
    """True for a year with a slip or two, or of which a stroke left some figures."""
    spoiled = bool(_SPOILED.fullmatch(text)) and text[:1] == expected[:1] and not text.isdigit()
    near = spoiled or (bool(_NEARLY.fullmatch(text)) and Levenshtein.distance(text, expected) <= 2)
    return near or (text.isdigit() and 2 <= len(text) < len(expected) and text in expected)
