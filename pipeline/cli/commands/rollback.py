"""Make an earlier release the current one again."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import clean_option


@click.command("rollback")
@click.argument("release")
@clean_option
def command(*, release: str, out: Path) -> None:  # fmt: skip
    """Make an earlier release the current one again, and keep it.

    RELEASE is its name or the beginning of it; see: bilag releases. It must be whole. A later run publishes anew when
    bilag, decisions or this program have changed since; as long as they have not, the release that was rolled back to
    stands. It is pinned: no later run removes it (bilag pin --remove).
    """
    from pipeline.release.history import damage, find_release, locked, pin, switch
    from pipeline.system.errors import RunError
    from pipeline.work.notes import note_published, published
    from pipeline.work.settings import Settings

    store = Settings(clean_dir=str(out)).store()
    try:
        with locked(out):
            found = find_release(out, release)
            wrong = damage(found)
            if wrong:
                raise RunError(f"{found.name} is damaged ({wrong[0]}); see: bilag verify {found.name}")
            pin(found, "rolled back to")
            switch(out, found)
            note = published(store)
            if note:
                note_published(store, note.model_copy(update={"release": found.name}))
    except (RunError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{found.name} is current again; it stands until something changes in the folders")
