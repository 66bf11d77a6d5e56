"""Writes the pages of `docs/reference` that the code itself is the source of.

python docs/reference.py            write them
python docs/reference.py --check    exit 1 where one is not as the code is
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import click

from pipeline.cli.main import main as bilag
from schemas.errors import REASONS

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "reference"
COSTS = ROOT / "pipeline" / "derived" / "cost_types.toml"
_DERIVED = "Derived from the code by `make docs`; do not edit.\n"


def commands() -> str:
    """Every command with its help, as it prints it."""
    top = click.Context(bilag, info_name="bilag", terminal_width=100, max_content_width=100)
    parts = ["# Commands\n", _DERIVED, _block(bilag.get_help(top))]
    for name in bilag.list_commands(top):
        if command := bilag.get_command(top, name):
            parts += _command(command, top, name, 2)
    return "\n".join(parts)


def _command(command: click.Command, parent: click.Context, name: str, level: int) -> list[str]:
    context = click.Context(command, parent=parent, info_name=name, terminal_width=100, max_content_width=100)
    parts = [f"{'#' * level} {context.command_path}\n", _block(command.get_help(context))]
    if isinstance(command, click.Group):
        for sub, found in sorted(command.commands.items()):
            parts += _command(found, context, sub, level + 1)
    return parts


def _block(text: str) -> str:
    return f"```text\n{text.rstrip()}\n```\n"


def errors() -> str:
    """The reasons for which a file is not used."""
    rows = [f"| `{code}` | {meaning} |" for code, meaning in REASONS.items()]
    head = "What `quarantine.reason` holds for a file that cannot be used; the message beside it says what to do.\n"
    return "\n".join(["# Error codes\n", _DERIVED, head, "| code | means that |", "|---|---|", *rows, ""])


def cost_types() -> str:
    """The kinds of cost and what gives them away."""
    text = COSTS.read_text("utf-8")
    about = " ".join(line.lstrip("# ") for line in text.splitlines() if line.startswith("#"))
    rows = []
    for rule in tomllib.loads(text)["rule"]:
        pattern = rule["pattern"].replace("\n", "").replace("|", "\\|")
        rows.append(f"| `{rule['type']}` | {rule.get('section', 'any')} | {rule.get('area', '')} | `{pattern}` |")
    head = ["| kind | section | or steering area | a label that matches |", "|---|---|---|---|"]
    return "\n".join(["# Kinds of cost\n", _DERIVED, f"{about}\n", *head, *rows, ""])


PAGES = {"cli.md": commands, "errors.md": errors, "cost-types.md": cost_types}


def main() -> int:
    """Write the pages, or with `--check` compare them."""
    made = {FOLDER / name: write() for name, write in PAGES.items()}
    if "--check" in sys.argv:
        return int(any(not path.exists() or path.read_text("utf-8") != text for path, text in made.items()))
    FOLDER.mkdir(exist_ok=True)
    for path, text in made.items():
        path.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
