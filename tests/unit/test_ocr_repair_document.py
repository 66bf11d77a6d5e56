from __future__ import annotations

from extractors.cards.repaired import repaired_document
from schemas.source import Grid, GridCell, GridRow, Line, SourceDocument

SHA = "0" * 64


def document(*blocks):
    return SourceDocument(SHA, "x.txt", "text", "text layer", tuple(blocks))


DAMAGED = [
    Line("Det feelles omrade skal understgtte lgsningen pa tveers af byen", number=1),
    Line("og derfor gger vi indsatsen, nar der ogsa er brug for den", number=2),
]


def test_lines_and_cells_are_repaired_and_numbers_kept():
    rows = (GridRow((GridCell("Lgn til\nmedarbejdere pa omradet"), None, GridCell("-1.200")), line=3),)
    repaired, found = repaired_document(document(*DAMAGED, Grid(rows, "tabs")))
    first, second, grid = repaired.blocks
    assert first.text == "Det fælles område skal understøtte løsningen på tværs af byen"
    assert second.text == "og derfor øger vi indsatsen, når der også er brug for den"
    assert isinstance(grid, Grid)
    assert grid.rows[0].texts() == ["Løn til medarbejdere på området", "", "-1.200"]
    assert grid.rows[0].cells[0].text.count("\n") == 1
    assert [(r.line, r.printed, r.repaired) for r in found][-3:] == [
        (3, "Lgn", "Løn"), (3, "pa", "på"), (3, "omradet", "området"),
    ]  # fmt: skip


def test_repairing_twice_changes_nothing_more():
    repaired, _ = repaired_document(document(*DAMAGED))
    assert repaired_document(repaired) == (repaired, [])


def test_a_sound_document_comes_back_as_it_is():
    sound = document(Line("Det fælles område skal understøtte løsningen på tværs af byen, pa og ar.", number=1))
    again, found = repaired_document(sound)
    assert again is sound
    assert found == []
