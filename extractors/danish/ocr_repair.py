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
from itertools import groupby
from typing import Final

from extractors.danish import ocr_repair_channel as channel
from extractors.danish.ocr_repair_lexicon import NUMBER, TERMS, Lexicon, common_lexicon, full_lexicon
from extractors.danish.ocr_repair_tokens import SOFT_HYPHEN, Chunk, chunks, divided, is_lone_bar

DAMAGED_BELOW: Final = 0.97
"""A document of lower quality is repaired throughout."""
_WINDOW_DAMAGED_BELOW: Final = 0.93
_WINDOW_WORDS: Final = 150
_FEWEST_DAMAGED: Final = 4
_LONGEST_TELLING: Final = 12  # longer words are mostly compounds: the short ones tell damage as well, and faster
_TOO_COMMON: Final = -9.5
_TELLING: Final = 4.0  # a word looks damaged when a reading is so much cheaper than the print
_DECIDE: Final = 0.70  # a reading less likely than this among its rivals is not taken
_IMPOSSIBLE: Final = 0.03  # what is printed is so unlikely that it must have been something else ...
_DECIDE_IMPOSSIBLE: Final = 0.65  # ... and the best of the rivals will do
_LOOKALIKE: Final = 0.95
_CONTEXT_WEIGHT: Final = 0.8
_OWN_WORDS: Final = 0.25  # weight of the document's own words against the word list
_NAME_BONUS: Final = 3.0  # a capital inside a sentence: likelier a name
_ACRONYM_BONUS: Final = 1.0
_PLAIN_COST: Final = 2.0  # damage to no Danish letter is rarer in such text than the channel's shares say
_PLAIN_RARE_COST: Final = 5.0  # ... and the more so for a rare word
_PLAIN_COMPOUND_COST: Final = 8.0  # ... and most of all for one made up
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
    """A part on its way through the repair: one chunk's, or the two halves of a divided word.

    `gap` says what stands before it instead of a word: "." the start of a sentence, "#" a number, "" nothing.
    """

    chunk: int
    part: int
    printed: str
    choices: tuple[_Choice, ...]
    gap: str
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
    lexicon = common_lexicon()
    known = lexicon.logp.get(part)
    if len(part) > _LONGEST_TELLING or (known is not None and known > _TOO_COMMON) or any(c in "æøå" for c in part):
        return False
    own = channel.unknown_cost(part) if known is None else -known
    best = channel.readings(part, lexicon, compounds=False, within=own - _TELLING)
    return bool(best) and any(c in "æøå" for c in best[0].text)


def _slots(found: list[Chunk], lexicon: Lexicon) -> Iterator[_Slot]:
    """The parts of the chunks in order, the halves of a divided word as one where that reads better."""
    joined, gap = False, "."
    for i, chunk in enumerate(found):
        gap = "." if chunk.opens else gap
        for j, part in enumerate(chunk.parts):
            if joined:
                joined = False
                continue
            slot = _Slot(i, j, part.text, _choices(part.text, lexicon, linked=part.linked), gap)
            if j == len(chunk.parts) - 1 and i + 1 < len(found) and divided(chunk, found[i + 1]):
                whole = _whole(slot, found[i + 1].parts[0].text, lexicon)
                joined = whole is not None
                slot = whole or slot
            gap = ""
            yield slot
        if not chunk.parts:
            gap = NUMBER if chunk.text[-1].isdigit() else ""


def _whole(slot: _Slot, rest: str, lexicon: Lexicon) -> _Slot | None:
    """The slot with the rest of its word from the next line, if the two read better as one."""
    printed = slot.printed + SOFT_HYPHEN + rest
    choices = _choices(printed, lexicon)
    if choices[0].cost >= slot.choices[0].cost + _choices(rest, lexicon)[0].cost:
        return None
    return _Slot(slot.chunk, slot.part, printed, choices, slot.gap, halves=True)


