"""What is done to a scanned page's picture before it is read."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from pdf_typeset import LABELS

from extractors.readers.ocr.drawn import without_drawn
from extractors.readers.ocr.image import CleanScan, clean, find_skew, lies_sideways
from extractors.readers.ocr.left import lone_signs
from extractors.readers.ocr.paper import INK, whitened, without_dirt
from extractors.readers.ocr.sheet import GAP, HEIGHT, read_pieces
from schemas.source import Word

SCALE = 300 / 72


def printed(lines=30):
    sheet = np.full((1700, 1250), 255, np.uint8)
    for n in range(lines):
        text = f"{LABELS[n % len(LABELS)][:30]}  -{n}.420   -72{n}."
        cv2.putText(sheet, text, (60, 120 + 50 * n), cv2.FONT_HERSHEY_SIMPLEX, 1, 0, 3, cv2.LINE_AA)
    return sheet


def inked(image):
    return float((image < INK).mean())


def test_shadow_and_pale_toner_become_the_same_page():
    sheet = printed()
    light = np.linspace(0.35, 1.0, sheet.shape[1])
    shadowed = (sheet * light).astype(np.uint8)
    pale = (225 - (255 - sheet.astype(float)) * 0.3).astype(np.uint8)
    want = inked(sheet)
    assert inked(whitened(shadowed, SCALE)) == pytest.approx(want, rel=0.25)
    assert inked(whitened(pale, SCALE)) == pytest.approx(want, rel=0.25)
    assert inked(whitened(np.full_like(sheet, 140), SCALE)) == 0


def test_dirt_goes_and_every_sign_stays():
    rng = np.random.default_rng(3)
    clean_sheet = printed()
    dirty = clean_sheet.copy()
    for _ in range(400):
        x, y = (int(v) for v in rng.uniform((0, 0), (1250, 1700)))
        cv2.circle(dirty, (x, y), int(rng.integers(1, 5)), 0, -1)
    out = without_dirt(dirty, SCALE)
    count = {k: cv2.connectedComponents((i < INK).astype(np.uint8))[0] for k, i in (("dirty", dirty), ("out", out))}
    assert count["dirty"] - count["out"] > 150
    lost = (clean_sheet < INK) & (out >= INK)
    assert lost.sum() == 0  # no sign, point or letter has lost ink


def test_a_pale_minus_beside_its_figure_stays_and_a_pale_speck_goes():
    sheet = printed()
    pale = sheet.copy()
    pale[100:103, 40:45] = pale[103:106, 1100:1105] = 190
    x = int(np.flatnonzero((sheet[90:122] < INK).any(axis=0))[0])  # of the first letter
    pale[106:109, x - 8 : x - 3] = 180
    out = without_dirt(pale, SCALE)
    assert (out[106:109, x - 8 : x - 3] < 255).all()
    assert (out[103:106, 1100:1105] == 255).all()


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_a_page_on_its_side_is_told(turn):
    assert lies_sideways(np.ascontiguousarray(np.rot90(printed(), turn)), SCALE) is bool(turn % 2)


def test_a_streak_down_the_page_is_no_ruling_and_a_tables_rulings_are():
    sheet = printed(12)
    cv2.line(sheet, (601, 0), (601, 1699), 0, 2)
    assert not [r for r in clean(sheet, SCALE).rulings if not r.horizontal]
    table = printed(12)
    for x in (100, 601, 1100):
        cv2.line(table, (x, 70), (x, 700), 0, 3)
    for y in range(70, 750, 50):
        cv2.line(table, (100, y), (1100, y), 0, 3)
    columns = {round(r.x0 * SCALE / 25) for r in clean(table, SCALE).rulings if not r.horizontal}
    assert columns == {4, 24, 44}


def test_a_pen_stroke_through_a_table_makes_no_column():
    table = np.full((1700, 1250), 255, np.uint8)
    for x in (100, 400, 600, 800, 1100):
        cv2.line(table, (x, 70), (x, 1070), 0, 3)
    for y in range(70, 1100, 50):
        cv2.line(table, (100, y), (1100, y), 0, 3)
    cv2.polylines(
        table, [np.array([(450, 900), (690, 500), (702, 400), (720, 300)])], isClosed=False, color=60, thickness=4
    )
    columns = {round(r.x0 * SCALE / 25) for r in clean(table, SCALE).rulings if not r.horizontal}
    assert columns == {4, 16, 24, 32, 44}


def test_a_pen_goes_and_the_print_that_it_crosses_stays():
    sheet = printed(20)
    drawn = sheet.copy()
    pen = np.array([(300, 900), (450, 760), (600, 640), (760, 480), (1000, 300)])
    cv2.polylines(drawn, [pen], isClosed=False, color=20, thickness=5, lineType=cv2.LINE_AA)
    out, crossed = without_drawn(drawn, SCALE)
    print_ink, pen_ink = sheet < INK, (drawn < INK) & (sheet >= INK)
    assert crossed is not None
    assert ((out < INK) & pen_ink).sum() < 0.25 * pen_ink.sum()
    assert ((out >= INK) & print_ink).sum() < 0.01 * print_ink.sum()


def test_a_stamp_goes_with_its_letters_and_a_pen_is_none():
    sheet = printed(20)
    stamp = np.full_like(sheet, 255)
    cv2.rectangle(stamp, (500, 700), (1000, 880), 0, 6)
    cv2.putText(stamp, "MODTAGET", (520, 820), cv2.FONT_HERSHEY_SIMPLEX, 2.6, 0, 8)
    turn = cv2.getRotationMatrix2D((750.0, 790.0), 11, 1)
    stamp = cv2.warpAffine(stamp, turn, stamp.shape[::-1], borderValue=(255,))
    scan = clean(np.minimum(sheet, stamp), SCALE)
    assert len(scan.stamps) == 1
    stamped = (stamp < INK) & (sheet >= INK)
    assert ((scan.image < INK) & stamped).sum() < 0.3 * stamped.sum()
    pen = sheet.copy()
    cv2.line(pen, (300, 900), (900, 400), 0, 5)
    assert clean(pen, SCALE).stamps == ()


def test_a_page_that_nobody_drew_on_is_left_as_it_is():
    sheet = printed()
    for y in range(70, 1100, 50):
        cv2.line(sheet, (50, y), (1200, y), 0, 3)
    out, crossed = without_drawn(sheet, SCALE)
    assert out is sheet
    assert crossed is None


def test_a_streak_through_print_goes_and_the_letters_stay():
    sheet = printed(12)
    streaked = sheet.copy()
    cv2.line(streaked, (601, 0), (601, 1699), 0, 2)
    out = clean(streaked, SCALE).image
    print_ink, beyond = clean(sheet, SCALE).image < INK, np.s_[720:, 590:612]
    assert not (out[beyond] < INK).any()
    assert ((out >= INK) & print_ink).sum() < 0.01 * print_ink.sum()


def test_stems_above_a_ruling_make_no_streak_of_it():
    sheet = np.full((3300, 1250), 255, np.uint8)
    for y in range(60, 2000, 60):  # a column of letters over a column's ruling
        cv2.line(sheet, (600, y), (600, y + 32), 0, 3)
    for y in range(2100, 3200, 50):
        cv2.line(sheet, (100, y), (1100, y), 0, 3)
    for x in (100, 600, 1100):
        cv2.line(sheet, (x, 2100), (x, 3150), 0, 3)
    out = clean(sheet, SCALE)
    assert {round(r.x0 * SCALE / 25) for r in out.rulings if not r.horizontal} == {4, 24, 44}
    assert (out.image[65:88, 600] < INK).all()


def test_a_letter_between_two_rulings_is_no_ruling():
    table = np.full((1700, 1250), 255, np.uint8)
    for y in range(70, 1100, 50):
        cv2.line(table, (100, y), (1100, y), 0, 3)
    for x in (100, 600, 1100):
        cv2.line(table, (x, 70), (x, 1070), 0, 3)
    cv2.line(table, (850, 572), (850, 618), 0, 7)  # a bold stem as high as its row
    out = clean(table, SCALE)
    assert {round(r.x0 * SCALE / 25) for r in out.rulings if not r.horizontal} == {4, 24, 44}
    assert (out.image[580:610, 847:854] < INK).all()


def test_no_sheet_is_higher_than_tesseract_takes():
    heights = []

    def recognise(sheet, _config):
        heights.append(sheet.shape[0])
        count = (sheet.shape[0] - GAP) // (HEIGHT + GAP)
        tops = [GAP + n * (HEIGHT + GAP) for n in range(count)]
        same = {"conf": ["90"] * count, "left": [GAP] * count, "width": [50] * count, "height": [HEIGHT] * count}
        return {"text": [f"{len(heights)}-{n}" for n in range(count)], "top": tops, **same}

    found = read_pieces([np.full((30, 80), 255, np.uint8)] * 400, recognise, "")
    assert max(heights) < 32_767
    assert [f[0].text for f in found[148:152]] == ["1-148", "1-149", "2-0", "2-1"]


def test_a_minus_on_a_line_of_its_own_is_found_above_its_figure():
    image = np.full((400, 400), 255, np.uint8)
    image[100:104, 188:200] = 0  # over the figure's end
    image[300:304, 20:32] = 0  # over nothing
    scan = CleanScan(image, image, [], SCALE, 0.0, INK)
    figure = Word("1.42", 150 / SCALE, 120 / SCALE, 200 / SCALE, 150 / SCALE, 0.9)
    (sign,) = lone_signs(scan, [figure])
    assert (sign.text, round(sign.x0 * SCALE)) == ("-", 188)
    assert lone_signs(scan, []) == []


def test_a_crease_over_a_row_is_paper_and_its_figures_stay():
    sheet = np.full((900, 1700), 235, np.uint8)
    for n in range(6):
        cv2.putText(
            sheet, "Reduceret husleje -540", (60, 120 + 120 * n), cv2.FONT_HERSHEY_SIMPLEX, 1.3, 20, 4, cv2.LINE_AA
        )
    y = np.arange(900)[:, None]
    folded = (sheet * (1 - 0.25 * np.exp(-np.abs(y - 350) / 21))).clip(0, 255).astype(np.uint8)
    out = clean(whitened(folded, SCALE), SCALE)
    flat = clean(whitened(sheet, SCALE), SCALE)
    assert not out.rulings
    band = np.s_[320:380]
    assert (out.image[band] < INK).sum() == pytest.approx((flat.image[band] < INK).sum(), rel=0.25)


def test_the_rows_of_a_coarse_fax_do_not_hide_its_skew():
    sheet = np.full((1300, 1700), 255, np.uint8)
    for n in range(24):
        text = "Effektivisering af drift og vedligehold af bygninger 1.420"
        cv2.putText(sheet, text, (60, 60 + 50 * n), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 0, 4)
    turn = cv2.getRotationMatrix2D((850, 650), 0.6, 1)
    turned = cv2.warpAffine(sheet, turn, (1700, 1300), borderValue=255)
    coarse = cv2.resize(turned, (1156, 425), interpolation=cv2.INTER_AREA)
    coarse = np.where(coarse < 170, np.uint8(0), np.uint8(255))
    assert find_skew(cv2.resize(coarse, (1700, 1300), interpolation=cv2.INTER_LINEAR)) == pytest.approx(-0.6, abs=0.15)
