"""What heads a year's column."""

import pytest

from extractors.danish.year_headings import parse_year_heading


@pytest.mark.parametrize(
    ("text", "year", "kind", "basis"),
    [
        ("2027", 2027, "year", None),
        ("B2026", 2026, "year", "B"),
        ("BO 2027", 2027, "year", "BO"),
        ("BF2014", 2014, "year", "BF"),
        ("R-2012", 2012, "year", "R"),
        ("B26", 2026, "year", "B"),
        ("Budget\n2018", 2018, "year", "Budget"),
        ("Vedtaget budget 2025", 2025, "year", "Vedtaget budget"),
        ("Overslag 2019", 2019, "year", "Overslag"),
        ("2026 (B)", 2026, "year", "B"),
        ("2026*", 2026, "year", None),
        ("2028¹", 2028, "year", None),
        ("2028 1)", 2028, "year", None),
        ("2031 ff.", 2031, "open_year", None),
        ("2029 og frem", 2029, "open_year", None),
        ("2030 og følgende år", 2030, "open_year", None),
        ("fra 2029", 2029, "open_year", None),
        ("2025/26", 2025, "year", None),
    ],
)
def test_a_year_heading(text: str, year: int, kind: str, basis: str | None) -> None:
    found = parse_year_heading(text)
    assert found is not None
    assert (found.year, found.kind, found.basis) == (year, kind, basis)


@pytest.mark.parametrize(
    "text", ["", "2026 p/l", "I alt", "2026 og 2027", "2026-2029", "20261", "1850", "2025/28", "⁴", "2.026", "x" * 500]
)
def test_no_year_heading(text: str) -> None:
    assert parse_year_heading(text) is None
