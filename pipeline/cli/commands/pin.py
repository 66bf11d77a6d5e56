"""Keep a release whatever comes after it."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import clean_option


@click.command("pin")
@click.argument("release")
@clean_option
@click.option("--reason", default="", help="Why it is kept; shown by: bilag releases.")
@click.option("--remove", is_flag=True, help="Let it go when its turn comes.")
def command(*, release: str, out: Path, reason: str, remove: bool) -> None:  # fmt: skip
    """Keep a release whatever comes after it; without this, only the newest are kept (bilag run --keep)."""
    from pipeline.release.history import find_release, locked, pin, unpin
    from pipeline.system.errors import RunError

    try:
        with locked(out):
            found = find_release(out, release)
            if remove:
                unpin(found)
            else:
                pin(found, reason)
    except (RunError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{found.name} is {'no longer pinned' if remove else 'pinned'}")
