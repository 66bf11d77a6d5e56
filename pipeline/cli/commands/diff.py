"""Tell which amounts and findings appeared, vanished or changed between two releases."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import click

from pipeline.cli.options import clean_option


@click.command("diff")
@click.argument("release_a", type=click.Path(path_type=Path))
@click.argument("release_b", type=click.Path(path_type=Path), default="current")
@clean_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--exit-code", is_flag=True, help="Exit 1 when the releases differ.")
def command(*, release_a: Path, release_b: Path, out: Path, form: str, exit_code: bool) -> None:  # fmt: skip
    """Tell which amounts and findings appeared, vanished or changed between two releases.

    RELEASE_A and RELEASE_B are names under releases/, the word "current" (the default of the second), or folders.
    """
    from pipeline.release.diff import release_diff
    from pipeline.system.terminal import clean

    before, after = (_folder(out, name) for name in (release_a, release_b))
    try:
        changes = release_diff(before, after)
    except OSError as error:
        raise click.ClickException(f"a release cannot be read: {error}") from error
    if form == "json":
        rows = [
            {"table": c.table, "kind": c.kind, "key": list(c.key), "before": c.before, "after": c.after}
            for c in changes
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for change in changes:
            name = " / ".join(clean(k) for k in change.key if k is not None)
            click.echo(f"{change.kind:9} {change.table}  {name}: {clean(change.before)} -> {clean(change.after)}")
        counts = Counter((c.table, c.kind) for c in changes)
        click.echo(", ".join(f"{n} {table} {kind}" for (table, kind), n in sorted(counts.items())) or "no difference")
    if exit_code and changes:
        raise SystemExit(1)


def _folder(out: Path, name: Path) -> Path:
    for folder in (out / "releases" / name, out / name, name):
        if (folder / "documents.parquet").exists():
            return folder.resolve()
    raise click.ClickException(f"there is no release {name} in {out}")
