"""Names that lead to something else: symbolic links, and what stands in for them where the system makes none.

Windows makes them for administrators only, and some network shares for nobody. What stands in is the same files under
the other name: hard links, or copies where there are none of these either.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from pipeline.system.durable import files_under, link_or_copy


def lead(name: Path, to: str) -> None:
    """Have `name`, which is not there yet, lead to what `to` names from beside it. Raises OSError."""
    target = name.parent / to
    try:
        name.symlink_to(to, target_is_directory=target.is_dir())
    except (OSError, NotImplementedError):
        _stand_in(name, target)


def lead_anew(name: Path, to: str) -> None:
    """Have `name` lead elsewhere from now on: in one step, but where something stands in for a link. Raises OSError."""
    fresh, old = name.with_name(f".new-{name.name}"), name.with_name(f".old-{name.name}")
    for left in (fresh, old):
        _remove(left)
    lead(fresh, to)
    try:
        fresh.replace(name)
    except OSError:  # a folder stands there
        name.rename(old)
        fresh.rename(name)
        _remove(old)


def _stand_in(name: Path, target: Path) -> None:
    if not target.is_dir():
        link_or_copy(target, name)
        return
    name.mkdir()
    for file in files_under(target):
        (name / file).parent.mkdir(parents=True, exist_ok=True)
        link_or_copy(target / file, name / file)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
