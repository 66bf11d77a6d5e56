"""One thing counted to different numbers: in résumé, text and the names of rows.

Only what surely speaks of the same things is compared: a definite plural (`de 140 familier`) with the one count of them
that was given, or two sentences that say the same of the same noun. Parts (`heraf`), shares (`12 af de 40`), years and
places set counts apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from pipeline.reconcile.danish import stem, words
from pipeline.reconcile.lines import place_of
from pipeline.reconcile.model import Card, TableRow
from pipeline.reconcile.rule import Context, Outcome, card_rule
from pipeline.reconcile.sentences import NUMBER, number, sentences
from pipeline.reconcile.typos import of_one_size

_MENTION = re.compile(
    rf"(?<![\d.,/§-])\b(?P<count>{NUMBER})\s"
    r"(?P<adjectives>(?:(?:nye|gamle|almene|moderne|egne|store|større|mindre|små|faste|ekstra|[a-zæøå]+(?:ige|iske|ale|ende|ede|elle"
    r"|ste|ive))"
    r"\s){0,2})(?P<noun>m2|m²|kvm|[a-zæøå][a-zæøå-]{3,})\b",
    re.I,
)
_ANY = re.compile(r"\d\s|\b(?:to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|[a-z]+ten|tyve|begge)\s")
_DEFINITE = re.compile(r"(?:^|\s)(?:de|disse|alle|samtlige|de i alt|de nævnte|de omtalte)\s$", re.I)
_GENITIVE = re.compile(r"(?:^|\s)[A-ZÆØÅ]?[a-zæøå]{4,}(?:ets|ens|ernes|enes)\s$")
_APART = re.compile(
    r"\b(?:heraf|hvoraf|deraf|yderligere|ekstra|resterende|øvrige|andre|første|sidste|mindst|højst|op til|mellem"
    r"|(?<!råder )over"
    r"|under|hver\w*|pr|per|uge|ugen|om|nummer|nr|tabel|afsnit|bilag|kapitel|side|fase|spor|trin|punkt|§)\W*\s$"
    r"|[-–/]\s?$|\b(?:eller|til|ud af)\s$",
    re.I,
)
_RELATIVE = re.compile(r"^,?\s(?:der|som)\b")
_PART_AFTER = re.compile(
    r"^\s(?:[áà]\s|af\b|ud af|pr\.|per\b|hver\b|ad gangen|om ugen|ugentlig|dagligt|om året i \d)", re.I
)
_NO_THINGS = re.compile(
    r"^(?:kr|kroner|mio|tkr|pct|procent|år|årige?|året|årlige?|måned\w*|uger?|ugen|ugers|ugentlig\w*|dage?|dages"
    r"|timer?|timers"
    r"|minut\w*|sekund\w*|kvartal\w*|halvår\w*|gange?|halv\w*|tusinde?|million\w*|milliard\w*|januar|februar"
    r"|marts|april"
    r"|maj|juni|juli|august|september|oktober|november|december|grader|point|procentpoint|kilometer|meter|liter"
    r"|kg|ton"
    r"|ting|slags|dele|første|sidste|største|mindste|andre|øvrige|enkelte|hele|forskellige|nye|dele?"
    r"|eller|samt|mens|over|under|efter|inden|siden|ikke|være|blive|både|måder?|steder?|henholdsvis)$",
    re.I,
)
_VERB = (
    r"\b(omfatte\w*|berøre\w*|vedrøre\w*|dække\w*|gælde\w*|inkludere\w*|nedlægge\w*|opret\w*|etablere\w*"
    r"|indkøbe\w*|købe\w*|ansæt\w*|lukke\w*|lukning\w*|flytte\w*|deltage\w*|tilbyde\w*|ret\w* sig mod|rumme\w*"
    r"|råde\w* over|opsige\w*|afvikle\w*|frigive\w*|udskifte\w*|renovere\w*|opsæt\w*|installere\w*|betjene\w*"
    r"|bygge\w*"
    r"|fraflytte\w*|reducere\w*|spare\w*|omlægge\w*|visitere\w*|henvende\w*|målret\w*)\b"
)
_SAYS = re.compile(_VERB, re.I)
_NAME = re.compile(r"(?<=\s)[A-ZÆØÅ][a-zæøå]{2,}")
_YEAR = re.compile(r"\b20\d\d\b")
_NOW = re.compile(
    r"\bi dag\b|nuværende|eksisterende|hidtil|tidligere|oprindelig|allerede|\bfra\b.*\btil\b|\bændr", re.I
)
_SQUARE = frozenset(("m2", "m²", "kvm", "kvadratmeter", "kvadratmetrene", "kvadratmeterne"))
_PLURAL = re.compile(r"(?<=[a-zæøå]{3})(?:erne|ene|er|e|r)$")


@dataclass(frozen=True, slots=True)
class _Mention:
    """A count in a sentence: what, how many, and how it is said."""

    noun: str
    count: float
    printed: str
    adjectives: str
    sentence: str
    section: int | None
    definite: bool
    plain: bool
    """False where it is a part, a share, a rate or one end of a range."""
    verb: str | None
    now: bool
    """True where it says how things are or were, or how they change."""


@card_rule(
    "count",
    title="Antal i teksten",
    claim="Teksten tæller det samme til det samme",
    sides=("Her", "Det andet sted"),
    quantity="text",
    reads=("card_sections", "cards"),
    proves="the same things are counted to the same number wherever the text speaks of them",
)
def count(card: Card, _: Context) -> Iterator[Outcome]:
    """`Forslaget omfatter 120 familier` <-> `de 140 familier`; `tre forslag` <-> `de to forslag`."""
    found = [m for s in sentences(card) for m in _mentions(s.text, s.section)]
    yield from _told_apart(card, found)
    yield from _told_alike(card, found)


def _told_apart(card: Card, found: Sequence[_Mention]) -> Iterator[Outcome]:
    """Two counts of one thing that differ, each pair of counts once."""
    told: set[tuple[str, float]] = set()
    for noun in _counted_again(found):
        same = [m for m in found if _alike(noun, m.noun)]
        for one, other in _contradictions(noun, same):
            low, high = sorted((one.count, other.count))
            if (noun, low) not in told:
                told |= {(noun, low), (noun, high)}
                yield _outcome(card, one, other)


def _counted_again(found: Sequence[_Mention]) -> list[str]:
    """The things that are counted more than once, or spoken of as counted before: `de 140 familier`."""
    definite = {m.noun for m in found if m.definite}
    return [noun for noun, times in Counter(m.noun for m in found).items() if times > 1 or noun in definite]


def _told_alike(card: Card, found: Sequence[_Mention]) -> Iterator[Outcome]:
    stated = {(m.noun, m.count) for m in found if not m.definite}
    for one in found:
        if one.definite and one.plain and (one.noun, one.count) in stated:
            message = f"'{one.printed}' tælles ens, hvor teksten nævner dem."
            yield Outcome("exact", message, (one.noun, "same"), [place_of(card, one.sentence)])


def _mentions(text: str, section: int | None = None) -> Iterator[_Mention]:
    """The counts of a sentence; one count may stand within another's words: `de 12 nye 3-rums boliger`."""
    if not _ANY.search(text):
        return
    at = 0
    while (hit := _MENTION.search(text, at)) is not None:
        at = hit.end("count")
        if (made := _mention(hit, section)) is not None:
            yield made


