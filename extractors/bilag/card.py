"""What every proposal card has in common: its form fields, its tables, its form tables, and the text that is left.

A card's blocks (furniture removed) are read in passes; each pass takes the blocks it understands, and what no pass
took is the card's running text, cut at its headings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from extractors.bilag.economy import EconomicTable
from extractors.bilag.economy_flow import NOTE_RE, read_flow_table, read_paybacks
from extractors.bilag.economy_grid import (
    ValueColumns,
    cell_text,
    is_money_grid,
    lost_heading,
    read_grid_table,
    take_paybacks,
)
from extractors.bilag.economy_header import caption_before, header_notes, is_header_line, read_header
from extractors.bilag.economy_rows import add_table
from extractors.bilag.forms import consultations, follow_up_goals, prioritisation_criteria
from extractors.bilag.labels import PAYBACK, payback_basis
from extractors.bilag.prose import Passage, Section, add_prose, join, place_of
from extractors.danish.organisations import administration_of, resolve
from extractors.layout.text import join_lines
from schemas.dataset import CardKind, CardRow, EconomicTableRow
from schemas.extraction import Extraction
from schemas.source import Block, Grid, Line

SUMMARY_RE: Final = re.compile(r"^\s*kort\s+resum[eé]\b\s*:?", re.IGNORECASE)
PRESENTING_RE: Final = re.compile(r"^\s*fremstillende\b", re.IGNORECASE)
AFFECTED_RE: Final = re.compile(r"^\s*berørte\b", re.IGNORECASE)
_FIELD_END: Final = re.compile(
    r"^\s*(?:\d{1,2}(?:\.\d+)*\.?\s+[A-ZÆØÅ]|fremstillende\b|berørte\b|angiv\s+p/l|forslagets samlede|kort\s+resum)",
    re.IGNORECASE,
)
_FIELD_LABEL: Final = re.compile(r"\b(?:fremstillende|berørte)\b|\bforvaltning(?:er)?\s*:", re.IGNORECASE)
HEADING_RE: Final = re.compile(
    r"^\s*(?P<number>\d{1,2}(?:\.\d{1,2})*)\.?\s+(?P<title>(?:beskrivelse|økonomi|implementering|opfølgning|risiko|"
    r"effektivisering på|hvem er hørt|kommende invest|inddragelse|baggrund|forslagets|kriterier|høring|tidsplan|"
    r"øvrige|gevinst|formål|organisering|kommunikation).*|(?<=\.\d\.\s).*)$",
    re.IGNORECASE,
)
_DOTTED_RE: Final = re.compile(r"^\s*\d{1,2}\.\d{1,2}\.\s+[A-ZÆØÅ]\S+")
_PLAIN_HEADING: Final = re.compile(
    r"^\s*(?:administrative? bilag(?: til .*| - .*)?|kommende investeringsforslag og kriterier.*|"
    r"øvrige tekniske oplysninger|bevillingstekniske oplysninger)\s*$",
    re.IGNORECASE,
)
_CAPTION: Final = re.compile(r"^\s*(?:tabel\s*\d+\s*[.:–-]|forslagets samlede økonomiske)", re.IGNORECASE)
_TICKED: Final = re.compile(r"[☒☑✓✔]|\[x\]", re.IGNORECASE)
_ADMINISTRATION: Final = re.compile(r"[A-ZÆØÅ][^.;:]*?forvaltningen")


@dataclass(slots=True)
class CardInput:
    """A card as cut out of its document: its blocks, and what its place in the document tells."""

    blocks: list[Block]
    title: str
    case_id: str | None
    kind: CardKind
    card_id: str
    committee: str | None = None
    heading: Line | None = None
    headings: dict[int, ValueColumns] = field(default_factory=dict)


def read_card(extraction: Extraction, card: CardInput) -> None:
    """File a card: its row, its tables, its form tables, its sections and the amounts in its text."""
    document_id = extraction.document.document_id
    blocks, taken = card.blocks, set[int]()
    summary = _summary(blocks, taken)
    presenting = _field(blocks, PRESENTING_RE, taken)
    affected = _field(blocks, AFFECTED_RE, taken)
    tables = add_tables(extraction, card.card_id, blocks, taken, card.headings)
    for reader in (follow_up_goals, prioritisation_criteria, consultations):
        rows, used = reader(blocks, card_id=card.card_id, document_id=document_id)
        extraction.add(*rows)
        taken |= used
    note = _price_note(blocks, taken)
    springs = _springs(blocks, taken)
    sections = cut_sections(blocks, taken)
    add_prose(extraction, card.card_id, summary, sections)
    whole = [card.heading, *blocks] if card.heading else blocks
    lines = [n for b in whole for n in _line_numbers(b)]
    pages = [p for b in whole for p in _pages(b)]
    level = next((t.header.price_level for t in tables if t.header.price_level), None)
    extraction.add(
        CardRow(
            document_id=document_id,
            card_id=card.card_id,
            case_id=card.case_id,
            title=card.title,
            kind=card.kind,
            committee=card.committee,
            committee_id=_organisation(card.committee),
            presenting_administration=presenting,
            presenting_administration_id=_administration(presenting),
            affected_administrations=_administrations(affected),
            summary=summary.text if summary else None,
            price_level=level[0] if level else None,
            price_note=note,
            springs_from_innovation=springs,
            first_line=min(lines, default=None),
            last_line=max(lines, default=None),
            first_page=min(pages, default=None),
            last_page=max(pages, default=None),
            **place_of(card.heading),
        )
    )


def _organisation(printed: str | None) -> str | None:
    found = resolve(printed) if printed else None
    return found.id if found else None


def _administration(printed: str | None) -> str | None:
    """The forvaltning's id, also where a unit of it is named: `Økonomiforvaltningen (KIT)` -> `ØKF`."""
    found = resolve(printed) if printed else None
    administration = administration_of(found) if found else None
    return administration.id if administration else None


