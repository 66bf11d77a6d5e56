"""A made bilag as text: what common tools make of its PDF, and a flattening of cells to lines."""

from __future__ import annotations

import random
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pypdfium2
from reportlab.pdfbase.pdfmetrics import stringWidth

from tests.made.content import Element, Field, NewPage, Table, Text, elements
from tests.made.look import Look
from tests.made.model import Bilag


def pdftotext(data: bytes, *options: str) -> str:
    """A PDF's text by poppler's pdftotext (`-layout` keeps the page's layout, `-raw` the stream's order)."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.pdf"
        path.write_bytes(data)
        done = subprocess.run(["pdftotext", *options, str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def pdfium(data: bytes) -> str:
    """A PDF's text by pdfium: lines in stream order, empty cells lost, pages parted by form feeds only."""
    document = pypdfium2.PdfDocument(data)
    try:
        pages = [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]
    finally:
        document.close()
    return "\f".join(pages)


def flat(bilag: Bilag, look: Look, *, columns: int = 26, padded: float = 0.0, blank_lines: bool = True) -> str:
    """A flattening that prints a space after every cell, so that empty cells survive as spaces.

    Args:
        bilag: the bilag.
        look: how numbers and headings look.
        columns: the label column's width in characters.
        padded: the share of rows that print one more space around every cell.
        blank_lines: a blank line follows each printed one.
    """
    return flatten(
        elements(bilag, look), columns=columns, padded=padded, blank_lines=blank_lines, rng=random.Random(bilag.seed)
    )


def flatten(printed: Iterable[Element], *, columns: int, padded: float, blank_lines: bool, rng: random.Random) -> str:
    """Elements as the lines of a flattened dump; see `flat`."""
    lines: list[str] = []
    for element in printed:
        if isinstance(element, NewPage):
            continue
        for line in _lines(element, columns, padded, rng):
            lines.append(line)
            if blank_lines:
                lines.append("")
    return "\n".join(lines) + "\n"


def _lines(element: Element, columns: int, padded: float, rng: random.Random) -> Iterator[str]:
    if isinstance(element, Text):
        yield from (f"{x} " for x in wrap(element.text, 88))
    elif isinstance(element, Field):
        first, *rest = wrap(f"{element.label} {element.text}", 66)
        yield first
        yield from rest
    elif isinstance(element, Table):
        for cells in element.header:
            yield from _row(cells, 99, padded=False)
        for row in element.rows:
            width = 99 if row.span or element.kind in ("goals", "approval", "payback") else columns
            yield from _row(row.cells, width, padded=rng.random() < padded)


def _row(cells: list[str], width: int, *, padded: bool) -> Iterator[str]:
    """Each cell is followed by a space; the lines of a wrapped label stand before the other cells."""
    label, rest = cells[0], cells[1:]
    pad = " " if padded else ""
    tail = "".join(f"{pad}{c} " for c in rest)
    lines = wrap(label, width) if label else [""]
    if len(lines) == 1:
        yield f"{lines[0]} {tail}"
        return
    yield from (x if x.endswith("-") else f"{x} " for x in lines)
    yield tail


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines as wide as `width` average characters, long words hyphenated after a vowel."""
    lines, line = [], ""
    for word in text.split():
        joined = f"{line} {word}".strip()
        if _width(joined) <= width:
            line = joined
            continue
        at = _hyphen_at(word, width - _width(f"{line} -"))
        if at:
            lines.append(f"{line} {word[:at]}-".strip())
            line = word[at:]
        else:
            if line:
                lines.append(line)
            line = word
    return [*lines, line]


def _width(text: str) -> float:
    """The printed width in average characters: real dumps come from proportional type."""
    return float(stringWidth(text, "Helvetica", 10)) / 5.0


def _hyphen_at(word: str, room: float) -> int | None:
    """Where a word of small letters may be broken: after a vowel before a consonant, three letters on both sides."""
    if len(word) < 10 or not re.fullmatch(r"[A-ZÆØÅ]?[a-zæøå]+[.,)]?", word):
        return None
    spots = [m.end() for m in re.finditer(r"[aeiouyæøå](?=[bcdfghjklmnpqrstv][aeiouyæøå])", word)]
    return next((s for s in reversed(spots) if 3 <= s <= len(word) - 3 and _width(word[:s]) <= room), None)
