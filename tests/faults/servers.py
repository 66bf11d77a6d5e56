"""Servers of the real kind on this machine's loopback: OpenSSH and Samba. Each is skipped, with the reason, without."""

from __future__ import annotations

import contextlib
import getpass
import os
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

PASSWORD = "hemmeligt-kodeord-7"  # noqa: S105 -- of a server that lives for a test


@dataclass
class Server:
    """A server with one folder; `lines` are those of `[source]` that let us in."""

    address: str
    folder: Path
    process: subprocess.Popen
    lines: dict[str, str]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def program(name: str) -> str:
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def wait_for(port: int, process: subprocess.Popen, log: Path) -> None:
    for _ in range(600):  # a minute, where it hangs
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise AssertionError(f"no server came up: {log.read_text()}")


def key(path: Path) -> Path:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)
    return path


@contextlib.contextmanager
def openssh(home: Path):
    sshd, port, folder = program("sshd"), free_port(), home / "bilag"
    pytest.importorskip("sshfs")
    folder.mkdir()
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # what Debian's service makes before it starts the server
    host, user = key(home / "host"), key(home / "user")
    shutil.copy(user.with_suffix(".pub"), home / "authorized")
    (home / "known_hosts").write_text(f"[127.0.0.1]:{port} {host.with_suffix('.pub').read_text()}")
    (home / "sshd_config").write_text(
        f"ListenAddress 127.0.0.1\nPort {port}\nHostKey {host}\nAuthorizedKeysFile {home}/authorized\n"
        f"PidFile none\nStrictModes no\nPermitRootLogin yes\nPasswordAuthentication no\nUsePAM no\n"
        "Subsystem sftp internal-sftp\n"
    )
    log = (home / "log").open("w")
    process = subprocess.Popen([sshd, "-D", "-e", "-f", home / "sshd_config"], stderr=log, start_new_session=True)
    try:
        wait_for(port, process, home / "log")
        lines = {"known_hosts": f"{home}/known_hosts", "key_file": str(user)}
        yield Server(f"sftp://{getpass.getuser()}@127.0.0.1:{port}{folder}", folder, process, lines)
    finally:
        ended(process)


@contextlib.contextmanager
def samba(home: Path):
    smbd, setter, port, folder = program("smbd"), program("smbpasswd"), free_port(), home / "bilag"
    pytest.importorskip("smbprotocol")
    if os.geteuid() != 0:
        pytest.skip("smbd serves others' files, so only root can start it")
    folder.mkdir()
    places = ("private dir", "lock directory", "state directory", "cache directory", "pid directory", "ncalrpc dir")
    (home / "smb.conf").write_text(
        "[global]\nserver role = standalone server\ndisable netbios = yes\ninterfaces = 127.0.0.1\n"
        f"bind interfaces only = yes\nsmb ports = {port}\nlog file = {home}/log\npasswd program = /bin/false\n"
        + "".join(f"{place} = {home}/state\n" for place in places)
        + f"[deling]\npath = {home}\nread only = no\n"
    )
    (home / "state").mkdir()
    options = ["-c", home / "smb.conf", "-s", "-a", getpass.getuser()]
    subprocess.run([setter, *options], input=f"{PASSWORD}\n{PASSWORD}\n", text=True, check=True, capture_output=True)
    log = (home / "said").open("w")
    command = [smbd, "--foreground", "--no-process-group", "--configfile", home / "smb.conf"]
    process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    (home / "password").write_text(f"{PASSWORD}\n")
    (home / "password").chmod(0o600)
    try:
        wait_for(port, process, home / "said")
        address = f"smb://{getpass.getuser()}@127.0.0.1:{port}/deling/bilag"
        yield Server(address, folder, process, {"password_file": f"{home}/password"})
    finally:
        ended(process)


def ended(process: subprocess.Popen) -> None:
    """End a server and those it started; each was started as the first of a session of its own."""
    with contextlib.suppress(OSError):
        os.killpg(process.pid, 9)
    process.wait()
