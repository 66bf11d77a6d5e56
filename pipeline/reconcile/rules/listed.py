"""What a sentence lists of a whole that it names: parts that add up to it, none larger, and names as many as it says.

`820 medarbejdere, hvoraf 500 er hjælpere, 220 assistenter og 150 sygeplejersker`; `fem distrikter: Nord, Syd og Øst`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.reconcile.danish import akin, money, stem, words
from pipeline.reconcile.model import Card
from pipeline.reconcile.passages import Passage, around, passages, told_already
from pipeline.reconcile.quantities import Marked, Quantity, shown
from pipeline.reconcile.rule import Context, Outcome, card_rule
from pipeline.reconcile.rules.relations import PEOPLE
from pipeline.reconcile.typos import of_one_size

_X = r"<(?:M|C)\d+>"
_GAP = r"[^<>.;]{0,60}"
_AND = r"(?:,|\bog\b|\bsamt\b|\bplus\b|\bmens\b|\+)"
_WHOLE_FIRST = re.compile(
    rf"(?P<whole>{_X})(?P<link>[^<>.;]{{0,80}}?(?::|\bfordel\w+\b|\bbestå\w* af\b|\bnemlig\b|\bsammens\w+ af\b"
    rf"|\bopdelt\b|\b(?:heraf|hvoraf|deraf)\b|\bgår\b"
    rf"|\bdeles?\b|\bdeler sig\b|\banvendes\b|\bbruges\b|\bafsættes\b"
    rf"|\binkl\b)[^<>.;]{{0,30}})(?P<parts>{_X}(?:{_GAP}?{_AND}{_GAP}?{_X})+)(?P<rest>[^<>.;]{{0,60}})",
    re.I,
)
_WHOLE_LAST = re.compile(
    rf"(?P<parts>{_X}(?:{_GAP}?{_AND}{_GAP}?{_X})+)(?P<link>[^<>;]{{0,45}}?(?:\bi alt\b|\bialt\b|\btilsammen\b"
    rf"|=|\bsaml\w+\b|\bdermed\b|\bsum\w*\b|\balt i alt\b)"
    rf"[^<>.;]{{0,25}})(?P<whole>{_X})(?! (?:pr|per)\b)",
    re.I,
)
_WHOLE_BEHIND = re.compile(
    rf"(?P<parts>{_X}(?:{_GAP}?{_AND}{_GAP}?{_X})+)(?P<link>[^<>;]{{0,45}})(?P<whole>{_X}) (?:i alt|ialt|tilsammen)\b",
    re.I,
)
_SUM_OF = re.compile(
    rf"\b(?:[Ss]ummen af|[Tt]ilsammen (?:koster|udgør))[^<>.;]{{0,40}}(?P<parts>{_X}(?:{_GAP}?{_AND}{_GAP}?{_X})+)"
    rf"(?P<link>[^<>.;]{{0,30}}\b(?:er|udgør|bliver|giver)\s)(?P<whole>{_X})"
)
_SOME = re.compile(r"\b(?:heraf|hvoraf|deraf|herunder|bl\.a|blandt andet|går)\b", re.I)
_ALL = re.compile(r"\bresterende\b|\brest\w*\b|\bøvrige\b|ingen andre|ikke andre|\balle\b", re.I)
_NO_LIST = re.compile(
    r"\bstig\w+|\bfald\w+|\bfra <|\btil <|\bpr <|\bmod <|\bend <|\beller\b|\bhver\b|\bmindst|\bover <|\bunder <"
    r"|[áàx×] <|\bgange\b|(?<!deles )(?<!fordeles )(?<!fordelt )(?<!sig )\bmellem\b|\bfor <",
    re.I,
)
_DIGITS = re.compile(_X)
_SIZE = 3  # a sum so many times what is printed is no slip of it


@card_rule(
    "prose_parts",
    title="Dele og helhed i teksten",
    claim="De dele, teksten opregner, giver det hele, den nævner",
    sides=("Teksten", "Delene giver"),
    quantity="text",
    reads=("card_sections", "cards"),
    proves="the parts that a sentence lists add up to the whole it names, whatever they count",
    after=("prose_sum", "prose_share", "part_exceeds_whole", "prose_product", "prose_product_told"),
)
def prose_parts(card: Card, context: Context) -> Iterator[Outcome]:
    """`12 enheder: fem i nord, fire i syd og tre i vest`; `af de 1,6 mio. kr. går 1,0 til ..., de resterende 0,5`."""
    told = told_already(context, card, ("prose_sum", "prose_share", "part_exceeds_whole", "prose_product"))
    done: set[str] = set()
    for passage in passages(card):
        if any(t[:50] in passage.printed for t in told):
            continue
        for pattern in (_WHOLE_FIRST, _WHOLE_LAST, _WHOLE_BEHIND, _SUM_OF):
            for found in pattern.finditer(passage.text.text):
                made = _added(passage, found, some=pattern is _WHOLE_FIRST and _may_be_some(found))
                if made is not None and made.key[1] not in done:
                    done.add(made.key[1])
                    yield made


def _may_be_some(found: re.Match[str]) -> bool:
    """True where the parts need not be all: `heraf`, unless the last is what remains."""
    return bool(_SOME.search(found["link"])) and not _ALL.search(f"{found['parts']}{found['rest']}")


def _added(passage: Passage, found: re.Match[str], *, some: bool) -> Outcome | None:
    whole = passage.text[found["whole"]]
    parts = [passage.text[m] for m in _DIGITS.findall(found["parts"])]
    if _NO_LIST.search(found["parts"] + found["link"]) or not _listable(whole, parts):
        return None
    low, high = sum(p.low for p in parts), sum(p.high for p in parts)
    total = sum(p.value for p in parts)
    names = " + ".join(p.text for p in parts)
    key = ("parts", f"{whole.text}|{names}")
    if whole.overlaps(low, high, 0.001) or (some and total < whole.value):
        return passage.holds(f"{names} passer med {whole.text}.", key)
    if not of_one_size(total, whole.value, _SIZE):
        return None
    given = money(round(total)) if whole.kind == "M" else shown(total)
    message = f"Teksten siger {whole.text}, men de dele, den opregner ({names}), giver {given}."
    return passage.outcome(message, key, given, whole.text)


def _listable(whole: Quantity, parts: Sequence[Quantity]) -> bool:
    """True for three or more counts or two or more amounts of the whole's kind, none of them one end of a span."""
    if len(parts) < 2 or any(q.bound or q.kind != whole.kind for q in (*parts, whole)):
        return False
    if [p.value for p in parts] == list(range(1, len(parts) + 1)):
        return False  # `to forhold: 1) ... og 2) ...`
    nouns = {p.noun for p in parts if p.noun}
    return whole.kind == "M" or len(parts) > 2 or nouns <= {whole.noun}


