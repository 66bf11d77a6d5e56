"""What only work programmes hold: key figures, deadlines, decisions that are awaited."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from schemas.base import PrintedRow


class KeyFigureRow(PrintedRow):
    """Another number with a unit, of a work programme."""

    table: ClassVar[str] = "key_figures"
    card_id: str | None = None
    text: str
    value: float | None = None
    value_high: float | None = None
    unit: str | None = None
    period: str | None = None
    uncertain: bool = False


class DeadlineRow(PrintedRow):
    """A deadline an initiative names. An addition to the contract."""

    table: ClassVar[str] = "deadlines"
    card_id: str
    text: str
    date_from: dt.date | None = None
    date_to: dt.date | None = None


class PendingApprovalRow(PrintedRow):
    """A passage that says its content awaits a decision. An addition to the contract."""

    table: ClassVar[str] = "pending_approvals"
    card_id: str | None = None
    text: str
