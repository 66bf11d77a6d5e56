"""Scanned pages to words, by Tesseract and its Danish model.

A page is whitened, turned upright and straightened; what was drawn over it, its rulings and its dirt are taken out
first (`paper`, `image`, `drawn`). Every word keeps Tesseract's confidence. What is passed over on the whole page is
read by itself (`left`), and figures in table cells are read a second time, doubtful ones a third (`cells`): readings
that differ are marked by a low confidence and kept beside the word, never settled by guessing.
"""

from __future__ import annotations

import functools
import os
import re
import statistics
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import cv2
import numpy as np
from PIL import Image as Pictures

from extractors.readers.ocr.boxes import on_ink, words_of
from extractors.readers.ocr.cells import second_reading
from extractors.readers.ocr.image import CleanScan, clean, lies_sideways, stands_on_head, stroke_width
from extractors.readers.ocr.labels import labels_again
from extractors.readers.ocr.left import lone_signs, unread
from extractors.readers.ocr.letters import words_again
from extractors.readers.ocr.lines import set_on_lines
from extractors.readers.ocr.paper import Image, sheets
from extractors.readers.ocr.stamped import lifted
from extractors.readers.pdf.page import PageContent
from schemas.errors import BilagError
from schemas.source import Word

DPI: Final = 300  # what Tesseract's models were trained near
_PICTURE: Final = 3  # pdfium's number for a picture
_GREY: Final = 8  # bits a pixel: more are coloured
MAX_PIXELS: Final = 24_000_000
TIMEOUT: Final = 120  # seconds for one page
INSTALL: Final = "sudo apt-get install tesseract-ocr tesseract-ocr-dan && pip install 'bilag[ocr]'"
_CASE: Final = re.compile(r"^([A-ZÆØÅ]{2})(0?O)(\d{1,2})(?=$|[:/.,])")
_AMOUNT: Final = re.compile(r"[-–—]?\d[\d.,]*")
_YEAR: Final = re.compile(r"20\d\d")
_LOW: Final = 0.3  # of the usual height of words, which no letter or figure is lower than
_DIM: Final = 0.6  # confidence below which a letter or two by themselves are dirt
_MARGIN: Final = 12.0  # points beside the outermost print
_SCRAP: Final = 3  # characters that a shadow may be read as
_LONG_DASH: Final = 7.0  # points: longer than any minus; by itself it is left of a ruling
_HIGH: Final = 2.5  # of that height: a higher word is a drawing, or a title that is read well
_READ: Final = 0.8
_NEAR: Final = 0.6  # of that height: the widest gap between a mark and its word
_APART: Final = 1.5  # of that height: no words of one line stand further apart
_BARS: Final = ("|", "¦", "||")  # left of a ruling, or a speck: no bilag prints one between words
_THIN_LETTERS: Final = ("i", "I", "l", "ï", "í", "j", "r")
_DOUBLE: Final = 0.6  # of the smaller box: words that cover each other more are one
_STAMPED: Final = 1.4  # times the usual height of words: a stamp's are higher
_SURE: Final = 0.6  # mean confidence below which a page may stand on its head
_GLANCE: Final = 0.5  # of its size at which a page is looked at to see which way up it reads
_CLEARER: Final = 0.05  # of confidence by which another way must read more clearly


class Sheets(NamedTuple):
    """A page's picture whitened, the same with what may be grain (`paper.sheets`), and a mask of the stamps lifted."""

    white: Image
    faint: Image
    stamp: Image | None


def ocr_page(page: Any, number: int) -> PageContent:
    """Read an open `pypdfium2.PdfPage` that is a picture; the caller closes it.

    Raises:
        BilagError: `ocr_missing` without Tesseract or its Danish model, `ocr_failed` when it fails.
    """
    width, height = page.get_size()
    turned, scan, words = _upright(*_picture(page))
    words = _finished(scan, words)
    if turned % 180:
        width, height = height, width
    total = (page.get_rotation() + turned) % 360
    return PageContent(number, width, height, total, words, scan.rulings, [], sum(len(w.text) for w in words))


