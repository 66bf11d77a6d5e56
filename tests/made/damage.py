"""Printed pages as machines and people leave them: faxed, copied, folded, stamped, turned, pale.

`damaged` prints every page of a PDF to a picture and spoils it; the same seed spoils it the same way again.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any, Final

import cv2
import numpy as np
import pypdfium2
from PIL import Image

Picture = np.ndarray[Any, np.dtype[Any]]
Random = np.random.Generator
Sheet = tuple[Picture, float, float]
"""A spoiled page: its pixels (grey, or black and white), and dots an inch across and down."""
PRINT: Final = 300  # dots an inch at which a page is printed before it is spoiled


def damaged(data: bytes, kind: str, seed: int = 0, pages: Sequence[int] | None = None) -> bytes:
    """The PDF's pages (0-based; all by default) as scans of a `kind` of `KINDS`."""
    rng = np.random.default_rng(seed)
    names = list(SPOILERS) if kind == "mixed" else [kind]
    sheets = []
    document = pypdfium2.PdfDocument(data)
    for number in pages if pages is not None else range(len(document)):
        page = document[number]
        picture = np.asarray(page.render(scale=PRINT / 72, grayscale=True).to_numpy()).squeeze()
        sheets.append(SPOILERS[str(rng.choice(names))](picture.copy(), rng))
    return as_pdf(sheets)


