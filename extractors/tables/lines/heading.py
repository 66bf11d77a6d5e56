"""The heading of a money table that reached us as printed lines: typed columns, and the corner's words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from extractors.danish.units import parse_unit
from extractors.layout.flow.tokens import split_values
from extractors.tables.headings import ColumnHead, heads_in, makes_heading, measure_head, parse_head, under
from extractors.tables.quantities import quantity_of
from schemas.source import Line

_WORD_COLUMN: Final = re.compile(
    r"(?<!\w)(?:styringso\w*-?|styrings-|udvalg|bevilling(?:snavn)?|funktion(?:snavn)?|konto(?:navn)?|i/u|u/i|politikområde|"
    r"forvaltning|\w{0,12}\s?nr\.?|\w{0,12}nummer|prio(?:ritet)?\.?|pkt\.?|forslag|projekt(?:navn)?|titel|navn|område|initiativ|"
    r"overskrift|emne|tekst|post)(?!\w)",
    re.IGNORECASE,
)
_AREA: Final = re.compile(r"^styrings", re.IGNORECASE)
SIDE_HEAD: Final = re.compile(r"^(?:år|årstal|budgetår|periode)$", re.IGNORECASE)
"""The heading of years that stand down the side."""
ID_HEAD: Final = re.compile(
    r"^(?:\w*\s?nr\.?|lb\.\s?nr\.?|\w*nummer|id|prio(?:ritet)?\.?|rang|pos\.?|pkt\.?|punkt|ref\.?|#)$", re.IGNORECASE
)
_OPENS_CELL: Final = re.compile(
    r"(?:oprindeligt|vedtaget|korrigeret|forventet|budget\s?overslag\w*|budget|regnskab|overslag|afvigelse|t\.?o\.?m\.?|efterfølgende|"
    r"(?:19|20)\d\d\s+og)\s*$",
    re.IGNORECASE,
)
"""A line that ends in the first word of a heading cell."""
_YEARS: Final = re.compile(r"(?:(?:19|20)\d\d\s*)+")
_MAX_BROKEN: Final = 60
_LOOK_BACK: Final = 3
_MAX_LINES: Final = 16
_MOST_UNIT_WORDS: Final = 3  # `i 1.000 kr.`


@dataclass(slots=True)
class LineHeading:
    """A heading over lines `first` to `after` (exclusive).

    `words` are the columns of words before the values, each with the offset it begins at (-1 where the dump keeps no
    layout); `at` is the index of the line whose offsets the heads' spans count in, None where they stand on several.
    """

    first: int
    after: int
    heads: list[ColumnHead]
    corner: str = ""
    words: list[tuple[str, int]] = field(default_factory=list)
    at: int | None = None

    @property
    def has_area(self) -> bool:
        """True where a column of steering areas stands before the values."""
        return any(_AREA.match(w) for w, _ in self.words)

    @property
    def has_id(self) -> bool:
        """True where a column of ids stands before the values."""
        return any(ID_HEAD.match(w) for w, _ in self.words)


def read_heading(lines: Sequence[Line], index: int) -> LineHeading | None:
    """The heading whose value columns begin on line `index`; None where no table's heading stands there."""
    whole = joined(lines, index)
    if whole is not None:
        return whole
    corner, heads = heads_in(lines[index].text)
    if not heads or (corner.strip() and not makes_heading(heads)):
        return None
    after, at = index + 1, index
    laid_out = "   " in lines[index].text.strip()
    if not laid_out or (not corner.strip() and not _ends_heads(lines, index, heads)):
        heads, after = _over_lines(lines, index, corner, heads)
        at = index if after == index + 1 else -1
    if not makes_heading(heads) or _is_sentence(corner):
        return None
    made = LineHeading(index, after, heads, corner, at=at if at >= 0 else None)
    _take_corner_above(lines, made)
    _take_below(lines, made)
    made.words = _word_columns(lines, made)
    return made


