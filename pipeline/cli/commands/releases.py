"""List the releases that are kept: what each holds, when and why it was made, and which is current."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from pipeline.cli.options import clean_option


@click.command("releases")
@clean_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(*, out: Path, form: str) -> None:  # fmt: skip
    """List the releases that are kept, newest first: what each holds, when and why it was made."""
    from pipeline.release.history import current_release, list_releases

    current = current_release(out)
    found = [_told(release, current) for release in reversed(list_releases(out))]
    if form == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for release in found:
        click.echo(_line(release))
    if not found:
        click.echo(f"there is no release in {out}; make one with: bilag run", err=True)


def _told(release: Path, current: Path | None) -> dict[str, Any]:
    from pipeline.release.history import files_of, pinned, read_package

    package = read_package(release)
    rows = {r["name"]: r.get("row_count", r.get("rows")) for r in package["resources"]} if package else {}
    return {
        "release": release.name,
        "current": release == current,
        "pinned": pinned(release),
        "created": package["created"] if package else None,
        "rows": rows,
        "bytes": sum(p.stat().st_size for p in files_of(release)),
        "why": package.get("why") if package else "datapackage.json is missing or damaged; see: bilag verify",
    }


def _line(release: dict[str, Any]) -> str:
    from pipeline.system.terminal import clean

    counts = ", ".join(
        f"{release['rows'].get(table, '?')} {name}"
        for table, name in (
            ("documents", "documents"), ("cards", "cards"), ("economic_amounts", "amounts"),
            ("findings", "findings"), ("quarantine", "quarantined"),
        )
    )  # fmt: skip
    mark = "*" if release["current"] else " "
    pinned = f"  pinned: {clean(release['pinned'])}" if release["pinned"] is not None else ""
    size = f"{release['bytes'] / 1e6:.1f} MB"
    return f"{mark} {release['release']}  {counts}, {size}{pinned}\n    {clean(release['why'] or '')}"