def _mention(hit: re.Match[str], section: int | None) -> _Mention | None:
    """A count with what is said around it; None where it counts no things."""
    text, noun = hit.string, hit["noun"]
    value = None if _NO_THINGS.match(noun) or noun[0].isupper() else _value(hit["count"])
    if value is None:
        return None
    before, after = text[max(0, hit.start("count") - 60) : hit.start("count")], text[hit.end("noun") :][:40]
    definite = bool(_DEFINITE.search(before[-14:]) or _GENITIVE.search(before[-25:]))
    apart = _APART.search(before) or _PART_AFTER.match(after) or value < 2 or _YEAR.fullmatch(hit["count"])
    the = "de " if definite and before.endswith(("de ", "De ")) else ""
    return _Mention(
        "m2" if noun.lower() in _SQUARE else _PLURAL.sub("", noun.lower()), value,
        f"{the}{hit['count']} {hit['adjectives']}{noun}", hit["adjectives"], text, section, definite,
        plain=not apart and not (definite and _of_some(hit, after)),
        verb=_verb(before, after), now=bool(_NOW.search(before + after.split(",")[0])),
    )  # fmt: skip


def _value(printed: str) -> float | None:
    """The value of a printed count; None where letters only look like a number's."""
    try:
        return number(printed)
    except ValueError:
        return None


