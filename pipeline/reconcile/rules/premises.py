"""Premises by their addresses: one that stands nowhere else, floors of another number, a lease left too early."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extractors.danish.periods.find import find_periods
from pipeline.reconcile.lines import place_of
from pipeline.reconcile.model import Card, evidence_of, goal_text
from pipeline.reconcile.rule import Context, Outcome, card_rule
from pipeline.reconcile.sentences import texts
from schemas.dataset import FollowUpGoalRow

_STREET = r"[A-ZÆØÅ][a-zæøåé]+(?:gade|vej|vænge|allé|alle|stræde|torv|plads|boulevard|vang|skrænt|kaj|parken)"
_ADDRESS = re.compile(rf"\b(?P<street>{_STREET})s?\s(?P<number>\d{{1,3}})(?!\d|\.\d)(?:\s?[A-Fa-f](?:/[A-F])?\b)?")
_FLOORS = re.compile(
    r"^[.,]?\s(?P<floors>(?:(?:st|stuen?|kld|\d)\.?\s?(?:sal)?\.?(?:,\s|\sog\s|\s-\s)?)+sal\b|st\.)", re.I
)
_FLOOR = re.compile(r"\d+|st|kld", re.I)
_TWICE = 2  # mentions from which an address is the card's own
_ALIKE = 0.9  # spellings of one street


@dataclass(frozen=True, slots=True)
class _Mention:
    street: str
    number: str
    floors: frozenset[str]
    printed: str
    sentence: str


def _mentions(card: Card) -> list[_Mention]:
    found = []
    for text in texts(card):
        for m in _ADDRESS.finditer(text):
            floors = _FLOORS.match(text[m.end() :])
            shown = f"{m[0]}{floors[0] if floors else ''}".strip(" ,")
            on = frozenset(f.lower() for f in _FLOOR.findall(floors["floors"])) if floors else frozenset()
            found.append(_Mention(m["street"], m["number"], on, shown, text))
    return found


@card_rule(
    "address",
    worst="warning",
    worst_on_scans="info",
    title="Adresser",
    claim="Lokaler har samme adresse hele vejen gennem forslaget",
    sides=("Her", "Ellers"),
    quantity="text",
    reads=("card_sections",),
    proves="premises have one address throughout, and floors belong to the number they are listed under",
)
def address(card: Card, _: Context) -> Iterator[Outcome]:
    """`Amsterdamvej 262` once, `Amsterdamvej 36` three times; `Krystalgade 21, 1. og 3. sal`, listed under 19."""
    found = _mentions(card)
    seen: set[str] = set()
    for street in dict.fromkeys(m.street for m in found):
        same = [m for m in found if _one_street(street, m.street)]
        if seen & {m.street for m in same}:
            continue
        seen |= {m.street for m in same}
        yield from _alone(card, same)
        yield from _floors(card, same)


def _one_street(one: str, other: str) -> bool:
    return one == other or difflib.SequenceMatcher(None, one, other).ratio() > _ALIKE


def _alone(card: Card, same: Sequence[_Mention]) -> Iterator[Outcome]:
    """An address said once where every other mention of the street has one number, which reads much like it."""
    times = Counter(m.number for m in same)
    if len(times) != 2:
        return
    (usual, often), (rare, once) = times.most_common()
    if once != 1 or often < _TWICE or not _slip(rare, usual):
        return
    one = next(m for m in same if m.number == rare)
    other = next(m for m in same if m.number == usual)
    message = f"'{one.printed}' nævnes kun ét sted; ellers er adressen '{other.printed}' ({often} steder)."
    evidence = [place_of(card, one.sentence), place_of(card, other.sentence)]
    yield Outcome(
        "inconsistent", message, ("address", one.printed), evidence, "warning", expected_text=other.printed,
        printed_text=one.printed,
    )  # fmt: skip


def _slip(rare: str, usual: str) -> bool:
    """True where one number may be a slip for the other: a digit more, less, other or swapped; not the house beside."""
    if abs(int(rare) - int(usual)) in (1, 2):
        return False
    return (
        len(rare) != len(usual)
        or sum(a != b for a, b in zip(rare, usual, strict=True)) == 1
        or sorted(rare) == sorted(usual)
    )


def _floors(card: Card, same: Sequence[_Mention]) -> Iterator[Outcome]:
    """Floors that the text gives one number, but lists under another."""
    by_number: dict[str, list[_Mention]] = defaultdict(list)
    for m in same:
        if m.floors:
            by_number[m.number].append(m)
    for one in (m for mentions in by_number.values() for m in mentions if len(m.floors) > 1):
        there = _listed_under(one, by_number)
        if there is not None:
            other = by_number[there][0]
            message = f"Teksten siger '{one.printed}', men etagerne er ellers nævnt under nummer {there}."
            yield Outcome(
                "inconsistent", message, ("floors", one.printed),
                [place_of(card, one.sentence), place_of(card, other.sentence)], "warning",
                expected_text=other.printed, printed_text=one.printed,
            )  # fmt: skip


def _listed_under(one: _Mention, by_number: Mapping[str, Sequence[_Mention]]) -> str | None:
    """The other number that has all floors of a mention, where its own has others, and none of them."""
    here = _all_floors(m for m in by_number[one.number] if m is not one)
    if not here or one.floors & here:
        return None
    others = (n for n in by_number if n != one.number)
    return next((n for n in others if one.floors <= _all_floors(by_number[n])), None)


def _all_floors(mentions: Iterable[_Mention]) -> frozenset[str]:
    return frozenset().union(*(m.floors for m in mentions))


_LEFT = re.compile(
    r"\b(?:opsiges|opsagt|fraflyttes|fraflyttet|ophører|udløber|afleveres)\b.{0,30}?(?:med virkning )?(?:fra"
    r"|pr\.?|til|den|d\.)\s",
    re.I,
)
_PREMISES = re.compile(r"\blokale\w*|\blejemål\w*|\bbygning\w*|\bejendom\w*|\bmatrik\w*|\badresse\w*", re.I)
_DATE_LETTERS = 30  # behind the words of a notice, in which its day stands
_REMOVAL_DAYS = 60  # that a move may go on after the notice: a goal is dated by its quarter
_CLEARED = re.compile(r"fraflytning|klargjort|flytning|fraflyttet|rømmet", re.I)


@card_rule(
    "vacated",
    worst="warning",
    worst_on_scans="info",
    title="Fraflytning",
    claim="Lokaler er fraflyttet, når de er opsagt",
    sides=("Opsagt", "Fraflyttet"),
    quantity="text",
    reads=("card_sections", "follow_up_goals"),
    proves="premises are given up no earlier than the plan has them vacated",
)
def vacated(card: Card, _: Context) -> Iterator[Outcome]:
    """`opsiges med virkning fra 31.03.2026` <-> a goal `Flytning af medarbejdere | 4. kvartal 2026`."""
    notices = list(_notices(card))
    for goal in card.goals if len(notices) == 1 else ():
        (notice,) = notices
        what = " ".join(f"{goal.goal or ''} {goal.measure or ''}".split())
        if _CLEARED.search(what) and goal.due and goal.due_to and goal.due_to.year == notice.ends.year:
            yield _cleared(card, goal, goal.due, goal.due_to, notice)


class _Notice(NamedTuple):
    """A sentence that premises are given up, with the day as printed and as a date."""

    sentence: str
    printed: str
    ends: dt.date


def _notices(card: Card) -> Iterator[_Notice]:
    for text in texts(card):
        left = _LEFT.search(text) if "20" in text and _PREMISES.search(text) else None
        after = find_periods(text[left.end() - 1 :][:_DATE_LETTERS]) if left else []
        first = next((p.period for p in after if p.period.date_to), None)
        if first is not None and first.date_to and first.kind == "date":
            yield _Notice(text, first.printed, first.date_to)


def _cleared(card: Card, goal: FollowUpGoalRow, due: str, cleared: dt.date, notice: _Notice) -> Outcome:
    key = ("vacated", goal.goal or "")
    evidence = [place_of(card, notice.sentence), evidence_of(goal, f"{goal.goal} | {goal.due}")]
    if (cleared - notice.ends).days <= _REMOVAL_DAYS:
        return Outcome("exact", "Lokalerne er fraflyttet, når de er opsagt.", key, evidence)
    message = (
        f"Lokalerne er opsagt til {notice.printed}, men målet '{goal_text(goal)}' nås først {due[0].lower()}{due[1:]}."
    )
    return Outcome("inconsistent", message, key, evidence, "warning", expected_text=due, printed_text=notice.printed)
