"""Forms of other kinds, set in Word: read from the document itself, and from prints of it that LibreOffice made.

The prints are kept in `data/forms/word`; each was once read wrong: a heading that ends a page, words broken in narrow
heading cells, ids in the label above, a row that the page parts from its rule, years high above their words, running
text that is said again. Their truth is what made them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.extract import extract
from tests.made.forms import kinds
from tests.made.forms.in_word import docx
from tests.made.forms.score import Score, score

KEPT = sorted((Path(__file__).parents[1] / "data" / "forms" / "word").glob("*.pdf"))
KINDS = kinds("open") | kinds("closed")
WHOLE = ("cards", "amounts", "list", "prose")


def read(data: bytes, name: str, form: str, seed: int) -> Score:
    extraction = extract(data, name)
    rows = {table: [r.model_dump() for r in found] for table, found in extraction.rows.items()}
    rows |= {"documents": [extraction.document.model_dump()], "findings": []}
    return score(KINDS[form](seed).truth("plain"), rows)


@pytest.mark.parametrize("path", KEPT, ids=lambda p: p.stem)
def test_a_kept_print_is_read_whole(path: Path) -> None:
    form, _, seed = path.stem.rpartition("-")
    made = read(path.read_bytes(), path.name, form, int(seed))
    assert [m for m in made.misses if m.partition(":")[0] in WHOLE] == []
    assert made.counts["wrong"].given == 0


@pytest.mark.parametrize("form", sorted(KINDS)[::4])
def test_the_document_itself_is_read_whole(form: str) -> None:
    made = read(docx(KINDS[form](1)), "form.docx", form, 1)
    assert [m for m in made.misses if m.partition(":")[0] in WHOLE] == []