def _of_some(hit: re.Match[str], after: str) -> bool:
    """True for a definite count of some of them only: `de fire mindste indgange`, `de 12 borgere, der ...`."""
    return bool(hit["adjectives"] or _RELATIVE.match(after))


def _verb(before: str, after: str) -> str | None:
    """The verb that says it of these things: the last one before them, else one just behind."""
    says = list(_SAYS.finditer(before)) or list(_SAYS.finditer(after[:25]))
    return stem(says[-1][1].split()[0]) if says else None


def _alike(one: str, other: str) -> bool:
    """True for one noun, or a compound and its last part: `elbil` and `bil`."""
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= 3 and long.endswith(short) and len(long) - len(short) < 12)


def _contradictions(noun: str, same: Sequence[_Mention]) -> Iterator[tuple[_Mention, _Mention]]:
    """A definite count with the one count given of these things, and two sentences that say the same."""
    given = [m for m in same if m.plain and not m.definite]
    for one in same:
        other = _only_given(one, given) if one.plain and one.definite and one.noun == noun else None
        if other is not None and _contradicts(one, other, same):
            yield one, other
    for one, other in combinations(given, 2):
        if _say_the_same(one, other, given) and _alone(one, same) and _alone(other, same):
            yield other, one


def _contradicts(one: _Mention, other: _Mention, same: Sequence[_Mention]) -> bool:
    """True where a definite count is neither the given one nor made of the counts that the text gives."""
    if not _alone(other, same) or not _comparable(one, other):
        return False
    made = _sums({m.count for m in same if m is not one})
    return one.count not in made and one.count not in {m.count for m in _mentions(other.sentence)}


def _say_the_same(one: _Mention, other: _Mention, given: Sequence[_Mention]) -> bool:
    """True for two counts of different parts of the card whose words say one thing, and no third count does."""
    if one.count == other.count or one.section == other.section or not _same_subject(one, other):
        return False
    return len({m.count for m in given if m.verb == one.verb}) == 2 and _comparable(one, other)


def _only_given(one: _Mention, given: Sequence[_Mention]) -> _Mention | None:
    """The first mention of the only count that the other sentences give; None where they give none, or several."""
    free = [m for m in given if m.sentence != one.sentence and not m.now]
    return free[0] if len({m.count for m in free}) == 1 else None


def _alone(one: _Mention, same: Sequence[_Mention]) -> bool:
    """True where a sentence counts these things once."""
    return sum(m.sentence == one.sentence for m in same) == 1


def _comparable(one: _Mention, other: _Mention) -> bool:
    return of_one_size(one.count, other.count) and _same_scope(one, other)


def _same_subject(one: _Mention, other: _Mention) -> bool:
    """True where the same verb says it of the same things, and what stands before the verb has a word in common."""
    if (one.noun, one.verb, one.adjectives) != (other.noun, other.verb, other.adjectives) or one.verb is None:
        return False
    here, there = (_SAYS.split(m.sentence)[0].lower().split() for m in (one, other))
    return bool({stem(w) for w in here} & {stem(w) for w in there})


