"""The amounts that a card's running text states, each with the words that stand around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeVar
from weakref import WeakKeyDictionary

from extractors.danish.amounts.find import find_amounts
from pipeline.reconcile.intervals import Interval
from pipeline.reconcile.model import Card
from schemas.dataset import ProseAmountRow

K = TypeVar("K", bound=str)
_HEDGE = re.compile(r"\b(?:ca\.?|cirka|omkring|omtrent|knapt?|godt|op til|mindst|amt|over|under|cirka)\W*$", re.I)
_CONTINUES = re.compile(r"\W*(?:(?:i|fra|til|og|samt|stigende|frem|årligt|varigt|hhv|20\d\d)\b\W*)*", re.I)
_BEHIND = 12  # letters that a word behind an amount is held to be farther away
_OPENING = 120  # characters of an announcement that are looked at


@dataclass(frozen=True)
class Said:
    """An amount in running text with what stands around it."""

    row: ProseAmountRow
    before: str
    after: str
    step_dkk: int
    start: int = 0
    """Where it begins in its sentence."""
    continues: bool = False
    """True where nothing but years stands between it and the amount before: it speaks of the same."""

    @property
    def end(self) -> int:
        """Where it ends in its sentence."""
        return self.start + len(" ".join(self.row.text.split()))

    @cached_property
    def interval(self) -> Interval:
        """What the printed digits may stand for, without sign; a hedged amount a tenth more to either side."""
        low, high = sorted((abs(self.row.amount_low_dkk), abs(self.row.amount_high_dkk)))
        slack = max(self.step_dkk // 2, high // 10 if _HEDGE.search(self.before) else 0)
        return Interval(2 * max(0, low - slack), 2 * (high + slack))

    @property
    def loose(self) -> Interval:
        """The interval with a whole step of the last digit to either side: cut off instead of rounded."""
        low, high = sorted((abs(self.row.amount_low_dkk), abs(self.row.amount_high_dkk)))
        return Interval(2 * max(0, low - self.step_dkk), 2 * (high + self.step_dkk))

    @property
    def clause(self) -> str:
        """The words from the amount before it to the amount after it."""
        return f"{self.before} {self.after}"


_KNOWN: WeakKeyDictionary[Card, list[Said]] = WeakKeyDictionary()


def said(card: Card) -> list[Said]:
    """Every amount of the card's running text with the words between it and its neighbours; read once a card."""
    known = _KNOWN.get(card)
    if known is None:
        known = _KNOWN[card] = list(_said(card))
    return known


def _said(card: Card) -> Iterator[Said]:
    place, sentence, led_by = 0, None, ""
    rows = [*sorted(card.prose, key=lambda r: r.char_start), *_in_headings(card)]
    texts = {s.section_no: " ".join(s.text.split()) for s in card.sections}
    ends: dict[str, int] = {}
    for number, row in enumerate(rows):
        if row.sentence != sentence:
            sentence, place = row.sentence, 0
        shown = " ".join(row.text.split())
        start = row.sentence.find(shown, ends.get(row.sentence, 0))
        if start < 0:
            yield Said(row, row.sentence, "", _step(row.text))
            continue
        end = start + len(shown)
        following = rows[number + 1] if number + 1 < len(rows) else None
        stop = len(row.sentence)
        if following and following.sentence == row.sentence:
            found = row.sentence.find(" ".join(following.text.split()), end)
            stop = found if found >= 0 else stop
        before = row.sentence[place:start]
        continues = bool(place and _CONTINUES.fullmatch(before))  # `0,8 mio. kr. i 2026 og 0,2 mio. kr. i 2027`
        led_by = led_by if continues else _announced(texts.get(row.section_no or 0, ""), row.sentence) + before
        yield Said(row, led_by, row.sentence[end:stop], _step(row.text), start, continues)
        place = ends[row.sentence] = end


def _announced(text: str, sentence: str) -> str:
    """What announces a sentence: `Investeringen i systemforbedringer forudsætter følgende værktøjer:`."""
    start = text.find(sentence)
    before = text[:start].rstrip() if start > 0 else ""
    return before[-_OPENING:].rpartition(". ")[2] + " " if before.endswith(":") else ""


def _in_headings(card: Card) -> Iterator[ProseAmountRow]:
    """Amounts that a section's heading states: `Supervision: 0,3 mio. kr. i alt`."""
    told = {(row.line, row.page, row.text) for row in card.prose}
    for section in card.sections:
        for amount in find_amounts(section.heading):
            if (section.line, section.page, amount.text) in told:
                continue
            yield ProseAmountRow(
                document_id=section.document_id, page=section.page, line=section.line, bbox=section.bbox,
                card_id=card.id, section_no=section.section_no, text=amount.text, amount_low_dkk=amount.low_dkk,
                amount_high_dkk=amount.high_dkk, year_from=amount.year_from, year_to=amount.year_to,
                recurring=amount.recurring, sentence=amount.sentence, char_start=amount.char_start,
                char_end=amount.char_end,
            )  # fmt: skip


def nearest(before: str, after: str, kinds: Iterable[tuple[K, re.Pattern[str]]]) -> K | None:
    """The kind whose word stands nearest to an amount with such words around it; None where none stands there.

    A word behind the amount is held to be farther away than it is: the verb before the amount rules.
    """
    found: list[tuple[int, K]] = []
    for kind, pattern in kinds:
        found += [(len(before) - m.end(), kind) for m in pattern.finditer(before)]
        found += [(m.start() + _BEHIND, kind) for m in pattern.finditer(after)]
    return min(found)[1] if found else None


@lru_cache(maxsize=8192)
def _step(text: str) -> int:
    """What one of the last significant digit is worth, never more than a hundredth of a round amount in kroner."""
    found = find_amounts(text)
    if not found:
        return 1
    amount = found[0]
    high = max(abs(amount.low_dkk), abs(amount.high_dkk))
    step = amount.step_dkk
    while step < 1000 and high and high % (step * 10) == 0 and step * 100 <= high:
        step *= 10
    return step
