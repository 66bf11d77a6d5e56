"""What a template's words say of a card's lines: which field a line opens, and whether it is a heading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from extractors.templates.model import FieldEntry, FieldName, Template
from extractors.templates.phrases import SECTION_NUMBER
from schemas.source import Block, Line

_LONGEST: Final = 90


def opens_field(text: str, template: Template) -> bool:
    """True for a line that begins with the label of one of the form's fields."""
    seen: set[str] = set()
    for entry in template.field:
        if _labelled(entry, text, sure=entry.name not in seen) is not None:
            return True
        seen.add(entry.name)
    return False


def fields_at(blocks: Sequence[Block], name: FieldName, template: Template) -> Iterator[tuple[int, int]]:
    """The blocks where a field's label stands, and where its value begins in each.

    A field's first entry is its name on the form; the others are looked for only where that is nowhere printed, and
    count only where they stand alone or before a colon: `Resumé` also begins sentences. Where some stand before a
    colon, those without one are headings of the running text.
    """
    for rank, entry in enumerate(e for e in template.field if e.name == name):
        lines = [(i, b.text) for i, b in enumerate(blocks) if isinstance(b, Line)]
        found = [(i, end, t) for i, t in lines if (end := _labelled(entry, t, sure=rank == 0)) is not None]
        colons = rank > 0 and any(t[:end].endswith(":") for _, end, t in found)
        yield from ((i, end) for i, end, t in found if t[:end].endswith(":") or not colons)
        if found:
            return


def field_at(blocks: Sequence[Block], name: FieldName, template: Template) -> tuple[int, int] | None:
    """The first of `fields_at`; None where the field is not printed."""
    return next(fields_at(blocks, name, template), None)


def is_label(text: str, name: FieldName, template: Template) -> bool:
    """True for a line that is a field's label alone: notes print their fields as headings."""
    ends = (e.match(text) for e in template.field if e.name == name)
    return any(end is not None and not text[end:].strip(" :") for end in ends)


def is_heading(text: str, template: Template) -> bool:
    """True for a heading: by the form's words, behind a section number or alone, or by a dotted number (`1.2.`)."""
    if len(text.strip()) >= _LONGEST:
        return False
    number = SECTION_NUMBER.match(text)
    if number and number["dot"] and "." in number["number"] and text[number.end()].isupper():
        return True
    return any(e.match(text) is not None for e in template.heading)


def bare_headings(blocks: Sequence[Block], template: Template) -> frozenset[int]:
    """The headings that the form numbers and this card does not, by index; none where it numbers most of them."""
    lines = [(i, b.text) for i, b in enumerate(blocks) if isinstance(b, Line) and len(b.text) < _LONGEST]
    numbered = [e for e in template.heading if e.numbered]
    bare = frozenset(i for i, text in lines if any(e.bare(text) for e in numbered))
    printed = sum(any(e.match(text) is not None for e in numbered) for _, text in lines) if bare else 0
    return bare if len(bare) > printed else frozenset()


def _labelled(entry: FieldEntry, text: str, *, sure: bool) -> int | None:
    end = entry.label_end(text)
    if end is None:
        return None
    rest = text[end:].lstrip("* ")
    if not sure and rest and not rest.startswith(":"):
        return None
    rest = rest[1:].lstrip("*") if rest.startswith(":") else rest
    return len(text) - len(rest)
