"""The phrases that a form repeats, found again where a scan reads nearly one of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import Levenshtein

from extractors.danish.ocr_repair.lexicon import common_lexicon

_PHRASES: Final = (
    "Kort resumé",
    "Fremstillende",
    "Fremstillende forvaltning",
    "forvaltning",
    "Berørte forvaltninger",
    "Styringsområde",
    "Varige ændringer (effektiviseringer og drift)",
    "Varige ændringer totalt, administration",
    "Varige ændringer, administration",
    "Implementeringsomkostninger (midler fra investeringspuljen)",
    "Implementeringsomkostninger",
    "Samlet varig ændring",
    "Samlet varig ændring, service",
    "Samlede implementeringsomkostninger",
    "Samlede implementeringsomkostninger, service",
    "Samlede implementeringsomkostninger, anlæg",
    "Total implementeringsomkostninger",
    "Samlet økonomisk påvirkning",
    "Tilbagebetalingstid baseret på",
    "Tilbagebetalingstid baseret på serviceeffektivisering",
    "Tilbagebetalingstid baseret på totaløkonomi",
    "serviceeffektivisering",
    "totaløkonomi",
    "Forslagets samlede økonomiske konsekvenser",
    "Opfølgningsmål",
    "Hvordan måles opfølgningsmålet?",
    "Hvem er ansvarlig for opfølgningen?",
    "Hvem er ansvarlig for opfølgning?",
    "Hvornår gennemføres opfølgningen?",
    "Implementering og anvendelse af investeringsmidler",
    "Realisering af effektiviseringer",
    "Beskrivelse af forslag",
    "Implementering og opfølgning",
    "Hvem er hørt?",
    "Godkendelse af Center for Økonomi",
    "Center for Økonomi, Økonomiforvaltningen",
    "Dato for godkendelse",
)
_LETTERS_A_SLIP: Final = 8  # letters of a phrase for each that may be misread
_MIDST: Final = 4  # words of a phrase of which one may be spoiled
_LEAST: Final = 8  # letters of a phrase that may be matched with a slip
_STRAY: Final = re.compile(r"^(?:(?:\W{1,2}|[|iIl'.,;:_-]{1,2})\s+(?=\S)|[^\w\s(]{1,2}(?=[A-ZÆØÅ]))")
_NUMBERED: Final = re.compile(r"^(?P<number>[iIl|1-9][.,]?)\s+(?=[A-ZÆØÅ])")


def mended_start(text: str) -> str:
    """The text with the form's phrase that it nearly begins with; as it is where it begins with none or all of one."""
    body = text.strip()
    if not any(c.isalpha() for c in body):
        return text
    number, stray = "", False
    if found := _NUMBERED.match(body):
        number, body = re.sub(r"[iIl|]", "1", found["number"]).rstrip(".,") + ". ", body[found.end() :]
    elif found := _STRAY.match(body):
        body, stray = body[found.end() :], True
    words = body.split()
    best = nearest(words)
    if best is None:
        return text
    phrase, used = best
    mended = number + " ".join([phrase + _tail(words[used - 1], phrase), *words[used:]])
    parted = used == phrase.count(" ") + 1  # `Kortresumé` is not
    return text if parted and not stray and _squeezed(mended) == _squeezed(text) else mended


def _tail(word: str, phrase: str) -> str:
    """The punctuation that ends the last word read."""
    return word[-1] if word[-1] in ":;" and not phrase.endswith(word[-1]) else ""


def nearest(words: Sequence[str]) -> tuple[str, int] | None:
    """The longest phrase that the words nearly begin with, and how many of them it takes."""
    best: tuple[int, str, int] | None = None
    for phrase, squeezed in _phrases():
        count = phrase.count(" ") + 1
        allowed = len(squeezed) // _LETTERS_A_SLIP if len(squeezed) >= _LEAST else 0
        for used in {max(1, count - 1), count, count + 1}:
            if used > len(words):
                continue
            here = _squeezed(" ".join(words[:used]))
            slips = Levenshtein.distance(here, squeezed, score_cutoff=allowed)
            if slips <= allowed and (best is None or len(squeezed) - 3 * slips > best[0]):
                best = (len(squeezed) - 3 * slips, phrase, used)
    return best[1:] if best else _with_one_spoiled(words)


def _with_one_spoiled(words: Sequence[str]) -> tuple[str, int] | None:
    """The phrase whose words these are but for one in its midst, of which a stroke left no word."""
    here = [_squeezed(w) for w in words]
    for phrase, _ in _phrases():
        printed = [_squeezed(w) for w in phrase.split()]
        spoiled = [i for i, (a, b) in enumerate(zip(here, printed, strict=False)) if a != b]
        if len(printed) < _MIDST or len(here) < len(printed) or len(spoiled) != 1:
            continue
        at = spoiled[0]
        if 0 < at < len(printed) - 1 and here[at] not in common_lexicon().logp:
            return phrase, len(printed)
    return None


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[str, str], ...]:
    return tuple((p, _squeezed(p)) for p in _PHRASES)


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def is_phrase(text: str) -> bool:
    """True for one of the form's phrases, exactly."""
    return any(squeezed == _squeezed(text) for _, squeezed in _phrases())
