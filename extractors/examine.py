"""What templates make of a file: which fit it, what each of an entry's words stand on, and what nobody read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from extractors.bilag.classify import text_of
from extractors.bilag.repaired import repaired_document
from extractors.danish.units import parse_price_level, parse_unit
from extractors.extract import extract, read
from extractors.layout.furniture import without_furniture
from extractors.templates.load import generic
from extractors.templates.model import Entry, Template
from extractors.templates.recognise import Fit, fits
from schemas.dataset import SourceLineRow
from schemas.extraction import Extraction
from schemas.source import SourceDocument

_PARTS: Final = re.compile(r"\s{2,}|\t|:\s|·")
_MAX_UNIT: Final = 50
_MAX_WORDS: Final = 80
_SPACE: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry of a template, and where its words stand: how often, and on which line first."""

    what: str
    """`sign`, `card`, `field committee`, `heading` or `row total`."""
    entry: Entry
    count: int
    first: SourceLineRow | None


@dataclass(frozen=True, slots=True)
class Examination:
    """A file under its template."""

    extraction: Extraction
    template: Template
    fits: tuple[Fit, ...]
    hits: tuple[Hit, ...]
    unread: tuple[SourceLineRow, ...]
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
    inside = [r for r in printed if _squeezed(r.text) in body or "\t" in r.text]
    return Examination(
        extraction,
        template,
        tuple(fits(lines, templates)),
        tuple(_hits(template, inside)),
        tuple(_unread(extraction, template, inside)),
    )


def entries(template: Template) -> Iterator[tuple[str, Entry]]:
    """Every entry of a template, and what it is."""
    yield from (("sign", e) for e in template.sign)
    if template.card is not None:
        yield "card", template.card
    yield from ((f"field {e.name}", e) for e in template.field)
    yield from (("heading", e) for e in template.heading)
    yield from ((f"row {e.role}", e) for e in template.row)


def _hits(template: Template, lines: Sequence[SourceLineRow]) -> Iterator[Hit]:
    for what, entry in entries(template):
        found = [r for r in lines if entry.match(r.text) is not None]
        yield Hit(what, entry, len(found), found[0] if found else None)


def _unread(extraction: Extraction, template: Template, lines: Sequence[SourceLineRow]) -> Iterator[SourceLineRow]:
    """The lines that hold something which stands in no published value, and is no label that the template knows."""
    values = {_squeezed(t) for t in _texts(extraction)}
    stored = "\0".join(values)
    for row in lines:
        taken = any(e.match(row.text) is not None for e in (*template.sign, *template.field))
        if taken or _squeezed(row.text) in stored:
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
    return _is_made_of(part.split()[:_MAX_WORDS], values)


def _is_made_of(words: Sequence[str], values: set[str]) -> bool:
    """True when the words are whole published values one after the other: an id and a title, a label and amounts."""
    reached = {0}
    for end in range(1, len(words) + 1):
        if any(_squeezed("".join(words[start:end])) in values for start in reached):
            reached.add(end)
    return len(words) in reached


def _texts(extraction: Extraction) -> Iterator[str]:
    """Every text that was published, but for the lines as they were printed."""
    for table in ([extraction.document], *(r for t, r in extraction.rows.items() if t != SourceLineRow.table)):
        for row in table:
            for value in dict(row).values():
                if isinstance(value, str):
                    yield value
                elif isinstance(value, list):
                    yield from (v for v in value if isinstance(v, str))


def _squeezed(text: str) -> str:
    return _SPACE.sub("", text).replace("­", "").lower()
