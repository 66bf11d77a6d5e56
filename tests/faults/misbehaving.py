"""Extractors that go wrong in the ways parsers do, named to the workers as "misbehaving:<function>"."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import subprocess
import time
from pathlib import Path

from extractors.readers.progress import tell_page
from schemas.dataset import CardRow, DocumentRow, EconomicAmountRow, EconomicRowRow, EconomicTableRow, SourceLineRow
from schemas.errors import BilagError
from schemas.extraction import Extraction


def plain(data, file_name, *, passwords=(), extracted_at=None):
    """A card with one money table, whatever the bytes; its title is the text."""
    del passwords
    sha256 = hashlib.sha256(data).hexdigest()
    doc, text = sha256[:16], data.decode("utf-8", "replace")
    at = extracted_at or dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    extraction = Extraction(
        DocumentRow(
            document_id=doc, sha256=sha256, file_name=file_name, source_format="text", text_source="text layer",
            kind="investment_overview", ingested_at=at, extractor_version="t", title="Oversigt",
        )
    )  # fmt: skip
    card, table = f"{doc}-BC05", f"{doc}-BC05-t1"
    money = {"document_id": doc, "card_id": card, "table_id": table}
    extraction.add(
        CardRow(document_id=doc, card_id=card, case_id="BC05", title=text.strip(), kind="investment_proposal"),
        EconomicTableRow(**money, table_kind="economy", columns_printed=["2026", "2027"], column_years=[2026, 2027],
                         caption="Tabel 1", unit_printed="1.000 kr.", unit_dkk=1000),
        EconomicRowRow(**money, row_no=1, kind="section", label="Varige ændringer", text="Varige ændringer"),
        EconomicRowRow(**money, row_no=2, kind="item", label="Mentorordning", text="Mentorordning 4.500"),
        EconomicRowRow(**money, row_no=3, kind="total", label="I alt", text="I alt 4.500"),
        *(
            EconomicAmountRow(**money, table_kind="economy", row_no=row, label="x", role=role, column_no=2, year=2027,
                              amount_printed="4.500", amount_dkk=4_500_000, amount_high_dkk=4_500_000, unit_dkk=1000,
                              placement="uncertain" if row == 3 else "spacing")
            for row, role in ((2, "item"), (3, "total"))
        ),
        *(SourceLineRow(document_id=doc, line=n, line_no=n, text=t) for n, t in enumerate(text.splitlines(), 1)),
    )  # fmt: skip
    return extraction


def page_by_page(data, file_name, **options):
    """Five pages, each slow enough to be told of."""
    for place in range(1, 6):
        time.sleep(0.35)
        tell_page(place, 5)
    return plain(data, file_name, **options)


def by_content(data, file_name, **options):
    """Behaves as the file's first word says; `plain` when it says nothing of the kind."""
    word = data.split(maxsplit=1)[0].decode() if data.strip() else ""
    known = {f.__name__: f for f in (hang, die, eat, defect, refuse, twice, fused, half, odd, many, saving)}
    return known.get(word, plain)(data, file_name, **options)


def hang(data, file_name, **options):
    time.sleep(600)


def hang_with_child(data, file_name, **options):
    """Starts a long-lived program, as OCR does, writes its pid beside the file, and hangs."""
    child = subprocess.Popen(["sleep", "600"])
    Path(data.decode().strip()).write_text(str(child.pid))
    time.sleep(600)


def die(data, file_name, **options):
    os.abort()


def eat(data, file_name, **options):
    kept = []
    while True:
        kept.append(bytearray(50_000_000))


def defect(data, file_name, **options):
    raise KeyError("column 7")


def refuse(data, file_name, **options):
    raise BilagError("not_a_bilag", "no card in it")


def twice(data, file_name, **options):
    """A document whose rows contradict each other: the same card twice."""
    extraction = plain(data, file_name, **options)
    extraction.add(*extraction.of(CardRow))
    return extraction


def fused(data, file_name, **options):
    """Two columns read as one number: more than 64 bits hold."""
    extraction = plain(data, file_name, **options)
    rows = extraction.rows["economic_amounts"]
    rows[0] = rows[0].model_copy(update={"amount_dkk": 10**20, "amount_printed": "100000 00000", "line": 7})
    return extraction


def half(data, file_name, **options):
    """Half a character, as a broken font table gives."""
    extraction = plain(data, file_name, **options)
    rows = extraction.rows["cards"]
    rows[0] = rows[0].model_copy(update={"title": "halv \ud83d"})
    return extraction


def odd(data, file_name, **options):
    """Rows that Arrow takes and a check does not."""
    extraction = plain(data, file_name, **options)
    rows = extraction.rows["economic_tables"]
    rows[0] = rows[0].model_copy(update={"column_years": [2026], "columns_printed": None})
    return extraction


def many(data, file_name, **options):
    """As many cards as its second word says."""
    extraction = plain(data, file_name, **options)
    card = extraction.of(CardRow)[0]
    for n in range(1, int(data.split()[1])):
        extraction.add(card.model_copy(update={"card_id": f"{card.card_id}-{n}"}))
    return extraction


def saving(data, file_name, **options):
    """A proposal of its own case that saves the same as every other of this kind."""
    extraction = plain(data, file_name, **options)
    card, table = extraction.of(CardRow)[0], extraction.of(EconomicTableRow)[0]
    years = [2026, 2027, 2028]
    extraction.rows["cards"] = [card.model_copy(update={"case_id": None, "case_key": None})]
    columns = {"columns_printed": list(map(str, years)), "column_years": years}
    extraction.rows["economic_tables"] = [table.model_copy(update=columns)]
    label = "Besparelse på licenser til fagsystemer"
    row = extraction.of(EconomicRowRow)[1].model_copy(update={"label": label, "text": label})
    extraction.rows["economic_rows"] = [extraction.of(EconomicRowRow)[0], row]
    amount = extraction.of(EconomicAmountRow)[0].model_copy(
        update={"amount_printed": "-412", "section": "permanent_changes"}
    )
    extraction.rows["economic_amounts"] = [
        amount.model_copy(update={"column_no": n, "year": year, "amount_dkk": -412_000, "amount_high_dkk": -412_000})
        for n, year in enumerate(years, 1)
    ]
    return extraction


def count(data, file_name, **options):
    """Plain, leaving a mark for each time it is called, in the folder that the data names."""
    (Path(data.decode().split("\n")[0]) / f"{time.monotonic_ns()}").touch()
    return plain(data, file_name, **options)
