"""The real cards written in Word and printed by LibreOffice, in many looks: every cell right or flagged.

Six prints are kept in `word/`, so that they are read everywhere; where LibreOffice is installed, new looks are drawn.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.extract import extract
from tests.made import fuzz
from tests.made import look as drawn
from tests.made import real_cards as real
from tests.made.word import docx, office, print_pdfs, random_look

KEPT = Path(__file__).parent / "word"
CARDS = 4
SEEDS = sorted(int(p.stem[4:]) for p in KEPT.glob("look*.pdf"))
FRESH = range(500, 512)


def document(seed: int) -> bytes:
    look = random_look(seed)
    return docx(real.annex(real.chosen(seed, CARDS), look, seed), look)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_kept_print_is_read_whole(seed: int) -> None:
    shown = real.chosen(seed, CARDS)
    rows = extract((KEPT / f"look{seed}.pdf").read_bytes(), "look.pdf").rows
    wanted, given = real.wanted_amounts(shown), real.given_amounts(rows)
    assert (wanted - given, given - wanted) == ({}, {})
    paybacks = {
        (c.case_id, p.basis, p.years) for c in rows["cards"] for p in rows["paybacks"] if p.card_id == c.card_id
    }
    assert paybacks == real.wanted_paybacks(shown)
    assert real.given_goals(rows) == real.wanted_goals(shown)
    assert not real.silently_wrong(shown, rows)


@pytest.mark.skipif(office() is None, reason="LibreOffice is not installed: apt install libreoffice-writer")
def test_no_amount_of_a_new_look_is_wrong_and_certain(tmp_path: Path) -> None:
    files = print_pdfs({f"look{seed}": document(seed) for seed in FRESH}, tmp_path)
    wanted = right = 0
    for seed in FRESH:
        shown = real.chosen(seed, CARDS)
        rows = extract(files[f"look{seed}"].read_bytes(), "look.pdf").rows
        assert not real.silently_wrong(shown, rows), random_look(seed)
        asked = real.wanted_amounts(shown)
        wanted, right = wanted + asked.total(), right + (asked & real.given_amounts(rows)).total()
    assert right >= 0.985 * wanted


@pytest.mark.parametrize("seed", range(6))
def test_a_typeset_look_is_read_whole(seed: int) -> None:
    """`benchmarks/pdf.py --looks 200` draws many more."""
    found = fuzz.misses(fuzz.typeset_look(seed), seed)
    assert found.whole, f"{found}, {drawn.random_look(seed)}"
