"""The noisy channel: which Danish words a damaged string may have been, and at what cost.

Costs are negative natural logarithms. A search walks the damaged string from left to right through the word list;
each step reads one to three printed characters as one to three true ones. A word may be one entry of the list, a
compound of several (`digitaliserings` + `området`), or two words whose space was lost (`vil` + `KIT`).
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from extractors.danish.ocr_repair.lexicon import Lexicon
from extractors.danish.ocr_repair.tokens import SOFT_HYPHEN

_SEEN: Final[dict[str, dict[str, float]]] = {
    # true letter: printed forms with their share; counted roughly in a bilag read by an engine without Danish
    "æ": {"ee": 0.4, "ae": 0.25, "ze": 0.08, "se": 0.05, "e": 0.05, "a": 0.03, "as": 0.02, "az": 0.01, "ss": 0.02,
          "zs": 0.01, "sz": 0.01, "ez": 0.01, "zz": 0.005, "=e": 0.01, "ge": 0.004, "z": 0.01, "é": 0.01, "ä": 0.01,
          "ea": 0.004, "2e": 0.005, "&": 0.005, "eae": 0.004, "sa": 0.005, "es": 0.002},
    "ø": {"g": 0.4, "o": 0.12, "a": 0.08, "e": 0.12, "@": 0.08, "0": 0.04, "q": 0.02, "&": 0.02, "ag": 0.02,
          "g;": 0.005, "s": 0.01, "b": 0.005, "bo": 0.002, "oe": 0.01, "ö": 0.02, "ó": 0.01, "6": 0.005, "d": 0.004,
          "¢": 0.01, "ge": 0.002, "go": 0.002, "é": 0.004, "w": 0.001, "8": 0.01},
    "å": {"a": 0.45, "é": 0.15, "éa": 0.07, "d": 0.08, "4": 0.05, "&": 0.05, "aé": 0.03, "éd": 0.01, "ad": 0.02,
          "aa": 0.02, "ä": 0.01, "á": 0.01, "à": 0.01, "â": 0.01, "ã": 0.01, "e": 0.01, "4a": 0.004, "a4": 0.004,
          "g": 0.003, "3": 0.002, "@": 0.004, "ê": 0.005, "è": 0.005, "o": 0.003, "ea": 0.003},
    "g": {"sg": 0.02, "s": 0.008, "8": 0.01, "gs": 0.001, "q": 0.001, "9": 0.001, "d": 0.0005},
    "i": {"l": 0.002, "|": 0.02, "1": 0.002, "!": 0.002, "t": 0.0005},
    "l": {"i": 0.002, "|": 0.005, "1": 0.002, "t": 0.0001},
    "m": {"mm": 0.02, "rn": 0.004, "nn": 0.0003},
    "mm": {"mmm": 0.3, "m": 0.004},
    "rn": {"m": 0.02, "mn": 0.01, "rm": 0.004, "rmn": 0.002},
    "rr": {"m": 0.006, "rm": 0.006},
    "o": {"e": 0.003, "0": 0.004, "a": 0.001, "c": 0.0003},
    "e": {"c": 0.001, "o": 0.001, "é": 0.003},
    "t": {"i": 0.003, "l": 0.0002, "f": 0.0005},
    "ft": {"fi": 0.01, "lt": 0.001},
    "h": {"n": 0.001, "b": 0.0005},
    "n": {"u": 0.0005, "h": 0.0003, "ri": 0.0005},
    "u": {"n": 0.0005, "ii": 0.0005},
    "d": {"cl": 0.001, "ci": 0.0003, "a": 0.0001},
    "b": {"do": 0.0005, "h": 0.0005},
    "a": {"o": 0.0005, "e": 0.0004, "@": 0.001, "4": 0.0005},
    "c": {"e": 0.0005},
    "f": {"t": 0.0005},
    "v": {"y": 0.0003},
    "s": {"5": 0.003, "sz": 0.003, "z": 0.001, "a": 0.0001},
    "k": {"lc": 0.001, "l<": 0.001},
    "": {"-": 0.0001, "'": 0.00005, ";": 0.00005},
}  # fmt: skip
_DOUBLED: Final = 0.0005  # any other letter printed twice
_DANISH_KEPT: Final = 0.02  # æ, ø or å that survived an engine that mostly loses them

COMPOUND_COST: Final = 5.0
LINK_COST: Final = 1.0  # the s between the parts of a compound
SPLIT_COST: Final = 4.0
UNKNOWN_COST: Final = 4.6
UNKNOWN_LETTER_COST: Final = 3.0
MARGIN: Final = 3.0  # readings this much dearer than the best one are of no interest
_MAX_EDITS: Final = 5
_BUDGET: Final = 1000  # steps of the search; hostile strings end here
MAX_LENGTH: Final = 45  # longer strings are no words
_RARE_PART: Final = -15.5  # a part of a compound rarer than this must be long
_SPLIT_PART: Final = -12.0  # only fairly common words lose the space between them
_NO_PART: Final = frozenset(
    "vil skal kan har var der den det som ikke men bliver blev være hvor når eller også desuden samt hvis dog".split()
)
"""Function words that form no compounds."""
_SHORT_PARTS: Final = frozenset("ny by it ai el tv op af år ur".split())
_LOOSE: Final = frozenset(
    """i på til af en et at om for med er vi kan vil skal har og de den det der som så ved fra kk kit efter samt
    ikke""".split()
)
"""Words that are seen to lose the space beside them."""
_PREFIXES: Final = frozenset("af til for om over under op ud ind ved på efter med".split())
"""Loose words that also begin compounds (`afløsning`): a lost space is then the less likely cause."""
_PREFIX_SPLIT_COST: Final = 2.5
_ENDINGS: Final = frozenset("en et er e de den det ne".split())
"""Loose words that look like a noun's ending (`løsning` + `en`)."""


