"""The labels of a table's rows, read again line by line.

Beside columns of figures Tesseract passes over short words, takes specks for words and lets a spoiled letter through. A
label's line, cut out and enlarged, it reads better; of what the page, the line and another picture of the line tell,
two that agree decide, and a Danish word stands against what is none. Figures are never told by it alone.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from extractors.danish.ocr_repair.known import is_danish
from extractors.layout.grid.lines import group_lines
from extractors.readers.ocr.image import CleanScan
from extractors.readers.ocr.letters import smooth
from extractors.readers.ocr.paper import Image
from extractors.readers.ocr.sheet import Found, Recognise, read_pieces
from schemas.source import Word

MAX_LABELS: Final = 80  # on one page
_CONFIG: Final = "--psm 6"
_FIGURE: Final = re.compile(r"[-–—−(]?\d[\d.,]*\)?")
_FIGURES: Final = 2  # on the line of a row
_SPACE: Final = 0.9  # type sizes: the widest gap between words of a label
_APART: Final = 0.6  # type sizes: figures of cells are no nearer
_CLOSE: Final = 2.6  # type sizes from a row's line to another of its label, or to the next row
_HEADING: Final = 1.15  # times the page's usual type size
_BESIDE: Final = 0.3  # type sizes of paper left and right of a label
_SHORT: Final = 3  # characters of a word that a speck may be read as
_TELLING: Final = 6  # letters of a Danish word that no accident makes
_FAIRLY: Final = 0.6
_ODD: Final = re.compile(
    r"\d[.,]*[a-zæøå]{2,}|[a-zæøå]\d|[^\w\s.,:;()/&%$§+-]|[^\W\d_][A-ZÆØÅ][a-zæøå]|(?<![\w-])[B-HJ-ZÆØb-hj-zæø](?![\w-])"
    r"|\b[A-ZÆØÅ]\d"
)
_CASE: Final = re.compile(r"[A-ZÆØÅ]{2}\d{2}[:.]?")
_EDGES: Final = ".,:;'\"“”‘’´`|-–—·•°_~!*+= "


@dataclass(slots=True)
class _Slot:
    """What three readings have in one place of a line: the page's words and what was found on two pictures."""

    x1: float
    page: list[Word]
    found: tuple[list[Found], list[Found]]


def labels_again(scan: CleanScan, words: Sequence[Word], recognise: Recognise) -> list[Word]:
    """The words with the labels beside figures as most readings have them; the words have their lines' boxes."""
    labels = _labels(words)[:MAX_LABELS]
    boxes = [_box(label, words) for label in labels]
    first = _read(scan, scan.image, boxes, recognise)
    doubted = [n for n, label in enumerate(labels) if _is_doubted(_page_text(label), _text(first[n]))]
    if not doubted:
        return list(words)
    again = _read(scan, scan.uncleaned if scan.faint is None else scan.faint, [boxes[n] for n in doubted], recognise)
    new: dict[int, list[Word]] = {}
    for n, second in zip(doubted, again, strict=True):
        mended = [w for slot in _slots(labels[n], first[n], second) for w in _decided(slot, labels[n])]
        new[id(labels[n][0])] = mended
        new.update({id(w): [] for w in labels[n][1:]})
    return [w for word in words for w in new.get(id(word), [word])]


def _labels(words: Sequence[Word]) -> list[list[Word]]:
    """The words that begin the lines of rows with figures and the lines close to these, and the page's headings."""
    lines = [sorted(line, key=lambda w: w.x0) for line in group_lines(words)]
    usual = statistics.median([_size(w) for w in words]) if words else 0.0
    rows = [(line, min(w.x0 for w in figures)) for line in lines if len(figures := _figures(line)) >= _FIGURES]
    out = []
    for line in lines:
        near = [x for row, x in rows if abs(row[0].bottom - line[0].bottom) < _CLOSE * _size(line[0])]
        label = _label(line)
        beside = label[-1].x1 < max(near, default=0.0)
        if (beside or _size(line[0]) > _HEADING * usual) and _has_words(label):
            out.append(label)
    return out


def _has_words(label: Sequence[Word]) -> bool:
    return any(sum(c.isalpha() for c in w.text) > 1 for w in label)


def _size(word: Word) -> float:
    return word.size or word.bottom - word.top


def _figures(line: Sequence[Word]) -> list[Word]:
    """The figures of a line that stand by themselves, as cells' do."""
    out = []
    for i, word in enumerate(line):
        apart = _APART * _size(word)
        left = not i or word.x0 - line[i - 1].x1 > apart
        right = i + 1 == len(line) or line[i + 1].x0 - word.x1 > apart
        if left and right and _FIGURE.fullmatch(word.text):
            out.append(word)
    return out


def _label(line: Sequence[Word]) -> list[Word]:
    """The words that stand together at the beginning of a line."""
    out = [line[0]]
    for word in line[1:]:
        if word.x0 - out[-1].x1 > _SPACE * _size(word):
            break
        out.append(word)
    return out


def _box(label: Sequence[Word], words: Sequence[Word]) -> tuple[float, float, float, float]:
    """A label's box with the paper around it that other words leave, in points."""
    left, right = label[0].x0, max(w.x1 for w in label)
    top, bottom = min(w.top for w in label), max(w.bottom for w in label)
    beside = _BESIDE * (bottom - top)
    after = min((w.x0 for w in words if w.x0 >= right and w.top < bottom and w.bottom > top), default=right + beside)
    return left - beside, top, min(after, right + beside), bottom