def _picture(page: Any) -> tuple[Sheets, float]:
    """The page's picture and pixels a point."""
    width, height = page.get_size()
    scale = min(DPI / 72, (MAX_PIXELS / max(1.0, width * height)) ** 0.5)
    grey, shade = _scanned(page, scale)
    white, faint = sheets(grey, scale)
    lift, stamp = lifted(white, shade, scale)
    return Sheets(lift, lift if faint is white else faint, stamp), scale


def _scanned(page: Any, scale: float) -> tuple[Image, Image]:
    """The page in grey, and of a coloured page the lightest colour of each pixel: there a stamp's ink is pale."""
    if not any(o.type == _PICTURE and o.get_metadata().bits_per_pixel > _GREY for o in page.get_objects()):
        grey = np.asarray(page.render(scale=scale, grayscale=True).to_numpy()).squeeze()
        return grey, grey
    colours = np.asarray(page.render(scale=scale).to_numpy())[..., :3]
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(colours), cv2.COLOR_BGR2GRAY)), colours.max(axis=2)


def _upright(picture: Sheets, scale: float) -> tuple[int, CleanScan, list[Word]]:
    """The clockwise turn that sets the page upright, the page so turned and cleaned, and its words at first sight.

    Whether lines run across or down the picture, and mostly which end is up, shows in its rows and columns; a page that
    reads badly is looked at the other ways round.
    """
    turn = 90 if lies_sideways(picture.white, scale) else 0
    scan = _laid(picture, scale, turn)
    if stands_on_head(scan):
        turn += 180
        scan = _laid(picture, scale, turn)
    words = _first_sight(scan)
    if words and _mean(words) < _SURE and (further := _clearer_turn(scan)):
        turn = (turn + further) % 360
        scan = _laid(picture, scale, turn)
        words = _first_sight(scan)
    return turn, scan, words


