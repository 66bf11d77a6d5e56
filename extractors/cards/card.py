"""What every proposal card has in common: its form fields, its tables, its form tables, and the text that is left.

A card's blocks (furniture removed) are read in passes; each pass takes the blocks it understands, and what no pass
took is the card's running text, cut at its headings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.cards.fields import (
    administrations,
    price_note,
    read_field,
    read_summary,
    springs_from_innovation,
)
from extractors.cards.prose import add_prose, place_of
from extractors.cards.sections import cut_sections
from extractors.cards.tables import add_tables
from extractors.cards.vocabulary import bare_headings
from extractors.danish.organisations import administration_of, organisation_id, resolve
from extractors.forms import consultations, follow_up_goals, prioritisation_criteria
from extractors.tables.economy.grid import ValueColumns
from extractors.tables.economy.model import first_price_level
from extractors.templates.model import Template
from schemas.dataset import CardKind, CardRow
from schemas.extraction import Extraction
from schemas.source import Block, Line


@dataclass(slots=True)
class CardInput:
    """A card as cut out of its document: its blocks, and what its place in the document tells."""

    blocks: list[Block]
    title: str
    case_id: str | None
    kind: CardKind
    card_id: str
    committee: str | None = None
    heading: Line | None = None
    headings: dict[int, ValueColumns] = field(default_factory=dict)


def read_card(extraction: Extraction, card: CardInput, template: Template) -> None:
    """File a card: its row, its tables, its form tables, its sections and the amounts in its text."""
    document_id = extraction.document.document_id
    blocks, taken = card.blocks, set[int]()
    summary = read_summary(blocks, taken, template)
    presenting = read_field(blocks, "presenting_administration", taken, template)
    affected = read_field(blocks, "affected_administrations", taken, template)
    tables = add_tables(extraction, card.card_id, blocks, taken, card.headings)
    heads = bare_headings(blocks, template)
    for reader in (follow_up_goals, prioritisation_criteria, consultations):
        rows, used = reader(blocks, card_id=card.card_id, document_id=document_id, heads=heads)
        extraction.add(*rows)
        taken |= used
    note = price_note(blocks, taken, template)
    springs = springs_from_innovation(blocks, taken)
    sections = cut_sections(blocks, taken, template)
    add_prose(extraction, card.card_id, summary, sections)
    level = first_price_level(tables)
    extraction.add(
        CardRow(
            document_id=document_id,
            card_id=card.card_id,
            case_id=card.case_id,
            title=card.title,
            kind=card.kind,
            committee=card.committee,
            committee_id=organisation_id(card.committee),
            presenting_administration=presenting,
            presenting_administration_id=_administration(presenting),
            affected_administrations=administrations(affected),
            summary=summary.text if summary else None,
            price_level=level,
            price_note=note,
            springs_from_innovation=springs,
            **span_of([card.heading, *blocks] if card.heading else blocks),
            **place_of(card.heading),
        )
    )


def _administration(printed: str | None) -> str | None:
    """The forvaltning's id, also where a unit of it is named: `Økonomiforvaltningen (KIT)` -> `ØKF`."""
    found = resolve(printed) if printed else None
    administration = administration_of(found) if found else None
    return administration.id if administration else None


def span_of(blocks: Sequence[Block]) -> dict[str, int | None]:
    """The first and last printed line and page of some blocks, as columns of a card."""
    lines, pages = [], []
    for block in blocks:
        if isinstance(block, Line):
            lines.append(None if block.blank else block.number)
            pages.append(block.page)
        else:
            lines += [r.line for r in block.rows]
            pages += [r.page for r in block.rows]
    numbers, leaves = [n for n in lines if n], [n for n in pages if n]
    return {
        "first_line": min(numbers, default=None),
        "last_line": max(numbers, default=None),
        "first_page": min(leaves, default=None),
        "last_page": max(leaves, default=None),
    }