def _read(scan: CleanScan, image: Image, boxes: Sequence[tuple[float, ...]], recognise: Recognise) -> list[list[Found]]:
    """What each box of a picture holds, in points; of any but the clean page with its grain smoothed."""
    pieces = []
    for box in boxes:
        x0, y0, x1, y1 = (max(0, round(v * scan.scale)) for v in box)
        piece = image[y0:y1, x0:x1]
        piece = piece if piece.size else np.full((8, 8), 255, np.uint8)
        pieces.append(piece if image is scan.image else smooth(piece))
    read = read_pieces(pieces, recognise, _CONFIG)
    return [
        [replace(f, x0=box[0] + f.x0 / scan.scale, x1=box[0] + f.x1 / scan.scale) for f in found]
        for box, found in zip(boxes, read, strict=True)
    ]


def _slots(label: Sequence[Word], first: Sequence[Found], second: Sequence[Found]) -> list[_Slot]:
    """The places of a line from the left: what overlaps in any reading is in one."""
    slots: list[_Slot] = []
    parts: list[tuple[int, Word | Found]] = [
        *((0, w) for w in label),
        *((1, f) for f in first),
        *((2, f) for f in second),
    ]
    for reading, part in sorted(parts, key=_begins):
        if not slots or part.x0 > slots[-1].x1 - 1.0:
            slots.append(_Slot(part.x1, [], ([], [])))
        slot = slots[-1]
        slot.x1 = max(slot.x1, part.x1)
        if isinstance(part, Word):
            slot.page.append(part)
        else:
            slot.found[reading - 1].append(part)
    return _joined(slots)


def _joined(slots: Sequence[_Slot]) -> list[_Slot]:
    """The places, neighbours in which different readings have the same short word as one: an `i` overlaps nothing."""
    out: list[_Slot] = []
    for slot in slots:
        last = out[-1] if out else None
        if (
            last
            and _texts(last) & _texts(slot)
            and not any(a and b for a, b in zip(_parts(last), _parts(slot), strict=True))
        ):
            last.page += slot.page
            for mine, other in zip(last.found, slot.found, strict=True):
                mine.extend(other)
        else:
            out.append(slot)
    return out


def _parts(slot: _Slot) -> tuple[Sequence[Word | Found], ...]:
    return slot.page, *slot.found


def _texts(slot: _Slot) -> set[str]:
    """What the readings that have anything in a place have there."""
    return {_squeezed(_page_text(slot.page)), *(_squeezed(_text(found)) for found in slot.found)} - {""}


def _begins(part: tuple[int, Word | Found]) -> float:
    return part[1].x0


def _decided(slot: _Slot, label: Sequence[Word]) -> list[Word]:
    """The words of a place."""
    page = _page_text(slot.page)
    first, second = (_text(found) for found in slot.found)
    if _squeezed(page) in (squeezed := [_squeezed(first), _squeezed(second)]) and _is_good(page):
        return slot.page
    if squeezed[0] == squeezed[1]:
        chosen = max(slot.found, key=_sure)
    else:
        others = [found for found in slot.found if _is_good(_text(found)) and _is_clear(found)]
        chosen = max(others, key=_sure, default=[])
        if not chosen or not page or _is_good(page):  # one reading alone adds no word
            return slot.page
    return _as_words(chosen, slot.page, label) if _may_stand(_text(chosen), page) else slot.page


def _is_doubted(page: str, line: str) -> bool:
    """True for a label that was read in two ways, or may not be printed as it was."""
    return _squeezed(page) != _squeezed(line) or not _is_good(page)


def _may_stand(text: str, page: str) -> bool:
    """Whether a text may stand for what the page has: nothing for a scrap, words for nothing, no other figures."""
    if not text:
        return len(page) <= _SHORT
    if not page:
        return text == "&" or (
            any(c.isalpha() for c in text) and is_danish(text) and not any(c.isdigit() for c in text)
        )
    if _digits(text) != _digits(page) and _is_good(page):
        return False
    return not _is_good(page) or _is_good(text) or _without_scraps(page) == _without_scraps(text)


def _without_scraps(text: str) -> list[str]:
    """The words of a text longer than a speck is read."""
    return [word for word in _squeezed(text).split() if len(word) > _SHORT]


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _is_good(text: str) -> bool:
    """True for words that may be printed: Danish ones, none with odd signs or run into figures."""
    return _CASE.fullmatch(text) is not None or (bool(text) and not _ODD.search(text) and is_danish(text))


def _is_clear(found: Sequence[Found]) -> bool:
    """True for what was read clearly, or is a word too long to be made by accident."""
    return _sure(found) >= _FAIRLY or all(sum(c.isalpha() for c in f.text) >= _TELLING for f in found)


def _sure(found: Sequence[Found]) -> float:
    return min((f.confidence for f in found), default=0.0)


def _as_words(found: Sequence[Found], page: Sequence[Word], label: Sequence[Word]) -> list[Word]:
    """What was found as words of the line."""
    if len(found) == len(page):
        return [replace(w, text=f.text, confidence=round(f.confidence, 3)) for w, f in zip(page, found, strict=True)]
    like = page[0] if page else min(label, key=lambda w: abs(w.x0 - found[0].x0)) if found else label[0]
    return [replace(like, text=f.text, x0=f.x0, x1=f.x1, confidence=round(f.confidence, 3)) for f in found]


def _text(found: Sequence[Found]) -> str:
    return " ".join(f.text for f in found)


def _page_text(words: Sequence[Word]) -> str:
    return " ".join(w.text for w in words)


def _squeezed(text: str) -> str:
    """The text as it is compared: without the marks that specks make around words."""
    return " ".join(t for word in text.lower().split() if (t := word.strip(_EDGES)))
