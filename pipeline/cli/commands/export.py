"""Write the current release in another form: CSV, a workbook, a DuckDB database."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import clean_option
from pipeline.system.terminal import clean


@click.command("export")
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder to write to.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["parquet", "csv", "xlsx", "duckdb"]),
    default="parquet",
    show_default=True,
    help="duckdb: a database with keys and comments; csv: with a data package.",
)
@clean_option
def command(*, to: Path, form: str, out: Path) -> None:  # fmt: skip
    """Write the current release in another form into a folder."""
    from pipeline.release.formats.export import ExportError, export
    from pipeline.release.read import Dataset

    try:
        written = export(Dataset(out).path.resolve(), to, form)
    except ExportError as error:
        raise click.ClickException(str(error)) from None
    size = sum(path.stat().st_size for path in written) / 1e6
    click.echo(f"{len(written)} files, {size:.1f} MB: {clean(to)}")