def joined(lines: Sequence[Line], index: int) -> LineHeading | None:
    """A heading whose cells are broken over lines (`BUDGET 2025 BUDGETOVERSLAG`, `2026`, `I ALT`)."""
    first = lines[index].text
    if not _OPENS_CELL.search(first) or len(first.strip()) > _MAX_BROKEN:
        return None
    text, best = first.strip(), None
    for after in range(index + 1, min(len(lines), index + _MAX_LINES)):
        line = lines[after].text.strip()
        if not line or len(line) > _MAX_BROKEN or starts_heading(line):
            break
        text = f"{text} {line}"
        corner, heads = heads_in(text)
        firm = [h for h in heads if h.kind != "measure" or quantity_of(h.printed)]
        if makes_heading(heads) and len(firm) == len(heads) and not _is_sentence(corner):
            best = LineHeading(index, after + 1, [replace(h, span=None) for h in heads], corner)
    if best is not None:
        best.words = _word_columns(lines, best)
    return best


def years_down(lines: Sequence[Line], index: int) -> LineHeading | None:
    """The heading of a table whose years stand down the side: as many words as its rows have values."""
    words = _side_and_value(lines[index].text) or lines[index].text.split()
    if not 1 < len(words) < 14 or split_values(lines[index].text)[1] or lines[index].text.strip()[-1:] in ".:;":
        return None
    counts = list(_values_of_years(lines[index + 1 : index + 1 + _MAX_LINES]))
    if len(counts) < 2 or max(counts) != len(words) - 1 or (len(words) == 2 and not SIDE_HEAD.match(words[0])):
        return None
    heads = [parse_head(w) or measure_head(w) for w in words[1:]]
    return LineHeading(index, index + 1, [replace(h, span=None) for h in heads], words[0])


def _values_of_years(lines: Sequence[Line]) -> Iterator[int]:
    """How many values each of the first rows has, as long as years name them."""
    for line in lines:
        label, tokens = split_values(line.text)
        if line.blank:  # a year without a value: see `side_years.without_lone_years`
            continue
        if not tokens or not any("\ue100" <= c <= "\ue109" for c in label):  # see `side_years.hidden`
            return
        yield len(tokens)


def _side_and_value(text: str) -> list[str] | None:
    """`År   Beløb (1.000 kr.)`: the name of the years, and the only column's, of any words."""
    name, *rest = text.split(maxsplit=1)
    return (
        [name, *rest] if rest and SIDE_HEAD.match(name) and parse_unit(rest[0]) and len(rest[0]) < _MAX_BROKEN else None
    )


def _is_sentence(corner: str) -> bool:
    """True for prose that ends in years: `Der afsættes midler i 2026 2027` is no heading."""
    words = corner.split()
    return len(words) > 9 and "  " not in corner.strip()


def _over_lines(
    lines: Sequence[Line], index: int, corner: str, heads: list[ColumnHead]
) -> tuple[list[ColumnHead], int]:
    """Headings that go on over the next lines, each of nothing but headings (`2026 2027`, `2028`, `I alt`).

    The lines are read as one: `Forbrug før` is ended by the year that begins the next.
    """
    after, text = index + 1, lines[index].text[len(corner) :].strip()
    while after < len(lines) and after - index < _MAX_LINES:
        if lines[after].blank:
            below = next((i for i in range(after, min(len(lines), after + 2)) if not lines[i].blank), None)
            if below is None or not _only_heads(lines[below].text):
                break
            after = below
        more = _only_heads(lines[after].text)
        if not more or [h.printed for h in more] == [h.printed for h in heads]:
            break
        if {h.kind for h in more} == {"measure"}:
            break  # the second level of the headings, or a row that is named so
        text = f"{text} {lines[after].text.strip()}"
        rest, heads = heads_in(text)
        if rest.strip():
            break
        after += 1
    return heads, after


def _only_heads(text: str) -> list[ColumnHead]:
    corner, heads = heads_in(text)
    return [] if corner.strip() else heads


def _take_corner_above(lines: Sequence[Line], made: LineHeading) -> None:
    """The corner's words where they stand on lines above the years (`1.000 kr. 2018 p/l Styringsområ`, `de`)."""
    if made.corner.strip():
        return
    parts: list[str] = []
    for i in range(made.first - 1, max(-1, made.first - 1 - _LOOK_BACK), -1):
        text = lines[i].text.strip()
        piece = len(text) < 12 and text[:1].islower()
        if not text or not (piece or (len(text) < 60 and starts_heading(text))):
            break
        parts.insert(0, text)
        if not piece:
            made.first, made.corner = i, " ".join(parts)
            if starts_heading(text) and not re.fullmatch(r"\W*styrings\S*", text, re.IGNORECASE):
                return


