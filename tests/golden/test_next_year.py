"""A form that is known, changed in one thing as next year's may be: nothing but that is lost, and nothing is wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from extractors.extract import extract

SOURCE = next((Path(__file__).parents[2] / "data" / "raw").glob("001_*.txt"))
AREA = r"Styrings-\n\nområde"
VALUES = r"(?=(?: +-?[\d.]+)+ *$)"
IDS = r"^BC(\d\d)\b"


@cache
def bilag() -> str:
    """The overview and the first seven proposals."""
    text = SOURCE.read_text("utf-8")
    return text[: text.index("BC13 De rette bøger", 8000)]


@cache
def read(text: str) -> dict[str, object]:
    rows = extract(text.encode(), "x.txt").rows
    ids = {c.card_id: n for n, c in enumerate(rows["cards"])}
    return {
        "titles": [c.title for c in rows["cards"]],
        "administrations": [c.presenting_administration for c in rows["cards"]],
        "amounts": Counter((ids[a.card_id], a.label, a.year, a.amount_dkk) for a in rows["economic_amounts"]),
        "values": Counter((ids[a.card_id], a.year, a.amount_dkk) for a in rows["economic_amounts"]),
        "areas": Counter((a.steering_area, a.amount_dkk) for a in rows["economic_amounts"]),
        "uncertain": sum(a.placement == "uncertain" for a in rows["economic_amounts"]),
        "goals": [(ids[g.card_id], g.goal, g.measure, g.due) for g in rows["follow_up_goals"]],
        "paybacks": Counter((ids[p.card_id], p.basis, p.years) for p in rows.get("paybacks", ())),
        "overview": Counter((o.title, o.measure, o.amount_dkk) for o in rows.get("overview_amounts", ())),
    }


def sub(pattern: str, by: str | Callable[[re.Match[str]], str]) -> Callable[[str], str]:
    return lambda text: re.sub(pattern, by, text, flags=re.MULTILINE)


CHANGES = {
    "a field's name": (sub("Kort resumé:", "Resumé:"), ()),
    "a field behind a bullet": (sub("^Kort resumé:", "• Kort resumé:"), ()),
    "a field in Markdown": (sub("Kort resumé:", "**Kort resumé:**"), ()),
    "headings without numbers": (sub(r"^\d\.(?:\d\.?)? (?=[A-ZÆØÅ])", ""), ()),
    "the area's column": (sub(AREA, "Bevillingsområde"), ()),
    "a column of accounts": (
        lambda t: sub(rf" (Service|Anlæg){VALUES}", r" \1 3.22.01")(sub(rf"{AREA} \n", "Styringsområde Funktion ")(t)),
        ("amounts", "areas"),
    ),
    "ids with a colon": (sub(IDS, r"BC\1:"), ()),
    "ids with a dash": (sub(IDS, r"BC\1 –"), ()),
    "numbered proposals": (sub(IDS, r"Forslag nr. \1"), ()),
    "bare numbers": (sub(IDS, r"1\1"), ("overview",)),  # some of its rows' proposals are cut off here
    "no ids": (sub(rf"{IDS} ", ""), ()),
    "titles in Markdown": (sub(r"^(BC\d\d)", r"# \1"), ()),
    "sections": (sub(r"Varige ændringer \(.*?\)", "Varige effekter"), ()),
    "the implementation's section": (sub(r"Implementeringsomkostninger \(.*?\)", "Investeringer (engangsmidler)"), ()),
    "the sum's name": (sub("Samlet varig ændring", "I alt varige ændringer"), ("amounts",)),
    "the net effect's name": (sub("Samlet økonomisk påvirkning", "Nettoeffekt"), ("amounts",)),
    "the payback's name": (sub("Tilbagebetalingstid baseret på", "Tilbagebetaling på"), ()),
    "a dash for no amount": (sub(r"(?<= )0(?= )", "-"), ()),
    "no-break spaces": (lambda t: t.replace(" ", "\u00a0"), ()),
    "a row of staff years": (
        sub(r"^(Samlet økonomisk påvirkning .*)$", r"\1\nÅrsværk -0,5 -1,0 -1,5 -1,5 -1,5 -1,5"),
        (),
    ),
}


@pytest.mark.parametrize(("change", "besides"), CHANGES.values(), ids=CHANGES)
def test_one_change_costs_nothing_else(change, besides):
    text = change(bilag())
    assert text != bilag()
    before, after = read(bilag()), read(text)
    lost = {k for k in before if k not in ("uncertain", *besides) and before[k] != after[k]}
    assert lost == set()
    assert after["uncertain"] <= before["uncertain"]


@pytest.mark.parametrize(
    "heading", ["2026/27 2027/28 2028/29 2029/30 2030/31 2031/32", "År 1 År 2 År 3 År 4 År 5 År 6"]
)
def test_columns_that_the_form_does_not_know_are_read_as_any_documents(heading):
    before = Counter(a for _, _, a in read(bilag())["values"].elements())
    after = Counter(
        a for _, _, a in read(bilag().replace("2026 2027 2028 2029 2030 2031", heading))["values"].elements()
    )
    assert (before & after).total() > 0.85 * before.total()
    assert (after - before).total() <= 0.02 * before.total()


def test_thousands_in_spaces_leave_the_overview_right_or_out():
    spaced = sub(r"(?<![\d.])(-?\d{1,3})\.(\d{3})(?![\d.])(?! ?kr)", r"\1 \2")(bilag())
    before, after = read(bilag())["overview"], read(spaced)["overview"]
    assert not after - before
    assert (before & after).total() >= 0.9 * before.total()
