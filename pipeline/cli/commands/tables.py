"""Print every table of any PDF or Word document: as text, CSV, JSON or Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from extractors.readers.docx.document import read_word
from extractors.readers.office import is_office_file
from extractors.readers.pdf.document import tables
from extractors.readers.pdf.passwords import read_passwords
from pipeline.release.formats import csv_files
from pipeline.release.formats.csv_files import MARK
from pipeline.system.terminal import clean
from schemas.errors import BilagError
from schemas.source import Fault, Grid

_PAGES = re.compile(r"(\d+)(?:-(\d*))?")
_WIDEST = 40  # characters of a column in the text form


def _page_range(ctx: click.Context, param: click.Parameter, value: str | None) -> range | None:
    """Read `3`, `1-3` or `2-` as a range of 1-based pages."""
    if value is None:
        return None
    found = _PAGES.fullmatch(value.strip())
    first = int(found[1]) if found else 0
    last = first if found and found[2] is None else int(found[2] or 1_000_000) if found else 0
    if not 1 <= first <= last:
        raise click.BadParameter(f"{value!r} is no range of pages: write 3, 1-3 or 2-", ctx, param)
    return range(first, last + 1)


def _tables(data: bytes, name: str, pages: range | None, passwords: tuple[str, ...], faults: list[Fault]) -> list[Grid]:
    """The file's tables; of a Word document all of them where it does not note its pages. Raises BilagError."""
    if not is_office_file(data):
        return tables(data, pages=pages, passwords=passwords, faults=faults)
    found = [b for b in read_word(data, name).blocks if isinstance(b, Grid)]
    return [g for g in found if pages is None or g.page is None or g.page in pages]


def texts(grid: Grid) -> list[list[str]]:
    """A grid's cells as texts, one entry a column; covered cells are empty."""
    return [[cell.text if cell else "" for cell in row.cells] for row in grid.rows]


def as_json(grids: Sequence[Grid]) -> str:
    """A list of `{"page", "bbox", "rows"}`."""
    found = [
        {"page": g.page, "bbox": [round(v, 2) for v in g.bbox] if g.bbox else None, "rows": texts(g)} for g in grids
    ]
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def as_csv(grids: Sequence[Grid]) -> str:
    """The tables under each other, an empty line between."""
    return MARK + "\n".join(csv_files.as_csv([_one_line(t) for t in row] for row in texts(grid)) for grid in grids)


def as_markdown(grids: Sequence[Grid]) -> str:
    """Markdown tables, the first row as their head."""
    parts = []
    for grid in grids:
        rows = [[_one_line(t).replace("|", "\\|") for t in row] for row in texts(grid)]
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        lines.insert(1, "|" + " --- |" * grid.width)
        parts.append(f"{_place(grid).capitalize()}\n\n" + "\n".join(lines) + "\n")
    return "\n".join(parts)


def _place(grid: Grid) -> str:
    return f"page {grid.page}" if grid.page else f"line {grid.rows[0].line}"


def as_text(grids: Sequence[Grid]) -> str:
    """Columns set under each other for a terminal, figures to the right."""
    parts = []
    for number, grid in enumerate(grids, 1):
        rows = [[_one_line(t) for t in row] for row in texts(grid)]
        widths = [min(_WIDEST, max(len(row[c]) for row in rows)) for c in range(grid.width)]
        lines = ["  ".join(_set(text, width) for text, width in zip(row, widths, strict=True)) for row in rows]
        parts.append(f"table {number}, {_place(grid)}\n" + "\n".join(line.rstrip() for line in lines) + "\n")
    return "\n".join(parts)


def _set(text: str, width: int) -> str:
    if len(text) > width:
        text = text[: width - 1] + "…"
    return text.rjust(width) if text[-1:].isdigit() and not text[:1].isalpha() else text.ljust(width)


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


FORMATS: dict[str, Callable[[Sequence[Grid]], str]] = {
    "text": as_text,
    "csv": as_csv,
    "json": as_json,
    "md": as_markdown,
}


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--pages", callback=_page_range, help="The pages to look at: 3, 1-3 or 2-. All by default.")
@click.option("--format", "form", type=click.Choice(sorted(FORMATS)), default="text", show_default=True)
@click.option(
    "--password-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with one password a line, tried in turn on an encrypted PDF.",
)
def command(file: Path, pages: range | None, form: str, password_file: Path | None) -> None:
    """Print every table of FILE, a Word document or a PDF of any kind, scans included."""
    faults: list[Fault] = []
    try:
        passwords = read_passwords(password_file.read_bytes()) if password_file else ()
        grids = _tables(file.read_bytes(), file.name, pages, passwords, faults)
    except BilagError as error:
        raise click.ClickException(f"{error.message} [{error.code}]") from error
    for fault in faults:
        where = f"page {fault.page}: " if fault.page else ""
        click.echo(clean(f"{where}{fault.message} [{fault.code}]"), err=True)
    if not grids:
        click.echo("no table found", err=True)
    click.echo(FORMATS[form](grids), nl=False)
