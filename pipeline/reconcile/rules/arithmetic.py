"""What a sentence adds up before the reader's eyes: parts and their sum.

It speaks only where the sentence itself says that it adds (`i alt`, `fordelt på`, `sammensættes af`), and only where
the figures are of one size: numbers that stand beside each other by chance add up to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from pipeline.reconcile.danish import money
from pipeline.reconcile.intervals import Interval, total
from pipeline.reconcile.model import Card
from pipeline.reconcile.rule import Context, Outcome, card_rule
from pipeline.reconcile.rules.prose import prose_evidence
from pipeline.reconcile.said import Said, said
from pipeline.reconcile.typos import of_one_size

_READS = ("prose_amounts", "card_sections")
_WHOLE = re.compile(
    r"(?:\bi alt|\bialt|\bsamlet|\bsamlede\s\w+|tilsammen|\bsum\w*|\bgiver|\bgav|\bsvarer til|\baltså|\bdvs\.?"
    r"|=)(?:\s\w+){0,3}\W*$",
    re.I,
)
_WHOLE_AFTER = re.compile(r"^\W*(?:i alt|ialt|tilsammen|samlet)\b", re.I)
_SPLIT = re.compile(
    r"^\s?\($|\bsammensættes\w*\saf|\bsammensat af|\bfordel\w+|\bbestå\w+ af|\bnemlig|\bopdelt|\bsammensat|:\s", re.I
)
_OF_WHICH = re.compile(r"\bheraf|\bhvoraf|\bderaf|\bherunder", re.I)
_BETWEEN_PARTS = re.compile(r"^(?:[^.;()]{0,70}?(?:,|\bog\b|\bsamt\b|\bplus\b|\+)[^.;()]{0,40})$", re.I)
_NO_PART = re.compile(
    r"\bmod\b|\bend\b|\bfra(?= \d)|\btil(?= \d)|stig\w+|fald\w+|\bpr\.|\bper\b|[áà]\s|mellem|\bmens\b|\bmen\b|hver\b"
    r"|ud af|eller",
    re.I,
)
_MONTHS_OR_PIECES = re.compile(r"^\W{0,3}(?:/|pr\.|per\b|om måneden|om ugen|i timen)", re.I)


@card_rule(
    "prose_sum",
    title="Dele og sum i teksten",
    claim="Delene, en sætning opregner, giver den sum, den nævner",
    sides=("Teksten", "Delene giver"),
    reads=_READS,
    proves="parts that a sentence lists add up to the sum it names",
)
def prose_sum(card: Card, _: Context) -> Iterator[Outcome]:
    """`i alt 2,7 mio. kr., fordelt på 0,7, 0,3 og 1,7 mio. kr.`; `heraf` may list fewer, never more."""
    for _sentence, group in groupby(said(card), key=lambda s: s.row.sentence):
        amounts = list(group)
        if 3 <= len(amounts) <= 12 and not any(a.row.amount_low_dkk != a.row.amount_high_dkk for a in amounts):
            yield from _sum_of(amounts)


def _sum_of(amounts: Sequence[Said]) -> Iterator[Outcome]:
    gaps = _gaps(amounts)
    for at, parts, some in ((0, amounts[1:], _heads(gaps)), (-1, amounts[:-1], _tails(amounts, gaps))):
        if some is None or len({p.row.recurring for p in parts}) > 1:
            continue
        between = gaps[1:] if at == 0 else gaps[:-1]
        if not all(_BETWEEN_PARTS.match(g) and not _NO_PART.search(g) for g in between):
            continue
        if any(_MONTHS_OR_PIECES.match(p.after) for p in amounts):
            continue
        if (made := _reckoned(amounts[at], total(p.interval for p in parts), parts, atmost=some)) is not None:
            yield made


def _gaps(amounts: Sequence[Said]) -> list[str]:
    """What stands between each amount and the next."""
    return [a.row.sentence[a.end : b.start] for a, b in pairwise(amounts)]


def _heads(gaps: Sequence[str]) -> bool | None:
    """Whether the first amount is the sum of those after it: True where they may be some of it, None if it is none."""
    if _OF_WHICH.search(gaps[0]):
        return True
    return False if _SPLIT.search(gaps[0]) else None


def _tails(amounts: Sequence[Said], gaps: Sequence[str]) -> bool | None:
    """Whether the last amount is the sum of those before it."""
    last = amounts[-1]
    opened = re.search(r"\bsummen af\W*$", last.row.sentence[: amounts[0].start], re.I)
    named = (
        opened or _WHOLE.search(gaps[-1]) or _WHOLE_AFTER.search(last.row.sentence[last.start + len(last.row.text) :])
    )
    return False if named and not _SPLIT.search(gaps[0]) and not _OF_WHICH.search(gaps[0]) else None


def _reckoned(whole: Said, expected: Interval, parts: Sequence[Said], *, atmost: bool) -> Outcome | None:
    found = whole.interval
    shown = " + ".join(p.row.text for p in parts)
    key = ("sum", whole.row.text)
    evidence = [prose_evidence(whole.row)]
    if found.overlaps(expected) or (atmost and expected.dkk < found.dkk):
        status = "exact" if found.dkk == expected.dkk else "within_rounding"
        message = f"Delene {shown} passer med '{whole.row.text}'."
        return Outcome(status, message, key, evidence, None, expected, found)  # type: ignore[arg-type]
    if not of_one_size(expected.dkk, found.dkk):
        return None
    gap = money(found.dkk - expected.dkk)
    message = f"Teksten siger '{whole.row.text}' om {shown}; det giver {money(expected)} (forskel {gap})."
    return Outcome("inconsistent", message, key, evidence, "error", expected, found)
