"""The one error that ends a run."""

from __future__ import annotations


class RunError(Exception):
    """The run cannot go on; the message says what to do. The last release stays as it is.

    `passes`: it may be over by itself in a while (a lock, a share that is not there), as may what the operating system
    refused, from which such an error is raised.
    """

    def __init__(self, message: str, *, passes: bool = False) -> None:
        super().__init__(message)
        self.passes = passes


def may_pass(error: BaseException) -> bool:
    """Whether it is worth while to try the same again later."""
    if isinstance(error, RunError):
        return error.passes or isinstance(error.__cause__, OSError)
    return isinstance(error, OSError | MemoryError)
