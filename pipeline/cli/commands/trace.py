"""Follow an undertaking through the bilag and the years: announced, proposed, taken up, followed up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from pipeline.cli.options import clean_option, document_option


@click.command("trace")
@click.argument("case")
@document_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@clean_option
def command(*, case: str, documents: tuple[str, ...], form: str, out: Path) -> None:
    """Follow an undertaking through the bilag and the years. CASE is a case id, a card id, or a part of a title.

    Each link has a score, the share of such links that are right, and says what it rests on.
    """
    from pipeline.cli.commands.show import find_cards
    from pipeline.cli.names import documents_named, require
    from pipeline.release.read import Dataset
    from pipeline.release.traces import Traces
    from pipeline.system.terminal import fitted

    dataset = Dataset(out)
    cards, rows = dataset.rows("cards"), dataset.rows("documents")
    found = find_cards(cards, case, documents_named(rows, documents))
    if not found:
        require("card", case, (c["case_id"] or c["title"] for c in cards), "; `bilag list` shows them all")
    traces = Traces(rows, cards, dataset.rows("lineage"), dataset.rows("findings"))
    told = list({trace["cards"][0]["card_id"]: trace for c in found for trace in [traces.of(c["card_id"])]}.values())
    text = json.dumps(told, ensure_ascii=False, indent=1) if form == "json" else fitted("\n\n".join(map(_text, told)))
    click.echo(text)


def _text(trace: dict[str, Any]) -> str:
    from pipeline.release.traces import RELATIONS
    from pipeline.system.terminal import clean

    lines = []
    numbers = {card["card_id"]: n for n, card in enumerate(trace["cards"], 1)}
    for card in trace["cards"]:
        case = f"{card['case_id']}  " if card["case_id"] else ""
        lines.append(clean(f"{numbers[card['card_id']]}. {card['when'] or 'uden sag'}  {case}{card['title']}"))
        lines.append(clean(f"   {card['kind']}, {card['file_name']}, {card['place']}"))
        for link in (x for x in trace["links"] if x["to_card_id"] == card["card_id"]):
            what = RELATIONS.get(link["relation"], link["relation"])
            lines.append(f"   nr. {numbers[link['from_card_id']]} {what} dette ({link['score']:.2f})")
            lines.append(clean(f"     {link['evidence']}"))
        lines += [clean(f"   {message}") for message in card["announced"]]
    if not trace["links"]:
        lines.append("   ingen forbindelse til andre bilag er fundet")
    return "\n".join(lines)
