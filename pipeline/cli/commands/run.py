"""Read every file of the raw folder and publish the clean dataset."""

from __future__ import annotations

import json
import sys
import time
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from pipeline.cli.options import clean_option, raw_option, review_option, templates_option
from pipeline.system.terminal import clean

_FAIL_ON = {"error": ("error",), "warning": ("error", "warning")}
_FAILED, _FOUND, _REFUSED = 1, 2, 3
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
@click.option(
    "--password-file",
    type=click.Path(path_type=Path),
    envvar="BILAG_PASSWORD_FILE",
    help="Passwords for encrypted PDFs, one a line.",
)
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Documents read at once; 0: one a core.")
@click.option(
    "--engine",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help="Who reads: processes of this machine, or a Dask cluster that shares its folders.",
)
@click.option("--scheduler", help="The Dask scheduler, tcp://host:port; without one, workers of this machine.")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    default=300.0,
    show_default=True,
    help="Seconds a document may take.",
)
@click.option(
    "--memory-limit",
    type=_positive,
    default=3000,
    show_default=True,
    help="MB of memory a document may take.",
)
@click.option("--size-limit", type=_positive, default=200, show_default=True, help="Largest file, in MB.")
@click.option("--keep", type=click.IntRange(min=0), default=5, show_default=True, help="Older releases to keep.")
@click.option(
    "--keep-days",
    type=click.FloatRange(min=0),
    default=0,
    show_default=True,
    help="Days for which older releases are kept whatever their number.",
)
@click.option(
    "--rest",
    type=click.FloatRange(min=0),
    default=0,
    show_default=True,
    help="Leave out, as still being copied, files written to within so many seconds.",
)
@click.option(
    "--max-shrink",
    type=_percent,
    default=5,
    show_default=True,
    help="Percent of documents, cards, amounts and page images that a release may lack of the one before.",
)
@click.option(
    "--max-quarantine",
    type=_percent,
    default=25,
    show_default=True,
    help="Percent of all files that may be newly quarantined; two always may.",
)
@click.option("--allow-shrink", is_flag=True, help="Publish whatever the release lacks of the one before.")
def command(
    *, raw: Path, out: Path, review: Path, as_json: bool, fail_on: tuple[str, ...], **options: Any
) -> None:  # fmt: skip
    """Read every file of the raw folder and publish the clean dataset.

    Exit code 0: every file was used or quarantined. 1: nothing was published, and the last release stands.
    2: published, but --fail-on. 3: refused, since the release would lack too much of the last one, which stands
    (--max-shrink, --allow-shrink). 130 or 143: interrupted or told to stop; the last release stands.
    """
    from pipeline.system.interruption import interruptible

    settings = _settings(raw, out, review, options)
    started = time.monotonic()
    with interruptible() as told:
        try:
            summary = _run(settings, as_json=as_json)
        except KeyboardInterrupt:
            _say_failed("interrupted; the last release stands", as_json=as_json)
            sys.exit(told.exit_code)
    seconds = time.monotonic() - started
    if as_json:
        click.echo(json.dumps({"ok": True, **summary, "seconds": round(seconds, 2)}, ensure_ascii=False))
    else:
        _say(summary, out, seconds)
    severe = any(summary["findings"].get(s) for f in fail_on for s in _FAIL_ON.get(f, ()))
    left_out = {"quarantine": summary["quarantined"], "template": summary["broken_templates"]}
    if severe or any(left_out.get(f) for f in fail_on):
        sys.exit(_FOUND)


def _run(settings: dict[str, Any], *, as_json: bool) -> dict[str, Any]:
    """The summary of the run; ends the program when nothing was published."""
    from pipeline.release.shrinking import RefusedError
    from pipeline.system.errors import RunError
    from pipeline.work.progress import listener
    from pipeline.work.run import run_all
    from pipeline.work.settings import Settings

    try:
        with listener(quiet=as_json) as heard:
            return asdict(run_all(Settings(**settings), heard))
    except RunError as error:
        _say_failed(str(error), as_json=as_json)
        sys.exit(_REFUSED if isinstance(error, RefusedError) else _FAILED)
    except Exception as error:  # a defect of ours: said where machines look, and in full for whoever mends it
        traceback.print_exc()
        _say_failed(f"a defect in this program: {error!r}; the last release stands", as_json=as_json)
        sys.exit(_FAILED)


def _settings(raw: Path, out: Path, review: Path, options: dict[str, Any]) -> dict[str, Any]:
    password_file = options["password_file"]
    return {
        "raw_dir": str(raw),
        "clean_dir": str(out),
        "review_dir": str(review),
        "templates": list(options["templates"]),
        "workers": options["jobs"],
        "engine": options["engine"],
        "scheduler": options["scheduler"],
        "time_limit": options["time_limit"],
        "memory_limit_mb": options["memory_limit"],
        "file_limit_mb": options["size_limit"],
        "keep_releases": options["keep"],
        "keep_days": options["keep_days"],
        "rest_seconds": options["rest"],
        "shrink_percent": options["max_shrink"],
        "quarantine_percent": options["max_quarantine"],
        "allow_shrink": options["allow_shrink"],
        "password_file": str(password_file) if password_file else None,
    }


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
    click.echo(f"quarantined: {len(summary['quarantined'])}")
    for q in summary["quarantined"]:
        click.echo(f"  {clean(q['file_name'])}: {q['reason']}. {clean(q['message'])}")
    click.echo(f"report: {clean(out / 'current' / 'report' / 'index.html')}")
    if summary["changed"] and summary.get("why"):
        click.echo(f"why: {clean(summary['why'])}")
    what = "release" if summary["changed"] else "nothing changed since release"
    click.echo(f"{what} {summary['release']} in {clean(out / 'current')} ({seconds:.1f} s)")
