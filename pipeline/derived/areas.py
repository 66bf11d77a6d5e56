"""The steering area of every row of a money table, and where it is known from.

Many rows leave the area's cell empty because something near them says it: the heading over them, the sum under them,
the other rows of their section. A reader sees it; a query drops the row. What none of these says stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.reconcile.danish import area_class
from pipeline.reconcile.model import Card, Table, TableRow
from pipeline.reconcile.structure import Block, blocks, item_sums
from pipeline.reconcile.sums import best_reading
from schemas.dataset import AreaSource

_IN_CAPTION = re.compile(r"\b(service|anlæg|overførsel|overførsler)(?:s?udgift\w*|s?ramme\w*)?\b", re.I)


@dataclass(frozen=True, slots=True)
class Area:
    """A row's steering area as it is named where it was found, its class, and where that was."""

    name: str
    kind: str
    source: AreaSource


def areas(card: Card, table: Table) -> dict[int, Area]:
    """The area of each row of a table that has one, by row number."""
    found = dict(_printed(table))
    for block in blocks(table):
        for row in block.items:
            if row.row.row_no not in found:
                area = _of_sum(table, block, row) or _of_others(table, found, block) or _of_overview(card, block)
                area = area or _of_caption(table)
                if area is not None:
                    found[row.row.row_no] = area
    return found


def _printed(table: Table) -> Iterator[tuple[int, Area]]:
    """What a row says of itself, and what the group's heading over it says."""
    heading: TableRow | None = None
    for row in table.rows:
        if row.row.kind in ("group", "section"):
            heading = row if row.row.kind == "group" else None
        elif not row.is_item:
            heading = None
            if row.area:
                yield row.row.row_no, Area(row.row.steering_area or row.area, row.area, "row")
            continue
        if own := _area(row.row.steering_area, "row"):
            yield row.row.row_no, own
        elif heading is not None and heading is not row and (above := _area(heading.row.steering_area, "group")):
            yield row.row.row_no, above


def _area(name: str | None, source: AreaSource) -> Area | None:
    kind = area_class(name)
    return Area(name, kind, source) if name and kind else None


def _of_sum(table: Table, block: Block, row: TableRow) -> Area | None:
    """The area of the one sum under the row that names an area and adds up with it."""
    fitting = set()
    for what in item_sums(table):
        if what.target.area and what.target in block.sums:
            best = best_reading(what)
            if best and row in best[0] and not any(c.fails for c in best[1]):
                fitting.add(what.target.area)
    kind = fitting.pop() if len(fitting) == 1 else None
    return Area(kind, kind, "sum") if kind else None


def _of_others(table: Table, found: dict[int, Area], block: Block) -> Area | None:
    """The area that every other row of the section names."""
    near = [r for b in blocks(table) if b.section == block.section for r in b.items]
    kinds = {a.kind for r in near if (a := found.get(r.row.row_no)) and a.source in ("row", "group")}
    kind = kinds.pop() if len(kinds) == 1 else None
    return Area(kind, kind, "section") if kind else None


def _of_overview(card: Card, block: Block) -> Area | None:
    """The one area under which the overview counts the card's costs."""
    if block.section == "permanent_changes" or card.overview is None:
        return None
    cells = card.overview.cells
    if "service" not in cells or "anlæg" not in cells:
        return None
    kinds = [kind for kind in ("service", "anlæg") if cells[kind].amount_dkk]
    return Area(kinds[0], kinds[0], "overview") if len(kinds) == 1 else None


def _of_caption(table: Table) -> Area | None:
    kinds = {area_class(name) for name in _IN_CAPTION.findall(table.row.caption or "")}
    kind = kinds.pop() if len(kinds) == 1 else None
    return Area(kind, kind, "caption") if kind else None