def _line_numbers(block: Block) -> list[int]:
    if isinstance(block, Line):
        return [] if block.number is None or block.blank else [block.number]
    return [r.line for r in block.rows if r.line is not None]


def _pages(block: Block) -> list[int]:
    if isinstance(block, Line):
        return [block.page] if block.page else []
    return [r.page for r in block.rows if r.page]


def _summary(blocks: Sequence[Block], taken: set[int]) -> Passage | None:
    for index, block in enumerate(blocks):
        if isinstance(block, Line) and (found := SUMMARY_RE.match(block.text)):
            first = Line(block.text[found.end() :], block.number, block.page, block.bbox)
            lines, used = _until_field(blocks, index + 1)
            taken |= {index, *used}
            return join([first, *lines])
    return None


def _until_field(blocks: Sequence[Block], start: int) -> tuple[list[Line], list[int]]:
    lines, used = [], []
    for index in range(start, len(blocks)):
        block = blocks[index]
        if not isinstance(block, Line) or _FIELD_END.match(block.text):
            break
        lines.append(block)
        used.append(index)
    return lines, used


def _field(blocks: Sequence[Block], label: re.Pattern[str], taken: set[int]) -> str | None:
    """The value of a form field, whose label may be broken over lines beside or above the value."""
    for index, block in enumerate(blocks):
        if isinstance(block, Line) and label.match(block.text):
            lines, used = _until_field(blocks, index + 1)
            pieces = [_FIELD_LABEL.sub(" ", x.text) for x in [block, *lines]]
            taken |= {index, *used}
            return join_lines(p.lstrip(" :") for p in pieces) or None
    return None


def _administrations(text: str | None) -> list[str]:
    """The forvaltninger a field names; none where it is a form of boxes whose ticks or boxes were lost."""
    if not text or (re.search(r"[\ue000-\uf8ff□☐]", text) and not _TICKED.search(text)):
        return []
    if _TICKED.search(text):
        text = " ".join(re.findall(r"[☒☑✓✔]\s*([^☐☒☑✓✔\ue000-\uf8ff]+)", text))
    names = [m.strip() for m in re.findall(r"\S.*?forvaltningen", text)]
    joined = all(re.match(r"(?:og|samt|[,/;])\s", n) for n in names[1:])
    return [re.sub(r"^(?:og|samt|[,/;])\s+", "", n) for n in names] if joined else []


def add_tables(
    extraction: Extraction,
    card_id: str,
    blocks: Sequence[Block],
    taken: set[int],
    headings: dict[int, ValueColumns] | None = None,
) -> list[EconomicTable]:
    """Find, read and file every money table among the blocks.

    `headings` are the headings the document's tables agree on, by width: for a table that lost its own.
    """
    tables: list[EconomicTable] = []
    index = 0
    while index < len(blocks):
        block = blocks[index]
        if isinstance(block, Grid):
            lost = (headings or {}).get(block.width) if lost_heading(block) else None
            if tables and take_paybacks(tables[-1], block):
                taken.add(index)
            elif lost or is_money_grid(block):
                caption, at = _caption_above(blocks, index)
                table = read_grid_table(block, caption=caption, before=_text_above(blocks, index), lost=lost)
                if table is not None:
                    tables.append(table)
                    taken |= {index, *at, *_label_left_over(blocks, index, table)}
            index += 1
        elif is_header_line(block.text):
            index = _flow_table(blocks, index, tables, taken)
        elif tables and PAYBACK.match(block.text.strip()):
            index = _loose_paybacks(blocks, index, tables[-1], taken)
        else:
            _note_other_table(extraction, card_id, block)
            index += 1
    for number, table in enumerate(tables, start=1):
        add_table(extraction, table, card_id=card_id, number=number)
    return tables


