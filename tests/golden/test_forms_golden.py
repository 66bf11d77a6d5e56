"""The form tables of cards read by hand from the printed pages (tests/golden/forms), cell for cell."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from extractors.forms import consultations, follow_up_goals, prioritisation_criteria
from extractors.readers.text.document import read_text
from schemas.source import Block, Line

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "forms"
IDS = {"card_id": "card", "document_id": "0" * 16}


@lru_cache
def source(number: str) -> tuple[Block, ...]:
    (path,) = (ROOT / "data" / "raw").glob(f"{number}_*.txt")
    return read_text(path.read_bytes(), path.name).blocks


def blocks_of(card: dict[str, Any]) -> list[Block]:
    first, last = card["lines"]
    return [b for b in source(card["source"]) if first <= number(b) <= last]


def number(block: Block) -> int:
    return (block.number if isinstance(block, Line) else block.rows[0].line) or 0


def cards(name: str) -> list[Any]:
    read = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(card, id=f"{card['source']}-{card['case_id']}") for card in read]


def shown(rows: list[Any], keys: list[str]) -> list[dict[str, Any]]:
    return [{k: v for k, v in r.model_dump(mode="json").items() if k in keys} for r in rows]


@pytest.mark.parametrize("card", cards("follow_up"))
def test_follow_up_goals_as_printed(card: dict[str, Any]) -> None:
    want = card["follow_up"]
    got, taken = follow_up_goals(blocks_of(card), **IDS)
    assert shown(got, list(want[0])) == sorted_keys(want, got)
    assert [r.row_no for r in got] == list(range(1, len(want) + 1))
    assert taken


@pytest.mark.parametrize("card", cards("consultations"))
def test_consultations_as_printed(card: dict[str, Any]) -> None:
    want = card["consultations"]
    got, _ = consultations(blocks_of(card), **IDS)
    assert shown(got, list(want[0])) == sorted_keys(want, got)


@pytest.mark.parametrize("card", cards("criteria"))
def test_criteria_as_printed(card: dict[str, Any]) -> None:
    want = card["criteria"]
    got, _ = prioritisation_criteria(blocks_of(card), **IDS)
    assert shown(got, list(want[0])) == sorted_keys(want, got)


def sorted_keys(want: list[dict[str, Any]], got: list[Any]) -> list[dict[str, Any]]:
    """The wanted rows with their keys in the model's order, so that a failing assertion shows the cell that differs."""
    order = list(type(got[0]).model_fields) if got else []
    return [{k: w[k] for k in order if k in w} or w for w in want]


def test_running_text_is_left_alone() -> None:
    """The section's prose above a table and the sections after it belong to nobody here."""
    blocks = blocks_of({"source": "001", "lines": [3936 - 42, 4013]})
    taken = follow_up_goals(blocks, **IDS)[1] | consultations(blocks, **IDS)[1]
    left = [b.text.strip() for i, b in enumerate(blocks) if isinstance(b, Line) and i not in taken and not b.blank]
    assert "4. Risikovurdering" in left
    assert any(t.startswith("Forslaget er samlet set forbundet med lav risiko") for t in left)
    assert not any("Borgerservice 2027" in t or "Ja/Nej" in t or "Ombygning og klargøring" in t for t in left)
