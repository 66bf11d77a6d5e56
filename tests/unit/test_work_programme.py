from __future__ import annotations

import datetime as dt

import pytest

from extractors.programme.facts import damaged_sevens, deadlines, find_figures, pending
from extractors.programme.programme import extract_work_programme, is_work_programme
from extractors.programme.structure import read_structure
from extractors.programme.text import paragraphs, reading_order
from extractors.readers.text.document import read_text
from schemas.dataset import CardRow, DocumentRow
from schemas.extraction import Extraction
from schemas.source import Line, Word
from tests.growth import assert_linear


def extracted(text: str) -> Extraction:
    doc = read_text(text.encode(), "programme.txt")
    row = DocumentRow(
        document_id=doc.document_id, sha256=doc.sha256, file_name=doc.file_name, source_format="text",
        text_source="text layer", kind="work_programme", ingested_at=dt.datetime.now(dt.UTC), extractor_version="1",
    )  # fmt: skip
    extraction = Extraction(row)
    extract_work_programme(doc, extraction)
    return extraction


def cards(text: str) -> list[tuple[str | None, str, str | None]]:
    return [(c.theme, c.title, c.summary) for c in extracted(text).of(CardRow)]


@pytest.mark.parametrize(
    ("text", "value", "high", "unit", "period"),
    [
        ("K-AI har 38.000 medarbejdere i KK.", 38000, None, "medarbejdere", None),
        ("Den har cirka 10.000 brugere om måneden.", 10000, None, "brugere", "om måneden"),
        ("Vi stopper månedligt 1,1 millioner muligt skadelige mails.", 1_100_000, None, "mails", "månedligt"),
        ("82% håndteres i telefon.", 82, None, "procent", None),
        ("Der er 12.500 access points, der leverer WIFI.", 12500, None, "access points", None),
        ("100GB", 100, None, "GB", None),
        ("Der etableres 4-5 IT-driftsorganisationer.", 4, 5, "IT-driftsorganisationer", None),
        ("Vi udfaser 100.000 enheder hvert år.", 100_000, None, "enheder", "hvert år"),
    ],
)
def test_key_figures(text, value, high, unit, period):
    [figure] = find_figures(text)
    assert (figure.value, figure.value_high, figure.unit, figure.period) == (value, high, unit, period)
    assert not figure.uncertain or unit == "GB"


@pytest.mark.parametrize(
    "text",
    [
        "I 2026 og 2027 arbejdes der videre.",
        "Det sker den 12. marts og i 3. kvartal.",
        "Der er afsat 3,5 mia. kr. og 250.000 kr. til formålet.",
        "CIS18 og NIS2 og CO2 er navne.",
        "Over 3 år og efter 6 måneder.",
    ],
)
def test_what_is_no_key_figure(text):
    assert find_figures(text) == []


def test_a_period_belongs_to_the_figure_it_follows():
    figures = find_figures("Der køres 500 km om ugen, og 7 elbiler erstatter ældre, samt månedligt 30 cykler.")
    assert [f.period for f in figures] == ["om ugen", None, "månedligt"]


def test_a_slash_is_a_seven_only_where_two_numbers_say_so_and_stays_uncertain():
    assert damaged_sevens(["6,/ MILLIONER", "", "/6.000"])
    assert not damaged_sevens(["6,/ MILLIONER", "og/eller 1/2"])
    [sure] = find_figures("6,/ MILLIONER indbrudsforsøg", slash_is_seven=True)
    [unsure] = find_figures("6,/ MILLIONER indbrudsforsøg")
    assert (sure.value, sure.uncertain) == (6_700_000, True)
    assert (unsure.value, unsure.uncertain) == (None, True)


def test_deadlines_are_finer_than_a_year_or_have_a_limit():
    text = (
        "Klar primo 2026, frem til marts 2026 og i løbet af foråret. I 2026 og fra 2027. I juni 2025 blev det aftalt."
    )
    found = deadlines(text)
    assert [d.text for d in found] == ["primo 2026", "frem til marts 2026", "i løbet af foråret"]
    assert found[1].date_to == dt.date(2026, 3, 31)
    assert found[2].date_from is None
    assert all(text[d.start :].startswith(d.text) for d in found)


