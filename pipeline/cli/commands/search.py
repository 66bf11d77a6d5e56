"""Search the text of all bilag: cards, sections and rows of tables, with where each hit is printed."""

from __future__ import annotations

import dataclasses
import json
import shutil
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.options import clean_option

if TYPE_CHECKING:
    from pipeline.search import Hit

TABLES = ("documents", "cards", "card_overview", "card_sections", "economic_wide")
"""What an index is made of."""
_KINDS = {"card": "kort", "section": "afsnit", "row": "række"}


@click.command("search")
@click.argument("sought", nargs=-1, required=True, metavar="WORD...")
@click.option("--committee", help="Only of this committee: KTU, or a part of its name, of any year.")
@click.option("--in", "kinds", type=click.Choice(list(_KINDS)), multiple=True, help="Only these; may be repeated.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True)
@clean_option
def command(*, sought: Sequence[str], committee: str | None, kinds: Any, limit: int, form: str, out: Path) -> None:
    """Search the text of all bilag: cards, sections and rows of tables, with where each hit is printed.

    Words are sought by their stem and as parts of compounds; joined by a hyphen ("it-drift") or in quotes they stand
    together. A kind of cost (it-drift, it-udvikling, husleje, energi, personale) also finds the rows that are one under
    another name.
    """
    from pipeline.release.read import Dataset
    from pipeline.search import SearchIndex

    dataset = Dataset(out)
    tables = {name: dataset.rows(name) for name in TABLES}
    meant = _committee(committee, tables["card_overview"])
    hits = SearchIndex(tables).search(" ".join(sought), committee=meant, kinds=kinds, limit=limit)
    if form == "json":
        click.echo(json.dumps([dataclasses.asdict(h) for h in hits], ensure_ascii=False, indent=1))
    else:
        click.echo(_csv(hits) if form == "csv" else _text(hits), nl=form == "text")


def _committee(wanted: str | None, cards: Sequence[dict[str, Any]]) -> str | None:
    """The id of the committee that is meant, by any of its names. Raises ClickException where there is none."""
    if wanted is None:
        return None
    from extractors.danish.organisations import organisations
    from pipeline.cli.names import require

    known = {c["committee_id"]: c["committee"] for c in cards if c["committee_id"]}
    folded = _letters(wanted)
    own = {o.id: [o.id, *(n.text for n in (*o.names, *o.abbreviations))] for o in organisations().values()}
    exact = {key for key in known if any(_letters(name) == folded for name in own.get(key, ()))}
    partly = {key for key in known if any(folded in _letters(name) for name in own.get(key, ()))}
    meant = next(iter(exact), None) or (partly.pop() if len(partly) == 1 else None)
    if meant is None:
        require("committee", wanted, [*known, *known.values()])
    return meant


def _letters(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalpha())


def _text(hits: Sequence[Hit]) -> str:
    from pipeline.system.terminal import clean, fitted

    # A pipe has no width of its own.
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 120
    lines = []
    for hit in hits:
        head = f"{hit.case_id or '-'}  {hit.title}"
        where = f"{_KINDS[hit.kind]}{f' »{hit.heading}«' if hit.heading else ''} · {hit.file_name}, {hit.place}"
        lines += [fitted(clean(head))]
        lines += textwrap.wrap(clean(where), max(30, width), initial_indent="    ", subsequent_indent="      ")
        lines += textwrap.wrap(clean(hit.text), max(30, width), initial_indent="    ", subsequent_indent="    ")
    return "\n".join([*lines, f"{len(hits)} hits" if hits else "nothing found"])


def _csv(hits: Sequence[Hit]) -> str:
    from pipeline.release.formats.csv_files import MARK, as_csv
    from pipeline.search import Hit

    names = [field.name for field in dataclasses.fields(Hit)]
    return MARK + as_csv([names, *([getattr(hit, name) for name in names] for hit in hits)])
