"""A record's place on its page as a picture: the page cropped around it, the record's box marked."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image, ImageDraw

from extractors.readers.pdf.file import open_pdf
from extractors.readers.pdf.page import turn_of
from schemas.errors import BilagError
from schemas.source import BBox

MAX_PIXELS: Final = 20_000_000
_FRAME: Final = (200, 30, 30)


def render(
    data: bytes, page: int, *, turned: int | None = None, scale: float = 2.0, passwords: tuple[str, ...] = ()
) -> tuple[Image.Image, float]:
    """The whole 1-based `page` as it is read, and its pixels a point: `scale`, less where the page is huge.

    `turned` is the clockwise rotation in degrees from the sheet as stored to the page as it was read. Without it, a
    page of text tells its own, and a scan is shown as it lies: which way up it was read only reading it would tell.

    Raises:
        BilagError: `pdf_no_pages` when the document has no such page, or what opening it raises.
    """
    with open_pdf(data, passwords) as document:
        if not 1 <= page <= len(document):
            raise BilagError("pdf_no_pages", f"the PDF has no page {page}")
        opened = document[page - 1]
        try:
            # rendering applies the page's own rotation; what reading turned beyond that is turned here
            angle = turn_of(opened) if turned is None else turned
            further = (angle - int(opened.get_rotation())) % 360 if angle is not None else 0
            width, height = opened.get_size()
            scale = min(scale, (MAX_PIXELS / (width * height)) ** 0.5)
            picture = opened.render(scale=scale).to_pil().convert("RGB")
        finally:
            opened.close()
    return (picture.rotate(-further, expand=True) if further else picture), scale


def crop(
    data: bytes,
    page: int,
    bbox: BBox,
    *,
    turned: int | None = None,
    margin: float = 24.0,
    scale: float = 2.0,
    passwords: tuple[str, ...] = (),
) -> bytes:
    """A PNG of the 1-based `page` around `bbox` (points on the page as read), `margin` points wider all round.

    `turned` is as `render` has it, `scale` is pixels a point. The box is framed in red.

    Raises:
        BilagError: `pdf_no_pages` when the document has no such page, or what opening it raises.
    """
    picture, scale = render(data, page, turned=turned, scale=scale, passwords=passwords)
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
