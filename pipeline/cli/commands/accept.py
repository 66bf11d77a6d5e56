"""Accept a finding with a reason, or read decisions back from the workbook: accepted ones leave the open list."""

from __future__ import annotations

import datetime as dt
import getpass
from pathlib import Path

import click

from pipeline.cli.options import clean_option, review_option

_NEXT = "Det gælder i udgivelsen fra næste: bilag run"


@click.command("accept")
@click.argument("finding", required=False)
@click.option("--reason", default=None, help="Why it may stand.")
@click.option(
    "--from", "book", type=click.Path(path_type=Path, exists=True, dir_okay=False), default=None, metavar="FILE.xlsx",
    help="A workbook (afstemning.xlsx) with Vurdering, Ansvarlig and Bemærkning filled in.",
)  # fmt: skip
@click.option("--by", default=None, help="Who decides; without it, the user's name.")
@clean_option
@review_option
def command(
    *, finding: str | None, reason: str | None, book: Path | None, by: str | None, out: Path, review: Path
) -> None:  # fmt: skip
    """Accept a finding with a reason: it stays in the data, and leaves the open list.

    FINDING is its id or the beginning of it. The next `bilag run` publishes it as accepted, until its evidence changes.
    With --from, everything that was decided in a workbook is taken over, or nothing where something in it is mistaken.
    """
    from pipeline.reconcile.config import DECISIONS

    path, who = review / DECISIONS.name, by or getpass.getuser()
    try:
        if book is not None and finding is None and reason is None:
            _take_over(book, out, path, who)
        elif finding is not None and reason is not None and book is None:
            _accept(finding, reason, out, path, who)
        else:
            raise click.UsageError("give either FINDING and --reason, or --from FILE.xlsx")
    except (OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error


def _accept(finding: str, reason: str, out: Path, path: Path, by: str) -> None:
    from pipeline.reconcile.decisions import accept
    from pipeline.release.read import Dataset
    from pipeline.system.terminal import clean
    from schemas.dataset import FindingRow

    findings = Dataset(out).rows("findings")
    rows = [f for f in findings if f["finding_id"].startswith(finding)]
    if len(rows) != 1:
        found = "no finding has" if not rows else f"{len(rows)} findings have"
        raise click.ClickException(f"{found} an id that begins with {finding}; see: bilag findings")
    made = accept(path, FindingRow.model_validate(rows[0]), reason, by, _today())
    click.echo(f"{made.finding} accepteret af {clean(made.by)} i {path}: {clean(made.what)}")
    echoes = [f for f in findings if f["root_finding_id"] == made.finding and f["status"] == "open"]
    if echoes:
        click.echo("Det, der følger heraf, står stadig åbent:")
    for echo in echoes:
        click.echo(f"  {echo['finding_id']}  {clean(echo['message'])}")
    click.echo(_NEXT)


def _take_over(book: Path, out: Path, path: Path, by: str) -> None:
    """Write what a workbook decides; nothing where it holds a mistake."""
    from pipeline.reconcile.decisions import decide, load_decisions, record
    from pipeline.release.read import Dataset
    from pipeline.report.returned import returned
    from pipeline.system.terminal import clean
    from schemas.dataset import FindingRow

    findings = [FindingRow.model_validate(f) for f in Dataset(out).rows("findings")]
    found = returned(book, decide(findings, load_decisions(path)))
    for said in found.left_out:
        click.echo(f"sprunget over, {clean(said)}", err=True)
    if found.mistakes:
        shown = "\n".join(f"  {clean(m)}" for m in found.mistakes[:50])
        raise click.ClickException(f"intet er skrevet; ret dette i {book.name} og prøv igen:\n{shown}")
    made = record(path, found.changes, by, _today())
    for decision in made:
        what = "accepteret" if decision.status == "accepted" else "åben"
        whom = f", ansvarlig {decision.assigned_to}" if decision.assigned_to else ""
        click.echo(f"{decision.finding} {what}{clean(whom)}: {clean(decision.reason or 'uden bemærkning')}")
    click.echo(f"{len(made)} beslutninger skrevet i {path}, {len(found.left_out)} rækker sprunget over")
    if made:
        click.echo(_NEXT)


def _today() -> dt.date:
    return dt.date.today()  # noqa: DTZ011 -- the user's own day
