"""Running text with its figures taken out: each amount, count, share and year becomes a mark with a value.

A rule about what figures have to do with each other should not care how they are printed. `60 vagter`, `tres vagter`
and `1.200 t.kr.` become `<C0>`, `<C1>`, `<M2>`, shares (`25 pct.`, `en fjerdedel`, `hver femte`) `<P3>`, years `<Y4>`,
and what stands between the marks is the relation in plain words. Every value is an interval: a printed figure may be
rounded to its last digit, a hedged one (`ca.`) is a tenth wider.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from extractors.danish.amounts.find import find_amounts
from pipeline.reconcile.danish import stem, thousands
from pipeline.reconcile.sentences import NUMBER_WORDS

Kind = Literal["M", "C", "P", "Y"]

_TENS = {"tredive": 30, "fyrre": 40, "halvtreds": 50, "tres": 60, "halvfjerds": 70, "firs": 80, "halvfems": 90,
         "hundrede": 100}  # fmt: skip
_WORDS = {w: float(n) for w, n in {**NUMBER_WORDS, **_TENS}.items() if n} | {"½": 0.5, "¼": 0.25, "¾": 0.75}
_NUMBER = (
    r"(?:\d{1,3}(?:\.\d{3})+(?!\d)|\d{1,7}(?:,\d{1,3})?(?!\d)|[½¼¾]|\b(?:"
    + "|".join(sorted((w for w in _WORDS if len(w) > 1 and w not in ("en", "et")), key=len, reverse=True))
    + r")\b)"
)
_COUNT = re.compile(
    rf"(?<![\w.,/§<-])(?P<n>{_NUMBER})(?![\w/]|[.,]\d|-\d)(?:\s(?P<noun>[a-zæøåA-ZÆØÅ][\wæøå²-]*))?", re.I
)
_SHARE_WORDS = {
    "halvdelen": 0.5, "det halve": 0.5, "en halv": 0.5, "en halvdel": 0.5,
    "en tredjedel": 1 / 3, "to tredjedele": 2 / 3, "en fjerdedel": 0.25, "tre fjerdedele": 0.75,
    "en femtedel": 0.2, "to femtedele": 0.4, "tre femtedele": 0.6, "fire femtedele": 0.8, "en sjettedel": 1 / 6,
    "en ottendedel": 0.125, "en tiendedel": 0.1, "hver anden": 0.5, "hver tredje": 1 / 3, "hver fjerde": 0.25,
    "hver femte": 0.2, "hver sjette": 1 / 6, "hver tiende": 0.1, "hvert andet": 0.5, "hvert tredje": 1 / 3,
    "hvert fjerde": 0.25, "hvert femte": 0.2, "hvert tiende": 0.1, "en kvart": 0.25,
}  # fmt: skip
_SHARE = re.compile(
    r"(?<![\w.,])(?:(?P<pct>\d{1,3}(?:,\d{1,2})?|" + "|".join(w for w in _WORDS if len(w) > 2)
    + r")\s?(?:%|pct\b\.?|procent\b)|\b(?P<word>" + "|".join(sorted(_SHARE_WORDS, key=len, reverse=True)) + r")\b)",
    re.I,
)  # fmt: skip
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d|\d)")
_DIGIT = re.compile(r"\d")
_COUNTED = re.compile(r"\s(?:borgere|familier|kvm|m2|m²|timer|børn|unge|ansatte|medarbejd)")
_DATE = re.compile(
    r"\b\d{1,2}\.\s?(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)"
    r"|\b\d{1,2}[./-]\d{1,2}[./-](?:20)?\d\d\b|\b[1-4]\.\s?(?:kvartal|halvår)|\bQ[1-4]\b",
    re.I,
)
_LABELS = re.compile(
    r"\b(?:tabel|bilag|afsnit|kapitel|figur|punkt|side|nr\.?|fase|spor|trin|§|kl\.?|artikel"
    r"|stk\.(?=\s\d\b))\s?\d+[a-z]?",
    re.I,
)
_ADDRESS = re.compile(
    r"\b[A-ZÆØÅ][\wæøå]*(?:gade|vej|vænge|allé|alle|plads|stræde|torv|boulevard|gård|gården|vang|kaj|bro|skrænt"
    r"|park|have)\s\d+\w?(?:-\d+)?"
)
_HEDGE = re.compile(r"\b(?:ca\.?|cirka|omkring|omtrent|knap(?:t)?|godt|lidt over|lidt under|næsten|op mod)\s$", re.I)
_BOUND = re.compile(
    r"\b(?:mindst|minimum|højst|maksimalt|max\.?|op til|mere end|færre end|(?<!råder )(?<!fordelt )over|under"
    r"|mellem|mindre end)\s$",
    re.I,
)
_ADJECTIVE = re.compile(
    r"^(?:nye?|gamle|store|større|små|mindre|hele|faste|ekstra|interne?|eksterne?|frivillige|unge|ældre"
    r"|[a-zæøå]+(?:ige|iske|ale|ende|ede|elle|ive|åbne))$",
    re.I,
)
_NO_NOUN = re.compile(
    r"^(?:af|til|i|på|og|eller|er|har|pr|per|samt|mens|men|der|som|for|fra|med|ved|om|ud|hvoraf|heraf|svarer"
    r"|svarende|dvs"
    r"|altså|gange|x|á|à|a|den|det|de|kr|mio|t|tkr|vil|kan|skal|bliver|udgør|ligger|sker|hver|hvert|over|under"
    r"|kun|alene|går|koster|stk|styk)$",
    re.I,
)
_SHORT = re.compile(r"\b(ca|pr|stk|dvs|jf|inkl|ekskl|hhv|bl\.a|mv)\.", re.I)
"""Abbreviations whose stop ends no sentence: left out between marks."""
_HEDGED = 0.1  # part of a hedged figure that it may be off


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure of the text: its kind, the interval it may stand for, what it counts, and where its mark stands."""

    kind: Kind
    low: float
    high: float
    value: float
    text: str
    noun: str
    """The stem of what is counted; empty for money, shares, years and bare numbers."""
    start: int
    """Where it begins in the printed text."""
    bound: bool = False
    """True for one end only: `mindst 40`, `op til 3 mio. kr.`"""

    def overlaps(self, low: float, high: float, slack: float = 0.005) -> bool:
        """True where some value of it lies in the span, a small part (`slack`) more to either side."""
        room = slack * max(abs(low), abs(high))
        return self.low - room <= high and low <= self.high + room

    @property
    def shown(self) -> str:
        """As printed, with its noun."""
        return self.text