_NAMED = re.compile(
    r"<(?P<n>C\d+)> (?P<noun>[a-zæøå][\wæøå-]*(?:er|e|r|ter|ler)|[a-zæøå]+)(?: (?:i"
    r"|på) [\wæøåÆØÅ ]{2,30})?: (?P<names>[^.:;<>]{5,240})[.]?$"
)
_NAME_BREAK = re.compile(r",\s|\s(?:og|samt)\s")


@card_rule(
    "listed_names",
    title="Opremsning i teksten",
    claim="Der nævnes så mange, som teksten siger",
    sides=("Teksten", "Opremset"),
    quantity="text",
    reads=("card_sections", "cards"),
    worst="warning",
    proves="a list after a colon names as many things as the sentence says",
)
def listed_names(card: Card, _: Context) -> Iterator[Outcome]:
    """`Puljen dækker seks distrikter: Nord, Syd, Øst, Vest og Midt`."""
    for passage in passages(card):
        found = _NAMED.search(passage.text.text)
        if found is None:
            continue
        names = [n for n in _NAME_BREAK.split(found["names"]) if n.strip()]
        count = passage.text[found["n"]]
        plain = all(len(n.split()) <= 3 and n.strip()[0].isupper() for n in names)
        closed = re.search(r"\s(?:og|samt)\s", found["names"])
        if not plain or not closed or len(names) < 3 or count.bound or count.value > 12:
            continue
        key = ("names", found["names"][:40])
        if len(names) == count.value:
            yield passage.holds(f"Der er nævnt {len(names)}, som teksten siger.", key)
        else:
            message = f"Teksten siger {count.text} {found['noun']}, men nævner {len(names)}: {found['names'].strip()}."
            yield passage.outcome(message, key, str(len(names)), count.text)


