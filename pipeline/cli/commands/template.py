"""List the form templates, check one on a file, or draft a new one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.options import password_option, templates_option

if TYPE_CHECKING:
    from extractors.examine import Examination, Printed
    from extractors.templates.load import TemplateSet

_file = click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))


@click.group("template")
def command() -> None:
    """List the form templates, check one on a file, or draft a new one."""


@command.command("list")
@templates_option
def list_templates(*, templates: tuple[str, ...]) -> None:
    """List the templates. Exit 1 when one is broken."""
    from pipeline.system.terminal import clean

    known = _load(templates)
    for template in known.templates:
        click.echo(f"{template.name:32}  {template.reader:20}  {clean(template.title)}")
        click.echo(f"{'':32}  {_counted(template)}  {clean(known.file_of(template.name))}")
    if known.broken:
        raise SystemExit(1)


@command.command("check")
@_file
@templates_option
@password_option
@click.option("--unread", type=click.IntRange(min=0), default=20, show_default=True, help="Unread lines to show.")
def check(*, file: Path, templates: tuple[str, ...], password_file: Path | None, unread: int) -> None:
    """Say which templates fit FILE, what each entry of the best matched, and what stayed unread."""
    from extractors.examine import examine
    from extractors.readers.pdf.passwords import read_passwords
    from schemas.errors import BilagError

    passwords = read_passwords(password_file.read_bytes()) if password_file else ()
    known = _load(templates)
    try:
        found = examine(file.read_bytes(), file.name, known.templates, passwords=passwords)
    except (BilagError, OSError) as error:
        raise click.ClickException(str(error)) from error
    _say_fits(file, found)
    _say_entries(found)
    _say_unread(found, unread)


@command.command("new")
@_file
@templates_option
@password_option
@click.option("--name", help="The template's name; without it, made from the document's title.")
@click.option("--out", type=click.Path(path_type=Path), help="File to write, not there yet; else it is printed.")
def new(
    *, file: Path, templates: tuple[str, ...], password_file: Path | None, name: str | None, out: Path | None
) -> None:
    """Draft a template from what the generic reader finds in FILE, ready to edit."""
    from extractors.draft import draft
    from extractors.readers.pdf.passwords import read_passwords
    from schemas.errors import BilagError

    passwords = read_passwords(password_file.read_bytes()) if password_file else ()
    known = _load(templates)
    try:
        text = draft(file.read_bytes(), file.name, known.templates, name=name, passwords=passwords)
        if out is None:
            click.echo(text, nl=False)
            return
        with out.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError as error:
        raise click.ClickException(f"{out} is there already") from error
    except (BilagError, OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{out} is written; edit it, then: bilag template check --templates {out.parent} {file}")


def _load(folders: tuple[str, ...]) -> TemplateSet:
    """The templates; broken ones are said on stderr."""
    from extractors.templates.load import template_set
    from pipeline.system.terminal import clean

    try:
        known = template_set(folders)
    except OSError as error:
        raise click.ClickException(str(error)) from error
    for broken in known.broken:
        click.echo(f"a template is left out: {clean(broken)}", err=True)
    return known


def _counted(template: Any) -> str:
    parts = ((len(template.sign), "signs"), (len(template.field), "fields"), (len(template.row), "rows"))
    return ", ".join(f"{n} {name}" for n, name in parts)


def _say_fits(file: Path, found: Examination) -> None:
    from extractors.templates.recognise import ENOUGH
    from pipeline.system.terminal import clean

    click.echo(f"{clean(file.name)} is read with: {found.template.name} ({clean(found.template.title)})")
    click.echo(f"\nTemplates whose signs stand in it ({ENOUGH:g} is enough, the highest reads):")
    for fit in found.fits:
        click.echo(f"  {fit.template.name}  {fit.score:.1f}")
        for sign, count, index in fit.signs:
            words = clean(" | ".join(sign.words))
            first = clean(" ".join(found.lines[index].split())) if index < len(found.lines) else "over two lines"
            click.echo(f"    {sign.weight * count:4.1f}  {count} x  {words[:44]:44}  first: {first[:60]}")
    if not found.fits:
        click.echo("  none")


def _say_entries(found: Examination) -> None:
    from pipeline.system.terminal import clean

    click.echo(f"\nWhat the entries of {found.template.name} matched:")
    for hit in found.hits:
        where = f"{hit.count} x, first: {_place(hit.first)}" if hit.first else "nothing"
        click.echo(f"  {hit.what:24} {clean(' | '.join(hit.entry.words))[:50]:50}  {where}")


def _say_unread(found: Examination, most: int) -> None:
    rows = found.extraction.rows
    tables = ("cards", "card_sections", "economic_amounts", "overview_amounts", "quantities", "prose_amounts")
    counted = ", ".join(f"{len(rows.get(t, []))} {t}" for t in tables)
    click.echo(f"\nRead: {counted}")
    click.echo(f"Unread: {len(found.unread)} lines")
    for row in found.unread[:most]:
        click.echo(f"  {_place(row)}")


def _place(row: Printed) -> str:
    from pipeline.system.terminal import clean

    where = ", ".join(f"{name} {n}" for name, n in (("page", row.page), ("line", row.line)) if n)
    return f"{where}: {clean(' '.join(row.text.split()))[:80]}"
