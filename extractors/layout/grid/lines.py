"""Words to printed lines and phrases: the units that the table geometry works on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from schemas.source import BBox, GridCell, Line, Word

PHRASE_GAP: Final = 0.62  # of the type size: words further apart belong to different phrases
RAGGED: Final = 0.75  # share of a page's spaces that are the usual one where its lines are not justified
RAGGED_SPACE: Final = 0.36  # of the type size: the widest usual space of a proportional face
RAGGED_GAP: Final = 0.5  # of the type size: what `PHRASE_GAP` is where lines are not justified
RUN_GAP: Final = 0.12  # of the type size: words no nearer between which no space is printed are two cells'
MAX_NUMBER: Final = 6  # words of one number, its sign and thousands apart
THIN_SPACE: Final = 0.36  # of the type size: the widest gap that groups thousands (`100 000`)
SIGN_GAP: Final = 0.95  # of the type size: the widest gap between a minus and its number
_MARK: Final = 0.85  # of the type size: what is smaller is a footnote's mark
_MINUSES: Final = frozenset("-−–")
_GROUPABLE: Final = re.compile(r"[-+−–(]?\d{1,3}(?:[\u00a0\u2009\u202f ]\d{3})*")
_GROUP: Final = re.compile(r"\d{3}(?:[.,]\d+)?[)%*]?")
_BODY = r"\d[\d.,:/\u00a0\u2009\u202f ]*\d?"
_NUMERIC: Final = re.compile(
    rf"(?!1[. ]?000\s?kr)[-+−–—(<>~±$€£*]*\s?{_BODY}(?:\s?[-–]\s?[$€£]?{_BODY})?\s?[%)*¹²³–-]*"
    r"(?:\s?(?:(?:mio|mill|t)\.?\s?)?kr\.?)?"
)
_MARKS: Final = frozenset(("-", "–", "—", "−", "..", "...", "…", ":", ".", "x", "X", "n.a.", "n/a", "na", "*"))
_SUPERSCRIPT: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of one line that stand together, `text` as `spell` has it; `line` is the index of that line.

    A `broken` one is a number that its cell broke over several lines: its words are the pieces.
    """

    words: tuple[Word, ...]
    line: int
    x0: float
    x1: float
    top: float
    bottom: float
    numeric: bool
    text: str
    broken: bool = False

    @property
    def ends_bold(self) -> bool:
        """True when its text ends in bold; the small figure of a footnote behind it is none of it."""
        size = self.words[0].size or 0.0
        return next((w.bold for w in reversed(self.words) if (w.size or 0.0) >= _MARK * size), self.words[-1].bold)


PhraseLine = list[Phrase]
"""The phrases of a printed line, from the left."""


def middle(line: PhraseLine) -> float:
    """Half height of a line."""
    return (min(p.top for p in line) + max(p.bottom for p in line)) / 2


def size_of(line: PhraseLine) -> float:
    """The line's largest type size."""
    return max(w.size or (w.bottom - w.top) for p in line for w in p.words)


def is_numeric(text: str) -> bool:
    """True when a cell of this text is a number, a year, a percentage or a mark that stands for one."""
    return text in _MARKS or _NUMERIC.fullmatch(text) is not None


def spell(words: Sequence[Word]) -> str:
    """The words of a line with single spaces; a raised figure that touches its word becomes a superscript."""
    if len(words) == 1:
        return words[0].text
    out = [words[0].text] if words else []
    for i, (before, word) in enumerate(pairwise(words), 1):
        size = before.size
        if size and size == word.size and word.x0 - before.x1 >= 0.1 * size and not word.text[0].isdigit():
            out.append(" " + word.text)  # what nearly every word is
        else:
            out.append(_spelled(words, i))
    return "".join(out)


_CUT_SHORT: Final = re.compile(r"(?:^|[\s(])[-−–]?\d{1,3}(?:\.\d{3})*\.(\d{0,2})$")
_FIGURES: Final = re.compile(r"\d{1,3}(?!\S)")


def cell_text(lines: Sequence[Sequence[Word]], room: float) -> str:
    """A cell's lines; a word that its cell broke is whole, and so is a number among words (`1.00`, `0 kr.`).

    A word breaks only where it does not fit on a line of its own in a cell with `room` points for text.
    """
    out, alone = "", False
    for words in lines:
        line = spell(words)
        cut, rest = _CUT_SHORT.search(out), _FIGURES.match(line)
        first = words[0]
        broken = first.glued and alone and line[0].islower() and out[-1].islower()
        whole = broken or (cut and rest and len(cut[1]) + len(rest[0]) == 3)
        out += line if whole or not out else f"\n{line}"
        letter = (first.x1 - first.x0) / len(first.text)
        alone = len(words) == 1 and first.x1 - first.x0 + letter > room
    return out


