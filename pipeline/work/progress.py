"""Who hears of each document as it is done: the progress bar of `bilag run`, on a terminal only, or nobody."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from pipeline.system.terminal import clean

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from pipeline.work.store import Outcome


class Listener(Protocol):
    """Hears of each document as it is done."""

    def begin(self, documents: int) -> None:
        """So many documents are to be read."""

    def done(self, outcome: Outcome) -> None:
        """One of them is read, or is not to be used."""


class Silent:
    """Says nothing: for pipes, machines and Dagster, which has its own log."""

    def begin(self, documents: int) -> None:
        """Say nothing."""

    def done(self, outcome: Outcome) -> None:
        """Say nothing."""


class Bar:
    """A bar over the documents, and a line for each as it is done."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID = progress.add_task("loading", total=None)

    def begin(self, documents: int) -> None:
        """Show how many there are."""
        self._progress.update(self._task, description="reading", total=documents)

    def done(self, outcome: Outcome) -> None:
        """Show that one is done, and how."""
        how = outcome.reason or ("known" if outcome.seconds is None else f"{outcome.seconds:.1f} s")
        self._progress.console.print(f"  {clean(outcome.file_name)}  {how}", markup=False, highlight=False)
        self._progress.advance(self._task)


@contextmanager
def listener(*, quiet: bool) -> Iterator[Listener]:
    """What hears of the documents: a bar when a person watches, else nothing."""
    if quiet or not sys.stderr.isatty():
        yield Silent()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield Bar(progress)
