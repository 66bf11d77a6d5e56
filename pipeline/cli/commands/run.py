"""Read every file of the raw folder and publish the clean dataset."""

from __future__ import annotations

import json
import logging
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.options import (
    clean_option,
    configuration,
    password_option,
    raw_option,
    review_option,
    setting,
    templates_option,
)
from pipeline.system.terminal import clean

if TYPE_CHECKING:
    from pipeline.system.journal import Logging

_FAIL_ON = {"error": ("error",), "warning": ("error", "warning")}
_positive = click.IntRange(min=1)
_percent = click.FloatRange(min=0, max=100)


@click.command("run")
@raw_option
@clean_option
@review_option
@templates_option
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "quarantine", "template"]),
    multiple=True,
    help="Exit 2 when open findings are this severe, files are quarantined, or templates are broken; may be repeated.",
)
@password_option
@setting(
    "--jobs",
    "workers",
    key="limits.jobs",
    shown="0",
    type=click.IntRange(min=0),
    help="Documents read at once; 0: one a core.",
)
@setting(
    "--engine",
    key="engine.name",
    shown="local",
    type=click.Choice(["local", "dask"]),
    help="Who reads: processes of this machine, or a Dask cluster that shares its folders.",
)
@setting(
    "--scheduler",
    key="engine.scheduler",
    shown="none",
    help="The Dask scheduler, tcp://host:port; without one, workers of this machine.",
)
@setting(
    "--time-limit",
    key="limits.seconds",
    shown="600",
    type=click.FloatRange(min=0, min_open=True),
    help="Seconds a document may take.",
)
@setting(
    "--memory-limit",
    "memory_limit_mb",
    key="limits.memory_mb",
    shown="3000",
    type=_positive,
    help="MB of memory a document may take.",
)
@setting(
    "--size-limit", "file_limit_mb", key="limits.file_mb", shown="200", type=_positive, help="Largest file, in MB."
)
@setting(
    "--keep",
    "keep_releases",
    key="releases.keep",
    shown="5",
    type=click.IntRange(min=0),
    help="Older releases to keep.",
)
@setting(
    "--keep-days",
    key="releases.keep_days",
    shown="0",
    type=click.FloatRange(min=0),
    help="Days for which older releases are kept whatever their number.",
)
@setting(
    "--rest",
    "rest_seconds",
    key="limits.rest_seconds",
    shown="0",
    unset=0.0,
    type=click.FloatRange(min=0),
    help="Leave out, as still being copied, files written to within so many seconds.",
)
@setting(
    "--max-shrink",
    "shrink_percent",
    key="releases.max_shrink",
    shown="5",
    type=_percent,
    help="Percent of documents, cards, amounts and page images that a release may lack of the one before.",
)
@setting(
    "--max-quarantine",
    "quarantine_percent",
    key="releases.max_quarantine",
    shown="25",
    type=_percent,
    help="Percent of all files that may be newly quarantined; two always may.",
)
@setting(
    "--internal",
    "internal_dir",
    key="folders.internal",
    shown="none",
    type=click.Path(path_type=Path),
    help="Folder for a complete release besides, confidential bilag included, that only its owner can read.",
)
@click.option("--allow-shrink", is_flag=True, help="Publish whatever the release lacks of the one before.")
@setting(
    "--log-format",
    "format",
    key="log.format",
    shown="human",
    type=click.Choice(["human", "json"]),
    help="How the lines on standard error are written.",
)
@click.option("-v", "--verbose", is_flag=True, help="Tell of every stage and every known document.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing when all is well; warnings and errors otherwise.")
def command(
    *, raw: str, out: Path, review: Path, as_json: bool, fail_on: tuple[str, ...], **options: Any
) -> None:  # fmt: skip
    """Read every file of the raw folder and publish the clean dataset.

    Exit code 0: every file was used or quarantined. 1: nothing was published, and the last release stands.
    2: published, but --fail-on. 3: refused, since the release would lack too much of the last one, which stands
    (--max-shrink, --allow-shrink). 130 or 143: interrupted or told to stop; the last release stands.
    """
    from pipeline.system.interruption import interruptible
    from pipeline.system.journal import kept, new_run, on_terminal
    from pipeline.work.afterwards import FOUND, Ended, remember

    log = _log_settings(options)
    folders = {"raw_dir": raw, "clean_dir": out, "review_dir": review}
    settings = _settings({**folders, **options})
    watched = on_terminal() and log.format == "human" and not options["verbose"] and not options["quiet"]
    started, run = time.monotonic(), new_run()
    with interruptible() as told, kept(log, out, sys.stderr, only_warnings=watched) as lines:
        try:
            summary, code, message = _run(settings, bar=watched and not as_json, lines=lines)
        except KeyboardInterrupt:
            summary, code, message = None, told.exit_code, "interrupted; the last release stands"
        if summary and _is_found(summary, fail_on):
            code = FOUND
        seconds = round(time.monotonic() - started, 3)
        ended = Ended(run=run, finished=time.time(), seconds=seconds, exit_code=code, message=message)
        remember(configuration(), out, ended, summary)
    if summary is None:
        _say_failed(message, as_json=as_json)
    elif as_json:
        click.echo(json.dumps({"ok": True, **summary, "seconds": round(seconds, 2)}, ensure_ascii=False))
    elif not options["quiet"]:
        _say(summary, out, seconds)
    sys.exit(code)


