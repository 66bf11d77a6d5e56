"""Repair of Danish text that an OCR engine without Danish has damaged: `på` printed `pa`, `øget` printed `gget`.

A noisy channel (`ocr_repair_channel`) proposes Danish readings of every word; a word list, the document's own words
and the neighbours weigh them (`ocr_repair_lexicon`). It works only on text whose `quality` says it is damaged, touches
no numbers, and reports every change with what was printed.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from extractors.danish import ocr_repair_channel as channel
from extractors.danish.ocr_repair_lexicon import Lexicon, common_lexicon, full_lexicon
from extractors.danish.ocr_repair_tokens import SOFT_HYPHEN, Chunk, chunks, divided, is_lone_bar

DAMAGED_BELOW: Final = 0.97
"""A document of lower quality is repaired throughout."""
_WINDOW_DAMAGED_BELOW: Final = 0.93
_WINDOW_WORDS: Final = 150
_FEWEST_DAMAGED: Final = 4
_DECIDE: Final = 0.80  # a reading less likely than this among its rivals is not taken
_IMPOSSIBLE: Final = 0.03  # what is printed is so unlikely that it must have been something else ...
_DECIDE_IMPOSSIBLE: Final = 0.65  # ... and the best of the rivals will do
_CONTEXT_WEIGHT: Final = 0.8
_OWN_WORDS: Final = 0.25  # weight of the document's own words against the word list
_NAME_BONUS: Final = 3.0  # a capital inside a sentence: likelier a name
_ACRONYM_BONUS: Final = 1.0
_PLAIN_COST: Final = 2.0  # damage to no Danish letter is rarer in such text than the channel's shares say
_PLAIN_RARE_COST: Final = 3.0  # ... and the more so for a rare word
_COMMON: Final = -12.5
_SYMBOL_COST: Final = 6.0  # a word as printed seldom holds one of these
_SYMBOLS: Final = frozenset("@&=|;¢0468")


@dataclass(frozen=True, slots=True)
class Repair:
    """A changed chunk: 0-based line, character span in the printed line, both forms, and the probability (0-1)."""

    line_index: int
    char_start: int
    char_end: int
    printed: str
    repaired: str
    confidence: float


@dataclass(frozen=True, slots=True)
class RepairResult:
    """The repaired lines, as many as went in, the changes made, and the quality that was measured."""

    lines: list[str]
    repairs: list[Repair]
    quality: float


@dataclass(frozen=True, slots=True)
class _Choice:
    """A reading of a part with its total cost; `steps` is None for the part as printed."""

    text: str
    words: tuple[str, ...]
    cost: float
    steps: tuple[tuple[int, str], ...] | None


@dataclass(slots=True)
class _Slot:
    """A part on its way through the repair: one chunk's, or the two halves of a divided word."""

    chunk: int
    part: int
    printed: str
    choices: tuple[_Choice, ...]
    opens: bool
    halves: bool = False
    chosen: _Choice = field(init=False)
    confidence: float = 1.0

    def __post_init__(self) -> None:
        self.chosen = self.choices[0]


def quality(text: str) -> float:
    """How sound the Danish of a text is: 1 minus the share of its words that look damaged. 1.0 for a text of no words."""
    return _Health(text.splitlines()).quality


def repair(lines: Sequence[str], *, force: bool = False, lexicon: Lexicon | None = None) -> RepairResult:
    """Repair the damaged stretches of printed lines; with `force`, all of them.

    The lines come back in the same number and order; spacing outside the repaired chunks is kept. `lexicon` replaces
    the bundled word list (to measure on text that the bundled counts were made from).
    """
    health = _Health(lines)
    sick = set(range(len(lines))) if force else health.damaged_lines()
    if not sick:
        return RepairResult(list(lines), [], health.quality)
    found = [c for c in health.chunks if c.line in sick]
    lexicon = lexicon or full_lexicon()
    slots = list(_slots(found, lexicon))
    _decide(slots, lexicon)
    repairs = list(_repairs(found, slots))
    return RepairResult(_apply(lines, repairs), repairs, health.quality)


