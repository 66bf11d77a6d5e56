"""Being told to stop: by a terminal (SIGINT), a service manager or a shutdown (SIGTERM), a closed session (SIGHUP)."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from types import FrameType

_STOP = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class Told:
    """Which signal came first; 0 while none did."""

    def __init__(self, reading: int) -> None:
        self._reading = reading
        self._first = 0

    @property
    def exit_code(self) -> int:
        """128 and the signal's number, as a shell has it: 130 for SIGINT, 143 for SIGTERM."""
        with contextlib.suppress(BlockingIOError, OSError):
            came = [n for n in os.read(self._reading, 64) if n in _STOP]
            self._first = self._first or (came[0] if came else 0)
        return 128 + (self._first or signal.SIGINT)


@contextlib.contextmanager
def interruptible() -> Iterator[Told]:
    """Turn each of these signals into KeyboardInterrupt, and remember which it was.

    Dagster puts handlers of its own in the place of ours while it works; the file descriptor hears of all of them.
    """
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    os.set_blocking(writing, False)
    heard = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    before = {number: signal.signal(number, _stop) for number in _STOP}
    try:
        yield Told(reading)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(heard)
        os.close(reading)
        os.close(writing)


def _stop(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise KeyboardInterrupt
