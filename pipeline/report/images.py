"""Images of the pages that findings and tables point at: one image a page, which every crop of that page shows a part
of. Rendered grey and in few shades, and only as many as a mail can carry."""

from __future__ import annotations

import base64
import hashlib
import io
import logging
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from extractors.readers.pdf_image import crop
from pipeline.report.source import Crop
from schemas.dataset import DocumentRow

_SCALE = 2.0  # pixels a point: sharp on a screen of twice the usual density at the width it is shown
_WIDTH = 842.0  # points; the longer side of A4, the reader cuts it to the page
_SHADES = 12
_MOST_BYTES = 4_000_000
_MOST_PAGES = 150
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PageImage:
    """The upper left corner (0, `top`) and the size of what is shown of a page, in points, and the PNG as a data URI."""

    key: str
    top: float
    width: float
    height: float
    href: str


PageKey = tuple[str, int]


def page_images(crops: Iterable[Crop], documents: Iterable[DocumentRow], raw: Path) -> dict[PageKey, PageImage]:
    """An image for every page that a crop asks for, the most urgent first, until there are too many.

    A page whose file is gone, changed or cannot be drawn has none: its lines are shown instead.
    """
    wanted: dict[PageKey, list[Crop]] = defaultdict(list)
    for one in crops:
        wanted[one.document_id, one.page].append(one)
    order = sorted(wanted, key=lambda k: min(c.urgency for c in wanted[k]))[:_MOST_PAGES]
    by_document: dict[str, list[PageKey]] = defaultdict(list)
    for key in order:
        by_document[key[0]].append(key)
    known = {d.document_id: d for d in documents}
    drawn = {
        key: image
        for document_id, keys in by_document.items()
        for key, image in _drawn(known[document_id], keys, wanted, raw)
    }
    return dict(_within_budget(drawn, order))


def _drawn(
    document: DocumentRow, keys: list[PageKey], wanted: dict[PageKey, list[Crop]], raw: Path
) -> Iterator[tuple[PageKey, PageImage]]:
    data = _bytes(document, raw)
    for key in keys if data else ():
        top = min(c.top for c in wanted[key])
        bottom = max(c.bottom for c in wanted[key])
        try:
            yield key, _draw(data or b"", key, top, bottom)
        except Exception as error:  # noqa: BLE001 -- a page that cannot be drawn must not cost the release its report
            _log.warning("page %d of %s cannot be drawn: %s", key[1], document.file_name, error)


def _draw(data: bytes, key: PageKey, top: float, bottom: float) -> PageImage:
    png = crop(data, key[1], (0.0, top, _WIDTH, bottom), margin=0.0, scale=_SCALE)
    with Image.open(io.BytesIO(png)) as image:
        width, height = image.width / _SCALE, image.height / _SCALE
        out = io.BytesIO()
        _few_shades(image).save(out, "PNG", optimize=True)
    href = "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
    return PageImage(f"s{key[0][:8]}-{key[1]}", top, width, height, href)


def _few_shades(image: Image.Image) -> Image.Image:
    """Grey in few evenly spaced shades: a third of the bytes, and text stays smooth."""
    step = 255 / (_SHADES - 1)
    grey = np.asarray(image.convert("L"), dtype=np.float32)
    index = Image.fromarray(np.rint(grey / step).astype(np.uint8), "P")
    index.putpalette([round(n * step) for n in range(_SHADES) for _ in range(3)])
    return index


def _within_budget(drawn: dict[PageKey, PageImage], order: list[PageKey]) -> Iterator[tuple[PageKey, PageImage]]:
    left = _MOST_BYTES
    for key in order:
        if key in drawn and len(drawn[key].href) <= left:
            left -= len(drawn[key].href)
            yield key, drawn[key]


def _bytes(document: DocumentRow, raw: Path) -> bytes | None:
    """The file's bytes, when one of its names still leads to the same ones."""
    for name in (document.file_name, *document.other_names):
        path = raw / name
        try:
            data = path.read_bytes()
        except OSError:
            continue
        if hashlib.sha256(data).hexdigest() == document.sha256:
            return data
    return None


def pixels(value: float) -> str:
    """A length in points, short."""
    return f"{math.floor(value * 10) / 10:g}"
