"""The Dagster graph: loaded as Dagster loads it, materialised from end to end, triggered by what lies in the folder."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pyarrow.parquet as pq
import pytest

from pipeline.graph.definitions import ASSETS, CHECKS, defs
from pipeline.graph.documents import DOCUMENTS, GROUPS, extraction
from pipeline.graph.resources import Workspace
from pipeline.graph.triggers import Asked, nightly, over, raw_folder
from pipeline.work.progress import Silent
from pipeline.work.versions import extractor_fingerprint
from schemas.dataset import TABLES

BILAG = Path(__file__).parents[2] / "data" / "raw" / "003_61a7856cbd365aa4.txt"
STAGES = {"raw_documents", *GROUPS}


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "raw").mkdir()
    for name in ("b.txt", "a æøå.txt", "c.txt"):
        (tmp_path / "raw" / name).write_text(f"Ikke et bilag: {name}")
    (tmp_path / "raw" / "empty.txt").touch()
    return workspace_of(tmp_path)


def workspace_of(folder, **settings):
    dirs = {f"{name}_dir": str(folder / name) for name in ("raw", "clean", "review")}
    return Workspace(**{**dirs, "rest_seconds": 0, **settings})


@pytest.fixture
def instance():
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


def materialize(instance, workspace, **options):
    resources = {"workspace": workspace, "listener": Silent()}
    return dg.materialize(ASSETS, instance=instance, resources=resources, **options)


def told_of(result, asset):
    """What a run tells of an asset, by partition."""
    made = [e.step_materialization_data.materialization for e in result.get_asset_materialization_events()]
    return {m.partition: m.metadata for m in made if m.asset_key == dg.AssetKey(asset)}


def test_dagster_loads_the_definitions():
    dg.Definitions.validate_loadable(defs)
    keys = {k.to_user_string() for k in defs.resolve_asset_graph().get_all_asset_keys()}
    assert keys >= STAGES | {"clean_dataset"}


def test_one_run_over_every_document(instance, workspace):
    instance.add_dynamic_partitions(DOCUMENTS.name, list(workspace.files()))
    result = materialize(instance, workspace, tags=over(list(instance.get_dynamic_partitions(DOCUMENTS.name))))
    assert result.success
    for stage in STAGES:
        assert set(told_of(result, stage)) == {"a æøå.txt", "b.txt", "c.txt", "empty.txt"}
    told = {m.partition: m.metadata for m in result.asset_materializations_for_node("raw_documents")}
    assert told["empty.txt"]["quarantined"].value.startswith("empty_file")
    assert told["b.txt"]["size"].value == len("Ikke et bilag: b.txt")
    release = result.asset_materializations_for_node("clean_dataset")[0].metadata
    assert release["summary"].value["rows"]["documents"] + release["summary"].value["rows"]["quarantine"] == 4
    assert "| cards |" in release["tables"].value


def test_no_table_is_made_without_reading_the_document(instance, tmp_path):
    (tmp_path / "raw").mkdir()
    shutil.copy(BILAG, tmp_path / "raw" / "a.txt")
    workspace = workspace_of(tmp_path)
    instance.add_dynamic_partitions(DOCUMENTS.name, ["a.txt"])
    assert not extraction.can_subset  # `economic_tables` alone would be a table of nothing
    result = materialize(instance, workspace, selection=[*GROUPS], partition_key="a.txt")
    assert told_of(result, "economic_tables")["a.txt"]["dagster/partition_row_count"].value > 10
    sha256 = hashlib.sha256(BILAG.read_bytes()).hexdigest()
    for event in result.get_asset_materialization_events():
        tags = event.step_materialization_data.materialization.tags
        assert tags["dagster/data_version"] == f"{sha256[:16]}-{extractor_fingerprint()}"
        assert tags["dagster/code_version"] == extractor_fingerprint()


def test_every_table_of_an_extraction_belongs_to_one_asset():
    tables = [t for g in GROUPS.values() for t in (g.table, *g.more)]
    assert len(tables) == len(set(tables))
    assert set(tables) <= set(TABLES)
    columns = defs.resolve_asset_graph().get(dg.AssetKey("economic_tables")).metadata["dagster/column_schema"]
    assert {c.name for c in columns.columns} == set(TABLES["economic_amounts"].model_fields)


def test_one_document_alone_and_then_the_release(instance, workspace):
    instance.add_dynamic_partitions(DOCUMENTS.name, ["b.txt"])
    assert materialize(instance, workspace, partition_key="b.txt").success
    rows = materialize(instance, workspace, selection=["clean_dataset"])
    summary = rows.asset_materializations_for_node("clean_dataset")[0].metadata["summary"].value
    assert summary["rows"]["documents"] + summary["rows"]["quarantine"] == 1


def tick(instance, workspace, cursor=None):
    """What the sensor says; the partitions it asks for are made, as Dagster's daemon does."""
    said = raw_folder(dg.build_sensor_context(instance, cursor=cursor, resources={"workspace": workspace}))
    for request in getattr(said, "dynamic_partitions_requests", None) or []:
        if isinstance(request, dg.AddDynamicPartitionsRequest):
            instance.add_dynamic_partitions(DOCUMENTS.name, list(request.partition_keys))
        else:
            for key in request.partition_keys:
                instance.delete_dynamic_partition(DOCUMENTS.name, key)
    return said


