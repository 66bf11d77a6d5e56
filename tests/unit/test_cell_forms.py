"""A card whose amounts, unit and years are printed in every form that is known: all read, or marked."""

from __future__ import annotations

import unicodedata

import pytest

from tests.made.small_card import WANTED, YEARS, Form, amounts, dump, grouped, sheet


def bracketed(value: int) -> str:
    return f"({grouped(-value)})" if value < 0 else grouped(value)


def behind(value: int) -> str:
    return grouped(abs(value)) + "-" * (value < 0)


def glued_note(value: int) -> str:
    return grouped(value) + "1)" * (abs(value) > 999)


NUMBERS: dict[str, Form] = {
    "÷": lambda v: grouped(v, minus="÷"),
    "÷ and a space": lambda v: grouped(v, minus="÷ "),
    "brackets": bracketed,
    "minus behind": behind,
    "en dash": lambda v: grouped(v, minus="–"),
    "kr. behind": lambda v: grouped(v) + " kr.",
    "kr. in front": lambda v: "kr. " + grouped(v),
    ",-": lambda v: grouped(v) + ",-",
    "ungrouped": str,
    "no-break spaces": lambda v: grouped(v, "\u00a0"),
    "note *": lambda v: grouped(v) + "*",
    "note ²": lambda v: grouped(v) + "²",
    "note 1)": lambda v: grouped(v) + " 1)",
    "glued 1)": glued_note,
    "decimals": lambda v: grouped(v) + ",0",
    "kroner after the minus": lambda v: ("-kr. " if v < 0 else "kr. ") + grouped(abs(v)),
    ".-": lambda v: grouped(v) + ".-",
    ",- kr.": lambda v: grouped(v) + ",- kr.",
    "t.kr. behind": lambda v: grouped(v) + " t.kr.",
    "acute accent": lambda v: grouped(v, "´"),
    "middle dot": lambda v: grouped(v, "·"),
    "plus": lambda v: "+" * (v > 0) + grouped(v),
    "note †": lambda v: grouped(v) + "†",
    "note #": lambda v: grouped(v) + "#",
    "note a)": lambda v: grouped(v) + " a)",
    "note [1]": lambda v: grouped(v) + " [1]",
    "note *)": lambda v: grouped(v) + " *)",
    "note (a)": lambda v: grouped(v) + " (a)",
    "note §": lambda v: grouped(v) + " §",
    "kr. and ,-": lambda v: "kr. " + grouped(v) + ",-",
    "a capital Kr.": lambda v: "Kr. " + grouped(v),
    "minus as a word": lambda v: grouped(v, minus="minus "),
    "Minus as a word": lambda v: grouped(v, minus="Minus "),
    "-/-": lambda v: grouped(v, minus="-/-"),
    "./.": lambda v: grouped(v, minus="./. "),
    "÷ a space behind": lambda v: grouped(abs(v)) + " ÷" * (v < 0),
    "spaces in brackets": lambda v: f"( {grouped(-v)} )" if v < 0 else grouped(v),
}
DUMPED: dict[str, Form] = {
    "minus sign": lambda v: grouped(v, minus="\u2212"),
    "’": lambda v: grouped(v, "’"),
    "narrow spaces": lambda v: grouped(v, "\u202f"),
    "figure spaces": lambda v: grouped(v, "\u2007"),
    "thin spaces": lambda v: grouped(v, "\u2009"),
    "soft hyphen": lambda v: grouped(v, minus="\u00ad"),
    "zero width": lambda v: grouped(v) + "\u200b",
    "zero width inside": lambda v: grouped(v, ".\u200b"),
    "note ²⁾": lambda v: grouped(v) + " ²⁾",
    "wide minus": lambda v: grouped(v, minus="\uff0d"),
    "small minus": lambda v: grouped(v, minus="\ufe63"),
    "bar": lambda v: grouped(v, minus="\u2015"),
    "a note by its word": lambda v: grouped(v) + " (note 2)",
    "raised minus": lambda v: grouped(v, minus="\u207b"),
    "hyphen bullet": lambda v: grouped(v, minus="\u2043"),
    "narrow space behind the minus": lambda v: grouped(v, minus="-\u202f"),
    "hair spaces": lambda v: grouped(v, "\u200a"),
    "lowered note": lambda v: grouped(v) + "₁",
    "Kr. behind": lambda v: grouped(v) + " Kr.",
    "wide figures": lambda v: grouped(v).translate({ord("0") + n: 0xFF10 + n for n in range(10)}),
    "&nbsp;": lambda v: grouped(v, "&nbsp;"),
    "&minus;": lambda v: grouped(v, minus="&minus;"),
    "no-break space behind the minus": lambda v: grouped(v, minus="-\u00a0"),
    "minus a space behind": lambda v: grouped(abs(v)) + " -" * (v < 0),
    "÷ behind": lambda v: grouped(abs(v)) + "÷" * (v < 0),
    "kr behind": lambda v: grouped(v) + " kr",
    "DKK behind": lambda v: grouped(v) + " DKK",
    "bold": lambda v: f"**{grouped(v)}**",
    "kr. in brackets": lambda v: f"({grouped(-v)} kr.)" if v < 0 else grouped(v) + " kr.",
}
THOUSANDS = [
    "1.ooo kr.",
    "1.000 kr. 2027 p/l", "1 000 kr. 2027 p/l", "Kr. 1.000 2027 p/l", "1000-kr. 2027 p/l", "1.000 kr 2027-p/l",
    "tkr. 2027 p/l", "t. kr. 2027 p/l", "Hele 1.000 kr. 2027 p/l", "1.000 kr. p/l 2027", "1.000 kr. 2027 pl",
    "1.000 kr., 2027-priser", "1000 kr. 2027-PL", "1.000 kr. (2027 p/l)", "1\u00a0000 kr.", "tusinde kr.",
    "i 1.000 kr. 2027 p/l", "Beløb i 1.000 kr.", "1.000 DKK 2027 p/l", "TDKK", "kr. (1.000)", "1’000 kr. 2027 p/l",
    "1.000 kroner 2027 p/l",
    "kr. i 1.000", "1.000 danske kroner", "kkr.",
    "alle tal i 1.000 kr.", "1000kr. 2027 p/l", "Kr.1.000", "1.000'er kr.", "i tusinder kr.",
]  # fmt: skip
MILLIONS = [
    "Mill. kr. 2027 p/l",
    "mill.kr. 2027 p/l",
    "mio. kr. 2027 p/l",
    "Mio.kr.",
    "mio kr",
    "1.000.000 kr.",
    "MDKK",
    "DKKm",
    "Beløb i mio. kr.",
    "1 mio. kr. 2027 p/l",
    "Beløb i 1 mio. kr.",
]
KRONER = [
    "1 kr. 2027 p/l", "i 1 kr.", "kr. 2027 p/l", "hele kr. 2027 p/l", "Kr.", "Beløb i kr.", "DKK 2027 p/l",
    "Alle beløb i kr.",
]  # fmt: skip
HEADINGS = {
    "B and BO": ["B2026", *(f"BO{y}" for y in YEARS[1:])],
    "BO and a space": ["B 2026", *(f"BO {y}" for y in YEARS[1:])],
    "R-": ["R-2026", *(f"B-{y}" for y in YEARS[1:])],
    "two digits": ["B26", *(f"BO{y[2:]}" for y in YEARS[1:])],
    "words": ["Budget 2026", *(f"Overslag {y}" for y in YEARS[1:])],
    "stars": [y + "*" * (y in ("2028", "2031")) for y in YEARS],
    "raised": [y + "¹" * (y == "2028") for y in YEARS],
    "1)": [*YEARS[:5], "2031 1)"],
    "ff.": [*YEARS[:5], "2031 ff."],
    "f.f.": [*YEARS[:5], "2031 f.f."],
    "o.f.": [*YEARS[:5], "2031 o.f."],
    "+": [*YEARS[:5], "2031+"],
    "og frem": [*YEARS[:5], "2031 og frem"],
    "†": [y + "†" * (y == "2028") for y in YEARS],
    "#": [y + "#" * (y == "2029") for y in YEARS],
    "a letter": [y + "a" * (y == "2028") for y in YEARS],
    "(1)": [y + " (1)" * (y == "2028") for y in YEARS],
    "dots": [y + "." for y in YEARS],
    "BO1": ["B2026", *(f"BO{n} {y}" for n, y in zip("1234", YEARS[1:], strict=False)), "2031"],
    "Bf.": [f"Bf. {y}" for y in YEARS],
    "F": [f"F{y}" for y in YEARS],
    "in brackets": [f"({y})" for y in YEARS],
    "two digits behind an apostrophe": ["B'26", *(f"BO'{y[2:]}" for y in YEARS[1:])],
    "fra": [*YEARS[:5], "fra 2031"],
    "VB": ["VB2026", *(f"BO{y}" for y in YEARS[1:])],
    "Bu": [f"Bu {y}" for y in YEARS],
    "Ovs.": ["Budget 2026", *(f"Ovs. {y}" for y in YEARS[1:])],
    "B.": [f"B.{y}" for y in YEARS],
    "behind": [f"{y} B" for y in YEARS],
    "behind in full": [f"{y} budget" for y in YEARS],
    "behind in brackets": [f"{y} (B)" for y in YEARS],
    "behind a dash": [f"{y}-budget" for y in YEARS],
    "behind a stroke": [f"{y}/B" for y in YEARS],
    "glued behind": ["2026B", *(f"{y}BO" for y in YEARS[1:])],
    "low line": [f"B_{y}" for y in YEARS],
    "stroke": [f"B/{y}" for y in YEARS],
    "Bdg.": [f"Bdg. {y}" for y in YEARS],
    "apostrophe": [f"'{y[2:]}" for y in YEARS],
    "BO and two digits": ["B 26", *(f"BO {y[2:]}" for y in YEARS[1:])],
    "note [1]": [y + "[1]" * (y == "2028") for y in YEARS],
    "m.fl.": [*YEARS[:5], "2031 m.fl."],
    "osv.": [*YEARS[:5], "2031 osv."],
    "flg.": [*YEARS[:5], "2031 flg."],
    "dots behind": [*YEARS[:5], "2031 ..."],
    "an arrow of signs": [*YEARS[:5], "2031->"],
    "from, as a sign": [*YEARS[:5], ">2031"],
    "og frem and a note": [*YEARS[:5], "2031 og frem*"],
    "OB": ["OB2026", *(f"BO{y}" for y in YEARS[1:])],
}


