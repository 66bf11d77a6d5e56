"""The need table of a budget note: areas, needs, and what each is expected to cost, as amount ranges.

A need is a line that ends in an amount in brackets (`Privat 5G-netværk (10-50 mio. kr.)`); the bullets under it give
the parts. A need with parts is a subtotal, a part an item.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from extractors.cards.prose import place_of
from extractors.danish.amounts.find import Amount, find_amounts
from extractors.layout.text import column_width, join_lines, wraps_on
from schemas.dataset import EconomicAmountRow, EconomicRowRow, EconomicTableRow
from schemas.extraction import Extraction
from schemas.source import Block, Grid, GridCell, Line

_CAPTION: Final = re.compile(r"^\s*tabel\s*\d+\s*[.:]\s*.*investeringsbehov\s*$", re.IGNORECASE)
_HEADER: Final = re.compile(r"^\s*område\s+investeringsbehov\s*$", re.IGNORECASE)
_PART: Final = re.compile(r"^\s*(?:[•▪◦●]|o\s)\s*")
_BRACKET: Final = re.compile(r"\s*\((?=[^()]*\d[^()]*(?:mio|kr))[^()]*\)\s*\.?\s*$")
_NARROW: Final = 20
_FACTORS: Final = ((1_000_000_000, "mia"), (1_000_000, "mio"), (1_000, "t"))


@dataclass(slots=True)
class _Entry:
    area: str
    lines: list[Line]
    parts: list[_Entry] = field(default_factory=list)


def add_need_table(extraction: Extraction, card_id: str, blocks: Sequence[Block], taken: set[int], number: int) -> bool:
    """Find and file the need table; True when there was one."""
    start = next((i for i, b in enumerate(blocks) if isinstance(b, Line) and _CAPTION.match(b.text)), None)
    if start is None:
        return False
    lines, end = _table_lines(blocks, start)
    taken |= set(range(start, end))
    caption = blocks[start]
    assert isinstance(caption, Line)  # noqa: S101 - chosen so above
    _file(extraction, card_id, f"{card_id}-t{number}", caption, _entries(lines))
    return True


def _table_lines(blocks: Sequence[Block], start: int) -> tuple[list[tuple[str | None, Line]], int]:
    """The table's lines, each with the area its grid row prints (None in a dump), and the index after the table."""
    lines: list[tuple[str | None, Line]] = []
    index = start + 1
    while index < len(blocks):
        block = blocks[index]
        if isinstance(block, Grid):
            lines += [x for row in block.rows for x in _cells(row.cells, row.line, row.page, row.bbox)]
        elif block.text and block.blank and lines and lines[-1][1].text.rstrip().endswith("."):
            break  # an empty paragraph: the dump's mark that running text goes on
        elif not block.blank and not _HEADER.match(block.text):
            lines.append((None, block))
        index += 1
    return lines, index


def _cells(
    cells: Sequence[GridCell | None], line: int | None, page: int | None, bbox: object
) -> list[tuple[str | None, Line]]:
    del bbox
    texts = [c.text if c else "" for c in cells]
    if len(texts) < 2 or _HEADER.match(" ".join(texts)):
        return []
    boxes = [c.bbox if c else None for c in cells]
    return [(join_lines(texts[0].split("\n")), Line(t, line, page, boxes[1])) for t in texts[1].split("\n")]


def _entries(lines: Sequence[tuple[str | None, Line]]) -> list[_Entry]:
    """Needs and their parts: paragraphs that end in an amount in brackets, under the area that stands before them."""
    entries: list[_Entry] = []
    for area, paragraph in _paragraphs(lines):
        text = join_lines(x.text for x in paragraph)
        if not _BRACKET.search(text):
            continue
        if _PART.match(text) and entries:
            entries[-1].parts.append(_Entry("", paragraph))
        else:
            entries.append(_Entry(area, paragraph))
    return entries


