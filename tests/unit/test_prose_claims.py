"""What a sentence claims of a table of any form: the row it names or the only total, in the column its words mean."""

from __future__ import annotations

import pytest
from reconcile_bilag import row

from pipeline.reconcile.run import reconcile
from schemas.dataset import CardRow, EconomicRowRow
from tests.made.rows import Rows

COLUMNS = [2026, 2027, 2028, 2029, "I alt"]
NET = {
    "Løn": [-500, -1500, -2000, -2000, -6000],
    "Øvrig drift": [None, -200, -400, -400, -1000],
    "Engangsudgifter": [900, None, None, None, 900],
    "Nettoændring": [400, -1700, -2400, -2400, -6100],
}


def said(sentence, table=NET, columns=COLUMNS):
    """The statuses and severities of the prose rule on a card of an unknown form with such a table."""
    rows = Rows()
    doc = rows.document("bilag.txt", "unknown", template="generic")
    made = [row(label, values) for label, values in table.items()]
    for one in made:
        one["values"] = one["values"][: len(columns)]
    rows.table(doc, f"{doc}-1", 1, {"caption": None, "kind": "economy", "unit": "1.000 kr.", "price_level": None,
                                    "columns": columns, "rows": made})  # fmt: skip
    rows.add(CardRow(document_id=doc, card_id=f"{doc}-1", title="Forslag", kind="unknown"))
    rows.prose(doc, f"{doc}-1", sentence)
    tables = rows.tables
    total = len(made)
    tables["economic_rows"] = [
        r.model_copy(update={"kind": "total", "sums": "rows_above", "sum_rows": list(range(1, total))})
        if isinstance(r, EconomicRowRow) and r.row_no == total else r
        for r in tables["economic_rows"]
    ]  # fmt: skip
    checks = [c for c in reconcile(tables)["checks"] if c.rule == "prose_vs_table"]
    return [c.status for c in checks]


@pytest.mark.parametrize(
    ("sentence", "right", "wrong"),
    [
        ("Nettoændringen er {} i 2027.", "1,7 mio. kr.", "2,7 mio. kr."),
        ("Den samlede reduktion udgør {} årligt fra 2028.", "2.400 t.kr.", "3.400 t.kr."),
        ("Ved fuld effekt spares der {}", "2,4 mio. kr.", "3,1 mio. kr."),
        ("Forslaget reducerer udgifterne med {} årligt i 2029.", "2,4 mio. kr.", "1,4 mio. kr."),
        ("Virkningen er {} det første år med beløb.", "400 t.kr.", "700 t.kr."),
        ("I alt spares {} i perioden.", "6,1 mio. kr.", "7,3 mio. kr."),
        ("Der er engangsudgifter for {}", "900 t.kr.", "1.300 t.kr."),
        ("Besparelsen er {} ved fuld indfasning.", "2,4 mio. kr.", "2,9 mio. kr."),
        ("Udgiften til løn falder med {} i 2028.", "2,0 mio. kr.", "2,6 mio. kr."),
        ("Forslaget giver et provenu på {} om året.", "2,4 mio. kr.", "1,9 mio. kr."),
        ("Der søges om {} i perioden.", "-6,1 mio. kr.", "-8,1 mio. kr."),
        ("Samlet netto udgør {} i 2027.", "1,7 mio. kr.", "1,1 mio. kr."),
    ],
)
def test_a_claim_and_its_true_twin(sentence, right, wrong):
    holds = said(sentence.format(right))
    assert holds
    assert set(holds) <= {"exact", "within_rounding"}
    assert said(sentence.format(wrong)) == ["inconsistent"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Området har et budget på 14,2 mio. kr. i 2026.",  # a baseline
        "Prisen er 3.500 kr. pr. plads.",  # a price a piece
        "Heraf er 700 t.kr. til konsulenter i 2027.",  # a part
        "Der afsættes 700 t.kr. til indretning af lokaler i 2027.",  # a purpose no row names
        "Der er søgt om 3,3 mio. kr. hos staten i 2019.",  # a year the table has not
        "Nettoændringen er 1,8 mio. kr. i 2027-priser.",  # prices, not a year
        "Puljen er på 95,0 mio. kr. i alt.",  # of another size altogether
    ],
)
def test_an_amount_that_claims_nothing(sentence):
    assert "inconsistent" not in said(sentence)


def test_a_table_without_years_is_no_failure():
    table = {"Løn": [500], "I alt": [500]}
    assert "inconsistent" not in said("I 2026 er lønnen 500 t.kr. og der søges om 500 t.kr. i alt.", table, ["Budget"])
