"""What templates make of a file: which fit it, what each of an entry's words stand on, and what nobody read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from extractors.cards.printed import text_of
from extractors.cards.repaired import repaired_document
from extractors.danish.units import parse_price_level, parse_unit
from extractors.extract import extract, read
from extractors.layout.furniture import without_furniture
from extractors.templates.load import generic
from extractors.templates.model import Entry, Template
from extractors.templates.recognise import Fit, fits
from schemas.dataset import CardRow, EconomicRowRow, OverviewAmountRow, SourceLineRow
from schemas.extraction import Extraction
from schemas.source import SourceDocument

_PARTS: Final = re.compile(r"\s{2,}|\t|:\s|·")
_MAX_UNIT: Final = 50
_MAX_WORDS: Final = 80


@dataclass(frozen=True, slots=True)
class Printed:
    """A line or a row as printed, and where."""

    page: int | None
    line: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry of a template, and where its words stand: how often, and on which line first."""

    what: str
    """`sign`, `card`, `field committee`, `heading` or `row total`."""
    entry: Entry
    count: int
    first: Printed | None


@dataclass(frozen=True, slots=True)
class Examination:
    """A file under its template."""

    extraction: Extraction
    template: Template
    fits: tuple[Fit, ...]
    lines: tuple[str, ...]
    """The lines that the signs were sought on, by number."""
    hits: tuple[Hit, ...]
    unread: tuple[Printed, ...]
    """Printed lines of which nothing came into a field, a table or a section, running heads left out."""


def stripped_lines(document: SourceDocument) -> list[str]:
    """The lines that forms are recognised by: running heads and feet left out, a dump's broken letters mended."""
    return text_of(without_furniture(repaired_document(document)[0])).split("\n")


def examine(
    data: bytes, file_name: str, templates: Sequence[Template], *, passwords: tuple[str, ...] = ()
) -> Examination:
    """Read a file with these templates, and say what they did. Raises BilagError."""
    extraction = extract(data, file_name, passwords=passwords, templates=templates)
    lines = stripped_lines(read(data, file_name, passwords=passwords))
    name = extraction.document.template
    template = next((t for t in templates if t.name == name), None) or generic(templates)
    printed = [r for r in extraction.rows.get(SourceLineRow.table, []) if isinstance(r, SourceLineRow)]
    body = {_squeezed(t) for line in lines for t in (line, *line.split("\t"))}
    inside = [
        Printed(r.page, r.line or r.line_no, r.text) for r in printed if _squeezed(r.text) in body or "\t" in r.text
    ]
    return Examination(
        extraction,
        template,
        tuple(fits(lines, templates)),
        tuple(lines),
        tuple(_hits(template, inside, [*_rows(extraction)])),
        tuple(_unread(extraction, template, inside)),
    )


def entries(template: Template) -> Iterator[tuple[str, Entry]]:
    """Every entry of a template, and what it is."""
    yield from (("sign", e) for e in template.sign)
    if template.card is not None:
        yield "card", template.card
    yield from ((f"field {e.name}", e) for e in template.field)
    yield from (("heading", e) for e in (*template.heading, *template.hint))
    yield from (("group", e) for e in template.group)
    yield from ((f"row {e.role}", e) for e in template.row)


def _hits(template: Template, lines: Sequence[Printed], rows: Sequence[Printed]) -> Iterator[Hit]:
    for what, entry in entries(template):
        where = rows if what.startswith("row ") else lines
        found = [r for r in where if entry.match(r.text) is not None]
        yield Hit(what, entry, len(found), found[0] if found else None)


def _rows(extraction: Extraction) -> Iterator[Printed]:
    """The labels of the rows that were read, each whole, also where it is printed over two lines."""
    for row in extraction.rows.get(EconomicRowRow.table, []):
        if isinstance(row, EconomicRowRow):
            yield Printed(row.page, row.line, row.label)
    listed = [r for r in extraction.rows.get(OverviewAmountRow.table, []) if isinstance(r, OverviewAmountRow)]
    yield from dict.fromkeys(Printed(r.page, r.line, r.title or "") for r in listed)


def _unread(extraction: Extraction, template: Template, lines: Sequence[Printed]) -> Iterator[Printed]:
    """The lines that hold something which stands in no published value, and is no label that the template knows."""
    values = {_squeezed(t) for t in _texts(extraction)}
    stored = "\0".join(values)
    cards = extraction.rows.get(CardRow.table, [])
    titles = tuple(filter(None, (_squeezed(c.title) for c in cards if isinstance(c, CardRow))))
    for row in lines:
        taken = any(e.match(row.text) is not None for e in (*template.sign, *template.field))
        line = _squeezed(row.text)
        if taken or line in stored or line.endswith(titles):
            continue
        parts = [p for p in _PARTS.split(row.text) if re.search(r"\w", p)]
        if not all(_read(p, template, values, stored) for p in parts):
            yield row


def _read(part: str, template: Template, values: set[str], stored: str) -> bool:
    if _squeezed(part) in stored or (len(part) < _MAX_UNIT and (parse_unit(part) or parse_price_level(part))):
        return True
    named: tuple[Entry, ...] = (*template.field, *template.heading, *template.row)
    if any((end := e.match(part)) is not None and not part[end:].strip(" :") for e in named):
        return True
    return _is_made_of(part.split()[:_MAX_WORDS], values, stored)


def _is_made_of(words: Sequence[str], values: set[str], stored: str) -> bool:
    """True when the words are published values one after the other: an id and a title, a label's end and amounts."""
    reached = {0}
    for end in range(1, len(words) + 1):
        pieces = (_squeezed("".join(words[start:end])) for start in reached)
        if any(p in values or (p.isalpha() and p in stored) for p in pieces):
            reached.add(end)
    return len(words) in reached


def _texts(extraction: Extraction) -> Iterator[str]:
    """Every text that was published, but for the lines as they were printed."""
    published = (r for t, rows in extraction.rows.items() if t != SourceLineRow.table for r in rows)
    for row in (extraction.document, *published):
        for value in dict(row).values():
            if isinstance(value, str):
                yield value
            elif isinstance(value, list):
                yield from (v for v in value if isinstance(v, str))


def _squeezed(text: str) -> str:
    """Its letters and figures: a section's text is printed with bullets, and with hyphens where lines break words."""
    return "".join(filter(str.isalnum, text)).lower()
