"""The last stage: everything the documents gave, reconciled and published as a release."""

import dataclasses

import dagster as dg

from pipeline.graph.documents import DOCUMENTS, GROUPS
from pipeline.graph.resources import Workspace
from pipeline.work.gather import Summary, build_release
from pipeline.work.stages import outcomes_of, recheck
from pipeline.work.versions import release_fingerprint


@dg.asset(deps=[*GROUPS], group_name="release", kinds={"parquet"}, code_version=release_fingerprint())
def clean_dataset(context: dg.AssetExecutionContext, workspace: Workspace) -> dg.MaterializeResult[None]:
    """The release that `data/clean/current` leads to."""
    keys = context.instance.get_dynamic_partitions(DOCUMENTS.name or "")
    summary = build_release(recheck(outcomes_of(keys, workspace), workspace), workspace)
    return dg.MaterializeResult(metadata=_metadata(summary, workspace))


def _metadata(summary: Summary, workspace: Workspace) -> dict[str, dg.MetadataValue]:
    lines = ["| table | rows |", "|---|---|", *(f"| {name} | {n} |" for name, n in summary.rows.items())]
    return {
        "release": dg.MetadataValue.path(workspace.clean / "releases" / summary.release),
        "tables": dg.MetadataValue.md("\n".join(lines)),
        "dagster/row_count": dg.MetadataValue.int(sum(summary.rows.values())),
        "why": dg.MetadataValue.text(summary.why),
        "quarantined": dg.MetadataValue.int(len(summary.quarantined)),
        "summary": dg.MetadataValue.json(dataclasses.asdict(summary)),
    }
