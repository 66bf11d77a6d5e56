"""CSV as Danish Excel opens it: by semicolons, marked as UTF-8, with nothing in it that a spreadsheet calculates."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from pipeline.system.terminal import clean

MARK = "\ufeff"
"""Without it, Excel takes UTF-8 for Latin-1."""
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_BLANK = re.compile(r"\A[\s\ufeff\u200b-\u200d\u2060]+")
# A printed number, sign and all, is what a controller wants to see, and calculates nothing.
_NUMBER = re.compile(r"[+\-–−]?\s?\d[\d.,\s]*%?|[-–−+]")


def as_csv(rows: Iterable[Sequence[object]]) -> str:
    """The rows as lines; no cell is a formula, and none holds a terminal's escape sequences."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerows([neutral(value) for value in row] for row in rows)
    return out.getvalue()


def neutral(value: object) -> object:
    """A cell that a spreadsheet shows and never calculates: what starts like a formula gets a quote before it."""
    if not isinstance(value, str):
        return value
    text = clean(value)
    if _BLANK.sub("", text).startswith(_FORMULA) and not _NUMBER.fullmatch(text.strip()):
        return f"'{text}"
    return text
