"""Made and hand-read bilag as rows of the dataset, as a perfect extraction would give them; no reader is needed.

`Rows` takes cards, tables and overview rows in the JSON form of the truth files; `made_document` writes a whole made
bilag (`model.truth`, or one of the hand-made samples).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Sequence
from typing import Any

from extractors.danish.amounts.find import find_amounts
from extractors.links import linked
from schemas.dataset import (
    CardRow,
    DocumentRow,
    EconomicAmountRow,
    EconomicRowRow,
    EconomicTableRow,
    OverviewAmountRow,
    PaybackRow,
    ProseAmountRow,
    Row,
)
from tests.made.content import resume
from tests.made.model import Bilag, truth

Truth = dict[str, Any]
"""A bilag, card, table or table row in the JSON form of the truth files."""
MEASURES = {"service": "service", "anlaeg": "anlæg", "efficiency_full_phase_in": "efficiency"}
PERMANENT, IMPLEMENTATION = "Varige ændringer", "Implementeringsomkostninger"
NET, PERMANENT_TOTAL, IMPLEMENTATION_TOTAL = (
    "Samlet økonomisk påvirkning", "Samlet varig ændring", "Samlede implementeringsomkostninger",
)  # fmt: skip


def dotted(number: int) -> str:
    """A whole number as bilag print it: 1.234."""
    return f"{number:,}".replace(",", ".")


class Rows:
    """Rows by table name, filled one document at a time."""

    def __init__(self) -> None:
        self._tables: dict[str, list[Row]] = {}

    @property
    def tables(self) -> dict[str, list[Row]]:
        """The rows by table, linked as the extractor links them."""
        cards, overview = self._tables.get("cards", []), self._tables.get("overview_amounts", [])
        for doc in {r.document_id for r in (*cards, *overview)}:
            made = linked([c for c in cards if c.document_id == doc], [r for r in overview if r.document_id == doc])
            new = {id(old): row for old, row in zip([c for c in cards if c.document_id == doc], made[0], strict=True)}
            new |= {
                id(old): row for old, row in zip([r for r in overview if r.document_id == doc], made[1], strict=True)
            }
            cards[:] = [new.get(id(c), c) for c in cards]
            overview[:] = [new.get(id(r), r) for r in overview]
        return self._tables

    def add(self, row: Row) -> None:
        """Add a row to its table."""
        self._tables.setdefault(row.table, []).append(row)

    def document(self, name: str, kind: str, **more: Any) -> str:
        """Add a document; its id, which follows from the name."""
        sha = hashlib.sha256(name.encode()).hexdigest()
        self.add(
            DocumentRow(
                document_id=sha[:16],
                sha256=sha,
                file_name=name,
                source_format="text",
                kind=kind,
                ingested_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
                extractor_version="test",
                **{"template": "koebenhavn-investering", "text_source": "text layer", **more},
            )
        )
        return sha[:16]

    def table(self, doc: str, card: str, number: int, table: Truth) -> str:
        """Add a money table: caption, kind, unit, price_level, columns, rows as in the truth files."""
        table_id = f"{card}-t{number}"
        years = [int(m[0]) if (m := re.search(r"20\d\d", str(c))) else None for c in table["columns"]]
        unit = 1 if (table["unit"] or "").lower().startswith("kr") else 1000
        of_table = {"unit_printed": table["unit"], "unit_dkk": unit, "price_level": table["price_level"]}
        self.add(
            EconomicTableRow(
                document_id=doc,
                line=(table.get("lines") or [None])[0],
                card_id=card,
                table_id=table_id,
                table_kind=table["kind"],
                caption=table["caption"],
                columns_printed=[str(c) for c in table["columns"]],
                column_years=years,
                column_kinds=[column_kind(c) for c in table["columns"]],
                **of_table,
            )
        )
        of_table["table_kind"] = table["kind"]
        section_before, number_of = None, 0
        for row in table["rows"]:
            section = section_of(row.get("section"), "" if row["role"] == "item" else row["label"])
            ids = {"document_id": doc, "card_id": card, "table_id": table_id, "section": section}
            if row.get("section") and row["section"] != section_before:
                number_of += 1
                self._row(
                    {**ids, "row_no": number_of}, {**row.get("heading", {}), "label": row["section"], "role": "section"}
                )
            section_before = row.get("section")
            number_of += 1
            self._row({**ids, "row_no": number_of}, row)
            for column, (year, value) in enumerate(zip(years, row["values"], strict=False), 1):
                if value is not None:
                    heading = table["columns"][column - 1]
                    place = {"column_no": column, "column_printed": str(heading), "year": year}
                    place["column_kind"] = column_kind(heading)
                    self._amount({**ids, **of_table, **place, "row_no": number_of}, row, value)
        return table_id

    def _row(self, common: dict[str, Any], row: Truth) -> None:
        lines, area = row.get("lines") or [row.get("line")], row.get("steering_area")
        values = [dotted(v) if isinstance(v, int) else str(v) for v in row.get("values", []) if v is not None]
        self.add(
            EconomicRowRow(
                **common,
                line=lines[0],
                last_line=lines[-1],
                kind=row["role"],
                label=row["label"],
                steering_area=area.lower() if area else None,
                steering_area_printed=area,
                text=row.get("text") or " ".join([row["label"], *values]),
            )
        )

    def _amount(self, common: dict[str, Any], row: Truth, value: float | list[float]) -> None:
        low, high = value if isinstance(value, list) else (value, value)
        area = row.get("steering_area")
        self.add(
            EconomicAmountRow(
                **common,
                line=(row.get("lines") or [row.get("line")])[-1],
                label=row["label"],
                steering_area=area.lower() if area else None,
                role=row["role"],
                amount_printed=dotted(low) + (f"-{high}" if high != low else ""),
                amount_dkk=round(low * common["unit_dkk"]),
                amount_high_dkk=round(high * common["unit_dkk"]),
                placement="spacing",
            )
        )

    def overview(self, doc: str, row: Truth, price_level: dict[str, int | None], **more: Any) -> None:
        """Add an overview row of the truth's form; `more` may set role, group, committee, confidential."""
        line = (row.get("lines") or [row.get("line")])[-1]
        for key, measure in {**MEASURES, "payback_years": "payback_years"}.items():
            value = row.get(key)
            if value is not None:
                self.add(
                    OverviewAmountRow(
                        document_id=doc,
                        line=line,
                        case_id=row.get("case_id"),
                        title=row.get("title"),
                        measure=measure,
                        amount_dkk=value * 1000 if measure != "payback_years" else None,
                        value=float(value),
                        value_printed=dotted(value),
                        unit_dkk=1000,
                        price_level=price_level.get(measure),
                        **{"role": "item", **more},
                    )
                )

    def prose(
        self, doc: str, card: str, text: str, line_at: Callable[[int], int] | None = None, section: int | None = None
    ) -> None:
        """Add the amounts of a running text; `line_at` tells the line of an offset."""
        for found in find_amounts(text):
            self.add(
                ProseAmountRow(
                    document_id=doc,
                    card_id=card,
                    section_no=section,
                    text=found.text,
                    amount_low_dkk=found.low_dkk,
                    amount_high_dkk=found.high_dkk,
                    year_from=found.year_from,
                    year_to=found.year_to,
                    recurring=found.recurring,
                    sentence=found.sentence,
                    char_start=found.char_start,
                    char_end=found.char_end,
                    line=line_at(found.char_start) if line_at else None,
                )
            )


