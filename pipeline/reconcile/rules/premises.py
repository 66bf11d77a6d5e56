"""Premises by their addresses: one that stands nowhere else, floors of another number, a lease left too early."""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.danish.periods.find import find_periods
from pipeline.reconcile.lines import place_of
from pipeline.reconcile.model import Card, evidence_of
from pipeline.reconcile.rule import Context, Outcome, card_rule
from pipeline.reconcile.sentences import texts

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
    for number, mentions in by_number.items():
        for one in (m for m in mentions if len(m.floors) > 1):
            here = frozenset().union(*(m.floors for m in mentions if m is not one))
            others = {n: frozenset().union(*(m.floors for m in ms)) for n, ms in by_number.items() if n != number}
            there = next((n for n, floors in others.items() if one.floors <= floors), None)
            if here and not one.floors & here and there is not None:
                other = by_number[there][0]
                message = f"Teksten siger '{one.printed}', men etagerne er ellers nævnt under nummer {there}."
                yield Outcome(
                    "inconsistent", message, ("floors", one.printed),
                    [place_of(card, one.sentence), place_of(card, other.sentence)], "warning",
                    expected_text=other.printed, printed_text=one.printed,
                )  # fmt: skip


_LEFT = re.compile(
    r"\b(?:opsiges|opsagt|fraflyttes|fraflyttet|ophører|udløber|afleveres)\b.{0,30}?(?:med virkning )?(?:fra"
    r"|pr\.?|til|den|d\.)\s",
    re.I,
)
_PREMISES = re.compile(r"\blokale\w*|\blejemål\w*|\bbygning\w*|\bejendom\w*|\bmatrik\w*|\badresse\w*", re.I)
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
    ends = []
    for text in texts(card):
        left = _LEFT.search(text) if "20" in text and _PREMISES.search(text) else None
        if left:
            after = [p.period for p in find_periods(text[left.end() - 1 :][:30]) if p.period.date_to]
            ends += [(after[0], text)] if after and after[0].kind == "date" else []
    if len(ends) != 1:
        return
    period, text = ends[0]
    for goal in card.goals:
        what = " ".join(f"{goal.goal or ''} {goal.measure or ''}".split())
        if (
            _CLEARED.search(what)
            and goal.due
            and goal.due_to
            and period.date_to
            and goal.due_to.year == period.date_to.year
        ):
            key = ("vacated", goal.goal or "")
            evidence = [place_of(card, text), evidence_of(goal, f"{goal.goal} | {goal.due}")]
            if (goal.due_to - period.date_to).days > 60:
                message = (
                    f"Lokalerne er opsagt til {period.printed}, men målet '{' '.join((goal.goal or '').split())}' nås "
                    f"først {goal.due[0].lower()}{goal.due[1:]}."
                )
                yield Outcome(
                    "inconsistent",
                    message,
                    key,
                    evidence,
                    "warning",
                    expected_text=goal.due,
                    printed_text=period.printed,
                )
            else:
                yield Outcome("exact", "Lokalerne er fraflyttet, når de er opsagt.", key, evidence)
