"""What rules over all documents of a run compare: so little of each document that no run is too large for them.

A document tells such a rule, once and by itself, what the rule holds against others (`Telling`); the rule is given the
tellings that meet, and says of which document or card what it found (`Across`). So a document need not be at hand when
another one is held against it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from pipeline.reconcile.intervals import Interval
from pipeline.reconcile.model import Document, RowId
from schemas.dataset import CheckStatus, Evidence, Severity

Meeting = tuple[Literal["both", "seek", "offer"], str]


class Telling(BaseModel):
    """What one document tells one rule."""

    model_config = ConfigDict(frozen=True)
    document_id: str

    @classmethod
    def of(cls, document: Document) -> Iterable[Telling]:
        """What a document has to tell."""
        raise NotImplementedError

    def meets_by(self) -> Iterable[Meeting]:
        """What it meets others by: two that have the same in common `both`, or what one seeks and the other offers."""
        raise NotImplementedError


class Across(BaseModel):
    """What a rule over all documents found, and of which document or card: what becomes an `Outcome` of it."""

    model_config = ConfigDict(frozen=True)
    rule: str
    document_id: str
    card_id: str | None
    status: CheckStatus = "inconsistent"
    message: str
    key: tuple[str, ...]
    evidence: list[Evidence]
    severity: Severity | None
    expected: Interval | None = None
    printed: Interval | None = None
    rows: tuple[RowId, ...] = ()


def digest_of(rule: str, key: object) -> str:
    """A short name for what tellings of a rule meet by."""
    return hashlib.sha256(f"{rule}|{key!r}".encode()).hexdigest()[:16]


Mark = tuple[Literal["both", "seek", "offer"], str]
"""What a telling meets others by, in short."""


def marks_of(rule: str, telling: Telling) -> list[Mark]:
    """Those of a telling."""
    return [(kind, digest_of(rule, key)) for kind, key in telling.meets_by()]


class Meetings:
    """Which tellings meet another, told one by one and then asked one by one, so that not all must be at hand."""

    def __init__(self) -> None:
        self._both: Counter[str] = Counter()
        self._sought: set[str] = set()
        self._offered: set[str] = set()

    def note(self, marks: Iterable[Mark]) -> None:
        """Note what a telling meets others by."""
        for kind, name in marks:
            if kind == "both":
                self._both[name] += 1
            else:
                (self._sought if kind == "seek" else self._offered).add(name)

    def has(self, marks: Iterable[Mark]) -> bool:
        """Whether a telling meets another."""
        return any(
            self._both[name] > 1 if kind == "both" else name in self._sought and name in self._offered
            for kind, name in marks
        )


Told = dict[str, list[Any]]
"""Tellings by the rule they are for."""
