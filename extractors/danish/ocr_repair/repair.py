"""Repair of Danish text that an OCR engine without Danish has damaged: `på` printed `pa`, `øget` printed `gget`.

A noisy channel (`ocr_repair_channel`) proposes Danish readings of every word; a word list (`ocr_repair_lexicon`), the
document's own words and the neighbours weigh them (`ocr_repair_choice`). It works only on text whose `quality` says it
is damaged, touches no numbers, and reports every change with what was printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final

from extractors.danish.ocr_repair import channel
from extractors.danish.ocr_repair.choice import decide, slots_of
from extractors.danish.ocr_repair.lexicon import Lexicon, common_lexicon, full_lexicon
from extractors.danish.ocr_repair.spelling import Repair, repairs_of
from extractors.danish.ocr_repair.tokens import chunks, part_texts

__all__ = ["DAMAGED_BELOW", "Repair", "RepairResult", "quality", "repair"]

DAMAGED_BELOW: Final = 0.98
"""A document of lower quality is repaired throughout."""
_WINDOW_DAMAGED_BELOW: Final = 0.93
_WINDOW_WORDS: Final = 150
_FEWEST_DAMAGED: Final = 4
_ALL_DAMAGED: Final = 0.12  # share of the words that look damaged where no æ, ø or å is left
_LOWEST_RATE: Final = 0.1
_SOUND_SHARE: Final = 0.024
"""æ, ø and å are 3 % of the letters of sound Danish; text that shows so many has not lost them."""
_LONGEST_TELLING: Final = 12  # longer words are mostly compounds: the short ones tell damage as well, and faster
_TOO_COMMON: Final = -9.5
_TELLING: Final = 4.0  # a word looks damaged when a reading is so much cheaper than the print
_GAP: Final = re.compile(r"\S( {3,})")


@dataclass(frozen=True, slots=True)
class RepairResult:
    """The repaired lines, as many as went in, the changes made, and the quality that was measured."""

    lines: list[str]
    repairs: list[Repair]
    quality: float


def quality(text: str) -> float:
    """How sound a text's Danish is: 1 minus the share of its words that look damaged; 1.0 for a text of no words."""
    return _Health(text.splitlines()).quality


def repair(lines: Sequence[str], *, force: bool = False, lexicon: Lexicon | None = None) -> RepairResult:
    """Repair the damaged stretches of printed lines; with `force`, all of them.

    The lines come back in the same number and order. What stands behind a wide gap keeps its column where the gap has
    room. `lexicon` replaces the bundled word list (to measure on text that the bundled counts were made from).
    """
    health = _Health(lines)
    sick = set(range(len(lines))) if force else health.damaged_lines()
    if not sick:
        return RepairResult(list(lines), [], health.quality)
    found = [c for c in chunks(lines) if c.line in sick]
    lexicon = lexicon or full_lexicon()
    slots = list(slots_of(found, lexicon))
    decide(slots, lexicon, rate=1.0 if force else health.rate)
    repairs = list(repairs_of(found, slots))
    return RepairResult(_apply(lines, repairs), repairs, health.quality)


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of lines with how many words it has and how many of them look damaged."""

    lines: range
    words: int
    damaged: int


class _Health:
    """Which stretches of a text look damaged, and how badly."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._windows = [_examine(lines, stretch) for stretch in _stretches(lines)]
        words = sum(w.words for w in self._windows)
        self._damaged = sum(w.damaged for w in self._windows)
        self.quality = 1 - self._damaged / words if words else 1.0

    @property
    def rate(self) -> float:
        """The share of the Danish letters that were damaged, roughly, where any were."""
        sick = [w for w in self._windows if _is_damaged(w)] or self._windows
        share = sum(w.damaged for w in sick) / max(sum(w.words for w in sick), 1)
        return min(1.0, max(share / _ALL_DAMAGED, _LOWEST_RATE))

    def damaged_lines(self) -> set[int]:
        """All lines of a damaged document; of a sound one the stretches that are damaged."""
        if self.quality < DAMAGED_BELOW and self._damaged >= _FEWEST_DAMAGED:
            return set(range(len(self._lines)))
        sick = {i for i, w in enumerate(self._windows) if _is_damaged(w)}
        beside = {j for i in sick for j in (i - 1, i + 1) if 0 <= j < len(self._windows)} - sick
        reached = {i for i in beside if _examine(self._lines, self._windows[i].lines, closely=True).damaged >= 2}
        return {line for i in sick | reached for line in self._windows[i].lines}


def _is_damaged(window: _Window) -> bool:
    return window.damaged >= _FEWEST_DAMAGED and 1 - window.damaged / window.words < _WINDOW_DAMAGED_BELOW


def _stretches(lines: Sequence[str]) -> Iterator[range]:
    start = words = 0
    for i, line in enumerate(lines):
        words += line.count(" ") + 1
        if words >= _WINDOW_WORDS or i == len(lines) - 1:
            yield range(start, i + 1)
            start, words = i + 1, 0


def _examine(lines: Sequence[str], stretch: range, *, closely: bool = False) -> _Window:
    here = lines[stretch.start : stretch.stop]
    text = "".join(here).lower()
    danish = text.count("æ") + text.count("ø") + text.count("å")
    if not closely and danish >= _SOUND_SHARE * len(
        text
    ):  # spaces and digits count against it, so this errs to a closer look
        return _Window(stretch, len(text.split()), 0)
    parts = [p.lower() for line in here for word in line.split() for p in part_texts(word)]
    return _Window(stretch, len(parts), sum(map(_looks_damaged, parts)))


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


def _apply(lines: Sequence[str], repairs: Sequence[Repair]) -> list[str]:
    repaired = list(lines)
    for number, changes in groupby(repairs, key=lambda r: r.line_index):
        repaired[number] = _mend(lines[number], list(changes))
    return repaired


def _mend(line: str, changes: Sequence[Repair]) -> str:
    """The line with its changes; the wide gaps take up what a change made longer or shorter."""
    pieces: list[str] = []
    at = owed = 0
    for change, following in zip(changes, [*changes[1:], None], strict=True):
        pieces += [line[at : change.char_start], change.repaired] if at == 0 else [change.repaired]
        owed += len(change.printed) - len(change.repaired)
        at = following.char_start if following else len(line)
        between = line[change.char_end : at]
        if owed and (gap := _GAP.search("x" + between)) is not None:
            width = max(len(gap[1]) + owed, 2)
            owed -= width - len(gap[1])
            between = between[: gap.start(1) - 1] + " " * width + between[gap.end(1) - 1 :]
        pieces.append(between)
    return "".join(pieces)
