"""What was concluded from the printed tables: price factors, checks, findings, links between cards."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Literal

from pydantic import Field

from schemas.base import CheckStatus, Evidence, PrintedRow, Severity


class PriceFactorRow(PrintedRow):
    """A price-level conversion, inferred from a document or configured."""

    table: ClassVar[str] = "price_factors"
    steering_area: str
    from_price_level: int | None = None
    to_price_level: int | None = None
    factor: float
    factor_low: float
    factor_high: float
    support: int = Field(ge=0)
    source: Literal["inferred", "configured"]


class CheckRow(PrintedRow):
    """A reconciliation check that was made."""

    table: ClassVar[str] = "checks"
    key: ClassVar[tuple[str, ...]] = ("check_id",)
    check_id: str
    card_id: str | None = None
    rule: str
    status: CheckStatus
    expected_dkk: int | None = None
    printed_dkk: int | None = None
    difference_dkk: int | None = None
    tolerance_dkk: int | None = None
    year: int | None = None
    message: str
    evidence: list[Evidence] = Field(default_factory=list)


class FindingRow(PrintedRow):
    """An inconsistency. `root_finding_id` names the finding whose echo this one is."""

    table: ClassVar[str] = "findings"
    key: ClassVar[tuple[str, ...]] = ("finding_id",)
    finding_id: str
    check_id: str | None = None
    card_id: str | None = None
    case_id: str | None = None
    rule: str
    severity: Severity
    message: str
    expected: str | None = None
    printed: str | None = None
    difference_dkk: int | None = None
    year: int | None = None
    evidence: list[Evidence] = Field(default_factory=list)
    status: Literal["open", "accepted"] = "open"
    comment: str | None = None
    remark: str | None = None
    decided_by: str | None = None
    decided_on: dt.date | None = None
    assigned_to: str | None = None
    root_finding_id: str | None = None


class LineageRow(PrintedRow):
    """A link between cards of different documents."""

    table: ClassVar[str] = "lineage"
    from_card_id: str
    to_card_id: str
    relation: str
    score: float
    evidence: str
