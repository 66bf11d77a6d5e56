"""What Dagster loads: the assets, the job over all of them, what triggers it, and the workspace it runs in."""

from __future__ import annotations

import dagster as dg

from pipeline.graph.checks import rule_checks
from pipeline.graph.dataset import clean_dataset
from pipeline.graph.documents import extraction, raw_documents
from pipeline.graph.resources import Workspace
from pipeline.graph.triggers import ingest, nightly, raw_folder
from pipeline.work.progress import Silent

ASSETS = [raw_documents, extraction, clean_dataset]
"""Every stage of the way."""
CHECKS = [rule_checks]
"""What the reconciliation rules say of them."""

defs = dg.Definitions(
    assets=ASSETS,
    asset_checks=CHECKS,
    jobs=[ingest],
    sensors=[raw_folder],
    schedules=[nightly],
    resources={"workspace": Workspace(), "listener": Silent()},
    # The stages hand over by the store on disk and the heavy work has worker processes of its own already.
    executor=dg.in_process_executor,
)
