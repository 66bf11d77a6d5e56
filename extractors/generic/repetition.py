"""Where the proposals of a document begin, told by what comes again and again.

A form repeats its field names, headings and table headings from proposal to proposal. Each short line is reduced to
keys: the line with its figures masked, its label before a colon or a wide gap, its first words. The keys that come
equally often, once each in turn, are the form's frame; the one that comes first opens a proposal.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from extractors.danish.case_ids import split_case_id
from schemas.source import Block, Grid, Line

_MAX_LINE: Final = 120
_LOOK_ABOVE: Final = 2
_MAX_TITLE: Final = 4
_FULL: Final = 70  # letters of a full line
_MAX_CARDS: Final = 5000
_MAX_KEYS: Final = 300
_MAX_ANCHORS: Final = 150
_CROWD: Final = 12
_MAX_PREFIXED: Final = 70
_ENOUGH: Final = 0.6
_RARER: Final = 3
"""By what power a key that some cards lack counts less: what heads every page opens more cards than there are."""
_ID_KEY: Final = "<id>"
_NUMBER_KEY: Final = "<nr>"
_NUMBERED: Final = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})?|\d{5,8})[.):]?\s+[A-ZÆØÅ]")


@dataclass(frozen=True, slots=True)
class Frame:
    """A document's repeated form: where each card begins, where its first key stands, and the keys of the form."""

    starts: tuple[int, ...]
    anchors: tuple[int, ...]
    keys: tuple[str, ...]


def keys_of(text: str) -> list[str]:
    """What of a line may repeat from card to card, most telling first."""
    stripped = " ".join(text.split())
    if not stripped or len(stripped) > _MAX_LINE:
        return []
    found: list[str] = []
    masked = _mask(stripped)
    sentence = stripped[-1] in ".;?" and len(stripped) > 40
    case_id, _ = split_case_id(stripped)
    if case_id and not sentence:
        found.append(_ID_KEY)
    if not case_id and not sentence and _NUMBERED.match(stripped):
        found.append(_NUMBER_KEY)
    if label := _label(text):
        found.append(f"{_mask(label)}:")
    if not sentence:
        found.append(masked)
        words = masked.split() if len(stripped) < _MAX_PREFIXED and not stripped[0].islower() else []
        found += [" ".join(words[:n]) + " …" for n in (3, 2, 1) if len(words) > n]
    return found


def _mask(text: str) -> str:
    return re.sub(r"\d+", "#", text.lower())


def _label(text: str) -> str | None:
    """A field's label: what stands before a colon, or before a gap of three spaces."""
    found = re.match(r"\s*([A-ZÆØÅ][^:]{1,50}?)(?::|\s{3,})", text)
    return " ".join(found[1].split()) if found else None


def find_frame(blocks: Sequence[Block], skip: set[int]) -> Frame | None:
    """The form that a document repeats; None where nothing repeats in turn.

    Every key that comes again is tried as the one that opens a card. It is worth what the other keys then show: the
    share of cards that hold them once. Keys of two lines that always stand together count once.

    `skip` are blocks that are no part of a form: the rows of tables.
    """
    places = {k: v for k, v in _places(blocks, skip).items() if 1 < len(v) <= _MAX_CARDS}
    keys = _telling(_distinct(sorted(places, key=lambda k: (places[k][0], k)), places), places)
    tried = [t for anchor in keys[:_MAX_ANCHORS] if (t := _tried(anchor, keys, places)) is not None]
    if not tried:
        return None
    best = max(tried, key=lambda t: (t[0], -t[1].starts[0]))[1]
    above = _with_ids_above(blocks, best.anchors, skip) or _with_headings_above(blocks, best.anchors, skip)
    return Frame(above, best.anchors, best.keys)


def _tried(anchor: str, keys: Sequence[str], places: dict[str, list[int]]) -> tuple[float, Frame] | None:
    """What a key is worth as the one that opens a card, and the frame that it makes; None where the rest shows none."""
    starts = places[anchor]
    shares = {k: _share(starts, places[k]) for k in keys if k != anchor}
    held = {k: s for k, s in shares.items() if s >= _ENOUGH}
    if sum(held.values()) < _least(anchor, len(starts)):
        return None
    worth = sum(s**_RARER for s in held.values()) + 0.01 * len(starts)
    return worth, Frame(tuple(starts), tuple(starts), tuple(k for k in keys if k == anchor or k in held))