def grid_cell(lines: Sequence[Sequence[Word]], text: str, span: int, box: BBox, *, mended: bool) -> GridCell:
    """The cell that holds these printed lines: as sure as its least sure word, read otherwise where it is one word."""
    sure = [w.confidence for line in lines for w in line if w.confidence is not None]
    readings = lines[0][0].readings if len(lines) == 1 and len(lines[0]) == 1 else ()
    return GridCell(text, box, span, min(sure, default=None), mended, readings)


def _spelled(words: Sequence[Word], i: int) -> str:
    before, word = words[i - 1], words[i]
    if before.size == word.size and not (word.text[0].isdigit() and before.text[-1].isdigit()):
        return word.text if _touches(before, word) else " " + word.text
    if _raised(before, word):
        return word.text.translate(_SUPERSCRIPT)
    if _touches(before, word):
        return word.text
    return ("\u202f" if _groups_thousands(words, i) else " ") + word.text


def _groups_thousands(words: Sequence[Word], i: int) -> bool:
    """True where a narrow gap before words[i] groups a figure's thousands."""
    before, word = words[i - 1], words[i]
    return (
        _GROUP.fullmatch(word.text) is not None
        and _GROUPABLE.fullmatch(before.text) is not None
        and word.x0 - before.x1 <= THIN_SPACE * max(_size(before), _size(word))
        and not _are_cells(before, word)
        and all(is_numeric(w.text) for w in words)
    )


def _size(word: Word) -> float:
    return word.size or (word.bottom - word.top)


def _touches(before: Word, word: Word) -> bool:
    return word.x0 - before.x1 < 0.1 * min(_size(before), _size(word))


def _raised(before: Word, word: Word) -> bool:
    small = _size(word) < _MARK * _size(before)
    near = abs(word.x0 - before.x1) < 0.3 * _size(before)
    return small and near and word.bottom < before.bottom - 0.1 * _size(before)


def group_lines(words: Iterable[Word]) -> list[list[Word]]:
    """Words by printed line, lines from the top, words from the left.

    A word joins the line it overlaps by half of its own height; superscripts thereby stay with their line.
    """
    words = list(words)
    if len(words) < 2:
        return [words] if words else []
    top, bottom = words[0].top, words[0].bottom
    if all(w.top == top and w.bottom == bottom for w in words):
        return [sorted(words, key=lambda w: w.x0)]
    words, hosted = _without_raised(words)
    lines: list[list[Word]] = []
    bands: list[tuple[float, float]] = []
    for word in sorted(words, key=lambda w: w.bottom + w.top):
        middle = (word.top + word.bottom) / 2
        for i in range(len(lines) - 1, max(-1, len(lines) - 4), -1):
            top, bottom = bands[i]
            if _same_line(top, bottom, middle, word):
                lines[i].append(word)
                if word.bottom - word.top > bottom - top:
                    bands[i] = (word.top, word.bottom)
                break
        else:
            lines.append([word])
            bands.append((word.top, word.bottom))
    order = sorted(range(len(lines)), key=lambda i: bands[i][0] + bands[i][1])
    with_raised = [
        [*lines[i], *(r for w in lines[i] for r in hosted.get(id(w), ()))] if hosted else lines[i] for i in order
    ]
    return [sorted(line, key=lambda w: w.x0) for line in with_raised]


def _without_raised(words: list[Word]) -> tuple[list[Word], dict[int, list[Word]]]:
    """The words without raised marks, and these by the identity of the word whose end they touch.

    A raised mark lies between two lines; only what it touches tells which one it is of.
    """
    hosted: dict[int, list[Word]] = {}
    rest: list[Word] = []
    for word in words:  # a mark is printed right after what it marks
        if rest and len(word.text) <= 4 and word.bottom < rest[-1].bottom and _raises(rest[-1], word):
            hosted.setdefault(id(rest[-1]), []).append(word)
        else:
            rest.append(word)
    return rest, hosted


def _raises(host: Word, mark: Word) -> bool:
    """True for a mark in smaller type that touches its host's end and stands above its baseline but not its head."""
    size = _size(host)
    return (
        abs(mark.x0 - host.x1) < 0.2 * size
        and _raised(host, mark)
        and host.top - 0.5 * size < mark.top
        and mark.bottom > host.top + 0.2 * size
    )


def _same_line(top: float, bottom: float, middle: float, word: Word) -> bool:
    high, low = word.top, word.bottom  # asked for every word of a page: no builtins
    overlap = (bottom if bottom < low else low) - (top if top > high else high)
    one, other = bottom - top, low - high
    return overlap > 0.5 * (one if one < other else other) and (
        top <= middle <= bottom or high <= (top + bottom) / 2 <= low
    )


