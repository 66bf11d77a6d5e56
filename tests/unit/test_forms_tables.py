"""The form tables' prints that the five sources do not show together: grids, padded columns, page breaks, odd cells."""

from __future__ import annotations

import datetime as dt

import pytest

from extractors.forms import consultations, follow_up_goals, prioritisation_criteria
from extractors.forms.criteria import amount_range
from schemas.dataset import FollowUpGoalRow
from schemas.source import Block, Grid, GridCell, GridRow, Line

IDS = {"card_id": "card", "document_id": "0" * 16}
HEADER = (
    "Opfølgningsmål",
    "Hvordan måles\nopfølgningsmålet?",
    "Hvem er ansvarlig for\nopfølgning?",
    "Hvornår gennemføres\nopfølgningen?",
)


def lines(*texts: str, start: int = 1, page: int | None = None) -> list[Block]:
    return [Line(t, n, page) for n, t in enumerate(texts, start)]


def grid(*rows: tuple[str | None, ...], evidence: str = "ruled") -> Grid:
    cells = [
        tuple(None if t is None else GridCell(t, (10.0, n, 20.0, n + 1.0)) for t in row) for n, row in enumerate(rows)
    ]
    return Grid(
        tuple(GridRow(c, page=2) for c in cells), evidence, columns=((0, 90), (100, 190), (200, 290), (300, 390))
    )  # type: ignore[arg-type]


def cells(rows: list[FollowUpGoalRow]) -> list[tuple[str | None, ...]]:
    return [(r.goal, r.measure, r.responsible, r.due) for r in rows]


def test_grid_with_group_rows_and_empty_cells() -> None:
    table = grid(
        HEADER,
        ("Realisering af effektiviseringer", None, None, None),
        ("Lavere husleje", "", "KEID", "Ultimo 2026"),
        ("---", "---", "---", "---"),
        ("Færre sager", "Udtræk", "", ""),
    )
    rows, taken = follow_up_goals([*lines("Tabel 2. Opfølgningsmål", ""), table, *lines("Prosa bagefter.")], **IDS)
    assert cells(rows) == [("Lavere husleje", None, "KEID", "Ultimo 2026"), ("Færre sager", "Udtræk", None, None)]
    assert {r.group for r in rows} == {"Realisering af effektiviseringer"}
    assert (rows[0].due_from, rows[0].due_to) == (dt.date(2026, 9, 1), dt.date(2026, 12, 31))
    assert rows[0].bbox == [10.0, 2.0, 20.0, 3.0]
    assert taken == {0, 1, 2}


def test_grid_row_cut_by_a_page_goes_on_in_its_cells() -> None:
    table = grid(
        HEADER,
        ("Aftale med leverandør er", "Ved gennemgang af", "Kontor for Budget", "Q2 2026"),
        ("indgået", "regnskabet", "", ""),
        ("Ny aftale", "Status", "HR", "2027"),
    )
    rows, _ = follow_up_goals([table], **IDS)
    assert cells(rows)[0] == (
        "Aftale med leverandør er indgået",
        "Ved gennemgang af regnskabet",
        "Kontor for Budget",
        "Q2 2026",
    )
    assert len(rows) == 2


def test_aligned_grid_that_took_several_rows_for_one_is_parted() -> None:
    stacked = (
        "Indkøb er gennemført\nIndkøb er\ngennemført",
        "Status\nVed gennemgang af\nregnskabet",
        "HR\nKIT",
        "Q2 2026\nLøbende",
    )
    headed = (HEADER[0] + "\nImplementering og anvendelse af investeringsmidler", *HEADER[1:])
    rows, _ = follow_up_goals([grid(headed, stacked, evidence="aligned")], **IDS)
    assert cells(rows) == [
        ("Indkøb er gennemført", "Status", "HR", "Q2 2026"),
        ("Indkøb er gennemført", "Ved gennemgang af regnskabet", "KIT", "Løbende"),
    ]
    assert rows[0].group == "Implementering og anvendelse af investeringsmidler"


def test_a_cells_last_line_outside_the_grid_joins_its_column() -> None:
    table = grid(HEADER, ("Indkøb er gennemført", "Ved gennemgang af", "Styregruppen", "Medio 2029"))
    spill = Line("regnskabet", None, 3, (101.0, 10.0, 140.0, 20.0))
    rows, taken = follow_up_goals([table, spill, Line("4. Risikovurdering", None, 3, (1.0, 30.0, 99.0, 40.0))], **IDS)
    assert rows[0].measure == "Ved gennemgang af regnskabet"
    assert taken == {0, 1}


