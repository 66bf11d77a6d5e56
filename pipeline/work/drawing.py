"""Pages drawn as images: in worker processes, within limits, and kept in the store so that each is drawn once.

A page that is dear or impossible to draw costs its own image: the document's others, and the release, go on.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from PIL import Image

from pipeline.system.durable import read_sealed, write_sealed
from pipeline.work.engine import extract_all, usable_cores
from pipeline.work.store import Store
from pipeline.work.worker import DISK, Limits, Report
from schemas.dataset import DocumentRow

LIMITS = Limits(seconds=20.0, memory_bytes=1_000_000_000, seconds_per_mb=0.0)
"""What the images of one document may cost."""
_SCALE = 2.0  # pixels a point: sharp on a screen of twice the usual density at the width it is shown
_SHADES = 12
_TRIES = 3  # pages of a document that may fail by ending their process, before the rest goes without
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Band:
    """A band of a 1-based page, in points, over its whole width."""

    page: int
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn band: its upper edge and its size in points, and the PNG."""

    top: float
    width: float
    height: float
    png: bytes


@dataclass(frozen=True, slots=True)
class DrawJob:
    """The bands of one document to draw into the store, the most urgent first."""

    paths: tuple[Path, ...]
    sha256: str
    bands: tuple[Band, ...]
    clean: Path
    version: str
    passwords: tuple[str, ...] = ()
    turns: tuple[int, ...] = ()

    @property
    def path(self) -> Path:
        """The file, by the first of its names."""
        return self.paths[0]

    def _turned(self, page: int) -> int | None:
        return self.turns[page - 1] if page <= len(self.turns) else None

    def perform(self) -> Report:
        """Draw each band that can be drawn, in the worker."""
        data = _bytes(self.paths, self.sha256)
        if data is None:
            return Report("vanished", "the file is gone or holds other bytes")
        store, missed = Store(self.clean, self.version), []
        for band in self.bands:
            try:
                drawn = _draw(data, band, self.passwords, self._turned(band.page))
            except Exception as error:  # a page that cannot be drawn costs its own image
                missed.append(f"page {band.page}: {error}")
                continue
            try:
                _keep(store, self.sha256, band, drawn)
            except OSError as error:
                return Report(DISK, str(error))
        return Report("internal_error", "; ".join(missed[:3])) if missed else Report()


@dataclass(slots=True)
class Drawer:
    """Has bands of pages drawn; afterwards `drawn` and `failed` tell which pages, by document and number."""

    raw: Path
    store: Store
    passwords: tuple[str, ...] = ()
    limits: Limits = LIMITS
    workers: int = 0
    drawn: set[tuple[str, int]] = field(default_factory=set)
    failed: set[tuple[str, int]] = field(default_factory=set)

    def draw(
        self, wanted: Mapping[str, Sequence[Band]], documents: Iterable[DocumentRow]
    ) -> dict[tuple[str, int], Drawn]:
        """The images of these bands by document and page, from the store or drawn now; without those that failed."""
        known = {d.document_id: d for d in documents}
        jobs = [self._job(known[d], self._missing(known[d], bands)) for d, bands in wanted.items()]
        jobs = [job for job in jobs if job.bands]
        for _ in range(_TRIES):
            if not jobs:
                break
            again: list[DrawJob] = []

            def done(job: DrawJob, report: Report, _: float, again: list[DrawJob] = again) -> None:
                rest = self._rest(job, report)
                if rest:
                    again.append(replace(job, bands=rest))

            extract_all(jobs, self.limits, self.workers or usable_cores(), done)
            jobs = again
        return self._gather(wanted, known)

    def _gather(
        self, wanted: Mapping[str, Sequence[Band]], known: Mapping[str, DocumentRow]
    ) -> dict[tuple[str, int], Drawn]:
        images = {}
        for document_id, bands in wanted.items():
            for band in bands:
                image = _kept(self.store, known[document_id].sha256, band)
                if image:
                    images[document_id, band.page] = image
                    self.drawn.add((document_id, band.page))
                else:
                    self.failed.add((document_id, band.page))
        return images

    def _job(self, document: DocumentRow, bands: tuple[Band, ...]) -> DrawJob:
        paths = tuple(self.raw / name for name in (document.file_name, *document.other_names))
        return DrawJob(
            paths,
            document.sha256,
            bands,
            self.store.root.parent,
            self.store.version,
            self.passwords,
            tuple(document.page_turns),
        )

    def _missing(self, document: DocumentRow, bands: Sequence[Band]) -> tuple[Band, ...]:
        return tuple(b for b in bands if _kept(self.store, document.sha256, b) is None)

    def _rest(self, job: DrawJob, report: Report) -> tuple[Band, ...]:
        """The bands that a job which ended before its time did not come to: those after the one it was at."""
        if report.code:
            _log.warning("%s: page images are missing (%s: %s)", job.path.name, report.code, report.message)
        if report.code not in ("time_limit", "worker_died"):
            return ()
        at = next((n for n, b in enumerate(job.bands) if _kept(self.store, job.sha256, b) is None), len(job.bands))
        return job.bands[at + 1 :]


def _path(store: Store, sha256: str, band: Band) -> Path:
    return store.root / sha256 / f"{store.version}.page-{band.page}-{band.top:.2f}-{band.bottom:.2f}.png"


def _keep(store: Store, sha256: str, band: Band, drawn: Drawn) -> None:
    head = json.dumps([drawn.top, drawn.width, drawn.height]).encode()
    write_sealed(_path(store, sha256, band), head + b"\n" + drawn.png, sync=False)


def _kept(store: Store, sha256: str, band: Band) -> Drawn | None:
    try:
        head, _, png = read_sealed(_path(store, sha256, band)).partition(b"\n")
        top, width, height = json.loads(head)
        return Drawn(top, width, height, png)
    except (OSError, ValueError, TypeError):
        return None


def _bytes(paths: Iterable[Path], sha256: str) -> bytes | None:
    """The file's bytes, when one of its names still leads to the same ones."""
    for path in paths:
        try:
            data = path.read_bytes()
        except OSError:
            continue
        if hashlib.sha256(data).hexdigest() == sha256:
            return data
    return None


def _draw(data: bytes, band: Band, passwords: tuple[str, ...], turned: int | None) -> Drawn:
    from extractors.readers.pdf.image import render  # pdfium is for the workers

    picture, scale = render(data, band.page, turned=turned, scale=_SCALE, passwords=passwords)
    first, last = max(0, int(band.top * scale)), min(picture.height, math.ceil(band.bottom * scale))
    strip = _few_shades(picture.crop((0, first, picture.width, max(first + 1, last))))
    out = io.BytesIO()
    strip.save(out, "PNG")
    return Drawn(first / scale, strip.width / scale, strip.height / scale, out.getvalue())


def _few_shades(image: Image.Image) -> Image.Image:
    """Grey in few evenly spaced shades: a third of the bytes, and text stays smooth."""
    step = 255 / (_SHADES - 1)
    nearest = [round(value / step) for value in range(256)]
    index = image.convert("L").point(nearest)
    index = Image.frombytes("P", index.size, index.tobytes())
    index.putpalette([round(n * step) for n in range(_SHADES) for _ in range(3)])
    return index