def column_kind(heading: object) -> str:
    """What a heading of the truth files stands for."""
    return "year" if re.search(r"20\d\d", str(heading)) else "total" if "alt" in str(heading).lower() else "measure"


def section_of(section: str | None, label: str) -> str | None:
    """The dataset's name of a section, by its heading or by a sum's label."""
    text = (section or label).lower()
    if "varig" in text or "permanent" in text:
        return "permanent_changes"
    return "implementation_costs" if "implement" in text else None


def made_rows(bilag: Bilag) -> dict[str, list[Row]]:
    """The rows of a made bilag."""
    rows = Rows()
    made_document(rows, f"made-{bilag.seed}", truth(bilag, style="rows"))
    return rows.tables


def made_document(rows: Rows, name: str, bilag: Truth) -> str:
    """Add one made bilag of the truth's form; its document id."""
    doc = rows.document(f"{name}.pdf", "investment_overview", budget_case=f"OFS {name}")
    levels = {"service": bilag["y0"], "anlæg": bilag["y0"], "efficiency": bilag["price_level"]}
    line = 10
    for card in bilag["cards"]:
        line += 1
        title = {"case_id": card["case_id"], "title": card["printed"]["title_overview"], "line": line}
        rows.overview(doc, {**title, **overview_row(card["overview"])}, levels)
    rows.overview(doc, {**overview_row(bilag["overview_total"]), "line": line + 1}, levels, role="total")
    for card in bilag["cards"]:
        line = made_card(rows, doc, {"table": economy_table(card, split_area=bilag["split_area"]), **card}, line + 5)
    return doc


