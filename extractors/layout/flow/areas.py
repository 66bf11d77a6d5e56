"""Steering areas (styringsområder): the cell between a row's label and its values that names the kind of money."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from extractors.layout.flow.tokens import split_values
from schemas.source import Line

AREAS: Final = (
    "service/anlæg", "service", "anlæg", "overførsler", "overførsel", "løn", "drift", "it", "finansposter",
    "øvrig drift", "drift/service", "service/drift",
)  # fmt: skip
"""Steering areas (styringsområder) that bilag print, lower case."""

_MOST: Final = 0.6
_AREA_WORDS: Final = "|".join(re.escape(a) for a in sorted(AREAS, key=len, reverse=True))
_AREA_RE: Final = re.compile(rf"(?:^|(?P<space>\s+))(?P<area>{_AREA_WORDS})\*?$", re.IGNORECASE)
_OPEN_END_RE: Final = re.compile(
    r"(?:\b(?:af|til|i|på|for|og|med|ved|om|fra|mellem|eller|samt|varig|afledt)|[,/&(-])$", re.IGNORECASE
)


def end_in_areas(lines: Sequence[Line], opens_sum: Callable[[str], bool]) -> bool:
    """True where most rows of values end their words in a capitalised steering area, whatever its column is called."""
    rows = [words.strip() for x in lines for words, tokens in (split_values(x.text),) if tokens]
    items = [r for r in rows if r and not opens_sum(r)]
    named = sum(
        bool((m := _AREA_RE.search(r)) and m["area"][0].isupper() and not ends_open(r[: m.start()])) for r in items
    )
    return named > 1 and named > _MOST * len(items)


def ends_open(label: str) -> bool:
    """True when a label is cut at a comma, a preposition or the like and goes on.

    A word like `service` after it is part of the label, no steering area (`Samlet varig ændring, service`).
    """
    return bool(_OPEN_END_RE.search(label))


def split_area(text: str, *, has_area: bool, lower: bool = False, wide: int = 3) -> tuple[str, str | None]:
    """A row's words parted into label and steering area (None where the row prints none).

    `lower`: the table prints its areas in lower case, so that a word in lower case may be one. `wide` is how many
    spaces part two cells for sure.
    """
    stripped = text.strip()
    if not has_area or not stripped:
        return stripped, None
    found = _AREA_RE.search(stripped)
    if not found:
        return stripped, None
    label, space, area = stripped[: found.start()], found["space"] or "", found["area"]
    if not label:
        return "", stripped
    needed = ends_open(label) and (wide > 2 or area[0].islower())
    if len(space) < wide and (needed or (area[0].islower() and len(space) < 2 and not lower)):
        return stripped, None
    return label, stripped[found.start("area") :]


class Areas:
    """How a table prints its steering areas: whether at all, in lower case, and from which offset on."""

    def __init__(
        self, lines: Sequence[Line], *, printed: bool, aligned: bool, opens_sum: Callable[[str], bool]
    ) -> None:
        """See `extractors.layout.flow.fold.fold`; `aligned`: the dump keeps the page's layout."""
        self.printed, self.aligned, self.opens_sum = printed, aligned, opens_sum
        self.lower = printed and self._in_lower_case(lines)
        self.at = _offset(lines) if aligned else None

    def split(self, words: str, *, valued: bool = False) -> tuple[str, str | None]:
        """A row's words parted into label and area, as `split_area`; `valued`: values follow them on their line."""
        wide = 2 if self.aligned else 3
        if (
            self.at is not None
            and (found := _AREA_RE.search(words.rstrip()))
            and abs(found.start("area") - self.at) <= 2
        ):
            wide = 1
        if valued and self.lower and not self.opens_sum(words.strip()):
            wide = 1  # every item of this table names its area before its values
        return split_area(words, has_area=self.printed, lower=self.lower, wide=wide)

    def lacks(self, area: str | None) -> int:
        """1 where a row's steering area is an empty cell, which prints a boundary of its own."""
        return int(self.printed and area is None)

    def _in_lower_case(self, lines: Sequence[Line]) -> bool:
        """True when the rows of values that name an area all name it in lower case, and most of the items do."""
        named = bare = 0
        for line in lines:
            words, tokens = split_values(line.text)
            if not tokens or self.opens_sum(words.strip()):
                continue
            _, area = split_area(words, has_area=True, lower=True)
            if area and not area[0].islower():
                return False
            named, bare = named + bool(area), bare + (not area and bool(words.strip()))
        return named > bare


def _offset(lines: Sequence[Line]) -> int | None:
    """Where the areas begin in a dump that keeps the layout."""
    found = [m for x in lines if (m := _AREA_RE.search(split_values(x.text)[0].rstrip())) and m["space"]]
    starts = Counter(m.start("area") for m in found if len(m["space"]) > 2)
    return starts.most_common(1)[0][0] if starts else None
