"""The quarantine: files that could not be used, each with a stable reason code and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pipeline.work.confidential import public_quarantine
from pipeline.work.store import Outcome
from schemas.dataset import QuarantineRow


def quarantine_rows(outcomes: Iterable[Outcome], hidden: Callable[[Outcome], bool]) -> list[QuarantineRow]:
    """A row for each file that has a reason not to be used; of those `hidden`, only that they are there."""
    return [
        public_quarantine(
            QuarantineRow(
                file_name=o.file_name, sha256=o.sha256, reason=o.reason, message=o.message or "", seen_at=o.seen_at
            ),
            confidential=hidden(o),
        )
        for o in outcomes
        if o.reason
    ]
