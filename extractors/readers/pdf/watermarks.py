"""What a PDF says beside the lines of its pages: words printed large or aslant over them, and the file's own title."""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Iterator
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from extractors.readers.pdf.file import open_pdf

_HUGE: Final = 24.0  # points
_ASLANT: Final = math.radians(8)
_RUN: Final = re.compile(r"[^\r\n]+")
_TOLD: Final = ("Title", "Subject", "Keywords")


def beside_lines(data: bytes, words: re.Pattern[str], passwords: tuple[str, ...] = ()) -> list[str]:
    """What is printed huge or aslant and holds one of these words, once each; the file's title, subject and keywords.

    The words are looked for without regard to spaces: a watermark is often spaced. Raises as `open_pdf` does.
    """
    with open_pdf(data, passwords) as document:
        found = dict.fromkeys(t for key in _TOLD if (t := document.get_metadata_value(key)))
        for number in range(len(document)):
            with contextlib.suppress(pypdfium2.PdfiumError):
                found |= dict.fromkeys(_over(document[number], words))
    return [text for text in found if text]


def _over(page: Any, words: re.Pattern[str]) -> Iterator[str]:
    textpage = page.get_textpage()
    text = textpage.get_text_range()
    for run in _RUN.finditer(text):
        if words.search(re.sub(r"\W+", "", run.group())):  # looking at each character takes longer than reading them
            # A watermark may be joined to the line that was printed before or after it.
            yield "".join(text[n] for n in range(*run.span()) if _stands_out(textpage, n)).strip()


def _stands_out(textpage: Any, index: int) -> bool:
    angle = pdfium.FPDFText_GetCharAngle(textpage, index)
    return _ASLANT < angle < 2 * math.pi - _ASLANT or _height(textpage, index) >= _HUGE


def _height(textpage: Any, index: int) -> float:
    """The type's size as printed: the font's own size is often 1, scaled by the page."""
    box = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(textpage, index, box):
        return 0.0
    return float(abs(box.top - box.bottom))
