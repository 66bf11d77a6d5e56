"""Digits and signs that a scan may have lost: put in doubt before anything is held against them.

OCR drops a minus more often than any digit. Where a sum of a scanned table fails, and would hold with a minus before
one to three of its positive amounts, those amounts are no evidence of anything: the checks they stand in are not
checkable.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from pipeline.reconcile.model import Card, Cell, CellId, Document
from pipeline.reconcile.shifts import all_sums
from pipeline.reconcile.sums import Column, Sum, best_reading

_MOST_FLIPS = 3
_MOST_CELLS = 14


def doubt_lost_signs(document: Document) -> None:
    """Mark the amounts of a scan whose minus may have been lost; other documents are left as they are."""
    if document.ocr:
        for card in document.cards:
            _doubt(card)


def _doubt(card: Card) -> None:
    for table in card.tables:
        doubtful = {cell for what in all_sums(table) for cell in _flipped(what)}
        for row in table.rows:
            for number, cell in row.cells.items():
                if cell.id in doubtful:
                    row.cells[number] = replace(cell, sure=False)


def _flipped(what: Sum) -> Iterator[CellId]:
    best = best_reading(what)
    for column in best[1] if best else ():
        if column.fails and column.found is not None and len(column.cells) <= _MOST_CELLS:
            yield from _mending(what, column)


def _mending(what: Sum, column: Column) -> tuple[CellId, ...]:
    target = what.target.cells[column.number]
    positive = [c for c in column.cells if c.interval.positive]
    for size in range(1, _MOST_FLIPS + 1):
        for chosen in combinations(positive, size):
            if _holds(column, target, chosen):
                return tuple(c.id for c in chosen)
    return ()


def _holds(column: Column, target: Cell, chosen: tuple[Cell, ...]) -> bool:
    expected, found = column.expected, target.interval
    for cell in chosen:
        if cell is target:
            found = -found
        else:
            expected = expected - cell.interval - cell.interval
    return expected.overlaps(found)