def certain(data: bytes, name: str) -> dict[tuple[str, int | None], int]:
    return {key: amount for key, (amount, placement) in amounts(data, name).items() if placement != "uncertain"}


@pytest.mark.parametrize("form", NUMBERS.values(), ids=NUMBERS)
def test_forms_of_a_number_on_a_sheet(form: Form) -> None:
    assert certain(sheet(form), "a.pdf") == WANTED


@pytest.mark.parametrize("form", [*NUMBERS.values(), *DUMPED.values()], ids=[*NUMBERS, *DUMPED])
def test_forms_of_a_number_in_a_dump(form: Form) -> None:
    assert certain(dump(form).encode(), "a.txt") == WANTED


@pytest.mark.parametrize("unit", THOUSANDS)
def test_units_of_a_thousand(unit: str) -> None:
    assert certain(sheet(unit=unit), "a.pdf") == WANTED
    assert certain(dump(unit=unit).encode(), "a.txt") == WANTED


@pytest.mark.parametrize("unit", MILLIONS)
def test_units_of_a_million(unit: str) -> None:
    def form(value: int) -> str:
        return f"{value / 1000:.3f}".replace(".", ",")

    assert certain(sheet(form, unit=unit), "a.pdf") == WANTED
    assert certain(dump(form, unit=unit).encode(), "a.txt") == WANTED


