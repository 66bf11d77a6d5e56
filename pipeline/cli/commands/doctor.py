"""Look whether this machine has what a run needs, and say how to mend what is missing."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import click

from pipeline.cli.options import clean_option, configuration, raw_option, review_option


@click.command("doctor")
@raw_option
@clean_option
@review_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Exit 1 on warnings too.")
def command(*, raw: str, out: str, review: str, form: str, strict: bool) -> None:
    """Look whether this machine has what a run needs, and say how to mend what is missing.

    Exit code 1: something that is needed is missing. A warning is about what a run can do without (Tesseract, for
    bilag that are no scans).
    """
    from pipeline.system.terminal import clean
    from pipeline.work.config import Value
    from pipeline.work.examination import examine

    given = {"folders.raw": raw, "folders.clean": out, "folders.review": review}
    said = configuration()
    values = {**said.values, **{key: Value(str(value), "option") for key, value in given.items()}}
    told = examine(replace(said, values=values))
    if form == "json":
        click.echo(json.dumps([asdict(t) for t in told], ensure_ascii=False, indent=1))
    else:
        wide = max(len(t.what) for t in told)
        for t in told:
            click.echo(clean(f"{t.state:8} {t.what:{wide}}  {t.said}"))
            if t.mend and t.state != "ok":
                click.echo(clean(f"{'':8} {'':{wide}}  -> {t.mend}"))
    if any(t.state == "missing" or (strict and t.state == "warning") for t in told):
        raise SystemExit(1)
