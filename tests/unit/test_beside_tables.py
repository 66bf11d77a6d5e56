"""What stands beside a table or under it and is none of it; and cells that are merged or cut by the page's end."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.extract import extract
from tests.made import real_cards as real

KEPT = Path(__file__).parents[1] / "golden" / "word"
CARDS = 4
ODD = sorted(int(p.stem[3:]) for p in KEPT.glob("odd*.pdf"))


@pytest.mark.parametrize("seed", ODD)
def test_an_odd_print_is_read_whole(seed: int) -> None:
    """Tables in tables and beside each other, footnotes, boxes of facts, merged cells: `tests.made.word_odd`."""
    shown = real.chosen(seed, CARDS)
    rows = extract((KEPT / f"odd{seed}.pdf").read_bytes(), "odd.pdf").rows
    wanted, given = real.wanted_amounts(shown), real.given_amounts(rows)
    assert (wanted - given, given - wanted) == ({}, {})
    assert real.given_goals(rows) == real.wanted_goals(shown)
    assert not real.silently_wrong(shown, rows)
