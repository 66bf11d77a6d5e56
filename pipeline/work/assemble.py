"""A release put together: parts made where they changed, linked into its folder, and shown."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pipeline.derived.organisation_rows import organisation_rows
from pipeline.release.parts import PartFile, place, write_table
from pipeline.release.publish import Filled
from pipeline.report import FOLDER, build, warm_up
from pipeline.report.front import Entry, write_front
from pipeline.system.durable import copy_whole, link_or_copy
from pipeline.system.errors import RunError
from pipeline.work.compose import ComposeJob, Judged, Part, kept, parts_of
from pipeline.work.drawing import Drawer
from pipeline.work.judgements import PAGES, Judgements, LostError
from pipeline.work.judging import Verdict
from pipeline.work.quarantine import quarantine_rows
from pipeline.work.settings import Settings
from pipeline.work.store import Outcome
from pipeline.work.worker import LOST, Limits, Report
from schemas.arrow import to_arrow
from schemas.dataset import TABLES, LineageRow, QuarantineRow, Row

__all__ = ["Assembly", "warm_up"]

ONE_PAGE: Final = 300
"""Cards that one page shows; of more, each bilag has a page of its own and there is one before them all."""
_LIMITS = Limits(seconds=600.0, seconds_per_mb=0.0)
"""What putting a part together may cost."""


@dataclass(frozen=True, slots=True)
class Assembly:
    """The documents of a release and the parts that they make, whole in the store."""

    verdict: Verdict
    parts: dict[str, tuple[Part, dict[str, PartFile]]]
    settings: Settings

    @property
    def judged(self) -> Sequence[Judged]:
        """The documents, in the order of the release."""
        return self.verdict.judged

    @classmethod
    def of(cls, verdict: Verdict, settings: Settings) -> Assembly:
        """Have workers put together the parts that the store does not hold whole.

        Raises LostError where what was kept of a document is damaged, which is forgotten then; RunError.
        """
        store = settings.store()
        parts = parts_of(verdict.judged)
        there = {part.name: kept(part, store) for part in parts}
        stale = [part for part in parts if there[part.name] is None]
        jobs = [ComposeJob(part, settings.clean, store.version, verdict.internal) for part in stale]
        reports: list[Report] = []
        settings.run(jobs, lambda _, report, __: reports.append(report), _LIMITS)
        for report in reports:
            if report.code == LOST:
                raise LostError(f"what was kept of a document is damaged ({report.message})")
            if report.code:
                raise RunError(report.message)
        there |= {part.name: kept(part, store) for part in stale}
        made = {part.name: (part, files) for part in parts if (files := there[part.name]) is not None}
        if len(made) != len(parts):
            raise RunError("what was put together for the release is damaged already; check the disk")
        return cls(verdict, made, settings)

    @property
    def on_one_page(self) -> bool:
        """Whether one page shows all of it."""
        return sum(facts.cards for _, facts in self.judged) <= ONE_PAGE

    def fill(self, release: Path) -> Filled:
        """Link the tables, and where they have some the documents' own pages, into the folder of a new release."""
        known = {} if self.on_one_page else self._link_pages(release / FOLDER)
        rows: Counter[str] = Counter(dict.fromkeys(TABLES, 0))
        store = self.settings.store()
        for part, files in self.parts.values():
            folder = part.folder(store)
            for table, file in files.items():
                name = place(table, part.name)
                if not rows[table]:
                    (release / name).parent.mkdir(exist_ok=True)
                self._put(f"{folder}/{table}.parquet", f"{release}/{name}")
                known[name] = file.seal.sha256
                rows[table] += file.rows
        common: dict[str, Sequence[Row]] = {
            **organisation_rows(),
            QuarantineRow.table: self.quarantine,
            LineageRow.table: self.verdict.lineage,
        }
        years = sorted({year for _, facts in self.judged for year in facts.years})
        for table, model in TABLES.items():
            if not rows[table]:
                made = to_arrow(model, common.get(table, ()), years)
                rows[table] = write_table(made, release / f"{table}.parquet").rows
        return Filled(dict(rows), known)

    def _put(self, source: Path | str, target: Path | str) -> None:
        """Have a file of the store in the release; the complete release shares none with anybody."""
        (copy_whole if self.verdict.internal else link_or_copy)(source, target)

    def show(self, release: Path, last: Path | None) -> dict[str, Any]:
        """Write the report; which images of pages it has, and which could not be drawn.

        `last` is the release to tell the differences to.
        """
        if self.on_one_page:
            settings = self.settings
            drawer = Drawer(settings.raw, settings.store(), settings.passwords(), workers=settings.worker_count())
            build(release, settings.raw, drawer, last=last)
            return {"drawn": sorted(drawer.drawn), "failed": sorted(drawer.failed)}
        write_front(release, [_entry(judged) for judged in self.judged], [q.file_name for q in self.quarantine], last)
        return {"drawn": [], "failed": []}

    @property
    def quarantine(self) -> list[QuarantineRow]:
        """The files that could not be used."""
        return quarantine_rows(self.verdict.outcomes, self.is_secret)

    def is_secret(self, outcome: Outcome) -> bool:
        """Whether of a file that cannot be used this release may only say that it is there."""
        secrecy = self.settings.secrecy
        return not self.verdict.internal and secrecy.holds([outcome.file_name], said=outcome.confidential)

    def _link_pages(self, folder: Path) -> dict[str, str]:
        """Link every document's page and workbook; their sha256 by name."""
        judgements = Judgements(self.settings.store(), internal=self.verdict.internal)
        known: dict[str, str] = {}
        folder.mkdir()
        for subject, facts in self.judged:
            mine = f"{folder}/{facts.document_id}"
            os.mkdir(mine)  # noqa: PTH102 -- thousands of them
            for kind, name in PAGES.items():
                page = judgements.page(subject.sha256, kind)
                self._put(page, f"{mine}/{name}")
                if not facts.pages[kind].unbroken(page):
                    raise LostError(f"the page of {facts.document_id} was made anew meanwhile; run again")
                known[f"{FOLDER}/{facts.document_id}/{name}"] = facts.pages[kind].sha256
        return known

    def told(self) -> dict[str, Any]:
        """What the package says of it, so that nobody has to count again."""
        still_open: Counter[str] = Counter({"error": 0, "warning": 0, "info": 0})
        for _, facts in self.judged:
            still_open.update(facts.open)
        return {
            "open_findings": dict(still_open),
            "duplicates": [name for _, facts in self.judged for name in facts.other_names if not facts.hidden],
            "confidential": sum(facts.secret for _, facts in self.judged),
        }


def _entry(judged: Judged) -> Entry:
    _, facts = judged
    worst = [(w.case_id, w.message, w.stake, w.finding_id) for w in facts.worst]
    return Entry(facts.document_id, facts.title, facts.shown_name, facts.cards, facts.open, worst)