def test_reservations_are_whole_sentences():
    text = "Vi bygger. Det afventer endelig politisk godkendelse. Det vides endnu ikke hvornår. Vi bygger."
    assert pending(text) == ["Det afventer endelig politisk godkendelse. Det vides endnu ikke hvornår."]
    assert pending("Vi har fået godkendelse.") == []


INTRO = "Et tema\n\nHer står, hvad temaet vil, med et par ord om baggrunden.\n\n"


def test_a_title_inside_a_theme_is_an_initiative():
    body = "Første indsats\n\nTeksten går over to linjer med IT-\nsystemer og vel-\nfærd.\n\nOg et afsnit til.\n"
    assert cards(INTRO + body) == [
        ("Et tema", "Første indsats", "Teksten går over to linjer med IT-systemer og velfærd. Og et afsnit til.")
    ]


def test_a_sentence_cut_by_a_blank_line_goes_on():
    assert cards(INTRO + "Indsats\n\nTeksten går videre efter et\n\nkolonneskift.\n") == [
        ("Et tema", "Indsats", "Teksten går videre efter et kolonneskift.")
    ]


def test_a_theme_without_titles_is_its_own_initiative():
    [(theme, title, summary)] = cards(INTRO)
    assert (theme, title) == ("Et tema", "Et tema")
    assert summary == "Her står, hvad temaet vil, med et par ord om baggrunden."


def test_lead_ins_under_a_title_are_a_group():
    text = (
        INTRO
        + "Gruppen\n\nEt skridt: Det første gøres.\n\nTo skridt: De næste gøres.\n\nUden gruppe\n\nDen tredje gøres.\n"
    )
    found = extracted(text).of(CardRow)
    assert [(c.initiative_group, c.title) for c in found] == [
        ("Gruppen", "Et skridt"), ("Gruppen", "To skridt"), (None, "Uden gruppe"),
    ]  # fmt: skip


def test_the_picture_of_another_document_is_left_out():
    text = INTRO + "Indsats\n\nTeksten.\n\nAftale om noget\n\nAftale om noget\n\n1. Indledning\n\nDen fremmede tekst.\n"
    assert cards(text) == [("Et tema", "Indsats", "Teksten.")]


def test_where_sizes_are_known_only_the_largest_titles_open_themes():
    def line(text, page, size):
        return Line(text, page=page, words=(Word(text, 0, 0, 10, 10, size=size),))

    lines = [line("Stort tema", 1, 30), Line("", page=1), line("Temaets tekst.", 1, 10), Line("", page=1)]
    lines += [line("Mindre titel", 2, 16), Line("", page=2), line("Indsatsens tekst.", 2, 10)]
    [initiative] = read_structure(paragraphs(reading_order(lines))).initiatives
    assert (initiative.theme, initiative.title) == ("Stort tema", "Mindre titel")


def test_only_a_programme_is_taken_for_one():
    assert is_work_programme(["Arbejdsprogram for 2031", "", "Vi vil udvikle byen."]) >= 0.5
    assert is_work_programme(["Investeringsforslag", "Kort resumé: jf. arbejdsprogram", "1.000 kr."]) == 0
    assert is_work_programme([]) == 0


@pytest.mark.parametrize(
    ("unit", "most"),
    [
        ("5 biler i ugen. ", 8_000), ("a\n\n", 8_000), ("Titel\n\n", 8_000), ("(", 400_000),
        ("1.234,/", 60_000), ("5\n", 8_000),
    ],
    ids=["figures", "fragments", "titles", "brackets", "slashes", "numbers"],
)  # fmt: skip
def test_hostile_programmes_take_linear_time(unit, most):
    assert_linear(lambda times: extracted("Tema\n\n" + unit * times), most)
