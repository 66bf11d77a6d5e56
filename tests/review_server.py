"""`bilag review`'s server for tests: on a free port, in a thread of the test's own process."""

from __future__ import annotations

import datetime as dt
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from pipeline.report.review import HOST, Desk, application

TOKEN = "t0ken-of-the-test"  # noqa: S105 -- of the test


@contextmanager
def serving(current: Path, decisions: Path, today: Callable[[], dt.date]) -> Iterator[int]:
    """The server's port; it is ended afterwards."""
    listening = socket.create_server((HOST, 0))
    port = listening.getsockname()[1]
    desk = Desk(current, decisions, "Anna", None, today)
    config = uvicorn.Config(application(desk, port, TOKEN), log_level="error", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 300
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    try:
        yield port
    finally:
        server.should_exit = True
        thread.join(10)
