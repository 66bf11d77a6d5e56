"""Follow-up tables made up, flattened the way a dump flattens them, and read back cell for cell."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.forms import consultations, follow_up_goals, prioritisation_criteria
from extractors.forms.criteria import amount_range
from schemas.source import Block, Line
from tests.growth import assert_linear

IDS = {"card_id": "card", "document_id": "0" * 16}
GOALS = (
    "Uddannelse af medarbejdere er afsluttet",
    "Indkøb er gennemført",
    "Lejemål opsagt",
    "Lavere udgifter til befordring",
    "Ny digital løsning er sat i drift på alle skoler",
    "Baselinemåling",
    "At projektplanen overholdes",
    "Færre tilbageløb på it-anskaffelser",
    "Teknisk implementering af AI-assistenter",
    "Udfasning af fossile køretøjer",
)
MEASURES = (
    "Opgøres i fagsystemet",
    "Ved gennemgang af regnskabet",
    "Status på styregruppemøde",
    "Løndata i Kvantum",
    "At lønbudgettet er reduceret",
    "Budgetudmelding",
    "Der følges op i den almindelige økonomiopfølgning",
    "Løsningerne er idriftsat og medarbejderne er involveret i udviklingen",
    "Dokumentation for at supervisionen er gennemført.",
    "Interviews med pårørende",
)
UNITS = (
    "Kontor for Budget",
    "Lederen af enheden",
    "Styregruppen",
    "KTF",
    "BUF/KEJD",
    "Center for Ældreliv og Innovation",
    "Enhedschefen i KTF/OPK",
    "Din Sociale Indgang Børn",
    "Programledelsen i samarbejde med de berørte centre",
    "Stadsarkivet",
    "Rådhusbetjentene",
    "Københavns Ejendomme",
)
DUES = (
    "1. kvartal 2029",
    "Q2 2029",
    "Ultimo 2026",
    "Løbende",
    "Maj 2027",
    "2028",
    "Løbende frem til 2031",
    "Inden udgangen af 2027",
    "2027-2029",
    "Efter endt pilot",
    "Q4 26-Q4 27",
    "Hvert ½ år",
)
HEADER = (
    "Tabel 2. Opfølgningsmål",
    "Opfølgningsmål",
    "Hvordan måles",
    "opfølgningsmålet?",
    "Hvem er ansvarlig for",
    "opfølgning?",
    "Hvornår gennemføres op-",
    "følgningen?",
    "Realisering af effektiviseringer",
)
ROWS = st.lists(
    st.tuples(st.sampled_from(GOALS), st.sampled_from(MEASURES), st.sampled_from(UNITS), st.sampled_from(DUES)),
    min_size=1,
    max_size=6,
)
STYLES = st.sampled_from(("dense", "wide goals", "wide", "tight"))


def flattened(rows: list[tuple[str, str, str, str]], style: str) -> list[str]:
    """Cells one after another: wrapped lines on lines of their own, cells that start level on one line."""
    out: list[str] = []
    for row in rows:
        level = ""
        for column, cell in enumerate(row):
            wrapped = textwrap.wrap(cell, 27)
            wrapped[0] = f"{level} {wrapped[0]}".strip()
            level = wrapped[0] if len(wrapped) == 1 else ""
            if len(wrapped) == 1 and column < 3:
                continue
            wide = style == "wide" or (style == "wide goals" and column == 0)
            for line in wrapped:
                out += [line, ""] if wide else [line]
            out += [""] if style in ("tight", "wide goals") and not wide else []
    return out


def as_blocks(texts: list[str]) -> list[Block]:
    return [Line(t, n) for n, t in enumerate(texts, 1)]


@settings(max_examples=150, deadline=None)
@given(ROWS, STYLES)
def test_a_flattened_table_comes_back_cell_for_cell(rows: list[tuple[str, str, str, str]], style: str) -> None:
    blocks = as_blocks([*HEADER, *flattened(rows, style), "4. Risikovurdering", "Risikoen er lav."])
    found, taken = follow_up_goals(blocks, **IDS)
    assert [(r.goal, r.measure, r.responsible, r.due) for r in found] == rows
    assert all(r.due_from is None or r.due_to is None or r.due_from <= r.due_to for r in found)
    assert taken == set(range(len(blocks) - 2))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(alphabet="abÆø AB12.,-/\t() ", max_size=40), max_size=25))
def test_no_word_is_lost_or_invented(texts: list[str]) -> None:
    """Whatever stands in a table, its letters come back in its cells, each exactly once."""
    body = [t.replace("\t", " ") for t in texts]
    found, taken = follow_up_goals(as_blocks([*HEADER, *body, "4. Risikovurdering"]), **IDS)
    inside = [t for i, t in enumerate([*HEADER, *body]) if i in taken and i >= len(HEADER)]
    printed = sorted(c for t in inside for c in t if c.isalpha())
    read = sorted(c for r in found for t in (r.goal, r.measure, r.responsible, r.due) for c in t or "" if c.isalpha())
    assert read == printed


@given(st.integers(0, 99_999), st.integers(0, 99_999), st.sampled_from((1, 1_000, 1_000_000)))
def test_amount_ranges_round_trip(one: int, two: int, unit: int) -> None:
    low, high = sorted((one, two))
    printed = {1: "kr.", 1_000: "t. kr.", 1_000_000: "mio. kr."}[unit]
    dotted = f"{low:,} - {high:,} {printed}".replace(",", ".")
    assert amount_range(dotted, 7) == (low * unit, high * unit)


@pytest.mark.parametrize(
    "body",
    [
        lambda n: ["1" * 20 * n],
        lambda n: ["A" * 20 * n],
        lambda n: ["Ord " * n],
        lambda n: ["12.000 kr. " * n],
        lambda n: ["Ja Nej " * n],
        lambda n: ["Kontor for Budget"] * n,
        lambda n: ["((((" * n, "))))" * n],
        lambda n: ["2027 - " * n],
    ],
    ids=["digits", "one word", "one line", "amounts", "answers", "lines", "brackets", "dashes"],
)
def test_hostile_tables_take_linear_time(body: Callable[[int], list[str]]) -> None:
    def look(times: int) -> None:
        much = body(times)
        texts = [
            *HEADER,
            *much,
            "Tabel 6. Høring",
            "Ja/Nej Dato",
            *much,
            "Udgift 1.000 kr. Forventet vedtagelse",
            *much,
        ]
        for function in (follow_up_goals, consultations, prioritisation_criteria):
            function(as_blocks(texts), **IDS)

    assert_linear(look, 8_000)