def test_columns_kept_apart_by_padding() -> None:
    rows, _ = follow_up_goals(
        lines(
            "Opfølgningsmål                 Hvordan måles           Hvem er ansvarlig for     Hvornår gennemføres",
            "                               opfølgningsmålet?       opfølgning?               opfølgningen?",
            "Realisering af effektiviseringer",
            "Uddannelse af medarbejdere     Ved gennemgang af       Kontor for Budget         Ultimo 2026",
            "er afsluttet                   regnskabet",
            "Stikprøver                     Udtræk                                            Løbende",
            "4. Risikovurdering",
        ),
        **IDS,
    )
    assert cells(rows) == [
        ("Uddannelse af medarbejdere er afsluttet", "Ved gennemgang af regnskabet", "Kontor for Budget", "Ultimo 2026"),
        ("Stikprøver", "Udtræk", None, "Løbende"),
    ]
    assert [r.line for r in rows] == [4, 6]


PADDED_HEADER = (
    "Opfølgningsmål                 Hvordan måles               Hvem er ansvarlig for      Hvornår gennemføres",
    "                               opfølgningsmålet?           opfølgning?                opfølgningen?",
)


@pytest.mark.parametrize(
    "printed",
    [
        pytest.param(
            (
                "Uddannelse af medarbejdere     Ved gennemgang af           Kontor for Budget          Ultimo 2026",
                "er afsluttet                   regnskabet",
                "Forbruget af vikarer er faldet Status på styregruppemøde   Styregruppen               Løbende",
                "med 10 pct.",
            ),
            id="top: a full cell leaves one space before the next",
        ),
        pytest.param(
            (
                "Uddannelse af            Ved gennemgang af                 Kontor for Budget          Ultimo 2026",
                "medarbejdere er afsluttet regnskabet",
                "Forbruget af vikarer er faldet med 10 pct. Status på       Styregruppen               Løbende",
                "                                           styregruppemøde",
            ),
            id="top: rows moved left and right of their headings",
        ),
        pytest.param(
            (
                "Uddannelse af",
                "medarbejdere er                Ved gennemgang af           Kontor for Budget          Ultimo 2026",
                "afsluttet                      regnskabet",
                "Forbruget af vikarer er",
                "                               Status på styregruppemøde   Styregruppen               Løbende",
                "faldet med 10 pct.",
            ),
            id="middle",
        ),
        pytest.param(
            (
                "Uddannelse af",
                "medarbejdere er                Ved gennemgang af",
                "afsluttet                      regnskabet                  Kontor for Budget          Ultimo 2026",
                "Forbruget af vikarer er        Status på",
                "faldet med 10 pct.             styregruppemøde             Styregruppen               Løbende",
            ),
            id="bottom",
        ),
    ],
)
def test_rows_of_padded_columns_however_they_are_set(printed: tuple[str, ...]) -> None:
    rows, _ = follow_up_goals(lines(*PADDED_HEADER, *printed, "4. Risikovurdering"), **IDS)
    assert cells(rows) == [
        ("Uddannelse af medarbejdere er afsluttet", "Ved gennemgang af regnskabet", "Kontor for Budget", "Ultimo 2026"),
        ("Forbruget af vikarer er faldet med 10 pct.", "Status på styregruppemøde", "Styregruppen", "Løbende"),
    ]


def test_a_time_that_touches_its_neighbour_keeps_its_first_word() -> None:
    body = "Indkøb er gennemført           Udtræk                      Kontor i samarbejde med I 1. kvartal 2027"
    rows, _ = follow_up_goals(lines(*PADDED_HEADER, body, "4. Risikovurdering"), **IDS)
    assert cells(rows) == [("Indkøb er gennemført", "Udtræk", "Kontor i samarbejde med", "I 1. kvartal 2027")]


def test_headings_set_from_the_middle() -> None:
    rows, _ = follow_up_goals(
        lines(
            "                                                                       Hvornår gennemføres",
            "Opfølgningsmål       Hvordan måles opfølgningsmålet? Hvem er ansvarlig for opfølgning?",
            "                                                                       opfølgningen?",
            "Sparet husleje       Udtræk                          KEID              Ultimo 2026",
            "4. Risikovurdering",
        ),
        **IDS,
    )
    assert cells(rows) == [("Sparet husleje", "Udtræk", "KEID", "Ultimo 2026")]


