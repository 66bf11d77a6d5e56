"""What documents of no known form give: cards, lists, or a refusal."""

from __future__ import annotations

import pytest

from extractors.extract import extract
from schemas.errors import BilagError

MINUTES = """Referat af møde i byggeudvalget
Punkt {n}
Emne: Status på arbejdet
Deltagere: Alle
Beslutning
Udvalget tog orienteringen til efterretning den {n}. maj 2026.
"""


def test_repeated_lines_without_any_money_are_no_bilag() -> None:
    text = "".join(MINUTES.format(n=n) for n in range(1, 7))
    with pytest.raises(BilagError) as failed:
        extract(text.encode(), "referat.txt")
    assert failed.value.code == "not_a_bilag"


def test_minutes_with_an_amount_are_read() -> None:
    text = "".join(MINUTES.format(n=n) + f"Der afsættes {n},5 mio. kr. i 2026 til formålet.\n" for n in range(1, 7))
    made = extract(text.encode(), "referat.txt")
    assert made.document.template == "generic"
    assert len(made.rows["prose_amounts"]) == 6
