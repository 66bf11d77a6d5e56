"""Print what is configured, and by what; or a file to begin with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from pipeline.cli.options import configuration

if TYPE_CHECKING:
    from pipeline.work.config import Configuration, Key


@click.command("config")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--new", is_flag=True, help="Print a bilag.toml with every key, what it means and what holds without it.")
def command(*, form: str, new: bool) -> None:
    """Print what is configured, and by what; or a file to begin with.

    Every key may be set in bilag.toml and by the variable that is named; an option of a command comes before both.
    """
    from pipeline.work.config import keys

    if new:
        click.echo(_file(list(keys().values())))
        return
    said: Configuration = configuration()
    if form == "json":
        values = {n: {"value": _shown(keys()[n], v.value), "from": v.origin} for n, v in said.values.items()}
        click.echo(json.dumps({"file": str(said.file) if said.file else None, "values": values}, indent=1))
    else:
        _print(said)


def _print(said: Configuration) -> None:
    from pipeline.system.terminal import clean
    from pipeline.work.config import keys, nearest

    click.echo(f"file: {clean(said.file or 'none (bilag config --new > bilag.toml)')}")
    wide = max(len(name) for name in said.values)
    for name, value in said.values.items():
        key = keys()[name]
        shown = clean(json.dumps(_shown(key, value.value), ensure_ascii=False))
        origin = f"default; or {key.variable}" if value.origin == "default" else value.origin
        click.echo(f"{name:{wide}}  {shown}  ({origin})")
    for variable in said.unknown:
        near = nearest(variable, [k.variable for k in keys().values()])
        click.echo(f"warning: the variable {clean(variable)} sets nothing; {near}", err=True)


def _shown(key: Key, value: Any) -> Any:
    if key.is_secret and value:
        return f"{urlsplit(value).scheme}://{urlsplit(value).hostname}/..."
    return value


def _file(known: list[Key]) -> str:
    lines = ["# What holds without this file stands behind each key. Paths are taken from this file's folder."]
    section = ""
    for key in known:
        first, _, name = key.name.partition(".")
        if first != section:
            section = first
            lines += ["", f"[{section}]"]
        default = "" if key.default is None else key.default
        lines += [f"# {key.info.description} ({key.variable})", f"# {name} = {json.dumps(default, ensure_ascii=False)}"]
    return "\n".join(lines)