@pytest.mark.parametrize("evidence", ["aligned", "lines"])
def test_a_grid_that_took_each_printed_line_for_a_row_is_put_together(evidence: str) -> None:
    table = grid(
        ("", "Hvordan måles", "Hvem er ansvarlig for", "Hvornår gennemføres"),
        ("Opfølgningsmål", "opfølgningsmålet?", "opfølgning?", "opfølgningen?"),
        ("Implementering", None, None, None),
        ("", "Planlagte aktiviteter er", "", ""),
        ("Aktiviteter i planen for", "gennemført, og reglerne", "", ""),
        ("inddragelse er gennemført", "er nye", "KTF Stab", "Ultimo 2030"),
        ("Teknisk udvikling", "Den tekniske udvikling af", "", ""),
        ("begyndt", "løsninger er begyndt", "KS", "1. kvartal 2027"),
        evidence=evidence,
    )
    rows, _ = follow_up_goals([table], **IDS)
    assert cells(rows) == [
        (
            "Aktiviteter i planen for inddragelse er gennemført",
            "Planlagte aktiviteter er gennemført, og reglerne er nye",
            "KTF Stab",
            "Ultimo 2030",
        ),
        ("Teknisk udvikling begyndt", "Den tekniske udvikling af løsninger er begyndt", "KS", "1. kvartal 2027"),
    ]
    assert {r.group for r in rows} == {"Implementering"}


def test_two_headings_in_one_cell_are_no_row() -> None:
    headings = "Hvordan måles opfølgningsmålet? Hvem er ansvarlig for opfølgning?"
    table = grid(("Opfølgningsmål", headings, None, HEADER[3]), ("Ny aftale", "Status", "HR", "2027"))
    rows, _ = follow_up_goals([table], **IDS)
    assert cells(rows) == [("Ny aftale", "Status", "HR", "2027")]


def test_the_last_line_of_a_misread_heading_is_no_goal() -> None:
    table = grid(
        ("Opfølgningsmål", "Hvordan måles", "Hvem er ansvarlig for", "Hvornår gennemføres"),
        ("", "opfølgningsmåiet?", "opfolgnlng?", "opfølgningen?"),
        ("Ny aftale", "Status?", "HR", "2027"),
        ("", "Er den nået?", "", ""),
    )
    rows, _ = follow_up_goals([table], **IDS)
    assert [r.goal for r in rows][:1] == ["Ny aftale"]
    assert all("opf" not in (r.measure or "") for r in rows)


FLAT_HEADER = (
    "Tabel 2. Opfølgningsmål",
    "Opfølgningsmål Hvordan måles ",
    "opfølgningsmålet?",
    "Hvem er ansvarlig for",
    "opfølgning?",
    "Hvornår gennemfø-",
    "res opfølgningen?",
)


def test_flat_row_cut_by_a_page_after_its_due_cell() -> None:
    above = lines(*FLAT_HEADER, "Aftale med leverandør er", "Status på møder Kontor for Budget 1. kvartal 2025")
    below = lines("indgået", "Indkøb er gennemført Udtræk Styregruppen Ultimo 2026", "4. Risikovurdering", start=14)
    rows, _ = follow_up_goals([*above, *below], **IDS)
    assert cells(rows) == [
        ("Aftale med leverandør er indgået", "Status på møder", "Kontor for Budget", "1. kvartal 2025"),
        ("Indkøb er gennemført", "Udtræk", "Styregruppen", "Ultimo 2026"),
    ]


def test_header_repeated_on_the_next_page_is_no_row() -> None:
    body = ("Indkøb er gennemført Udtræk Styregruppen Ultimo 2026",)
    rows, taken = follow_up_goals(lines(*FLAT_HEADER, *body, *FLAT_HEADER[1:], *body, "4. Risikovurdering"), **IDS)
    assert cells(rows) == [("Indkøb er gennemført", "Udtræk", "Styregruppen", "Ultimo 2026")] * 2
    assert taken == set(range(15))


