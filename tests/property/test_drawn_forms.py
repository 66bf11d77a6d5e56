"""Any form: fields, ids, years, units, text columns, rows and sums drawn at random, dressed in every input form.

What comes back is what was printed, cell for cell; what is doubtful says so. No cell is silently wrong.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest

from extractors.extract import extract
from extractors.templates.load import GENERIC
from schemas.extraction import Extraction
from tests.made.forms import WRITERS, kinds
from tests.made.forms.score import Score, score

(MAKE,) = kinds("drawn").values()
FAST = (2, 5, 8)
WHOLE = tuple(range(1, 9))
"""Seeds of which every cell comes back in every dress."""
MANY = (*range(1, 29), 46, 69, 73, 126)


@lru_cache(maxsize=2)
def read(seed: int, style: str) -> tuple[Extraction, Score]:
    document = MAKE(seed)
    extension, write = WRITERS[style]
    extraction = extract(write(document), f"a.{extension}")
    rows: dict[str, list[dict[str, Any]]] = {t: [r.model_dump() for r in rs] for t, rs in extraction.rows.items()}
    return extraction, score(document.truth(style), {**rows, "documents": [extraction.document.model_dump()]})


def dressed(seeds: tuple[int, ...]) -> list[Any]:
    made = []
    for seed in seeds:
        for style in WRITERS:
            marks = [] if seed in FAST else [pytest.mark.slow]
            made.append(pytest.param(seed, style, marks=marks, id=f"{seed}-{style}"))
    return made


@pytest.mark.parametrize(("seed", "style"), dressed(WHOLE))
def test_every_cell_comes_back(seed: int, style: str) -> None:
    extraction, got = read(seed, style)
    cells = got.counts["aside"]
    assert (cells.right, got.counts["wrong"].given) == (cells.wanted, 0), got.misses[:10]
    assert extraction.document.template == GENERIC


@pytest.mark.parametrize(("seed", "style"), dressed(MANY))
def test_no_cell_is_silently_wrong(seed: int, style: str) -> None:
    extraction, got = read(seed, style)
    assert got.counts["wrong"].given == 0, got.misses[:10]
    assert extraction.document.template == GENERIC
