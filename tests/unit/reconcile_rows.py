"""Hand-labelled truth as rows of the dataset, so that the rules can be tested without any reader."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from schemas.dataset import CardRow, CardSectionRow, ConsultationRow, FollowUpGoalRow, PaybackRow, Row, SourceLineRow
from tests.made.rows import Rows, made_document

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
    """The hand-made samples of those names (all without)."""
    rows = Rows()
    for file in sorted((DATA / "made").glob("*.json")):
        if not names or file.name.split(".")[0] in names:
            made_document(rows, file.name.split(".")[0], json.loads(file.read_text(encoding="utf-8")))
    return rows.tables