def _sums(counts: set[float]) -> set[float]:
    """What the counts may mean: themselves, and sums and differences of a few of them."""
    values = sorted(counts)[:6]
    found = set(values)
    for size in (2, 3):
        found |= {sum(group) for group in combinations(values, size)}
    return found | {abs(a - b) for a, b in combinations(values, 2)}


def _same_scope(one: _Mention, other: _Mention) -> bool:
    """False where years or names of places set the two apart."""
    here, there = (set(_NAME.findall(m.sentence)) for m in (one, other))
    if here and there and not here & there:
        return False
    years = [set(_YEAR.findall(m.sentence)) for m in (one, other)]
    return not (years[0] and years[1] and years[0] != years[1]) and one.now == other.now


def _outcome(card: Card, one: _Mention, other: _Mention) -> Outcome:
    message = f"Teksten siger '{other.printed}' ét sted og '{one.printed}' et andet."
    evidence = [place_of(card, one.sentence), place_of(card, other.sentence)]
    return Outcome(
        "inconsistent", message, (one.noun,), evidence, "error", expected_text=other.printed, printed_text=one.printed
    )  # fmt: skip


_IN_LABEL = re.compile(rf"(?<![\d.,/§-])\b(?P<count>{NUMBER})\s(?P<noun>[a-zæøå][a-zæøå-]{{3,}})\b", re.I)
_STAFF = re.compile(rf"(?<![\d.,/§-])\b(?P<count>{NUMBER})\s(?:[a-zæøå-]+\s)?(?P<noun>årsværk)\b", re.I)


@card_rule(
    "count_vs_row",
    title="Antal i tekst og række",
    claim="Teksten og rækkens navn tæller det samme til det samme",
    sides=("Teksten", "Tabellen"),
    quantity="text",
    reads=("economic_rows", "card_sections"),
    proves="a row whose name counts things counts them as the text does",
)
def count_vs_row(card: Card, _: Context) -> Iterator[Outcome]:
    """`Projektledelse (2,5 årsværk)` <-> `to årsværk til projektledelse`."""
    told = sentences(card)
    for table in card.tables:
        for row in table.items():
            found = [m for pattern in (_IN_LABEL, _STAFF) for m in pattern.finditer(row.label)]
            if len({m["count"] for m in found}) == 1 and not _NO_THINGS.match(found[0]["noun"].replace("årsværk", "x")):
                yield from _against_text(card, row, found[0], [s.text for s in told])


def _against_text(card: Card, row: TableRow, found: re.Match[str], told: Sequence[str]) -> Iterator[Outcome]:
    named, here = frozenset(words(row.label.replace(found[0], " "))), number(found["count"])
    if not named or here == 1:
        return
    noun = stem(found["noun"])
    hits = [(m, text) for text in told if (m := _counted_of(row_words=named, noun=noun, text=text)) is not None]
    counts = {number(m["count"]) for m, _text in hits}
    if len(counts) != 1 or here in counts:
        return
    (value,), (said, text) = counts, hits[0]
    if of_one_size(value, here):
        message = f"Teksten siger '{said[0]}', men rækken hedder '{row.label}'."
        yield Outcome(
            "inconsistent", message, (row.label, noun), [place_of(card, text), row.evidence()], "warning",
            expected_text=found[0], printed_text=said[0], rows=frozenset({row.id}),
        )  # fmt: skip


def _counted_of(*, row_words: frozenset[str], noun: str, text: str) -> re.Match[str] | None:
    """The one count of such things in a sentence that says the row's name; None where it is a part or a rate."""
    if noun[:4] not in text.lower() or _YEAR.search(text) or not row_words <= set(words(text)):
        return None
    said = [m for p in (_IN_LABEL, _STAFF) for m in p.finditer(text) if stem(m["noun"]) == noun]
    if len({m.start("count") for m in said}) != 1:
        return None
    before, after = text[: said[0].start()][-25:], text[said[0].end() :][:12]
    return None if _APART.search(before) or _PART_AFTER.match(after) else said[0]
