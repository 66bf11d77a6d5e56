"""What follows a run of Dagster's: its lines in the log, its figures, and an alert where it failed or none came."""

import datetime as dt
from collections.abc import Iterator

import dagster as dg

from pipeline.graph.dataset import clean_dataset
from pipeline.graph.resources import Workspace
from pipeline.system import journal
from pipeline.system.alerts import tell
from pipeline.work.afterwards import FAILED, REFUSED, Ended, last_run, remember
from pipeline.work.config import configured
from pipeline.work.progress import Listener, Log

_REFUSAL = "RefusedError"
_LONGEST = 2000


@dg.resource(required_resource_keys={"workspace"})
def logged(context: dg.InitResourceContext) -> Iterator[Listener]:
    """The listener of a run: everything that happens in it goes to the log under Dagster's id of the run."""
    journal.RUN.set((context.run_id or "")[:8])
    workspace: Workspace = context.resources.workspace
    with journal.kept(configured().log, workspace.clean, None):
        yield Log()


@dg.run_failure_sensor(name="failed", default_status=dg.DefaultSensorStatus.RUNNING)
def failed(context: dg.RunFailureSensorContext, workspace: Workspace) -> None:
    """Keep how a failed run ended, and tell whoever is to be told."""
    said = [e.message for e in (context.failure_event, *context.get_step_failure_events()) if e.message]
    errors = [d.error_display_string for e in context.get_step_failure_events() if (d := e.step_failure_data)]
    code = REFUSED if any(_REFUSAL in text for text in errors) else FAILED
    message = next((line for text in errors for line in _causes(text)), " ".join(said))
    _remember(context, workspace, code, message[:_LONGEST])


@dg.run_status_sensor(
    run_status=dg.DagsterRunStatus.SUCCESS, name="succeeded", default_status=dg.DefaultSensorStatus.RUNNING
)
def succeeded(context: dg.RunStatusSensorContext, workspace: Workspace) -> None:
    """Keep how a run ended that published, or found nothing new to publish."""
    latest = context.instance.get_latest_materialization_event(clean_dataset.key)
    if latest and latest.run_id == context.dagster_run.run_id and latest.asset_materialization:
        summary = latest.asset_materialization.metadata["summary"].value
        what = "published" if summary["changed"] else "nothing changed since"  # type: ignore[index,call-overload]
        release = summary["release"]  # type: ignore[index,call-overload]
        _remember(context, workspace, 0, f"{what} {release}", summary)


@dg.sensor(name="stale", minimum_interval_seconds=600, default_status=dg.DefaultSensorStatus.RUNNING)
def stale(context: dg.SensorEvaluationContext, workspace: Workspace) -> dg.SkipReason:
    """An alert, once, when no run has ended well for longer than a release may stay without."""
    configuration = configured()
    last = last_run(workspace.clean)
    if last is None or last.succeeded is None:
        return dg.SkipReason("no run has ended well yet")
    hours = (dt.datetime.now(dt.UTC).timestamp() - last.succeeded) / 3600
    if hours <= configuration.schedule.fresh_hours:
        return dg.SkipReason(f"a run ended well {hours:.1f} hours ago")
    if context.cursor == str(last.succeeded):
        return dg.SkipReason(f"told already: no run has ended well for {hours:.0f} hours")
    context.update_cursor(str(last.succeeded))
    text = f"No run over {workspace.raw_shown} has ended well for {hours:.0f} hours. The last: {last.message}"
    tell(configuration.alerts, "stale", f"bilag: no run has ended well for {hours:.0f} hours", text)
    return dg.SkipReason(text)


def _causes(text: str) -> list[str]:
    """The lines of an error that say what our own error said, the innermost first."""
    found = [line for line in text.splitlines() if line.startswith("pipeline.") and "Error: " in line]
    return [line.split("Error: ", 1)[1] for line in reversed(found)]


def _remember(
    context: dg.RunStatusSensorContext, workspace: Workspace, code: int, message: str, summary: object = None
) -> None:
    run = context.dagster_run
    record = context.instance.get_run_record_by_id(run.run_id)
    now = dt.datetime.now(dt.UTC).timestamp()
    started, ended = (record.start_time, record.end_time) if record else (None, None)
    finished = ended or now
    seconds = round(finished - (started or finished), 3)
    configuration = configured()
    journal.RUN.set(run.run_id[:8])
    with journal.kept(configuration.log, workspace.clean, None):
        told = Ended(run=run.run_id[:8], finished=finished, seconds=seconds, exit_code=code, message=message)
        remember(configuration, workspace.clean, told, summary if isinstance(summary, dict) else None)
