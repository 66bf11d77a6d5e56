"""Which cells and rows of the printed tables a finding speaks of."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from pipeline.report.dataset import Release
from schemas.dataset import CheckRow, Evidence, FindingRow

CellKey = tuple[str, int, int]
"""Table, row number, column number; column 0 is the row itself.

Of an overview: document, place of the cell among the overview's, 1 (0 for its row)."""


HOLDS = frozenset({"exact", "within_rounding"})
"""The statuses of a check that found what it should."""


@dataclass(slots=True)
class Marks:
    """By cell: the findings that call it wrong, the gravest first, and those that only reckon with it."""

    wrong: dict[CellKey, list[FindingRow]] = field(default_factory=lambda: defaultdict(list))
    part: dict[CellKey, list[FindingRow]] = field(default_factory=lambda: defaultdict(list))
    by_table: dict[str, list[FindingRow]] = field(default_factory=lambda: defaultdict(list))
    """The findings that point into a table, and for an overview into its document."""
    held: dict[CellKey, list[CheckRow]] = field(default_factory=lambda: defaultdict(list))
    """The checks that found a cell to be what it should be."""


def payback_table(card_id: str) -> str:
    """What the payback times of a card count as among the tables."""
    return f"{card_id}-payback"


def find_marks(release: Release) -> Marks:
    """Every cell that the evidence of a finding is."""
    marks = Marks()
    for finding in release.findings:
        _note_finding(marks, finding)
    for check in release.checks:
        held = cell_of(check, check.evidence[0]) if check.evidence and check.status in HOLDS else None
        if held and (held[2] or check.evidence[0].measure):
            marks.held[held].append(check)
    return marks


def _note_finding(marks: Marks, finding: FindingRow) -> None:
    keys = [cell_of(finding, e) for e in finding.evidence]
    main = keys[0] if keys else None
    for key in dict.fromkeys(filter(None, keys)):
        wrong = key == main or _is_other_side(key, main, finding.document_id)
        (marks.wrong if wrong else marks.part)[key].append(finding)
    tables = [key[0] if key else e.table_id for key, e in zip(keys, finding.evidence, strict=True)]
    for table in dict.fromkeys(filter(None, tables)):
        marks.by_table[table].append(finding)


def _is_other_side(key: CellKey, main: CellKey | None, overview: str) -> bool:
    """True for a cell of the card's own table, where the contradiction shows in the text or in the overview."""
    return main is None or main[0] == overview != key[0]


def cell_of(finding: FindingRow | CheckRow, evidence: Evidence) -> CellKey | None:
    """The cell, or row, that evidence is; None for a place in running text or a table's heading."""
    if evidence.row_no is None:
        return None
    if evidence.table_id is not None:
        return evidence.table_id, evidence.row_no, evidence.column_no or 0
    return finding.document_id, evidence.row_no, 1 if evidence.measure else 0
