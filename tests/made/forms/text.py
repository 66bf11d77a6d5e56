"""A made document as text: what common tools make of its PDF, tab text, Markdown pipes, one value a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from tests.made.dump import pdfium, pdftotext
from tests.made.forms.model import Document, Element, Fields, Grid, PageBreak, Text
from tests.made.forms.typeset import pdf

_MARKS = {"title": "# ", "card": "## ", "heading": "### "}


def dump(document: Document) -> str:
    """The lines of the plain PDF in stream order; empty cells are lost."""
    return pdfium(pdf(document, "plain")).replace("\f", "\n")


def layout(document: Document) -> str:
    """The plain PDF by poppler's `pdftotext -layout`."""
    return pdftotext(pdf(document, "plain"), "-layout")


def tabs(document: Document) -> str:
    """Cells parted by tabs, as a spreadsheet or a word processor copies them."""
    return _lines(document, _tab_lines)


def pipes(document: Document) -> str:
    """Markdown with pipe tables, as converters write them."""
    return _lines(document, _pipe_lines)


def one_a_line(document: Document) -> str:
    """Every cell on a line of its own, an empty one as an empty line."""
    return _lines(document, _single_lines)


def _lines(document: Document, write: Callable[[Element], Iterator[str]]) -> str:
    return "\n".join(chain.from_iterable(map(write, document.elements))) + "\n"


def _tab_lines(element: Element) -> Iterator[str]:
    if isinstance(element, Text):
        yield element.text
    elif isinstance(element, Fields):
        yield from (f"{k}\t{v}" if element.boxed else f"{k}: {v}" for k, v in element.pairs)
    elif isinstance(element, Grid):
        yield from ("\t".join(cells) for cells in _cells(element))


def _pipe_lines(element: Element) -> Iterator[str]:
    if isinstance(element, Text):
        yield from (f"{_MARKS.get(element.kind, '')}{element.text}", "")
    elif isinstance(element, Fields) and not element.boxed:
        for key, value in element.pairs:
            yield from (f"**{key}:** {value}", "")
    elif isinstance(element, Fields | Grid):
        rows = [list(p) for p in element.pairs] if isinstance(element, Fields) else _cells(element)
        for number, cells in enumerate(rows):
            yield f"| {' | '.join(cells)} |"
            if not number:
                yield "|" + " --- |" * len(cells)
        yield ""


def _single_lines(element: Element) -> Iterator[str]:
    if isinstance(element, Text):
        yield element.text
    elif isinstance(element, Fields):
        yield from (chain.from_iterable(element.pairs) if element.boxed else (f"{k}: {v}" for k, v in element.pairs))
    elif isinstance(element, Grid):
        yield from chain.from_iterable(_cells(element))
    elif isinstance(element, PageBreak):
        yield ""


def _cells(grid: Grid) -> list[list[str]]:
    return [*grid.header, *(r.cells for r in grid.rows)]
