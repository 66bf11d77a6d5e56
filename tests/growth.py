"""How a cost grows: what a test may say of time, both sides measured on one machine in one run."""

from __future__ import annotations

import time
from collections.abc import Callable

TIMES = 16  # so much more of the same
ALLOWED = 4  # times that a linear cost may come to, on a machine that does other work; a quadratic one comes to 16
NOISE_S = 0.1


def assert_linear(run: Callable[[int], object], most: int) -> None:
    """Assert that `run(most)` takes no more than in proportion to `run(most // 16)`.

    Processor time of this process, the least of up to three runs each: neither a slow nor a busy machine fails it.
    """
    small, large = max(most // TIMES, 1), most
    little = much = float("inf")
    for _ in range(3):
        little, much = min(little, _seconds(run, small)), min(much, _seconds(run, large))
        if much <= ALLOWED * TIMES * little + NOISE_S:
            return
    raise AssertionError(f"{large} took {much:.2f} s, {small} took {little:.3f} s")


def _seconds(run: Callable[[int], object], size: int) -> float:
    began = time.process_time()
    run(size)
    return time.process_time() - began