def _is_found(summary: dict[str, Any], fail_on: tuple[str, ...]) -> bool:
    """Whether something is there that --fail-on names."""
    severe = any(summary["findings"].get(s) for f in fail_on for s in _FAIL_ON.get(f, ()))
    left_out = {"quarantine": summary["quarantined"], "template": summary["broken_templates"]}
    return bool(severe or any(left_out.get(f) for f in fail_on))


def _run(settings: dict[str, Any], *, bar: bool, lines: Path | None) -> tuple[dict[str, Any] | None, int, str]:
    """The summary of the run, or None where nothing was published; the exit code; how it ended, in a line."""
    from pipeline.release.shrinking import RefusedError
    from pipeline.system.errors import RunError
    from pipeline.work.afterwards import FAILED, REFUSED
    from pipeline.work.progress import listener
    from pipeline.work.run import run_all
    from pipeline.work.settings import Settings

    try:
        with listener(bar=bar) as heard:
            summary = asdict(run_all(Settings(**settings), heard))
    except RunError as error:
        return None, REFUSED if isinstance(error, RefusedError) else FAILED, str(error)
    except Exception as error:  # a defect of ours: in full in the log, for whoever mends it
        logging.getLogger("bilag").exception("defect")
        where = f"; the details are in {lines}" if lines else ""
        return None, FAILED, f"a defect in this program: {error!r}{where}; the last release stands"
    what = "published" if summary["changed"] else "nothing changed since"
    return summary, 0, f"{what} {summary['release']}"


def _log_settings(options: dict[str, Any]) -> Logging:
    log: Logging = configuration().log
    level = "debug" if options["verbose"] else "warning" if options["quiet"] else log.level
    return log.model_copy(update={"level": level, "format": options["format"]})


def _settings(options: dict[str, Any]) -> dict[str, Any]:
    """The run's settings: what the options say, over what is configured."""
    from pipeline.work.settings import Settings

    said = {k: str(v) if isinstance(v, Path) else v for k, v in options.items() if k in Settings.model_fields}
    return {**configuration().fields(Settings), **said, "templates": list(options["templates"]), "retries": 0}


def _say_failed(message: str, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"ok": False, "error": message}, ensure_ascii=False))
    else:
        click.echo(f"bilag run failed: {clean(message)}", err=True)


def _say(summary: dict[str, Any], out: Path, seconds: float) -> None:
    rows, findings = summary["rows"], summary["findings"]
    counted = ", ".join(
        f"{rows[table]:,} {name}".replace(",", ".")
        for table, name in (
            ("documents", "documents"), ("cards", "cards"), ("economic_tables", "tables"),
            ("economic_amounts", "amounts"), ("overview_amounts", "overview amounts"),
        )
    )  # fmt: skip
    click.echo(counted)
    click.echo("findings: " + ", ".join(f"{n} {severity}" for severity, n in findings.items()))
    for name in summary["duplicates"]:
        click.echo(f"same bytes as another file, published once: {clean(name)}")
    for why in summary["broken_templates"]:
        click.echo(f"template left out: {clean(why)}")
    if summary["confidential"]:
        click.echo(f"confidential, only said to be there: {summary['confidential']}")
    click.echo(f"quarantined: {len(summary['quarantined'])}")
    for q in summary["quarantined"]:
        click.echo(f"  {clean(q['file_name'])}: {q['reason']}. {clean(q['message'])}")
    click.echo(f"report: {clean(out / 'current' / 'report' / 'index.html')}")
    if summary["changed"] and summary.get("why"):
        click.echo(f"why: {clean(summary['why'])}")
    what = "release" if summary["changed"] else "nothing changed since release"
    click.echo(f"{what} {summary['release']} in {clean(out / 'current')} ({seconds:.1f} s)")
