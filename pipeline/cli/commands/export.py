"""Write the current release elsewhere: as files, to an object store, a Delta lake or a PostgreSQL database."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import clean_option
from pipeline.release.formats.targets import CHOICES, export_to
from pipeline.system.terminal import clean


@click.command("export")
@click.option(
    "--to", required=True, metavar="FOLDER|URL", help="A folder, s3://bucket/path, postgresql://host/database."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(CHOICES),
    default="parquet",
    show_default=True,
    help="duckdb: a database with keys and comments; csv: with a data package; delta: a version a release.",
)
@clean_option
def command(*, to: str, form: str, out: Path) -> None:
    """Write the current release elsewhere: as files, to an object store, a Delta lake or a PostgreSQL database.

    s3:// and whatever else fsspec knows takes the credentials that such tools take (AWS_ACCESS_KEY_ID and so on). A
    database gets its own schema, `bilag`, exchanged in one transaction. They need bilag[s3], bilag[postgres] or
    bilag[delta] installed.
    """
    from pipeline.release.formats.export import ExportError
    from pipeline.release.read import Dataset

    try:
        made = export_to(Dataset(out).path.resolve(), to, form)
    except ExportError as error:
        raise click.ClickException(clean(str(error))) from None
    size = f", {made.size / 1e6:.1f} MB" if made.size is not None else ""
    click.echo(f"{made.count} {made.what}{size}: {clean(made.where)}")
