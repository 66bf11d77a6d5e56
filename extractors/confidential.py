"""Whether a bilag says of itself that it is not for the public: in its headings, page edges, watermark or file's name.

A marking is a line, cell or label of its own. The word in running prose is none ("der er indkommet en fortrolig
ansøgning"), nor is a "no" ("Fortroligt: Nej"), nor a reference to another bilag that is confidential.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from rapidfuzz import fuzz

from schemas.dataset import CardRow, OverviewAmountRow
from schemas.extraction import Extraction
from schemas.source import Block, Grid, Line, SourceDocument

_TOP, _EDGE = 12, 3  # printed lines: of the document's beginning, and of each page's beginning and end
_LONGEST = 160
_THING = r"(?:bilag|materiale|dokument|notat|sag|punkt|behandling|udgave|version|indstilling|dagsorden(?:spunkt)?)"
_STRONG: Final = (
    rf"(?:(?:strengt|meget|yderst|kommercielt|forretningsmæssigt)\s)?fortrolig(?:t|e\soplysninger)?(?:\s{_THING})?"
    rf"|indeholder\sfortrolige\soplysninger|lukke[td]e?\s(?:punkt|dagsorden(?:spunkt)?|bilag|del)(?:\s\d+)?"
    rf"|ikke[-\s]offentlig(?:t|e)?(?:\s{_THING})?"
    r"|(?:må\s)?ikke\s(?:til\s)?(?:offentliggøre(?:s|lse)|offentligheden|videregives|videresendes|videregivelse)"
    r"|(?:er\s|undtages\s|undtaget\s)(?:undtaget\s)?(?:fra|for)\s(?:offentlighed(?:en)?|aktindsigt)"
    r"|(?:behandles\s)?(?:for|bag)\slukkede\sdøre|(?:strictly\s)?confidential"
)
_WEAK: Final = (
    r"(?:kun\s)?til\sintern[t]?\sbrug|(?:indeholder\s)?personfølsom(?:t|me\soplysninger)|lukket\s(?:sag|møde)"
    r"|(?:omfattet\saf\s)?tavshedspligt|tavshedsbelagt|not\sfor\spublication"
)
_BILAG: Final = r"(?:bilag\s*(?:nr\.?\s*)?(?P<no>\d+\s?[a-z]?)\b\W*)?"
_LAW: Final = (
    r"(?:\W+(?:jf\.?|jævnfør|§|efter|i\shenhold|indtil|frem\stil|punkt\s\d|bilag\s*(?P<after>\d+\s?[a-z]?)\b).*)?"
)
_FIELD: Final = re.compile(
    r"(?:fortrolighed(?:sgrad)?|klassifi(?:kation|cering|ceret)|status|offentlighed|sagstype|adgang|dokumentstatus|"
    r"åben\s?/\s?lukket|åben\seller\slukket|fortrolig(?:t)?|lukket(?:\s(?:punkt|sag))?)\s*[:|?]+\s*(?P<value>.+)",
    re.IGNORECASE,
)
_YES: Final = re.compile(rf"(?:ja|x|☒|☑|✓|lukket|ikke\såben|{_STRONG}|{_WEAK})\b(?!\s*/)\W*", re.IGNORECASE)
_NO: Final = re.compile(r"(?:nej|no|ikke\sfortrolig\w*|åben\w*|offentlig\w*|☐|[-–—_.]*)\W*", re.IGNORECASE)


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"{_BILAG}(?:{words})(?:\W+(?:{_STRONG}|{_WEAK}))*{_LAW}", re.IGNORECASE)


_WHOLE_STRONG, _WHOLE = _whole(_STRONG), _whole(f"{_STRONG}|{_WEAK}")
_LEADS: Final = re.compile(rf"{_BILAG}(?:{_STRONG})\s*[:–—|-]\s*(?P<rest>\S.*)", re.IGNORECASE)
_ENDS: Final = re.compile(rf"{_BILAG}.*(?:\s[–—-]\s*|\(|\[|,\s)(?:{_STRONG})[)\]]?", re.IGNORECASE)
_TITLE: Final = re.compile(
    rf"(?:{_STRONG})\s*[:–—-]\s*\S.*|.*(?:\s[–—-]\s*|\(|\[)(?:{_STRONG})[)\]]?(?:\s*\*+)?|(?:{_STRONG})",
    re.IGNORECASE | re.DOTALL,
)
_CAPITALS: Final = re.compile(r"\b(?:FORTROLIGT?|LUKKET PUNKT|IKKE OFFENTLIGT?)\b")
_SPACED: Final = re.compile(r"(?:\w[ \t]){4,}\w")
_DECORATION: Final = " \t*_=|#<>~•·-–—\"'«»“”„.!()[]{}"
_INVISIBLE: Final = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe]")
_NAME: Final = re.compile(
    r"\b(?<!ikke )(?:(?:strengt )?fortrolig(?:t|e)?|lukket (?:punkt|dagsorden(?:spunkt)?|bilag|sag|møde|del)|"
    r"ikke offentlig(?:t|e)?|(?:må )?ikke (?:til )?offentliggør(?:es|else)|confidential|til internt? brug)\b",
    re.IGNORECASE,
)
_FOLDER: Final = re.compile(r"lukke(?:t|de)(?: (?:dagsordener|punkter|sager|møder))?", re.IGNORECASE)
_OCR_LIKE: Final = 86.0


class _Printed(NamedTuple):
    """A printed line, whether at the document's beginning or a page's edge, and whether blank lines part it off."""

    text: str
    near: bool
    alone: bool

    @property
    def stands_out(self) -> bool:
        """True for a line at an edge, by itself, or in capitals."""
        return self.near or self.alone or (self.text[:1].isupper() and self.text.isupper())


def is_marked(document: SourceDocument) -> bool:
    """True when the document is marked as not for the public, in a line, over its pages or in the file's own title."""
    beside = [_plain(text[:_LONGEST]) for text in document.beside]
    if any(pattern.fullmatch(text) for text in beside for pattern in (_WHOLE, _LEADS, _ENDS)):
        return True
    lines = [line._replace(text=_plain(line.text)) for line in _lines(document.blocks)]
    several = len(_announced(lines)) > 1
    if any(_marks(line, others=several) for line in lines):
        return True
    return document.text_source == "ocr" and any(line.near and _looks_like(line.text) for line in lines)


