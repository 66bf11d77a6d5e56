"""What pale toner, stamps, narrow cells and specks do to a scan, and what is read all the same."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest

from extractors.danish.numbers import parse_number
from extractors.layout.grid.page import PageFrame, page_blocks
from extractors.readers.ocr.figures import whole_figures
from extractors.readers.ocr.image import CleanScan, clean
from extractors.readers.ocr.left import unread
from extractors.readers.ocr.letters import words_again
from extractors.readers.ocr.lines import set_on_lines
from extractors.readers.ocr.noughts import is_nought, noughts
from extractors.readers.ocr.pages import without_specks
from extractors.readers.ocr.paper import INK, sheets, whitened
from extractors.readers.ocr.stamped import LIFTED, lifted
from extractors.tables.economy.model import EconomicTable, TableHeader, TableRow, Value, assign_sections, row_kind
from extractors.tables.economy.readings import doubt_readings
from schemas.source import Grid, Ruling, Word

SCALE = 300 / 72


def word(text, x0, base=100.0, size=8.0, sure=0.95, readings=()):
    x1 = x0 + 0.5 * size * len(text)
    return Word(text, x0, base - 0.76 * size, x1, base + 0.22 * size, sure, size, readings=readings)


def table_sheet():
    """A page of words in a table with thin rulings."""
    sheet = np.full((1400, 1250), 255, np.uint8)
    for y in range(100, 1301, 100):
        cv2.line(sheet, (60, y), (1190, y), 0, 2)
        if y < 1300:
            cv2.putText(sheet, "Samlede 1.420  -720", (80, y + 66), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 0, 4, cv2.LINE_AA)
    return sheet


def faded(sheet, ink, rng):
    """Toner that runs out to the left, on grained paper."""
    depth = np.linspace(ink, 105, sheet.shape[1])
    grey = 225 - (255.0 - cv2.GaussianBlur(sheet, (0, 0), 0.8)) / 255 * depth
    grain = cv2.GaussianBlur(rng.normal(0, 7, sheet.shape).astype(np.float32), (0, 0), 0.8)
    return np.clip(grey + grain, 0, 255).astype(np.uint8)


def test_toner_as_pale_as_the_papers_grain_is_ink_and_its_rulings_are_found():
    sheet = table_sheet()
    white, faint = sheets(faded(sheet, 22, np.random.default_rng(5)), SCALE)
    print_ink = cv2.erode((sheet < INK).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    far = cv2.dilate((sheet < 250).astype(np.uint8), np.ones((9, 9), np.uint8)) == 0
    assert (white[print_ink] < 195).mean() > 0.9
    assert (white[far] < INK).mean() < 0.002
    rulings = [r for r in clean(white, SCALE, faint).rulings if r.horizontal]
    assert sum((r.x1 - r.x0) * SCALE > 1000 for r in rulings) >= 12
    assert len(rulings) <= 14  # no word is one


def test_a_page_of_dark_print_is_whitened_once():
    white, faint = sheets(table_sheet(), SCALE)
    assert white is faint


@pytest.fixture(params=[1, 7])
def stamped(request):
    """A printed page, the same with a stamp over it that lies so many degrees aslant, and where its ink is."""
    sheet = table_sheet()
    stamp = np.full_like(sheet, 255)
    cv2.rectangle(stamp, (420, 430), (920, 640), 0, 8)
    cv2.putText(stamp, "MODTAGET", (440, 570), cv2.FONT_HERSHEY_SIMPLEX, 2.6, 0, 9)
    turn = cv2.getRotationMatrix2D((670.0, 530.0), request.param, 1)
    ink = cv2.warpAffine(stamp, turn, stamp.shape[::-1], borderValue=(255,)) < INK
    return sheet, ink


@pytest.mark.parametrize("coloured", [False, True])
def test_a_stamp_of_another_shade_or_colour_is_lifted_and_the_print_under_it_stays(stamped, coloured):
    sheet, ink = stamped
    grain = np.random.default_rng(2).normal(0, 4, sheet.shape)
    grey = np.clip(np.where(ink & (sheet > 70), 70, sheet) * 0.9 + 12 + grain, 0, 255).astype(np.uint8)
    shade = np.where(ink & (sheet > 70), 190, grey).astype(np.uint8) if coloured else grey
    out, mask = lifted(whitened(grey, SCALE), shade, SCALE)
    only = cv2.erode((ink & (sheet > 250)).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    under = ink & (sheet < 20)
    assert mask is not None
    assert set(np.unique(mask)) == {0, LIFTED}
    assert (out[only] < INK).mean() < 0.05
    assert (out[under] < INK).mean() > 0.75
    assert not [r for r in clean(out, SCALE, None, mask).rulings if not r.horizontal]


def test_print_that_no_stamp_lies_on_is_left_as_it_is():
    sheet = table_sheet()
    white = whitened(sheet, SCALE)
    out, mask = lifted(white, sheet, SCALE)
    assert out is white
    assert mask is None


def figure(text):
    crop = np.full((84, 40 + 50 * len(text)), 255, np.uint8)
    for n, digit in enumerate(text):
        if digit == "0":  # OpenCV's own is slashed
            cv2.ellipse(crop, (34 + 46 * n, 42), (14, 22), 0, 0, 360, 0, 5, cv2.LINE_AA)
        else:
            cv2.putText(crop, digit, (14 + 46 * n, 66), cv2.FONT_HERSHEY_DUPLEX, 2, 0, 4, cv2.LINE_AA)
    return crop


def test_a_nought_is_told_from_every_other_figure_by_its_shape():
    assert [d for d in "0123456789" if is_nought(figure(d))] == ["0"]
    assert not is_nought(figure("00"))
    read = noughts(Word("(9)", 10, 0, 15, 8, 0.4), figure("0"), 0.7)
    assert (read.text, read.confidence, read.readings) == ("0", 0.7, ("(9)",))
    clear = noughts(Word("0", 10, 0, 15, 8, 0.7), figure("0"), 0.7)
    assert clear.confidence > 0.75
    assert noughts(Word("9", 10, 0, 15, 8, 0.9), figure("9"), 0.7).text == "9"


def rows_of(grid: Grid) -> list[list[str]]:
    return [[c.joined if c else "" for c in row.cells] for row in grid.rows]


def narrow_table(*broken):
    """A ruled table of a label and columns of narrow cells whose figures stand on several lines."""
    xs = [50.0, 200.0, *(200.0 + 32 * (n + 1) for n in range(len(broken)))]
    ys = [80.0, 100.0, 150.0, 170.0]
    rulings = [*(Ruling(xs[0], y, xs[-1], y) for y in ys), *(Ruling(x, ys[0], x, ys[-1]) for x in xs)]
    words = [word(t, 55, base) for t, base in (("Label", 95), ("Samlet", 112), ("Andet", 165))]
    for n, (pieces, (x0, x1)) in enumerate(zip(broken, pairwise(xs[1:]), strict=True)):
        words += [word(str(2026 + n), x1 - 19, 95), word("100", x1 - 15, 165)]
        for k, (text, *readings) in enumerate(pieces):
            words.append(word(text, x1 - 3 - 4 * len(text), 112 + 12 * k, readings=tuple(readings)))
        assert x0 < x1
    return words, rulings


def test_a_figure_that_a_cell_broke_is_whole_though_a_piece_of_it_was_misread():
    words, rulings = narrow_table(
        [("-",), ("1.40",), ("3",)], [("1.400", "1.40"), ("3",)], [("1,11",), ("3",)], [("-",), ("1.49",), ("3",)]
    )
    (grid,) = [b for b in page_blocks(words, rulings, PageFrame(1, 600, 800)) if isinstance(b, Grid)]
    assert rows_of(grid)[1] == ["Samlet", "-1.403", "1.403", "1.113", "-1.493"]
    lost = grid.rows[1].cells[2]
    assert "-1.403" in lost.readings  # its sign stood on a line of its own: the sums may choose it


def test_minuses_in_a_row_of_their_own_leave_the_figures_below_uncertain():
    def row(label, *texts):
        values = [Value(n, parse_number(t), "grid", page=1, confidence=0.96) for n, t in enumerate(texts)]
        made = TableRow(row_kind(label, valued=True), label, label)
        made.values = values
        return made

    rows = [row("Drift", "300", "300"), row("", "-", "-"), row("Husleje", "100", "100"), row("Andet", "200", "200")]
    made = EconomicTable(TableHeader([("2026", 2026), ("2027", 2027)]), rows)
    assign_sections(made.rows)
    doubt_readings(made, {1})
    assert [[v.placement for v in r.values] for r in (rows[0], rows[2], rows[3])] == [
        ["grid"] * 2, ["uncertain"] * 2, ["grid"] * 2,
    ]  # fmt: skip


def test_a_figure_of_which_the_point_and_half_a_digit_were_lost_is_one():
    torn = [word("71", 305, size=7.3), word("545", 316.5, size=7.3)]
    assert [(w.text, w.confidence) for w in whole_figures(torn)] == [("71.545", 0.5)]
    apart = [word("71", 305, size=7.3), word("545", 330, size=7.3)]
    assert [w.text for w in whole_figures(apart)] == ["71", "545"]


def test_a_line_of_small_letters_with_a_dot_is_no_larger_type():
    lines = [
        [("Samlede", 6.0), ("omkostninger", 6.0)],
        [("service", 5.6)],  # as high as the dot of its i
        [("Samlede", 6.0), ("anlæg", 6.0)],
    ]
    words = []
    for n, line in enumerate(lines):
        base, x = 100 + 30 * n, 50.0
        for text, high in line:
            words.append(Word(text, x, base - high, x + 4 * len(text), base, 0.9))
            x += 4 * len(text) + 3
    sized = {w.text: w.size for w in set_on_lines(words, [1.0] * len(words))}
    assert sized["service"] == pytest.approx(sized["omkostninger"], rel=0.1)


def test_a_speck_that_was_clearly_read_as_a_thin_letter_is_none():
    words = [
        word("Drift", 50),
        word("i", 80),
        word("by", 87),
        word("i", 300, sure=0.96),
        word("ja", 400, 140),
        word("|", 410, 140),
    ]
    assert [w.text for w in without_specks(words)] == ["Drift", "i", "by", "ja"]


def test_words_that_ran_together_are_parted_as_they_are_read_among_their_neighbours():
    scan = CleanScan(np.full((600, 2600), 255, np.uint8), np.full((600, 2600), 255, np.uint8), [], SCALE, 0.0, INK)
    words = [word("Moselgade", 50), word("2,093.sal", 90, sure=0.9)]

    def recognise(sheet, _config):
        high = words[0].bottom - words[0].top
        factor = 84 / round(1.5 * high * SCALE)
        places = [("Moselgade", 50, 86), ("2.", 90, 96), ("og", 99, 106), ("3.", 109, 115), ("sal", 118, 125)]
        left, right = ([60 + round((p[k] - 50 + 0.25 * high) * SCALE * factor) for p in places] for k in (1, 2))
        return {
            "text": [p[0] for p in places], "conf": [92] * 5, "left": left,
            "width": [b - a for a, b in zip(left, right, strict=True)], "top": [70] * 5, "height": [60] * 5,
        }  # fmt: skip

    assert [w.text for w in words_again(scan, words, recognise)][1] == "2. og 3. sal"
    assert words_again(scan, words[:1], lambda *_: pytest.fail("nothing is in doubt")) == words[:1]


def test_a_nought_in_a_column_of_figures_that_nothing_read_is_found():
    image = np.full((1000, 600), 255, np.uint8)
    cv2.ellipse(image, (300, 400), (9, 14), 0, 0, 360, 0, 4, cv2.LINE_AA)
    scan = CleanScan(image, image, [], SCALE, 0.0, INK)
    right = (300 + 11) / SCALE
    column = [Word(t, right - 14, y, right, y + 8, 0.95) for t, y in (("250", 60.0), ("500", 120.0))]
    nothing = {k: [] for k in ("text", "conf", "left", "width", "top", "height")}
    found = unread(scan, column, lambda *_: nothing, lambda *_: nothing)
    assert [(w.text, w.confidence) for w in found] == [("0", 0.7)]
