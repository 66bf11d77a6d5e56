"""Take a file out of the dataset with a reason, so that no run misses it."""

from __future__ import annotations

import datetime as dt
import getpass
from pathlib import Path

import click

from pipeline.cli.options import clean_option, raw_option, review_option


@click.command("retire")
@click.argument("file")
@click.option("--reason", required=True, help="Why it goes.")
@click.option("--by", default=None, help="Who decides; without it, the user's name.")
@click.option("--undo", is_flag=True, help="Take it in again.")
@raw_option
@clean_option
@review_option
def command(
    *, file: str, reason: str, by: str | None, undo: bool, raw: str, out: Path, review: Path
) -> None:  # fmt: skip
    """Take a file out of the dataset with a reason, so that no run misses it.

    FILE is its name under the raw folder; it may lie there still, or be gone already. These bytes are left out from the
    next `bilag run` on; other bytes under the same name are read. Earlier releases keep what they hold.
    """
    from pipeline.system.terminal import clean
    from pipeline.work.retired import Retired, add_retired, load_retired, remove_retired

    try:
        if undo:
            entry = next((e for e in load_retired(review).values() if e.file == file), None)
            if entry is None:
                raise click.ClickException(f"{clean(file)} was not retired")
            remove_retired(review, entry)
        else:
            today = dt.date.today()  # noqa: DTZ011 -- the user's own day
            add_retired(review, Retired(file, _sha256(file, raw, out), reason, by or getpass.getuser(), today))
    except (OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    done = "is taken in again" if undo else "leaves the dataset"
    click.echo(f"{clean(file)} {done} with the next: bilag run")


def _sha256(file: str, raw: str, out: Path) -> str:
    """That of the file as it was last published; where it never was, as it lies in the raw folder."""
    from pipeline.release.read import Dataset
    from pipeline.system.durable import sha256_of
    from pipeline.system.terminal import clean
    from pipeline.work.settings import Settings

    if (out / "current").is_dir():
        for document in Dataset(out).rows("documents"):
            if file in (document["file_name"], *document["other_names"]):
                return str(document["sha256"])
    settings = Settings(raw_dir=raw, clean_dir=str(out))
    if (settings.raw / file).is_file():
        return sha256_of(settings.raw / file)
    place = settings.raw_shown
    raise click.ClickException(f"{clean(file)} is neither in the current release nor in {place}; see: bilag list")
