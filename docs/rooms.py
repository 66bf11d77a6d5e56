"""Draws the figure of `docs/architecture.md`: the rooms of the house and which imports which, read from the code.

python docs/rooms.py            write it
python docs/rooms.py --check    exit 1 when it is not as the code is
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "architecture.md"
HOUSES = ("schemas", "extractors", "pipeline")
_FIGURE = re.compile(r"(?<=<!-- rooms -->\n).*?(?=<!-- /rooms -->)", re.DOTALL)


def room_of(module: str) -> str:
    """The room that a module stands in: its house and the folder, `extractors` itself for what stands in no folder."""
    parts = module.split(".")
    if parts[0] == "schemas" or len(parts) == 1:
        return parts[0]
    return ".".join(parts[:2]) if (ROOT / parts[0] / parts[1]).is_dir() else parts[0]


def imports() -> Iterator[tuple[str, str]]:
    """Each import between two modules of ours: who imports, and what."""
    for house in HOUSES:
        for path in sorted((ROOT / house).rglob("*.py")):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in HOUSES:
                    for alias in node.names:
                        inside = f"{node.module}.{alias.name}"
                        place = ROOT / inside.replace(".", "/")
                        yield module, inside if place.is_dir() or place.with_suffix(".py").exists() else node.module


def figure() -> str:
    """The rooms as a Mermaid flowchart; an arrow goes from who imports to what is imported."""
    pairs = ((room_of(a), room_of(b)) for a, b in imports())
    arrows = sorted({(a, b) for a, b in pairs if a != b})
    rooms = sorted({r for pair in arrows for r in pair})
    lines = ["```mermaid", "flowchart LR"]
    for house in HOUSES:
        lines.append(f"    subgraph {house}")
        lines += [f"        {_key(r)}[{_name(r)}]" for r in rooms if r.split(".")[0] == house]
        lines.append("    end")
    lines += [f"    {_key(a)} --> {_key(b)}" for a, b in arrows if b != "schemas"]
    lines += ["```", "", "Every room may import `schemas`; those arrows are left out.", ""]
    return "\n".join(lines)


def _key(room: str) -> str:
    return room.replace(".", "_") if "." in room else f"{room}_itself"


def _name(room: str) -> str:
    return (
        room.rsplit(".", maxsplit=1)[-1]
        if "." in room
        else {"extractors": "extract.py", "pipeline": "pipeline"}.get(room, room)
    )


def main() -> int:
    """Write the figure, or with `--check` say whether it is as the code is."""
    page = PAGE.read_text("utf-8")
    drawn = _FIGURE.sub(lambda _: figure(), page)
    if "--check" in sys.argv:
        return int(drawn != page)
    PAGE.write_text(drawn, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
