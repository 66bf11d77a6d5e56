"""What the operating system does for us where it can: limits on a process, and its end with its parent's.

Linux has all of it; elsewhere what is lacking is left out, and a run goes on without it.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any

_PR_SET_PDEATHSIG = 1


def fresh_processes(preload: Sequence[str]) -> BaseContext:
    """What starts processes that share nothing with this one: a fork server that has these modules loaded.

    Windows has none: there each process loads what it needs, which takes seconds.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    return context


def start_fork_server() -> None:
    """Have the fork server load its modules from now on, where there is one."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        from multiprocessing import forkserver  # noqa: PLC0415 -- not on Windows

        forkserver.ensure_running()


def end_group(leader: int) -> None:
    """End a process that leads a group, and whatever it started, where that can be said."""
    with contextlib.suppress(OSError, AttributeError):
        os.killpg(leader, signal.SIGKILL)


def sync_file_system(folder: Path) -> bool:
    """Have the disk hold all that was written to the file system of this folder; False where that cannot be asked."""
    libc = _libc()
    if libc is None or not hasattr(libc, "syncfs"):
        return False
    handle = os.open(folder, os.O_RDONLY)
    try:
        return bool(libc.syncfs(handle) == 0)
    finally:
        os.close(handle)


def own_group() -> None:
    """Lead a process group: who ends it ends whatever it started."""
    with contextlib.suppress(PermissionError, AttributeError):
        os.setpgid(0, 0)


def end_after(seconds: int) -> None:
    """Have the kernel end this process, should nobody else."""
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(seconds)


def let_fork_server_go() -> None:
    """Give up this worker's hold on the fork server, so that it ends with the run and not with its last worker."""
    server: Any = getattr(sys.modules.get("multiprocessing.forkserver"), "_forkserver", None)
    handle = getattr(server, "_forkserver_alive_fd", None)
    if handle is not None:
        os.close(handle)
        server._forkserver_alive_fd = None


def end_with_parent() -> None:
    """Have the kernel kill this process when its parent ends, however it ends."""
    libc = _libc()
    if libc is not None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def end_children_with_us() -> None:
    """Have every program that this process starts from now on (Tesseract) end with it."""
    if _libc() is None:
        return

    class Bound(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, *arguments: Any, **options: Any) -> None:
            options.setdefault("preexec_fn", end_with_parent)
            super().__init__(*arguments, **options)

    # The libraries that start programs for us take no such option.
    subprocess.Popen = Bound  # type: ignore[misc]


def limit_memory(extra: int) -> None:
    """Cap the address space at what the program takes now plus `extra` bytes."""
    try:
        import resource  # noqa: PLC0415 -- not on Windows
    except ImportError:
        return
    statm = Path("/proc/self/statm")
    pages = int(statm.read_text("ascii").split()[0]) if statm.exists() else 0
    limit = pages * resource.getpagesize() + extra
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    # macOS refuses the limit: the run goes on without.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


@functools.cache
def _libc() -> Any:
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    return libc if hasattr(libc, "prctl") else None