class _Health:
    """The chunks of a text, and which of its lines look damaged."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.chunks = list(chunks(lines))
        self._line_count = len(lines)
        self._marks = [_damage(c) for c in self.chunks]
        words = sum(w for w, _ in self._marks)
        damaged = sum(d for _, d in self._marks)
        self.quality = 1 - damaged / words if words else 1.0
        self._damaged = damaged

    def damaged_lines(self) -> set[int]:
        """All lines of a damaged document; of a sound one the stretches that are damaged."""
        if self.quality < DAMAGED_BELOW and self._damaged >= _FEWEST_DAMAGED:
            return set(range(self._line_count))
        return {self.chunks[i].line for window in self._windows() for i in window}

    def _windows(self) -> Iterator[range]:
        start = words = damaged = 0
        for i, (w, d) in enumerate(self._marks):
            words, damaged = words + w, damaged + d
            if words >= _WINDOW_WORDS or i == len(self._marks) - 1:
                if damaged >= _FEWEST_DAMAGED and 1 - damaged / words < _WINDOW_DAMAGED_BELOW:
                    yield range(start, i + 1)
                start, words, damaged = i + 1, 0, 0


def _damage(chunk: Chunk) -> tuple[int, int]:
    """(words, damaged words) of a chunk."""
    parts = [p.text.lower() for p in chunk.parts]
    return len(parts), sum(_looks_damaged(p) for p in parts)


@lru_cache(maxsize=50_000)
def _looks_damaged(part: str) -> bool:
    """A common Danish word with æ, ø or å explains the string much better than the string explains itself."""
    if any(c in "æøå" for c in part):
        return False
    lexicon = common_lexicon()
    own = -lexicon.logp[part] if part in lexicon.logp else channel.unknown_cost(part)
    best = next(iter(channel.readings(part, lexicon, compounds=False)), None)
    return best is not None and best.cost + 4 < own and any(c in "æøå" for c in best.text)


def _slots(found: list[Chunk], lexicon: Lexicon) -> Iterator[_Slot]:
    """The parts of the chunks in order, the halves of a divided word as one where that reads better."""
    joined = False
    for i, chunk in enumerate(found):
        for j, part in enumerate(chunk.parts):
            if joined:
                joined = False
                continue
            slot = _Slot(i, j, part.text, _choices(part.text, lexicon, linked=part.linked), chunk.opens and part.start <= 1)
            if j == len(chunk.parts) - 1 and i + 1 < len(found) and divided(chunk, found[i + 1]):
                rest = found[i + 1].parts[0].text
                whole = _choices(part.text + SOFT_HYPHEN + rest, lexicon)
                if whole[0].cost < slot.choices[0].cost + _choices(rest, lexicon)[0].cost:
                    slot = _Slot(i, j, part.text + SOFT_HYPHEN + rest, whole, slot.opens, halves=True)
                    joined = True
            yield slot


@lru_cache(maxsize=100_000)
def _choices(printed: str, lexicon: Lexicon, *, linked: bool = False) -> tuple[_Choice, ...]:
    """The readings of a part and the part as printed, cheapest first."""
    lower = printed.lower()
    plain = lower.replace(SOFT_HYPHEN, "")
    acronym = printed.isupper() and len(printed) <= 5
    own = _cost_as_printed(plain, lexicon, linked=linked) - _ACRONYM_BONUS * acronym
    known = plain in lexicon.logp
    choices = []
    for reading in channel.readings(lower, lexicon):
        danish = any(c in "æøå" for c in reading.text)
        common = all(w in lexicon.seen or lexicon.logp[w] > _COMMON for w in reading.words)
        if reading.text == plain:
            own = min(own, reading.cost)
        elif (danish or not known) and (not acronym or reading.text in lexicon.seen):
            plain_damage = not danish and " " not in reading.text
            cost = reading.cost + plain_damage * (_PLAIN_COST + _PLAIN_RARE_COST * (not common))
            choices.append(_Choice(reading.text, reading.words, cost, reading.steps))
    choices.append(_Choice(plain, (plain,), own, None))
    return tuple(sorted(choices, key=lambda c: c.cost))


def _cost_as_printed(plain: str, lexicon: Lexicon, *, linked: bool) -> float:
    cost = channel.unknown_cost(plain) + _SYMBOL_COST * any(c in _SYMBOLS for c in plain)
    for word in (plain, plain.removesuffix("s")) if linked else (plain,):
        cost = min(cost, -lexicon.logp.get(word, -cost))
    return cost


def _decide(slots: list[_Slot], lexicon: Lexicon) -> None:
    """Choose each part's reading by its cost, the document's own words and its neighbours."""
    own = Counter(w for s in slots for w in s.chosen.words)
    total = sum(own.values()) or 1
    for i, slot in enumerate(slots):
        if len(slot.choices) == 1:
            continue
        before = "." if slot.opens else slots[i - 1].chosen.words[-1] if i else "."
        after = slots[i + 1].chosen.words[0] if i + 1 < len(slots) and not slots[i + 1].opens else ""
        scores = [
            (_score(c, slot, before, after, lexicon) + _own_bonus(c, own, total, lexicon), c) for c in slot.choices
        ]
        top = max(s for s, _ in scores)
        weights = [(math.exp(s - top), c) for s, c in scores]
        weight, best = max(weights, key=lambda w: w[0])
        slot.confidence = weight / sum(w for w, _ in weights)
        as_printed = next((w, c) for w, c in weights if c.steps is None)
        impossible = as_printed[0] < _IMPOSSIBLE * weight
        slot.chosen = best if slot.confidence >= (_DECIDE_IMPOSSIBLE if impossible else _DECIDE) else as_printed[1]


def _score(choice: _Choice, slot: _Slot, before: str, after: str, lexicon: Lexicon) -> float:
    score = -choice.cost + _CONTEXT_WEIGHT * lexicon.follows(before, choice.words[0])
    if after:
        score += _CONTEXT_WEIGHT * lexicon.follows(choice.words[-1], after)
    if choice.steps is None and not slot.opens and slot.printed[0].isupper():
        score += _NAME_BONUS * (choice.text not in lexicon.logp)
    return score


def _own_bonus(choice: _Choice, own: Counter[str], total: int, lexicon: Lexicon) -> float:
    """What the document's other uses of a word add to its log probability."""
    if len(choice.words) > 1 or (choice.steps is None and choice.text not in lexicon.logp):
        return 0.0
    base = math.exp(lexicon.logp.get(choice.words[0], -17.0))
    share = (own[choice.words[0]] - 1) / total
    return math.log1p(_OWN_WORDS * max(share, 0.0) / base)