def _announced(lines: Iterable[_Printed]) -> set[str]:
    """The numbers of the bilag that the document's beginning names."""
    named = (re.match(_BILAG, line.text, re.IGNORECASE) for line in lines if line.near)
    return {found["no"].lower() for found in named if found and found["no"]}


def is_marked_title(title: str | None) -> bool:
    """True when a proposal's title is marked: `FORTROLIG: Foranalyse`, `Salg af grund (fortroligt)`."""
    text = " ".join(_INVISIBLE.sub("", (title or "")[:_LONGEST]).split())
    return bool(_TITLE.fullmatch(text) or _CAPITALS.search(text))


def is_marked_name(name: str) -> bool:
    """True when a file's name, or that of a folder it lies in, says that it is not for the public."""
    path = PurePosixPath(unicodedata.normalize("NFC", name))
    parts = [" ".join(re.split(r"[\s_.,()\[\]–-]+", part)) for part in (*path.parts[:-1], path.name)]
    return any(_NAME.search(part) for part in parts) or any(_FOLDER.fullmatch(part.strip()) for part in parts[:-1])


def mark(extraction: Extraction, *, whole: bool) -> None:
    """Tell of the document, and of each row of its overview, whether it is confidential.

    A document is so when it says so (`whole`), when it holds a proposal that is marked, in its own title or in the
    overview, or when every proposal of its overview is.
    """
    rows = extraction.of(OverviewAmountRow)
    marked = [is_marked_title(r.title) for r in rows]
    if any(marked):
        extraction.rows["overview_amounts"] = [
            r.model_copy(update={"confidential": m}) for r, m in zip(rows, marked, strict=True)
        ]
    items = [m for r, m in zip(rows, marked, strict=True) if r.role == "item"]
    whole = whole or (bool(items) and all(items)) or any(r.card_id for r, m in zip(rows, marked, strict=True) if m)
    whole = whole or any(is_marked_title(c.title) for c in extraction.of(CardRow))
    extraction.document = extraction.document.model_copy(update={"confidential": whole})


def _lines(blocks: Sequence[Block]) -> Iterator[_Printed]:
    """Every printed line that may be a marking."""
    shown = [(text, page) for block in blocks for text, page in _texts(block)]
    printed = [n for n, (text, _) in enumerate(shown) if text.strip()]
    edges = set(printed[:_TOP])
    by_page: dict[int, list[int]] = {}
    for n in printed:
        if (page := shown[n][1]) is not None:
            by_page.setdefault(page, []).append(n)
    for numbers in by_page.values():
        edges |= {*numbers[:_EDGE], *numbers[-_EDGE:]}
    for n in printed:
        text = shown[n][0]
        if len(text) <= _LONGEST:
            before, after = (shown[i][0] if 0 <= i < len(shown) else "" for i in (n - 1, n + 1))
            yield _Printed(text, n in edges, not before.strip() and not after.strip())


def _texts(block: Block) -> Iterator[tuple[str, int | None]]:
    if isinstance(block, Line):
        yield block.text, block.page
        return
    yield from _rows(block)


def _rows(grid: Grid) -> Iterator[tuple[str, int | None]]:
    """A grid's rows of one cell, and of two as a field and its value; others are a table's own."""
    for row in grid.rows:
        cells = [t for t in row.texts() if t]
        if len(cells) <= 2:
            yield " : ".join(cells), row.page


def _marks(line: _Printed, *, others: bool) -> bool:
    """True when the line is a marking; `others` tells that the document's beginning names several bilag."""
    field = _FIELD.fullmatch(line.text)
    if field and _NO.fullmatch(field["value"]):
        return False
    if field and _YES.fullmatch(field["value"]):
        return line.near
    whole = (_WHOLE if line.near else _WHOLE_STRONG).fullmatch(line.text)
    if whole:
        of_another = others and (whole["no"] or whole["after"])
        return not of_another and line.stands_out
    return line.near and _marks_at_an_end(line.text, others=others)


def _marks_at_an_end(text: str, *, others: bool) -> bool:
    """True for a heading that begins or ends with the marking; none that answers no, or is a sentence."""
    found = _LEADS.fullmatch(text) or _ENDS.fullmatch(text)
    if found is None or (others and found["no"]):
        return False
    denied = _NO.fullmatch(found.groupdict().get("rest") or "x")
    return text[:1].isupper() and not denied and not text.endswith(".")


def _looks_like(text: str) -> bool:
    """`FORTROL1G`, as a scan may have it: in capitals, and nothing else on the line."""
    return (
        text.isupper() and len(text) < 14 and max(fuzz.ratio(text, w) for w in ("FORTROLIG", "FORTROLIGT")) >= _OCR_LIKE
    )


def _plain(text: str) -> str:
    """The line without what decorates it: `*** F O R T R O L I G T ***` is `FORTROLIGT`."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).strip(_DECORATION)
    if _SPACED.fullmatch(text):
        text = re.sub(r"[ \t]", "", text)
    return " ".join(text.split())
