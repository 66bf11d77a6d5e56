"""The scanned work programme, read by hand: every damaged word of its 405 lines."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from extractors.danish.ocr_repair.repair import RepairResult, repair

HERE = Path(__file__).parent
SOURCE = HERE.parents[1] / "data" / "raw" / "004_fb0f812eb28774fd.txt"


def norm(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


@pytest.fixture(scope="module")
def result() -> RepairResult:
    return repair(SOURCE.read_text().split("\n"))


@pytest.mark.parametrize(("first", "last"), [(1, 150), (151, 405)])
def test_nine_in_ten_damaged_words_are_read_and_hardly_any_wrongly(result, first, last):
    truth = (HERE / f"ocr_repair_004_lines_{first}-{last}.tsv").read_text().splitlines()[1:]
    rows = [row.split("\t")[:3] for row in truth]
    want = Counter((int(n), norm(p), norm(r)) for n, p, r in rows if norm(p) != norm(r))
    got = Counter(
        (r.line_index + 1, norm(r.printed), norm(r.repaired))
        for r in result.repairs
        if first <= r.line_index + 1 <= last and norm(r.printed) != norm(r.repaired)
    )
    hits = sum((want & got).values())
    assert hits / sum(want.values()) >= 0.97, list((want - got).elements())
    assert hits / sum(got.values()) >= 0.99, list((got - want).elements())


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (4, "2026 bliver et år med vigtige dagsordener på det digitale"),
        (81, "gået videre til en livechat med en"),
        (119, "Digital suverænitet: Det skal sikres, at KK har høj"),
        (187, "Digital vision for én indgang for borgere og erhvervsliv"),
        (207, "support ved at udskifte udstyr løbende efter behov"),
        (281, "Med udgangspunkt i borgernes og medarbejdernes behov vil KIT i 2026"),
        (309, "Igennem 2026 fortsætter udviklingen og udbredelsen af K-AI med fokus"),
        (383, "og KL løfter med økonomiaftalen for 2026 kommunernes serviceramme med 3,5 mia. kr. og bygger"),
    ],
)
def test_whole_lines_read_as_danish(result, line, text):
    assert result.lines[line - 1] == text


def test_damaged_numbers_stay_as_printed(result):
    assert result.lines[38] == "6,/ MILLIONER"
    assert result.lines[70] == "/6.000"
