"""What starts a run without anybody asking: new or changed files in the raw folder, and the night."""

import hashlib
import json
from collections.abc import Mapping

import dagster as dg
from dagster._core.storage.tags import ASSET_PARTITION_RANGE_END_TAG, ASSET_PARTITION_RANGE_START_TAG

from pipeline.assets.documents import DOCUMENTS
from pipeline.files import RawFile
from pipeline.resources import Workspace

ingest = dg.define_asset_job("ingest", selection=dg.AssetSelection.all(), description="Every document, to a release.")


def over(keys: list[str]) -> dict[str, str]:
    """The tags of one run over all these partitions, given in the order in which they were added."""
    return {ASSET_PARTITION_RANGE_START_TAG: keys[0], ASSET_PARTITION_RANGE_END_TAG: keys[-1]}


@dg.sensor(job=ingest, minimum_interval_seconds=30, default_status=dg.DefaultSensorStatus.RUNNING, name="raw_folder")
def raw_folder(context: dg.SensorEvaluationContext, workspace: Workspace) -> dg.SensorResult | dg.SkipReason:
    """A run when files came, changed or went. Documents whose bytes are known cost nothing, so it runs over all."""
    files = workspace.files()
    state = _state(files)
    if state == context.cursor:
        return dg.SkipReason("nothing new in the raw folder")
    keys, requests = _partitions(context.instance, files)
    run = [dg.RunRequest(run_key=state, tags=over(keys))] if keys else []
    return dg.SensorResult(run_requests=run, dynamic_partitions_requests=requests, cursor=state)


@dg.schedule(job=ingest, cron_schedule="0 3 * * *", execution_timezone="Europe/Copenhagen", name="nightly")
def nightly(context: dg.ScheduleEvaluationContext, workspace: Workspace) -> dg.RunRequest | dg.SkipReason:
    """A run over all documents every night."""
    files = workspace.files()
    known = context.instance.get_dynamic_partitions(DOCUMENTS.name or "")
    context.instance.add_dynamic_partitions(DOCUMENTS.name or "", [k for k in files if k not in known])
    keys = [*known, *(k for k in files if k not in known)]
    return dg.RunRequest(tags=over(keys)) if keys else dg.SkipReason("the raw folder is empty")


def _state(files: Mapping[str, RawFile]) -> str:
    """A digest of the folder's names, sizes and times."""
    seen = []
    for key, file in files.items():
        try:
            status = file.path.stat()
        except OSError:
            continue
        seen.append((key, status.st_size, status.st_mtime_ns))
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()


def _partitions(
    instance: dg.DagsterInstance, files: Mapping[str, RawFile]
) -> tuple[list[str], list[dg.AddDynamicPartitionsRequest | dg.DeleteDynamicPartitionsRequest]]:
    """The partitions once they match the folder, in their order, and what must be asked for to get there."""
    known = list(instance.get_dynamic_partitions(DOCUMENTS.name or ""))
    new, gone = [k for k in files if k not in known], [k for k in known if k not in files]
    requests: list[dg.AddDynamicPartitionsRequest | dg.DeleteDynamicPartitionsRequest] = []
    if new:
        requests.append(DOCUMENTS.build_add_request(new))
    if gone:
        requests.append(DOCUMENTS.build_delete_request(gone))
    return [k for k in known if k in files] + new, requests