_OPEN_LABEL: Final = re.compile(r"(?:\b(?:på|og|til|af|for|i|med|ved)|[-,])$", re.IGNORECASE)


def _label_left_over(blocks: Sequence[Block], index: int, table: EconomicTable) -> set[int]:
    """The line under a grid that ends its last row's label (`Tilbagebetalingstid baseret på` / `totaløkonomi`)."""
    below = next((i for i in range(index + 1, min(len(blocks), index + 3)) if not _blank(blocks[i])), None)
    line = blocks[below] if below is not None else None
    if below is None or not isinstance(line, Line) or len(line.text.split()) > 3 or not line.text.strip()[:1].islower():
        return set()
    if table.paybacks and _OPEN_LABEL.search(table.paybacks[-1].basis):
        payback = table.paybacks[-1]
        payback.basis = payback_basis(join_lines([payback.basis, line.text]))
        payback.printed = f"{payback.printed} {line.text.strip()}"
        return {below}
    if table.rows and not table.paybacks and _OPEN_LABEL.search(table.rows[-1].label):
        table.rows[-1].label = join_lines([table.rows[-1].label, line.text])
        return {below}
    return set()


def _flow_table(blocks: Sequence[Block], index: int, tables: list[EconomicTable], taken: set[int]) -> int:
    """Read a table printed as lines from `index` on; the index to go on from."""
    end = next((i for i in range(index, len(blocks)) if isinstance(blocks[i], Grid)), len(blocks))
    start = next((i for i in range(index, -1, -1) if isinstance(blocks[i], Grid)), -1) + 1
    lines = [b for b in blocks[start:end] if isinstance(b, Line)]
    found = read_header(lines, index - start)
    if found is None:
        return index + 1
    header, after = found
    header.caption = caption_before(lines, index - start)
    if header.unit is None and not re.search(r"økonomi|administration|udgift|investering", header.caption or "", re.I):
        return index + 1
    table, stop = read_flow_table(lines, after, header, stop=len(lines))
    if not any(r.values for r in table.rows) and not table.rows:
        return start + after
    tables.append(table)
    taken |= set(range(index, start + stop))
    taken |= _caption_lines(lines, index - start, start)
    return start + max(stop, after)


def _loose_paybacks(blocks: Sequence[Block], index: int, table: EconomicTable, taken: set[int]) -> int:
    """File paybacks that stand under a table, outside its cells."""
    end = next((i for i in range(index, len(blocks)) if isinstance(blocks[i], Grid)), len(blocks))
    count = read_paybacks(table, [b for b in blocks[index : min(end, index + 24)] if isinstance(b, Line)])
    taken |= set(range(index, index + count))
    return index + max(1, count)


def _caption_lines(lines: Sequence[Line], before: int, offset: int) -> set[int]:
    found: set[int] = set()
    for i in range(before - 1, max(-1, before - 12), -1):
        found.add(i + offset)
        if _CAPTION.match(lines[i].text):
            return found
        if not lines[i].blank and not is_header_line(lines[i].text) and len(found) > 8:
            break
    return set()


def _caption_above(blocks: Sequence[Block], index: int) -> tuple[str | None, set[int]]:
    above: list[str] = []
    for i in range(index - 1, max(-1, index - 6), -1):
        block = blocks[i]
        if not isinstance(block, Line):
            break
        if block.blank:
            continue
        above.insert(0, block.text)
        if _CAPTION.match(block.text):
            return join_lines(above), set(range(i, index))
        if len(above) > 2:
            break
    return None, set()


def _text_above(blocks: Sequence[Block], index: int) -> str:
    texts = [b.text for b in blocks[max(0, index - 4) : index] if isinstance(b, Line) and len(b.text) < 60]
    return " ".join(texts)


_OTHER_HEADER: Final = re.compile(r"^\s*(?P<label>\S.*?)\s+(?P<years>20\d\d(?:\s+20\d\d){3,})\s*$")


def _note_other_table(extraction: Extraction, card_id: str, line: Line) -> None:
    """Keep the heading of a table that is not of money (`Forventede effekt 2026 2027 2028 2028`): it may be wrong."""
    found = _OTHER_HEADER.match(line.text)
    if not found:
        return
    years = found["years"].split()
    extraction.add(
        EconomicTableRow(
            document_id=extraction.document.document_id,
            card_id=card_id,
            table_id=f"{card_id}-x{line.number or 0}",
            table_kind="other",
            caption=found["label"].strip(),
            columns_printed=years,
            column_years=[int(y) for y in years],
            header_note="; ".join(header_notes([int(y) for y in years])) or None,
            **place_of(line),
        )
    )


