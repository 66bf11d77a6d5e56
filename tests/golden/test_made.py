"""Made bilag, typeset or dumped in many forms, come back record for record."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace

import pytest

from extractors.extract import extract
from tests.made import dump, typeset
from tests.made.compare import misses
from tests.made.look import FAMILY, Look, random_look
from tests.made.model import Bilag, make_bilag, truth
from tests.made.planting import plant

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils not installed")

Form = Callable[[Bilag, Look], bytes]


def as_pdf(bilag: Bilag, look: Look) -> bytes:
    return typeset.pdf(bilag, look)


def as_flat(bilag: Bilag, look: Look) -> bytes:
    return dump.flat(bilag, look, columns=20 + bilag.seed % 4 * 6).encode()


def as_padded(bilag: Bilag, look: Look) -> bytes:
    return dump.flat(bilag, look, padded=0.3).encode()


def as_dense(bilag: Bilag, look: Look) -> bytes:
    return dump.flat(bilag, look, blank_lines=False).encode()


def as_pdfium(bilag: Bilag, look: Look) -> bytes:
    return dump.pdfium(typeset.pdf(bilag, look)).encode()


def as_glued(bilag: Bilag, look: Look) -> bytes:
    return dump.pdfium(typeset.pdf(bilag, look)).replace("\f", "\n").encode()


def as_layout(bilag: Bilag, look: Look) -> bytes:
    return dump.pdftotext(typeset.pdf(bilag, look), "-layout").encode()


def as_raw(bilag: Bilag, look: Look) -> bytes:
    return dump.pdftotext(typeset.pdf(bilag, look), "-raw").encode()


def made(seed: int) -> tuple[Bilag, Look]:
    look = FAMILY if seed % 7 == 0 else random_look(seed)
    return plant(make_bilag(seed, years=(6, 6, 6, 5, 4, 9, 7)[seed % 7], cards=seed % 3 + 1), seed % 3), look


@pytest.mark.parametrize("seed", [0, 1, 4, 6])
@pytest.mark.parametrize(
    "form",
    [
        as_pdf,
        as_flat,
        as_padded,
        as_dense,
        as_pdfium,
        as_glued,
        pytest.param(as_layout, marks=needs_poppler),
        pytest.param(as_raw, marks=needs_poppler),
    ],
    ids=lambda f: f.__name__,
)
def test_a_made_bilag_comes_back(form: Form, seed: int) -> None:
    bilag, look = made(seed)
    report = misses(extract(form(bilag, look), "made.pdf" if form is as_pdf else "made.txt"), bilag, look)
    assert report.perfect, str(report)


@pytest.mark.parametrize("rules", ["ruled", "lines", "plain", "zebra"])
@pytest.mark.parametrize("align", ["right", "center", "left"])
def test_a_pdf_of_every_rule_and_alignment_comes_back(rules: str, align: str) -> None:
    bilag = make_bilag(31, cards=2)
    look = replace(FAMILY, rules=rules, align=align, page_per_card=False)
    report = misses(extract(typeset.pdf(bilag, look), "made.pdf"), bilag, look)
    assert report.perfect, str(report)


def test_a_lossy_dump_never_says_spacing_of_a_wrong_place() -> None:
    """Where empty cells left no trace and the sums are gone too, the years are uncertain and marked so."""
    for seed in range(6):
        bilag, look = make_bilag(seed, cards=2), replace(FAMILY, label_share=0.45)
        kept = [x for x in as_pdfium(bilag, look).decode().splitlines() if not x.startswith("Saml")]
        report = misses(extract("\n".join(kept).encode(), "made.txt"), bilag, look)
        assert [x for x in report.confident_wrong if x[-1] != "uncertain"] == []


@needs_poppler
@pytest.mark.parametrize("seed", range(4))
def test_a_dump_that_prints_columns_one_after_the_other_is_marked_uncertain(seed: int) -> None:
    bilag = make_bilag(seed, cards=2)
    data = dump.pdftotext(typeset.pdf(bilag, FAMILY)).encode()
    report = misses(extract(data, "made.txt"), bilag, FAMILY)
    assert report.missing["amounts"]
    assert [x for x in report.confident_wrong if x[-1] == "spacing"] == []
    assert len(report.confident_wrong) <= 0.02 * report.wanted["amounts"]  # a sum may hold by chance


def test_the_truth_of_a_made_bilag_agrees_with_itself() -> None:
    """Items add to the sums, the sums to the net effect, the overview to the cards: else the goldens prove nothing."""
    for seed in range(20):
        found = truth(make_bilag(seed), style="ruled")
        for card in found["cards"]:
            printed = card["printed"]
            for at in range(len(card["years"])):
                assert printed["net"][at] == printed["permanent_total"][at] + printed["implementation_total"][at]
                areas = card["impl_service_by_year"][at] + card["impl_anlaeg_by_year"][at]
                assert printed["implementation_total"][at] == areas
                assert printed["permanent_total"][at] == sum(r["values"][at] or 0 for r in card["permanent"])
            assert sum(printed["net"][: printed["payback"] - 1]) > 0 or printed["payback"] == 1
        assert found["overview_total"]["service"] == sum(c["overview"]["service"] for c in found["cards"])


def test_planted_errors_are_printed_and_told() -> None:
    bilag = plant(make_bilag(5, cards=6), 6)
    assert len({p["kind"] for p in bilag.planted}) == 6
    clean = make_bilag(5, cards=6)
    for error in bilag.planted:
        card = next(c for c in bilag.cards if c.case_id == error["case_id"])
        twin = next(c for c in clean.cards if c.case_id == error["case_id"])
        same = (card.printed, card.overview, [r.values for r in card.implementation])
        assert same != (twin.printed, twin.overview, [r.values for r in twin.implementation])