@pytest.mark.parametrize("unit", KRONER)
def test_whole_kroner(unit: str) -> None:
    def form(value: int) -> str:
        return grouped(value * 1000)

    assert certain(sheet(form, unit=unit), "a.pdf") == WANTED
    assert certain(dump(form, unit=unit).encode(), "a.txt") == WANTED


@pytest.mark.parametrize("years", HEADINGS.values(), ids=HEADINGS)
def test_headings_of_years(years: list[str]) -> None:
    assert certain(sheet(years=years), "a.pdf") == WANTED
    assert certain(dump(years=years).encode(), "a.txt") == WANTED


def test_thousands_by_plain_spaces_in_a_dump_are_never_certain() -> None:
    found = amounts(dump(lambda v: grouped(v, " ")).encode(), "a.txt")
    assert {key: amount for key, (amount, _) in found.items()} == WANTED
    spaced = {key for key, amount in WANTED.items() if abs(amount) >= 1_000_000}
    assert all(found[key][1] == "uncertain" for key in spaced)


ODD: dict[str, Form] = {
    "commas between thousands": lambda v: grouped(v, ","),
    "square brackets": lambda v: f"[{grouped(-v)}]" if v < 0 else grouped(v),
    "a minus that was lost": lambda v: grouped(v, minus="\ufffd"),
}


@pytest.mark.parametrize("form", ODD.values(), ids=ODD)
def test_what_is_not_understood_in_a_dump_is_never_certain(form: Form) -> None:
    """Nor does it become a part of the next row's label."""
    found = amounts(dump(form).encode(), "a.txt")
    assert {key for key in found if key not in WANTED} == set()
    assert all(amount == WANTED[key] for key, (amount, placement) in found.items() if placement != "uncertain")


def test_a_cut_number_is_uncertain() -> None:
    found = amounts(sheet(lambda v: "2.11" if v == -2480 else grouped(v)), "a.pdf")
    label = "Færre vagtskift i aftentimerne"
    assert [found[label, year][1] for year in (2028, 2029, 2030, 2031)] == ["grid", *["uncertain"] * 3]


def test_one_amount_in_kroner_among_thousands_is_uncertain() -> None:
    found = amounts(sheet(lambda v: grouped(v) + " kr." * (v == 675)), "a.pdf")
    assert found["Projektledelse", 2027][1] == "uncertain"
    assert found["Projektledelse", 2026][1] == "grid"


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman", "cp865", "cp850"]
)
def test_a_dump_in_any_encoding(encoding: str) -> None:
    assert certain(dump().encode(encoding), "a.txt") == WANTED


@pytest.mark.parametrize(
    "data",
    [
        unicodedata.normalize("NFD", dump()).encode(),
        dump().replace("fi", "ﬁ").replace("ff", "ﬀ").encode(),
        dump().encode().decode("cp1252", "replace").encode(),
        dump().encode()[:-1] + b"\xc3",
        dump().encode("utf-16-le") + b"\n",
        dump().replace("\n", "\r").encode("mac_roman"),
        dump(lambda v: grouped(v, minus="–")).encode("mac_roman"),
    ],
    ids=["decomposed", "ligatures", "encoded twice", "cut in a letter", "an odd byte", "Macintosh", "its en dash"],
)
def test_letters_of_a_dump(data: bytes) -> None:
    assert certain(data, "a.txt") == WANTED
