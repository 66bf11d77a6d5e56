"""The little Danish that comparing needs: words by stem, areas by class, amounts as a controller writes them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from functools import lru_cache
from typing import Final

from pipeline.reconcile.intervals import Interval

MONTHS: Final = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
    "december",
)  # fmt: skip
_WORD = re.compile(r"[a-zæøåéü]{3,}", re.I)
_SUFFIXES = (
    "ernes", "erne", "enes", "ende", "elser", "elsen", "else", "ens", "ets", "ers", "ene", "ere", "est",
    "er", "en", "et", "es", "e", "s",
)  # fmt: skip
_STOP: Final = frozenset(
    """af at alle andre ca da de deres den denne der dermed derfor derudover dertil desuden det dette disse efter eksl
    ekskl eller en er et etc fem fire for fordelt forslag forslaget forslagets fra frem ft fx få får går ham han har
    heraf herefter herudover herunder hhv hvor hvoraf hvorfor hvormed hvorved hvis hvilket i ifm ift ind inden inkl
    ikke jf kan kommer kr kun med medfører mellem men mio mv mm må ned ner nye ny nyt når og også om op pba pct pl på
    samlet samlede samt seks ser sig skal ske som sin sit stk så t til tilsvarende to tre ud udgør udgøre under ved
    vil være var vedr via år årligt årlig årlige alt bliver blive derved per pr beløb beløbet svarende svarer varig
    varige varigt øvrige midler afsættes afsat der estimeret estimeres estimerede forventes forventet forventede
    behov københavns kommune indfasning fuld fuldt indfaset stigende årsværk""".split()
)
"""Words that name no row: function words, and those that stand in every economy section."""


_INFLECTED: Final = frozenset(("n", "t", "s", "r", "ne", "en", "et", "er"))
"""Endings that a short word keeps, as its stem would be too short: `leje-n`, `kurs-et`."""


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A crude Danish stem: the word without its inflection, never under four letters."""
    lower = word.lower()
    for suffix in _SUFFIXES:
        if lower.endswith(suffix) and len(lower) - len(suffix) >= 4:
            lower = lower[: -len(suffix)]
            break
    # Danish doubles the consonant before an ending: `midl-er`, but `budget-ter`.
    return lower[:-1] if len(lower) > 4 and lower[-1] == lower[-2] and lower[-1] in "bdfgklmnprst" else lower


@lru_cache(maxsize=16384)
def words(text: str) -> tuple[str, ...]:
    """The stems of a text's content words, in order, soft line-end hyphens undone."""
    plain = text.replace("\u00ad", "")
    return tuple(stem(w) for w in _WORD.findall(plain) if w.lower() not in _STOP)


def akin(one: str, other: str) -> bool:
    """True when two stems are the same word or one opens the other's compound (`husleje`, `huslejeudgift`)."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) >= 4 and long.startswith(short) and long[len(short) :] in _INFLECTED:
        return True
    return len(short) >= 6 and long.startswith(short[: max(6, len(short) - 2)])


def among(word: str, others: Collection[str]) -> bool:
    """True when a stem, or one of its compounds, is among others."""
    return word in others or (len(word) >= 6 and any(o[:6] == word[:6] and akin(word, o) for o in others))


@lru_cache(maxsize=1024)
def area_class(area: str | None) -> str | None:
    """The frame a steering area counts under: drift, løn and it are spent within the service frame."""
    if not area:
        return None
    lower = area.lower().strip(" *,.")
    if lower.startswith("anl"):
        return "anlæg"
    if lower.startswith("overf"):
        return "overførsler"
    if lower.startswith("finans"):
        return "finansposter"
    return "service" if lower else None


def thousands(number: int) -> str:
    """A whole number with a dot between thousands: -2.359."""
    return f"{number:,}".replace(",", ".")


def money(amount: Interval | int) -> str:
    """An amount as tables state it: whole thousands as `-2.359 t.kr.`, anything else in kroner."""
    dkk = amount.dkk if isinstance(amount, Interval) else amount
    return f"{thousands(dkk // 1000)} t.kr." if dkk % 1000 == 0 else f"{thousands(dkk)} kr."


def danish_date(date: dt.date) -> str:
    """A date as a Danish text states it: 20. januar 2026."""
    return f"{date.day}. {MONTHS[date.month - 1]} {date.year}"


def shortened(text: str, letters: int = 60) -> str:
    """A text as a message quotes it: blanks single, and cut behind a whole word with `…` where it is longer."""
    words = " ".join(text.split())
    if len(words) <= letters:
        return words
    cut = words[: letters + 1].rpartition(" ")[0] or words[:letters]
    return f"{cut.rstrip(' ,;:')} …"


def in_sentence(text: str) -> str:
    """A date or period as it stands within a sentence: `ultimo 2026`, but `Q2 2026` as printed."""
    words = " ".join(text.split())
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


_IN = re.compile(
    r"^(?:\d(?:\.|st)? ?(?:kvartal|halvår)|slutningen|starten|begyndelsen|løbet|midten|efterår|forår|sommer|vinter"
    rf"|20\d\d$|(?:{'|'.join(MONTHS)})\b)",
    re.I,
)


def when(text: str) -> str:
    """A date or period with the preposition that a sentence wants before it: `i april 2029`, `den 1. maj 2028`."""
    shown = in_sentence(text)
    if shown.lower().startswith("udgangen"):
        return f"ved {shown}"
    if _IN.match(shown):
        return f"i {shown}"
    return f"den {shown}" if re.match(r"\d{1,2}[./]", shown) else shown


def plain_title(text: str) -> str:
    """A title without what printing varies: case, punctuation, dashes, blanks."""
    return re.sub(r"[\W_]+", "", text).lower()
