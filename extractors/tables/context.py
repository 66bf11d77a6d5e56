"""What stands around a money table and holds for it: its caption, unit, price level, and what a minus means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from extractors.danish.units import parse_unit
from extractors.layout.text import join_lines
from extractors.tables.economy.header import price_level_in, unit_in
from extractors.tables.economy.model import EconomicTable, TableHeader, Value
from schemas.dataset import SignConvention
from schemas.source import Block, Line

_LOOK_BACK: Final = 5
_MAX_LINE: Final = 110
_SENTENCE_ENDS: Final = re.compile(r":$|\w\.$(?<!\bmio\.)(?<!\bmill\.)(?<!\bt\.)")
_RUNNING: Final = 60  # letters of a line that the next one may go on with
_CAPTION: Final = re.compile(r"^\s*(?:tabel|skema|oversigt|økonomi\w*|budget\w*|bevilling\w*)\b", re.IGNORECASE)
_AMOUNTS_IN: Final = re.compile(
    r"(?:beløb\w*|tal\w*|opgjort|angivet|anført)\b[^.]{0,60}?\bi\s+"
    r"(?P<unit>(?:hele\s+)?(?:1[. ]?000|mio\.?|mill\.?|t\.?)?\s*kr(?:oner)?\b)",
    re.IGNORECASE,
)
_UNIT_SAID: Final = re.compile(
    r"(?:(?<=[.!?] )|^)(?P<unit>(?:hele\s+)?(?:1[. ]?000|mio\.?|mill\.?|t\.?)\s*kr\.?)(?:,? [^.\n]{1,40}\.)? "
    r"(?=[A-ZÆØÅ](?-i:[a-zæøå]+) )",
    re.IGNORECASE | re.MULTILINE,
)
"""A sentence that is a unit: `Hele 1.000 kr. Besparelser er negative.`"""
_UNIT_NOTE: Final = re.compile(
    r"^\s*(?P<unit>(?:hele\s+(?:(?:1[. ]?000|mio\.?|mill\.?|t\.?)\s*)?|(?:1[. ]?000|mio\.?|mill\.?|t\.?)\s*)kr\.?)"
    r"\s*\([+-]",
    re.IGNORECASE | re.MULTILINE,
)
"""A line that says the unit and what its signs mean: `Hele kr. (+ = merudgift, - = mindreudgift)`."""
_ENDS_IN_UNIT: Final = re.compile(
    r"(?:[,(:–-]|\bi)\s{0,3}(?P<unit>(?:hele\s+)?(?:1[. ]?000|mio\.?|mill\.?|t\.?)\s?kr\.?)"
    r"(?:[,\s]{1,3}(?:i\s+)?(?:(?:19|20)\d\d[-\s]?)?(?:(?:faste|løbende|årets)\s)?(?:priser|prisniveau|p/l|pl)\.?)?\)?\s*$",
    re.IGNORECASE,
)
_SENTENCE_END: Final = re.compile(r"[!?:]$|(?:[^\W\d]{3}|[)\"'»])\.$")  # not `ca. 1.`
_TITLE_IN: Final = 2000
_TITLE_LINES: Final = 4
_PLUS_SAVES: Final = re.compile(
    r"[pP+](?i:(?<=p)ositive?\s+(?:tal|beløb)|(?<=p)lus|(?<=\+)\s*=?)"
    r"(?i:\s*(?:er|=|angiver|viser|betyder)?\s*(?:en\s+|lig\s+med\s+)?(?:\w+\s+)?"
    r"(?:besparelse|mindreudgift|effektivisering|gevinst|reduktion))",
)
"""Each alternative looks back at the one character it begins with, which is what the text is searched for."""
_MINUS_SAVES: Final = re.compile(
    r"[nNmMpP+–−-](?i:(?:(?<=n)egative?\s+(?:tal|beløb)|(?<=m)inus|(?<!\w.)(?<=[-–−])\s*=?)"
    r"\s*(?:er|=|angiver|viser|betyder)?\s*(?:en\s+|lig\s+med\s+)?"
    r"(?:besparelse|mindreudgift|effektivisering|gevinst|indtægt|reduktion|merindtægt)|"
    r"(?:(?<=p)ositive?\s+(?:tal|beløb)|(?<=\+)\s*=)\s*(?:er|angiver)?\s*(?:en\s+)?(?:udgift|merudgift))",
)


def sign_convention(text: str) -> SignConvention | None:
    """What a document says of its signs: `Positive tal angiver en besparelse` -> plus_is_saving."""
    head = text[:200_000]
    if _PLUS_SAVES.search(head):
        return "plus_is_saving"
    return "minus_is_saving" if _MINUS_SAVES.search(head) else None


def document_unit(text: str) -> tuple[int, str] | None:
    """The unit that a sentence gives to the whole document: `Alle beløb er i 1.000 kr.`."""
    head = text[:200_000]
    said = next((m for m in _UNIT_SAID.finditer(head) if _opens_sentence(head, m)), None)
    found = _AMOUNTS_IN.search(head) or said or _UNIT_NOTE.search(head)
    return parse_unit(found["unit"]) if found else _unit_of_title(text[:_TITLE_IN])


def _opens_sentence(text: str, found: re.Match[str]) -> bool:
    """False for a unit that only begins a line: `Forslaget giver 1,2` / `mio. kr. varigt` is none."""
    before = text[max(0, found.start() - 200) : found.start()].rstrip()
    return not before or bool(_SENTENCE_END.search(before)) or (found["unit"][0].isupper() and before[-1].isalpha())


def _unit_of_title(text: str) -> tuple[int, str] | None:
    """The unit that a document's first lines end with, or name before its prices: `Plan 2026-2029, mio. kr.`."""
    lines = [x for x in text.split("\n") if x.strip()][:_TITLE_LINES]
    ends = (m for x in lines if len(x) < _MAX_LINE and (m := _ENDS_IN_UNIT.search(x)))
    return next((u for m in ends if (u := parse_unit(m["unit"]))), None)


