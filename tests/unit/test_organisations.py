"""Organisations by every name they go by."""

import pytest

from extractors.danish.organisations import administration_of, find, organisations, resolve
from tests.growth import assert_linear


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Børne- og Ungdomsforvaltningen", "BUF"),
        ("BØRNE- OG UNGDOMSUDVALGET", "BUU"),
        ("Kultur- Fritids- og Borgerserviceforvaltningen", "KFF"),
        ("Kultur-Fritids- og Borgerserviceforvaltningen", "KFF"),
        ("Kultur- og Fritidsforvaltningen", "KFF"),
        ("Klima-, Miljø og Teknikudvalget", "KTU"),
        ("Teknik-og Miljøforvaltningen", "KTF"),
        ("Sundheds- og\nOmsorgs-\nudvalget", "SOU"),
        ("Økonomi-\nforvaltningen", "ØKF"),
        ("tmf", "KTF"),
        ("KMTU", "KTU"),
        ("KEID", "KEJD"),
        ("Koncern-IT", "KIT"),
        ("Koncern Service", "KS"),
        ("Center for Økonomi, Økonomiforvaltningen", "CFØ"),
        ("Bgrne- og Ungdomsforvaltningen", "BUF"),
        ("Teknik- og Milj@forvaltningens", "KTF"),
        ("skonomiudvalget", "ØU"),
    ],
)
def test_resolves(name: str, expected: str) -> None:
    organisation = resolve(name)
    assert organisation is not None
    assert organisation.id == expected


@pytest.mark.parametrize("name", ["", "Vejdirektoratet", "BIU, SUD", "Sundhedsforvaltningen", "buffet"])
def test_resolves_to_none(name: str) -> None:
    assert resolve(name) is None


def test_the_name_of_a_year() -> None:
    technical = organisations()["KTF"]
    assert technical.name_in(2025) == "Teknik- og Miljøforvaltningen"
    assert technical.name_in(2026) == "Klima-, Miljø- og Teknikforvaltningen"


def test_every_reference_in_the_data_holds_both_ways() -> None:
    known = organisations()
    for organisation in known.values():
        if organisation.counterpart:
            assert known[organisation.counterpart].counterpart == organisation.id
        if organisation.parent:
            assert administration_of(organisation) is not None
        for name in (*organisation.names, *organisation.abbreviations):
            assert resolve(name.text) == organisation


def test_finds_names_in_text_with_their_places() -> None:
    text = "I Klima-, Miljø- og Teknik-\nforvaltningens (KTF’s) regi: KEJD, HR-kredsen og Københavns Ejendomme."
    assert [(f.organisation.id, text[f.char_start : f.char_end]) for f in find(text)] == [
        ("KTF", "Klima-, Miljø- og Teknik-\nforvaltningen"),
        ("KTF", "KTF"),
        ("KEJD", "KEJD"),
        ("HR-kredsen", "HR-kredsen"),
        ("KEJD", "Københavns Ejendomme"),
    ]


def test_no_name_inside_another_word() -> None:
    assert find("KSK, BUFFET, OKFDL og Antisocialudvalget") == []


@pytest.mark.parametrize(("unit", "most"), [("a", 400_000), ("og ", 120_000), ("Жß漢İ ", 80_000), ("((", 200_000)])
def test_hostile_text_takes_linear_time(unit: str, most: int) -> None:
    def look(times: int) -> None:
        assert find(unit * times) == []
        assert resolve(unit * times) is None

    assert_linear(look, most)