def _by_printed() -> dict[str, list[tuple[str, float]]]:
    table: dict[str, list[tuple[str, float]]] = {}
    for true, forms in _SEEN.items():
        for printed, share in forms.items():
            if printed:
                table.setdefault(printed, []).append((true, -math.log(share)))
    for letter in "abcdefhijklnopqrstuvxyz":  # g and m have their own
        table.setdefault(letter * 2, []).append((letter, -math.log(_DOUBLED)))
    return table


_EDGES: Final = _by_printed()
_LONGEST: Final = max(map(len, _EDGES))
_KEPT: Final = dict.fromkeys("æøå", -math.log(_DANISH_KEPT))


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a damaged string.

    `steps` aligns printed and true text: (printed characters consumed, true characters). `word_cost` is what the
    word list charges, `channel_cost` what the damage does.
    """

    text: str
    steps: tuple[tuple[int, str], ...]
    words: tuple[str, ...]
    word_cost: float
    channel_cost: float

    @property
    def cost(self) -> float:
        """Both costs together."""
        return self.word_cost + self.channel_cost


_Edge = tuple[int, str, float, int]
"""(printed characters, true characters, cost, 1 if damage)."""


class _State(NamedTuple):
    at: int
    prefix: str
    cost: float
    """Of the words that are finished and the damage so far."""
    channel_cost: float
    edits: int
    words: tuple[str, ...]
    steps: tuple[tuple[int, str], ...]
    parts: int = 1
    split: bool = False


def readings(printed: str, lexicon: Lexicon, *, compounds: bool = True, within: float | None = None) -> list[Reading]:
    """The Danish readings of a lower-case string, cheapest first, with those a little less likely than the best.

    Readings dearer than `within` (`unknown_cost` unless given) are not sought, so a name or a foreign word has none.
    The search is A*: what a partial word must yet cost is bounded by the commonest word it can become.
    """
    if not printed or len(printed) > MAX_LENGTH:
        return []
    limit = unknown_cost(printed) if within is None else within
    best: dict[str, Reading] = {}
    heap: list[tuple[float, int, _State]] = [(0.0, 0, _State(0, "", 0.0, 0.0, 0, (), ()))]
    edges = [_edges(printed[at : at + _LONGEST]) for at in range(len(printed))]
    pushed = 0
    for _ in range(_BUDGET):
        if not heap or heap[0][0] > limit:
            break
        state = heapq.heappop(heap)[2]
        if state.at == len(printed):
            if (cost := _finish(state, lexicon, best)) is not None:
                limit = min(limit, cost + MARGIN)
            continue
        following = _steps(edges[state.at], state, lexicon, limit)
        if compounds and state.prefix in lexicon.logp:
            following += _restarts(printed, state, lexicon, limit)
        for bound, after in following:
            pushed += 1
            heapq.heappush(heap, (bound, -pushed, after))  # of equals the latest: it has read most
    return sorted(best.values(), key=lambda r: r.cost)


def unknown_cost(printed: str) -> float:
    """What it costs to take a string as a word no list knows: a name, a foreign word, an abbreviation."""
    return UNKNOWN_COST + UNKNOWN_LETTER_COST * len(printed)


def _finish(state: _State, lexicon: Lexicon, best: dict[str, Reading]) -> float | None:
    logp = lexicon.logp.get(state.prefix)
    if logp is None:
        return None
    if state.split and not _split_by_a_space(state.words[-1], state.prefix, logp):
        return None
    if state.parts > 1 and not state.split and not _part(state.prefix, logp):
        return None
    text = "".join(true for _, true in state.steps)
    word_cost = state.cost - state.channel_cost - logp
    reading = Reading(text, state.steps, (*state.words, state.prefix), word_cost, state.channel_cost)
    if text not in best or reading.cost < best[text].cost:
        best[text] = reading
    return reading.cost


def _split_by_a_space(first: str, second: str, logp: float) -> bool:
    if logp <= _SPLIT_PART or any(c.isdigit() for c in first + second):
        return False  # a digit set apart would be a number that nobody printed
    return first in _LOOSE or (second in _LOOSE and second not in _ENDINGS)


def _part(word: str, logp: float) -> bool:
    return word in _SHORT_PARTS or (len(word) >= 3 + (logp < _RARE_PART) and word not in _NO_PART)


@lru_cache(maxsize=50_000)
def _edges(window: str) -> tuple[_Edge, ...]:
    """What the first one to three characters of a window may stand for."""
    letter = window[0]
    if letter == SOFT_HYPHEN:
        return ((1, "", 0.0, 0),)
    found = [(1, letter, _KEPT.get(letter, 0.0), 0)] if letter.isalnum() else []
    for size in range(1, len(window) + 1):
        found += [(size, true, cost, 1) for true, cost in _EDGES.get(window[:size], ())]
    return tuple(found)


def _steps(edges: tuple[_Edge, ...], state: _State, lexicon: Lexicon, limit: float) -> list[tuple[float, _State]]:
    """Go on by every edge that the word list allows here within the limit."""
    at, start, before, channel_cost, edits, words, steps, parts, split = state
    bound_of, rarest = lexicon.cheapest.get, lexicon.rarest
    found = []
    for size, true, cost, edit in edges:
        prefix = start + true
        known = bound_of(prefix)
        bound = before + cost + (rarest if known is None else known)
        if bound > limit or edits + edit > _MAX_EDITS or (known is None and not lexicon.begins_word(prefix)):
            continue
        after = _State(at + size, prefix, before + cost, channel_cost + cost, edits + edit,
                       words, (*steps, (size, true)), parts, split)  # fmt: skip
        found.append((bound, after))
    return found


def _restarts(printed: str, state: _State, lexicon: Lexicon, limit: float) -> list[tuple[float, _State]]:
    """End a word inside the string: as a part of a compound, or where a space was lost."""
    logp = lexicon.logp.get(state.prefix)
    left = len(printed) - state.at
    if logp is None or state.parts >= 4 or state.split:
        return []
    found = []
    if left >= 3 and _part(state.prefix, logp):
        found.append(_restart(state, COMPOUND_COST - logp))
        if printed[state.at] == "s" and left >= 4:
            found.append(_restart(state, COMPOUND_COST + LINK_COST - logp, read="s"))
    if logp > _SPLIT_PART and state.parts == 1:
        cost = SPLIT_COST + _PREFIX_SPLIT_COST * (state.prefix in _PREFIXES)
        found.append(_restart(state, cost - logp, insert=" "))
    bound = lexicon.cheapest[""]
    return [(after.cost + bound, after) for after in found if after.cost + bound <= limit]


def _restart(state: _State, cost: float, *, read: str = "", insert: str = "") -> _State:
    step = ((len(read), read + insert),) if read or insert else ()
    return _State(state.at + len(read), "", state.cost + cost, state.channel_cost, state.edits,
                  (*state.words, state.prefix), (*state.steps, *step), state.parts + 1, bool(insert))  # fmt: skip
