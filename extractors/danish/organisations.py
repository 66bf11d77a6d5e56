"""Copenhagen's administrations, committees and units, under one id through their changes of name.

The data is `organisations.yaml`, reviewed by hand. A name resolves whatever its case, hyphens, commas and line breaks
(`Kultur- Fritids- og Borgerserviceforvaltningen`), also with letters OCR damaged (`Bgrne- og Ungdomsforvaltningen`);
an abbreviation resolves by itself or inside a longer name (`Økonomiforvaltningen (ØKF)`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import accumulate
from typing import Any, Final, Literal

import yaml
from rapidfuzz import fuzz, process

OrganisationKind = Literal["forvaltning", "udvalg", "enhed", "kreds"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name or abbreviation and the calendar years it was in use, both inclusive, None where open."""

    text: str
    year_from: int | None = None
    year_to: int | None = None

    def distance(self, year: int) -> int:
        """How many years `year` lies outside the name's time of use; 0 inside it."""
        before = max(0, (self.year_from or year) - year)
        after = max(0, year - (self.year_to or year))
        return before + after


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation: canonical id, kind, its names through time, the unit it belongs to and its counterpart.

    `counterpart` is the committee an administration serves, or the administration that serves a committee.
    """

    id: str
    kind: OrganisationKind
    names: tuple[Name, ...] = ()
    abbreviations: tuple[Name, ...] = ()
    parent: str | None = None
    counterpart: str | None = None

    def name_in(self, year: int) -> str:
        """The name in use in a year, else the one nearest to it; the id where only an abbreviation is known."""
        return min(self.names, key=lambda n: n.distance(year)).text if self.names else self.id


@dataclass(frozen=True, slots=True)
class FoundOrganisation:
    """An organisation that a text names, and where."""

    organisation: Organisation
    char_start: int
    char_end: int


_LETTERS_RE: Final = re.compile(r"[^\W\d_]+")
_MIN_FUZZY: Final = 12  # letters; shorter names are too near each other for a damaged one to be told
_FUZZY: Final = 90.0
_MAX_NAME: Final = 300
_STEM_RE: Final = re.compile(r"(forvaltning|udvalg|kreds)")


@cache
def organisations() -> dict[str, Organisation]:
    """Every organisation of the data file, by id."""
    raw = yaml.safe_load(resources.files(__package__).joinpath("organisations.yaml").read_text("utf-8"))
    return {entry["id"]: _read(entry) for entry in raw}


def resolve(name: str, year: int | None = None) -> Organisation | None:
    """The organisation a printed name means; None when it means none or several.

    `year` decides between organisations that used the same name at different times. A unit printed with the
    organisation it belongs to (`Center for Økonomi, Økonomiforvaltningen`) is the unit.
    """
    name = name[:_MAX_NAME]
    key = _key(name)
    if not key:
        return None
    owners = _names().get(key) or _abbreviations(folded=True).get(key)
    if owners:
        return _nearest(owners, year)
    found = {f.organisation.id for f in find(name)}
    specific = found - {a for i in found for a in _ancestors(i)}
    if found:
        return organisations()[specific.pop()] if len(specific) == 1 else None
    return _damaged(key, year)


def find(text: str) -> list[FoundOrganisation]:
    """Every organisation a text names, in order; of overlapping names the longest."""
    found = sorted([*_find_names(text), *_find_abbreviations(text)], key=lambda f: (f.char_start, -f.char_end))
    kept: list[FoundOrganisation] = []
    for f in found:
        if not kept or f.char_start >= kept[-1].char_end:
            kept.append(f)
    return kept


def organisation_id(printed: str | None) -> str | None:
    """The id of the organisation a printed name means; None for no name, and for one that means none or several."""
    found = resolve(printed) if printed else None
    return found.id if found else None


def administration_of(organisation: Organisation) -> Organisation | None:
    """The administration an organisation is, belongs to or is served by; None for a circle across administrations."""
    if organisation.kind == "udvalg" and organisation.counterpart:
        return organisations()[organisation.counterpart]
    while organisation.kind != "forvaltning":
        if organisation.parent is None:
            return None
        organisation = organisations()[organisation.parent]
    return organisation


def _read(entry: dict[str, Any]) -> Organisation:
    def names(key: str) -> tuple[Name, ...]:
        return tuple(Name(n["name"], n.get("from"), n.get("to")) for n in entry.get(key, []))

    noted = tuple(Name(n) for n in entry.get("noted", []))
    return Organisation(
        entry["id"],
        entry["kind"],
        names("names"),
        names("abbreviations") + noted,
        entry.get("parent"),
        entry.get("counterpart"),
    )


def _key(text: str) -> str:
    """The letters of a name, case folded: what is left of it in any print."""
    return "".join(_LETTERS_RE.findall(text)).casefold()


Owners = list[tuple[Name, Organisation]]


@cache
def _names() -> dict[str, Owners]:
    owners: dict[str, Owners] = {}
    for organisation in organisations().values():
        for name in organisation.names:
            owners.setdefault(_key(name.text), []).append((name, organisation))
    return owners


@cache
def _abbreviations(*, folded: bool) -> dict[str, Owners]:
    owners: dict[str, Owners] = {}
    for organisation in organisations().values():
        for name in organisation.abbreviations:
            owners.setdefault(_key(name.text) if folded else name.text, []).append((name, organisation))
    return owners


def _nearest(owners: Owners, year: int | None) -> Organisation:
    return owners[0][1] if year is None else min(owners, key=lambda o: o[0].distance(year))[1]


def _ancestors(organisation_id: str) -> set[str]:
    above: set[str] = set()
    parent = organisations()[organisation_id].parent
    while parent:
        above.add(parent)
        parent = organisations()[parent].parent
    return above


def _damaged(key: str, year: int | None) -> Organisation | None:
    """The organisation whose name differs from `key` by a few letters and is of the same kind of body."""
    if len(key) < _MIN_FUZZY:
        return None
    best = process.extract(key, list(_names()), scorer=fuzz.ratio, score_cutoff=_FUZZY, limit=2)
    if not best or (len(best) > 1 and best[1][1] == best[0][1]):
        return None
    stem, wanted = _STEM_RE.search(key), _STEM_RE.search(best[0][0])
    if stem and wanted and stem[0] != wanted[0]:
        return None
    return _nearest(_names()[best[0][0]], year)


@cache
def _names_re() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _names()), key=len, reverse=True)))


@cache
def _abbreviations_re() -> re.Pattern[str]:
    longest_first = sorted(map(re.escape, _abbreviations(folded=False)), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])({'|'.join(longest_first)})(?=(?:['’]?s)?(?![\w]))(?!-kred)")


def _find_names(text: str) -> list[FoundOrganisation]:
    """Full names, read over everything that is no letter: hyphens, commas, line breaks, page breaks."""
    pieces = list(_LETTERS_RE.finditer(text))
    folded = [p[0].casefold() for p in pieces]
    if any(len(f) != len(p[0]) for f, p in zip(folded, pieces, strict=True)):
        folded = [p[0].lower() if len(p[0].lower()) == len(p[0]) else p[0] for p in pieces]
    starts = [0, *accumulate(map(len, folded))]
    found = []
    for match in _names_re().finditer("".join(folded)):
        first, last = bisect_right(starts, match.start()) - 1, bisect_right(starts, match.end() - 1) - 1
        left_over = folded[last][match.end() - starts[last] :]
        if starts[first] != match.start() or left_over not in ("", "s"):
            continue  # inside another word
        end = pieces[last].start() + match.end() - starts[last]
        if end - pieces[first].start() > 3 * len(match[0]) + 10:
            continue  # words that only happen to follow each other, lines apart
        found.append(FoundOrganisation(_names()[match[0]][0][1], pieces[first].start(), end))
    return found


def _find_abbreviations(text: str) -> list[FoundOrganisation]:
    owners = _abbreviations(folded=False)
    return [FoundOrganisation(owners[m[1]][0][1], m.start(1), m.end(1)) for m in _abbreviations_re().finditer(text)]
