"""What all tests share."""

import os

from hypothesis import settings

# A build server must not fail by the luck of the draw; people's own runs go on drawing new examples.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")
