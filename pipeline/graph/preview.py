"""A few rows as a Markdown table, for a materialisation's metadata."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.dataset import Row

_ROWS, _WIDTH = 12, 60


def preview(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """The first rows as Markdown, long texts cut, with a count of those left out."""
    if not rows:
        return "_no rows_"
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    lines += ["| " + " | ".join(_cell(getattr(row, c)) for c in columns) + " |" for row in rows[:_ROWS]]
    if len(rows) > _ROWS:
        lines.append(f"\n… and {len(rows) - _ROWS} more rows")
    return "\n".join(lines)


def _cell(value: object) -> str:
    text = "" if value is None else " ".join(str(value).split())
    text = text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"
    return text.replace("|", "\\|")
