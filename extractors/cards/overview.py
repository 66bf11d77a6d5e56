"""The overview table in front of an annex's cards: one row a proposal, by committee or by kind, with totals."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.cards.overview_cells import from_grid, grid_measures
from extractors.cards.overview_lines import find_heading, from_lines
from extractors.cards.overview_model import Ids, Overview
from extractors.danish.organisations import organisation_id
from extractors.templates.model import Template
from schemas.dataset import OverviewAmountRow
from schemas.extraction import Extraction
from schemas.source import Block, Grid


def read_overview(blocks: Sequence[Block], stop: int, ids: Ids, template: Template) -> Overview | None:
    """Read the overview that stands before block `stop` (the first card); None when there is none."""
    overview = _read(blocks, stop, ids, template)
    for row in overview.rows if overview else ():
        payback = row.values.get("payback_years")
        if row.role == "total" and payback and payback.text in "-–−":
            del row.values["payback_years"]  # there a dash is no zero: years do not add up
    return overview


def _read(blocks: Sequence[Block], stop: int, ids: Ids, template: Template) -> Overview | None:
    for index, block in enumerate(blocks[:stop]):
        if isinstance(block, Grid) and (columns := grid_measures(block, ids)) is not None:
            return from_grid(blocks, index, stop, columns, ids, template)
    start = find_heading(blocks, stop, ids)
    return from_lines(blocks, start, stop, ids) if start is not None else None


def add_overview(extraction: Extraction, overview: Overview) -> None:
    """File every amount of the overview."""
    for row in overview.rows:
        confidential = "fortrolig" in row.title.lower()
        committee_id = organisation_id(row.committee)
        for measure, number in row.values.items():
            box = row.boxes.get(measure) or row.bbox
            payback = measure == "payback_years"
            extraction.add(
                OverviewAmountRow(
                    document_id=extraction.document.document_id,
                    page=row.page,
                    line=row.line,
                    bbox=list(box) if box else None,
                    group=row.group,
                    committee=row.committee,
                    committee_id=committee_id,
                    case_id=row.case_id,
                    title=row.title or None,
                    measure=measure,
                    role=row.role,
                    amount_dkk=None if payback else number.scaled(overview.unit),
                    value=float(number.value),
                    value_printed=number.text,
                    unit_dkk=None if payback else overview.unit,
                    price_level=overview.price_levels.get(measure),
                    confidential=confidential,
                    note=row.note,
                )
            )
