"""Options that several commands share. Each may be set in `bilag.toml` or as a variable too, for Dagster as well."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

Decorator = Callable[[Any], Any]


def configuration() -> Any:
    """The configuration of this command (a `pipeline.work.config.Configuration`). Raises ClickException."""
    from pipeline.system.errors import RunError  # noqa: PLC0415 -- what `bilag --help` does without
    from pipeline.system.terminal import clean  # noqa: PLC0415
    from pipeline.work.config import configured  # noqa: PLC0415

    root = click.get_current_context().find_root()
    if root.obj is None:
        try:
            root.obj = configured(root.params.get("config"))
        except RunError as error:
            raise click.ClickException(clean(error)) from error
    return root.obj


def setting(*names: str, key: str, shown: str, unset: Any = None, **options: Any) -> Decorator:
    """An option that `bilag.toml` sets where it is not given; `shown` is what holds where neither does.

    `unset` is that value, where the command's own default is another than the configuration's.
    """

    def default() -> Any:
        value = configuration().values[key]
        return unset if unset is not None and value.origin == "default" else value.value

    return click.option(*names, default=default, show_default=shown, **options)


clean_option = setting(
    "--clean",
    "out",
    key="folders.clean",
    shown="data/clean",
    type=click.Path(path_type=Path),
    envvar="BILAG_CLEAN",
    show_envvar=True,
    help="Folder that the releases go to.",
)
"""`--clean DIR`, passed to the command as `out`."""


class Place(click.ParamType):  # type: ignore[type-arg, unused-ignore]
    """A path, or the address of a folder on a server, as text."""

    name = "folder or address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The place; fails where it holds a password."""
        from pipeline.work.places import refuse_secret  # noqa: PLC0415

        try:
            refuse_secret(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)
        return str(value)


raw_option = setting(
    "--raw",
    key="folders.raw",
    shown="data/raw",
    type=Place(),
    envvar="BILAG_RAW",
    show_envvar=True,
    help="Folder of bilag, or its address: sftp://, smb://, s3://.",
)
"""`--raw DIR`."""

review_option = setting(
    "--review",
    key="folders.review",
    shown="data/review",
    type=click.Path(path_type=Path),
    envvar="BILAG_REVIEW",
    show_envvar=True,
    help="Folder of decisions on findings, official price factors and retired files.",
)
"""`--review DIR`."""

templates_option = setting(
    "--templates",
    key="folders.templates",
    shown="the package's own",
    multiple=True,
    envvar="BILAG_TEMPLATES",
    show_envvar=True,
    metavar="DIR|none",
    help="Folder of form templates of your own; 'none' leaves out the package's own. May be repeated.",
)
"""`--templates DIR`, repeatable; as a variable, folders parted as in PATH."""

password_option = setting(
    "--password-file",
    key="folders.password_file",
    shown="none",
    type=click.Path(path_type=Path),
    envvar="BILAG_PASSWORD_FILE",
    show_envvar=True,
    help="Passwords for encrypted PDFs, one a line.",
)
"""`--password-file FILE`."""

document_option = click.option(
    "--document",
    "documents",
    multiple=True,
    help="Only this document: the beginning of its id, or a part of its file name. May be repeated.",
)
"""`--document NAME`, repeatable, passed to the command as `documents`."""
