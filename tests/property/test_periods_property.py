"""Periods: what is printed comes back, and no period ends before it starts."""

import datetime as dt
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from extractors.danish.organisations import find as find_organisations
from extractors.danish.periods.find import find_periods, parse_period
from extractors.danish.sentences import sentences

MONTHS = ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november"]
MONTHS.append("december")
DATES = st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31))


@given(date=DATES, form=st.integers(0, 5))
def test_dates_round_trip(date: dt.date, form: int) -> None:
    printed = [
        f"{date:%d-%m-%Y}",
        f"{date:%d/%m/%Y}",
        f"{date.day}.{date.month}.{date.year}",
        f"{date.day}. {MONTHS[date.month - 1]} {date.year}",
        f"{date.day} {MONTHS[date.month - 1].capitalize()} {date.year}",
        date.isoformat(),
    ][form]
    period = parse_period(printed)
    assert period is not None
    assert (period.date_from, period.date_to) == (date, date)


_PIECES = (
    "2026|2027|26|Q3|Q4|2. kvartal|maj|december|31.|30-06-2026|primo|ultimo|-|–|og|til|fra|inden udgangen af|og frem"
    "|før|/|1. halvår|uge 53|vinteren|løbende|,"
)
PIECES = st.sampled_from(_PIECES.split("|"))


@given(st.lists(st.tuples(PIECES, st.sampled_from([" ", "", "\n"])), max_size=12), st.none() | st.integers(2000, 2050))
def test_no_period_ends_before_it_starts_and_offsets_hold(pieces: list[tuple[str, str]], year: int | None) -> None:
    text = "".join(a + b for a, b in pieces)
    periods = [f.period for f in find_periods(text, default_year=year)]
    whole = parse_period(text, default_year=year)
    for period in [*periods, *([whole] if whole else [])]:
        assert period.date_from is None or period.date_to is None or period.date_from <= period.date_to
    for found in find_periods(text):
        assert text[found.char_start : found.char_end] == found.period.printed


@given(st.text(max_size=200))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    parse_period(text)
    for found in find_organisations(text):
        assert 0 <= found.char_start < found.char_end <= len(text)


@given(st.text(st.sampled_from("aA1. \n•-(kr,)Der"), max_size=200))
def test_sentences_cover_every_printed_character_once(text: str) -> None:
    spans = sentences(text)
    assert all(a_end <= b_start for (_, a_end), (b_start, _) in pairwise(spans))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
