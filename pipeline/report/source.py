"""What is shown of the source beside a finding or a table: printed lines of a text, a boxed crop of a PDF's page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.report.dataset import Lines
from schemas.dataset import DocumentRow, EconomicRowRow, EconomicTableRow, Evidence, SourceLineRow

Span = tuple[int, int]
_OF_FINDING, _OF_TABLE = 1, 2  # see `Crop.urgency`
_NEAR = 6  # lines: places this near are shown in one excerpt
_LONGEST = 400  # lines of a table that are shown
_ABOVE, _BELOW, _BESIDE = 18.0, 10.0, 12.0  # points kept around a place, so that a reader sees where it stands


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A printed line: its number (None in a PDF), its text, whether the evidence points at it, and a gap before it."""

    number: int | None
    text: str
    marked: bool = False
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A box to draw on a page, in points; `main` where the contradiction shows, the others are what it is held to."""

    x: float
    y: float
    width: float
    height: float
    main: bool = False


@dataclass(frozen=True, slots=True)
class Crop:
    """A band of a page with boxes on it."""

    document_id: str
    page: int
    top: float
    bottom: float
    left: float
    right: float
    boxes: tuple[Box, ...] = ()
    urgency: int = _OF_TABLE
    """0 for an error's place, 1 for another finding's, 2 for a table: what is left out first when there is too much."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of the source: where it stands, its lines, and for a PDF the crop that shows it better."""

    place: str
    lines: list[SourceLine] = field(default_factory=list)
    crop: Crop | None = None


def finding_source(
    document: DocumentRow, lines: Lines, evidence: Sequence[Evidence], last_lines: dict[int, int], *, urgency: int
) -> list[Excerpt]:
    """The places of a finding; `last_lines` tells the last line of a row by its first."""
    if document.source_format != "pdf":
        spans = [(e.line, last_lines.get(e.line, e.line)) for e in evidence if e.line]
        return [_text(lines, group) for group in _groups(spans)]
    return [_band(document, lines, page, _boxes(evidence, page), urgency) for page in _pages(evidence)]


def table_source(
    document: DocumentRow, lines: Lines, table: EconomicTableRow, rows: Sequence[EconomicRowRow],
    evidence: Sequence[Evidence],
) -> list[Excerpt]:  # fmt: skip
    """The source of a whole table, the places of its findings marked."""
    if document.source_format != "pdf":
        return _table_lines(lines, table, rows, evidence)
    return list(_table_bands(document, lines, table, rows, evidence))


def _table_lines(
    lines: Lines, table: EconomicTableRow, rows: Sequence[EconomicRowRow], evidence: Sequence[Evidence]
) -> list[Excerpt]:
    """The printed lines from a table's heading to the end of its last row."""
    ends = {r.line: r.last_line or r.line for r in rows if r.line}
    begins = [x.line for x in (table, *rows) if x.line]
    if not begins:
        return []
    first, last = min(begins), max((x for r in rows if (x := r.last_line or r.line)), default=min(begins))
    marked = {n for e in evidence if e.line for n in range(e.line, ends.get(e.line, e.line) + 1)}
    return [Excerpt(_range(first, last), _lines(lines.around(first, last, 1)[:_LONGEST], marked))]


def _table_bands(
    document: DocumentRow, lines: Lines, table: EconomicTableRow, rows: Sequence[EconomicRowRow],
    evidence: Sequence[Evidence],
) -> Iterator[Excerpt]:  # fmt: skip
    """A band a page around what a table has there, boxed only where a finding points."""
    for page in sorted({r.page for r in rows if r.page}):
        on_page = [Evidence(page=page, bbox=r.bbox, text="") for r in (table, *rows) if r.page == page and r.bbox]
        if on_page:
            band = _band(document, lines, page, _boxes(on_page, page), _OF_TABLE)
            yield replace(band, crop=_pointed_at(band.crop, _boxes(evidence, page)))


def _pointed_at(crop: Crop | None, boxes: Sequence[Box]) -> Crop | None:
    """A table's crop with the boxes of findings in it, which make it more urgent."""
    if crop is None:
        return None
    return replace(crop, boxes=tuple(boxes), urgency=_OF_FINDING if boxes else crop.urgency)


def _groups(spans: Iterable[Span]) -> list[list[Span]]:
    """Spans that lie near each other, in the order of the text."""
    groups: list[list[Span]] = []
    for span in sorted(set(spans)):
        if groups and span[0] - max(s[1] for s in groups[-1]) <= _NEAR:
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups


def _text(lines: Lines, group: list[Span]) -> Excerpt:
    first, last = group[0][0], max(s[1] for s in group)
    marked = {n for a, b in group for n in range(a, b + 1)}
    return Excerpt(_range(first, last), _lines(lines.around(first, last, 1), marked))


def _range(first: int, last: int) -> str:
    return f"linje {first}" if first == last else f"linje {first}–{last}"


def _lines(rows: Iterable[SourceLineRow], marked: set[int]) -> list[SourceLine]:
    found: list[SourceLine] = []
    before: int | None = None
    for row in rows:
        number = row.line
        gap = number is not None and before is not None and number > before + 1
        found.append(SourceLine(number, row.text, number in marked if number else False, gap))
        before = number
    return found


def _pages(evidence: Iterable[Evidence]) -> list[int]:
    """The pages in the order the evidence names them."""
    return list(dict.fromkeys(e.page for e in evidence if e.page))


def _boxes(evidence: Sequence[Evidence], page: int) -> list[Box]:
    seen: dict[tuple[float, ...], Box] = {}
    for number, e in enumerate(evidence):
        if e.page == page and e.bbox:
            x0, top, x1, bottom = e.bbox
            seen.setdefault(tuple(e.bbox), Box(x0, top, x1 - x0, bottom - top, number == 0))
    return list(seen.values())


def _band(document: DocumentRow, lines: Lines, page: int, boxes: list[Box], urgency: int) -> Excerpt:
    if not boxes:
        return Excerpt(f"side {page}")
    top = max(0.0, min(b.y for b in boxes) - _ABOVE)
    bottom = max(b.y + b.height for b in boxes) + _BELOW
    rows = lines.on(page, top, bottom)
    shown = [SourceLine(None, r.text.replace("\t", "   "), any(_meets(r, b) for b in boxes)) for r in rows]
    # As wide as what is printed there: an amount is read with its label.
    left = min([b.x for b in boxes] + [r.bbox[0] for r in rows if r.bbox]) - _BESIDE
    right = max([b.x + b.width for b in boxes] + [r.bbox[2] for r in rows if r.bbox]) + _BESIDE
    crop = Crop(document.document_id, page, top, bottom, max(0.0, left), right, tuple(boxes), urgency)
    return Excerpt(f"side {page}", shown, crop)


def _meets(row: SourceLineRow, box: Box) -> bool:
    middle = box.y + box.height / 2
    return row.bbox is not None and row.bbox[1] <= middle <= row.bbox[3]
