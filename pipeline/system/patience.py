"""Waiting for somebody else's machine: as long as it gives signs of life, and no longer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from pipeline.system.errors import RunError

T = TypeVar("T")
Sign = Callable[[], None]
"""Called whenever there is a sign of life."""


def patiently(work: Callable[[Sign], T], seconds: float) -> T:
    """What `work` returns or raises. Raises RunError, which may pass, after so many seconds without a sign of life.

    Work that is given up stays behind in a thread that does not keep the program from ending.
    """
    last, ended, results, errors = [time.monotonic()], threading.Event(), list[T](), list[BaseException]()

    def sign() -> None:
        last[0] = time.monotonic()

    def act() -> None:
        try:
            results.append(work(sign))
        except BaseException as error:  # raised again where it is waited for
            errors.append(error)
        finally:
            ended.set()

    threading.Thread(target=act, name="patiently", daemon=True).start()
    while not ended.wait(max(0.0, last[0] + seconds - time.monotonic())):
        if time.monotonic() - last[0] >= seconds:
            raise RunError(f"the server said nothing for {seconds:.0f} seconds; the last release stands", passes=True)
    if errors:
        raise errors[0]
    return results[0]
