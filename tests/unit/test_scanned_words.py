"""A form's words and years on a scanned page, misread by a letter or two."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.cards.scanned_headings import with_years_apart, with_years_together
from extractors.cards.scanned_labels import with_endings, with_like_labels
from extractors.cards.scanned_neighbours import as_among_neighbours, places
from extractors.cards.scanned_words import mended_start, told_years, with_form_words
from schemas.source import Grid, GridCell, GridRow, Line, Page, SourceDocument, Word


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("Kørt resumé: Der investeres i nye redskaber", "Kort resumé: Der investeres i nye redskaber"),
        ("Kortresumé: Der investeres", "Kort resumé: Der investeres"),
        (". Kort resume Der investeres", "Kort resumé Der investeres"),
        ("' Kort resumé Der investeres", "Kort resumé Der investeres"),
        ("i. Beskrivelse åf forslag (fremgangsmåde)", "1. Beskrivelse af forslag (fremgangsmåde)"),
        ("Sarnlede implementeringsomkostninqer", "Samlede implementeringsomkostninger"),
        ("Samlet økonomisk påvirkning", "Samlet økonomisk påvirkning"),
        (".Opfølgningsmål", "Opfølgningsmål"),
        ("Varige æng”'agér (effektiviseringer og drift)", "Varige ændringer (effektiviseringer og drift)"),
        ("Varige udgifter (effektiviseringer og drift)", "Varige udgifter (effektiviseringer og drift)"),
        ("Hvem er ansvarlig for opfølgning?", "Hvem er ansvarlig for opfølgning?"),
        ("Samlet udgift til kurser", "Samlet udgift til kurser"),
        ("Kort fortalt er det nyt", "Kort fortalt er det nyt"),
        ("Implementering af foreningsdrift", "Implementering af foreningsdrift"),
    ],
)
def test_a_phrase_is_mended_and_other_text_is_not(read, printed):
    assert mended_start(read) == printed


@pytest.mark.parametrize(
    ("read", "sure", "want"),
    [
        (["", "2026", "227", "2028", "2029"], 0.9, [None, None, "2027", None, None]),
        (["", "2026", "2027", "2028", "2089"], 0.9, [None, None, None, None, "2029"]),
        (["", "2026", "7”&%9", "2028", "2029"], 0.3, [None, None, "2027", None, None]),
        (["", "202", "20", "2028", "2029", "2030"], 0.3, [None, "2026", "2027", None, None, None]),
        (["Nr. 20", "7", "2028", "2029", "2030"], 0.3, [None] * 5),
        (["", "2026", "", "2028", "2029"], 0.9, [None, None, "2027", None, None]),
        (["", "2026", "2027", "2028", "2028", "2030"], 0.95, [None] * 6),
        (["", "2026", "2027", "2028", "2028", "2030"], 0.4, [None, None, None, None, "2029", None]),
        (["", "2026", "350", "2028"], 0.9, [None] * 4),
        (["Løn", "2.026", "2.027", "2.028"], 0.9, [None] * 4),
        (["Område", "2å", "2027", "2028", "2029"], 0.9, [None, "2026", None, None, None]),
    ],
)
def test_a_year_is_told_by_its_neighbours_unless_it_was_read_clearly(read, sure, want):
    assert told_years(read, [sure] * len(read)) == want


def document(source, *texts):
    row = GridRow(tuple(GridCell(t, None, 1, 0.6) for t in texts), 1)
    blocks = (Line("Kørt resumé", page=1), Grid((row,), "ruled", 1))
    return SourceDocument("ab" * 32, "x.pdf", "pdf", source, blocks, (Page(1, 600, 800, text_source=source),))


def test_scanned_pages_are_mended_and_told():
    mended, changes = with_form_words(document("ocr", "1.000 kr. 2027 pil", "2026", "227", "2028", "2029"))
    assert mended.blocks[0].text == "Kort resumé"
    assert mended.blocks[1].rows[0].texts() == ["1.000 kr. 2027 p/l", "2026", "2027", "2028", "2029"]
    assert {(c.printed, c.repaired) for c in changes} >= {("227", "2027"), ("Kørt resumé", "Kort resumé")}


def test_a_ring_is_put_back_where_only_so_the_word_is_one():
    mended, _ = with_form_words(document("ocr", "Arsværk til Administration"))
    assert mended.blocks[1].rows[0].texts() == ["Årsværk til Administration"]


def test_a_text_layer_is_left_alone():
    made = document("text layer", "2026", "227", "2028", "2029")
    assert with_form_words(made) == (made, [])


def test_a_word_that_is_none_is_read_as_the_document_prints_it_elsewhere():
    def line(*texts, sure=0.95):
        words = tuple(Word(t, 9.0 * n, 0, 9.0 * n + 8, 9, sure) for n, t in enumerate(texts))
        return Line(" ".join(texts), page=1, words=words)

    made = document("ocr")
    lines = [line("Arealdptimering", "af", "skoler", sure=0.7), *(line("til", "arealoptimering") for _ in range(2))]
    mended, changes = with_form_words(replace(made, blocks=tuple(lines)))
    assert mended.blocks[0].text == "Arealoptimering af skoler"
    assert [(c.printed, c.repaired) for c in changes] == [("Arealdptimering af skoler", "Arealoptimering af skoler")]
    twice, _ = with_form_words(replace(made, blocks=(lines[0], lines[0], *lines[1:])))
    assert twice.blocks[0].text == "Arealdptimering af skoler"


def test_yes_or_no_is_a_heading_however_its_stroke_was_read():
    mended, _ = with_form_words(document("ocr", "JalNej", "Dato for godkendelse"))
    assert mended.blocks[1].rows[0].texts() == ["Ja/Nej", "Dato for godkendelse"]


def test_a_letter_that_was_read_as_a_stroke_is_one_in_a_cell():
    texts = (
        "Ekstra aflastning ti! plejeforældre",
        "Besparelse på anbringelse 1 plejefamilier",
        "Hjælpemidler (1)",
        "Ja!",
    )
    mended, _ = with_form_words(document("ocr", *texts))
    want = ["Ekstra aflastning til plejeforældre", "Besparelse på anbringelse i plejefamilier", *texts[2:]]
    assert mended.blocks[1].rows[0].texts() == want


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("1,900 kr.", "1.000 kr."),
        ("1.00O kr. 2027 pil", "1.000 kr. 2027 p/l"),
        ("1.200 kr.", "1.200 kr."),
        ("11.000 kr.", "11.000 kr."),
    ],
)
def test_a_unit_is_told_by_what_it_nearly_is(read, printed):
    mended, _ = with_form_words(document("ocr", read))
    assert mended.blocks[1].rows[0].texts() == [printed]


@pytest.mark.parametrize(
    ("above", "below", "rows"),
    [
        (("Færre udgifter til eksterne", "-245"), "konsulenter og rådgivere", 1),
        (("Samlede", "300"), "implementeringsomkostninger", 1),
        (("Samlet varig ændring", "-245"), "implementeringsomkostninger (midler fra investeringspuljen)", 2),
        (("Færre udgifter", "-245"), "Konsulenter", 2),
        (("Drift", ""), "heraf løn", 2),
    ],
)
def test_a_labels_last_line_is_no_row_of_its_own(above, below, rows):
    cells = [tuple(GridCell(t, None, 1, 0.9) for t in row) for row in (above, (below, ""))]
    made = document("ocr")
    grid = Grid(tuple(GridRow(c, 1) for c in cells), "aligned", 1)
    mended, _ = with_form_words(replace(made, blocks=(grid,)))
    assert len(mended.blocks[0].rows) == rows
    ruled, _ = with_form_words(replace(made, blocks=(replace(grid, evidence="ruled"),)))
    assert len(ruled.blocks[0].rows) == 2


def row(top, *texts, width=3.0):
    cells = [GridCell(t, (50.0, top, 50.0 + width * len(t), top + 8.0)) if t else GridCell("") for t in texts]
    return GridRow(tuple(cells), page=2, bbox=(50.0, top, 300.0, top + 8.0))


def test_a_word_that_a_label_had_no_room_for_is_its_last_line_and_a_heading_is_not():
    above = [row(100, "Reduktion af budget Emdrup Bad", "180"), row(114, "Reduktion af indtægter, Hillerød", "380")]
    joined = with_endings([*above, row(124, "Bad", ""), row(138, "Samlet varig ændring", "560")])
    assert [r.texts()[0] for r in joined][1:] == ["Reduktion af indtægter, Hillerød Bad", "Samlet varig ændring"]
    apart = with_endings([*above, row(128, "Bad", ""), row(142, "Samlet varig ændring", "560")])
    assert len(apart) == 4


def test_the_rest_of_a_headings_word_is_put_to_it():
    rows = [
        row(100, "", "Styringsom", "2026"),
        row(110, "", "råde", "Varige ændringer (effektiviseringer og drift)"),
        row(120, "Løn", "Service", "-720"),
    ]
    assert with_endings(rows)[0].texts()[1] == "Styringsområde"
    assert with_endings(rows)[1].texts()[1] == ""


def test_a_word_of_a_label_is_spelled_as_in_the_labels_alike():
    labels = [
        f"Årsværk {til} implementering af drift i {place}" for til, place in (("til", "A"), ("til", "B"), ("fil", "C"))
    ]
    told = with_like_labels([row(100 + 14 * n, label, "250") for n, label in enumerate(labels)])
    assert told[2].texts()[0] == "Årsværk til implementering af drift i C"
    other = with_like_labels([row(100, "Drift af nye biler i nord", "1"), row(114, "Drift af nye byer i nord", "2")])
    assert other[0].texts()[0] == "Drift af nye biler i nord"


def test_years_that_a_torn_ruling_put_into_two_rows_are_one_heading():
    def rows(*texts):
        return [GridRow(tuple(GridCell(t) for t in row), 1) for row in texts]

    torn = rows(["", "1.000 kr.", "", "2027", "2028"], ["", "Område", "2025", "", ""], ["", "", "2026", "", ""])
    assert [r.texts() for r in with_years_together(torn)] == [r.texts() for r in torn]  # not one by one
    torn = rows(["", "1.000 kr.", "", "", "2028", "2029"], ["", "Område", "2026", "2027", "", ""])
    assert [r.texts() for r in with_years_together(torn)] == [
        ["", "1.000 kr.", "", "", "", ""], ["", "Område", "2026", "2027", "2028", "2029"],
    ]  # fmt: skip
    level = rows(["Drift", "", "2026", "2027", "", ""], ["Anlæg", "", "", "2027", "2028", "2029"])
    assert with_years_together(level) == level


def test_an_empty_column_between_years_tells_no_year_anew():
    mended, _ = with_form_words(document("ocr", "Område", "2026", "", "2027", "2028", "2029", "2030"))
    assert mended.blocks[1].rows[0].texts() == ["Område", "2026", "", "2027", "2028", "2029", "2030"]


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("Stigning t hjælpemidler", "Stigning i hjælpemidler"),
        ("Midlertidig finansienng af drift", "Midlertidig finansiering af drift"),
    ],
)
def test_a_letter_that_a_blur_changed_or_joined_is_told_by_danish(read, printed):
    mended, _ = with_form_words(document("ocr", read))
    assert mended.blocks[1].rows[0].texts() == [printed]


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("Samarbejde led en ekstern organisation", "Samarbejde med en ekstern organisation"),
        ("Samarbejde uden en ekstern organisation", "Samarbejde uden en ekstern organisation"),
        ("Arbejde led en ekstern organisation", "Arbejde led en ekstern organisation"),
    ],
)
def test_a_short_word_is_told_by_what_the_document_prints_between_its_neighbours(read, printed):
    known = places([read, "til samarbejde med en ekstern organisation", "Samarbejde med en forening"])
    assert as_among_neighbours(read, known) == printed


def test_of_two_words_printed_as_often_between_two_others_each_stays():
    known = places(["Udgifter til løn", "udgifter til løn", "Udgifter til lån", "udgifter ti lån"])
    assert as_among_neighbours("udgifter til lån", known) == "udgifter til lån"


def grid_rows(*rows):
    return [GridRow(tuple(GridCell(t) for t in row), 1) for row in rows]


AMOUNTS = (("Løn", "Service", "5", "7", "-8", "9"), ("I alt", "", "5", "7", "-8", "9"))


@pytest.mark.parametrize(
    ("heading", "want"),
    [
        (
            ("", "Styringso\nmråde", "2026 2027", "", "2028", "2029"),
            ["", "Styringso mråde", "2026", "2027", "2028", "2029"],
        ),
        (
            ("", "Styringso\nmråde 2026", "", "2027", "2028", "2029"),
            ["", "Styringso mråde", "2026", "2027", "2028", "2029"],
        ),
        (("", "", "2026", "2027", "2028 2029", ""), ["", "", "2026", "2027", "2028", "2029"]),
        (("", "", "2026 2027", "ændret", "2028", "2029"), ["", "", "2026 2027", "ændret", "2028", "2029"]),
        (("", "", "2026 2028", "", "2028", "2029"), ["", "", "2026 2028", "", "2028", "2029"]),
        (("", "", "2027", "2028", "2029", ""), ["", "", "2027", "2028", "2029", ""]),
    ],
)
def test_years_that_share_a_cell_stand_over_the_columns_of_figures(heading, want):
    assert with_years_apart(grid_rows(heading, *AMOUNTS))[0].texts() == want


def test_a_year_above_og_frem_is_one_heading_with_it():
    rows = grid_rows(("1.000 kr.", "", "", "", "", "2029"), ("", "Område", "2026", "2027", "2028", "og frem"), *AMOUNTS)
    assert with_years_together(rows)[1].texts() == ["", "Område", "2026", "2027", "2028", "2029 og frem"]
