"""Hand-labelled and made truth as rows of the dataset, so that the rules can be tested without any reader."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from pathlib import Path
from typing import Any

from extractors.danish.amounts import find_amounts
from schemas.dataset import (
    CardRow,
    CardSectionRow,
    ConsultationRow,
    DocumentRow,
    EconomicAmountRow,
    EconomicRowRow,
    EconomicTableRow,
    FollowUpGoalRow,
    OverviewAmountRow,
    PaybackRow,
    ProseAmountRow,
    Row,
    SourceLineRow,
)

DATA = Path(__file__).parent.parent / "data" / "reconcile"
RAW = Path(__file__).parent.parent.parent / "data" / "raw"
KINDS = {
    "000": "innovation_overview",
    "001": "investment_overview",
    "002": "budget_note",
    "003": "innovation_proposal",
}
GOLDEN = Path(__file__).parent.parent / "golden"
FOLDERS = {"000": "innovation", "001": "investment", "002": "budget_note"}


class Rows:
    """Rows by table name, filled one document at a time."""

    def __init__(self) -> None:
        self.tables: dict[str, list[Row]] = {}

    def add(self, row: Row) -> None:
        self.tables.setdefault(row.table, []).append(row)

    def document(self, name: str, kind: str, **more: Any) -> str:
        sha = hashlib.sha256(name.encode()).hexdigest()
        self.add(
            DocumentRow(
                document_id=sha[:16],
                sha256=sha,
                file_name=name,
                source_format="text",
                text_source="text layer",
                kind=kind,
                ingested_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
                extractor_version="test",
                **more,
            )
        )
        return sha[:16]

    def table(self, doc: str, card: str, number: int, table: dict[str, Any]) -> str:
        """Add a money table: caption, kind, unit, price_level, columns, rows as in the truth files."""
        table_id, lines = f"{card}-t{number}", table.get("lines") or [None, None]
        years = [int(m[0]) if (m := re.search(r"20\d\d", str(c))) else None for c in table["columns"]]
        unit = 1 if (table["unit"] or "").lower().startswith("kr") else 1000
        self.add(
            EconomicTableRow(
                document_id=doc,
                line=lines[0],
                card_id=card,
                table_id=table_id,
                table_kind=table["kind"],
                caption=table["caption"],
                columns_printed=[str(c) for c in table["columns"]],
                column_years=years,
                unit_printed=table["unit"],
                unit_dkk=unit,
                price_level=table["price_level"],
            )
        )
        section_before = None
        number_of = 0
        for row in table["rows"]:
            section = section_of(row.get("section"), "" if row["role"] == "item" else row["label"])
            if row.get("section") and row["section"] != section_before:
                number_of += 1
                self.row(doc, card, table_id, number_of, "section", {"label": row["section"]}, section)
            section_before = row.get("section")
            number_of += 1
            self.row(doc, card, table_id, number_of, row["role"], row, section)
            for column, (year, value) in enumerate(zip(years, row["values"], strict=False), 1):
                if value is not None:
                    self.amount(doc, card, table, table_id, number_of, column, year, value, row, section, unit)
        return table_id

    def row(self, doc, card, table_id, number, kind, row, section) -> None:
        line = (row.get("lines") or [row.get("line")])[0]
        last = (row.get("lines") or [row.get("line")])[-1]
        area = row.get("steering_area")
        values = " ".join(str(v) for v in row.get("values", []) if v is not None)
        self.add(
            EconomicRowRow(
                document_id=doc,
                line=line,
                last_line=last,
                card_id=card,
                table_id=table_id,
                row_no=number,
                kind=kind,
                label=row["label"],
                section=section,
                steering_area=area.lower() if area else None,
                steering_area_printed=area,
                text=row.get("text") or f"{row['label']} {values}",
            )
        )

    def amount(self, doc, card, table, table_id, number, column, year, value, row, section, unit) -> None:  # noqa: PLR0917
        low, high = value if isinstance(value, list) else (value, value)
        area = row.get("steering_area")
        line = (row.get("lines") or [row.get("line")])[-1]
        self.add(
            EconomicAmountRow(
                document_id=doc,
                line=line,
                card_id=card,
                table_id=table_id,
                table_kind=table["kind"],
                row_no=number,
                section=section,
                label=row["label"],
                steering_area=area.lower() if area else None,
                role=row["role"],
                column_no=column,
                column_printed=str(table["columns"][column - 1]),
                year=year,
                amount_printed=f"{low:,}".replace(",", ".") + (f"-{high}" if high != low else ""),
                amount_dkk=round(low * unit),
                amount_high_dkk=round(high * unit),
                unit_printed=table["unit"],
                unit_dkk=unit,
                price_level=table["price_level"],
                placement="spacing",
            )
        )

    def overview(self, doc: str, row: dict[str, Any], price_level: dict[str, int | None], **more: Any) -> None:
        """Add an overview row of the truth's form; `more` may set role, group, committee, confidential."""
        keys = {"service": "service", "anlaeg": "anlæg", "efficiency_full_phase_in": "efficiency"}
        line = (row.get("lines") or [row.get("line")])[-1]
        for key, measure in {**keys, "payback_years": "payback_years"}.items():
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
                        value_printed=f"{value:,}".replace(",", "."),
                        unit_dkk=1000,
                        price_level=price_level.get(measure),
                        **{"role": "item", **more},
                    )
                )

    def prose(self, doc: str, card: str, text: str, line_at: Any = None, section: int | None = None) -> None:
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