def starts_heading(text: str) -> bool:
    """True for a line that begins as a heading's corner does: with a unit, or the name of the areas' column."""
    return bool(re.match(r"(?:hele |i )?(?:1[. ]?000|mio|mill|t\.? ?kr|kr\b)", text, re.IGNORECASE)) or bool(
        re.match(r"styrings", text, re.IGNORECASE)
    )


def _take_below(lines: Sequence[Line], made: LineHeading) -> None:
    """A second level of headings under the years, and the ends of words that a narrow cell broke."""
    if made.after >= len(lines):
        return
    text = lines[made.after].text
    if units_only(text, len(made.heads)):
        made.corner = f"{made.corner} {text.strip()}".strip()
        made.after += 1
        return
    level = _level(text, len(made.heads))
    if level is not None:
        corner, below = level
        joined = under(made.heads, [h.printed for h in below])
        made.heads = [replace(h, span=b.span) for h, b in zip(joined, below, strict=True)]
        made.corner = f"{made.corner} {corner}".strip()
        made.at = made.after
        made.after += 1
        return
    stripped = text.strip()
    if made.at is not None and _YEARS.fullmatch(stripped) and _take_years_below(text, made):
        made.after += 1
        return
    indented = len(text) - len(text.lstrip()) > 8
    if stripped and len(stripped) < 24 and stripped[0].islower() and indented and not re.search(r"\d", stripped):
        made.after += 1


def units_only(text: str, count: int) -> bool:
    """True for one unit again and again: a line under `count` headings that gives each its own."""
    words = text.split()
    each = len(words) // count if count > 1 else 0
    if not each or each > _MOST_UNIT_WORDS or len(words) != each * count or words != words[:each] * count:
        return False
    unit = parse_unit(" ".join(words[:each]))
    return unit is not None and len(unit[1].split()) == each


def _ends_heads(lines: Sequence[Line], index: int, heads: list[ColumnHead]) -> bool:
    """True where the line below a layout's heading holds years that end headings above them."""
    below = lines[index + 1].text if index + 1 < len(lines) else ""
    trial = LineHeading(index, index + 1, list(heads), at=index)
    return bool(_YEARS.fullmatch(below.strip())) and _take_years_below(below, trial)


def _take_years_below(text: str, made: LineHeading) -> bool:
    """Years on a line of their own that end headings above them (`Forbrug t.o.m.` over `2028`); False where none do."""
    ends: dict[int, str] = {}
    for year in re.finditer(r"\d{4}", text):
        at = [n for n, h in enumerate(made.heads) if h.span and h.span[0] <= year.end() and year.start() <= h.span[1]]
        if len(at) != 1 or made.heads[at[0]].year is not None or at[0] in ends:
            return False
        ends[at[0]] = year[0]
    for n, year_printed in ends.items():
        head = made.heads[n]
        printed = f"{head.printed} {year_printed}"
        made.heads[n] = replace(parse_head(printed) or measure_head(printed), span=head.span)
    return True


def _level(text: str, count: int) -> tuple[str, list[ColumnHead]] | None:
    """The second level under `count` headings: the same few words again and again (`Udgift Indtægt Netto`, twice)."""
    corner, heads = heads_in(text)
    words = [h.printed for h in heads]
    if len(corner.split()) > 3 or len(words) <= count or len(words) % count:
        return None
    each = len(words) // count
    return (corner, heads) if all(words[i] == words[i % each] for i in range(len(words))) else None


def _word_columns(lines: Sequence[Line], made: LineHeading) -> list[tuple[str, int]]:
    """The names of the columns of words, with their offsets where the heading is one line of a layout."""
    text = lines[made.at].text if made.at is not None else ""
    corner = text[: made.heads[0].span[0]] if made.heads[0].span and made.at is not None else made.corner
    parts = [(m[0], m.start()) for m in re.finditer(r"\S+(?: \S+)*", corner)]
    if len(parts) > 1 or (parts and parts[0][1] > 12):
        return parts
    found = [(m[0], -1) for m in _WORD_COLUMN.finditer(made.corner)]
    return found if found and not (len(found) == 1 and parse_unit(made.corner) and not _AREA.match(found[0][0])) else []
