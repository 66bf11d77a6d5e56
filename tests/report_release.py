"""Made releases for the report: consistent cards with planted errors, as published tables, without any reader."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Iterable
from pathlib import Path

import pyarrow.parquet as pq

from pipeline.reconcile.run import reconcile
from schemas.dataset import (
    TABLES,
    CardRow,
    ConsultationRow,
    DocumentRow,
    EconomicAmountRow,
    EconomicRowRow,
    EconomicTableRow,
    FindingRow,
    FollowUpGoalRow,
    OverviewAmountRow,
    PaybackRow,
    QuarantineRow,
    Row,
    SourceLineRow,
    to_arrow,
)

YEARS = list(range(2026, 2032))
COMMITTEES = ["Børne- og Ungdomsudvalget", "Socialudvalget", "Økonomiudvalget", "Sundheds- og Omsorgsudvalget"]
ITEMS = ["Projektledelse", "Indkøb af udstyr", "Udvikling af løsning", "Kompetenceudvikling", "Flytning"]
PAGE = 80  # cards a bilag


class Maker:
    """Rows by table name, filled one line of a text at a time."""

    def __init__(self, seed: int = 1) -> None:
        self.tables: dict[str, list[Row]] = {name: [] for name in TABLES}
        self.random = random.Random(seed)
        self.document_id, self.line = "", 0

    def add(self, row: Row) -> None:
        self.tables[row.table].append(row)

    def document(self, number: int) -> None:
        sha = hashlib.sha256(f"bilag {number}".encode()).hexdigest()
        self.document_id, self.line = sha[:16], 0
        self.add(
            DocumentRow(
                document_id=sha[:16],
                sha256=sha,
                file_name=f"bilag-{number}.txt",
                source_format="text",
                text_source="text layer",
                title="Oversigt over ansøgninger",
                bilag_no=f"{number}a",
                kind="investment_overview",
                budget_case="OFS 2025-2026",
                extractor_version="test",
                ingested_at=dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC),
            )
        )

    def say(self, text: str) -> int:
        """Print a line; its number."""
        self.line += 1
        self.add(SourceLineRow(document_id=self.document_id, line=self.line, line_no=self.line, text=text))
        return self.line

    def overview(self, case: str, title: str, committee: str, amounts: dict[str, int]) -> None:
        line = self.say(f"{case} {title} {' '.join(map(str, amounts.values()))}")
        for measure, value in amounts.items():
            money = measure != "payback_years"
            self.add(
                OverviewAmountRow(
                    document_id=self.document_id,
                    line=line,
                    committee=committee,
                    case_id=case,
                    title=title,
                    measure=measure,
                    role="item",
                    amount_dkk=value * 1000 if money else None,
                    value=float(value),
                    value_printed=dotted(value),
                    unit_dkk=1000 if money else None,
                    price_level=2026 if money else None,
                )
            )

    def card(self, case: str, title: str, committee: str, *, wrong: bool) -> None:
        """A card whose figures fit, or with one subtotal a thousand off."""
        card, first = f"{self.document_id}-{case}", self.line + 1
        self.say(f"{case} {title}")
        saving = -self.random.randrange(400, 4000)
        costs = {n: self.random.randrange(100, 3000) for n in self.random.sample(ITEMS, 3)}
        table = f"{card}-t1"
        head = self.say("1.000 kr. 2026 p/l Styringsområde " + " ".join(map(str, YEARS)))
        self.add(
            EconomicTableRow(
                document_id=self.document_id,
                line=head,
                card_id=card,
                table_id=table,
                table_kind="economy",
                caption="Tabel 1. Forslagets samlede økonomiske konsekvenser",
                column_years=[*YEARS],
                columns_printed=[str(y) for y in YEARS],
                unit_printed="1.000 kr.",
                unit_dkk=1000,
                price_level=2026,
            )
        )
        rows = [("section", "Varige ændringer", "permanent_changes", None, {})]
        savings = dict.fromkeys(YEARS[1:], saving)
        rows.append(("item", "Effektivisering af drift", "permanent_changes", "Service", savings))
        rows.append(("subtotal", "Samlet varig ændring", "permanent_changes", None, savings))
        rows.append(("section", "Implementeringsomkostninger", "implementation_costs", None, {}))
        rows += [("item", n, "implementation_costs", "Service", {2026: v, 2027: v}) for n, v in costs.items()]
        spent = sum(costs.values())
        printed = spent + 1000 if wrong else spent
        sums = {2026: printed, 2027: spent}
        rows.append(("subtotal", "Samlede implementeringsomkostninger", "implementation_costs", None, sums))
        net = {y: (spent if y < 2028 else 0) + savings.get(y, 0) for y in YEARS}
        rows.append(("total", "Samlet økonomisk påvirkning", None, None, net))
        for number, row in enumerate(rows, 1):
            self.row(card, table, number, row)
        years = payback_years(net)
        line = self.say(f"Tilbagebetalingstid baseret på serviceeffektivisering {years}")
        self.add(
            PaybackRow(
                document_id=self.document_id,
                line=line,
                card_id=card,
                basis="service",
                years=years,
                printed=f"Tilbagebetalingstid baseret på serviceeffektivisering {years}",
            )
        )
        self.add(
            CardRow(
                document_id=self.document_id,
                line=first,
                card_id=card,
                case_id=case,
                title=title,
                kind="investment_proposal",
                committee=committee,
                price_level=2026,
                first_line=first,
                last_line=self.line,
                summary="Der investeres i bedre drift.",
            )
        )

    def row(self, card, table, number, row) -> None:
        kind, label, section, area, values = row
        text = " ".join([label, area or "", *(dotted(values[y]) if y in values else "" for y in YEARS)])
        line = self.say(text.rstrip())
        common = {"document_id": self.document_id, "line": line, "card_id": card, "table_id": table, "row_no": number}
        self.add(
            EconomicRowRow(
                **common,
                kind=kind,
                label=label,
                section=section,
                text=text,
                last_line=line,
                steering_area=area.lower() if area else None,
                steering_area_printed=area,
            )
        )
        for column, year in enumerate(YEARS, 1):
            if year in values and kind in ("item", "subtotal", "total"):
                self.add(
                    EconomicAmountRow(
                        **common,
                        table_kind="economy",
                        section=section,
                        label=label,
                        role=kind,
                        column_no=column,
                        column_printed=str(year),
                        year=year,
                        amount_printed=dotted(values[year]),
                        amount_dkk=values[year] * 1000,
                        amount_high_dkk=values[year] * 1000,
                        unit_printed="1.000 kr.",
                        unit_dkk=1000,
                        price_level=2026,
                        placement="grid",
                        steering_area=area.lower() if area else None,
                    )
                )


def dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def payback_years(net: dict[int, int]) -> int:
    total, last = 0, net[YEARS[-1]]
    for n in range(100):
        total += net.get(YEARS[0] + n, last)
        if total <= 0:
            return n + 1
    return 99


def made_tables(cards: int, *, titles: Iterable[str] = (), wrong_every: int = 5, seed: int = 1) -> dict[str, list[Row]]:
    """The tables of so many cards in bilag of at most 80, every fifth with a planted error, reconciled."""
    maker, given = Maker(seed), iter(titles)
    for first in range(0, cards, PAGE):
        maker.document(first // PAGE + 1)
        for n in range(first, min(first + PAGE, cards)):
            title = next(given, f"Bedre drift af kommunens ejendomme, del {n + 1}")
            maker.card(f"BC{n + 1:03}", title, COMMITTEES[n % 4], wrong=n % wrong_every == 0)
    _overviews(maker)
    for card in maker.tables["cards"][:1]:
        assert isinstance(card, CardRow)
        maker.add(
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
        maker.add(
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
    tables = maker.tables
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


def _overviews(maker: Maker) -> None:
    for document in list(maker.tables["documents"]):
        assert isinstance(document, DocumentRow)
        maker.document_id = document.document_id
        cards = [c for c in maker.tables["cards"] if isinstance(c, CardRow) and c.document_id == document.document_id]
        maker.line = max(c.last_line or 0 for c in cards)
        for card in cards:
            amounts = [
                a
                for a in maker.tables["economic_amounts"]
                if isinstance(a, EconomicAmountRow) and a.card_id == card.card_id
            ]
            spent = sum(a.amount_dkk for a in amounts if a.role == "item" and a.section == "implementation_costs")
            saved = next(a.amount_dkk for a in amounts if a.section == "permanent_changes" and a.year == YEARS[-1])
            maker.overview(
                card.case_id or "",
                card.title,
                card.committee or "",
                {"service": round(spent * 0.9728 / 1000), "efficiency": saved // 1000},
            )


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
