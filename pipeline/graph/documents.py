"""The stages that every document passes by itself: one dynamic partition a document.

Reading a document gives all of its tables at once, in a worker process of its own; so `extraction` is one operation
with an asset for every group of tables, and none of them can be made without it. Each says by which version of the
extractors it was made: Dagster shows as stale what another version gave. A run over one document also says of what
bytes (a run over many cannot: Dagster keeps one data version a run and asset).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import dagster as dg

from pipeline.graph.attempts import attempt
from pipeline.graph.preview import preview
from pipeline.graph.resources import Workspace
from pipeline.system.terminal import clean
from pipeline.work.confidential import public
from pipeline.work.progress import Listener
from pipeline.work.stages import extract_missing, extractions_of, take_in
from pipeline.work.store import Outcome
from pipeline.work.versions import extractor_fingerprint
from schemas.dataset import TABLES
from schemas.dictionary import described_schema
from schemas.extraction import Extraction

DOCUMENTS = dg.DynamicPartitionsDefinition(name="documents")
"""The files of the raw folder, by the key that `pipeline.work.raw.RawFile.key` gives them."""

# One run reads all the documents it is given: a backfill over five hundred is one process, not five hundred.
_ONE_RUN = dg.BackfillPolicy.single_run()
_OWNERS = ["team:ingestion"]


class _Group(NamedTuple):
    """An asset of the extraction: its first table, those that go with it, and what of the first is shown."""

    table: str
    more: tuple[str, ...]
    shown: tuple[str, ...]
    meaning: str


GROUPS: Mapping[str, _Group] = {
    "source_pages": _Group(
        "source_lines", ("page_faults", "text_repairs"), ("page", "line_no", "text"),
        "What each file says, line by line.",
    ),
    "cards": _Group(
        "cards", ("card_sections", "prose_amounts", "follow_up_goals", "prioritisation_criteria", "consultations"),
        ("case_id", "title", "committee", "first_line"), "The proposals, notes and initiatives, with their texts.",
    ),
    "economic_tables": _Group(
        "economic_amounts", ("economic_tables", "economic_rows", "paybacks", "quantities"),
        ("table_id", "label", "steering_area", "year", "amount_printed", "amount_dkk", "placement"),
        "Every money table, cell by cell, and the payback periods.",
    ),
    "overview": _Group(
        "overview_amounts", (), ("committee", "case_id", "title", "measure", "role", "amount_dkk"),
        "The rows of overviews and lists of proposals.",
    ),
}  # fmt: skip
"""What the extraction of a document gives, by asset."""


def _schema(table: str) -> dg.TableSchema:
    """The table's columns as Dagster shows them, in the dictionary's words."""
    columns = [
        dg.TableColumn(f.name, str(f.type), (f.metadata or {}).get(b"description", b"").decode())
        for f in described_schema(TABLES[table])
    ]
    return dg.TableSchema(columns=columns)


def _spec(name: str, group: _Group, deps: Sequence[str]) -> dg.AssetSpec:
    return dg.AssetSpec(
        name, deps=deps, description=group.meaning, group_name="extraction", kinds={"python", "parquet"},
        owners=_OWNERS, code_version=extractor_fingerprint(),
        metadata={"dagster/column_schema": _schema(group.table), "tables": [group.table, *group.more]},
    )  # fmt: skip


@dg.asset(partitions_def=DOCUMENTS, backfill_policy=_ONE_RUN, group_name="extraction", kinds={"file"}, owners=_OWNERS)
def raw_documents(context: dg.AssetExecutionContext, workspace: Workspace) -> None:
    """The files of the raw folder: what each is, by its bytes, or why it cannot be used."""
    with attempt(context, workspace, "take in"):
        workspace.fetch()
        outcomes = take_in(context.partition_keys, workspace)
    for key, outcome in outcomes.items():
        metadata = {**_told(outcome), "path": dg.MetadataValue.path(workspace.raw / outcome.file_name)}
        context.add_asset_metadata(metadata, partition_key=key)


@dg.multi_asset(
    specs=[_spec(n, g, ["raw_documents"] if n == "source_pages" else ["source_pages"]) for n, g in GROUPS.items()],
    partitions_def=DOCUMENTS,
    backfill_policy=_ONE_RUN,
)
def extraction(
    context: dg.AssetExecutionContext, workspace: Workspace, listener: dg.ResourceParam[Listener]
) -> Iterator[dg.MaterializeResult[None]]:
    """Have every document read by a worker process of its own, or taken from the store when its bytes are known."""
    for broken in workspace.forms().broken:
        context.log.warning("a template is left out: %s", broken)
    with attempt(context, workspace, "read"):
        outcomes = extract_missing(context.partition_keys, workspace, listener)
    tables = tuple(t for g in GROUPS.values() for t in (g.table, *g.more))
    for key, whole in extractions_of(outcomes, workspace.store(), tables):
        # Dagster keeps and shows what it is told: no word of a confidential bilag.
        found = public(workspace.secrecy.told(whole)) if whole else None
        for name, group in GROUPS.items():
            told = _rows(group, found, workspace)
            if name == "source_pages":
                told |= _told(outcomes[key]) | _read(found)
            context.add_asset_metadata(told, asset_key=name, partition_key=key)
    version = _version([*outcomes.values()])
    for name in GROUPS:
        yield dg.MaterializeResult(asset_key=name, data_version=version)


def _version(outcomes: Sequence[Outcome]) -> dg.DataVersion | None:
    """Of what bytes and by which extractors the run's one document was made."""
    sha256 = outcomes[0].sha256 if len(outcomes) == 1 else None
    return dg.DataVersion(f"{sha256[:16]}-{extractor_fingerprint()}") if sha256 else None


def _rows(group: _Group, found: Extraction | None, workspace: Workspace) -> dict[str, dg.MetadataValue]:
    """How many rows of which table a document gave, and the first of them."""
    tables = found.rows if found else {}
    rows = tables.get(group.table, [])
    return {
        "dagster/partition_row_count": dg.MetadataValue.int(len(rows)),
        **{name: dg.MetadataValue.int(len(tables.get(name, []))) for name in group.more},
        "preview": dg.MetadataValue.md(preview(rows, group.shown)),
        "released_as": dg.MetadataValue.path(workspace.clean / "current" / f"{group.table}.parquet"),
    }


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


def _read(found: Extraction | None) -> dict[str, dg.MetadataValue]:
    """What the document was read as."""
    if found is None:
        return {}
    document = found.document
    if document.confidential:
        return {"confidential": dg.MetadataValue.bool(True)}
    return {
        "kind": dg.MetadataValue.text(document.kind),
        "template": dg.MetadataValue.text(document.template or ""),
        "title": dg.MetadataValue.text(clean(document.title)),
        "pages": dg.MetadataValue.int(document.page_count or 0),
        "text_source": dg.MetadataValue.text(document.text_source),
    }
