"""The one error that ends a run."""

from __future__ import annotations


class RunError(Exception):
    """The run cannot go on; the message says what to do. The last release stays as it is."""