def run_of(instance, workspace, said):
    """The run that the sensor asked for."""
    return materialize(instance, workspace, tags=said.run_requests[0].tags, raise_on_error=False)


def published_files(workspace):
    current = workspace.clean / "current"
    return {q["file_name"] for q in pq.read_table(current.resolve() / "quarantine.parquet").to_pylist()}


def test_the_sensor_asks_for_a_run_when_the_folder_changes(instance, workspace):
    first = tick(instance, workspace)
    assert list(first.dynamic_partitions_requests[0].partition_keys) == ["a æøå.txt", "b.txt", "c.txt", "empty.txt"]
    assert first.run_requests[0].tags == over(["a æøå.txt", "empty.txt"])
    assert "published nothing" in tick(instance, workspace, first.cursor).skip_message
    assert run_of(instance, workspace, first).success
    assert "nothing new" in tick(instance, workspace, first.cursor).skip_message

    (workspace.raw / "new.txt").write_text("new")
    (workspace.raw / "b.txt").unlink()
    second = tick(instance, workspace, first.cursor)
    assert [list(r.partition_keys) for r in second.dynamic_partitions_requests] == [["new.txt"], ["b.txt"]]
    assert second.run_requests[0].tags == over(["a æøå.txt", "new.txt"])
    assert run_of(instance, workspace, second).success
    assert published_files(workspace) == {"a æøå.txt", "c.txt", "empty.txt", "new.txt"}


def test_a_folder_that_returns_to_an_earlier_state_is_published_again(instance, workspace):
    """Dagster never runs a key twice: the key is that of the request, not of the folder's state."""
    cursor, keys, aside = None, [], workspace.raw.parent / "b.txt"
    for there in (True, False, True, False):
        if there and aside.exists():
            aside.rename(workspace.raw / "b.txt")
        elif not there:
            (workspace.raw / "b.txt").rename(aside)
        said = tick(instance, workspace, cursor)
        assert run_of(instance, workspace, said).success
        assert ("b.txt" in published_files(workspace)) == there
        cursor, keys = said.cursor, [*keys, said.run_requests[0].run_key]
    assert len(set(keys)) == 4


def test_a_run_that_failed_is_repeated_after_a_while(instance, workspace, monkeypatch):
    first = tick(instance, workspace)

    def locked_file(*_):
        raise OSError("the share went away")

    with monkeypatch.context() as patched:
        patched.setattr("pipeline.graph.documents.take_in", locked_file)
        assert not run_of(instance, workspace, first).success
    assert "tried again in" in tick(instance, workspace, first.cursor).skip_message
    asked = Asked.model_validate_json(first.cursor)
    waits = []
    for _ in range(5):
        waits.append(asked.wait(asked.state, asked.at))
        asked = asked.again(asked.state, asked.at)
    assert waits == [60, 300, 1500, 3600, 3600]
    later = Asked.model_validate_json(first.cursor).model_copy(update={"at": 0.0})
    second = tick(instance, workspace, later.model_dump_json())
    assert second.run_requests[0].run_key != first.run_requests[0].run_key
    assert run_of(instance, workspace, second).success


