"""Writing the chosen readings back into the print: capitals, divided words, and the lookalikes of a capital I."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from extractors.danish.ocr_repair.choice import Slot
from extractors.danish.ocr_repair.tokens import SOFT_HYPHEN, Chunk, is_lone_bar

_LOOKALIKE: Final = 0.95  # confidence in `|` for I and `Al` for AI


@dataclass(frozen=True, slots=True)
class Repair:
    """A changed chunk: 0-based line, character span in the printed line, both forms, and the probability (0-1)."""

    line_index: int
    char_start: int
    char_end: int
    printed: str
    repaired: str
    confidence: float


_Edit = tuple[int, str, str, float]
"""(start in the chunk, printed, repaired, confidence)."""


def repairs_of(found: Sequence[Chunk], slots: Sequence[Slot]) -> Iterator[Repair]:
    """The chunks whose parts, or whose lone bar, read otherwise than printed."""
    changes: dict[int, list[_Edit]] = {}
    for slot in slots:
        if slot.chosen.steps is not None:
            for index, start, printed, repaired in _spell(slot, found):
                if printed != repaired:
                    changes.setdefault(index, []).append((start, printed, repaired, slot.confidence))
    ai = _speaks_of_ai(found)
    for i, chunk in enumerate(found):
        if edits := changes.get(i, []) + _capital_i(i, found, ai=ai):
            yield _repair(chunk, edits)


def _repair(chunk: Chunk, edits: list[_Edit]) -> Repair:
    text = chunk.text
    for start, printed, repaired, _ in sorted(edits, reverse=True):
        text = text[:start] + repaired + text[start + len(printed) :]
    confidence = round(min(e[3] for e in edits), 3)
    return Repair(chunk.line, chunk.start, chunk.start + len(chunk.text), chunk.text, text, confidence)


def _spell(slot: Slot, found: Sequence[Chunk]) -> Iterator[tuple[int, int, str, str]]:
    """(chunk, start, printed, repaired) of the slot's part, or of each half of a divided word."""
    spelled = _cased(slot)
    printed_halves, repaired_halves = slot.printed.split(SOFT_HYPHEN), spelled.split(SOFT_HYPHEN)
    yield slot.chunk, found[slot.chunk].parts[slot.part].start, printed_halves[0], repaired_halves[0]
    if slot.halves:
        yield slot.chunk + 1, found[slot.chunk + 1].parts[0].start, printed_halves[1], repaired_halves[1]


def _cased(slot: Slot) -> str:
    """The chosen reading in the capitals of the print; a symbol at the start of a sentence stood for a capital."""
    out, at = [], 0
    letters = [c for c in slot.printed if c.isalpha()]
    capitals = bool(letters) and all(c.isupper() for c in letters)
    shout = capitals and (len(letters) > 1 or not slot.printed[0].isalpha())
    for size, true in slot.chosen.steps or ():
        source = slot.printed[at : at + size]
        if source == SOFT_HYPHEN:
            out.append(SOFT_HYPHEN)
        elif shout:
            out.append(true.upper())
        elif source[:1].isupper() or (at == 0 and _stood_for_capital(source, true, slot)):
            out.append(true[:1].upper() + true[1:])
        else:
            out.append(true)
        at += size
    return "".join(out)


def _stood_for_capital(source: str, true: str, slot: Slot) -> bool:
    if source == "l" and true == "i":
        return True
    return slot.gap == "." and not source[:1].isalpha()


def _capital_i(index: int, found: Sequence[Chunk], *, ai: bool) -> list[_Edit]:
    """`|` for the word I, `Al` for AI, `lT` for IT: letters that look alike in most typefaces."""
    chunk = found[index]
    if is_lone_bar(chunk) and _stands_alone(index, found):
        at = next(i for i, c in enumerate(chunk.text) if c in "|l")
        return [(at, chunk.text[at], "I" if chunk.opens else "i", _LOOKALIKE)]
    return [
        (p.start, p.text, p.text.replace("l", "I"), _LOOKALIKE)
        for p in chunk.parts
        if p.text == "lT" or (p.text == "Al" and (ai or not chunk.opens or chunk.text != "Al"))
    ]


def _stands_alone(index: int, found: Sequence[Chunk]) -> bool:
    """A word follows, and no other bar stands near: bars in a row are a table's rules."""
    near = [*found[max(index - 2, 0) : index], *found[index + 1 : index + 3]]
    return index + 1 < len(found) and found[index + 1].text[0].isalnum() and not any(is_lone_bar(c) for c in near)


def _speaks_of_ai(found: Sequence[Chunk]) -> bool:
    """The document prints `Al` where the word `al` cannot stand in capitals: inside sentences."""
    return sum(1 for c in found if not c.opens and any(p.text == "Al" for p in c.parts)) >= 2
