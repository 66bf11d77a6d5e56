"""What links a document's records to each other, decided once: case keys, and overview rows to their cards."""

from __future__ import annotations

import re
from typing import Final

from extractors.danish.case_ids import case_key
from schemas.dataset import CardRow, OverviewAmountRow, Row
from schemas.extraction import Extraction

_NOT_TITLE: Final = re.compile(r"[\W_]+")


def link(extraction: Extraction, template: str) -> None:
    """Give every card its key and the form that read it, and every overview row of a proposal its card."""
    cards = [
        c.model_copy(update={"case_key": case_key(c.case_id), "template": template}) for c in extraction.of(CardRow)
    ]
    by_key = {c.case_key: c.card_id for c in reversed(cards) if c.case_key}
    by_title = {_plain(c.title): c.card_id for c in reversed(cards)}
    rows: list[Row] = []
    for row in extraction.of(OverviewAmountRow):
        key = case_key(row.case_id)
        card_id = None
        if row.role == "item":
            card_id = by_key.get(key or "") or by_title.get(_plain(row.title or ""))
        rows.append(row.model_copy(update={"case_key": key, "card_id": card_id}))
    if cards:
        extraction.rows[CardRow.table] = list(cards)
    if rows:
        extraction.rows[OverviewAmountRow.table] = rows


def _plain(title: str) -> str:
    return _NOT_TITLE.sub("", title.lower())
