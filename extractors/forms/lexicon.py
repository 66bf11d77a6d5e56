"""What the cells of the form tables say: when something is due, who answers for it, and which words cannot end a cell.

The patterns name kinds of words (periods, kinds of unit, roles), not the units of one document. Each is evidence with a
weight for `segment`, never a filter: a cell that matches nothing is still a cell.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_MONTH: Final = (
    r"(?:jan(?:uar)?|feb(?:ruar)?|mar(?:ts)?|apr(?:il)?|maj|juni?|juli?|aug(?:ust)?|sep(?:t|tember)?|"
    r"okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR: Final = r"(?:20\d\d?|19\d\d|år ?\d)\b"
_QUARTER: Final = r"(?:[1-4]\.\s*(?:kvartal|kvt|halvår|prognose)\b\.?|q[1-4]\b|[1-4]\.,)"
_PART: Final = r"(?:primo|medio|ultimo|midt|start(?:en)?|slutningen|udgangen|begyndelsen|efteråret|foråret|sommeren)\b"
_RHYTHM: Final = (
    r"(?:løbe(?:n)?de|årligt?|halvårligt?|kvartalsvis|kvartalsvist|månedligt?|kvartårligt|ugentligt?|hvert|hver|"
    r"dagligt?|efterhånden)\b"
)
_HEAD: Final = rf"(?:{_PART}|{_QUARTER}|{_RHYTHM}|{_MONTH}|{_YEAR}|år ?\d)"

DUE_START_RE: Final = re.compile(
    rf"(?:{_HEAD}|(?:den )?\d\d?[.]?\s?{_MONTH}|\d\d?[-/.]\d\d?[-/.](?:20)?\d\d|inden(?:for)?\b|senest\b|"
    rf"(?:i|ved|fra|fuldt fra|efter|forud for|i løbet af|frem til|når)\s+(?:\S+\s+){{0,2}}?{_HEAD}|"
    r"efter (?:endt|implementering|idriftsættelse|afslutning)|"
    r"(?:ved|i) (?:projektets )?(?:afslutning|opstart|frigivelse)|"
    r"i forbindelse med|forud for|\d+(?:[-–]\d+)? årlige|\d+\.? (?:måneder|uger|år)\b|ad hoc|ikke relevant)",
    re.I,
)
"""The beginning of a due cell."""

_PERIOD_TOKEN_RE: Final = re.compile(
    rf"{_PART}|{_RHYTHM}|{_MONTH}|{_YEAR}|q[1-4](?:20\d\d)?|kvartal|kvt|halvår|prognose|år[1-9]?"
)
_PERIOD_JOINTS: Final = frozenset(
    "den i ved af fra og til frem indtil for senest inden med min kr som fuldt hele hvert hver samt kun start herefter "
    "derefter".split()
)
_WORD_PART_RE: Final = re.compile(r"\w+")
_TOKEN_SPLIT_RE: Final = re.compile(r"[\s.,;:()/\u2010-\u2015\u2212-]+")


@lru_cache(maxsize=8192)
def period_tokens(word: str) -> tuple[bool | None, ...]:
    """What each part of a word (`Q2`, `2026-2027`) says of time: True a time, False a joint or figure, None neither."""
    return tuple(_period_part(t) for t in _TOKEN_SPLIT_RE.split(word.lower()) if t)


def is_period(text: str) -> bool:
    """True when a text is nothing but a time: `Ultimo 2026`, `Løbende`, `Q2 2026 - Q42027`, `4. kvartal`."""
    parts = [p for word in text.split() for p in period_tokens(word)]
    return any(parts) and None not in parts


def _period_part(part: str) -> bool | None:
    if _PERIOD_TOKEN_RE.fullmatch(part):
        return True
    return False if part in _PERIOD_JOINTS or part == "½" or (part.isdigit() and len(part) <= 2) else None


_TIMED_RE: Final = re.compile(rf"(?:{_PERIOD_TOKEN_RE.pattern})|afslutning\w*|prognose|periode\w*")


@lru_cache(maxsize=8192)
def is_timed(word: str) -> bool:
    """True for a word that tells of time, anywhere in a cell."""
    return any(_TIMED_RE.fullmatch(t) for t in _TOKEN_SPLIT_RE.split(word.lower()) if t)


_UNIT_WORD: Final = (
    r"kontor\w*|\w*center\w*|\w*centre(?:ne)?|område\w*|enhed\w*|team\w*|afdeling\w*|styregruppe\w*|\w*projekt\w*leder?\w*|"
    r"\w*ledelsen?|\w*chef(?:en|er|erne)?|\w*leder(?:en|e|ne)?|\w*ansvarlig\w*|\w*partner\w*|"
    r"\w*forvaltning(?:en|ens|er)?|"
    r"\w*fællesskab\w*|sekretariat\w*|\w*styrelse\w*|\w*drift|bibliotek\w*|\w*biblioteket|\w*service|faciliteter|"
    r"fagchef\w*|direktion\w*|\w*indgang(?:en)?|digitalisering|policy|kapacitet|stab\w*|"
    r"\w*enhed(?:en|er)?|"
    r"kreds\w*|udvalg\w*|\w*plejen|museum|skole\w*|institution\w*|klynge\w*|\w*kontoret|\w*registret|koncern\w*|"
    r"jobcenter\w*|ejendom\w*|økonomi|\w*dpo\b|ejer\w*|\w*konsulent\w*|\w*koordinator\w*|\w*funktion(?:en)?|borgerservice|"
    r"taskforce|udbyder\w*|leverandør\w*"
)
_UNIT_RE: Final = re.compile(_UNIT_WORD)


@lru_cache(maxsize=8192)
def is_unit(word: str) -> bool:
    """True for a word that names a kind of unit or role: what a responsible cell names."""
    return any(_UNIT_RE.fullmatch(t) for t in _WORD_PART_RE.findall(word.lower()))


ABBREVIATION_RE: Final = re.compile(r"(?:[A-ZÆØÅ]{2,5}|[A-ZÆØÅ][a-zæøå]{1,3}[A-ZÆØÅ]+)(?:/[A-ZÆØÅ]{2,5})*[.,]?")
"""A unit by its letters: KTF, BUF/KEJD, ØKF."""

_VERBS: Final = frozenset(
    "er bliver skal kan har vil at der måles opgøres reduceres gennemføres følges følger afholdes sker laves".split()
)


def is_verb(word: str) -> bool:
    """True for a word that makes a cell a sentence: a responsible cell is a name."""
    return word.lower().strip(".,;:()") in _VERBS


MEASURE_START_RE: Final = re.compile(
    r"(?:at|der|ved|når|om|antal\w*|opgørelse\w*|datatræk|data|måling\w*|status\w*|udtræk|opfølgning\w*|registrering\w*|"
    r"dokumentation\w*|notat|løndata|interviews?|beskrivelser?|det|målt|gennem|løbende)\b",
    re.I,
)
"""The beginning of a cell that says how a goal is measured."""

_OPEN_WORDS: Final = frozenset(
    "i på af og til for med den det de der at en et fra om ved samt som eller hos under over mellem efter inden ift. "
    "vedr. pba. ca. fx f.eks. evt. herunder kr. inkl. bl.a. hvor hvordan hvis når min. nr. pr. jf. både ikke mere sin "
    "sit sine alle hver første ny nye nyt – - herefter derefter hvorefter din dit dine vores".split()
)


def is_period_word(word: str) -> bool:
    """True for one word that names a time and may be completed by a year: `ultimo`, `kvartal`, `maj`, `Løbende`."""
    return _PERIOD_TOKEN_RE.fullmatch(word.lower().strip(".,")) is not None and not word[0].isdigit()


def is_open(word: str) -> bool:
    """True when `word` asks for a following one, so that no cell ends with it: `af`, `og`, `kr.`, a comma."""
    return word.endswith((",", "/", "(", "&", ":")) or word.lower() in _OPEN_WORDS


_GROUP_RE: Final = re.compile(
    r"(?:implementering(?:\s+og\s+anvendelse\s+af\s+\S+)?|anvendelse af investeringsmidler(?:ne)?|"
    r"realisering(?:en)?\s+af\s+(?:effektivisering(?:er|en|erne)?|innovationsforslag(?:et)?|gevinst(?:er|en|erne)?|"
    r"investeringsforslag(?:et)?|potential\w+|besparelse\w*))\s*:?",
    re.I,
)


def is_group(text: str) -> bool:
    """True when a whole line is one of the form's group rows: `Realisering af effektiviseringer`."""
    return _GROUP_RE.fullmatch(" ".join(text.split())) is not None
