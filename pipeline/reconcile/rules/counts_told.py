"""One thing counted twice in running text: two sentences whose words say that they count the same.

`count` wants a verb in common; here it is the noun and the words around it. Two mentions speak of the same where the
noun is the same, the card counts it to no third number, and either one of them is definite (`de 12 enheder`) or they
have words in common. Parts, rates, bounds, changes, other years, places and kinds set them apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.reconcile.danish import words
from pipeline.reconcile.lines import place_of
from pipeline.reconcile.model import Card
from pipeline.reconcile.quantities import Marked, Quantity, marked
from pipeline.reconcile.rule import Context, Outcome, card_rule
from pipeline.reconcile.sentences import Sentence, sentences
from schemas.dataset import Severity

_UNITS = re.compile(
    r"^(?:år|måned|mdr|uge|dag|døgn|time|minut|kvartal|halvår|gang|procent|pct|meter|kilometer|km|kg|ton|liter"
    r"|mwh|kwh|grad|point|ting|del|dele"
    r"|sted|måde|fase|trin|spor|slag|type|million|tusind|mia|mio|punkt|side|scenari|model|niveau|årsværk|første"
    r"|stk|gb|mb|x)",
    re.I,
)
_APART = re.compile(
    r"\b(?:heraf|hvoraf|deraf|yderligere|ekstra|resterende|øvrige|andre|flere|færre|nogle|første|sidste|ud af"
    r"|hver|hvert|pr|per|nummer|eller|mellem"
    r"|til|fra|fx|eksempelvis|f\.eks|typisk|gennemsnitlig\w*|i gennemsnit|svarer til|svarende til|kun|alene"
    r"|yderligere)\s(?:ca\.?\s|de\s)?$",
    re.I,
)
_AFTER = re.compile(
    r"^\s(?:[\wæøå-]+\s){1,3}(?:pr\.?|per|hver|ad gangen|om ugen|ugentlig|dagligt|af (?:disse|dem|de)|ekstra"
    r"|mere|mindre|flere)\b",
    re.I,
)
_DEFINITE = re.compile(r"\b(?:de|disse|alle|samtlige|de i alt|alle de)\s$", re.I)
_HAS = re.compile(
    r"\b(?:har|er der|der er|findes|råder over|består af|rummer|på|i alt)\s(?:i dag\s|i alt\s|ca\.?\s)*$", re.I
)
_SOME = re.compile(
    r"(?:^|\s)(?:<C\d+>|nogle|flere|mange|halvdelen|en del|enkelte|ingen|ét|en|et|resten) af (?:de |disse )?$", re.I
)
_HISTORY = re.compile(
    r"\btidligere|\bhidtil|\boprindelig|\bi 20[012]\d\b|\bandre kommuner|\berfaring\w*|\bpilot\w*|\bKommune\b"
    r"|\bscenari|\balternativ",
    re.I,
)
_NAME = re.compile(r"(?<=\s)[A-ZÆØÅ][a-zæøå]{2,}")
_CHANGED = re.compile(
    r"\bfra <C\d+>|\btil <C\d+>|\bøge\w*|\breducer\w+|\bstig\w*|\bfald\w*|\bmod <C|\bændr\w+|\budvid\w+|\bindskrænk\w+",
    re.I,
)
_MOST = 2.0  # times: beyond this two counts are of different things
_ALIKE = 2  # words in common from which two sentences are of one thing
_COMMON = frozenset(words("samt dag flere særlig nuværende fremover kommune borgere antal antallet mål målet"))


@dataclass(frozen=True, slots=True)
class _Mention:
    quantity: Quantity
    sentence: Sentence
    definite: bool
    qualifier: str
    """The word between number and noun, and the one before the number where it is no article: `nye`, `interne`."""
    around: frozenset[str]
    some: bool
    """True where the text speaks of some of them: `nogle af de 40`."""

    @property
    def names(self) -> frozenset[str]:
        return frozenset(_NAME.findall(self.sentence.text))

    @property
    def stated(self) -> bool:
        """True where the words before the number say that there are so many: `der er 12`."""
        return _HAS.search(self.sentence.text[: self.quantity.start]) is not None

    @property
    def shown(self) -> str:
        at = self.quantity.start
        return " ".join(self.sentence.text[at:].split()[:2]).rstrip(".,;:)")


@card_rule(
    "count_told",
    title="Antal fortalt to gange",
    claim="To sætninger om det samme tæller det ens",
    sides=("Her", "Det andet sted"),
    quantity="text",
    reads=("card_sections", "cards"),
    worst_on_scans="warning",
    proves="two sentences whose words are of the same things count them to the same number",
    after=("count", "count_vs_row", "prose_parts", "part_exceeds_whole"),
)
def count_told(card: Card, context: Context) -> Iterator[Outcome]:
    """`12 enheder planlægger i dag` <-> `forslaget omfatter 14 enheder`."""
    told = {e.text[:50] for o in context.failed(card, "count", "part_exceeds_whole", "prose_parts") for e in o.evidence}
    by_noun: dict[str, list[_Mention]] = defaultdict(list)
    for sentence in sentences(card):
        for mention in _mentions(sentence):
            by_noun[mention.quantity.noun].append(mention)
    for found in by_noun.values():
        pair = _differing(found)
        if pair and not any(m.sentence.text[:50] in told for m in pair):
            yield _outcome(card, *pair)


def _mentions(sentence: Sentence) -> Iterator[_Mention]:
    text = marked(sentence.text)
    for number, q in enumerate(text.quantities):
        if q.kind != "C" or q.bound or q.low != q.high or q.value < 2:
            continue
        before, _, after = text.text.partition(f"<C{number}>")
        noun = q.noun or _number_of(before)
        if not noun or _UNITS.match(noun) or _AFTER.match(after) or _rate(after):
            continue
        some = bool(_SOME.search(_DEFINITE.sub("", before) + ("de " if _DEFINITE.search(before) else "")))
        if _APART.search(before) and not _DEFINITE.search(before):
            continue
        yield _of(sentence, text, q, noun, before, after, some=some)


def _of(sentence: Sentence, text: Marked, q: Quantity, noun: str, before: str, after: str, *, some: bool) -> _Mention:
    said = after.split(",", maxsplit=1)[0]
    first = said.split()[0].strip(".;:)") if q.noun and said.split() else ""
    qualifier = "" if q.noun == "m2" or words(first) == (q.noun,) else first
    around = frozenset(w for w in words(re.sub(r"<\w+>", " ", text.text)) if w != noun and w not in _COMMON)
    quantity = Quantity(q.kind, q.low, q.high, q.value, q.text, noun, q.start, q.bound)
    return _Mention(quantity, sentence, bool(_DEFINITE.search(before)), qualifier, around, some)


def _number_of(before: str) -> str:
    """The noun of `antallet af plejefamilier øges med 30`; empty where the number stands for no such thing."""
    found = re.search(
        r"\bantal(?:let)?(?: af)? (?P<noun>[a-zæøå-]{4,})(?: \w+){0,3} (?:er|på|med|udgør)\s$", before, re.I
    )
    return words(found["noun"])[0] if found and words(found["noun"]) else ""


def _rate(after: str) -> bool:
    return bool(re.match(r"^\s[\wæøå-]+(?:\s[\wæøå-]+)?\s(?:om (?:dagen|ugen|måneden)|á|à|pr\.?|per)\b", after))


def _differing(found: Sequence[_Mention]) -> tuple[_Mention, _Mention] | None:
    """The two mentions that tell the same thing to two numbers; None where the card counts to a third, or to one."""
    values = {m.quantity.value for m in found}
    if len(values) != 2 or max(values) > _MOST * min(values):
        return None
    times = [{_time(m) for m in found if m.quantity.value == value} - {0} for value in sorted(values)]
    if times[0] and times[1] and times[0] != times[1]:
        return None  # so many now, so many with the proposal
    for at, one in enumerate(found):
        for other in found[at + 1 :]:
            if one.quantity.value != other.quantity.value and _same(one, other):
                return one, other
    return None


_NOW = re.compile(r"\bi dag\b|\bnuværende|\beksisterende|\bpå nuværende", re.I)
_THEN = re.compile(
    r"\bbliver\b|\bmed forslaget\b|\bfremover\b|\bfremtid\w*|\befter (?:forslaget|ændringen|flytningen)|\bvil\b", re.I
)


def _time(mention: _Mention) -> int:
    """-1 where the sentence says how things are, 1 how they will be, 0 neither."""
    text = mention.sentence.text
    return -1 if _NOW.search(text) else 1 if _THEN.search(text) else 0


def _same(one: _Mention, other: _Mention) -> bool:
    """True where the words around two counts say that they are of the same things."""
    if _set_apart(one, other):
        return False
    shared = one.around & other.around
    if one.quantity.noun == "m2":
        return bool(one.names & other.names) and bool(shared)
    if one.sentence.text == other.sentence.text:
        return other.definite and one.stated
    if one.definite != other.definite:
        free = other if one.definite else one
        return bool(shared) or free.stated
    return len(shared) >= _ALIKE or _opening(one) == _opening(other) != ""


def _set_apart(one: _Mention, other: _Mention) -> bool:
    """True where kinds, places, or what was before or changes, set two counts apart."""
    if one.qualifier != other.qualifier or (one.definite and other.definite):
        return True  # `de fire medarbejdere` under one heading, `de tre medarbejdere` under another
    if any(_HISTORY.search(m.sentence.text) or _CHANGED.search(marked(m.sentence.text).text) for m in (one, other)):
        return True
    return bool(one.names and other.names) and not one.names & other.names


def _but_figures(mention: _Mention) -> str:
    return re.sub(r"\d+", "", marked(mention.sentence.text).text)


def _opening(mention: _Mention) -> str:
    """The verb and its place-holder before the number: `der ansættes`, `forslaget omfatter`."""
    before = mention.sentence.text[: mention.quantity.start].lower().split()
    return " ".join(before[-2:]) if len(before) >= 2 else ""


def _outcome(card: Card, one: _Mention, other: _Mention) -> Outcome:
    message = f"Teksten siger '{one.shown}' ét sted og '{other.shown}' et andet."
    evidence = [place_of(card, other.sentence.text), place_of(card, one.sentence.text)]
    here, there = _but_figures(one).split(), _but_figures(other).split()
    length = min(len(here), len(there)) - 1  # a heading's word may have run into either
    copied = one.sentence.text != other.sentence.text and length > 1 and here[-length:] == there[-length:]
    # The same words with other figures may be of another part of the proposal: a list, or a text that was copied.
    severity: Severity = "info" if copied else "error" if one.definite or other.definite else "warning"
    return Outcome(
        "inconsistent", message, (one.quantity.noun,), evidence, severity,
        expected_text=one.shown, printed_text=other.shown,
    )  # fmt: skip
