"""What a template's words say of a card's lines: which field a line opens, and whether it is a heading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extractors.templates.model import FieldEntry, FieldName, Template
from extractors.templates.phrases import SECTION_NUMBER
from schemas.source import Block, Line

_LONGEST: Final = 90


def opens_field(text: str, template: Template) -> bool:
    """True for a line that begins with the label of one of the form's fields."""
    return any(_labelled(e, text, sure=i == 0) for i, e in _ranked(template.field))


def field_at(blocks: Sequence[Block], name: FieldName, template: Template) -> tuple[int, int] | None:
    """The block where a field's label stands, and where its value begins there.

    A field's first entry is its name on the form; the others are looked for only where that is nowhere printed, and
    count only where they stand alone or before a colon: `Resumé` also begins sentences.
    """
    for rank, entry in enumerate(e for e in template.field if e.name == name):
        for index, block in enumerate(blocks):
            if isinstance(block, Line) and (end := _labelled(entry, block.text, sure=rank == 0)):
                return index, end
    return None


def fields_at(blocks: Sequence[Block], name: FieldName, template: Template) -> list[int]:
    """Every block where the field's label stands, by the first of its entries that is printed at all."""
    for rank, entry in enumerate(e for e in template.field if e.name == name):
        lines = [(i, b.text) for i, b in enumerate(blocks) if isinstance(b, Line)]
        if found := [i for i, text in lines if _labelled(entry, text, sure=rank == 0)]:
            return found
    return []


def is_heading(text: str, template: Template) -> bool:
    """True for a heading: by the form's words, behind a section number or alone, or by a dotted number (`1.2.`)."""
    if len(text.strip()) >= _LONGEST:
        return False
    number = SECTION_NUMBER.match(text)
    if number and number["dot"] and "." in number["number"] and text[number.end()].isupper():
        return True
    return any(e.match(text) is not None for e in template.heading)


def _ranked(entries: Sequence[FieldEntry]) -> list[tuple[int, FieldEntry]]:
    """Each entry with how many of its field's stand before it."""
    seen: dict[str, int] = {}
    ranked = []
    for entry in entries:
        ranked.append((seen.get(entry.name, 0), entry))
        seen[entry.name] = seen.get(entry.name, 0) + 1
    return ranked


def _labelled(entry: FieldEntry, text: str, *, sure: bool) -> int | None:
    end = entry.match(text)
    if end is None:
        return None
    rest = text[end:].lstrip()
    if not sure and rest and not rest.startswith(":"):
        return None
    return len(text) - len(rest) + rest.startswith(":")
