"""What must hold of the table geometry whatever words and rulings a page has."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.layout.grid.lines import group_lines, spell
from extractors.layout.grid.page import PageFrame, page_blocks
from extractors.layout.grid.rulings import lattice, merge_strokes
from schemas.source import Grid, Ruling, Word

FRAME = PageFrame(1, 600, 800)
TEXTS = st.sampled_from(["1.234", "-5", "Service", "løsning til", "I alt", "2027", "-", "(1,5", "kr.", "·"])


@st.composite
def words(draw):
    x, y = draw(st.floats(0, 560)), draw(st.integers(0, 60)) * 12.5
    size = draw(st.sampled_from([6.0, 8.0, 10.5]))
    text = draw(TEXTS)
    return Word(text, x, y, x + 0.5 * size * len(text), y + 0.98 * size, None, size)


@st.composite
def rulings(draw):
    a, b = draw(st.integers(0, 58)) * 10.0, draw(st.integers(0, 78)) * 10.0
    length = draw(st.integers(1, 40)) * 10.0
    return Ruling(a, b, a + length, b) if draw(st.booleans()) else Ruling(a, b, a, b + length)


@settings(max_examples=150, deadline=None)
@given(st.lists(words(), max_size=60), st.lists(rulings(), max_size=25))
def test_every_letter_comes_out_once(page, strokes):
    out = []
    for block in page_blocks(page, strokes, FRAME):
        texts = [c.text for r in block.rows for c in r.cells if c] if isinstance(block, Grid) else [block.text]
        out += unicodedata.normalize("NFKC", "".join("".join(t.split()) for t in texts))
    assert sorted(out) == sorted("".join("".join(w.text.split()) for w in page))


@settings(max_examples=100, deadline=None)
@given(st.lists(words(), max_size=60), st.lists(rulings(), max_size=25))
def test_rows_are_as_wide_as_their_grid(page, strokes):
    for block in page_blocks(page, strokes, FRAME):
        if isinstance(block, Grid):
            assert {len(r.cells) for r in block.rows} == {block.width}
            for row in block.rows:
                covered = 0
                for cell in row.cells:
                    assert (cell is None) == (covered > 0)
                    covered = covered - 1 if cell is None else cell.span - 1


@settings(max_examples=100, deadline=None)
@given(st.lists(rulings(), max_size=30))
def test_a_lattice_is_covered_without_overlap(strokes):
    closed = lattice(*merge_strokes(strokes))
    if closed:
        units = [
            (r, c)
            for cell in closed.cells
            for r in range(cell.row, cell.last_row + 1)
            for c in range(cell.column, cell.last_column + 1)
        ]
        assert sorted(units) == [(r, c) for r in range(len(closed.ys) - 1) for c in range(len(closed.xs) - 1)]


@given(st.lists(words(), max_size=40))
def test_lines_keep_their_words(page):
    lines = group_lines(page)
    assert sorted(w.text for line in lines for w in line) == sorted(w.text for w in page)
    assert all(spell(line) for line in lines)
