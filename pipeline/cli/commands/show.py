"""Draw a card and its money tables, to check them against the page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from pipeline.cli.options import clean_option, document_option

_NOT_MEANT = 3


@click.command("show")
@click.argument("case")
@document_option
@clean_option
def command(*, case: str, documents: tuple[str, ...], out: Path) -> None:  # fmt: skip
    """Draw a card and its money tables. CASE is a case id (BC05), a card id, or a part of a title."""
    from rich.console import Console

    from pipeline.cli.card_view import draw_card
    from pipeline.cli.names import documents_named, require
    from pipeline.release.read import Dataset

    dataset = Dataset(out)
    cards = find_cards(dataset.rows("cards"), case, documents_named(dataset.rows("documents"), documents))
    if not cards:
        require(
            "card", case, (c["case_id"] or c["title"] for c in dataset.rows("cards")), "; `bilag list` shows them all"
        )
    # A pipe has no width of its own: wide enough for nine years beside a label.
    console = Console(width=None if sys.stdout.isatty() else 150, highlight=False)
    for card in cards:
        draw_card(console, dataset, card)


def find_cards(cards: list[dict[str, Any]], case: str, documents: set[str]) -> list[dict[str, Any]]:
    """The cards that are meant: by id, else by a part of the id (BC30 of BC30/SU04), else by a part of the title."""
    ranked = [(_nearness(c, case.casefold()), c) for c in cards if c["document_id"] in documents]
    best = min((nearness for nearness, _ in ranked), default=_NOT_MEANT)
    return [c for nearness, c in ranked if nearness == best < _NOT_MEANT]


def _nearness(card: dict[str, Any], wanted: str) -> int:
    """How surely this card is meant: 0 its id, 1 a part of its id, 2 a part of its title, 3 not at all."""
    case_id = (card["case_id"] or "").casefold()
    if wanted in (card["card_id"].casefold(), case_id):
        return 0
    if wanted in case_id.replace(" ", "").split("/"):
        return 1
    return 2 if wanted in card["title"].casefold() else _NOT_MEANT
