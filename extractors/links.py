"""What links a document's records to each other, decided once: case keys, and overview rows to their cards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractors.danish.case_ids import case_key
from schemas.dataset import CardRow, OverviewAmountRow
from schemas.extraction import Extraction

_NOT_TITLE: Final = re.compile(r"[\W_]+")


def link(extraction: Extraction, template: str) -> None:
    """Give every card its key and the form that read it, and every overview row of a proposal its card."""
    cards, overview = linked(extraction.of(CardRow), extraction.of(OverviewAmountRow))
    if cards:
        extraction.rows[CardRow.table] = [c.model_copy(update={"template": template}) for c in cards]
    if overview:
        extraction.rows[OverviewAmountRow.table] = list(overview)


def linked(
    cards: Sequence[CardRow], overview: Sequence[OverviewAmountRow]
) -> tuple[list[CardRow], list[OverviewAmountRow]]:
    """One document's cards and overview rows with their keys, each proposal's row with its card: by key, else title."""
    keyed = [c.model_copy(update={"case_key": case_key(c.case_id)}) for c in cards]
    by_key = {c.case_key: c.card_id for c in reversed(keyed) if c.case_key}
    by_title = {_plain(c.title): c.card_id for c in reversed(keyed)}
    rows = []
    for row in overview:
        key = case_key(row.case_id)
        card_id = (by_key.get(key or "") or by_title.get(_plain(row.title or ""))) if row.role == "item" else None
        rows.append(row.model_copy(update={"case_key": key, "card_id": card_id}))
    return keyed, rows


def _plain(title: str) -> str:
    return _NOT_TITLE.sub("", title.lower())
