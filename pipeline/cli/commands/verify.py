"""Check that a release is whole: every file against its sha256, keys, references, columns, report."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import clean_option


@click.command("verify")
@click.argument("release", default="current")
@clean_option
@click.option("--all", "every", is_flag=True, help="Check every release that is kept.")
def command(*, release: str, out: Path, every: bool) -> None:  # fmt: skip
    """Check that a release is whole: every file against its sha256, keys unique, references leading somewhere.

    RELEASE is its name or the beginning of it; the current one by default. Exit 1 when something is wrong.
    """
    from pipeline.release.history import distrust, find_release, list_releases, problems, read_package
    from pipeline.system.errors import RunError

    try:
        found = list_releases(out) if every else [find_release(out, release)]
    except RunError as error:
        raise click.ClickException(str(error)) from error
    wrong = 0
    for path in found:
        said = problems(path)
        if said:
            distrust(path)
        wrong += bool(said)
        files = len((read_package(path) or {}).get("files", ()))
        click.echo(f"{path.name}: " + (f"{len(said)} problems" if said else f"whole, {files} files"))
        for problem in said:
            click.echo(f"  {problem}")
    if wrong:
        raise SystemExit(1)
