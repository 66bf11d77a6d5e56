"""Pages of PDFs as pictures: drawn on demand in a worker with limits, kept for as long as the server runs."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any, Final

from pipeline.work.drawing import Band, Drawer, Drawn
from pipeline.work.store import Store
from schemas.dataset import DocumentRow

_WHOLE: Final = 20_000.0  # points; no page is taller


class Pictures:
    """Draws whole pages, one at a time; the release's folder is not written to."""

    def __init__(self, raw: Path) -> None:
        """Take the files from this folder."""
        self._kept = tempfile.TemporaryDirectory(prefix="bilag-serve-")
        self._drawer = Drawer(raw, Store(Path(self._kept.name), "serve"), workers=1)
        self._lock = Lock()

    def page(self, document: Mapping[str, Any], page: int) -> Drawn | None:
        """A page's picture; None where it has none: a text, no such page, a file that is gone or cannot be drawn."""
        if document["source_format"] != "pdf" or not 1 <= page <= (document["page_count"] or 0):
            return None
        row = DocumentRow.model_validate(dict(document))
        with self._lock:
            return self._drawer.draw({row.document_id: [Band(page, 0.0, _WHOLE)]}, [row]).get((row.document_id, page))

    def close(self) -> None:
        """Remove what was drawn."""
        self._kept.cleanup()
