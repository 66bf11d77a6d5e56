"""Where a money table that reached us as printed lines ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractors.layout.flow.tokens import split_values
from extractors.tables.headings import heads_in, makes_heading
from extractors.tables.lines.heading import LineHeading
from schemas.source import Line

_MAX_LABEL_LINES: Final = 5
_MAX_LABEL: Final = 84
_MAX_CELL: Final = 72
_FIELD: Final = re.compile(r"^\s*[A-ZÆØÅ][\w /.()-]{1,48}:(?:\s|$)")
_NEW_SENTENCE: Final = re.compile(r"(?:\S+ ){3}[a-zæøå]{2,}[.?!] [A-ZÆØÅ][a-zæøå]+ [a-zæøå]+ ")
"""A sentence that ends within a line, and the next one that begins: `... fastholdes. Opgaven varetages i dag af 20`."""
_CAPTION: Final = re.compile(
    r"^\s*(?:(?:tabel|figur|bilag|skema)\s*\d|(?:note|noter|bemærk|anm)\b|\*+\s*\w)", re.IGNORECASE
)
_FUNCTION_WORD: Final = re.compile(
    r"\b(?:er|der|det|en|et|at|som|har|kan|vil|skal|bliver|den|de|fra|med|samt|ikke|også|når|hvis|så|men)\b",
    re.IGNORECASE,
)
_NUMBER_OF: Final = re.compile(r"\b(?:nr\.?|nummer|pkt\.?|punkt|side|kapitel|fase|etape)\s*$", re.IGNORECASE)
"""Words whose number is no amount: `Forslag nr. 4`."""
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_RANK: Final = re.compile(r"\d{1,2}")
_ENDS_SENTENCE: Final = re.compile(r"(?:\S+ ){3,}(?:[a-zæøå]{5,}|(?:19|20)\d\d)\.")
"""Four words or more with a full stop behind one that is no abbreviation: `Projektering 2026, udførelse 2027-2028.`"""


def body_end(lines: Sequence[Line], heading: LineHeading, stop: int) -> int:
    """The index after the table's last row: at a caption, a form's field, prose, or where rows give out."""
    last, labels = heading.after, 0
    for index in range(heading.after, stop):
        text = lines[index].text
        if lines[index].blank:
            continue
        if (again := _heading_again(text, lines, heading)) is not None:
            if not again or labels > 1:
                break  # a table of its own, with the proposal's heading above it
            continue
        valued = _has_values(text, len(heading.heads), after_labels=labels > 1)
        labels = 0 if valued else labels + 1
        if labels > _MAX_LABEL_LINES or _ends_table(text, valued=valued):
            break
        if valued:
            last = index + 1
    return _with_label_end(lines, last, stop) if last > heading.after else last


def _has_values(text: str, width: int, *, after_labels: bool) -> bool:
    """True for a row's values; what looks like one, after several lines without, may be the value of a form's field.

    `Projekt`, `Sygehus`, `Færdigt  2024`, `Prioritet  1`: there a form begins.
    """
    words, tokens = split_values(text)
    if not tokens or _is_date_like(words, [t[0] for t in tokens], width):
        return False
    return not (after_labels and len(tokens) == 1 and _is_small(tokens[0][0], width))


def _ends_table(text: str, *, valued: bool) -> bool:
    """True for a line that stands under a table: a caption, a note, a form's field, prose."""
    field = not valued and _FIELD.match(text) is not None
    return field or _CAPTION.match(text) is not None or _is_prose(text, valued=valued)


def _heading_again(text: str, lines: Sequence[Line], heading: LineHeading) -> bool | None:
    """Whether a line that heads a table is the heading printed again (a page's top); None for any other line."""
    corner, heads = heads_in(text)
    if makes_heading(heads) and (not corner.strip() or len(heads) > 1):
        return [h.printed for h in heads] == [h.printed for h in heading.heads] and not _other_corner(
            corner, heading.corner
        )
    at = heading.at if heading.at is not None else heading.first
    same = heading.after - heading.first == 1 and text.split() == lines[at].text.split()
    return False if same and len(text.split()) > 2 else None


def _other_corner(corner: str, first: str) -> bool:
    """True where a heading's corner says something else than the table's: a unit, what is counted."""
    one, other = " ".join(corner.split()).lower(), " ".join(first.split()).lower()
    return bool(one) and bool(other) and not one.startswith(other) and not other.startswith(one)


def _is_small(token: str, width: int) -> bool:
    """True for a year, or in a table of several columns a rank: what the row of a form's field ends in."""
    return bool(_YEAR.fullmatch(token)) or (width > 1 and bool(_RANK.fullmatch(token)))


def _is_date_like(words: str, tokens: Sequence[str], width: int) -> bool:
    """True for words that a year or a lone small number ends: `Budgetnotat til forhandlingerne om budget 2019`."""
    if len(tokens) > 1 or width < 2:
        return False
    if not words.strip() or words.endswith("  "):
        return False
    return bool(_YEAR.fullmatch(tokens[0])) or bool(_NUMBER_OF.search(words))


def _is_prose(text: str, *, valued: bool) -> bool:
    stripped = text.strip()
    words = stripped.split()
    if "   " in stripped:  # cells; but a field's text beside its name runs on
        part = max(re.split(r"\s{3,}", stripped), key=len)
        return len(part) > _MAX_CELL and len(_FUNCTION_WORD.findall(part)) >= 2
    if valued and len(words) < 10:
        return False
    if not valued and ((stripped[-1:] in ".:;?" and len(words) > 5) or _ENDS_SENTENCE.fullmatch(stripped)):
        return True
    if _NEW_SENTENCE.search(stripped):
        return True
    functions = len(_FUNCTION_WORD.findall(stripped))
    return len(stripped) > (_MAX_LABEL if not valued else 60) and functions >= 2


def _with_label_end(lines: Sequence[Line], last: int, stop: int) -> int:
    """The table's end with the last row's label ended: a short line in lower case, or a cell's next line."""
    index = last
    while index < min(stop, last + 2) and lines[index].blank:
        index += 1
    if index >= stop:
        return last
    text = lines[index].text.strip()
    short = 0 < len(text) < 45 and not split_values(text)[1]
    ends = short and (text[0].islower() or _hangs(lines[last - 1].text, lines[index].text))
    return index + 1 if ends else last


def _hangs(above: str, text: str) -> bool:
    """True for the next line of a layout's cell: the words above it end open and it begins where they do."""
    words = re.search(r"\S+(?: \S+)*", split_values(above)[0].rstrip())
    if words is None or not words[0].endswith((" og", "-", ",", " på", " til", " af")):
        return False
    return len(text) - len(text.lstrip()) == words.start()
