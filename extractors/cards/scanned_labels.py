"""The labels of a scanned table's rows: their last lines joined to their first, words spelled as in labels alike."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import Final

from rapidfuzz.distance import Levenshtein

from extractors.cards.scanned_phrases import is_phrase, nearest
from schemas.source import BBox, GridCell, GridRow

_SHORTEST: Final = 3  # letters of a word that may have a slip
_RUN_OVER: Final = 2  # words that a label's last line may hold
_NEARER: Final = 0.75  # of the usual gap between rows: lines of one label are nearer


def with_endings(rows: Sequence[GridRow]) -> list[GridRow]:
    """The rows, a label's last lines with its first: on a scan no distance tells them from a row of their own."""
    out: list[GridRow] = []
    rows = _with_whole_words(rows)
    room = max((c.bbox[2] for r in rows if _is_valued(r) and (c := r.cells[0]) and c.bbox), default=0.0)
    usual = median([g for a, b in pairwise(rows) if _is_valued(a) and _is_valued(b) and (g := _gap(a, b)) > 0] or [0.0])
    for row in rows:
        ends = out and out[-1].page == row.page and (_ends_label(out[-1], row) or _runs_over(out[-1], row, room, usual))
        if ends:
            out[-1] = _with_ending(out[-1], row)
        else:
            out.append(row)
    return out


def _with_whole_words(rows: Sequence[GridRow]) -> list[GridRow]:
    """The rows, the rest of a heading's word that stands beside a section's heading put to it: `Styringsom`, `råde`."""
    out = list(rows)
    for i in range(1, len(out)):
        above, row = out[i - 1], out[i]
        for c, (head, rest) in enumerate(zip(above.cells, row.cells, strict=False)):
            if head and rest and len(row.texts()) - row.texts().count("") > 1 and _is_rest(head.text, rest.text):
                whole = replace(head, text=f"{head.text}{rest.text}", bbox=_around(head.bbox, rest.bbox))
                above = replace(above, cells=(*above.cells[:c], whole, *above.cells[c + 1 :]))
                row = replace(row, cells=(*row.cells[:c], None, *row.cells[c + 1 :]))
        out[i - 1 : i + 1] = above, row
    return out


def _is_rest(head: str, rest: str) -> bool:
    """True for the rest of a word of the form that a cell broke."""
    last = head.rsplit("\n", maxsplit=1)[-1]
    return rest.isalpha() and rest.islower() and last.isalpha() and nearest([last]) is None and is_phrase(last + rest)


def _is_valued(row: GridRow) -> bool:
    texts = row.texts()
    return bool(texts[0]) and any(c.isdigit() for text in texts[1:] for c in text)


def _gap(above: GridRow, row: GridRow) -> float:
    """The points between two rows' labels; 0 where they stand on two pages."""
    boxes = [r.cells[0].bbox if r.cells[0] else None for r in (above, row)]
    return boxes[1][1] - boxes[0][3] if boxes[0] and boxes[1] and above.page == row.page else 0.0


def _runs_over(above: GridRow, row: GridRow, room: float, usual: float) -> bool:
    """True for a row of just a word or two, for which the line above had no room, nearer to it than rows are."""
    label, head = row.cells[0], above.cells[0]
    if not (_is_valued(above) and label and head and label.bbox and head.bbox) or any(row.texts()[1:]):
        return False
    words = label.joined.split()
    if not 0 < len(words) <= _RUN_OVER or not words[0][0].isalpha() or nearest(words):
        return False
    letter = (label.bbox[2] - label.bbox[0]) / len(label.joined)
    return head.bbox[2] + letter * (1 + len(words[0])) > room and _gap(above, row) < _NEARER * usual


def _ends_label(above: GridRow, row: GridRow) -> bool:
    """True for a row of nothing but a label that begins within a sentence, under a row with a label and figures."""
    texts, before = row.texts(), above.texts()
    if not _is_valued(above) or not texts[0][:1].islower() or any(texts[1:]):
        return False
    if nearest(texts[0].split()) is None:
        return True
    label = before[0].split()
    phrase = nearest([*label, *texts[0].split()])  # the form's own words: `Samlede` / `implementeringsomkostninger`
    return phrase is not None and phrase[1] > len(label)


def _with_ending(above: GridRow, row: GridRow) -> GridRow:
    first, last = above.cells[0] or GridCell(""), row.cells[0] or GridCell("")
    sure = min(first.confidence or 0.0, last.confidence or 0.0)
    box = _around(first.bbox, last.bbox)
    cell = replace(first, text=f"{first.text}\n{last.text}", bbox=box, confidence=sure)
    return replace(above, cells=(cell, *above.cells[1:]), bbox=_around(above.bbox, row.bbox))


def _around(a: BBox | None, b: BBox | None) -> BBox | None:
    return (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])) if a and b else a or b


def with_like_labels(rows: Sequence[GridRow]) -> list[GridRow]:
    """The rows, a word that one label alone prints as others print it among the same words: `Årsværk fil drift af`."""
    around: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for row in rows:
        for _, word, place in _placed(row):
            around[place][word] += 1
    return [_as_siblings(row, around) for row in rows]


def _placed(row: GridRow) -> list[tuple[int, str, tuple[str, str, str]]]:
    """The index of each word of the label of a row with figures, the word, and the words before and after it."""
    if not _is_valued(row) or not row.cells[0]:
        return []
    words = row.cells[0].text.lower().split()
    return [(i, words[i], (words[i - 1], words[i + 1], words[i + 2])) for i in range(1, len(words) - 2)]


def _as_siblings(row: GridRow, around: dict[tuple[str, str, str], Counter[str]]) -> GridRow:
    label = row.cells[0]
    if label is None:
        return row
    words = re.split(r"(\s+)", label.text.strip())
    for i, word, place in _placed(row):
        usual, times = around[place].most_common(1)[0]
        if times > 1 and around[place][word] == 1 and len(word) >= _SHORTEST and _slipped(word, usual):
            words[2 * i] = usual.capitalize() if words[2 * i][0].isupper() else usual
    return replace(row, cells=(replace(label, text="".join(words)), *row.cells[1:]))


def _slipped(word: str, usual: str) -> bool:
    return word.isalpha() and usual.isalpha() and Levenshtein.distance(word, usual) == 1
