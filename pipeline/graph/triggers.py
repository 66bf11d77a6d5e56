"""What starts a run without anybody asking: new or changed files in the raw folder, and the night."""

import datetime as dt

import dagster as dg
from pydantic import BaseModel, ValidationError

from pipeline.graph.documents import DOCUMENTS
from pipeline.graph.resources import Workspace
from pipeline.work.config import configured
from pipeline.work.notes import published, refused, state_seen
from pipeline.work.raw import moves

ingest = dg.define_asset_job("ingest", selection=dg.AssetSelection.all(), description="Every document, to a release.")

_UNDER_WAY = [
    dg.DagsterRunStatus.QUEUED, dg.DagsterRunStatus.NOT_STARTED, dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING,
]  # fmt: skip
_WHEN = configured().schedule
_FIRST_WAIT, _LONGEST_WAIT = 60.0, 3600.0
_RANGE = "dagster/asset_partition_range"
"""How Dagster's tags for a run over a range of partitions begin; it exports no name for them."""


class Asked(BaseModel):
    """The sensor's cursor: the state of the folders that it last asked a run for, how often, and when."""

    state: str = ""
    times: int = 0
    at: float = 0.0
    serial: int = 0
    """Of all runs asked for: no two have the same key, also when the folder returns to an earlier state."""

    def again(self, state: str, now: float) -> "Asked":
        """The cursor after one more run was asked for."""
        return Asked(state=state, times=self.times + 1 if state == self.state else 1, at=now, serial=self.serial + 1)

    def wait(self, state: str, now: float) -> float:
        """The seconds until a run for this state may be asked for: longer each time that one came to nothing."""
        if state != self.state:
            return 0.0
        wait: float = min(_LONGEST_WAIT, _FIRST_WAIT * 5 ** (self.times - 1))
        return max(0.0, self.at + wait - now)


def over(keys: list[str]) -> dict[str, str]:
    """The tags of one run over all these partitions, given in the order in which they were added."""
    return {f"{_RANGE}_start": keys[0], f"{_RANGE}_end": keys[-1]}


@dg.sensor(job=ingest, minimum_interval_seconds=30, default_status=dg.DefaultSensorStatus.RUNNING, name="raw_folder")
def raw_folder(context: dg.SensorEvaluationContext, workspace: Workspace) -> dg.SensorResult | dg.SkipReason:
    """A run when files came, changed or went, people decided something, a template changed, or the last run failed.

    It waits until every file rests. Documents whose bytes are known cost nothing, so it runs over all.
    """
    files = workspace.files_now()
    if not files:
        return dg.SkipReason(f"there is no file in {workspace.raw_shown}; is the share mounted?")
    state = state_seen(files.values(), workspace.folders.review, workspace.forms().digest)
    now = dt.datetime.now(dt.UTC).timestamp()
    asked = _asked(context.cursor)
    why_not = _why_not(context.instance, workspace, state)
    if why_not:
        return dg.SkipReason(why_not)
    moving = [f.name for f in files.values() if moves(f, workspace.rest_seconds)]
    if moving:
        return dg.SkipReason(f"{len(moving)} files were written to a moment ago, {moving[0]} among them")
    wait = asked.wait(state, now)
    if wait:
        return dg.SkipReason(f"the last run over this state published nothing; tried again in {wait:.0f} s")
    keys, requests = _partitions(context.instance, list(files))
    asked = asked.again(state, now)
    run = dg.RunRequest(run_key=f"{asked.serial}-{state[:16]}", tags=over(keys))
    return dg.SensorResult(run_requests=[run], dynamic_partitions_requests=requests, cursor=asked.model_dump_json())


@dg.schedule(
    job=ingest, cron_schedule=_WHEN.cron, execution_timezone=_WHEN.timezone, name="nightly",
    default_status=dg.DefaultScheduleStatus.RUNNING,
)  # fmt: skip
def nightly(context: dg.ScheduleEvaluationContext, workspace: Workspace) -> dg.RunRequest | dg.SkipReason:
    """A run over all documents every night. Raises where the raw folder is not there: a night without is a fault."""
    files = workspace.files_now()
    if not files:
        raise FileNotFoundError(f"there is no file in {workspace.raw_shown}; is the share mounted?")
    name = DOCUMENTS.name or ""
    keys, requests = _partitions(context.instance, list(files))
    for request in requests:
        if isinstance(request, dg.AddDynamicPartitionsRequest):
            context.instance.add_dynamic_partitions(name, list(request.partition_keys))
        else:
            for key in request.partition_keys:
                context.instance.delete_dynamic_partition(name, key)
    return dg.RunRequest(tags=over(keys))


def _why_not(instance: dg.DagsterInstance, workspace: Workspace, state: str) -> str | None:
    """Why no run is needed, or would do."""
    store = workspace.store()
    done, no = published(store), refused(store)
    if done and done.state == state and (workspace.clean / "current").is_dir():
        return "nothing new in the raw folder"
    if no and no.state == state:
        return f"{no.refused}. The next run is that of the night, or when the folder changes"
    under_way = instance.get_runs_count(dg.RunsFilter(job_name=ingest.name, statuses=_UNDER_WAY))
    return "a run is under way" if under_way else None


def _asked(cursor: str | None) -> Asked:
    try:
        return Asked.model_validate_json(cursor or "{}")
    except ValidationError:
        return Asked()


def _partitions(
    instance: dg.DagsterInstance, files: list[str]
) -> tuple[list[str], list[dg.AddDynamicPartitionsRequest | dg.DeleteDynamicPartitionsRequest]]:
    """The partitions once they match the folder, in their order, and what must be asked for to get there."""
    known, there = list(instance.get_dynamic_partitions(DOCUMENTS.name or "")), set(files)
    new, gone = [k for k in files if k not in set(known)], [k for k in known if k not in there]
    requests: list[dg.AddDynamicPartitionsRequest | dg.DeleteDynamicPartitionsRequest] = []
    if new:
        requests.append(DOCUMENTS.build_add_request(new))
    if gone:
        requests.append(DOCUMENTS.build_delete_request(gone))
    return [k for k in known if k in there] + new, requests
