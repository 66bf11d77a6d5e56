"""What a row of an economic table is where its label only says `i alt`, and what the boxes under a proposal say."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.cards.fields import springs_from_innovation
from extractors.danish.numbers import PrintedNumber
from extractors.extract import extract
from extractors.tables.economy.labels import payback_basis, role_of
from extractors.tables.economy.model import TableRow, Value, assign_sections, row_kind
from extractors.tables.economy.roles import settle_roles
from schemas.source import Line


def rows(*printed: tuple[str, list[int]]) -> list[TableRow]:
    made = []
    for label, amounts in printed:
        values = [Value(c, PrintedNumber(Decimal(n), str(n)), "grid") for c, n in enumerate(amounts)]
        made.append(TableRow(row_kind(label, valued=bool(values)), label, label, values=values))
    assign_sections(made)
    return made


HEAD, SUM = ("Implementeringsomkostninger", []), "Samlede implementeringsomkostninger"


def test_a_row_that_its_sections_sum_needs_is_an_item() -> None:
    table = rows(HEAD, ("Løn", [100, 200]), ("Haveanlæg, fem i alt", [30, 40]), (SUM, [130, 240]))
    assert settle_roles(table)
    assert [r.kind for r in table] == ["section", "item", "item", "subtotal"]


def test_several_such_rows_need_each_other() -> None:
    table = rows(HEAD, ("Løn", [100, 200]), ("Haver i alt", [30, 40]), ("Rum i alt", [11, 12]), (SUM, [141, 252]))
    settle_roles(table)
    assert [r.kind for r in table] == ["section", "item", "item", "item", "subtotal"]


def test_a_row_that_sums_those_above_it_is_a_sum() -> None:
    table = rows(HEAD, ("Leder", [100, 200]), ("Andre", [30, 40]), ("Løn i alt", [130, 240]), (SUM, [130, 240]))
    assert not settle_roles(table)
    assert table[3].kind == "subtotal"


def test_where_the_figures_tell_nothing_the_words_stand() -> None:
    table = rows(HEAD, ("Leder", [100, 200]), ("Løn i alt", [999, 999]), (SUM, [100, 200]))
    assert not settle_roles(table)


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Haveanlæg (5 stk. i alt)", "item"),
        ("Udgifter (i alt)", "subtotal"),
        ("Løn i alt", "subtotal"),
        ("Samlede implementeringsomkostninger (i alt)", "subtotal"),
        ("I alt", "total"),
    ],
)
def test_pieces_in_brackets_are_no_sum(label: str, role: str) -> None:
    assert role_of(label) == role


@pytest.mark.parametrize(
    ("label", "basis"),
    [
        ("Tilbagebetalingstidmed besparelse", "Tilbagebetalingstid med besparelse"),
        ("Tilbagebetalingstid", "Tilbagebetalingstid"),
        ("Tilbagebetalingstiden", "Tilbagebetalingstiden"),
        ("Tilbagebetalingstid baseret påtotaløkonomi", "total"),
    ],
)
def test_a_payback_basis_gets_its_space(label: str, basis: str) -> None:
    assert payback_basis(label) == basis


@pytest.mark.parametrize(
    ("boxes", "answer"),
    [
        (["☐ Ja", "☒ Nej"], False),
        ([" ☒ Ja  Afprøvning af automatiske trafiktællinger (Overfør-", "selssagen 2023-2024)", "☐ Nej"], True),
        (["☐ Ja  (Hvis ja:)[Angiv titel] [Angiv tidspunkt (budget", "", "XXXX/OFS XXXX-XXXX)]", "☒ Nej"], False),
        (["Ja", "Nej"], None),
        (["☒ Ja", "☒ Nej"], None),
        (["5. Effektivisering på administration", "☒ Ja"], None),
    ],
)
def test_boxes_with_a_title_behind_them(boxes: list[str], answer: bool | None) -> None:
    lines = ["Forslaget udspringer af et innovationsforslag:", *boxes]
    assert springs_from_innovation([Line(t, n) for n, t in enumerate(lines, 1)], set()) is answer


@pytest.mark.parametrize("word", ["overførelsessagen", "overførselssagen", "overførslssagen", "Overførselsagen"])
def test_the_budget_case_however_its_name_is_spelt(word: str) -> None:
    text = f"Bilag 3. Oversigt\n\nForud for forhandlingerne om {word} 2024-2025 søges 1,5 mio. kr. i 2025.\n"
    assert extract(text.encode(), "a.txt").document.budget_case == "OFS 2024-2025"
