"""What all tests share."""

import os

import pytest
from hypothesis import settings

# A build server must not fail by the luck of the draw; people's own runs go on drawing new examples.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


@pytest.fixture(autouse=True, scope="session")
def _no_database() -> None:
    """Runs leave out what takes a third of a second and only the tests of it look at: `bilag.duckdb`."""
    os.environ.setdefault("BILAG_RELEASES_DATABASE", "false")
