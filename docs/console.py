"""Runs the console blocks of the pages, and holds what they print to what stands there.

python docs/console.py PAGE...            write what the commands print into the pages
python docs/console.py --check PAGE...    exit 1, with the difference, where a page says otherwise

Each page starts in a folder of its own that has all of the repository but its data, with `data/raw` as it came, and a
release of it where the page says `<!-- with a release -->`. A line `[...]` in a page stands for any lines. Names of
releases and times are not compared.
"""

from __future__ import annotations

import atexit
import difflib
import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ANY = "[...]"
_BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
_LOGGED = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00 ")  # a run's log, which no terminal shows
_CHANGES = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}(?:-\d+)?|\(\d+\.\d s\)|\d+\.\d MB")


def commands(block: str) -> Iterator[tuple[str, str]]:
    """Each command of a block, with the lines that the page says it prints."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        lines = part.splitlines(keepends=True)
        size = next((n for n, line in enumerate(lines, 1) if _whole("".join(lines[:n]))), len(lines))
        yield "".join(lines[:size]).rstrip("\n"), "".join(lines[size:])


def _whole(command: str) -> bool:
    """True where a command's quotes are closed and its line does not go on."""
    return command.count('"') % 2 == 0 and not command.rstrip("\n").endswith("\\")


def run(command: str, folder: Path) -> str:
    """What a command prints, in a folder; it must end well."""
    outer = {n: v for n, v in os.environ.items() if not n.startswith("MAKE") and n != "MFLAGS"}  # of a make around us
    env = {**outer, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    env["COLUMNS"] = "120"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    if done.returncode:
        raise SystemExit(f"$ {command}\n{done.stdout}{done.stderr}")
    lines = (done.stdout + done.stderr).splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines if not _LOGGED.match(line))


def agrees(said: str, printed: str) -> bool:
    """True where a page says what was printed."""
    pattern = re.escape(_CHANGES.sub("", said).rstrip()).replace(re.escape(ANY), ".*?")
    return re.fullmatch(pattern, _CHANGES.sub("", printed).rstrip(), re.DOTALL) is not None


def follow(page: Path) -> str:
    """The page with what its commands print now."""
    text = page.read_text("utf-8")
    with tempfile.TemporaryDirectory(prefix="bilag-page-") as scratch:
        folder = Path(scratch)
        _lay(folder)
        if "<!-- with a release -->" in text:
            shutil.copytree(_released() / "data" / "clean", folder / "data" / "clean", symlinks=True)
        return _BLOCK.sub(lambda m: "".join(_printed(c, said, folder) for c, said in commands(m[0])), text)


def _lay(folder: Path) -> None:
    """All of the repository but its data, with `data/raw` as it came."""
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    for entry in ROOT.iterdir():
        if entry.name not in ("data", ".git"):
            (folder / entry.name).symlink_to(entry)


@functools.cache
def _released() -> Path:
    """A folder with a release, made once for all pages."""
    folder = Path(tempfile.mkdtemp(prefix="bilag-released-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _lay(folder)
    run("bilag run", folder)
    return folder


def _printed(command: str, said: str, folder: Path) -> str:
    printed = run(command, folder)
    kept = said if said.strip() and agrees(said, printed) else printed
    return f"$ {command}\n{kept.rstrip()}\n" if kept.strip() else f"$ {command}\n"


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` compare them."""
    wrong = 0
    for page in map(Path, (a for a in arguments if a != "--check")):
        before, after = page.read_text("utf-8"), follow(page)
        if "--check" not in arguments:
            page.write_text(after, "utf-8")
        elif before != after:
            wrong = 1
            sys.stdout.write("\n".join(difflib.unified_diff(before.splitlines(), after.splitlines(), page.name, "now")))
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
