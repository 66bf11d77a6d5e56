"""Who hears of each document as it is done: the log, and the progress bar of `bilag run`, on a terminal only."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from pipeline.system import journal
from pipeline.system.terminal import clean

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from pipeline.work.store import Outcome


class Listener(Protocol):
    """Hears of each document as it is done."""

    def begin(self, documents: int) -> None:
        """So many documents are to be read."""

    def at_page(self, file_name: str, place: int, of: int) -> None:
        """One of them is being read, and has come to this of its pages."""

    def done(self, outcome: Outcome) -> None:
        """One of them is read, or is not to be used."""


class Silent:
    """Says nothing."""

    def begin(self, documents: int) -> None:
        """Say nothing."""

    def at_page(self, file_name: str, place: int, of: int) -> None:
        """Say nothing."""

    def done(self, outcome: Outcome) -> None:
        """Say nothing."""


class Log:
    """A line of the log for each document; those that are known only where details are asked for."""

    def begin(self, documents: int) -> None:
        """Tell how many there are."""
        journal.event("reading", documents=documents)

    def at_page(self, file_name: str, place: int, of: int) -> None:
        """Tell where one is, where details are asked for."""
        journal.event("page", level=logging.DEBUG, stage="read", document=file_name, page=place, pages=of)

    def done(self, outcome: Outcome) -> None:
        """Tell what became of one."""
        known = outcome.seconds is None
        how = "quarantined" if outcome.reason else "known" if known else "read"
        level = logging.WARNING if outcome.reason and not known else logging.DEBUG if known else logging.INFO
        journal.event(
            "document", level=level, stage="read", document=outcome.file_name, outcome=how,
            reason=f"{outcome.reason}: {outcome.message}" if outcome.reason else None,
            seconds=outcome.seconds, sha256=outcome.sha256,
        )  # fmt: skip


class Bar:
    """A bar over the documents, one over the pages of each that takes its time, and a line for each as it is done."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID = progress.add_task("loading", total=None)
        self._pages: dict[str, TaskID] = {}

    def begin(self, documents: int) -> None:
        """Show how many there are."""
        self._progress.update(self._task, description="reading", total=documents)

    def at_page(self, file_name: str, place: int, of: int) -> None:
        """Show how far one has come."""
        from rich.markup import escape

        if file_name not in self._pages:
            shown = f"  {escape(clean(file_name))}"
            self._pages[file_name] = self._progress.add_task(shown, total=of)
        self._progress.update(self._pages[file_name], completed=place - 1)

    def done(self, outcome: Outcome) -> None:
        """Show that one is done, and how."""
        pages = self._pages.pop(outcome.file_name, None)
        if pages is not None:
            self._progress.remove_task(pages)
        how = outcome.reason or ("known" if outcome.seconds is None else f"{outcome.seconds:.1f} s")
        self._progress.console.print(f"  {clean(outcome.file_name)}  {how}", markup=False, highlight=False)
        self._progress.advance(self._task)


class Both:
    """Tells two."""

    def __init__(self, first: Listener, second: Listener) -> None:
        self._told = first, second

    def begin(self, documents: int) -> None:
        """Tell both how many there are."""
        for listener in self._told:
            listener.begin(documents)

    def at_page(self, file_name: str, place: int, of: int) -> None:
        """Tell both where one is."""
        for listener in self._told:
            listener.at_page(file_name, place, of)

    def done(self, outcome: Outcome) -> None:
        """Tell both of one."""
        for listener in self._told:
            listener.done(outcome)


@contextmanager
def listener(*, bar: bool) -> Iterator[Listener]:
    """What hears of the documents: the log, and a bar when a person watches."""
    if not bar:
        yield Log()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield Both(Log(), Bar(progress))
