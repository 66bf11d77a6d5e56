"""Scanned pages after they were read: one document's type sizes, two pages on a sheet, layers, doubted amounts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from extractors.danish.numbers import parse_number
from extractors.readers.ocr.cells import has_minus, second_reading
from extractors.readers.ocr.halves import parted
from extractors.readers.ocr.image import CleanScan
from extractors.readers.ocr.layer import is_poor
from extractors.readers.ocr.lines import even_sizes, levelled, set_on_lines, usual_sizes
from extractors.readers.ocr.pages import without_doubles
from extractors.readers.pdf.page import PageContent
from extractors.tables.economy.model import EconomicTable, TableHeader, TableRow, Value, assign_sections, row_kind
from extractors.tables.economy.readings import doubt_readings, scanned_pages
from schemas.source import Grid, GridCell, GridRow, Line, Word


def word(text, x0, base=100.0, size=10.0, confidence=0.9):
    return Word(text, x0, base - 0.76 * size, x0 + 0.5 * size * len(text), base + 0.22 * size, confidence, size)


def test_lines_take_the_sizes_that_the_page_is_printed_in():
    told = usual_sizes([10.1, 10.0, 9.9, 8.1, 7.9, 8.0, 16.0], [12, 10, 11, 6, 7, 6, 1])
    assert max(told[:3]) - min(told[:3]) < 0.05
    assert max(told[3:6]) - min(told[3:6]) < 0.05
    assert told[0] / told[3] == pytest.approx(1.25, rel=0.03)
    assert told[6] == pytest.approx(16.0)


def test_pages_of_one_document_agree_on_their_sizes_and_keep_their_baselines():
    first = [word("tekst", 50, 100 + 12 * n, 8.0) for n in range(20)]
    second = [word("tekst", 50, 100 + 12 * n, 8.3) for n in range(20)]
    told = even_sizes([first, second])
    assert told[0][0].size == pytest.approx(told[1][0].size, rel=0.005)
    assert told[1][3].bottom - 0.22 * told[1][3].size == pytest.approx(136.0)


def sheet(width=1190.0, gutter=True):
    words = []
    for n in range(12):
        places = [60 + 30 * k for k in range(36)]
        words += [word("ord", x, 100 + 14 * n) for x in places if not (gutter and 540 < x < 640)]
    return PageContent(3, width, 842.0, 0, words, [])


def test_two_pages_on_a_sheet_are_told_apart():
    left, right = parted(sheet())
    assert max(w.x1 for w in left.words) < min(w.x0 for w in right.words)
    assert (left.number, right.number, len(left.words)) == (3, 3, 12 * 17)


def test_a_wide_page_and_a_wide_table_are_left_whole():
    assert len(parted(sheet(gutter=False))) == 1
    table = [word(t, x, 100 + 14 * n) for n in range(12) for t, x in (("Løn", 60), ("-720", 400), ("-810", 900))]
    assert len(parted(PageContent(1, 1190.0, 842.0, 0, table, []))) == 1


SOUND = "Der investeres i nye redskaber til de ældre på plejehjemmene så medarbejderne får mere tid til pleje og omsorg"


def layer(text):
    return [word(t, 60 * k, 100 + 14 * n) for n, part in enumerate([text] * 4) for k, t in enumerate(part.split())]


def test_a_damaged_layer_is_told_from_a_sound_one():
    assert not is_poor(layer(SOUND))
    assert is_poor(layer(SOUND.replace("æ", "ee").replace("å", "a").replace("ø", "g") + " gget nar bgrn ogsa forhgje"))
    assert is_poor(layer("D3r 1nv3st3r3s i ny3 r|dskab{r ti| de a=ldre pa p1ejehjem~ene sa medarbejderne far mere"))


def table(confidence=0.9, total="-300", page=1):
    header = TableHeader([("2026", 2026)])
    rows = []
    for label, number in (("Løn", "-100"), ("Varer", "-200"), ("Samlet varig ændring", total)):
        row = TableRow(row_kind(label, valued=True), label, label)
        row.values = [Value(0, parse_number(number), "grid", page=page, confidence=confidence)]
        rows.append(row)
    heading = TableRow("section", "Varige ændringer", "Varige ændringer")
    made = EconomicTable(header, [heading, *rows])
    assign_sections(made.rows)
    return made


def placements(made):
    return {v.placement for r in made.rows for v in r.values}


def test_sums_decide_over_confidence():
    held, failed, read = (
        table(confidence=0.3),
        table(confidence=0.99, total="-301"),
        table(confidence=0.99, total="-301"),
    )
    doubt_readings(held, {1})
    doubt_readings(failed, {1})
    doubt_readings(read, set())  # a text layer: the bilag's own contradiction
    assert [placements(m) for m in (held, failed, read)] == [{"grid"}, {"uncertain"}, {"grid"}]
    assert failed.rows[-1].values[0].number.value == Decimal(-301)


@pytest.mark.parametrize(
    ("text", "confidence", "want"), [("-", 0.99, "uncertain"), ("0", 0.5, "uncertain"), ("0", 0.9, "grid")]
)
def test_a_sum_does_not_bear_out_a_nought(text, confidence, want):
    made = table()
    made.rows[1].values[0] = Value(0, parse_number(text), "grid", page=1, confidence=confidence)
    made.rows[3].values[0] = Value(0, parse_number("-200"), "grid", page=1, confidence=0.9)
    doubt_readings(made, {1})
    assert made.rows[1].values[0].placement == want


def test_a_sum_chooses_among_the_readings_that_a_picture_allows_and_says_so():
    made = table(total="-800")
    made.rows[2].values[0].readings = ("200", "-700", "-208")
    doubt_readings(made, {1})
    assert [(r.values[0].number.value, r.values[0].placement) for r in made.rows[1:]] == [
        (Decimal(-100), "uncertain"),
        (Decimal(-700), "uncertain"),
        (Decimal(-800), "uncertain"),  # it may be the one that is wrong
    ]


def test_a_sum_that_two_readings_would_mend_chooses_none():
    made = table(total="-800")
    made.rows[1].values[0].readings = ("-600",)
    made.rows[2].values[0].readings = ("-700",)
    doubt_readings(made, {1})
    assert [r.values[0].number.value for r in made.rows[1:]] == [Decimal(-100), Decimal(-200), Decimal(-800)]
    assert placements(made) == {"uncertain"}


def test_a_sum_that_only_two_other_readings_mend_together_chooses_both():
    made = table(total="-800")
    made.rows[1].values[0].readings = ("-140",)
    made.rows[2].values[0].readings = ("-660",)
    doubt_readings(made, {1})
    assert [r.values[0].number.value for r in made.rows[1:]] == [Decimal(-140), Decimal(-660), Decimal(-800)]
    assert placements(made) == {"uncertain"}


def years(*rows):
    """A table of these rows of printed figures over the years from 2026, the last their sum."""
    made = table()
    made.header.columns = [(str(2026 + n), 2026 + n) for n in range(len(rows[0]))]
    for row, texts in zip(made.rows[1:], rows, strict=True):
        row.values = [Value(c, parse_number(t), "grid", page=1, confidence=0.95) for c, t in enumerate(texts)]
    return made


def test_a_sum_that_is_off_alike_in_most_years_is_the_bilags_and_tells_a_misread_year():
    made = years(("-100", "-100", "-100", "-700"), ("-200",) * 4, ("-330",) * 4)
    doubt_readings(made, {1})
    assert {v.column for r in made.rows for v in r.values if v.placement == "uncertain"} == {3}
    lost_sign = years(("15",) * 4, ("-200",) * 4, ("-215",) * 4)  # alike, and wrong in every year
    doubt_readings(lost_sign, {1})
    assert placements(lost_sign) == {"uncertain"}


def test_a_figure_between_two_of_the_other_sign_is_doubted_where_no_sum_bears_it_out():
    made = years(("-100", "100", "-100"), ("-200", "-200", "-200"), ("-300", "-300", "-300"))
    made.rows.pop()
    doubt_readings(made, {1})
    assert [v.placement for v in made.rows[1].values] == ["grid", "uncertain", "grid"]


def test_a_column_whose_year_breaks_the_row_is_uncertain():
    made = table()
    made.header.columns = [("2026", 2026), ("2027", 2027), ("2028", 2028), ("2028", 2028)]
    for row in made.rows[1:]:
        row.values = [
            Value(c, row.values[0].number, "grid", page=1, confidence=0.95) for c in range(len(made.header.columns))
        ]
    doubt_readings(made, {1})
    assert {v.column for r in made.rows for v in r.values if v.placement == "uncertain"} == {3}


def test_a_text_layer_is_never_changed_by_a_sum():
    made = table(total="-800")
    made.rows[2].values[0].readings = ("-700",)
    doubt_readings(made, set())
    assert made.rows[2].values[0].number.value == Decimal(-200)


def test_figures_as_high_as_a_d_make_no_larger_type():
    words, line = [], ("Effekt", "udgifter", "600", "-370")
    for n in range(8):
        base = 100 + 10 * n
        words += [Word(t, 60 * k, base - 5.8, 60 * k + 40, base, 0.9) for k, t in enumerate(line) if n % 2 or k > 1]
    sizes = {round(w.size, 1) for w in set_on_lines(words, [1.0] * len(words))}
    assert len(sizes) == 1


def test_a_word_that_was_read_twice_is_one():
    words = [word("-300", 50), replace(word("7300", 51, 101.0), confidence=0.4), word("-300", 90), word("x", 50, 112.0)]
    assert without_doubles(words) == [words[0], words[2], words[3]]


def test_a_word_that_a_speck_makes_hang_stays_in_its_line():
    words = [
        Word(t, x, 94, x + 40, 100 + low, 0.9)
        for t, x, low in (("Ekstern", 50, 0), ("bistand", 93, 3), ("til", 136, 0))
    ]
    assert {round(w.bottom, 1) for w in levelled(words)} == {100.0}


def test_a_word_of_its_own_is_set_as_the_lines_around_it():
    line = [
        Word(t, 60 * k, 94, 60 * k + 50, 100, 0.9) for k, t in enumerate(("Styrings", "beløb", "fordelt", "udgift"))
    ]
    last = Word("mråde", 0, 102.5, 30, 110, 0.9)  # a speck above its ring
    told = set_on_lines([*line, last], [1.0] * 5)
    assert {w.size for w in told} == {told[0].size}


def test_scanned_pages_are_known_by_their_words():
    grid = Grid((GridRow((GridCell("1", confidence=0.9),), 4), GridRow((GridCell("1"),), 5)), "ruled", 4)
    assert scanned_pages([Line("x", page=2, words=(word("x", 1),)), Line("y", page=3), grid]) == {2, 4}


def test_a_figure_read_in_two_pieces_is_one_and_doubted():
    scan = CleanScan(*[np.full((900, 900), 255, np.uint8)] * 2, [], 4.0, 0.0, 140)
    words = [word("-13", 50), word("770", 66), word("2.050", 120)]
    found = second_reading(scan, words, lambda *_: {k: [] for k in ("text", "conf", "left", "width", "top", "height")})
    assert [(w.text, w.confidence <= 0.5) for w in found] == [("-13.770", True), ("2.050", False)]


def figure(minus=(4, 11), first=18):
    """A 3 whose minus runs from and to such columns, and begins its own left tips at `first`."""
    crop = np.full((84, 80), 255, np.uint8)
    crop[20:26, first : first + 24] = crop[39:45, first + 6 : first + 24] = crop[58:64, first : first + 24] = 0
    crop[20:64, first + 18 : first + 24] = 0
    crop[39:45, minus[0] : minus[1]] = 0
    return crop


def test_a_minus_that_runs_into_its_digit_is_seen():
    assert has_minus(figure(minus=(4, 26)), "3")
    assert has_minus(figure(minus=(4, 13)), "3")
    assert not has_minus(figure(minus=(22, 26)), "3")


def test_a_figure_that_a_pen_went_through_is_doubted_and_keeps_what_it_may_be():
    crossed = np.zeros((900, 900), np.uint8)
    crossed[350:420, 200:260] = 255
    scan = CleanScan(*[np.full((900, 900), 255, np.uint8)] * 2, [], 4.0, 0.0, 140, crossed)
    words = [word("-80", 50), word("-80", 120)]

    def recognise(sheet, _config):
        tops = [60, 204][: (sheet.shape[0] - 60) // 144]
        rest = {"conf": ["95"] * len(tops), "left": [60] * len(tops), "width": [50] * len(tops)}
        return {"text": ["-80"] * len(tops), "top": tops, "height": [84] * len(tops), **rest}

    spoiled, clear = second_reading(scan, words, recognise)
    assert (spoiled.text, spoiled.confidence) == ("-80", 0.5)
    assert {"-60", "80"} <= set(spoiled.readings)
    assert clear.confidence > 0.5
    assert "-60" not in clear.readings


@pytest.mark.parametrize(("source", "want"), [({1}, "grid"), (set(), None)])
def test_a_comma_before_three_digits_on_a_scan_is_a_blurred_point_that_a_sum_bears_out(source, want):
    made = table(total="-1,300")
    made.rows[1].values[0].number = parse_number("-1.100")
    doubt_readings(made, source)
    total = made.rows[-1].values[0]
    assert (total.number.value == -1300, total.placement) == ((True, want) if want else (False, "grid"))