_RATE_AFTER = re.compile(r"^\s?(?:pr\.?|per|/)\s?(?!år)", re.I)
_LARGEST = 4  # times its whole: beyond this a part is of something else
_PART_OF = (
    (r"(?:\bAf |\baf (?=de|en |i alt))(?:de |det |en |den |disse |samlede |i alt "
    r"|ialt )*<(?P<w>[CM]\d+)>[^<>.;]{0,60}<(?P<p>[CM]\d+)>(?! (?:af|ud af))"),
    r"\b[Uu]d af [^<>.;]{0,35}<(?P<w>[CM]\d+)>[^<>.;]{0,60}<(?P<p>[CM]\d+)>",
    r"<(?P<w>[CM]\d+)>[^<>.;]{0,60}\b(?:heraf|hvoraf|deraf|herunder)\b[^<>.;]{0,45}<(?P<p>[CM]\d+)>",
    r"<(?P<p>[CM]\d+)>[^<>.;]{0,25}\b(?:ud af (?=<)|(?:ud af|af) (?:de |alle |i alt |ialt |samlet )+)<(?P<w>[CM]\d+)>",
    r"\b[Bb]landt [^<>.;]{0,15}<(?P<w>[CM]\d+)>[^<>.;]{0,40}<(?P<p>[CM]\d+)>",
    r"\b[Hh]eraf:?\W[^<>.;]{0,5}<(?P<p>[CM]\d+)>[^<>.;]{0,50}ud af [^<>.;]{0,15}<(?P<w>[CM]\d+)>",
    r"<(?P<w>C\d+)> [a-zæøå]+,? og <(?P<p>C\d+)> af (?:dem|disse)\b",
)  # fmt: skip
_PARTS = tuple(re.compile(p) for p in _PART_OF)
_BLANDT = re.compile(r"\bblandt\b", re.I)
_UNIT = re.compile(r"^(?:år|tim|minut|kilomet|met|gang|dag|ug|måned)", re.I)
_HUNDRED = re.compile(r"<(?P<p>P\d+)> af\b")
_NOT_PART = re.compile(
    r"\bstig\w*|\bøge\w*|\bvokse\w*|\bfra\b[^<>]*<[CM]\d+>[^<>]*\btil\b|\bmere end\b|\bi forhold\b|\bsammenlign"
    r"|\bmod <",
    re.I,
)


@card_rule(
    "part_exceeds_whole",
    title="Del større end helhed",
    claim="En del er ikke større end det, den er en del af",
    sides=("Delen", "Helheden"),
    quantity="text",
    reads=("card_sections", "cards"),
    proves="a part is no larger than the whole that the sentence says it is a part of",
    after=("prose_sum", "prose_share"),
)
def part_exceeds_whole(card: Card, context: Context) -> Iterator[Outcome]:
    """`Af de 40 skærme placeres 55 i Nord`; `2 mio. kr., heraf 2,5 mio. kr.`; `110 pct. af besøgene`."""
    told = told_already(context, card, ("prose_sum", "prose_share"))
    seen: set[tuple[str, str]] = set()
    for passage in passages(card, pairs=False):
        if not passage.text.of("C", "M", "P") or _NOT_PART.search(passage.text.text):
            continue
        if any(t[:50] in passage.printed for t in told):
            continue
        for part, whole in _parts_and_wholes(passage.text):
            if (part.text, whole.text) not in seen:
                seen.add((part.text, whole.text))
                yield from _exceeds(passage, part, whole)
        yield from _over_hundred(passage)
        yield from _of_named(passage, seen)


