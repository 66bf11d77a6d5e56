"""Accept a finding with a reason: it stays in the data, and leaves the open list."""

from __future__ import annotations

import datetime as dt
import getpass
from pathlib import Path

import click

from pipeline.cli.options import clean_option, review_option


@click.command("accept")
@click.argument("finding")
@click.option("--reason", required=True, help="Why it may stand.")
@click.option("--by", default=None, help="Who decides; without it, the user's name.")
@clean_option
@review_option
def command(*, finding: str, reason: str, by: str | None, out: Path, review: Path) -> None:  # fmt: skip
    """Accept a finding with a reason: it stays in the data, and leaves the open list.

    FINDING is its id or the beginning of it. The next `bilag run` publishes it as accepted, until its evidence changes.
    """
    from pipeline.reconcile.config import DECISIONS
    from pipeline.reconcile.decisions import accept
    from pipeline.release.read import Dataset
    from pipeline.system.terminal import clean
    from schemas.dataset import FindingRow

    rows = [f for f in Dataset(out).rows("findings") if f["finding_id"].startswith(finding)]
    if len(rows) != 1:
        found = "no finding has" if not rows else f"{len(rows)} findings have"
        raise click.ClickException(f"{found} an id that begins with {finding}; see: bilag findings")
    row = FindingRow.model_validate(rows[0])
    path = review / DECISIONS.name
    try:
        made = accept(path, row, reason, by or getpass.getuser(), dt.date.today())  # noqa: DTZ011 -- the user's own day
    except (OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{made.finding} accepteret af {clean(made.by)} i {path}: {clean(made.what)}")
    click.echo("Den forlader listen over åbne fund ved næste: bilag run")