def _laid(picture: Sheets, scale: float, turn: int) -> CleanScan:
    def laid(one: Image) -> Image:
        return np.ascontiguousarray(np.rot90(one, -turn // 90))

    faint = None if picture.faint is picture.white else laid(picture.faint)
    return clean(laid(picture.white), scale, faint, None if picture.stamp is None else laid(picture.stamp))


def _clearer_turn(scan: CleanScan) -> int:
    """The further clockwise turn under which a page reads more clearly at a glance; 0 where none does."""
    small = cv2.resize(scan.image, None, fx=_GLANCE, fy=_GLANCE, interpolation=cv2.INTER_AREA)
    sure = {turn: _glanced(np.ascontiguousarray(np.rot90(small, -turn // 90))) for turn in (0, 180, 90, 270)}
    best = max(sure, key=lambda turn: sure[turn])
    return best if sure[best] > sure[0] + _CLEARER else 0


def _glanced(image: Image) -> float:
    """How sure Tesseract is of the words with letters or figures on a picture."""
    data = recognise(image, "--psm 6")
    read = [float(c) / 100 for t, c in zip(data["text"], data["conf"], strict=True) if any(x.isalnum() for x in t)]
    return statistics.fmean(read) if read else 0.0


def _mean(words: list[Word]) -> float:
    return statistics.fmean(w.confidence or 0.0 for w in words) if words else 0.0


def read_words(scan: CleanScan) -> list[Word]:
    """The words of a clean scan, in points."""
    return _finished(scan, _first_sight(scan))


def _first_sight(scan: CleanScan) -> list[Word]:
    """The words as Tesseract reads the whole page."""
    data = recognise(scan.image, "--psm 6")
    words = []
    for read in words_of(data, scan):
        if not _speck(read.text, read.sure, (read.x, read.y, read.width, read.height), scan):
            w = on_ink(read, scan)
            box = (w.x / scan.scale, w.y / scan.scale, w.right / scan.scale, (w.y + w.height) / scan.scale)
            words.append(Word(_case_number(w.text), *box, round(w.sure / 100, 3)))
    return without_specks(words)


def _finished(scan: CleanScan, words: list[Word]) -> list[Word]:
    """The words with those that were passed over, set on lines, their figures read again."""
    words = without_stamped_words(without_doubles(words), scan)
    words = without_doubles([*words, *unread(scan, words, recognise, _recognise_figures), *lone_signs(scan, words)])
    words = words_again(scan, without_margins(words), recognise)
    words = labels_again(scan, set_on_lines(words, [_stroke(scan, w) for w in words]), recognise)
    return second_reading(scan, words, _recognise_figures)


def _stroke(scan: CleanScan, word: Word) -> float:
    x0, y0, x1, y1 = (round(v * scan.scale) for v in word.bbox)
    return stroke_width(scan, x0, y0, x1 - x0, y1 - y0)


def _recognise_figures(image: Image, config: str) -> dict[str, list[Any]]:
    """By the English model where it is there: the Danish one takes a lone 0 for an Ø, and two judges are better."""
    return recognise(image, config, "eng" if "eng" in _languages() else "dan")


def _case_number(text: str) -> str:
    """`BCO3` and `BC0O3` as `BC03`: after a case number's capitals stands a figure, and an O is a nought."""
    return _CASE.sub(lambda m: f"{m[1]}{m[3]}" if m[3][1:] else f"{m[1]}0{m[3]}", text)


def without_specks(words: list[Word]) -> list[Word]:
    """The words without specks that were read as an `i`, a point or a quotation mark.

    A letter is higher than a speck; a mark of print touches a word.
    """
    high = [w.bottom - w.top for w in words if _letters(w) > 2]
    usual = statistics.median(high) if high else 0.0
    printed = [w for w in words if _letters(w) > 1]
    sides = min((w.x0 for w in printed), default=0.0), max((w.x1 for w in printed), default=0.0)
    out: list[Word] = []
    for word in words:
        if _letters(word):
            fits = word.bottom - word.top <= _HIGH * usual or (word.confidence or 0.0) >= _READ
            keep = fits and not _is_speck(word, words, usual)
        else:
            keep = word.text not in _BARS and _is_mark(word, words, usual, sides)
        if keep:
            out.append(word)
    return out


def _letters(word: Word) -> int:
    """How many letters and figures a word has."""
    return sum(c.isalnum() for c in word.text)


def _is_mark(mark: Word, words: Sequence[Word], usual: float, sides: tuple[float, float]) -> bool:
    """True for a sign that touches a word, a row of them, or a minus between the `sides` of the print."""
    if len(mark.text) > 3 or any(_touches(mark, other, usual) for other in words):
        return True
    if mark.text not in "-–—" or mark.x1 - mark.x0 >= _LONG_DASH:
        return False
    within = sides[0] - usual < mark.x0 and mark.x1 < sides[1] + usual
    return within and ((mark.confidence or 0.0) >= _DIM or _in_row_of_figures(mark, words))


def _in_row_of_figures(mark: Word, words: Sequence[Word]) -> bool:
    """True for a mark on a line with amounts, where one that is doubted may be a cell's all the same."""
    middle = (mark.top + mark.bottom) / 2
    beside = (w.text for w in words if w.top < middle < w.bottom)
    return any(_AMOUNT.fullmatch(text) and not _YEAR.fullmatch(text) for text in beside)


def without_margins(words: list[Word]) -> list[Word]:
    """The words without what a shadow or a dark edge left in the margins, beside all print."""
    printed = [w for w in words if _letters(w) > 1 and (w.confidence or 0.0) >= _DIM]
    if not printed:
        return words
    left, right = min(w.x0 for w in printed) - _MARGIN, max(w.x1 for w in printed) + _MARGIN
    return [w for w in words if len(w.text) > _SCRAP or (w.x1 > left and w.x0 < right)]


def _is_speck(word: Word, words: Sequence[Word], usual: float) -> bool:
    """True for dirt or what is left of a ruling that was read as a letter or more."""
    low = word.bottom - word.top < _LOW * usual
    if len(word.text) > 2:
        return low
    doubted = word.text.isalpha() and (word.confidence or 0.0) < _DIM
    if word.text in _THIN_LETTERS:  # however clearly it was read: none of these stands by itself
        return not any(_touches(word, o, usual, _APART) for o in words)
    return (low or doubted) and not any(_touches(word, o, usual) for o in words)


def without_stamped_words(words: list[Word], scan: CleanScan) -> list[Word]:
    """The words without those in a stamp, unless they are read clearly and no higher than the page's own."""
    if not scan.stamps:
        return words
    usual = statistics.median([w.bottom - w.top for w in words]) if words else 0.0
    kept = []
    for word in words:
        middle = ((word.x0 + word.x1) / 2 * scan.scale, (word.top + word.bottom) / 2 * scan.scale)
        inside = any(cv2.pointPolygonTest(c, middle, measureDist=False) >= 0 for c in scan.stamps)
        clear = (word.confidence or 0.0) >= _READ and word.bottom - word.top <= _STAMPED * usual
        if not inside or clear:
            kept.append(word)
    return kept


def without_doubles(words: list[Word]) -> list[Word]:
    """The words without those that were read twice, in two lines that a stroke between them made: the surer stays."""
    out: list[Word] = []
    for word in sorted(words, key=lambda w: -(w.confidence or 0.0)):
        if not any(_covers(other, word) for other in out):
            out.append(word)
    kept = {id(w) for w in out}
    return [w for w in words if id(w) in kept]


def _covers(word: Word, other: Word) -> bool:
    """True when most of the smaller of two words' boxes lies in the other's."""
    across = min(word.x1, other.x1) - max(word.x0, other.x0)
    down = min(word.bottom, other.bottom) - max(word.top, other.top)
    if across <= 0 or down <= 0:
        return False
    smaller = min((w.x1 - w.x0) * (w.bottom - w.top) for w in (word, other))
    return across * down > _DOUBLE * smaller


def _touches(mark: Word, other: Word, usual: float, reach: float = _NEAR) -> bool:
    near = max(other.x0 - mark.x1, mark.x0 - other.x1) < reach * max(usual, other.bottom - other.top)
    beside = other.top - 0.3 * usual < mark.bottom and mark.top < other.bottom + 0.3 * usual
    return other is not mark and near and beside and any(c.isalnum() for c in other.text)


def _speck(text: str, sure: float, box: tuple[int, int, int, int], scan: CleanScan) -> bool:
    """Dirt and remains of rulings: marks without a letter or figure that Tesseract doubts or that are not there."""
    x, y, width, height = box
    if any(c.isalnum() for c in text):
        return height > 60 * scan.scale
    if text not in "-–—":
        return sure < 50 or min(width, height) < 0.3 * scan.scale
    ink = scan.image[y : y + height, x : x + width] < scan.dark
    return not ink.size or float(ink.mean(axis=1).max()) < 0.6  # a dash fills its box from end to end


def recognise(image: Image, config: str, language: str = "dan") -> dict[str, list[Any]]:
    """Tesseract's word table for one picture."""
    tesseract = _tesseract()
    try:
        out: dict[str, list[Any]] = tesseract.image_to_data(
            Pictures.fromarray(image),
            lang=language,
            config=f"{config} --dpi {DPI}",
            output_type=tesseract.Output.DICT,
            timeout=TIMEOUT,
        )
    except RuntimeError as error:  # pytesseract's time-out and its TesseractError alike
        raise BilagError("ocr_failed", f"Tesseract could not read a page: {error}") from error
    return out


@functools.cache
def _languages() -> frozenset[str]:
    """The models that Tesseract has: it is asked once, since it starts a process to tell."""
    return frozenset(_tesseract().get_languages())


@functools.cache
def _tesseract() -> Any:
    """pytesseract, once it is known that Tesseract and the Danish model are there."""
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # several documents are read at once: threads only get in the way
    try:
        import pytesseract  # noqa: PLC0415 - optional

        languages = pytesseract.get_languages()
    except (ImportError, OSError) as error:
        raise BilagError("ocr_missing", f"this PDF is a scan and Tesseract is not installed: {INSTALL}") from error
    if "dan" not in languages:
        raise BilagError("ocr_missing", f"this PDF is a scan and Tesseract lacks its Danish model: {INSTALL}")
    return pytesseract
