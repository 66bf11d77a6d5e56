"""Telling somebody that a run failed: by a command, a web address, or mail. What fails here is logged, and no more.

The command gets the text on its standard input and the subject as `BILAG_ALERT`; the web address a JSON object with
`subject`, `text` and `event`. No text of a bilag is sent.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Event = Literal["failed", "refused", "quarantine", "stale"]
_SECONDS = 20.0
_log = logging.getLogger(__name__)


class Alerts(BaseModel):
    """Who is told of what."""

    model_config = ConfigDict(frozen=True)
    on: list[Event] = Field(
        ["failed", "refused", "stale"],
        description="what is told of: failed, refused (the release would shrink), quarantine (new files), stale",
    )
    command: list[str] = Field([], description="program and arguments; the text comes on its standard input")
    webhook: str | None = Field(
        None, description="web address that a JSON object is posted to", json_schema_extra={"is_secret": True}
    )
    mail_to: list[str] = Field([], description="addresses")
    mail_from: str = Field("bilag@localhost", description="sender of mails")
    smtp: str = Field("localhost:25", description="mail server, host:port; port 465 speaks TLS from the start")
    smtp_starttls: bool = Field(default=False, description="whether TLS is asked for on another port")
    smtp_user: str | None = Field(None, description="name at the mail server")
    smtp_password_file: str | None = Field(
        None, description="file with the password there", json_schema_extra={"is_path": True}
    )

    @field_validator("webhook")
    @classmethod
    def _is_address(cls, value: str | None) -> str | None:
        if value and not value.startswith(("https://", "http://")):
            raise ValueError("must begin with https:// or http://")
        return value

    @field_validator("smtp")
    @classmethod
    def _is_server(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not host or not port.isdigit():
            raise ValueError("must be host:port")
        return value

    @model_validator(mode="after")
    def _are_safe(self) -> Alerts:
        if any("\n" in a or "\r" in a for a in (*self.mail_to, self.mail_from)):
            raise ValueError("alerts.mail_to and alerts.mail_from hold line breaks")
        return self

    @property
    def ways(self) -> list[str]:
        """How somebody is told; empty when nobody is."""
        said = {"command": self.command, "webhook": self.webhook, "mail": self.mail_to}
        return [name for name, value in said.items() if value]


def tell(alerts: Alerts, event: Event, subject: str, text: str) -> list[str]:
    """Tell of an event, when it is one to be told of; the ways that failed, with why."""
    if event not in alerts.on:
        return []
    failed = []
    for way in alerts.ways:
        try:
            {"command": _command, "webhook": _post, "mail": _mail}[way](alerts, event, subject, text)
        except (OSError, ValueError, subprocess.SubprocessError) as error:  # what smtplib raises is an OSError
            # The address may hold a key: only the kind of the error is told.
            why = f"{way}: {type(error).__name__}" if way == "webhook" else f"{way}: {error}"
            failed.append(why)
            _log.warning("the alert %r was not sent (%s)", subject, why)
    return failed


def _command(alerts: Alerts, event: Event, subject: str, text: str) -> None:
    subprocess.run(  # noqa: S603 -- the operator's own words
        alerts.command,
        input=text.encode(),
        env={**os.environ, "BILAG_ALERT": subject, "BILAG_EVENT": event},
        check=True,
        timeout=_SECONDS,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def _post(alerts: Alerts, event: Event, subject: str, text: str) -> None:
    body: dict[str, Any] = {"event": event, "subject": subject, "text": text}
    import urllib.request  # these three take longer to load than a command that tells nobody takes

    request = urllib.request.Request(  # noqa: S310 -- http or https, by validation
        alerts.webhook or "", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=_SECONDS):  # noqa: S310
        pass


def _mail(alerts: Alerts, event: Event, subject: str, text: str) -> None:
    import smtplib
    from email.message import EmailMessage

    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, alerts.mail_from, ", ".join(alerts.mail_to)
    message["X-Bilag-Event"] = event
    message.set_content(text)
    host, _, port = alerts.smtp.rpartition(":")
    kind = smtplib.SMTP_SSL if port == "465" else smtplib.SMTP
    with kind(host, int(port), timeout=_SECONDS) as server:
        if alerts.smtp_starttls:
            server.starttls()
        if alerts.smtp_user and alerts.smtp_password_file:
            server.login(alerts.smtp_user, Path(alerts.smtp_password_file).read_text("utf-8").strip())
        server.send_message(message)
