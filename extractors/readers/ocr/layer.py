"""Whether the text layer over a scanned page is good enough to be read.

Scanners lay what an OCR engine of their own made of the page, often without Danish, invisibly over the picture. Where
that is damaged the picture tells more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractors.danish.ocr_repair.repair import DAMAGED_BELOW, quality
from extractors.layout.grid.lines import group_lines
from schemas.source import Word

_ODD: Final = re.compile(
    r"[^\W\d_][|!{}\[\]<>~^*=#$\\][^\W\d_]|[a-zæøå][A-ZÆØÅ][a-zæøå]|\d[a-zæøå]{1,2}\d|[^\W\d_]\d[^\W\d_]|[|~^\\{}<>]{2,}|�"
)
_MOST_ODD: Final = 0.05
_FEWEST: Final = 30  # words: fewer tell nothing


def is_poor(words: Sequence[Word]) -> bool:
    """True for a text layer whose Danish is damaged, or many of whose words are none in any language."""
    if len(words) < _FEWEST:
        return False
    if sum(bool(_ODD.search(w.text)) for w in words) > _MOST_ODD * len(words):
        return True
    text = "\n".join(" ".join(w.text for w in line) for line in group_lines(words))
    return quality(text) < DAMAGED_BELOW