@lru_cache(maxsize=100_000)
def _choices(printed: str, lexicon: Lexicon, *, linked: bool = False) -> tuple[_Choice, ...]:
    """The readings of a part and the part as printed, cheapest first."""
    lower = printed.lower()
    plain = lower.replace(SOFT_HYPHEN, "")
    acronym = printed.isupper() and len(printed) <= 5
    own = _cost_as_printed(plain, lexicon, linked=linked) - _ACRONYM_BONUS * acronym
    known = plain in lexicon.logp
    choices = []
    for reading in _readings(lower, lexicon, within=own + channel.MARGIN, linked=linked):
        danish = any(c in "æøå" for c in reading.text)
        if reading.text == plain:
            own = min(own, reading.cost)
        elif (danish or not known) and (not acronym or reading.text in lexicon.seen or reading.text in TERMS):
            cost = reading.cost + (not danish) * _cost_of_plain_damage(reading, lexicon)
            choices.append(_Choice(reading.text, reading.words, cost, reading.steps))
    choices.append(_Choice(plain, (plain,), own, None))
    return tuple(sorted(choices, key=lambda c: c.cost))


def _readings(lower: str, lexicon: Lexicon, *, within: float, linked: bool) -> list[channel.Reading]:
    """The channel's readings; before a hyphen also those of the word without the s that links compounds."""
    found = channel.readings(lower, lexicon, within=within)
    if linked and lower.endswith("s"):
        for reading in channel.readings(lower[:-1], lexicon, within=within):
            steps = (*reading.steps, (1, "s"))
            cost = reading.word_cost + channel.LINK_COST
            found.append(channel.Reading(reading.text + "s", steps, reading.words, cost, reading.channel_cost))
    return found


def _cost_of_plain_damage(reading: channel.Reading, lexicon: Lexicon) -> float:
    if " " in reading.text or reading.text in TERMS:
        return 0.0
    if len(reading.words) > 1:
        return _PLAIN_COMPOUND_COST
    common = all(w in lexicon.seen or lexicon.logp[w] > _COMMON for w in reading.words)
    return _PLAIN_COST if common else _PLAIN_RARE_COST


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
        before = slot.gap or slots[i - 1].chosen.words[-1]
        after = (slots[i + 1].gap or slots[i + 1].chosen.words[0]) if i + 1 < len(slots) else "."
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
    context = lexicon.follows(before, choice.words[0]) + lexicon.follows(choice.words[-1], after)
    if " " in choice.text:
        context += lexicon.follows(*choice.words[-2:])
    score = -choice.cost + _CONTEXT_WEIGHT * context
    if choice.steps is None and slot.gap != "." and slot.printed[0].isupper():
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
    ai = _speaks_of_ai(found)
    for i, chunk in enumerate(found):
        edits = changes.get(i, []) + _capital_i(i, found, ai=ai)
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
    return slot.gap == "." and not source[:1].isalpha()


def _capital_i(index: int, found: list[Chunk], *, ai: bool) -> list[tuple[int, str, str, float]]:
    """`|` for the word I, and `Al` for AI: letters that look alike in most typefaces."""
    chunk = found[index]
    if is_lone_bar(chunk) and _stands_alone(index, found):
        at = next(i for i, c in enumerate(chunk.text) if c in "|l")
        return [(at, chunk.text[at], "I" if chunk.opens else "i", _LOOKALIKE)]
    return [
        (p.start, "Al", "AI", _LOOKALIKE)
        for p in chunk.parts
        if p.text == "Al" and (ai or not chunk.opens or chunk.text != "Al")
    ]


def _stands_alone(index: int, found: list[Chunk]) -> bool:
    """A word follows, and no other bar stands near: bars in a row are a table's rules."""
    near = found[max(index - 2, 0) : index] + found[index + 1 : index + 3]
    return index + 1 < len(found) and found[index + 1].text[0].isalnum() and not any(is_lone_bar(c) for c in near)


def _speaks_of_ai(found: list[Chunk]) -> bool:
    """The document prints `Al` where the word `al` cannot stand in capitals: inside sentences."""
    return sum(1 for c in found if not c.opens and any(p.text == "Al" for p in c.parts)) >= 2


def _apply(lines: Sequence[str], repairs: list[Repair]) -> list[str]:
    repaired = list(lines)
    for number, changes in groupby(repairs, key=lambda r: r.line_index):
        pieces, at = [], 0
        for change in changes:
            pieces += [lines[number][at : change.char_start], change.repaired]
            at = change.char_end
        repaired[number] = "".join(pieces) + lines[number][at:]
    return repaired