def section_of(section: str | None, label: str) -> str | None:
    text = (section or label).lower()
    if "varig" in text or "permanent" in text:
        return "permanent_changes"
    return "implementation_costs" if "implement" in text else None


def real() -> dict[str, list[Row]]:
    """The hand-labelled cards of the real bilag."""
    rows = Rows()
    for number, kind in KINDS.items():
        source = next(RAW.glob(f"{number}_*.txt"))
        doc = rows.document(source.name, kind)
        lines = source.read_text(encoding="utf-8").splitlines()
        for at, text in enumerate(lines, 1):
            rows.add(SourceLineRow(document_id=doc, line=at, line_no=at, text=text))
        for file in labelled(number):
            truth = json.loads(file.read_text(encoding="utf-8"))
            if file.stem == "overview":
                _overview(rows, doc, truth)
            else:
                _card(rows, doc, truth, lines)
    return rows.tables


def labelled(number: str) -> list[Path]:
    """The files with a source's hand-read cards and overview."""
    golden = GOLDEN / FOLDERS[number] if number in FOLDERS else Path("/nowhere")
    files = {f.stem: f for folder in (golden, DATA / "truth" / number) for f in folder.glob("*.json")}
    return [files[name] for name in sorted(files)]


def _card(rows: Rows, doc: str, truth: dict[str, Any], lines: list[str]) -> None:
    card = f"{doc}-{truth['case_id'] or 'kort'}"
    first, last = truth["lines"]
    economy = next((t for t in truth["tables"] if t["kind"] == "economy"), None)
    rows.add(
        CardRow(
            document_id=doc,
            line=first,
            card_id=card,
            case_id=truth["case_id"],
            title=truth["title"],
            kind=card_kind(rows, doc),
            summary=truth["resume"],
            first_line=first,
            last_line=last,
            price_level=economy["price_level"] if economy else None,
            price_note=truth.get("price_notes"),
            presenting_administration=truth["presenting_administration"],
        )
    )
    tables = [t for t in truth["tables"] if t["kind"] in ("economy", "administration", "scenario", "appropriation")]
    for number, table in enumerate(tables, 1):
        rows.table(doc, card, number, table)
    for basis, years in (truth.get("payback_years") or {}).items():
        if isinstance(years, int):
            rows.add(PaybackRow(document_id=doc, card_id=card, basis=basis, years=years, printed=str(years)))
    inside = [t["lines"] for t in truth["tables"]]
    kept = [(n, "" if any(a <= n <= b for a, b in inside) else lines[n - 1]) for n in range(first, last + 1)]
    text, starts = "", []
    for number, line in kept:
        starts.append((len(text), number))
        text += line + "\n"
    rows.prose(doc, card, text, lambda at: max(n for s, n in starts if s <= at))
    rows.add(CardSectionRow(document_id=doc, card_id=card, section_no=1, heading="Tekst", text=text))
    for number, goal in enumerate(truth.get("follow_up") or [], 1):
        rows.add(
            FollowUpGoalRow(
                document_id=doc,
                card_id=card,
                row_no=number,
                goal=goal["goal"],
                measure=goal.get("how"),
                responsible=goal.get("who"),
                due=goal.get("when"),
                line=goal.get("line"),
            )
        )
    for kind, key in (("approval", "approvals"), ("hearing", "hearings")):
        for said in truth.get(key) or []:
            date = said.get("date")
            rows.add(
                ConsultationRow(
                    document_id=doc,
                    card_id=card,
                    kind=kind,
                    body=said["body"],
                    note=said.get("note"),
                    answer=(said.get("answer") or "").lower() or None,
                    line=said.get("line"),
                    date=dt.date.fromisoformat(date) if date and len(date) == 10 else None,
                )
            )


def card_kind(rows: Rows, doc: str) -> str:
    kind = next(d.kind for d in rows.tables["documents"] if d.document_id == doc)
    return {"budget_note": "budget_note", "investment_overview": "investment_proposal"}.get(kind, "innovation_proposal")