def _price_note(blocks: Sequence[Block], taken: set[int]) -> str | None:
    """The notes under the tables, up to the next blank stretch or heading; the first one is the card's."""
    notes: list[str] = []
    for index, block in enumerate(blocks):
        if index in taken or not isinstance(block, Line) or not NOTE_RE.match(block.text):
            continue
        named = re.match(r"\s*(?:note|bemærk)", block.text, re.IGNORECASE)
        price = named and re.search(r"p/l|alle tabeller", block.text + _next(blocks, index))
        if not price and not re.match(r"\s*alle ", block.text, re.IGNORECASE):
            continue
        lines, end = [block.text], index + 1
        while end < len(blocks) and end - index < 4 and not re.search(r"\.\s*$", lines[-1]):
            following = blocks[end]
            if not isinstance(following, Line) or _is_heading(following.text):
                break
            lines.append(following.text)
            end += 1
        taken |= set(range(index, end))
        notes.append(join_lines(lines))
    return " ".join(dict.fromkeys(notes)) or None


def _next(blocks: Sequence[Block], index: int) -> str:
    return " ".join(b.text for b in blocks[index + 1 : index + 3] if isinstance(b, Line))


def _springs(blocks: Sequence[Block], taken: set[int]) -> bool | None:
    """`Forslaget udspringer af et innovationsforslag`: ticked Ja or Nej; None where no tick survived."""
    for index, block in enumerate(blocks):
        if not isinstance(block, Line) or not re.match(
            r"\s*forslaget udspringer af et innov", block.text, re.IGNORECASE
        ):
            continue
        taken.add(index)
        answer = None
        for i in range(index + 1, min(index + 6, len(blocks))):
            text = blocks[i].text if isinstance(blocks[i], Line) else ""  # type: ignore[union-attr]
            if not re.fullmatch(r"\s*\W*\s*(?:ja|nej)?\s*", text, re.IGNORECASE):
                break
            taken.add(i)
            if _TICKED.search(text):
                answer = "ja" in text.lower()
        return answer
    return None


def _is_heading(text: str) -> bool:
    return bool(
        (HEADING_RE.match(text) and len(text.strip()) < 90)
        or (_DOTTED_RE.match(text) and len(text.strip()) < 80)
        or _PLAIN_HEADING.match(text)
    )


def cut_sections(blocks: Sequence[Block], taken: set[int]) -> list[Section]:
    """The text no pass took, cut at its headings; tables that are not of money are left out."""
    sections: list[Section] = []
    for index, block in enumerate(blocks):
        if index in taken:
            continue
        if isinstance(block, Grid):
            lines = _grid_lines(block)
            if sections and lines:
                sections[-1].table_rows.extend(lines)
            continue
        if block.blank:
            continue
        if _is_heading(block.text) or _is_subheading(blocks, index, taken):
            sections.append(Section(" ".join(block.text.split()), block))
        elif sections:
            sections[-1].lines.append(block)
        else:
            sections.append(Section("", block, [block]))
    return [s for s in sections if s.heading or len(join_lines(x.text for x in s.lines)) > 2]


def _grid_lines(grid: Grid) -> list[Line]:
    """A grid that no form reader knows, as lines: its text must not be lost."""
    lines = []
    for row in grid.rows:
        text = " · ".join(t for c in row.cells if (t := cell_text(c)))
        if text:
            lines.append(Line(text, row.line, row.page, row.bbox))
    return lines


def _is_subheading(blocks: Sequence[Block], index: int, taken: set[int]) -> bool:
    """An unnumbered heading: a short line with a capital and no stop, over a line of text, under an ended paragraph."""
    block = blocks[index]
    text = block.text.strip() if isinstance(block, Line) else ""
    if not 3 < len(text) < 70 or not text[0].isupper() or text[-1] in ".,;:-–" or re.search(r"\d$", text):
        return False
    before = next((b for b in reversed(blocks[:index]) if not isinstance(b, Line) or not b.blank), None)
    after = next((i for i in range(index + 1, len(blocks)) if not _blank(blocks[i])), None)
    if after is None or after in taken or not isinstance(blocks[after], Line):
        return False
    below = blocks[after].text.strip()  # type: ignore[union-attr]
    ended = not isinstance(before, Line) or before.text.rstrip()[-1:] in ".:!?" or _is_heading(before.text)
    return ended and len(below) > 60 and below[0].isupper()


def _blank(block: Block) -> bool:
    return isinstance(block, Line) and block.blank
