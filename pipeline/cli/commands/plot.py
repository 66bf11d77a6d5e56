"""Draw a card's economy by year: on the terminal, or as SVG or PNG."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from pipeline.cli.options import clean_option, document_option


@click.command("plot")
@click.argument("case")
@document_option
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="A file that ends in .svg or .png."
)
@clean_option
def command(*, case: str, documents: tuple[str, ...], output: Path | None, out: Path) -> None:
    """Draw a card's economy by year. CASE is a case id (BC05), a card id, or a part of a title.

    Bars are what it invests and what it changes for good, the line what both come to; savings are negative. As the rows
    of the card have it (`card_years`), not the sums printed under them.
    """
    from pipeline.cli.chart import as_png, as_svg, as_text, scene
    from pipeline.cli.commands.show import find_cards
    from pipeline.cli.names import documents_named, require
    from pipeline.release.read import Dataset
    from pipeline.system.terminal import clean

    dataset = Dataset(out)
    cards = dataset.rows("cards")
    found = find_cards(cards, case, documents_named(dataset.rows("documents"), documents))
    if not found:
        require("card", case, (c["case_id"] or c["title"] for c in cards), "; `bilag list` shows them all")
    drawn = []
    for card in found:
        years = sorted(dataset.rows("card_years", card_id=card["card_id"]), key=lambda y: y["year"])
        if years:
            drawn.append((clean(f"{card['case_id'] or ''} {card['title']}".strip()), years))
    if not drawn:
        raise click.ClickException(clean(f"{found[0]['title']} prints no amounts by year"))
    if output is None:
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 100
        click.echo("\n\n".join(as_text(title, years, width) for title, years in drawn))
        return
    if len(drawn) > 1:
        raise click.ClickException(f"{case} are {len(drawn)} cards; say which with --document")
    title, years = drawn[0]
    made = {".svg": lambda m: as_svg(m, title).encode(), ".png": as_png}.get(output.suffix.lower())
    if made is None:
        raise click.UsageError("The file's name must end in .svg or .png.")
    try:
        output.write_bytes(made(scene(title, years)))
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}") from error
