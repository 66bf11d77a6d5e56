"""What a file says and where it says it: the one object every reader returns and every extractor reads.

A reader (text, PDF, OCR) turns bytes into a `SourceDocument`: a flat, ordered stream of blocks. A block is either a
printed `Line` or a `Grid`, a table whose cells the reader could place (by rulings, by geometry or by tabs). Downstream
nobody asks what the file was: a table that reached us as a `Grid` is read by its cells, one that reached us as lines
is rebuilt by `extractors.layout.columns.place`.

Coordinates are PDF points from the page's top left corner, y downwards, on the page as it is read (after rotation).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

BBox = tuple[float, float, float, float]
"""(x0, top, x1, bottom) in points."""

SourceFormat = Literal["pdf", "text", "docx"]
TextSource = Literal["text layer", "ocr"]


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without a gap, with its box and, for OCR, the engine's confidence (0-1).

    `readings` are what else a figure on a scan may be, as other passes over its picture read it.
    `run` numbers the stretches of text that a PDF prints in one go, in the order of printing: words of a line between
    which it prints spaces. None where the file does not tell. `glued` tells of a word that begins a line whether no
    space is printed after the one before it, on the line above: there something ended, or a word was broken.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float | None = None
    size: float | None = None
    bold: bool = False
    readings: tuple[str, ...] = ()
    run: int | None = None
    glued: bool | None = None

    @property
    def bbox(self) -> BBox:
        """The word's box."""
        return (self.x0, self.top, self.x1, self.bottom)


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line.

    `text` is as printed, its inner and trailing spaces kept (in a text dump they are the only trace of empty cells),
    without the line end. `number` is the 1-based line of a text file, the number of a Word document's paragraph or row,
    None for a PDF; `page` is 1-based, None where a text dump does not mark its pages. `words` is empty but for a PDF.
    """

    text: str
    number: int | None = None
    page: int | None = None
    bbox: BBox | None = None
    words: tuple[Word, ...] = ()

    @property
    def blank(self) -> bool:
        """True when the line shows nothing."""
        return not self.text or self.text.isspace()


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight, axis-parallel stroke or thin rectangle on a page."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        """True when the stroke is wider than it is high."""
        return (self.x1 - self.x0) >= (self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a grid: its text with line breaks kept as newlines, its box, and how many columns it spans.

    `mended` tells that the text is a number put together from the pieces that a narrow cell broke it into; `readings`
    are what else the one word of a cell may be (`Word.readings`).
    """

    text: str
    bbox: BBox | None = None
    span: int = 1
    confidence: float | None = None
    mended: bool = False
    readings: tuple[str, ...] = ()

    @property
    def joined(self) -> str:
        """The text on one line, spaces collapsed (hyphenation is not undone here)."""
        return " ".join(self.text.split())


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a grid; `cells` has one entry a column, None where a neighbour to the left spans over the place."""

    cells: tuple[GridCell | None, ...]
    page: int | None = None
    line: int | None = None
    bbox: BBox | None = None

    def texts(self) -> list[str]:
        """The cells' text on one line each, "" for an empty or covered cell."""
        return [c.joined if c else "" for c in self.cells]

    @property
    def is_rule(self) -> bool:
        """Whether it only parts the rows around it, as `|---|:--|` does in Markdown."""
        texts = self.texts()
        return all(set(t) <= {"-", ":", "="} for t in texts) and any(len(t) > 1 for t in texts)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose cells the reader placed.

    `evidence` says by what: "ruled" (rulings both ways), "lines" (horizontal rules), "aligned" (columns of words),
    "tabs" (a text file's tab characters). A Word document's tables count as "ruled": Word placed their cells. Rows of a
    table that runs over a page are one grid; each row has its page. `columns` are the columns' (x0, x1) extents, None
    but for a PDF. `printed` are the printed lines, a row each, of a table of words whose rows no ruling parts: for a
    reader who knows better than the geometry where its rows end.
    `settled` tells that the rows are not the geometry's guess: the order of printing shows where each begins.
    """

    rows: tuple[GridRow, ...]
    evidence: Literal["ruled", "lines", "aligned", "tabs"]
    page: int | None = None
    bbox: BBox | None = None
    columns: tuple[tuple[float, float], ...] | None = None
    printed: tuple[GridRow, ...] = ()
    settled: bool = False

    @property
    def width(self) -> int:
        """The number of columns."""
        return max((len(r.cells) for r in self.rows), default=0)


Block = Line | Grid


@dataclass(frozen=True, slots=True)
class Page:
    """A page's frame: its number (1-based), size in points, how its text was had, and how sure that is (0-1)."""

    number: int
    width: float | None = None
    height: float | None = None
    rotation: int = 0
    text_source: TextSource = "text layer"
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """Something a reader could not use, kept for the record: a stable code, the page, and what to do about it."""

    code: str
    message: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A file as read: `blocks` in reading order with page furniture still in them.

    `beside` are texts that stand in none of its lines, though a line may say the same: what is printed huge or aslant
    over its pages, and what the file tells of itself (title, subject, keywords).
    """

    sha256: str
    file_name: str
    source_format: SourceFormat
    text_source: TextSource
    blocks: tuple[Block, ...]
    pages: tuple[Page, ...] = ()
    encoding: str | None = None
    faults: tuple[Fault, ...] = field(default=())
    beside: tuple[str, ...] = ()

    @property
    def document_id(self) -> str:
        """16 hex digits of the file's sha256: the same bytes are the same document, whatever their name."""
        return self.sha256[:16]

    def lines(self) -> Iterator[Line]:
        """The printed lines outside grids, in order."""
        return (b for b in self.blocks if isinstance(b, Line))
