"""The words by which an undertaking is known again: lemmas and the parts of compounds, each with how much it tells.

`Rådighedsvagt` is also `rådighed` and `vagt`, so that `nattevagter` and `vågne vagter` meet. A word tells the more,
the rarer it is in Danish (wordfreq) and among the cards at hand; words that every proposal uses tell nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Final

from extractors.danish.lemmas import lemma_table

Terms = dict[str, float]
"""Terms with how often, or how much."""

_WORD: Final = re.compile(r"[a-zæøåéüäö0-9]+", re.I)
_SOFT: Final = re.compile(r"\u00ad|(?<=[a-zæøå])-\s*\n\s*(?=[a-zæøå])")
_MIN_PART: Final = 4
_PART: Final = 0.6  # what a compound's part counts beside the compound itself
_COMMON: Final = 6.6  # wordfreq's zipf frequency of a word that tells nothing
_RARE: Final = 3.2  # and of one that tells all it can
_SAME: Final = {
    "ai": "ki", "kunstig intelligens": "ki", "machine learning": "ki", "maskinlæring": "ki", "rpa": "robot",
    "softwarerobot": "robot", "videomøde": "video", "virtuel": "video", "m2": "areal",
    "kvadratmeter": "areal", "el-bil": "elbil", "parkeringsafgift": "parkering",
    "automatisering": "automatisk", "automatisere": "automatisk", "sensor": "føler", "sensorer": "føler",
    "følere": "føler", "gadelys": "gadebelysning", "vejbelysning": "gadebelysning",
}  # fmt: skip
_PHRASES: Final = re.compile(r"kunstig(?:e)?\s+intelligens|machine\s+learning", re.I)
_STOP: Final = frozenset(
    """ad af aldrig alle alt anden andre at bedre behov blandt blev blive bliver bruge brug både ca da de dem den denne
    der deres derfor derved det dets dette disse dog du efter eller en end enten er et få fra for foran fordel fordi
    forud fuld før få får ganske gennem give giver god gå gør ham han har have hele hende her hertil hos hun hver hvert
    hvilke hvilken hvis hvor hvordan hvorfor hvori i ikke ind inden ingen især jo kan kommer kun kunne lade langt lige
    lille man mange med medføre meget mellem men mens mere mest mindre mod må måde når ned ny nye nyt og også om omkring
    op os over på sammen samme samt se ske selv ses sig sin skal skulle slå som stor store står så sådan tage tid til
    to tre uden ud under var ved vi vil ville være år årligt øget øvrig øvrige stadig således hertil løbende
    afprøve afprøvning afsætte analyse analysere arbejde beskrive besparelse bidrage bilag borger budget budgetnotat
    dag del effekt effektiv effektivisere effektivisering erfaring foranalyse foreslå forslag forvaltning forvente
    gennemføre hente implementere implementering indebære indføre initiativ innovation innovationsforslag
    innovationspulje innovationsprojekt investere investering investeringsforslag komme kommune kommunal kr københavn
    københavner kort løsning medarbejder middel mio mulig mulighed mål nedbringe notat område omkostning omstille
    opgave opnå ordning pct pilot pilotprojekt potentiale proces projekt ramme reducere ressource resultat resume
    service sikre skabe status styrke støtte søge tilbud undersøge understøtte udbrede udbredelse udgift udvide
    udvikle udvikling varig øge økonomi økonomisk årsværk etape viden anvende anvendelse behovs konkret fælles flere
    sted stedet fremfor dels hvoraf samlet enhed enheder pulje rammer tværgående bred bredt falde spare""".split()
)
_BODY: Final = re.compile(r"(?:forvaltning|udvalg)(?:en|et|er|erne|ens|ets)?s?$")
"""Who it is, is told by the organisation's id."""
_ENDINGS: Final = frozenset("ring ende ning else ling isme tion erne ende este elig inge hede".split())
"""What the table lists as words, and is only how words end."""
_VOWELS: Final = frozenset("aeiouyæøå")


def terms_of(text: str) -> Counter[str]:
    """How often each term stands in a text."""
    found: Counter[str] = Counter()
    for word in _words(text):
        found.update(_terms_of_word(word))
    return found


def runs_of(text: str) -> list[tuple[str, ...]]:
    """Each word of a text with its terms, in order; those of a word that tells nothing are empty."""
    return [_terms_of_word(word) for word in _words(text)]


def _words(text: str) -> Iterable[str]:
    plain = _PHRASES.sub("ki", _SOFT.sub("", text)).lower()
    return (m[0] for m in _WORD.finditer(plain) if not m[0].isdigit())


@lru_cache(maxsize=200_000)
def _terms_of_word(word: str) -> tuple[str, ...]:
    """A word's lemma, and the lemmas of what it is put together of; nothing for a word that tells nothing."""
    lemma = _lemma(word)
    if _BODY.search(word):
        return ()
    if lemma in _STOP or word in _STOP or len(lemma) < 2:
        return ()
    parts = [_lemma(p) for p in _split(word)]
    return tuple(dict.fromkeys([lemma, *(p for p in parts if p not in _STOP)]))


def _lemma(word: str) -> str:
    lemma = lemma_table().get(word, word)
    if lemma == word and len(word) > 5:
        lemma = _without_ending(word)
    return _SAME.get(lemma, _SAME.get(word, lemma))


def _without_ending(word: str) -> str:
    """An unknown word without the ending of its last part: `logiværtserklæringer` as `logiværtserklæring`."""
    for at in range(3, len(word) - _MIN_PART + 1):
        tail = lemma_table().get(word[at:])
        if tail and len(tail) >= _MIN_PART and word[:at] in lemma_table():
            return word[:at] + tail
    for ending in ("erne", "ernes", "ene", "en", "et", "er", "e", "s"):
        if word.endswith(ending) and len(word) - len(ending) > 4:
            return word[: -len(ending)]
    return word


def _split(word: str) -> tuple[str, ...]:
    """The two parts of a compound whose parts are words, the later the cut the surer; none where there is no such."""
    table = lemma_table()
    for at in range(len(word) - _MIN_PART, _MIN_PART - 1, -1):
        head, tail = word[:at], word[at:]
        if tail not in table or tail in _ENDINGS or not _VOWELS & set(tail):
            continue
        bare = head[:-1] if head[-1] in "se" and head[:-1] in table else head
        if bare in table and len(bare) >= _MIN_PART:
            return bare, tail
    return ()


@cache
def _zipf(term: str) -> float:
    from wordfreq import zipf_frequency  # noqa: PLC0415 -- it loads a table of all languages: not for who only shows

    return float(zipf_frequency(term, "da"))


class Weights:
    """How much each term tells among these cards."""

    def __init__(self, cards: Iterable[Iterable[str]]) -> None:
        """Count in how many cards each term stands."""
        self._cards: Counter[str] = Counter()
        self.count = 0
        for terms in cards:
            self._cards.update(set(terms))
            self.count += 1

    def of(self, term: str) -> float:
        """From 0, what every card or any Danish text has, to 1."""
        in_danish = min(1.0, max(0.0, (_COMMON - _zipf(term)) / (_COMMON - _RARE)))
        here = math.log((self.count + 20) / (self._cards[term] + 1)) / math.log(self.count + 20)
        return in_danish * max(0.0, here)

    def frequency(self, term: str) -> int:
        """In how many cards it stands."""
        return self._cards[term]

    def weigh(self, terms: Mapping[str, float]) -> Terms:
        """The terms of a text, each by how often it stands there and how much it tells."""
        return {t: w * (1 + math.log(n)) for t, n in terms.items() if (w := self.of(t)) > 0}
