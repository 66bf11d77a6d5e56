"""A record's place on its page as a picture: the page cropped around it, the record's box marked."""

from __future__ import annotations

import hashlib
import io
from typing import Any, Final

from PIL import Image, ImageDraw
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from extractors.readers.pdf.file import open_pdf
from extractors.readers.pdf.page import turn_of
from schemas.errors import BilagError
from schemas.source import BBox

MAX_PIXELS: Final = 20_000_000
_FRAME: Final = (200, 30, 30)


def render(data: bytes, page: int, *, scale: float = 2.0, passwords: tuple[str, ...] = ()) -> tuple[Image.Image, float]:
    """The whole 1-based `page` as it is read, and its pixels a point: `scale`, less where the page is huge.

    Raises:
        BilagError: `pdf_no_pages` when the document has no such page, or what opening it raises.
    """
    with open_pdf(data, passwords) as document:
        if not 1 <= page <= len(document):
            raise BilagError("pdf_no_pages", f"the PDF has no page {page}")
        opened = document[page - 1]
        try:
            further = _further(opened, hashlib.sha256(data).digest(), page)
            width, height = opened.get_size()
            scale = min(scale, (MAX_PIXELS / (width * height)) ** 0.5)
            picture = opened.render(scale=scale).to_pil().convert("RGB")
        finally:
            opened.close()
    return (picture.rotate(-further, expand=True) if further else picture), scale


_turns: dict[tuple[bytes, int], int] = {}
"""What scanned pages were turned by; to see that, a page has to be read."""
_MOST_TURNS: Final = 10_000


def _further(opened: Any, digest: bytes, page: int) -> int:
    """The clockwise turn of the page as read beyond its own rotation, which rendering applies."""
    angle = turn_of(opened)
    if angle is not None:
        return (angle - int(opened.get_rotation())) % 360
    if not any(o.type == FPDF_PAGEOBJ_IMAGE for o in opened.get_objects()):
        return 0
    key = digest, page
    if key not in _turns:
        if len(_turns) >= _MOST_TURNS:
            _turns.clear()
        _turns[key] = _scan_turn(opened)
    return _turns[key]


def _scan_turn(opened: Any) -> int:
    from extractors.readers.ocr.pages import upright_turn  # noqa: PLC0415 - OpenCV is loaded for scans only

    try:
        return upright_turn(opened)
    except BilagError:  # without Tesseract no scan was read, and no place on it is shown
        return 0


def crop(
    data: bytes, page: int, bbox: BBox, *, margin: float = 24.0, scale: float = 2.0, passwords: tuple[str, ...] = ()
) -> bytes:
    """A PNG of the 1-based `page` around `bbox` (points on the page as read), `margin` points wider all round.

    `scale` is pixels a point. The box is framed in red.

    Raises:
        BilagError: `pdf_no_pages` when the document has no such page, or what opening it raises.
    """
    picture, scale = render(data, page, scale=scale, passwords=passwords)
    x0, top, x1, bottom = (v * scale for v in bbox)
    ImageDraw.Draw(picture).rectangle((x0 - 2, top - 2, x1 + 2, bottom + 2), outline=_FRAME, width=max(1, round(scale)))
    pad = margin * scale
    box = (max(0, x0 - pad), max(0, top - pad), min(picture.width, x1 + pad), min(picture.height, bottom + pad))
    out = io.BytesIO()
    _whole(picture, box).save(out, "PNG", optimize=True)
    return out.getvalue()


def _whole(picture: Image.Image, box: tuple[float, float, float, float]) -> Image.Image:
    """The part of the picture in the box; the whole picture when the box lies beside it."""
    left, top, right, bottom = (round(v) for v in box)
    return picture.crop((left, top, right, bottom)) if right > left and bottom > top else picture