def test_a_card_without_form_tables_yields_nothing() -> None:
    prose = lines("3. Implementering og opfølgning", "Opfølgningsmål er ikke relevante.", "Ja/Nej er ikke besvaret.")
    for function in (follow_up_goals, prioritisation_criteria, consultations):
        assert function(prose, **IDS) == ([], set())


def test_consultations_of_flattened_lines() -> None:
    rows, taken = consultations(
        lines(
            "Tabel 4. Inddragede samarbejdspartnere",
            "",
            "Ja/Nej/Ikke relevant Dato",
            "",
            "Center for Økonomi, Økono-",
            "miforvaltningen Ja Den 13. januar 2026",
            "",
            "Tabel 6. Høring",
            "",
            "Ja/Nej Dato for godkendelse",
            "",
            "Velfærdsanalytisk",
            "",
            "vurdering",
            "",
            "Ikke relevant",
            "",
            "Tillidsmænd Nej",
            "",
            "Koncern IT inden anskaffelsen,",
            "men ikke før.",
            "",
            "7. Bilag",
        ),
        **IDS,
    )
    assert [(r.kind, r.body, r.answer, r.date, r.note) for r in rows] == [
        ("approval", "Center for Økonomi, Økonomiforvaltningen", "ja", dt.date(2026, 1, 13), "Den 13. januar 2026"),
        ("hearing", "Velfærdsanalytisk vurdering", "ikke relevant", None, None),
        ("hearing", "Tillidsmænd", "nej", None, "Koncern IT inden anskaffelsen, men ikke før."),
    ]
    assert rows[1].line == 12
    assert max(taken) == 21


def test_consultation_grid_with_its_heading_in_the_answer_cells() -> None:
    table = grid(("Center for Økonomi", "Ja/Nej\nJa", "Dato for godkendelse\n02-02-2028"))
    rows, _ = consultations([table], **IDS)
    assert [(r.body, r.answer, r.date) for r in rows] == [("Center for Økonomi", "ja", dt.date(2028, 2, 2))]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("26-01-2026", dt.date(2026, 1, 26)),
        ("20/01/2026", dt.date(2026, 1, 20)),
        ("20.01.2026", dt.date(2026, 1, 20)),
        ("Stab-MED behandlede sagen 6 oktober 2025.", dt.date(2025, 10, 6)),
        ("16.  januar 2026", dt.date(2026, 1, 16)),
        ("31-02-2026", None),
        ("december 2025 og januar 2026", None),
        ("Afventer", None),
    ],
)
def test_dates_of_consultations(text: str, want: dt.date | None) -> None:
    (row,), _ = consultations([grid(("", "Ja/Nej", "Dato"), ("MED-udvalg", "Ja", text))], **IDS)
    assert (row.date, row.note) == (want, " ".join(text.split()))


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("665", (665_000, 665_000)),
        ("2.000 – 3.000", (2_000_000, 3_000_000)),
        ("2,0-2,4 mio. kr.", (2_000_000, 2_400_000)),
        ("500.000 kr. årligt (anlæg)", (500_000, 500_000)),
        ("1-5 mio.kr. (service)", (1_000_000, 5_000_000)),
        ("0 kr.", (0, 0)),
        ("1.000 - 2.287*", (1_000_000, 2_287_000)),
        ("Reducering af AP'er (3.000-6.000 t. kr.)", (3_000_000, 6_000_000)),
        ("Potentialet afdækkes i 2027", (None, None)),
        ("5.000 - 1.000", (None, None)),
        ("", (None, None)),
        (None, (None, None)),
    ],
)
def test_amount_ranges(text: str | None, want: tuple[int | None, int | None]) -> None:
    assert amount_range(text, 1000) == want


def test_criteria_by_heading_not_by_position() -> None:
    heads = (
        "",
        "Forventet vedtagelse",
        "Udgift 1.000 kr.",
        "Potentiale for varig effektivisering",
        "Modne anvendelse af ny teknologi",
        "Tværgående effektivisering",
        "Potentiale for storskala",
    )
    table = grid(heads, ("", "OFS 25-26", "800", "2 mio. kr.", "x", "", "afhænger"))
    (row,), _ = prioritisation_criteria([table], **IDS)
    assert (row.cost_low_dkk, row.potential_low_dkk, row.expected_adoption) == (800_000, 2_000_000, "OFS 25-26")
    assert (row.new_technology, row.cross_cutting, row.large_scale) == (True, False, False)
