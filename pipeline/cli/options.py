"""Options that several commands share. Each may also be set as a variable, which Dagster reads as well."""

from __future__ import annotations

from pathlib import Path

import click

clean_option = click.option(
    "--clean",
    "out",
    type=click.Path(path_type=Path),
    default="data/clean",
    envvar="BILAG_CLEAN",
    show_default=True,
    show_envvar=True,
    help="Folder that the releases go to.",
)
"""`--clean DIR`, passed to the command as `out`."""

raw_option = click.option(
    "--raw",
    type=click.Path(path_type=Path, readable=False),
    default="data/raw",
    envvar="BILAG_RAW",
    show_default=True,
    show_envvar=True,
    help="Folder of bilag.",
)
"""`--raw DIR`."""

review_option = click.option(
    "--review",
    type=click.Path(path_type=Path),
    default="data/review",
    envvar="BILAG_REVIEW",
    show_default=True,
    show_envvar=True,
    help="Folder of decisions on findings, official price factors and retired files.",
)
"""`--review DIR`."""

templates_option = click.option(
    "--templates",
    multiple=True,
    envvar="BILAG_TEMPLATES",
    show_envvar=True,
    metavar="DIR|none",
    help="Folder of form templates of your own; 'none' leaves out the package's own. May be repeated.",
)
"""`--templates DIR`, repeatable; as a variable, folders parted as in PATH."""

document_option = click.option(
    "--document",
    "documents",
    multiple=True,
    help="Only this document: the beginning of its id, or a part of its file name. May be repeated.",
)
"""`--document NAME`, repeatable, passed to the command as `documents`."""
