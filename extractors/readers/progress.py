"""Who hears which page is being read: a scan of forty takes two minutes, and somebody may be watching."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

Hears = Callable[[int, int], None]
"""Is told a page's place among those to be read, from 1, and how many these are."""
_HEARS: Final[ContextVar[Hears | None]] = ContextVar("hears", default=None)


@contextmanager
def pages_told_to(hears: Hears) -> Iterator[None]:
    """Have whoever reads pages meanwhile tell of each as it is begun."""
    before = _HEARS.set(hears)
    try:
        yield
    finally:
        _HEARS.reset(before)


def tell_page(place: int, of: int) -> None:
    """Tell that a page is begun, where somebody wants to hear it."""
    hears = _HEARS.get()
    if hears is not None:
        hears(place, of)
