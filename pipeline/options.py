"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

clean_option = click.option(
    "--clean",
    "out",
    type=click.Path(path_type=Path),
    default="data/clean",
    show_default=True,
    help="Folder that the releases go to.",
)
"""`--clean DIR`, passed to the command as `out`."""
