"""Amounts in two sentences that speak of the same thing in the same time, and are not the same.

What an amount speaks of is the kind of money (invested, saved, spent in running, received) and the content words of its
clause; its time the years it names, each year, or none. Only amounts that are all of something are compared: no part,
price a piece, share, or one of several in a list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from pipeline.reconcile.danish import akin, words
from pipeline.reconcile.model import Card
from pipeline.reconcile.prose_explained import explained
from pipeline.reconcile.prose_match import partial, spread
from pipeline.reconcile.said import Said, nearest, said
from pipeline.reconcile.typos import of_one_size

_KINDS = (
    ("investment", re.compile(
        r"invester|implementerings(?:omkost|udgift|midl)|finansieringsbehov|engangs(?:udgift|omkost|beløb)|etablerings|"
        r"anlægs(?:sum|udgift|bevilling|ramme)", re.I)),
    ("effect", re.compile(
        r"effektiviser|\bspar(?:es|er|e)?\b|besparelse|gevinst|provenu|reduktion|reducer|mindreudgift|nedbring", re.I)),
    ("running", re.compile(r"\bdrift|merudgift|løbende udgift|vedligehold|husleje|abonnement|licens", re.I)),
    ("income", re.compile(r"indtægt|tilskud|refusion|medfinansier|salg", re.I)),
)  # fmt: skip
_GENERIC = frozenset(
    words(
        "investering investeringen investeres investeringsbehov investeringsmidler investeringspuljen kommunen således "
        "implementeringsomkostninger implementeringsudgifter finansieringsbehov engangsudgifter engangsudgift "
        "engangsomkostninger effektivisering effektiviseringen effektiviseres besparelse besparelsen spares sparer "
        "gevinst gevinsten provenu reduktion reduktionen reduceres reducerer mindreudgift merudgift merudgiften "
        "udgift udgiften udgifter udgifterne omkostning omkostninger omkostningerne koster pris beløber forslaget "
        "indebærer kræver medfører giver opnås opgjort budgetteret estimeret anslået beregnet anslås beregnes skønnes "
        "dækker dækkes finansieres bruges anvendes forudsætter forudsættes samlede behov ramme rammen økonomi midler "
        "indkøb køb varige løbende ekstra gange indfasning fuldt projektet projekt indsatsen initiativet kroner "
        "budget budgettet nuværende brug bruge forbrug forbruget dag "
        "drift driften driftsudgifter driftsudgiften ligger lyder andrager bliver modtager årets hele første ved"
    )
)
_LASTING = re.compile(r"\bfuld[et]?t?\b|\bvarig|\bårlig|\bom året|\bhvert år|pr\.? år", re.I)
_NETTO = re.compile(r"\b(netto|brutto)", re.I)
_ONE_OF = re.compile(
    r"\bheraf|hvoraf|yderligere|derudover|desuden|herudover|dertil|\bmerudgift ud over|\bscenari|altern", re.I
)
_GOES_ON = re.compile(r"\W*(?:og|samt|til|-|–)\s*\d")
_NOW = re.compile(r"\bi dag\b|nuværende|hidtil|seneste|tidligere|oprindelig|\bellers\b|\bbudgettet\b", re.I)
_NAME = re.compile(r"(?<=\s)[A-ZÆØÅ][a-zæøå]{2,}")
_CLAUSE = re.compile(r"[,;]\s|\s(?:mens|men|hvilket|svarende til|idet)\s")
_PREDICATE = re.compile(r"^\W*(?:er|bliver|berøres|udbetales|indgår|forbliver|dækker|gives|kan|skal|vil)\s.*")
_AFTER = 60  # letters after an amount that may say what it is for
_ALIKE = 0.6  # of the words of both


@dataclass(frozen=True)
class Telling:
    """An amount that is all of something."""

    said: Said
    kind: str | None
    subject: frozenset[str]
    time: tuple[int | None, int | None, bool, bool]
    quote: str


def told_apart(card: Card) -> Iterator[tuple[Telling, Telling]]:
    """Two tellings of one thing that differ, the later first; each thing once."""
    amounts = list(said(card))
    alone = Counter(what.row.sentence for what in amounts)
    tellings = [t for what in amounts if alone[what.row.sentence] == 1 and (t := _telling(what)) is not None]
    seen: set[frozenset[str]] = set()
    for one, other in combinations(tellings, 2):
        if one.subject in seen or not _contradicts(one, other):
            continue
        if not _both_right(card, one, other) and not _in_a_course(one, other, tellings):
            seen.add(one.subject)
            yield other, one
    yield from _pointed_back(amounts, alone, seen)


def _contradicts(one: Telling, other: Telling) -> bool:
    """True for tellings of one thing that differ."""
    return _same(one, other) and _apart(one.said, other.said)


def _in_a_course(one: Telling, other: Telling, tellings: Sequence[Telling]) -> bool:
    """True where a third amount differs from both: they tell a course, not one thing."""
    rest = (t for t in tellings if t is not one and t is not other)
    return any(_contradicts(one, t) and _apart(other.said, t.said) for t in rest)


_ATTRIBUTE = re.compile(
    r"(?:^|\s)(?P<noun>[A-ZÆØÅa-zæøå]{5,}(?:et|en|erne))(?:\s(?:til|for)\s[a-zæøå]{4,})?\s(?:på|af)\s$"
)
_STATES = re.compile(r"\b(?P<noun>[a-zæøå]{5,}) (?:er|udgør|bliver|lyder|har været)(?: på)? $")


def _pointed_back(
    amounts: list[Said], alone: Counter[str], seen: set[frozenset[str]]
) -> Iterator[tuple[Telling, Telling]]:
    """`Regionens tilskud er 1,2 mio. kr.` <-> `Tilskuddet på 2,1 mio. kr.`: the definite is what was stated before."""
    single = [w for w in amounts if alone[w.row.sentence] == 1 and w.row.amount_low_dkk == w.row.amount_high_dkk]
    for back, pointed in ((w, _ATTRIBUTE.search(w.before)) for w in single):
        noun = words(pointed["noun"]) if pointed else ()
        if not noun or _of_some(back, noun[0]):
            continue
        stated = [w for w in single if w is not back and _states(w, noun[0])]
        if len(stated) != 1 or frozenset(noun) in seen or not _apart(back, stated[0]):
            continue
        seen.add(frozenset(noun))
        yield _quoted(back), _quoted(stated[0])


def _of_some(what: Said, noun: str) -> bool:
    return noun in _GENERIC or bool(_ONE_OF.search(what.before) or _NOW.search(what.row.sentence))


def _states(what: Said, noun: str) -> bool:
    """True where the words before an amount say that the thing is, or comes to, that."""
    found = _STATES.search(what.before)
    return found is not None and any(akin(w, noun) for w in words(found["noun"]))


def _quoted(what: Said) -> Telling:
    before = _CLAUSE.split(what.before)[-1].strip()
    quote = " ".join(f"{before} {what.row.text}".split())
    return Telling(what, None, frozenset(), (what.row.year_from, what.row.year_to, False, False), quote)


def _telling(what: Said) -> Telling | None:
    """What an amount tells; None where it is not all of something, or of nothing that could be told again."""
    row = what.row
    if not _is_whole(what):
        return None
    before, after = _CLAUSE.split(what.before)[-1], _CLAUSE.split(what.after)[0][:_AFTER]
    # What is said of the amount behind a verb (`er uændret`) does not name what it is for.
    clause = f"{before} {'' if _PREDICATE.match(after) else after}"
    kind = nearest(before, after, _KINDS)
    subject = frozenset(w for w in words(clause) if w not in _GENERIC)
    if not subject and kind not in ("investment", "effect"):
        return None
    lasting = row.recurring or bool(_LASTING.search(clause))
    quote = " ".join(f"{before.strip()} {row.text}".split())
    return Telling(what, kind, subject, (row.year_from, row.year_to, lasting, bool(_NOW.search(row.sentence))), quote)


def _is_whole(what: Said) -> bool:
    """True for one amount, not a span, that is no part, no price a piece, no year of a course and none of several."""
    row = what.row
    one = row.amount_low_dkk == row.amount_high_dkk != 0
    if not one or what.continues or partial(what) or spread(what):
        return False
    return not _ONE_OF.search(row.sentence[: what.start]) and not _GOES_ON.match(what.after)


def _same(one: Telling, other: Telling) -> bool:
    """True where kind, time and words are those of one thing."""
    if one.time != other.time or (one.kind != other.kind and None not in (one.kind, other.kind)):
        return False
    if _nets(one) != _nets(other) or _names(one) != _names(other):
        return False
    if not one.subject and not other.subject:
        return one.kind == other.kind
    shared = sum(any(akin(a, b) for b in other.subject) for a in one.subject)
    shared += sum(any(akin(a, b) for b in one.subject) for a in other.subject)
    return shared >= _ALIKE * (len(one.subject) + len(other.subject)) and min(len(one.subject), len(other.subject)) > 0


def _nets(one: Telling) -> set[str]:
    return {m.lower() for m in _NETTO.findall(one.said.clause)}


def _names(one: Telling) -> set[str]:
    return set(_NAME.findall(one.said.clause))


def _apart(one: Said, other: Said) -> bool:
    """True for two amounts of one size that are not the same."""
    here, there = one.interval, other.interval
    return not here.overlaps(there) and of_one_size(here.dkk, there.dkk)


def _both_right(card: Card, one: Telling, other: Telling) -> bool:
    """True where each has a row of its own in a table."""
    rows = [explained(card, t.said, ()) for t in (one, other)]
    return None not in rows and rows[0] is not rows[1]