@dataclass(frozen=True, slots=True)
class Marked:
    """A text whose figures are marks: `Af de <C0> placeres <C1> i Nord.`."""

    text: str
    quantities: tuple[Quantity, ...]

    def of(self, *kinds: Kind) -> list[Quantity]:
        """Its figures of some kinds, in print order."""
        return [q for q in self.quantities if q.kind in kinds]

    def __getitem__(self, mark: str) -> Quantity:
        """The figure of a mark: of `<C1>` the second of all."""
        return self.quantities[int(re.sub(r"\D", "", mark))]


@lru_cache(maxsize=8192)
def marked(text: str) -> Marked:
    """A text with its figures marked; the nouns of counts stand behind their marks."""
    spans: list[Quantity] = []
    taken = _names_with_figures(text)
    for found in (*_money(text), *_shares(text), *_years(text), *_counts(text)):
        end = found.start + len(found.text)
        if _free(taken, found.start, end):
            spans.append(found)
            taken.append((found.start, end))
    spans.sort(key=lambda q: q.start)
    out, at = [], 0
    for number, found in enumerate(spans):
        out += [text[at : found.start], f"<{found.kind}{number}>"]
        at = found.start + len(found.text)
    return Marked(_SHORT.sub(r"\1", "".join(out) + text[at:]), tuple(spans))


def _names_with_figures(text: str) -> list[tuple[int, int]]:
    """Where figures stand that count nothing: of tables, dates, addresses."""
    taken: list[tuple[int, int]] = []
    for pattern in (_LABELS, _DATE, _ADDRESS) if _DIGIT.search(text) else ():
        taken += [m.span() for m in pattern.finditer(text) if _free(taken, *m.span())]
    return taken


def _free(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return all(end <= a or start >= b for a, b in taken)


def _figure(text: str, start: int, end: int, kind: Kind, ends: tuple[float, float], noun: str = "") -> Quantity:
    """A figure with the ends of its interval, wider where it is hedged."""
    low, high = ends
    before = text[max(0, start - 14) : start]
    room = _HEDGED * high if _HEDGE.search(before) else 0.0
    middle = (low + high) / 2
    bound = bool(_BOUND.search(before))
    return Quantity(
        kind, min(low, middle - room), max(high, middle + room), middle, text[start:end], noun, start, bound
    )


def _money(text: str) -> Iterator[Quantity]:
    for a in find_amounts(text):
        low, high = sorted((abs(a.low_dkk), abs(a.high_dkk)))
        ends = (low - a.step_dkk / 2, high + a.step_dkk / 2)
        yield _figure(text, a.char_start, a.char_end, "M", ends)


def _shares(text: str) -> Iterator[Quantity]:
    for m in _SHARE.finditer(text):
        if m["word"]:
            value, half = 100 * _SHARE_WORDS[m["word"].lower()], 1.0
        else:
            value, half = _value(m["pct"]), _half(m["pct"])
        yield _figure(text, m.start(), m.end(), "P", (value - half, value + half))


def _years(text: str) -> Iterator[Quantity]:
    for m in _YEAR.finditer(text):
        if not _COUNTED.match(text[m.end() :]):
            yield Quantity("Y", int(m[0]), int(m[0]), int(m[0]), m[0], "", m.start())


def _counts(text: str) -> Iterator[Quantity]:
    for m in _COUNT.finditer(text):
        value = _value(m["n"])
        half = _half(m["n"]) if "," in m["n"] else 0.0
        yield _figure(text, m.start(), m.end("n"), "C", (value - half, value + half), _noun(text[m.end("n") :]))


def _half(printed: str) -> float:
    """Half of what the last printed digit counts."""
    return 0.5 * float(10 ** -len(printed.partition(",")[2]))


def _noun(after: str) -> str:
    """The stem of the first noun behind a number, adjectives passed over; empty where none follows."""
    for word in re.findall(r"^(?:\s([A-Za-zÆØÅæøå][\wæøåÆØÅ²-]*))?(?:\s([A-Za-zæøå][\wæøå²-]*))?", after)[0]:
        if not word or _NO_NOUN.match(word):
            return ""
        if not _ADJECTIVE.match(word):
            return "m2" if word.lower() in ("m2", "m²", "kvm", "kvadratmeter") else stem(word)
    return ""


def _value(printed: str) -> float:
    lower = printed.lower()
    return _WORDS[lower] if lower in _WORDS else float(lower.replace(".", "").replace(",", "."))


def shown(value: float) -> str:
    """A count as a Danish text prints it: `1.200`, `0,5`."""
    whole = round(value)
    if abs(value - whole) < 0.005:
        return thousands(whole)
    return f"{value:.2f}".rstrip("0").replace(".", ",")
