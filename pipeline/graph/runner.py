"""One run of the asset graph in this process: what `bilag run` does."""

from __future__ import annotations

import dataclasses
import logging
import os
import threading
from pathlib import Path
from typing import Any

from pipeline.system.errors import RunError
from pipeline.system.terminal import clean
from pipeline.work.engine import warm_up
from pipeline.work.gather import load_ahead, standing_release
from pipeline.work.progress import Listener
from pipeline.work.settings import Settings
from pipeline.work.stages import known_outcomes, recheck

_log = logging.getLogger(__name__)


def run_all(settings: dict[str, Any], listener: Listener) -> dict[str, Any]:
    """Materialise every asset over every file of the raw folder; the summary of the release.

    `settings` are fields of `pipeline.work.settings.Settings`. When everything is as the current release was made of,
    that is all there is to do. Raises RunError when nothing could be published.
    """
    chosen = Settings(**settings)
    if not (chosen.clean / "current").exists():
        warm_up()  # there will be something to read
    try:
        chosen.passwords()
        forms = chosen.forms()
    except OSError as error:
        raise RunError(str(error)) from error
    for broken in forms.broken:
        _log.warning("warning: a template is left out: %s", clean(broken))
    _make(chosen.clean)
    known = known_outcomes(chosen)
    standing = standing_release(recheck(known, chosen), chosen) if known else None
    if standing:
        return dataclasses.asdict(standing)
    return _materialize(settings, listener)


def _materialize(settings: dict[str, Any], listener: Listener) -> dict[str, Any]:
    warm_up()  # the fork server loads the extractors while this process loads Dagster
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "1")
    import dagster as dg

    from pipeline.graph.dataset import clean_dataset
    from pipeline.graph.definitions import ASSETS, CHECKS
    from pipeline.graph.documents import DOCUMENTS
    from pipeline.graph.resources import Workspace
    from pipeline.graph.triggers import over

    # While the workers read, this process waits: time to load what the release is made with.
    threading.Thread(target=load_ahead, name="load-ahead", daemon=True).start()
    workspace = Workspace(**settings)
    keys = sorted(workspace.files())
    try:
        with dg.DagsterInstance.ephemeral() as instance:
            instance.add_dynamic_partitions(DOCUMENTS.name or "", keys)
            keys = list(instance.get_dynamic_partitions(DOCUMENTS.name or ""))  # a range is in the instance's order
            result = dg.materialize(
                [*ASSETS, *CHECKS],
                instance=instance,
                resources={"workspace": workspace, "listener": listener},
                tags=over(keys) if keys else None,
                selection=None if keys else [clean_dataset],
                run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
            )
    except dg.DagsterExecutionInterruptedError:
        raise KeyboardInterrupt from None
    event = result.asset_materializations_for_node(clean_dataset.op.name)[0]
    summary: dict[str, Any] = event.metadata["summary"].value  # type: ignore[assignment]
    return summary


def _make(clean: Path) -> None:
    try:
        clean.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RunError(f"{clean} cannot be made: {error}") from error
