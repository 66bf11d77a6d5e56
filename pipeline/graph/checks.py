"""Every reconciliation rule as an asset check on the asset it speaks of.

The rules run once, over all documents, when the release is made (`pipeline.reconcile.run`); these checks read what they
said out of it. A check warns while open errors or warnings stand, and shows them; it never fails: a contradiction in a
bilag is a finding for a controller, not a fault of the run. Red is left for faults.
"""

from collections import Counter
from collections.abc import Iterator

import dagster as dg
import pyarrow.parquet as pq

from pipeline.graph.dataset import clean_dataset
from pipeline.graph.documents import GROUPS
from pipeline.graph.preview import inert
from pipeline.graph.resources import Workspace
from pipeline.reconcile.rule import RULES, Rule
from pipeline.reconcile.rules import FAMILIES

_ASSETS = {table: name for name, group in GROUPS.items() for table in (group.table, *group.more)}
"""Which asset a published table belongs to."""
_SHOWN = 20  # findings listed in a check's metadata
_ORDER = {"error": 0, "warning": 1, "info": 2}

assert FAMILIES, "the rules register when they are imported"  # noqa: S101


def _asset(rule: Rule) -> dg.AssetKey:
    return dg.AssetKey(_ASSETS.get(rule.asset, "cards"))


def _spec(rule: Rule) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(
        rule.name, asset=_asset(rule), additional_deps=[clean_dataset.key], description=f"Proves that {rule.proves}.",
        metadata={"reads": list(rule.reads)}, blocking=False,
    )  # fmt: skip


@dg.multi_asset_check(name="reconciliation", specs=[_spec(rule) for rule in RULES.values()])
def rule_checks(workspace: Workspace) -> Iterator[dg.AssetCheckResult]:
    """What each rule found in the current release."""
    current = (workspace.clean / "current").resolve()
    checks = pq.read_table(current / "checks.parquet", columns=["rule", "status"]).to_pylist()
    columns = ["rule", "severity", "status", "case_id", "message", "finding_id", "root_finding_id", "document_id"]
    findings = pq.read_table(current / "findings.parquet", columns=columns).to_pylist()
    made = Counter((c["rule"], c["status"]) for c in checks)
    for rule in RULES.values():
        mine = sorted((f for f in findings if f["rule"] == rule.name), key=lambda f: _ORDER[f["severity"]])
        counts = {status: n for (name, status), n in made.items() if name == rule.name}
        yield _result(rule, counts, mine, workspace)


def _result(
    rule: Rule, counts: dict[str, int], findings: list[dict[str, str]], workspace: Workspace
) -> dg.AssetCheckResult:
    unsettled = [f for f in findings if f["status"] == "open"]
    errors, warnings = (sum(f["severity"] == s for f in unsettled) for s in ("error", "warning"))
    report = workspace.clean / "current" / "report" / "index.html"
    return dg.AssetCheckResult(
        check_name=rule.name,
        asset_key=_asset(rule),
        passed=not errors and not warnings,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={
            **{status: dg.MetadataValue.int(n) for status, n in sorted(counts.items())},
            "open errors": dg.MetadataValue.int(errors),
            "open warnings": dg.MetadataValue.int(warnings),
            "accepted": dg.MetadataValue.int(len(findings) - len(unsettled)),
            "findings": dg.MetadataValue.md(_listed(unsettled)),
            "report": dg.MetadataValue.path(report),
            "released_as": dg.MetadataValue.path(workspace.clean / "current" / "findings.parquet"),
        },
    )


def _listed(findings: list[dict[str, str]]) -> str:
    lines = ["| severity | case | finding | id |", "|---|---|---|---|"]
    lines += [
        f"| {f['severity']} | {inert(f['case_id'])} | {inert(f['message'])} | `{f['finding_id']}` |"
        for f in findings[:_SHOWN]
    ]
    more = len(findings) - _SHOWN
    return "\n".join(lines) + (f"\n\n… and {more} more" if more > 0 else "")
