"""What the assets work with: the settings of a run, as a Dagster resource that can be set in the launchpad."""

from __future__ import annotations

import dagster as dg

from pipeline.work.settings import Settings


class Workspace(Settings, dg.ConfigurableResource):  # type: ignore[type-arg]
    """The folders, and what a document and a release may cost."""