def as_pdf(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as a PDF, a picture a page."""
    made = []
    for picture, across, down in sheets:
        file = io.BytesIO()
        image = Image.fromarray(picture)
        if set(np.unique(picture).tolist()) <= {0, 255}:
            image = image.convert("1")
        image.save(file, "PDF", resolution=across)
        page_file = pypdfium2.PdfDocument(file.getvalue())
        if across != down:  # a fax has fewer rows than columns an inch
            _stretch(page_file[0], across / down)
        made.append(page_file)
    out = pypdfium2.PdfDocument.new()
    for one in made:
        out.import_pages(one)
    target = io.BytesIO()
    out.save(target)
    return target.getvalue()


def _stretch(page: Any, factor: float) -> None:
    width, height = page.get_size()
    for drawn in page.get_objects():
        drawn.set_matrix(pypdfium2.PdfMatrix(width, 0, 0, height * factor, 0, 0))
    page.set_mediabox(0, 0, width, height * factor)
    page.set_cropbox(0, 0, width, height * factor)
    page.gen_content()


def skewed(picture: Picture, degrees: float) -> Picture:
    """The page laid on the glass at an angle."""
    height, width = picture.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return np.asarray(cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_AREA, borderValue=255))


def _resized(picture: Picture, across: float, down: float | None = None) -> Picture:
    size = (round(picture.shape[1] * across / PRINT), round(picture.shape[0] * (down or across) / PRINT))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))


def _grained(picture: Picture, rng: Random, sigma: float) -> Picture:
    return np.clip(picture + rng.normal(0, sigma, picture.shape), 0, 255).astype(np.uint8)


def _specks(picture: Picture, rng: Random, count: int, largest: float) -> Picture:
    """Dirt on the glass: dots of up to `largest` pixels across."""
    height, width = picture.shape
    for _ in range(count):
        at = (int(rng.integers(width)), int(rng.integers(height)))
        axes = (max(1, int(rng.uniform(0.2, 0.5) * largest)), max(1, int(rng.uniform(0.2, 0.5) * largest)))
        cv2.ellipse(picture, at, axes, float(rng.uniform(0, 180)), 0, 360, int(rng.integers(0, 70)), -1)
    return picture


def _bits(picture: Picture, threshold: int) -> Picture:
    return np.where(picture < threshold, np.uint8(0), np.uint8(255))


def _jpeg(picture: Picture, quality: int) -> Picture:
    packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE))


def _fax(picture: Picture, rng: Random) -> Sheet:
    """Black and white, 204 dots an inch across and 98 or 196 down."""
    down = float(rng.choice((98, 196)))
    small = _resized(skewed(picture, float(rng.normal(0, 0.3))), 204, down)
    small = _bits(small, int(rng.integers(150, 190)))
    for row in rng.integers(0, small.shape[0], 3):  # a line lost on the way
        start, end = sorted(rng.integers(0, small.shape[1], 2).tolist())
        small[row, start:end] = 0
    return _bits(_specks(small, rng, 120, 2), 128), 204, down


def _bits_200(picture: Picture, rng: Random) -> Sheet:
    """An office scanner's black and white, with dirt on its glass."""
    small = _specks(_resized(skewed(picture, float(rng.normal(0, 0.5))), 200), rng, 350, 5)
    return _bits(_grained(small, rng, 14), 150), 200, 200


def _photocopy(picture: Picture, rng: Random) -> Sheet:
    """A copy of a copy: fat letters, grain, holes in the toner, black borders."""
    small = _resized(skewed(picture, float(rng.normal(0, 0.8))), 200)
    for _ in range(2):
        small = cv2.GaussianBlur(small, (3, 3), 0.8)
        small = _grained(small, rng, 18)
        small = np.clip((small.astype(float) - 128) * 1.8 + 120, 0, 255).astype(np.uint8)
    holes = cv2.GaussianBlur(rng.random(small.shape).astype(np.float32), (5, 5), 1.2)
    small = np.where(holes > 0.68, np.uint8(240), small)
    small[:, : int(rng.integers(5, 40))] = rng.integers(0, 60)
    return _jpeg(_specks(small, rng, 400, 5), 60), 200, 200


def _fold(picture: Picture, rng: Random) -> Sheet:
    """Folded in the post and laid open over a book's gutter: shadows, a crease, lines that bend."""
    small = _resized(picture, 200)
    height, width = small.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    bend = 4 * np.sin(x / width * np.pi * float(rng.uniform(0.6, 1.4)) + float(rng.uniform(0, 3)))
    small = cv2.remap(small, x, y + bend.astype(np.float32), cv2.INTER_LINEAR, borderValue=255)
    light = 1 - 0.55 * np.exp(-x / (0.06 * width)) - 0.2 * (x / width) * float(rng.uniform(0, 1))
    crease = height * float(rng.uniform(0.3, 0.7))
    light -= 0.35 * np.exp(-np.abs(y - crease) / 14) + 0.1 * (y > crease)
    small = np.clip(small * 0.93 * light, 0, 255).astype(np.uint8)
    return _jpeg(_grained(small, rng, 4), 55), 200, 200


def _jpeg_150(picture: Picture, rng: Random) -> Sheet:
    """A small grey JPEG, as made to fit a mail."""
    small = _resized(skewed(picture, float(rng.normal(0, 0.5))), 150)
    return _jpeg(_grained((small * 0.9 + 12).astype(np.uint8), rng, 3), 30), 150, 150


def _turned(picture: Picture, rng: Random) -> Sheet:
    """Laid in sideways or head down."""
    small = _resized(skewed(picture, float(rng.normal(0, 0.6))), 200)
    small = _specks(_grained(small, rng, 5), rng, 120, 4)
    return _jpeg(np.ascontiguousarray(np.rot90(small, int(rng.integers(0, 4)))), 70), 200, 200


def _stamped(picture: Picture, rng: Random) -> Sheet:
    """Stamped by the registry and ticked with a pen, over the table where it happens so."""
    small = _resized(skewed(picture, float(rng.normal(0, 0.5))), 200)
    height, width = small.shape
    stamp = np.full((height, width), 255, np.uint8)
    x, y = int(rng.uniform(0.35, 0.6) * width), int(rng.uniform(0.2, 0.7) * height)
    cv2.rectangle(stamp, (x, y), (x + 400, y + 130), 60, 5)
    cv2.putText(stamp, "MODTAGET", (x + 20, y + 60), cv2.FONT_HERSHEY_DUPLEX, 2, 60, 4)
    cv2.putText(stamp, "14 JAN. 2026", (x + 30, y + 112), cv2.FONT_HERSHEY_DUPLEX, 1.4, 60, 3)
    turn = cv2.getRotationMatrix2D((float(x), float(y)), float(rng.uniform(-14, 14)), 1)
    small = np.minimum(small, cv2.warpAffine(stamp, turn, (width, height), borderValue=255))
    start = rng.uniform((0.3 * width, 0.3 * height), (0.6 * width, 0.7 * height))
    steps = np.cumsum(np.column_stack([rng.uniform(20, 60, 12), rng.normal(-15, 15, 12)]), axis=0)
    cv2.polylines(small, [np.int32(start + steps)], isClosed=False, color=50, thickness=3, lineType=cv2.LINE_AA)
    return _jpeg(_grained((small * 0.92 + 10).astype(np.uint8), rng, 4), 70), 200, 200


def _pale(picture: Picture, rng: Random) -> Sheet:
    """Toner that runs out, unevenly, on grey paper."""
    small = _resized(skewed(picture, float(rng.normal(0, 0.4))), 200)
    width = small.shape[1]
    x = np.arange(width) / width
    ink = 60 + 45 * np.sin(x * float(rng.uniform(2, 6)) + float(rng.uniform(0, 6)))
    paper = 225 - 25 * x
    small = paper - (255.0 - small) / 255 * ink
    return _jpeg(_grained(small.clip(0, 255).astype(np.uint8), rng, 5), 75), 200, 200


SPOILERS: Final[dict[str, Callable[[Picture, Random], Sheet]]] = {
    "fax": _fax,
    "bits": _bits_200,
    "photocopy": _photocopy,
    "fold": _fold,
    "jpeg": _jpeg_150,
    "turned": _turned,
    "stamp": _stamped,
    "pale": _pale,
}
KINDS: Final = (*SPOILERS, "mixed")
"""What can happen to a document; "mixed" spoils each page its own way."""
