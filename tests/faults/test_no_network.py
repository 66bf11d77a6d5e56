"""A run on a machine without a network: nothing is fetched, nothing waits."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BILAG = Path(sys.executable).with_name("bilag")


def namespace():
    """The command that runs another in a network namespace of its own, or None where that is not allowed."""
    for options in (["-n"], ["-r", "-n"]):
        command = ["unshare", *options]
        if (
            shutil.which("unshare")
            and subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0
        ):
            return command
    return None


@pytest.mark.skipif(namespace() is None, reason="network namespaces are not allowed here")
def test_a_run_needs_no_network(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("Forslaget koster 5 mio. kr. i 2026.\n")
    folders = [w for name in ("raw", "clean", "review") for w in (f"--{name}", str(tmp_path / name))]
    done = subprocess.run([*namespace(), BILAG, "run", *folders], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "1 documents" in done.stdout