def _paragraphs(lines: Sequence[tuple[str | None, Line]]) -> list[tuple[str, list[Line]]]:
    """The need column's paragraphs, each with the area printed before it (once, not on every paragraph)."""
    width = column_width([x.text for _, x in lines])
    found: list[tuple[str, list[Line]]] = []
    narrow: list[str] = []
    for area, line in lines:
        text = line.text.strip()
        if area is None and _is_narrow(text, narrow):
            narrow.append(text)
            continue
        paragraph = found[-1][1] if found and not narrow else None
        part = bool(_PART.match(line.text))
        ended = paragraph is None or bool(_BRACKET.search(join_lines(x.text for x in paragraph)))
        if paragraph is None or part or ended or not wraps_on(paragraph[-1].text, text, width):
            found.append((area or join_lines(narrow), [line]))
            narrow = []
        else:
            paragraph.append(line)
    return found


def _is_narrow(text: str, open_area: Sequence[str]) -> bool:
    """A line of the narrow area column: a few words with a capital, or the next line of such words."""
    if len(text) > _NARROW or text[-1:] in ".)" or _PART.match(text):
        return False
    return text[:1].isupper() or bool(open_area)


def _file(extraction: Extraction, card_id: str, table_id: str, caption: Line, entries: Sequence[_Entry]) -> None:
    document_id = extraction.document.document_id
    title = join_lines([caption.text])
    extraction.add(
        EconomicTableRow(
            document_id=document_id,
            card_id=card_id,
            table_id=table_id,
            table_kind="need",
            caption=title,
            columns_printed=["Investeringsbehov"],
            column_years=[None],
            **place_of(caption),
        )
    )
    row_no, area = 0, ""
    for need in entries:
        for entry in (need, *need.parts):
            row_no += 1
            label = _PART.sub("", _BRACKET.sub("", join_lines(x.text for x in entry.lines))).strip()
            if entry is need:
                area, label = (need.area, label) if need.area else _area_and_label(area, label)
            row = _NeedRow(card_id, table_id, title, row_no, area, label)
            _file_row(extraction, row, entry, subtotal=bool(entry.parts))


def _area_and_label(area: str, label: str) -> tuple[str, str]:
    """Area and need printed on one line part at the first capital after the area's words; else the area goes on."""
    found = re.match(r"^(?P<area>[A-ZÆØÅ][\w-]*(?:\s[a-zæøå]\w*)*)\s+(?P<rest>[A-ZÆØÅ]\S*\s.*)$", label)
    if found and len(found["area"]) <= _NARROW and found["area"].count(" ") < 3:
        return found["area"], found["rest"]
    return area, label


@dataclass(frozen=True, slots=True)
class _NeedRow:
    card_id: str
    table_id: str
    caption: str
    row_no: int
    area: str
    label: str


def _file_row(extraction: Extraction, row: _NeedRow, entry: _Entry, *, subtotal: bool) -> None:
    text = join_lines(x.text for x in entry.lines)
    place = {
        "document_id": extraction.document.document_id,
        "card_id": row.card_id,
        **place_of(entry.lines[0]),
    }
    extraction.add(
        EconomicRowRow(
            **place,
            table_id=row.table_id,
            row_no=row.row_no,
            kind="subtotal" if subtotal else "item",
            label=row.label,
            last_line=entry.lines[-1].number,
            text=text,
        )
    )
    amounts = find_amounts(text)
    if not amounts:
        return
    amount = amounts[-1]
    extraction.add(
        EconomicAmountRow(
            **place,
            table_id=row.table_id,
            table_kind="need",
            caption=row.caption,
            row_no=row.row_no,
            section_printed=row.area or None,
            label=row.label,
            role="subtotal" if subtotal else "item",
            column_no=1,
            column_printed="Investeringsbehov",
            amount_printed=amount.text,
            amount_dkk=amount.low_dkk,
            amount_high_dkk=amount.high_dkk,
            unit_printed=_unit(amount)[1],
            unit_dkk=_unit(amount)[0],
            placement="grid" if entry.lines[0].number is None else "spacing",
        )
    )


def _unit(amount: Amount) -> tuple[int, str | None]:
    found = re.search(r"(mia|mio|t)\.?\s?(?:kr\.?)?\s*$", amount.text, re.IGNORECASE)
    if not found:
        return 1, "kr."
    factor = next(f for f, word in _FACTORS if found[1].lower() == word)
    return factor, found[0].strip()
