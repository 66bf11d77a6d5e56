"""The five bilag as they are read, and a release of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from extractors.extract import extract
from pipeline.derived import derive
from pipeline.lineage import link_cards
from pipeline.reconcile.run import reconcile
from pipeline.release.publish import publish
from schemas.dataset import Row

RAW = Path(__file__).parents[1] / "data" / "raw"


@cache
def five_tables() -> dict[str, list[Row]]:
    """Every table of a release of the five bilag; made once a process, to be read only."""
    tables: dict[str, list[Row]] = {}
    for path in sorted(RAW.glob("*.txt")):
        extraction = extract(path.read_bytes(), path.name)
        tables.setdefault("documents", []).append(extraction.document)
        for name, rows in extraction.rows.items():
            tables.setdefault(name, []).extend(rows)
    found = link_cards(tables)
    tables |= {**reconcile(tables, announcements=found.announcements), "lineage": list(found.rows)}
    return tables | derive(tables)


def publish_five(folder: Path) -> Path:
    """Publish them into a folder; the folder."""
    publish(five_tables(), folder)
    return folder