def lines_above(blocks: Sequence[Block], index: int, taken: Iterable[int] = ()) -> list[tuple[int, Line]]:
    """The printed lines just above a table, nearest first, up to another table or a gap of text."""
    found: list[tuple[int, Line]] = []
    used = set(taken)
    for i in range(index - 1, max(-1, index - 1 - 2 * _LOOK_BACK), -1):
        block = blocks[i]
        if not isinstance(block, Line) or i in used or len(found) >= _LOOK_BACK:
            break
        if not block.blank:
            found.append((i, block))
    return found


def caption_of(above: Sequence[tuple[int, Line]]) -> tuple[str | None, list[int]]:
    """The caption among the lines above a table, and where it stands: the nearest short line, or `Tabel 2. ...`."""
    texts: list[str] = []
    for number, (index, line) in enumerate(above):
        text = line.text.strip()
        texts.insert(0, text)
        if re.match(r"(?:tabel|skema|figur)\s*\d", text, re.IGNORECASE):
            return join_lines(texts), [i for i, _ in above[: number + 1]]
        if number == 0 and len(text) < _MAX_LINE and (_CAPTION.match(text) or parse_unit(text)) and _ends_caption(text):
            if number + 1 >= len(above) or not re.match(r"\s*(?:tabel|skema)\s*\d", above[1][1].text, re.IGNORECASE):
                return text, [index]
        elif number > 1:
            break
    return None, []


def _ends_caption(text: str) -> bool:
    """False for a sentence; a unit's own dot ends none: `Anlæg, 1.000 kr.`."""
    return text[-1] != "." or text.lower().endswith("kr.")


def fill_unit(header: TableHeader, corner: str, above: Sequence[tuple[int, Line]]) -> None:
    """Give a heading its unit and price level: from its own cells, its caption, or a short line just above it."""
    sources = [corner, header.caption or "", *_short_lines([" ".join(x.text.split()) for _, x in above])]
    in_cells = _unit_of_cells(header)
    told = unit_in(sources)
    header.unit_assumed = in_cells is not None and told is not None and in_cells[0] < told[0]  # which is it?
    header.unit = header.unit or in_cells or told
    header.price_level = header.price_level or price_level_in(sources)


def _unit_of_cells(header: TableHeader) -> tuple[int, str] | None:
    """The unit that the headings name, the largest of several; a column in another is a price (`Enhedspris (kr.)`)."""
    named = {n: u for n, h in enumerate(header.heads) if (u := parse_unit(h.printed))}
    if not named:
        return None
    largest = max(named.values())
    header.quantities |= {n: u[1] for n, u in named.items() if u[0] != largest[0]}
    return largest


def _short_lines(texts: Sequence[str]) -> list[str]:
    """The short ones of the lines above a table, nearest first, without those that end a paragraph: `kr. i alt.`."""
    ends = [x[:1].islower() and len(y) > _RUNNING and not _SENTENCE_ENDS.search(y) for x, y in pairwise([*texts, ""])]
    return [x for x, ends_text in zip(texts, ends, strict=True) if len(x) < _MAX_LINE and not ends_text]


def unit_of_labels(labels: Sequence[str]) -> tuple[int, str] | None:
    """The unit that the rows' own labels name (`Anlæg, 1.000 kr.`), where most do and all of these the same."""
    named = [x for x in labels if parse_unit(x)]
    return _one_unit(named) if 2 * len(named) > len(labels) else None


def _one_unit(texts: Iterable[str]) -> tuple[int, str] | None:
    """The unit that these texts name; None where none does, or they differ."""
    units = [u for t in texts if (u := parse_unit(t))]
    return units[0] if len({factor for factor, _ in units}) == 1 else None


def take_own_unit(table: EconomicTable) -> None:
    """Give a table that names no unit the one that most of its figures carry themselves: `3.869.500 kr.`.

    Where figures carry another than the table's, or only some carry one, those are marked; of a figure with a unit of
    its own, `1,4 mio. kr.` in a table of thousands, the value is what it says.
    """
    values = [v for r in table.rows for v in r.values if v.number.value]
    told = _with_own_units(values)
    if not told:
        return
    unit, count = Counter(own for _, own in told).most_common(1)[0]
    if table.header.unit is None and (2 * count > len(values) or len(told) == len(values)):
        table.header.unit = unit
    settled = table.header.unit[0] if table.header.unit else None
    for value, (own, _name) in told:
        if own != settled and (own != 1 or table.header.unit == unit):
            _as_it_says(value, own, settled)


def _with_own_units(values: Iterable[Value]) -> list[tuple[Value, tuple[int, str]]]:
    return [(v, own) for v in values if (own := _own_unit(v.number.text))]


def _as_it_says(value: Value, own: int, settled: int | None) -> None:
    value.placement = "uncertain"
    if settled:
        value.number = replace(value.number, value=value.number.value * own / settled)


def _own_unit(text: str) -> tuple[int, str] | None:
    return parse_unit(re.sub(r"[\d.,]+(?=\D)", "", text, count=1)) if text[-1:].isalpha() or text[-1:] == "." else None


def settle_units(headers: Sequence[TableHeader], stated: tuple[int, str] | None) -> None:
    """Units of tables that print none: the document's own sentence, else what its other tables print (marked)."""
    printed = Counter(h.unit for h in headers if h.unit)
    for header in headers:
        if header.unit is None and stated is not None:
            header.unit = stated
        elif header.unit is None:
            header.unit = (printed.most_common(1)[0][0][0], "") if printed else None
            header.unit_assumed = True