def _overview(rows: Rows, doc: str, truth: dict[str, Any]) -> None:
    level = truth["price_level"]
    levels = {"service": level, "anlæg": level, "efficiency": level} if not isinstance(level, dict) else {
        "service": level["service"], "anlæg": level["anlaeg"], "efficiency": level["efficiency_full_phase_in"]
    }  # fmt: skip
    if "rows" in truth:
        for row in truth["rows"]:
            rows.overview(doc, row, levels, committee=row["committee"])
    for group in truth.get("groups", []):
        for row in group["rows"]:
            hidden = "FORTROLIG" in row["title"]
            rows.overview(doc, row, levels, group=group["name"], committee=row["committee"], confidential=hidden)
        rows.overview(doc, group["subtotal"], levels, group=group["name"], role="subtotal")
    if total := truth.get("total"):
        row = total if isinstance(total, dict) else {"service": total, "line": truth["total_line"]}
        rows.overview(doc, row, levels, role="total")


def made(*names: str) -> dict[str, list[Row]]:
    """The made bilag of those names (all without)."""
    rows = Rows()
    for file in sorted((DATA / "made").glob("*.json")):
        if not names or file.name.split(".")[0] in names:
            made_document(rows, file.name.split(".")[0], json.loads(file.read_text(encoding="utf-8")))
    return rows.tables


def made_document(rows: Rows, name: str, truth: dict[str, Any]) -> str:
    """Add one made bilag of the truth's form."""
    doc = rows.document(f"{name}.pdf", "investment_overview", budget_case=f"OFS {name}")
    levels = {"service": truth["y0"], "anlæg": truth["y0"], "efficiency": truth["price_level"]}
    line = 10
    for made_card in truth["cards"]:
        line += 1
        row = {"case_id": made_card["case_id"], "title": made_card["printed"]["title_overview"], "line": line}
        over = made_card["overview"]
        row |= {"service": over["service"], "anlaeg": over["anlaeg"], "efficiency_full_phase_in": over["efficiency"],
                "payback_years": over["payback"]}  # fmt: skip
        rows.overview(doc, row, levels)
    total = {**truth["overview_total"], "line": line + 1}
    total["efficiency_full_phase_in"] = total.pop("efficiency")
    rows.overview(doc, total, levels, role="total")
    for made_card in truth["cards"]:
        line = made_doc_card(rows, doc, made_card, truth, line + 5)
    return doc


def made_doc_card(rows: Rows, doc: str, made_card: dict[str, Any], truth: dict[str, Any], line: int) -> int:
    """Add one made card from `line` on; returns its last line."""
    card = f"{doc}-{made_card['case_id']}"
    summary = made_card.get("summary") or (
        f"Kort resumé: Der investeres i alt {mio(made_card['prose_total'])} i {made_card['title'].lower()}. "
        f"Forslaget giver en varig effektivisering på {mio(made_card['prose_eff'])} årligt ved fuld indfasning."
    )
    for planted in truth.get("planted", []):
        if planted["case_id"] == made_card["case_id"] and planted["kind"].startswith("prose"):
            summary = summary.replace(planted["expected"], planted["printed"])
    rows.add(
        CardRow(
            document_id=doc,
            line=line,
            card_id=card,
            case_id=made_card["case_id"],
            title=made_card["title"],
            kind="investment_proposal",
            summary=summary,
            price_level=made_card["price_level"],
        )
    )
    rows.prose(doc, card, summary)
    out = []
    for section, key in (("Varige ændringer", "permanent"), ("Implementeringsomkostninger", "implementation")):
        out += [{**r, "section": section, "role": "item"} for r in made_card[key]]
        printed = [v or None for v in made_card["printed"][f"{key}_total"]]
        if truth.get("split_area") and key == "implementation":
            for area, by_year in (("service", "impl_service_by_year"), ("anlæg", "impl_anlaeg_by_year")):
                label = f"Samlede implementeringsomkostninger, {area}"
                values = [v or None for v in made_card[by_year]]
                out.append({"label": label, "section": section, "role": "subtotal", "values": values})
        label = "Samlet varig ændring" if key == "permanent" else "Samlede implementeringsomkostninger"
        out.append({"label": label, "section": section, "role": "subtotal", "values": printed})
    out.append({"label": "Samlet økonomisk påvirkning", "role": "total", "values": made_card["printed"]["net"]})
    for row in out:
        line += 1
        row["lines"] = [line, line]
    table = {"caption": "Tabel 1. Forslagets samlede økonomiske konsekvenser", "kind": "economy", "unit": "1.000 kr.",
             "price_level": made_card["price_level"], "columns": made_card["years"], "rows": out,
             "lines": [line - len(out), line]}  # fmt: skip
    rows.table(doc, card, 1, table)
    for basis in ("service", "total"):
        years = made_card["printed"]["payback"]
        if years is not None:
            line += 1
            rows.add(PaybackRow(document_id=doc, card_id=card, basis=basis, years=years, printed=str(years), line=line))
    return line


def mio(thousands: int) -> str:
    """`1,5 mio. kr.` of an amount in thousands."""
    return f"{abs(thousands) / 1000:.1f}".replace(".", ",") + " mio. kr."
