"""Which of its Danish readings each word of a damaged text has: by cost, the document's own words, the neighbours."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from extractors.danish.ocr_repair import channel
from extractors.danish.ocr_repair.lexicon import NUMBER, TERMS, Lexicon
from extractors.danish.ocr_repair.tokens import SOFT_HYPHEN, Chunk, divided, is_lone_bar

_DECIDE: Final = 0.70  # a reading less likely than this among its rivals is not taken
_CONTEXT_WEIGHT: Final = 0.8
_OWN_WORDS: Final = 0.25  # weight of the document's own words against the word list
_FEW_WORDS: Final = 1000  # a short text's own words say little
_NAME_BONUS: Final = 3.0  # a capital inside a sentence: likelier a name
_ACRONYM_BONUS: Final = 1.0
_PLAIN_COST: Final = 2.0  # damage to no Danish letter is rarer in such text than the channel's shares say
_PLAIN_RARE_COST: Final = 5.0  # ... and the more so for a rare word
_PLAIN_COMPOUND_COST: Final = 8.0  # ... and most of all for one made up
_COMMON: Final = -12.5
_SYMBOL_COST: Final = 6.0  # a word as printed seldom holds one of these
_SYMBOLS: Final = frozenset("@&=|;¢0468")


@dataclass(frozen=True, slots=True)
class Choice:
    """A reading of a part with its total cost; `steps` is None for the part as printed."""

    text: str
    words: tuple[str, ...]
    cost: float
    steps: tuple[tuple[int, str], ...] | None


@dataclass(slots=True)
class Slot:
    """A part on its way through the repair: one chunk's, or the two halves of a divided word.

    `gap` says what stands before it instead of a word: "." the start of a sentence, "#" a number, "" nothing.
    """

    chunk: int
    part: int
    printed: str
    choices: tuple[Choice, ...]
    gap: str
    halves: bool = False
    chosen: Choice = field(init=False)
    confidence: float = 1.0

    def __post_init__(self) -> None:
        self.chosen = self.choices[0]


def slots_of(found: list[Chunk], lexicon: Lexicon) -> Iterator[Slot]:
    """The parts of the chunks in order, the halves of a divided word as one where that reads better."""
    joined, gap = False, "."
    for i, chunk in enumerate(found):
        gap = "." if chunk.opens else gap
        for j, part in enumerate(chunk.parts):
            if joined:
                joined = False
                continue
            slot = None
            if j == len(chunk.parts) - 1 and i + 1 < len(found) and divided(chunk, found[i + 1]):
                slot = _whole(i, j, gap, (part.text, found[i + 1].parts[0].text), lexicon)
                joined = slot is not None
            yield slot or Slot(i, j, part.text, _choices(part.text, lexicon, linked=part.linked), gap)
            gap = ""
        if not chunk.parts:
            gap = NUMBER if chunk.text[-1].isdigit() else "i" if is_lone_bar(chunk) else ""


def _whole(chunk: int, part: int, gap: str, halves: tuple[str, str], lexicon: Lexicon) -> Slot | None:
    """The halves of a divided word as one, if they read better so; fragments that are no words are not tried alone."""
    printed = SOFT_HYPHEN.join(halves)
    choices = _choices(printed, lexicon)
    read = choices[0].steps is not None or choices[0].cost < channel.unknown_cost("".join(halves))
    words = all(half in lexicon.logp for half in halves)
    if (words or not read) and choices[0].cost >= sum(_choices(half, lexicon)[0].cost for half in halves):
        return None
    return Slot(chunk, part, printed, choices, gap, halves=True)


@lru_cache(maxsize=100_000)
def _choices(printed: str, lexicon: Lexicon, *, linked: bool = False) -> tuple[Choice, ...]:
    """The readings of a part and the part as printed, cheapest first."""
    lower = printed.lower()
    plain = lower.replace(SOFT_HYPHEN, "")
    acronym = printed.isupper() and len(printed) <= 5
    own = _cost_as_printed(plain, lexicon, linked=linked) - _ACRONYM_BONUS * acronym
    known = plain in lexicon.logp
    choices = []
    if len(plain) == 1:  # a neighbour to the words beside it, itself too short to read
        return (Choice(plain, (plain,), own, None),)
    for reading in _readings(lower, lexicon, within=own + channel.MARGIN, linked=linked):
        danish = any(c in "æøå" for c in reading.text)
        if reading.text == plain:
            own = min(own, reading.cost)
        elif (danish or not known) and (not acronym or reading.text in lexicon.seen or reading.text in TERMS):
            cost = reading.cost + (not danish) * _cost_of_plain_damage(reading, lexicon)
            choices.append(Choice(reading.text, reading.words, cost, reading.steps))
    choices.append(Choice(plain, (plain,), own, None))
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


def decide(slots: list[Slot], lexicon: Lexicon, *, rate: float = 1.0) -> None:
    """Choose each part's reading by its cost, the document's own words and its neighbours.

    `rate` is the share of the Danish letters that were damaged: where it is low, words as printed are the likelier.
    """
    unlikely = -math.log(rate)
    own = Counter(w for s in slots for w in s.chosen.words)
    total = max(sum(own.values()), _FEW_WORDS)
    for i, slot in enumerate(slots):
        if len(slot.choices) == 1:
            continue
        before = slot.gap or slots[i - 1].chosen.words[-1]
        after = (slots[i + 1].gap or slots[i + 1].chosen.words[0]) if i + 1 < len(slots) else "."
        scores = [
            (_score(c, slot, before, after, lexicon) + _own_bonus(c, own, total, lexicon) - unlikely * bool(c.steps), c)
            for c in slot.choices
        ]
        top = max(s for s, _ in scores)
        weights = [(math.exp(s - top), c) for s, c in scores]
        weight, best = max(weights, key=lambda w: w[0])
        slot.confidence = weight / sum(w for w, _ in weights)
        as_printed = next(c for c in slot.choices if c.steps is None)
        slot.chosen = best if slot.confidence >= _DECIDE else as_printed


def _score(choice: Choice, slot: Slot, before: str, after: str, lexicon: Lexicon) -> float:
    context = lexicon.follows(before, choice.words[0]) + lexicon.follows(choice.words[-1], after)
    if " " in choice.text:
        context += lexicon.follows(*choice.words[-2:])
    score = -choice.cost + _CONTEXT_WEIGHT * context
    if choice.steps is None and slot.gap != "." and slot.printed[0].isupper():
        score += _NAME_BONUS * (choice.text not in lexicon.logp)
    return score


def _own_bonus(choice: Choice, own: Counter[str], total: int, lexicon: Lexicon) -> float:
    """What the document's other uses of a word add to its log probability."""
    if len(choice.words) > 1 or (choice.steps is None and choice.text not in lexicon.logp):
        return 0.0
    base = math.exp(lexicon.logp.get(choice.words[0], -17.0))
    share = (own[choice.words[0]] - 1) / total
    return math.log1p(_OWN_WORDS * max(share, 0.0) / base)
