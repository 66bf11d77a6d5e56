"""What the operating system does for us where it can; elsewhere it is left out, and nothing fails for that."""

from __future__ import annotations

import subprocess
import sys

from pipeline.system import processes


def test_where_the_system_has_none_of_it_a_worker_goes_on_without(tmp_path):
    """In a process of its own: what is taken away there is what macOS and Windows lack."""
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "del os.setpgid, signal.SIGALRM, signal.alarm\n"
        "sys.modules['resource'] = None\n"
        "import multiprocessing.forkserver; sys.platform = 'darwin'\n"
        "from pipeline.system import processes as p\n"
        "popen = __import__('subprocess').Popen\n"
        "p.own_group(); p.end_with_parent(); p.end_children_with_us(); p.end_after(1); p.limit_memory(1)\n"
        f"assert not p.sync_file_system(Path({str(tmp_path)!r}))\n"
        "assert __import__('subprocess').Popen is popen\n"
        "print('went on', len(bytearray(50_000_000)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == ("went on 50000000", 0), done.stderr


def test_a_system_without_prctl_is_none_that_ends_workers(monkeypatch):
    monkeypatch.setattr(processes.ctypes, "CDLL", lambda *_, **__: object())
    processes._libc.cache_clear()
    try:
        assert processes._libc() is None
    finally:
        processes._libc.cache_clear()
