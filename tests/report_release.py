"""Made releases for the report: consistent cards with planted errors, as published tables, without any reader.

The cards have the few rows that the report's tests count (three items, no area sums, one payback time) and the titles
that a test wants; `tests.made` does their arithmetic and writes their rows.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from pathlib import Path

import pyarrow.parquet as pq

from pipeline.reconcile.run import reconcile
from schemas.arrow import to_arrow
from schemas.dataset import (
    TABLES,
    ConsultationRow,
    FindingRow,
    FollowUpGoalRow,
    QuarantineRow,
    Row,
    SourceLineRow,
)
from tests.made.model import Card, Item, card_truth
from tests.made.rows import Rows, economy_table, made_card, overview_row

YEARS = tuple(range(2026, 2032))
COMMITTEES = ["Børne- og Ungdomsudvalget", "Socialudvalget", "Økonomiudvalget", "Sundheds- og Omsorgsudvalget"]
ITEMS = ["Projektledelse", "Indkøb af udstyr", "Udvikling af løsning", "Kompetenceudvikling", "Flytning"]
PAGE = 80  # cards a bilag


def _card(rng: random.Random, number: int, title: str, *, wrong: bool) -> Card:
    """A card whose figures fit, or with one subtotal a thousand off."""
    saving = -rng.randrange(400, 4000)
    costs = [(label, rng.randrange(100, 3000)) for label in rng.sample(ITEMS, 3)]
    card = Card(
        f"BC{number + 1:03}",
        title,
        YEARS,
        YEARS[0],
        COMMITTEES[number % 4],
        "",
        [Item("Effektivisering af drift", "Service", (None, *[saving] * 5))],
        [Item(label, "Service", (cost, cost, *[None] * 4)) for label, cost in costs],
        deflators=(0.9728, 1.0),
    )
    card.reckon()
    card.printed["implementation_total"][0] += 1000 * wrong
    return card


def _document(rows: Rows, number: int, cards: list[Card]) -> None:
    """A bilag of these cards, its overview after them."""
    more = {"title": "Oversigt over ansøgninger", "bilag_no": f"{number}a", "budget_case": "OFS 2025-2026"}
    doc = rows.document(f"bilag-{number}.txt", "investment_overview", **more)
    line = 0
    for card in cards:
        found = card_truth(card)
        table = economy_table(found, split_area=False)
        line = made_card(
            rows,
            doc,
            {**found, "table": table, "summary": "Der investeres i bedre drift."},
            line + 1,
            bases=("service",),
        )
    levels = {"service": YEARS[0], "efficiency": YEARS[0]}
    for line_no, card in enumerate(cards, line + 1):
        figures = overview_row({k: card.overview[k] for k in ("service", "efficiency")})
        row = {"case_id": card.case_id, "title": card.title, "line": line_no, **figures}
        rows.overview(doc, row, levels, committee=card.committee)


def _source_lines(tables: dict[str, list[Row]]) -> list[Row]:
    """What stands on each line that a row was read from."""
    texts: dict[tuple[str, int], str] = {}

    def say(row, text: str) -> None:
        at = (row.document_id, row.line)
        texts[at] = f"{texts[at]} {text}" if at in texts else text

    for card in tables["cards"]:
        say(card, f"{card.case_id} {card.title}")
    for table in tables["economic_tables"]:
        say(table, f"{table.unit_printed} {' '.join(table.columns_printed)}")
    for row in tables["economic_rows"]:
        say(row, row.text)
    for payback in tables["paybacks"]:
        say(payback, f"Tilbagebetalingstid baseret på serviceeffektivisering {payback.printed}")
    for amount in tables["overview_amounts"]:
        if amount.measure == "service":
            say(amount, f"{amount.case_id} {amount.title}")
        say(amount, amount.value_printed)
    return [
        SourceLineRow(document_id=doc, line=line, line_no=line, text=text)
        for (doc, line), text in sorted(texts.items())
    ]


def made_tables(cards: int, *, titles: Iterable[str] = (), wrong_every: int = 5, seed: int = 1) -> dict[str, list[Row]]:
    """The tables of so many cards in bilag of at most 80, every fifth with a planted error, reconciled."""
    rng, given = random.Random(seed), iter(titles)
    made = [
        _card(rng, n, next(given, f"Bedre drift af kommunens ejendomme, del {n + 1}"), wrong=n % wrong_every == 0)
        for n in range(cards)
    ]
    rows = Rows()
    for first in range(0, cards, PAGE):
        _document(rows, first // PAGE + 1, made[first : first + PAGE])
    for card in rows.tables["cards"][:1]:
        rows.add(
            ConsultationRow(
                document_id=card.document_id,
                line=1,
                card_id=card.card_id,
                kind="approval",
                body="Forvaltningen",
                answer="ja",
                date=dt.date(2026, 2, 3),
            )
        )
        rows.add(
            FollowUpGoalRow(
                document_id=card.document_id,
                line=1,
                card_id=card.card_id,
                row_no=1,
                goal="Lavere udgift",
                due="primo 2027",
                due_from=dt.date(2027, 1, 1),
                due_to=dt.date(2027, 1, 31),
            )
        )
    tables = rows.tables
    tables["source_lines"] = _source_lines(tables)
    tables["quarantine"] = [
        QuarantineRow(
            file_name="ødelagt.pdf",
            reason="pdf_truncated",
            message="Filen er afbrudt; hent den igen.",
            seen_at=dt.datetime(2026, 3, 1, tzinfo=dt.UTC),
        )
    ]
    tables.update(reconcile(tables))
    return tables


def accept(tables: dict[str, list[Row]], number: int, reason: str) -> str:
    """Accept the number-th finding that stands alone; its id."""
    roots = [f for f in tables["findings"] if isinstance(f, FindingRow) and not f.root_finding_id]
    chosen = roots[number]
    tables["findings"] = [
        f.model_copy(update={"status": "accepted", "comment": reason}) if f is chosen else f for f in tables["findings"]
    ]
    return chosen.finding_id


def write_release(tables: dict[str, list[Row]], folder: Path) -> Path:
    """The tables as a release folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in TABLES.items():
        pq.write_table(to_arrow(model, tables.get(name, ())), folder / f"{name}.parquet")
    return folder
