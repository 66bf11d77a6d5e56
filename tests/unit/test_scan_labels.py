"""A label that stands beside figures is read again by itself, and most readings decide."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.readers.ocr.image import CleanScan
from extractors.readers.ocr.labels import _decided, _slots, labels_again
from extractors.readers.ocr.sheet import GAP, HEIGHT, Found
from schemas.source import Word

SIZE = 10.0
LETTER = 5.0  # points


def row(text, sure=0.9):
    """The words of a row with two figures, letters all as wide."""
    words, x = [], 50.0
    for t in text.split():
        words.append(Word(t, x, 100.0, x + LETTER * len(t), 110.0, sure, SIZE))
        x += LETTER * (len(t) + 1)
    return [
        *words,
        Word("250", 400.0, 100.0, 415.0, 110.0, 0.9, SIZE),
        Word("500", 450.0, 100.0, 465.0, 110.0, 0.9, SIZE),
    ]


def reader(words, *lines):
    """Tesseract as it would read the label of a row, once a picture: each word where its letters stand."""
    left = words[0].x0 - 0.3 * SIZE
    told = iter(lines)

    def recognise(sheet, config):
        found, x = [], words[0].x0
        for t in next(told).split("_"):
            if t:
                found.append((t, (x - left) * HEIGHT / SIZE + GAP, LETTER * len(t) * HEIGHT / SIZE))
            x += LETTER * (len(t) + 1)
        keys = {"text": [f[0] for f in found], "left": [f[1] for f in found], "width": [f[2] for f in found]}
        return {**keys, "conf": [90.0] * len(found), "top": [GAP] * len(found), "height": [HEIGHT] * len(found)}

    return recognise


@pytest.mark.parametrize(
    ("page", "lines", "want"),
    [
        ("Støtte til unge", ["Støtte_til_unge"], "Støtte til unge"),
        ("Støtte fil unge", ["Støtte_til_unge", "Støtte_til_unge"], "Støtte til unge"),
        ("Støtte fil unge", ["Støtte_til_unge", "Støtte_fil_unge"], "Støtte fil unge"),
        ("Stetteq til unge", ["Støtte_til_unge", "Stætteq_til_unge"], "Støtte til unge"),
        ("Støtte til unge 45", ["Støtte_til_unge_46", "Støtte_til_unge_45"], "Støtte til unge 45"),
        ("Konto 6 og 7", ["Konto_o_og_7"] * 2, "Konto 6 og 7"),
        ("Støtte til unge", ["Støtte_til_unge_i", "Støtte_til_unge"], "Støtte til unge"),
        ("Støtte t til unge", ["Støtte___til_unge"] * 2, "Støtte til unge"),
    ],
)
def test_two_readings_that_agree_decide_and_a_word_stands_against_none(page, lines, want):
    words = row(page)
    blank = np.full((1200, 800), 255, np.uint8)
    scan = CleanScan(blank, blank.copy(), [], 1.0, 0.0, 128)
    out = labels_again(scan, words, reader(words, *lines))
    assert " ".join(w.text for w in out if w.x0 < 300) == want
    assert [w.text for w in out if w.x0 > 300] == ["250", "500"]


def test_a_letter_that_each_reading_puts_beside_the_others_stays_one_word():
    label = row("Tilskud i Emdrup")[:3]
    i = label[1]
    one, other = (Found("i", 0.9, i.x1 + d, i.x1 + d + 1.0) for d in (0.5, 2.0))
    rest = [Found(w.text, 0.9, w.x0 + 3.0, w.x1) for w in (label[0], label[2])]
    places = _slots(label, [rest[0], one, rest[1]], [rest[0], other, rest[1]])
    assert [w.text for place in places for w in _decided(place, label)] == ["Tilskud", "i", "Emdrup"]
