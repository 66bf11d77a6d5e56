"""Write the questions to the administration behind a proposal: a letter in Danish, the worst first."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.cli.options import clean_option


@click.command("letter")
@click.argument("case")
@click.option("--format", "form", type=click.Choice(["docx", "html", "md"]), default="docx", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File; '-' is standard output.")
@click.option(
    "--document", help="The bilag, where several hold the case: the beginning of its id, or of its file name."
)
@click.option("--all", "everything", is_flag=True, help="Ask about remarks (info) as well.")
@clean_option
def command(
    *, case: str, form: str, output: Path | None, document: str | None, everything: bool, out: Path
) -> None:  # fmt: skip
    """Write the questions to the administration behind a proposal: a letter in Danish, the worst first.

    CASE is a case number or a card's id. Only open findings are asked about. Without -o the file is named after the
    case; Markdown and HTML go to standard output.
    """
    from pipeline.cli.names import cases_named, documents_named
    from pipeline.release.read import Dataset
    from pipeline.report.dataset import load
    from pipeline.report.letter import letter
    from pipeline.report.letter_files import as_docx, as_html, as_markdown
    from pipeline.system.terminal import clean
    from schemas.dataset import Severity

    dataset = Dataset(out)
    meant = documents_named(dataset.rows("documents"), [document] if document else [])
    cards = [c for c in dataset.rows("cards") if c["document_id"] in meant]
    found = sorted(cases_named(cards, [case]))
    if len(found) > 1:
        told = ", ".join(found)
        raise click.ClickException(f"{len(found)} cards go by {case}; name one with --document or by its id: {told}")
    release = load(dataset.path.resolve())
    severities: list[Severity] = ["error", "warning", "info"] if everything else ["error", "warning"]
    made = letter(release, release.cards_by_id[found[0]], severities)
    data = as_docx(made) if form == "docx" else (as_html if form == "html" else as_markdown)(made).encode()
    target = output or (Path(f"{_file_name(case)}.docx") if form == "docx" else Path("-"))
    if str(target) == "-":
        sys.stdout.buffer.write(data)
        return
    try:
        target.write_bytes(data)
    except OSError as error:
        raise click.ClickException(f"{target} cannot be written: {error.strerror}") from error
    click.echo(f"{clean(target)}: {len(made.questions)} spørgsmål til {clean(made.to)}")


def _file_name(case: str) -> str:
    return "spoergsmaal-" + "".join(c if c.isalnum() else "-" for c in case)
