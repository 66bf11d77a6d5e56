"""Answer a question in SQL over the current release."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from pipeline.cli.options import clean_option

_FORMATS = ("table", "csv", "json", "parquet", "xlsx", "md")


@click.command("query")
@click.argument("sql", required=False)
@click.option("--format", "form", type=click.Choice(_FORMATS), default="table", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@clean_option
def command(*, sql: str | None, form: str, output: Path | None, out: Path) -> None:  # fmt: skip
    """Answer a question in SQL over the current release.

    SQL is one query in DuckDB's dialect; without it, or with -, it is read from the standard input. Every table of the
    data dictionary is there (`bilag query "show tables"`). Nothing is changed, and no other file can be read.
    """
    from pipeline.release.formats.answers import FILES, TEXTS, as_table
    from pipeline.release.formats.query import QueryError, ask, open_release
    from pipeline.release.read import Dataset

    if sql in (None, "-"):
        if sys.stdin.isatty() and sql is None:
            raise click.UsageError('Say what you ask: bilag query "SELECT ..."')
        sql = sys.stdin.read()
    release = Dataset(out).path.resolve()
    try:
        with open_release(release, sql) as connection:
            answer = ask(connection, sql or "")
    except QueryError as error:
        raise click.ClickException(str(error)) from None
    if form in FILES:
        _write(FILES[form](answer), output)
        return
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() and not output else None
    _write((TEXTS[form](answer) if form in TEXTS else as_table(answer, width)).encode(), output)


def _write(data: bytes, output: Path | None) -> None:
    """Write to a file, or to the standard output where that is no terminal or the data is text."""
    if output is None:
        if sys.stdout.isatty() and b"\0" in data:
            raise click.UsageError("This format is no text: say --output FILE.")
        sys.stdout.buffer.write(data)
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}") from error
