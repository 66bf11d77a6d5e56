"""YAML that people edit by hand, read so that no file of theirs can hang or crash a run: the error names the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_MOST_BYTES = 5_000_000


class _NoAliases(yaml.SafeLoader):
    """Aliases let a small file stand for a huge one, and no file of ours needs them."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases (*name) are not read")
        return super().compose_node(parent, index)


def load_list(path: Path) -> list[dict[str, Any]]:
    """The mappings that a file lists; none where it does not exist or is empty.

    Raises ValueError, naming the file, where it is something else, OSError where it cannot be read.
    """
    if not path.exists():
        return []
    if path.stat().st_size > _MOST_BYTES:
        raise ValueError(f"{path} is larger than {_MOST_BYTES // 1_000_000} MB")
    try:
        entries = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_NoAliases)  # noqa: S506 -- a SafeLoader
    except (yaml.YAMLError, ValueError, ArithmeticError, LookupError, AttributeError, TypeError) as error:
        raise ValueError(f"{path} is not YAML that can be read: {error}") from error
    except RecursionError as error:
        raise ValueError(f"{path} is nested too deeply") from error
    if entries is None:
        return []
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise ValueError(f"{path} must be a list, each entry of it with its keys")
    return entries
