"""A few rows as a Markdown table, for a materialisation's metadata."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.system.terminal import clean
from schemas.dataset import Row

_ROWS, _WIDTH = 12, 60
_INERT = re.compile(r"[|\\`*_<>\[\]!&]")  # what Markdown, and the HTML in it, would take for itself


def preview(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """The first rows as Markdown, long texts cut, with a count of those left out."""
    if not rows:
        return "_no rows_"
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    lines += ["| " + " | ".join(_cell(getattr(row, c)) for c in columns) + " |" for row in rows[:_ROWS]]
    if len(rows) > _ROWS:
        lines.append(f"\n… and {len(rows) - _ROWS} more rows")
    return "\n".join(lines)


def inert(text: object) -> str:
    """Text of a bilag in Markdown: on one line, and nothing in it is a link, an image or a tag."""
    return _INERT.sub(r"\\\g<0>", " ".join(clean(text).split()))


def _cell(value: object) -> str:
    text = " ".join(clean(value).split())
    text = text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"
    return inert(text)