def overview_row(overview: dict[str, int]) -> Truth:
    """A made card's overview figures under the names that hand-read overviews have."""
    names = {"efficiency": "efficiency_full_phase_in", "payback": "payback_years"}
    return {names.get(k, k): v for k, v in overview.items()}


def made_card(rows: Rows, doc: str, card: Truth, line: int, bases: Sequence[str] = ("service", "total")) -> int:
    """Add a made card from `line` on; its last line. `table` is its economy, `summary` may stand for its own."""
    card_id, first = f"{doc}-{card['case_id']}", line
    summary = card.get("summary") or resume(card["title"], card["prose_total"], card["prose_eff"])
    rows.prose(doc, card_id, summary)
    line += 1
    printed: list[Truth] = []
    for row in card["table"]["rows"]:
        headed = row["section"] and (not printed or row["section"] != printed[-1]["section"])
        heading = {"heading": {"line": line + 1}} if headed else {}
        line += 2 if headed else 1
        printed.append({**row, **heading, "line": line})
    rows.table(doc, card_id, 1, {**card["table"], "rows": printed, "lines": [first + 1, line]})
    years = card["printed"]["payback"]
    for basis in bases if years is not None else ():
        line += 1
        rows.add(PaybackRow(document_id=doc, card_id=card_id, basis=basis, years=years, printed=str(years), line=line))
    rows.add(
        CardRow(
            document_id=doc,
            line=first,
            card_id=card_id,
            case_id=card["case_id"],
            title=card["title"],
            kind="investment_proposal",
            committee=card.get("committee"),
            summary=summary,
            price_level=card["price_level"],
            first_line=first,
            last_line=line,
        )
    )
    return line


def economy_table(card: Truth, *, split_area: bool) -> Truth:
    """A made card's economy table in the form of hand-read ones; a sum of nothing is an empty cell."""
    printed = card["printed"]
    rows = _section(PERMANENT, card["permanent"], [(PERMANENT_TOTAL, printed["permanent_total"])])
    sums = [(IMPLEMENTATION_TOTAL, printed["implementation_total"])]
    if split_area:
        areas = (("service", card["impl_service_by_year"]), ("anlæg", card["impl_anlaeg_by_year"]))
        sums = [(f"{IMPLEMENTATION_TOTAL}, {area}", values) for area, values in areas] + sums
    rows += _section(IMPLEMENTATION, card["implementation"], sums)
    rows.append({"label": NET, "section": None, "role": "total", "values": list(printed["net"])})
    return {
        "caption": "Tabel 1. Forslagets samlede økonomiske konsekvenser",
        "kind": "economy",
        "unit": "1.000 kr.",
        "price_level": card["price_level"],
        "columns": card["years"],
        "rows": rows,
    }


def _section(section: str, items: Sequence[Truth], sums: Sequence[tuple[str, list[int]]]) -> list[Truth]:
    rows = [{**item, "section": section, "role": "item"} for item in items]
    return rows + [
        {"label": label, "section": section, "role": "subtotal", "values": [v or None for v in values]}
        for label, values in sums
    ]