def _telling(keys: Sequence[str], places: dict[str, list[int]]) -> list[str]:
    """The keys that come about as often as many others do, first: a form's parts all come once a card."""
    counts = sorted(len(places[k]) for k in keys)

    def company(key: str) -> int:
        count = len(places[key])
        return bisect_right(counts, 1.25 * count) - bisect_left(counts, 0.8 * count)

    return sorted(keys, key=lambda k: (-min(company(k), _CROWD), -len(places[k]), places[k][0]))[:_MAX_KEYS]


def _least(anchor: str, cards: int) -> float:
    """What the other keys must show at least; an id opens a card by itself where three or more do."""
    if anchor in (_ID_KEY, _NUMBER_KEY):
        return 0.0 if anchor == _ID_KEY and cards > 2 else 0.9
    return 1.8


def _share(starts: Sequence[int], places: Sequence[int]) -> float:
    """The share of cards that hold a key once; what stands before the first card or comes again tells against it."""
    counts = [0] * len(starts)
    before = 0
    for place in places:
        card = bisect_right(starts, place) - 1
        if card < 0:
            before += 1
        else:
            counts[card] += 1
    return (sum(c == 1 for c in counts) - sum(c > 1 for c in counts) - before) / len(starts)


def _places(blocks: Sequence[Block], skip: set[int]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for index, block in enumerate(blocks):
        if index in skip or (isinstance(block, Line) and block.blank):
            continue
        text = block.text if isinstance(block, Line) else _grid_text(block)
        prose = goes_on(block, blocks[index + 1 : index + 2])
        for key in dict.fromkeys(keys_of(text)):
            if not prose or key.startswith("<") or key.endswith(":"):
                places[key].append(index)
    return places


def goes_on(block: Block, below: Sequence[Block]) -> bool:
    """True for a full line of running text, which goes on in the next one: no heading, however often it comes."""
    if not isinstance(block, Line) or len(block.text.strip()) <= _FULL:
        return False
    return any(isinstance(b, Line) and b.text.strip()[:1].islower() for b in below)


def _grid_text(grid: Grid) -> str:
    return " ".join(grid.rows[0].texts()) if grid.rows else ""


def _distinct(keys: Sequence[str], places: dict[str, list[int]]) -> list[str]:
    """One key a place: a line's label, first words and whole text are one repetition."""
    seen: set[tuple[int, ...]] = set()
    kept = []
    for key in keys:
        at = tuple(places[key])
        if at not in seen:
            seen.add(at)
            kept.append(key)
    return kept


def _with_ids_above(blocks: Sequence[Block], starts: Sequence[int], skip: set[int]) -> tuple[int, ...] | None:
    """The cards' beginnings at the ids that stand a few lines above the first key, in nearly every card."""
    moved: list[int] = []
    hits = 0
    for number, start in enumerate(starts):
        floor = starts[number - 1] + 1 if number else 0
        lines = [i for i in range(start - 1, floor - 1, -1) if i not in skip and _printed(blocks[i])][:_MAX_TITLE]
        at = next((i for i in lines if _ID_KEY in keys_of(blocks[i].text)), None)  # type: ignore[union-attr]
        hits += at is not None
        moved.append(start if at is None else at)
    return tuple(moved) if hits >= 0.8 * len(starts) else None


def _printed(block: Block) -> bool:
    return isinstance(block, Line) and not block.blank


def _with_headings_above(blocks: Sequence[Block], starts: Sequence[int], skip: set[int]) -> tuple[int, ...]:
    """The cards' beginnings moved up to the headings that stand above the first key in nearly every card."""
    current: list[int] = list(starts)
    for _ in range(_LOOK_ABOVE):
        above = [_heading_above(blocks, s, current[i - 1] + 1 if i else 0, skip) for i, s in enumerate(current)]
        found = [a for a in above if a is not None]
        if len(found) < 0.8 * len(current) or above[0] is None:
            break
        texts = {" ".join(blocks[a].text.split()) for a in found if isinstance(blocks[a], Line)}  # type: ignore[union-attr]
        if len(texts) < 0.8 * len(found):
            break
        current = [s if a is None else a for s, a in zip(current, above, strict=True)]
    return tuple(current)


def _heading_above(blocks: Sequence[Block], at: int, floor: int, skip: set[int]) -> int | None:
    for index in range(at - 1, floor - 1, -1):
        block = blocks[index]
        if index in skip or not isinstance(block, Line):
            return None
        if block.blank:
            continue
        text = block.text.strip()
        heading = len(text) < 90 and text[-1] not in ".,;:" and (text[0].isupper() or text[0].isdigit())
        return index if heading and len(text.split()) > 1 else None
    return None
