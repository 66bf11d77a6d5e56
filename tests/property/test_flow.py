"""Folding printed lines into rows: labels, areas and values of a generated table come back as they were."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.layout.flow.areas import split_area
from extractors.layout.flow.fold import fold
from extractors.layout.flow.rows import FlowRow
from extractors.layout.flow.tokens import has_spaced_signs, split_values, with_signs
from extractors.tables.economy.labels import OPENS_SUM, is_heading
from schemas.source import Line
from tests.made.dump import wrap

LABELS = (
    "Besparelse på energiforbrug",
    "Færre anbringelser af unge mellem 12 og 17 år",
    "Ejendoms- og anlægsprojekt på Borups Allé 177",
    "Kompetenceudvikling af medarbejdere, herunder frikøb og undervisning",
    "Mindre papirforbrug (CO2-udledning reduceres)",
    "Reduktion i antallet af it-anskaffelser og tilhørende driftsaftaler",
    "Drift og vedligehold af anlæg",
    "Samlede implementeringsomkostninger, anlæg",
    "Projektledelse (1,5 årsværk)",
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, list[tuple[str, str, list[int | None]]]]:
    width = draw(st.integers(4, 9))
    labels = draw(st.lists(st.sampled_from(LABELS), min_size=1, max_size=6, unique=True))
    value = st.none() | st.integers(-9999, 9999).filter(lambda v: v < 0 or v > 999)
    rows = []
    for label in labels:
        values = draw(st.lists(value, min_size=width, max_size=width).filter(any))
        rows.append((label, "" if label.startswith("Saml") else draw(st.sampled_from(("Service", "Anlæg"))), values))
    return width, rows


def printed(value: int | None) -> str:
    return "" if value is None else f"{value:,}".replace(",", ".")


def faithful(rows: list[tuple[str, str, list[int | None]]], columns: int, *, spaced: bool) -> list[Line]:
    """Each cell followed by a space; the lines of a wrapped label before the other cells."""
    texts: list[str] = []
    for label, area, values in rows:
        tail = f"{area} " + "".join(f"{printed(v)} " for v in values)
        *first, last = wrap(label, columns)
        texts += [x if x.endswith("-") else f"{x} " for x in first]
        texts += [f"{last} ", tail] if first else [f"{last} {tail}"]
    return [Line(x, n) for n, t in enumerate(texts, 1) for x in ([t, ""] if spaced else [t])]


def folded(lines: list[Line], width: int) -> list[FlowRow]:
    return fold(
        lines, width, has_area=True, is_heading=is_heading, opens_sum=lambda label: bool(OPENS_SUM.match(label))
    )


@settings(deadline=None)
@given(tables(), st.sampled_from((22, 30, 99)), st.booleans())
def test_rows_come_back_with_label_area_and_values(
    table: tuple[int, list[tuple[str, str, list[int | None]]]], columns: int, spaced: bool
) -> None:
    width, rows = table
    got = folded(faithful(rows, columns, spaced=spaced), width)
    assert [r.label for r in got] == [label for label, _, _ in rows]
    assert [r.area or "" for r in got] == [area for _, area, _ in rows]
    assert [r.tokens for r in got] == [[printed(v) for v in values if v is not None] for _, _, values in rows]


@settings(deadline=None)
@given(st.lists(st.text(alphabet="ab1.-– \u00a0æ0,", max_size=30), max_size=25), st.integers(1, 6), st.booleans())
def test_any_lines_at_all_keep_every_word_and_no_row_overflows(texts: list[str], width: int, has_area: bool) -> None:
    got = fold([Line(t, n) for n, t in enumerate(texts)], width, has_area=has_area, is_heading=is_heading)
    assert all(len(r.tokens) <= width for r in got)
    words = [w for r in got for t in r.text for w in t.split()]
    assert words == [w for t in texts for w in t.split()]


@given(st.lists(st.integers(1000, 9999), min_size=2, max_size=6), st.sampled_from("-–−"))
def test_signs_apart_from_their_figures_are_joined(values: list[int], dash: str) -> None:
    text = "Besparelse " + " ".join(f"{dash} {v}" for v in values)
    assert has_spaced_signs([text])
    _, tokens = with_signs(text, split_values(text)[1], len(values), all_signs=True)
    assert [t for t, _, _ in tokens] == [f"{dash} {v}" for v in values]


def test_a_dash_for_zero_is_no_sign() -> None:
    """`Anlæg - 5.000 10.000 15.000 15.000 45.000` has a zero and five amounts in its six columns."""
    text = "Anlæg - 5.000 10.000 15.000 15.000 45.000 "
    assert not has_spaced_signs([text])
    assert [t for t, _, _ in with_signs(text, split_values(text)[1], 6)[1]] == text.split()[1:]
    assert not has_spaced_signs(["Besparelse - 400 - 400 - 400", "I alt - - - - "])


def test_an_area_in_lower_case_is_one_only_where_the_table_prints_them_so() -> None:
    assert split_area("Samlet varig ændring, service", has_area=True) == ("Samlet varig ændring, service", None)
    assert split_area("Udbud service", has_area=True) == ("Udbud service", None)
    assert split_area("Udbud service", has_area=True, lower=True) == ("Udbud", "service")
    assert split_area("Udbud Service*", has_area=True) == ("Udbud", "Service*")


def test_values_one_a_line_belong_to_their_row() -> None:
    lines = [Line(t, n) for n, t in enumerate(("Reduktion i billetindtægter Service  ", "180 ", " ", "180 ", "200 "))]
    (row,) = folded(lines, 6)
    assert row.tokens == ["180", "180", "200"]


def test_folding_is_linear_enough() -> None:
    """Ten thousand lines of a table without an end fold at once."""
    rng = random.Random(1)
    rows = [(rng.choice(LABELS), "Service", [None, rng.randint(1000, 9999), None, -1000]) for _ in range(3000)]
    got = folded(faithful(rows, 22, spaced=True), 4)
    assert len(got) == 3000
