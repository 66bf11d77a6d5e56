"""A stage of the graph as Dagster runs it: told in the log, and tried again where what stopped it may pass."""

import contextlib
from collections.abc import Iterator

import dagster as dg

from pipeline.graph.resources import Workspace
from pipeline.system.errors import may_pass
from pipeline.system.journal import stage

_LONGER = 4  # times, from one try to the next


@contextlib.contextmanager
def attempt(context: dg.AssetExecutionContext, workspace: Workspace, name: str) -> Iterator[None]:
    """Do a stage; ask Dagster to try it again, later each time, after a lock, a lost share, a full disk or memory.

    What cannot pass (a refused release, a broken decision, a defect) fails at once.
    """
    try:
        with stage(name):
            yield
    except Exception as error:
        if not workspace.retries or not may_pass(error):
            raise
        wait = workspace.retry_seconds * _LONGER**context.retry_number
        raise dg.RetryRequested(max_retries=workspace.retries, seconds_to_wait=wait) from error
