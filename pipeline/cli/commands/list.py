"""List the documents and cards of the current release."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import clean_option, document_option


@click.command("list")
@clean_option
@document_option
def command(*, out: Path, documents: tuple[str, ...]) -> None:  # fmt: skip
    """List the documents and cards of the current release."""
    from pipeline.cli.names import documents_named
    from pipeline.release.read import Dataset
    from pipeline.system.terminal import clean, fitted

    dataset = Dataset(out)
    cards = dataset.rows("cards")
    rows = dataset.rows("documents")
    meant = documents_named(rows, documents)
    for doc in (d for d in rows if d["document_id"] in meant):
        click.echo(fitted(f"{doc['document_id']}  {doc['kind']}  {clean(doc['file_name'])}"))
        if doc["title"]:
            click.echo(fitted(f"  {clean(doc['title'])}"))
        for card in cards:
            if card["document_id"] == doc["document_id"]:
                click.echo(fitted(f"  {clean(card['case_id'] or '-'):12}  {clean(card['title'])}"))
    for file in dataset.rows("quarantine"):
        click.echo(fitted(f"quarantined  {clean(file['file_name'])}: {file['reason']}"))
