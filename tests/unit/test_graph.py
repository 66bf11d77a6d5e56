"""The Dagster graph: loaded as Dagster loads it, materialised from end to end, triggered by what lies in the folder."""

from __future__ import annotations

import dagster as dg
import pytest

from pipeline.assets.documents import DOCUMENTS
from pipeline.definitions import ASSETS, defs
from pipeline.progress import Silent
from pipeline.resources import Workspace
from pipeline.triggers import nightly, over, raw_folder

STAGES = {"raw_documents", "source_pages", "cards", "economic_tables", "overview"}


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "raw").mkdir()
    for name in ("b.txt", "a æøå.txt", "c.txt"):
        (tmp_path / "raw" / name).write_text(f"Ikke et bilag: {name}")
    (tmp_path / "raw" / "empty.txt").touch()
    return Workspace(raw_dir=str(tmp_path / "raw"), clean_dir=str(tmp_path / "clean"))


@pytest.fixture
def instance():
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


def materialize(instance, workspace, **options):
    resources = {"workspace": workspace, "listener": Silent()}
    return dg.materialize(ASSETS, instance=instance, resources=resources, **options)


def test_dagster_loads_the_definitions():
    dg.Definitions.validate_loadable(defs)
    keys = {k.to_user_string() for k in defs.resolve_asset_graph().get_all_asset_keys()}
    assert keys >= STAGES | {"clean_dataset"}


def test_one_run_over_every_document(instance, workspace):
    instance.add_dynamic_partitions(DOCUMENTS.name, list(workspace.files()))
    result = materialize(instance, workspace, tags=over(list(instance.get_dynamic_partitions(DOCUMENTS.name))))
    assert result.success
    for stage in STAGES:
        told = {m.partition: m.metadata for m in result.asset_materializations_for_node(stage)}
        assert set(told) == {"a æøå.txt", "b.txt", "c.txt", "empty.txt"}
    told = {m.partition: m.metadata for m in result.asset_materializations_for_node("raw_documents")}
    assert told["empty.txt"]["quarantined"].value.startswith("empty_file")
    assert told["b.txt"]["size"].value == len("Ikke et bilag: b.txt")
    release = result.asset_materializations_for_node("clean_dataset")[0].metadata
    assert release["summary"].value["rows"]["documents"] + release["summary"].value["rows"]["quarantine"] == 4
    assert "| cards |" in release["tables"].value


def test_one_document_alone_and_then_the_release(instance, workspace):
    instance.add_dynamic_partitions(DOCUMENTS.name, ["b.txt"])
    assert materialize(instance, workspace, partition_key="b.txt").success
    rows = materialize(instance, workspace, selection=["clean_dataset"])
    summary = rows.asset_materializations_for_node("clean_dataset")[0].metadata["summary"].value
    assert summary["rows"]["documents"] + summary["rows"]["quarantine"] == 1


def test_the_sensor_asks_for_a_run_when_the_folder_changes(instance, workspace):
    def tick(cursor=None):
        return raw_folder(dg.build_sensor_context(instance, cursor=cursor, resources={"workspace": workspace}))

    first = tick()
    assert list(first.dynamic_partitions_requests[0].partition_keys) == ["a æøå.txt", "b.txt", "c.txt", "empty.txt"]
    assert first.run_requests[0].tags == over(["a æøå.txt", "empty.txt"])
    instance.add_dynamic_partitions(DOCUMENTS.name, first.dynamic_partitions_requests[0].partition_keys)
    assert isinstance(tick(first.cursor), dg.SkipReason)

    (workspace.raw / "b.txt").unlink()
    (workspace.raw / "new.txt").write_text("new")
    second = tick(first.cursor)
    assert [list(r.partition_keys) for r in second.dynamic_partitions_requests] == [["new.txt"], ["b.txt"]]
    assert second.run_requests[0].tags == over(["a æøå.txt", "new.txt"])


def test_the_night_runs_over_everything(workspace):
    with dg.instance_for_test() as instance:
        request = nightly(dg.build_schedule_context(instance, resources={"workspace": workspace}))
        known = list(instance.get_dynamic_partitions(DOCUMENTS.name))
    assert set(known) == set(workspace.files())
    assert request.tags == over(known)
