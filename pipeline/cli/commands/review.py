"""Open the report on this machine, with buttons to accept, reopen, remark on and assign findings."""

from __future__ import annotations

import getpass
from pathlib import Path

import click

from pipeline.cli.options import clean_option, raw_option, review_option


@click.command("review")
@clean_option
@raw_option
@review_option
@click.option("--by", default=None, help="Who decides; without it, the user's name. It can be changed on the page.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port to listen on; without it, a free one.")
@click.option("--open/--no-open", "show", default=True, show_default=True, help="Open it in the browser.")
def command(*, out: Path, raw: str, review: Path, by: str | None, port: int, show: bool) -> None:  # fmt: skip
    """Open the report on this machine, with buttons to accept, reopen, remark on and assign findings.

    Only 127.0.0.1 is listened to, and only who has the printed address, with its random token, gets the page.
    Decisions are written at once, and hold in the release of the next `bilag run`.
    """
    import secrets
    import socket
    import tempfile
    import webbrowser

    from pipeline.cli.serving import serve
    from pipeline.reconcile.config import DECISIONS
    from pipeline.release.read import Dataset
    from pipeline.report.review import HOST, Desk, KeptDrawer, application, redirection
    from pipeline.work.settings import Settings

    current = Dataset(out).path
    settings = Settings(raw_dir=raw, clean_dir=str(out))
    drawer = KeptDrawer(settings.raw, settings.store())
    desk = Desk(current, review / DECISIONS.name, by or getpass.getuser(), drawer)
    try:
        desk.page()  # what cannot be read is told here, not in the browser
        listening = socket.create_server((HOST, port))
    except (OSError, ValueError) as error:
        raise click.ClickException(f"the report cannot be shown: {error}") from error
    token, port = secrets.token_urlsafe(32), listening.getsockname()[1]
    address = f"http://{HOST}:{port}/{token}/"
    click.echo(f"{address}\nStop with Ctrl-C.")
    with tempfile.TemporaryDirectory(prefix="bilag-review-") as private:
        if show:
            page = Path(private) / "aabn.html"  # only its user can read it: other users see what a browser is given
            page.write_text(redirection(address), "utf-8")
            webbrowser.open(page.as_uri())
        serve(application(desk, port, token), listening)
