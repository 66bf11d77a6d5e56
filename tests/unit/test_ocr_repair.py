from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.ocr_repair import count, damage, norm
from extractors.danish.ocr_repair.lexicon import Counts, Lexicon, danish_forms, danish_frequencies
from extractors.danish.ocr_repair.repair import DAMAGED_BELOW, quality, repair
from tests.growth import assert_linear

RAW = Path(__file__).parents[2] / "data" / "raw"
CLEAN = sorted(p for p in RAW.glob("*.txt") if not p.name.startswith("004"))


def read(text: str) -> str:
    return "\n".join(repair(text.split("\n"), force=True).lines)


@pytest.mark.parametrize(
    ("printed", "danish"),
    [
        ("det feelles omrade i Kgbenhavn", "det fælles område i København"),
        ("understgtte den tveergdende retning", "understøtte den tværgående retning"),
        ("vi gger indsatsen og @ger kravene", "vi øger indsatsen og øger kravene"),
        ("s& det bliver pd tvaers, 0gsa p4 sigt", "så det bliver på tværs, også på sigt"),
        ("overvéagningskameraer og klimapéavirkningen", "overvågningskameraer og klimapåvirkningen"),
        ("sennem Trysghed o8 sodkendelse", "gennem Tryghed og godkendelse"),
        ("kommmunens kommunemes kemmunerne", "kommunens kommunernes kommunerne"),
        ("Vivil samtidig og vildesuden arbejde", "Vi vil samtidig og vil desuden arbejde"),
        ("| 2026 vil KIT. Der er plads | verden", "I 2026 vil KIT. Der er plads i verden"),
        ("brug af Al, K-Al og Al-funktioner", "brug af AI, K-AI og AI-funktioner"),
        ("koncernenhederne i OKF, der har", "koncernenhederne i ØKF, der har"),
        ("FAELLES LGSNINGER", "FÆLLES LØSNINGER"),
        ("0konomiforvaltningen (0KF), 0U og lT-drift", "Økonomiforvaltningen (ØKF), ØU og IT-drift"),
        ("lndsatsen lever. Det er | orden, f4 4r", "Indsatsen lever. Det er i orden, få år"),
        ("@st og vest", "Øst og vest"),
    ],
)
def test_confusions_of_an_engine_without_danish(printed, danish):
    assert read(printed) == danish


@pytest.mark.parametrize(
    "sound",
    [
        "én indgang, idé og café",
        "on-premise datalagring, onboarding, governance og webinarer",
        "38.000 medarbejdere, 6,/ MILLIONER, /6.000, 3,5 mia. kr. og Q2 2026",
        "skriv til oeg@kk.dk eller se www.kobenhavn.dk/gget",
        "| Service | Anlæg | I alt |",
        "far og mor går for livet",
        "udviklings- og omstillingsplan",
        "Q4 2026, A4-ark, BC05, p/l, t.kr., 5 pct., 4x650.000 kr., m2, SFO'er og KKFO",
        "CIS18-kontroller, 5G-netværk, CO2e, K-AI og p-klager",
    ],
)
def test_what_is_sound_stays(sound):
    assert read(sound) == sound


def test_neighbours_decide_between_words():
    assert read("i hej grad og hej med dig") == "i høj grad og hej med dig"


def test_a_word_that_a_line_end_divides_is_read_whole():
    assert (
        read("investering i vel-\nfserdsomrader\nog bor-\ngeren") == "investering i vel-\nfærdsområder\nog bor-\ngeren"
    )


def test_columns_behind_a_wide_gap_stay_in_place():
    printed = "Feelles lgsninger        Service   1.200"
    mended = read(printed)
    assert mended.startswith("Fælles løsninger ")
    assert mended.index("Service") == printed.index("Service")


def test_repairs_name_their_place_and_confidence():
    lines = ["", "  pa det feelles omrade, ar efter ar"]
    result = repair(lines, force=True)
    assert [r.repaired for r in result.repairs] == ["på", "fælles", "område,", "år", "år"]
    for r in result.repairs:
        assert lines[r.line_index][r.char_start : r.char_end] == r.printed
        assert 0.5 < r.confidence <= 1


def test_sound_text_with_a_slip_is_not_touched():
    text = "Kommunen får færre udgifter på området, når løsningen også kører på pa de øvrige områder. " * 10
    assert quality(text) > DAMAGED_BELOW
    assert repair([text]).repairs == []


def test_one_damaged_page_of_a_sound_document_is_repaired_alone():
    sound = ["Kommunen får færre udgifter på området, når løsningen også kører på de øvrige områder, pa"] * 200
    page = ["Det stiller krav pa omradet, nar den feelles lgsning ogsa skal understgtte ar efter ar"] * 12
    result = repair(sound + page + sound)
    assert {r.line_index for r in result.repairs} >= set(range(200, 212))
    assert len({r.line_index for r in result.repairs}) < 40


@pytest.mark.parametrize("path", CLEAN, ids=lambda p: p.name[:3])
def test_clean_sources_are_left_alone(path):
    lines = path.read_text().split("\n")
    tokens = sum(len(line.split()) for line in lines)
    assert len(repair(lines).repairs) <= tokens / 10_000


@pytest.mark.slow
def test_freshly_damaged_text_is_read_with_words_it_has_not_counted():
    texts = {p: p.read_text() for p in CLEAN}
    held_out = CLEAN[-1]
    counts = count(t for p, t in texts.items() if p != held_out)
    lexicon = Lexicon.build(counts, danish_forms(), danish_frequencies())
    lines, truth = damage(texts[held_out], seed=7)
    got = [(r.line_index, norm(r.printed), norm(r.repaired)) for r in repair(lines, lexicon=lexicon).repairs]
    got = [g for g in got if g[1] != g[2]]
    hits = len(set(got) & set(truth))
    assert hits / len(set(truth)) > 0.95
    assert hits / len(set(got)) > 0.98


@pytest.mark.parametrize(
    ("unit", "most"),
    [("1234567890.", 400_000), ("a", 400_000), ("ge@&0", 80_000), ("([{|", 80_000), ("dågе漢", 40_000), ("| ", 40_000)],
    ids=["digits", "word", "symbols", "brackets", "scripts", "bars"],
)
def test_hostile_text_takes_linear_time(unit, most):
    repair(["warm up"], force=True)

    def look(times):
        assert repair([unit * times], force=True).lines == [unit * times]

    assert_linear(look, most)


def test_counts_survive_writing():
    counts = Counts({"år": 3, "på": 2}, {("i", "år"): 2, ("#", "år"): 4})
    assert Counts.parse(counts.dump()) == counts
