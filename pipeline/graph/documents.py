"""The stages that every document passes by itself: one dynamic partition a document."""

from collections.abc import Iterable, Iterator, Sequence

import dagster as dg

from pipeline.graph.attempts import attempt
from pipeline.graph.preview import preview
from pipeline.graph.resources import Workspace
from pipeline.system.terminal import clean
from pipeline.work.confidential import public
from pipeline.work.progress import Listener
from pipeline.work.stages import extract_missing, extractions_of, take_in
from pipeline.work.store import Outcome
from schemas.extraction import Extraction

DOCUMENTS = dg.DynamicPartitionsDefinition(name="documents")
"""The files of the raw folder, by the key that `pipeline.work.raw.RawFile.key` gives them."""

# One run reads all the documents it is given: a backfill over five hundred is one process, not five hundred.
_ONE_RUN = dg.BackfillPolicy.single_run()


@dg.asset(partitions_def=DOCUMENTS, backfill_policy=_ONE_RUN, group_name="extraction", kinds={"file"})
def raw_documents(context: dg.AssetExecutionContext, workspace: Workspace) -> None:
    """The files of the raw folder: what each is, by its bytes, or why it cannot be used."""
    with attempt(context, workspace, "take in"):
        outcomes = take_in(context.partition_keys, workspace)
    for key, outcome in outcomes.items():
        metadata = {**_told(outcome), "path": dg.MetadataValue.path(workspace.raw / outcome.file_name)}
        context.add_asset_metadata(metadata, partition_key=key)


@dg.asset(
    partitions_def=DOCUMENTS, backfill_policy=_ONE_RUN, deps=[raw_documents], group_name="extraction", kinds={"python"}
)
def source_pages(context: dg.AssetExecutionContext, workspace: Workspace, listener: dg.ResourceParam[Listener]) -> None:
    """What each file says, read by a worker process of its own, or taken from the store when its bytes are known."""
    for broken in workspace.forms().broken:
        context.log.warning("a template is left out: %s", broken)
    with attempt(context, workspace, "read"):
        outcomes = extract_missing(context.partition_keys, workspace, listener)
    for key, extraction in _told_of(outcomes, workspace, ("source_lines",)):
        metadata = _told(outcomes[key]) | _pages(extraction)
        context.add_asset_metadata(metadata, partition_key=key)


@dg.asset(partitions_def=DOCUMENTS, backfill_policy=_ONE_RUN, deps=[source_pages], group_name="extraction")
def cards(context: dg.AssetExecutionContext, workspace: Workspace) -> None:
    """The proposals, notes and initiatives, with their texts."""
    _tell(context, workspace, "cards", ("case_id", "title", "committee", "first_line"), ("card_sections",))


@dg.asset(partitions_def=DOCUMENTS, backfill_policy=_ONE_RUN, deps=[cards], group_name="extraction")
def economic_tables(context: dg.AssetExecutionContext, workspace: Workspace) -> None:
    """Every money table, cell by cell, and the payback periods."""
    columns = ("table_id", "label", "steering_area", "year", "amount_printed", "amount_dkk", "placement")
    _tell(context, workspace, "economic_amounts", columns, ("economic_tables", "economic_rows", "paybacks"))


@dg.asset(partitions_def=DOCUMENTS, backfill_policy=_ONE_RUN, deps=[source_pages], group_name="extraction")
def overview(context: dg.AssetExecutionContext, workspace: Workspace) -> None:
    """The overview tables' rows."""
    columns = ("committee", "case_id", "title", "measure", "role", "amount_dkk")
    _tell(context, workspace, "overview_amounts", columns, ())


def _told_of(
    keys: Iterable[str], workspace: Workspace, tables: Sequence[str]
) -> Iterator[tuple[str, Extraction | None]]:
    """These tables of each document, and whether it is confidential, by its name too."""
    for key, extraction in extractions_of(keys, workspace.store(), tables):
        yield key, workspace.secrecy.told(extraction) if extraction else None


def _tell(
    context: dg.AssetExecutionContext, workspace: Workspace, table: str, columns: Sequence[str], more: Sequence[str]
) -> None:
    """Record, for each document of the run, how many rows of which table it gave, and show the first."""
    for key, extraction in _told_of(context.partition_keys, workspace, (table, *more)):
        tables = public(extraction).rows if extraction else {}
        rows = tables.get(table, [])
        metadata: dict[str, dg.MetadataValue] = {
            "dagster/partition_row_count": dg.MetadataValue.int(len(rows)),
            **{name: dg.MetadataValue.int(len(tables.get(name, []))) for name in more},
            "preview": dg.MetadataValue.md(preview(rows, columns)),
            "released_as": dg.MetadataValue.path(workspace.clean / "current" / f"{table}.parquet"),
        }
        context.add_asset_metadata(metadata, partition_key=key)


def _told(outcome: Outcome) -> dict[str, dg.MetadataValue]:
    told: dict[str, dg.MetadataValue] = {"file": dg.MetadataValue.text(clean(outcome.file_name))}
    if outcome.sha256:
        told["sha256"] = dg.MetadataValue.text(outcome.sha256)
    if outcome.size is not None:
        told["size"] = dg.MetadataValue.int(outcome.size)
    if outcome.seconds is not None:
        told["seconds"] = dg.MetadataValue.float(outcome.seconds)
    if outcome.reason:
        told["quarantined"] = dg.MetadataValue.text(clean(f"{outcome.reason}: {outcome.message}"))
    return told


def _pages(extraction: Extraction | None) -> dict[str, dg.MetadataValue]:
    if extraction is None:
        return {}
    if extraction.document.confidential:  # Dagster keeps and shows what it is told: no word of the bilag
        return {"confidential": dg.MetadataValue.bool(True)}
    document, lines = extraction.document, extraction.rows.get("source_lines", [])
    return {
        "kind": dg.MetadataValue.text(document.kind),
        "title": dg.MetadataValue.text(clean(document.title)),
        "pages": dg.MetadataValue.int(document.page_count or 0),
        "text_source": dg.MetadataValue.text(document.text_source),
        "dagster/partition_row_count": dg.MetadataValue.int(len(lines)),
        "preview": dg.MetadataValue.md(preview(lines, ("page", "line_no", "text"))),
    }
