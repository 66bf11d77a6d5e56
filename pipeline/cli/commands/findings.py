"""List what the bilag contradict themselves in: every finding with its figures and places."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from pipeline.cli.options import clean_option, document_option

_SEVERITIES = ("error", "warning", "info")
_COLUMNS = (
    "finding_id", "file_name", "case_id", "rule", "severity", "status", "message", "expected", "printed",
    "difference_dkk", "year", "page", "line", "evidence", "comment", "root_finding_id",
)  # fmt: skip


@click.command("findings")
@clean_option
@click.option("--open", "only_open", is_flag=True, help="Leave out the findings that were accepted.")
@click.option("--severity", type=click.Choice(_SEVERITIES), multiple=True, help="Only this severe; may be repeated.")
@click.option("--rule", multiple=True, help="Only of this rule; may be repeated.")
@click.option("--case", multiple=True, help="Only of this case: BC05; may be repeated.")
@document_option
@click.option("--roots", is_flag=True, help="Leave out the findings that echo another.")
@click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True)
def command(*, out: Path, only_open: bool, severity: tuple[str, ...], form: str, **wanted: Any) -> None:  # fmt: skip
    """List what the bilag contradict themselves in: every finding with its figures and places."""
    from pipeline.cli.names import cases_named, documents_named
    from pipeline.release.read import Dataset

    dataset = Dataset(out)
    documents = dataset.rows("documents")
    names = {d["document_id"]: d["file_name"] for d in documents}
    meant = documents_named(documents, wanted["documents"])
    cards = cases_named(dataset.rows("cards"), wanted["case"])
    findings = dataset.rows("findings")
    _require_rules(wanted["rule"], findings)
    found = [
        {**f, "file_name": names.get(f["document_id"], f["document_id"])}
        for f in findings
        if f["document_id"] in meant
        and (not only_open or f["status"] == "open")
        and (not severity or f["severity"] in severity)
        and (not wanted["rule"] or f["rule"] in wanted["rule"])
        and (not wanted["case"] or f["card_id"] in cards)
        and (not wanted["roots"] or not f["root_finding_id"])
    ]
    click.echo({"text": _text, "csv": _csv, "json": _json}[form](found), nl=form == "text")


def _require_rules(wanted: Sequence[str], findings: Sequence[dict[str, Any]]) -> None:
    """Raise ClickException where a rule is none of ours."""
    made = {f["rule"] for f in findings}
    if made.issuperset(wanted):
        return
    import pipeline.reconcile.rules  # noqa: F401 -- registers every rule
    from pipeline.cli.names import require
    from pipeline.reconcile.rule import RULES

    for rule in wanted:
        require("rule", rule, made | set(RULES))


def _text(findings: list[dict[str, Any]]) -> str:
    """Roots with their echoes under them, most severe first."""
    from pipeline.system.terminal import clean, fitted

    shown = {f["finding_id"] for f in findings}
    echoes: dict[str, list[dict[str, Any]]] = {}
    for f in findings:
        if f["root_finding_id"] in shown:
            echoes.setdefault(f["root_finding_id"], []).append(f)
    lines = []
    for severity in _SEVERITIES:
        for f in findings:
            if f["severity"] == severity and f["root_finding_id"] not in shown:
                accepted = "  [accepteret]" if f["status"] == "accepted" else ""
                where = ", ".join(dict.fromkeys(_place(e) for e in f["evidence"]))
                head = f"{f['finding_id']}  {f['severity']}  {f['case_id'] or '-'}  {f['rule']}{accepted}"
                lines += [head, f"    {clean(f['message'])}", f"    {clean(f['file_name'])}, {where}"]
                lines += [f"    følger heraf: {clean(e['message'])}" for e in echoes.get(f["finding_id"], ())]
                lines += [f"    {clean(f['comment'])}"] if f["comment"] else []
    counts = ", ".join(f"{sum(f['severity'] == s for f in findings)} {s}" for s in _SEVERITIES)
    return fitted("\n".join([*lines, counts]))


def _place(evidence: dict[str, Any]) -> str:
    parts = [
        f"side {evidence['page']}" if evidence["page"] else "",
        f"linje {evidence['line']}" if evidence["line"] else "",
    ]
    return " ".join(p for p in parts if p) or "uden sted"


def _csv(findings: list[dict[str, Any]]) -> str:
    from pipeline.release.formats.csv_files import MARK, as_csv

    rows: list[list[Any]] = [list(_COLUMNS)]
    for f in findings:
        evidence = " | ".join(f"{_place(e)}: {e['text']}" for e in f["evidence"])
        rows.append([evidence if c == "evidence" else f[c] for c in _COLUMNS])
    return MARK + as_csv(rows)


def _json(findings: list[dict[str, Any]]) -> str:
    return json.dumps(findings, ensure_ascii=False, indent=1, default=str) + "\n"
