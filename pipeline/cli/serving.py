"""Pages of this machine, served until they are stopped: by one program, to 127.0.0.1 only."""

from __future__ import annotations

import socket

import click
import uvicorn
from starlette.types import ASGIApp


def serve(pages: ASGIApp, listening: socket.socket) -> None:
    """Answer on a socket that is listened to already, until Ctrl-C. Nothing is logged: addresses may hold a token."""
    config = uvicorn.Config(
        pages, log_level="warning", access_log=False, server_header=False, lifespan="off", proxy_headers=False,
        ws="none",
    )  # fmt: skip
    try:
        uvicorn.Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        click.echo("stopped")