def phrases(words: Sequence[Word], line: int = 0, gap: float = PHRASE_GAP) -> list[Phrase]:
    """Split one line's words (from the left): at gaps of more than `gap` type sizes, between numbers, between runs."""
    out: list[Phrase] = []
    run: list[Word] = []
    signs = _signs(words)
    for i, word in enumerate(words):
        apart = i in signs and is_numeric(run[-1].text) and not _one_text(run[-1], word) if run else False
        if run and i - 1 not in signs and (apart or _parted(run, word, gap)):
            out.append(_phrase(run, line))
            run = []
        run.append(word)
    if run:
        out.append(_phrase(run, line))
    return out


def _signs(words: Sequence[Word]) -> set[int]:
    """The lone minuses that belong to the number after them: nearer to it than to what stands before."""
    out = set()
    for i in [i for i, word in enumerate(words) if word.text in _MINUSES and i + 1 < len(words)]:
        word, after = words[i], words[i + 1]
        if after.text[:1].isdigit():
            space = after.x0 - word.x1
            before = word.x0 - words[i - 1].x1 if i else float("inf")
            tied = i > 0 and is_numeric(words[i - 1].text) and space < 0.75 * _size(after)  # no number ends in a minus
            if space < SIGN_GAP * _size(after) and (tied or before > 1.1 * space):
                out.add(i)
    return out


def _parted(run: Sequence[Word], word: Word, gap: float) -> bool:
    before = run[-1]
    size, space = max(_size(before), _size(word)), word.x0 - before.x1
    if space > gap * size:
        return True
    if space > RUN_GAP * size and _are_cells(before, word):
        return True
    if space < 0.15 * size or not (is_numeric(before.text) and is_numeric(word.text)):
        return False
    if before.text[-1] == "," and not is_numeric(run[0].text):
        return False  # no amount ends in a comma: `Moselgade 21, 2. sal`
    if before.text in _MARKS or word.text in _MARKS:
        if _one_text(before, word):
            return False
        return space > THIN_SPACE * size
    thousands = _GROUPABLE.fullmatch(before.text) and _GROUP.fullmatch(word.text)
    return not thousands or space > THIN_SPACE * size


def _are_cells(before: Word, word: Word) -> bool:
    """True where the file prints no space between two words of a line."""
    return before.run != word.run and before.run is not None and word.run is not None


def _one_text(before: Word, word: Word) -> bool:
    """True where the file prints a single space between two words: `2028 - 2030` is no figure and a negative one."""
    return before.run is not None and before.run == word.run and word.x0 - before.x1 <= THIN_SPACE * _size(word)


def _phrase(run: Sequence[Word], line: int) -> Phrase:
    x0, top, x1, bottom = bounds(run)
    text = spell(run)
    return Phrase(tuple(run), line, x0, x1, top, bottom, len(run) <= MAX_NUMBER and is_numeric(text), text)


def bounds(words: Iterable[Word]) -> BBox:
    """The box around words."""
    x0 = top = float("inf")
    x1 = bottom = float("-inf")
    for w in words:
        x0, top = (w.x0 if w.x0 < x0 else x0), (w.top if w.top < top else top)
        x1, bottom = (w.x1 if w.x1 > x1 else x1), (w.bottom if w.bottom > bottom else bottom)
    return x0, top, x1, bottom


def usual_gap(lines: Iterable[Sequence[Word]]) -> float:
    """The gap, in type sizes, from which on words of a page are different phrases.

    Twice the page's usual space where that is wide, as in typewriter faces; a little less where nearly all spaces are
    equally wide, that is where no line is justified; `PHRASE_GAP` else.
    """
    spaces = [
        (word.x0 - before.x1) / _size(word)
        for words in lines
        for before, word in pairwise(words)
        if word.text[0].isalpha() and before.text[-1].isalpha()
    ]
    spaces = sorted(s for s in spaces if 0.1 < s < 1.1)
    if len(spaces) <= 12:
        return PHRASE_GAP
    usual = spaces[len(spaces) // 2]
    if usual <= RAGGED_SPACE and _share_near(spaces, usual) >= RAGGED:
        return max(RAGGED_GAP, 1.6 * usual)
    return max(PHRASE_GAP, min(1.35, 2.1 * usual))


def _share_near(spaces: Sequence[float], usual: float) -> float:
    return sum(abs(s - usual) < 0.12 * usual for s in spaces) / len(spaces)


def to_line(words: Sequence[Word], page: int) -> Line:
    """A `Line` of these words, from the left."""
    return Line(spell(words), None, page, bounds(words), tuple(words))
