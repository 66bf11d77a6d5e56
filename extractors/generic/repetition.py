"""Where the proposals of a document begin, told by what comes again and again.

A form repeats its field names, headings and table headings from proposal to proposal. Each short line is reduced to
keys: the line with its figures masked, its label before a colon or a wide gap, its first words. The keys that come
equally often, once each in turn, are the form's frame; the one that comes first opens a proposal.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from extractors.danish.case_ids import split_case_id
from schemas.source import Block, Grid, Line

_MAX_LINE: Final = 120
_MIN_KEYS: Final = 3
_LOOK_ABOVE: Final = 2
_ID_KEY: Final = "<id>"


@dataclass(frozen=True, slots=True)
class Frame:
    """A document's repeated form: where each card begins, and the keys that make the form, in order."""

    starts: tuple[int, ...]
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
    if label := _label(text):
        found.append(f"{_mask(label)}:")
    if not sentence:
        found.append(masked)
        words = masked.split()
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

    `skip` are blocks that are no part of a form: the rows of tables.
    """
    places = _places(blocks, skip)
    counts = Counter({k: len(v) for k, v in places.items()})
    best: tuple[float, Frame] | None = None
    for count in sorted({c for c in counts.values() if c > 1}, reverse=True):
        frame = _frame(places, [k for k, c in counts.items() if c == count])
        if frame is None or len(frame.keys) < _MIN_KEYS:
            continue
        rank = len(frame.keys) + 0.01 * count
        if best is None or rank > best[0]:
            best = (rank, frame)
    if best is None:
        return None
    return Frame(_with_headings_above(blocks, best[1].starts, skip), best[1].keys)


def _places(blocks: Sequence[Block], skip: set[int]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for index, block in enumerate(blocks):
        if index in skip or (isinstance(block, Line) and block.blank):
            continue
        text = block.text if isinstance(block, Line) else _grid_text(block)
        for key in dict.fromkeys(keys_of(text)):
            places[key].append(index)
    return places


def _grid_text(grid: Grid) -> str:
    return " ".join(grid.rows[0].texts()) if grid.rows else ""


def _frame(places: dict[str, list[int]], keys: Sequence[str]) -> Frame | None:
    """The keys that come once each in turn with the earliest of them."""
    if not keys:
        return None
    ordered = sorted(keys, key=lambda k: places[k][0])
    best: Frame | None = None
    for anchor in _distinct(ordered, places)[:8]:
        starts = places[anchor]
        inside = [k for k in ordered if _in_turn(starts, places[k])]
        kept = _distinct(inside, places)
        if best is None or len(kept) > len(best.keys):
            best = Frame(tuple(starts), tuple(kept))
    return best


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


def _in_turn(starts: Sequence[int], places: Sequence[int]) -> bool:
    """True when each card holds the key exactly once."""
    bounds = [*starts[1:], float("inf")]
    return all(s <= p < e for s, p, e in zip(starts, places, bounds, strict=True))


def _with_headings_above(blocks: Sequence[Block], starts: Sequence[int], skip: set[int]) -> tuple[int, ...]:
    """The cards' beginnings moved up to the headings that stand above the first key in nearly every card."""
    current = list(starts)
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