def test_a_refused_release_is_told_and_not_tried_again_until_something_changes(instance, workspace):
    first = tick(instance, workspace)
    run_of(instance, workspace, first)
    for n in range(6):
        (workspace.raw / f"bad {n}.txt").write_text(f"more {n}")
    second = tick(instance, workspace, first.cursor)
    assert not run_of(instance, workspace, second).success
    assert "newly quarantined" in tick(instance, workspace, "").skip_message
    (workspace.raw / "bad 5.txt").unlink()
    assert tick(instance, workspace, "").run_requests


def test_the_sensor_waits_until_files_rest(instance, workspace, tmp_path):
    moving = workspace_of(tmp_path, rest_seconds=3600)
    assert "written to a moment ago" in tick(instance, moving).skip_message
    assert tick(instance, workspace).run_requests


def test_the_sensor_sees_decisions(instance, workspace):
    first = tick(instance, workspace)
    run_of(instance, workspace, first)
    workspace.folders.review.mkdir()
    (workspace.folders.review / "decisions.yaml").write_text("[]")
    assert tick(instance, workspace, first.cursor).run_requests


def test_an_empty_folder_starts_no_run_and_fails_the_night(workspace):
    for path in workspace.raw.iterdir():
        path.unlink()
    with dg.DagsterInstance.ephemeral() as instance:
        assert "share" in tick(instance, workspace).skip_message
        with pytest.raises(FileNotFoundError, match="share"):
            nightly(dg.build_schedule_context(instance, resources={"workspace": workspace}))


def test_sensor_and_schedule_run_by_default():
    assert raw_folder.default_status == dg.DefaultSensorStatus.RUNNING
    assert nightly.default_status == dg.DefaultScheduleStatus.RUNNING


def test_contradictions_in_a_bilag_warn_and_never_fail(instance, tmp_path):
    (tmp_path / "raw").mkdir()
    shutil.copy(BILAG, tmp_path / "raw" / "a.txt")
    workspace = workspace_of(tmp_path)
    instance.add_dynamic_partitions(DOCUMENTS.name, ["a.txt"])
    resources = {"workspace": workspace, "listener": Silent()}
    result = dg.materialize([*ASSETS, *CHECKS], instance=instance, resources=resources, tags=over(["a.txt"]))
    assert result.success
    findings = pq.read_table((workspace.clean / "current").resolve() / "findings.parquet").to_pylist()
    assert findings
    told = result.get_asset_check_evaluations()
    assert {c.check_name for c in told if not c.passed} == {f["rule"] for f in findings if f["severity"] != "info"}
    assert {c.severity for c in told} == {dg.AssetCheckSeverity.WARN}


def test_folders_are_taken_from_the_environment(tmp_path):
    code = "from pipeline.graph.definitions import defs; w = defs.resources['workspace'].folders; print(w)"
    names = {f"BILAG_{n}": str(tmp_path / n.lower()) for n in ("RAW", "CLEAN", "REVIEW")}
    said = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **names}, check=True, capture_output=True, text=True
    ).stdout
    assert all(str(tmp_path / n) in said for n in ("raw", "clean", "review"))


def test_the_night_runs_over_everything_that_is_there(workspace):
    with dg.instance_for_test() as instance:
        instance.add_dynamic_partitions(DOCUMENTS.name, ["withdrawn.txt"])
        request = nightly(dg.build_schedule_context(instance, resources={"workspace": workspace}))
        known = list(instance.get_dynamic_partitions(DOCUMENTS.name))
    assert set(known) == set(workspace.files())
    assert request.tags == over(known)
