"""Browse the current release on this machine: bilag, cards, tables, findings, search and trace."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from pipeline.cli.options import clean_option, raw_option


@click.command("serve")
@clean_option
@raw_option
@click.option("--port", type=click.IntRange(0, 65535), default=8350, show_default=True, help="0: any that is free.")
@click.option(
    "--password-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with one password a line, tried on encrypted PDFs to draw their pages.",
)
@click.option(
    "--lang",
    type=click.Choice(["da", "en"]),
    default="da",
    show_default=True,
    help="The pages' language; what bilag and findings say is Danish in either.",
)
@click.option("--open/--no-open", "show", default=False, show_default=True, help="Open it in the browser.")
def command(
    *, out: Path, raw: str, port: int, password_file: Path | None, lang: Literal["da", "en"], show: bool
) -> None:
    """Browse the current release on this machine: bilag, cards, tables, findings, search and trace.

    Only 127.0.0.1 is listened to, nothing can be changed, and the addresses of cards and findings last from release to
    release. A release that is published meanwhile is shown at the next click.
    """
    import socket
    import webbrowser

    from extractors.readers.pdf.passwords import read_passwords
    from pipeline.cli.serving import serve
    from pipeline.release.read import Dataset
    from pipeline.web import application
    from pipeline.work.settings import Settings

    Dataset(out)
    passwords = read_passwords(password_file.read_bytes()) if password_file else ()
    try:
        listening = socket.create_server(("127.0.0.1", port))
    except OSError as error:
        raise click.ClickException(f"port {port} cannot be listened to: {error.strerror}; say --port 0") from error
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
    click.echo(f"{address}\nStop with Ctrl-C.")
    if show:
        webbrowser.open(address)
    files = Settings(raw_dir=raw, clean_dir=str(out)).raw  # of a server: the copies that the last run fetched
    serve(application(out, files, passwords=passwords, language=lang, ahead=True), listening)
