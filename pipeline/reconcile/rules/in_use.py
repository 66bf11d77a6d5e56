"""What the text says of use and roll-out against the years of the effect: nothing is saved by what is not in use.

A sentence about use (`sættes i drift`, `klar til brug`) or about the last of a roll-out (`de sidste enheder kommer
med`) gives a date; the table gives the year from which the effect is booked, and the year from which it is whole.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.danish.periods.find import find_periods
from pipeline.reconcile.course import LATE_MONTH, Course
from pipeline.reconcile.danish import money, when
from pipeline.reconcile.lines import place_of
from pipeline.reconcile.model import Card, evidence_of, goal_text
from pipeline.reconcile.rule import Context, Outcome, card_rule
from pipeline.reconcile.sentences import sentences
from pipeline.reconcile.sides import amounts_of, saving_rows
from schemas.dataset import Evidence

_USE = re.compile(
    r"\b(?:i|sættes i|sat i|går i|gå i|er i) drift\b|\bidrift?sæt\w*|\bidriftsat|\bibrugta\w+|\btag(?:es|et|e"
    r"|er)?\b.{0,25}\bi (?:brug|anvendelse)\b|\bi brug\b|\bi anvendelse\b"
    r"|\bi luften\b|\bklar til (?:brug|drift)|\bklar(?:e)? (?:i|fra|til)\b|\b(?:fungerer|virker) (?:i|fra|medio"
    r"|primo|ultimo)\b|\blancer\w+"
    r"|\bgår live\b|\bgo-?live|\barbejder i det nye"
    r"|\banvender (?:det|den|de) ny|\banvender \w*systemet|\btræder i funktion"
    r"|\bsystemet er (?:implementeret|installeret|indført)|\båbner\b|\bindvies\b|\bstår (?:klar|færdig)",
    re.I,
)
_DEPENDS = re.compile(
    r"\bbespar\w+|\beffektivisering\w*|\bgevinst\w*|\bspares?\b|\bindhent\w*|\bforudsæt\w+|\bbortfald\w*"
    r"|\bnedbring\w*|\brealiser\w*|\bfrigør\w*|\bprovenu|\bskæres?\b|\bfjernes?\b|\bundvær\w*|\breducer\w*|\breduktion\w*"
    r"|\bnedlæg\w*|\bførst (?:der|her)(?:efter|med)\b|\bbetinge\w*",
    re.I,
)
_DELIVERED = re.compile(r"\b(?:lever|opstill|opsæt|monter|install)\w*", re.I)
_CONDITION = re.compile(r"\bforudsætning(?:en)? for\b|\bforudsætter\b|\bbetinge\w+ af\b", re.I)
"""What is delivered is used from then on where the sentence makes the effect hang on it."""
_ONCE_DONE = re.compile(r"\b(?:når|først når|før)\b[^.]{0,40}\b(?:lever|opstill|opsæt|sat op|monter|install)\w*", re.I)
_ALL = re.compile(
    r"\balle\b|\bhele\b|\bsamtlige\b|\bsidste\b|\bresterende\b|\bfuld(?:e|t)?\b|\bafslut\w+|\btilendebragt\b"
    r"|\bfærdig\w*|\bstrækker sig\b|\bforløber\b|\bgennemført\b|\bfuldført\b",
    re.I,
)
_ROLLOUT = re.compile(
    r"\budrul\w+|\budbred\w+|\bimplementering(?:en)? (?:er|forventes|vil|bliver|løber|strækker)|\bindføres\b"
    r"|\bindfør(?:t|elsen)\b|\bkobles? på|\bkoblet på|\btilslut\w+|\bomfatter alle"
    r"|\b(?:op)?rulles? ud\b|\brullet ud\b|\bopstilling\w*|\bopstillet\b|\bopsætning\w*|\buddannet\b"
    r"|\bpersonalet? .{0,20}\buddann\w+"
    r"|\b(?:sidste|resterende)\b.{0,30}\bfår\b|\bdækker hele|\boplært\b|\bkommer med\b|\bovergår til\b|\budvides\b",
    re.I,
)
_ASIDE = re.compile(
    r"\bhvis\b|\bsåfremt\b|\bandre kommuner|\btidligere\b|\bhidtil|\bi dag\b|\bevaluer|\bOFS\b"
    r"|\bbudget(?:tet)? 20|\bpilot\w*|\bscenari|\balternativ|\bfølges op"
    r"|\bopfølg|\bmåles|\bopgøres|\bbesluttede|\bvedtag|\bkr\b|\bbudget\w* for\b|\bkontrakt(?:en)? udløber"
    r"|\bikke\b(?!.{0,30}\bfør\b)",
    re.I,
)
_STEPS = re.compile(
    r"\ballerede\b|\bmuliggør|\bstig\w+|\bgradvis|\betapevis|\btrinvis|\bdelvis"
    r"|\bførste (?:etape|fase|del|enheder|distrikt)|\bløbende|\bindfas",
    re.I,
)


@card_rule(
    "use_before_effect",
    title="Ibrugtagning og effekt",
    claim="Effekten er ikke bogført, før det, den bygger på, er i brug eller rullet ud",
    sides=("Teksten", "Tabellen"),
    quantity="text",
    worst="warning",
    worst_on_scans="info",
    reads=("card_sections", "follow_up_goals", "economic_amounts"),
    proves="no effect is booked before what it depends on is in use, none is whole before the roll-out is complete",
    after=("goal_dates", "phase_in", "row_years"),
)
def use_before_effect(card: Card, context: Context) -> Iterator[Outcome]:
    """`Systemet går i drift 1. marts 2029` <-> an effect from 2027; `udrullet i hele byen i 2031` <-> whole in 2029."""
    effect = _effect(card)
    if effect is None:
        return
    told = {o.key[0] for o in context.failed(card, "goal_dates")}
    dated = [*_in_text(card), *_in_goals(card)]
    if "use" not in told:
        yield from _used(card, effect, [d for d in dated if d.use])
    if "rolled out" not in told:
        yield from _rolled_out(effect, [d for d in dated if not d.use])


def _effect(card: Card) -> Course | None:
    rows = saving_rows(card)
    if card.economy is None or not rows:
        return None
    amounts = amounts_of(card.economy, rows)
    return Course(rows[0], amounts) if len(amounts) > 1 else None


@dataclass(frozen=True, slots=True)
class _Dated:
    """A sentence or goal with the time of a use or of the end of a roll-out."""

    text: str
    printed: str
    starts: dt.date
    ends: dt.date
    use: bool
    """True for a first use, False for the end of a roll-out."""
    place: Evidence


def _in_text(card: Card) -> Iterator[_Dated]:
    """Sentences that date a use or the last of a roll-out; a use only beside a word of what depends on it."""
    told = sentences(card)
    for at, sentence in enumerate(told):
        if "20" in sentence.text and not _ASIDE.search(sentence.text):
            near = " ".join(s.text for s in told[max(0, at - 1) : at + 2] if s.section == sentence.section)
            rolled = _ROLLOUT.search(sentence.text) is not None and _ALL.search(sentence.text) is not None
            if rolled or (_is_used(sentence.text, near) and _DEPENDS.search(near)):
                yield from _dated(card, sentence.text, last=rolled)


def _is_used(text: str, near: str) -> bool:
    """True where a sentence says that something is in use, or delivered where that is what the effect hangs on."""
    if _USE.search(text):
        return True
    hangs_on = _CONDITION.search(text) or _ONCE_DONE.search(near)
    return bool(_DELIVERED.search(text) and hangs_on)


def _dated(card: Card, text: str, *, last: bool) -> Iterator[_Dated]:
    """The time that a sentence gives: a roll-out ends at the last time in it, a use has but one."""
    periods = [p.period for p in find_periods(text) if p.period.date_to]
    if not periods or (len(periods) > 1 and not last):
        return
    when = periods[-1]
    assert when.date_to  # noqa: S101 -- chosen so
    starts = when.date_from or when.date_to
    end = when.date_to if when.kind == "span" else starts
    yield _Dated(text, when.printed, starts, end, use=not last, place=place_of(card, text))


_GOAL_USE = re.compile(rf"{_USE.pattern}|\bimplementeret\b", re.I)
_EVERYWHERE = re.compile(r"^\S+(?:\s\S+){0,3}\s(?:på|i|til|hos) (?:alle|samtlige|hele)\s(?!period|året|årene)", re.I)
"""A goal of one thing everywhere: `automater på samtlige biblioteker`."""
_NO_USE = re.compile(
    r"bespar|effektivisering|gevinst|opfølgning|evaluering|andel|resterende|sidste|anskaffet"
    r"|indkøb|købt",
    re.I,
)


def _in_goals(card: Card) -> Iterator[_Dated]:
    """Goals that date a use or the last of a roll-out."""
    for goal in card.goals:
        text = goal_text(goal)
        if not goal.due_from or not goal.due_to or not goal.due or _NO_USE.search(text):
            continue
        use = bool(_GOAL_USE.search(text))
        last = bool(_EVERYWHERE.search(text) or ((use or _ROLLOUT.search(text)) and _ALL.search(text)))
        if use or last:
            place = evidence_of(goal, " | ".join(t for t in (goal.goal, goal.measure, goal.responsible, goal.due) if t))
            yield _Dated(text, goal.due, goal.due_from, goal.due_from, use=not last, place=place)


def _used(card: Card, effect: Course, dated: Sequence[_Dated]) -> Iterator[Outcome]:
    """The first use that is dated: in the last months of the first year of effect, or later, it comes too late."""
    if not dated:
        return
    first = min(dated, key=lambda d: d.starts)
    late = first.starts >= dt.date(effect.first, LATE_MONTH, 1) and effect.at_once
    steps = any(_STEPS.search(s.text) and str(effect.first) in s.text for s in sentences(card))
    if late and not steps:
        amount = money(effect.amounts[effect.first])
        message = (
            f"'{effect.row.label}' har beløb fra {effect.first} ({amount}), men det, besparelsen bygger på, er efter "
            f"teksten først i brug {when(first.printed)}."
        )
        yield _outcome(effect, first, message, ("use",), str(effect.first))
    elif not late:
        message = "Det, effekten bygger på, er i brug, når den begynder."
        yield Outcome("exact", message, ("use",), [first.place])


def _rolled_out(effect: Course, dated: Sequence[_Dated]) -> Iterator[Outcome]:
    for one in dated:
        if one.ends.year > effect.full and one.ends.year <= max(effect.amounts) + 1:
            message = (
                f"'{effect.row.label}' er hel fra {effect.full} ({money(effect.amounts[effect.full])}), men "
                f"udrulningen er efter teksten først afsluttet {when(one.printed)}."
            )
            yield _outcome(effect, one, message, ("rolled out", one.text[:40]), str(effect.full))
        else:
            yield Outcome(
                "exact", "Udrulningen er afsluttet, når effekten er hel.", ("rolled", one.text[:40]), [one.place]
            )


def _outcome(effect: Course, one: _Dated, message: str, key: tuple[str, ...], wanted: str) -> Outcome:
    return Outcome(
        "inconsistent", message, key, [one.place, effect.row.evidence()], "warning", rows=frozenset({effect.row.id}),
        expected_text=wanted, printed_text=one.printed,
    )  # fmt: skip
