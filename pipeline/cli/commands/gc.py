"""Remove from the cache what neither the raw folder nor a kept release needs."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import clean_option, raw_option, templates_option


@click.command("gc")
@raw_option
@clean_option
@templates_option
def command(*, raw: str, out: Path, templates: tuple[str, ...]) -> None:  # fmt: skip
    """Remove from the cache what neither the raw folder nor a kept release needs.

    A run does so by itself after each release, with what is older than an hour.
    """
    from pipeline.release.history import locked
    from pipeline.system.errors import RunError
    from pipeline.work.gc import collect
    from pipeline.work.settings import Settings

    settings = Settings(raw_dir=raw, clean_dir=str(out), templates=list(templates))
    try:
        with locked(out):
            gone = collect(out, settings.store(), settings.files())
    except (RunError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"removed {gone.entries} entries, {gone.bytes / 1e6:.1f} MB")
