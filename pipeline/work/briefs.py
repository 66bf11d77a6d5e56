"""What of every document must be known at once to hold all against each other, kept together in one file.

    <clean>/.cache/among/briefs      by the digest of what a document tells

So a run opens what the documents tell of those only that are new, or that meet another. The file is made anew where it
is missing, damaged or another program's.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from pipeline.lineage.undertakings import Sketch
from pipeline.reconcile.rule import RULES
from pipeline.reconcile.telling import Mark, Told, marks_of
from pipeline.system.durable import read_sealed, write_sealed
from pipeline.work.judgements import ToldFile
from pipeline.work.store import Store
from pipeline.work.versions import release_fingerprint


@dataclass(frozen=True, slots=True)
class Brief:
    """Of one document: what its tellings meet others by, its cards' sketches, and whether it could not tell all."""

    marks: tuple[Mark, ...]
    sketches: tuple[Sketch, ...]
    failing: bool

    @classmethod
    def of(cls, told: ToldFile) -> Brief:
        """That of what a document tells."""
        marks = (m for rule, tellings in tellings_in(told).items() for t in tellings for m in marks_of(rule, t))
        return cls(tuple(marks), tuple(told.sketches), bool(told.failed))


@dataclass(frozen=True, slots=True)
class _File:
    made_by: str
    briefs: dict[str, Brief]


_FILE = TypeAdapter(_File)


class Briefs:
    """The briefs of a store's documents; of the complete release by themselves, as what they tell is."""

    def __init__(self, store: Store, *, internal: bool) -> None:
        """Where they are."""
        self._path: Path = store.root / "among" / ("briefs.whole" if internal else "briefs")

    def known(self) -> Mapping[str, Brief]:
        """Those that are kept, by the digest of what the document tells."""
        with contextlib.suppress(OSError, ValueError):
            found = _FILE.validate_json(read_sealed(self._path))
            if found.made_by == release_fingerprint():
                return found.briefs
        return {}

    def keep(self, briefs: Mapping[str, Brief]) -> None:
        """Keep these, and no others. Raises OSError."""
        write_sealed(self._path, _FILE.dump_json(_File(release_fingerprint(), dict(briefs))), sync=False)


def tellings_in(told: ToldFile) -> Told:
    """The tellings of a document by the rule that they are for, those of rules that are no more left out."""
    kinds = {rule: RULES[rule].telling for rule in told.rules}
    return {rule: [kind.model_validate(t) for t in told.rules[rule]] for rule, kind in kinds.items() if kind}
