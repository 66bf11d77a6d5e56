"""The asset graph: each stage of the way from file to release. Thin; the work is done by the modules beside it.

Modules here do not postpone their annotations: Dagster reads them as they stand.
"""

import warnings

from dagster import BetaWarning

# The single-run backfill policy is still marked beta; it is what makes a run over many documents one run.
warnings.filterwarnings("ignore", category=BetaWarning, message=".*backfill_policy.*")