def _repairs(found: list[Chunk], slots: list[_Slot]) -> Iterator[Repair]:
    """The chunks whose parts, or whose lone bar, read otherwise than printed."""
    changes: dict[int, list[tuple[int, str, str, float]]] = {}
    for slot in slots:
        if slot.chosen.steps is not None:
            for chunk, start, printed, repaired in _spell(slot, found):
                if printed != repaired:
                    changes.setdefault(chunk, []).append((start, printed, repaired, slot.confidence))
    for i, chunk in enumerate(found):
        edits = changes.get(i, []) + _capital_i(i, found)
        if edits:
            text = chunk.text
            for start, printed, repaired, _ in sorted(edits, reverse=True):
                text = text[:start] + repaired + text[start + len(printed) :]
            confidence = round(min(e[3] for e in edits), 3)
            yield Repair(chunk.line, chunk.start, chunk.start + len(chunk.text), chunk.text, text, confidence)


def _spell(slot: _Slot, found: list[Chunk]) -> Iterator[tuple[int, int, str, str]]:
    """(chunk, start, printed, repaired) of the slot's part, or of each half of a divided word."""
    spelled = _cased(slot)
    printed_halves, repaired_halves = slot.printed.split(SOFT_HYPHEN), spelled.split(SOFT_HYPHEN)
    yield slot.chunk, found[slot.chunk].parts[slot.part].start, printed_halves[0], repaired_halves[0]
    if slot.halves:
        yield slot.chunk + 1, found[slot.chunk + 1].parts[0].start, printed_halves[1], repaired_halves[1]


def _cased(slot: _Slot) -> str:
    """The chosen reading in the capitals of the print; a symbol at the start of a sentence stood for a capital."""
    out, at = [], 0
    letters = [c for c in slot.printed if c.isalpha()]
    shout = len(letters) > 1 and all(c.isupper() for c in letters)
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


def _stood_for_capital(source: str, true: str, slot: _Slot) -> bool:
    if source == "l" and true == "i":
        return True
    return slot.opens and not source[:1].isalpha()


def _capital_i(index: int, found: list[Chunk]) -> list[tuple[int, str, str, float]]:
    """`|` for the word I, and `Al` for AI: letters that look alike in most typefaces."""
    chunk = found[index]
    if is_lone_bar(chunk) and index + 1 < len(found):
        at = next(i for i, c in enumerate(chunk.text) if c in "|l")
        return [(at, chunk.text[at], "I" if chunk.opens else "i", 0.95)]
    return [
        (p.start, "Al", "AI", 0.95)
        for p in chunk.parts
        if p.text == "Al" and (not chunk.opens or chunk.text != "Al" or _speaks_of_ai(found))
    ]


def _speaks_of_ai(found: list[Chunk]) -> bool:
    """The document prints `Al` where the word `al` cannot stand in capitals: inside sentences."""
    return sum(1 for c in found if not c.opens and any(p.text == "Al" for p in c.parts)) >= 2


def _apply(lines: Sequence[str], repairs: list[Repair]) -> list[str]:
    repaired = list(lines)
    for change in reversed(repairs):
        line = repaired[change.line_index]
        repaired[change.line_index] = line[: change.char_start] + change.repaired + line[change.char_end :]
    return repaired
