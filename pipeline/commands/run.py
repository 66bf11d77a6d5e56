"""Read every file of the raw folder and publish the clean dataset."""

from __future__ import annotations

import json
import sys
import time
import traceback
from pathlib import Path
from typing import Any

import click

from pipeline.options import clean_option
from pipeline.terminal import clean

_FAIL_ON = {"error": ("error",), "warning": ("error", "warning")}


@click.command("run")
@click.option("--raw", type=click.Path(path_type=Path), default="data/raw", show_default=True, help="Folder of bilag.")
@clean_option
@click.option(
    "--review",
    type=click.Path(path_type=Path),
    default="data/review",
    show_default=True,
    help="Folder of decisions on findings and official price factors.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.option("--fail-on", type=click.Choice(["error", "warning"]), help="Exit 2 when open findings are this severe.")
@click.option("--password-file", type=click.Path(path_type=Path), help="Passwords for encrypted PDFs, one a line.")
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Documents read at once; 0: one a core.")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    default=300.0,
    show_default=True,
    help="Seconds a document may take.",
)
@click.option(
    "--memory-limit",
    type=click.IntRange(min=1),
    default=3000,
    show_default=True,
    help="MB of memory a document may take.",
)
@click.option("--size-limit", type=click.IntRange(min=1), default=200, show_default=True, help="Largest file, in MB.")
@click.option("--keep", type=click.IntRange(min=0), default=5, show_default=True, help="Older releases to keep.")
def command(*, raw: Path, out: Path, as_json: bool, fail_on: str | None, **options: Any) -> None:  # fmt: skip
    """Read every file of the raw folder and publish the clean dataset.

    Exit code 0 when every file was used or quarantined, 1 when nothing could be published, 2 with --fail-on.
    """
    from pipeline.engine import RunError
    from pipeline.progress import listener
    from pipeline.runner import run_all

    started = time.monotonic()
    try:
        with listener(quiet=as_json) as heard:
            summary = run_all(_settings(raw, out, options), heard)
    except RunError as error:
        _say_failed(str(error), as_json=as_json)
        sys.exit(1)
    except Exception as error:  # a defect of ours: said where machines look, and in full for whoever mends it
        traceback.print_exc()
        _say_failed(f"a defect in this program: {error!r}; the last release stays as it is", as_json=as_json)
        sys.exit(1)
    seconds = time.monotonic() - started
    if as_json:
        click.echo(json.dumps({"ok": True, **summary, "seconds": round(seconds, 2)}, ensure_ascii=False))
    else:
        _say(summary, out, seconds)
    if fail_on and any(summary["findings"].get(s) for s in _FAIL_ON[fail_on]):
        sys.exit(2)


def _settings(raw: Path, out: Path, options: dict[str, Any]) -> dict[str, Any]:
    password_file = options["password_file"]
    return {
        "raw_dir": str(raw),
        "clean_dir": str(out),
        "review_dir": str(options["review"]),
        "workers": options["jobs"],
        "time_limit": options["time_limit"],
        "memory_limit_mb": options["memory_limit"],
        "file_limit_mb": options["size_limit"],
        "keep_releases": options["keep"],
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
    click.echo(f"quarantined: {len(summary['quarantined'])}")
    for q in summary["quarantined"]:
        click.echo(f"  {clean(q['file_name'])}: {q['reason']}. {clean(q['message'])}")
    click.echo(f"report: {clean(out / 'current' / 'report' / 'index.html')}")
    what = "release" if summary["changed"] else "nothing changed since release"
    click.echo(f"{what} {summary['release']} in {clean(out / 'current')} ({seconds:.1f} s)")
