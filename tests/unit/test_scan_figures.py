"""Words and figures of a scan: boxes set right, figures put together and parted, doubtful words read again."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.danish.ocr_repair.known import is_danish, without_slip
from extractors.readers.ocr.boxes import words_of
from extractors.readers.ocr.cells import may_have_minus, second_reading
from extractors.readers.ocr.figures import parted_figures, whole_figures
from extractors.readers.ocr.image import CleanScan, stands_on_head
from extractors.readers.ocr.left import lone_signs
from extractors.readers.ocr.letters import words_again
from extractors.readers.ocr.pages import without_margins, without_specks
from extractors.readers.ocr.paper import INK, without_dirt
from extractors.readers.ocr.ruled import completed
from schemas.source import Ruling, Word

SCALE = 300 / 72
NOTHING = {k: [] for k in ("text", "conf", "left", "width", "top", "height")}


def paper(*blots, height=400, width=800):
    """A white page with black boxes (x0, y0, x1, y1)."""
    image = np.full((height, width), 255, np.uint8)
    for x0, y0, x1, y1 in blots:
        image[y0:y1, x0:x1] = 0
    return image


def scan_of(image, dirty=None):
    return CleanScan(image, image if dirty is None else dirty, [], SCALE, 0.0, INK)


def word(text, x0, x1, sure=0.9, top=100, bottom=140, size=9.6):
    return Word(text, x0 / SCALE, top / SCALE, x1 / SCALE, bottom / SCALE, sure, size)


def answers(*texts, sure=90):
    """A recogniser that reads these, one a piece of the sheet."""
    same = {"conf": [str(sure)] * len(texts), "left": [60] * len(texts), "width": [50] * len(texts)}
    tops = [60 + 144 * n for n in range(len(texts))]
    return lambda *_: {"text": list(texts), "top": tops, "height": [84] * len(texts), **same}


def test_a_narrow_word_in_the_box_of_the_one_before_it_has_its_own():
    letters = [(100 + 12 * n, 100, 108 + 12 * n, 130) for n in range(9)]  # nine letters, 4 pixels apart
    image = paper(*letters, (222, 100, 226, 130), (240, 100, 280, 130))
    line = {"block_num": [1] * 3, "par_num": [1] * 3, "line_num": [1] * 3, "conf": ["96"] * 3, "top": [100] * 3}
    data = {
        **line,
        "text": ["Reduktion", "i", "alt"],
        "left": [100, 206, 240],
        "width": [128, 20, 40],
        "height": [30] * 3,
    }
    reduction, i, _ = words_of(data, scan_of(image))
    assert reduction.right <= 222
    assert i.x > 204
    assert i.right >= 226


def test_a_figure_torn_in_two_words_is_one_that_is_doubted():
    torn = [word("z", 100, 120), word("000", 126, 200), word("-", 300, 312), word("370", 318, 400), word("5", 500, 520)]
    assert [(w.text, w.confidence <= 0.5) for w in whole_figures(torn)] == [
        ("2.000", True), ("-370", True), ("5", False),
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "parts"), [("-540-720", ["-540", "-720"]), ("700700", ["700", "700"])])
def test_two_cells_that_were_read_as_one_figure_are_parted_and_doubted(text, parts):
    boxes = [(100 + 20 * n, 105, 115 + 20 * n, 130) for n in range(4)] + [
        (260 + 20 * n, 105, 275 + 20 * n, 130) for n in range(4)
    ]
    found = parted_figures(scan_of(paper(*boxes)), [word(text, 100, 335)])
    assert [w.text for w in found] == parts
    assert all(w.confidence <= 0.5 for w in found)
    assert found[0].x1 * SCALE == pytest.approx(175, abs=2)
    assert found[1].x0 * SCALE == pytest.approx(260, abs=2)


def test_a_figure_that_stands_together_is_not_parted():
    boxes = [(100 + 24 * n, 105, 115 + 24 * n, 130) for n in range(5)]
    whole = word("14.865", 100, 211)
    assert parted_figures(scan_of(paper(*boxes)), [whole]) == [whole]


def test_a_mark_that_cleaning_took_for_dirt_is_a_doubted_minus():
    digits = [(120 + 24 * n, 104, 136 + 24 * n, 130) for n in range(3)]
    clean, dirty = paper(*digits), paper(*digits)
    dirty[115:119, 108:113] = 170  # pale
    seen = second_reading(scan_of(clean, dirty), [word("980", 120, 184)], answers("980"))[0]
    assert (seen.text, seen.readings) == ("-980", ("980",))
    assert seen.confidence < 0.75
    plain = second_reading(scan_of(clean), [word("980", 120, 184)], answers("980"))[0]
    assert (plain.text, plain.confidence) == ("980", 0.9)


def test_what_stands_too_high_low_or_far_for_a_minus_is_none():
    crop = paper((60, 20, 80, 60), (90, 20, 110, 60), height=84, width=130)
    for x, y, minus in ((48, 40, True), (48, 22, False), (48, 58, False), (4, 40, False)):
        marked = crop.copy()
        marked[y : y + 5, x : x + 8] = 0
        assert may_have_minus(marked) is minus


def test_a_letter_whose_toner_has_a_hole_is_no_dirt():
    sheet = np.full((400, 800), 255, np.uint8)
    cv2.putText(sheet, "-3.370   -2.990", (60, 100), cv2.FONT_HERSHEY_SIMPLEX, 1, 0, 3, cv2.LINE_AA)
    cv2.putText(sheet, "Samlet varig", (60, 180), cv2.FONT_HERSHEY_SIMPLEX, 1, 0, 3, cv2.LINE_AA)
    sheet[88:90] = 255
    assert ((without_dirt(sheet, SCALE) < INK) == (sheet < INK)).all()


def test_remains_of_a_ruling_are_no_word():
    words = [word("Service", 100, 200), word("mee", 100, 130, top=200, bottom=204), word("alt", 300, 340)]
    assert [w.text for w in without_specks(words)] == ["Service", "alt"]


def test_a_word_that_is_none_is_read_again_and_the_reading_that_is_one_stands():
    words = [word("Etfektivisering", 100, 300), word("Service", 320, 400), word("Irmgardsvej", 420, 520)]
    image = paper((100, 105, 300, 130), (320, 105, 400, 130), (420, 105, 520, 130))
    found = words_again(scan_of(image), words, answers("Effektivisering", "Irmgardsvej"))
    assert [w.text for w in found] == ["Effektivisering", "Service", "Irmgardsvej"]
    worse = words_again(scan_of(image), words, answers("Effekt", "Mose"))
    assert [w.text for w in worse] == [w.text for w in words]


def test_a_slip_in_a_danish_word_is_told_and_a_name_is_left():
    assert is_danish("Effektivisering af serviceområdet")
    assert not is_danish("Etfektivisering")
    assert without_slip("etfektivisering") == "effektivisering"
    assert without_slip("tilbagebetaiingstid") == "tilbagebetalingstid"
    assert without_slip("amsterdamsvej") is None


def test_a_page_on_its_head_is_told_by_its_lines():
    sheet = np.full((900, 1200), 255, np.uint8)
    for n in range(12):
        text = "Effektivisering af drift og vedligehold 1.420"
        cv2.putText(sheet, text, (60, 80 + 60 * n), cv2.FONT_HERSHEY_SIMPLEX, 1, 0, 3, cv2.LINE_AA)
    assert not stands_on_head(scan_of(sheet))
    assert stands_on_head(scan_of(np.ascontiguousarray(sheet[::-1, ::-1])))


def box(x0, x1, *levels, walls=()):
    """Rulings across at these levels, and down at these places between all of them."""
    return [
        *(Ruling(x0, y, x1, y) for y in levels),
        *(Ruling(x, levels[0], x, levels[-1]) for x in walls),
    ]


def test_a_wall_that_toner_ate_in_one_row_is_whole_and_a_merged_row_stays_merged():
    rulings = box(10, 180, 20, 40, 60, 80, walls=(10, 50, 90, 130, 180))
    torn = [r for r in rulings if r.x0 != 90 or r.x1 != 90] + [Ruling(90, 20, 90, 40), Ruling(90, 60, 90, 80)]
    page = np.full((420, 850), 255, np.uint8)
    whole, _ = completed(torn, page, SCALE)
    assert Ruling(90, 40, 90, 60) in whole
    printed = page.copy()
    cv2.line(printed, (round(80 * SCALE), round(50 * SCALE)), (round(100 * SCALE), round(50 * SCALE)), 0, 9)
    assert Ruling(90, 40, 90, 60) not in completed(torn, printed, SCALE)[0]
    merged = [
        *box(10, 180, 20, 40, 60, 80),
        *(Ruling(x, 20, x, 40) for x in (10, 50, 90, 130, 180)),
        Ruling(10, 40, 10, 80),
    ]
    assert len(completed(merged, page, SCALE)[0]) == len(merged)


def test_a_torn_ruling_is_joined_and_a_cell_over_two_rows_stays_one():
    walls = [Ruling(x, 20, x, 80) for x in (10, 50, 90, 130)]
    page = np.full((420, 850), 255, np.uint8)
    torn = [Ruling(10, 20, 130, 20), Ruling(10, 50, 60, 50), Ruling(75, 50, 130, 50), Ruling(10, 80, 130, 80)]
    assert Ruling(10, 50, 130, 50) in completed([*torn, *walls], page, SCALE)[0]
    over = [Ruling(10, 20, 130, 20), Ruling(10, 50, 50, 50), Ruling(90, 50, 130, 50), Ruling(10, 80, 130, 80)]
    assert sorted(completed([*over, *walls], page, SCALE)[0], key=str) == sorted([*over, *walls], key=str)


def test_a_piece_of_a_ruling_is_no_minus():
    image = paper((188, 100, 200, 104))
    figure = word("142", 150, 200, top=120, bottom=150)
    assert [w.text for w in lone_signs(scan_of(image), [figure])] == ["-"]
    ruled = CleanScan(image, image, [Ruling(10, 24.4, 40, 24.4)], SCALE, 0.0, INK)
    assert lone_signs(ruled, [figure]) == []
    year = word("2027", 150, 200, top=120, bottom=150)
    assert lone_signs(scan_of(image), [year]) == []


def test_a_shadow_at_the_edge_is_no_print():
    words = [
        word("|", 2, 8),
        word("i", 2, 8),
        word("Samlet", 100, 200),
        word("0", 300, 310),
        word("750", 400, 440),
        word("-", 700, 720),
    ]
    assert [w.text for w in without_margins(words)] == ["Samlet", "0", "750"]
    assert without_margins(words[:2]) == words[:2]
