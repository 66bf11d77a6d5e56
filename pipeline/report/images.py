"""Images of the pages that findings and tables point at.

One image a page, which every crop of that page shows a part of; grey, in few shades, and only as many as a mail can
carry.
"""

from __future__ import annotations

import base64
import hashlib
import io
import logging
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from extractors.readers.pdf_image import render
from pipeline.report.source import Crop
from schemas.dataset import DocumentRow

_SCALE = 2.0  # pixels a point: sharp on a screen of twice the usual density at the width it is shown
_SHADES = 12
_MOST_BYTES = 4_000_000
_MOST_PAGES = 100
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PageImage:
    """A band of a page: its upper left corner (0, `top`) and its size in points, and the PNG as a data URI."""

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
    known, images, left = {d.document_id: d for d in documents}, dict[PageKey, PageImage](), _MOST_BYTES
    data: dict[str, bytes | None] = {}
    for key in order:
        if key[0] not in data:
            data = {key[0]: _bytes(known[key[0]], raw)}
        image = _try_to_draw(data[key[0]], key, wanted[key], known[key[0]])
        if image is None:
            continue
        left -= len(image.href)
        if left < 0:
            break
        images[key] = image
    return images


def _try_to_draw(data: bytes | None, key: PageKey, crops: list[Crop], document: DocumentRow) -> PageImage | None:
    if data is None:
        return None
    try:
        return _draw(data, key, min(c.top for c in crops), max(c.bottom for c in crops))
    except Exception as error:  # a page that cannot be drawn must not cost the release its report
        _log.warning("page %d of %s cannot be drawn: %s", key[1], document.file_name, error)
        return None


def _draw(data: bytes, key: PageKey, top: float, bottom: float) -> PageImage:
    picture, scale = render(data, key[1], scale=_SCALE)
    first, last = max(0, int(top * scale)), min(picture.height, math.ceil(bottom * scale))
    band = _few_shades(picture.crop((0, first, picture.width, max(first + 1, last))))
    out = io.BytesIO()
    band.save(out, "PNG")
    href = "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
    return PageImage(f"s{key[0][:8]}-{key[1]}", first / scale, band.width / scale, band.height / scale, href)


def _few_shades(image: Image.Image) -> Image.Image:
    """Grey in few evenly spaced shades: a third of the bytes, and text stays smooth."""
    step = 255 / (_SHADES - 1)
    nearest = [round(value / step) for value in range(256)]
    index = image.convert("L").point(nearest)
    index = Image.frombytes("P", index.size, index.tobytes())
    index.putpalette([round(n * step) for n in range(_SHADES) for _ in range(3)])
    return index


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