def _parts_and_wholes(text: Marked) -> Iterator[tuple[Quantity, Quantity]]:
    """Two figures of which the words say that the one is a part of the other: of one kind, neither of them a rate."""
    for found in (m for p in _PARTS for m in p.finditer(text.text)):
        part, whole = text[found["p"]], text[found["w"]]
        if part.kind != whole.kind or any(_RATE_AFTER.match(around(text, q)[1]) for q in (part, whole)):
            continue
        if part.kind == "M" or _of_one(text, part, whole):
            yield part, whole


_OF_NAMED = re.compile(
    r"<(?P<p>[CM]\d+)>(?: (?:m2|m²|kvm|kvadratmeter))? af (?:det |den |de |disse )?(?:samlede )?(?P<of>[a-zæøå]{4,})\b"
)


def _of_named(passage: Passage, seen: set[tuple[str, str]]) -> Iterator[Outcome]:
    """`Skolen har 500 elever, og 600 af eleverne cykler`: a part of what was counted, or measured, just before."""
    found = _OF_NAMED.search(passage.text.text)
    if found is None:
        return
    part, of = passage.text[found["p"]], stem(found["of"])
    before = [q for q in passage.text.of(part.kind) if q.start < part.start]
    if len(before) != 1:
        return
    whole = before[0]
    measured = whole.noun == part.noun == "m2" or part.kind == "M"
    named = any(akin(of, w) for w in words(passage.text.text[: found.start()])) if measured else akin(of, whole.noun)
    if named and whole.noun and (part.text, whole.text) not in seen:
        seen.add((part.text, whole.text))
        yield from _exceeds(passage, part, whole)


def _of_one(text: Marked, part: Quantity, whole: Quantity) -> bool:
    """True where the part counts what the whole does, or names no other thing."""
    if not part.noun or akin(part.noun, whole.noun):
        return True
    after = around(text, part)[1]
    if whole.noun in PEOPLE and _BLANDT.search(text.text):
        return not _UNIT.match(part.noun)
    if re.match(r"\s(?:[a-zæøå]+(?:et|ede|ne|ige|ive|te)\b)?\s?(?:[.,;]|$)", after):
        return True  # `Af de 60 pladser er 75 reserveret`: it counts no other thing
    return bool(re.match(r"\s(?:[a-zæøå-]+\s){0,2}(?:i|på|af|om|til)\b", after)) and part.noun not in (
        "år",
        "time",
        "minut",
        "kilometer",
        "meter",
        "gang",
    )


def _exceeds(passage: Passage, part: Quantity, whole: Quantity) -> Iterator[Outcome]:
    key = ("part", whole.text, part.text)
    if part.low <= whole.high:
        yield passage.holds(f"{part.text} er en del af {whole.text}.", key)
    elif part.value <= _LARGEST * whole.value and not (part.bound or whole.bound):
        of = _with_noun(passage, whole)
        message = f"Teksten siger, at {part.text} er en del af {of}; delen er større end helheden."
        yield passage.outcome(message, key, f"højst {whole.text}", part.text)


def _with_noun(passage: Passage, figure: Quantity) -> str:
    """A count and what it counts, as printed: `35 automater`."""
    after = passage.printed[figure.start + len(figure.text) :].split()
    return f"{figure.text} {after[0].strip('.,;:()')}" if figure.noun and after else figure.text


def _over_hundred(passage: Passage) -> Iterator[Outcome]:
    for found in _HUNDRED.finditer(passage.text.text):
        share = passage.text[found["p"]]
        if 100 < share.value <= 150 and not _NOT_PART.search(passage.text.text):
            message = f"Teksten siger '{share.text} af ...'; en del kan ikke være over 100 pct."
            yield passage.outcome(message, ("part", share.text), "højst 100 pct.", share.text)
