"""Images of the pages that findings and tables point at.

One image a page, which every crop of that page shows a part of; only as many as a mail can carry. How they are drawn,
and within which limits, is `pipeline.work.drawing`'s business.
"""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.report.source import Crop
from pipeline.work.drawing import Band, Drawer
from schemas.dataset import DocumentRow

_MOST_BYTES = 4_000_000
_MOST_PAGES = 100


@dataclass(frozen=True, slots=True)
class PageImage:
    """A band of a page: its upper left corner (0, `top`) and its size in points, and the PNG as a data URI."""

    key: str
    top: float
    width: float
    height: float
    href: str


PageKey = tuple[str, int]


def page_images(crops: Iterable[Crop], documents: Iterable[DocumentRow], drawer: Drawer) -> dict[PageKey, PageImage]:
    """An image for every page that a crop asks for, the most urgent first, until there are too many.

    A page whose file is gone, changed or cannot be drawn has none: its lines are shown instead.
    """
    asked: dict[PageKey, list[Crop]] = defaultdict(list)
    for one in crops:
        asked[one.document_id, one.page].append(one)
    order = sorted(asked, key=lambda k: min(c.urgency for c in asked[k]))[:_MOST_PAGES]
    bands: dict[str, list[Band]] = defaultdict(list)
    for key in order:
        bands[key[0]].append(Band(key[1], min(c.top for c in asked[key]), max(c.bottom for c in asked[key])))
    drawn, images, left = drawer.draw(bands, documents), dict[PageKey, PageImage](), _MOST_BYTES
    for key in order:
        image = drawn.get(key)
        if image is None:
            continue
        href = "data:image/png;base64," + base64.b64encode(image.png).decode()
        left -= len(href)
        if left < 0:
            break
        images[key] = PageImage(f"s{key[0][:8]}-{key[1]}", image.top, image.width, image.height, href)
    return images
