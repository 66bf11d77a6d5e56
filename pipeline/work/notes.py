"""What the last publishing run was made of, kept in the store: so that a run with nothing new to do knows it at once.

`inputs` is a digest of all that a release is made of; `state` of what can be seen of the folders without opening a
bilag, which is how the sensor knows that there is something new.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.system.durable import read_sealed, write_sealed
from pipeline.work.confidential import Secrecy
from pipeline.work.raw import RawFile, seen
from pipeline.work.store import FINAL_REASONS, Outcome, Store
from pipeline.work.versions import release_fingerprint

_FOR_GOOD = FINAL_REASONS | {"retired"}


class Note(BaseModel):
    """Which release stands for which inputs, or why they were refused."""

    model_config = ConfigDict(frozen=True)
    release: str
    inputs: str
    state: str
    refused: str | None = None
    settled: str = ""
    """By what program it was made, where as long as `state` is the same no other run can come to anything else."""


def published(store: Store, *, internal: bool = False) -> Note | None:
    """What the last run that published, or found nothing new to publish, noted (of the complete release)."""
    return _read(_note(store, internal=internal))


def refused(store: Store) -> Note | None:
    """What the last run that was refused noted; None when one published since."""
    return _read(store.root / "refused.json")


def note_published(store: Store, note: Note, *, internal: bool = False) -> None:
    """Note that a release stands for these inputs. Raises OSError."""
    write_sealed(_note(store, internal=internal), note.model_dump_json().encode())
    (store.root / "refused.json").unlink(missing_ok=True)


def note_refused(store: Store, note: Note) -> None:
    """Note that these inputs make no release. Raises OSError."""
    write_sealed(store.root / "refused.json", note.model_dump_json().encode())


def settled(outcomes: Iterable[Outcome], store: Store, secrecy: Secrecy) -> str:
    """What a note is `settled` by: nothing, where a file had not come to rest or will be tried again."""
    at_rest = all(o.rested and (o.reason is None or o.reason in _FOR_GOOD) for o in outcomes)
    return settled_by(store, secrecy) if at_rest else ""


def settled_by(store: Store, secrecy: Secrecy) -> str:
    """This program, with the templates of the store, and which names are secret."""
    return _digest([release_fingerprint(), store.version, secrecy.also, secrecy.never])


def inputs_of(outcomes: Iterable[Outcome], store: Store, review: Path, secrecy: Secrecy) -> str:
    """A digest of all that a release is made of: the files, decisions, which of them are secret, and our own code."""
    secret = [secrecy.also, secrecy.never]
    files = sorted([o.file_name, o.sha256, o.reason, o.message, o.confidential] for o in outcomes)
    return _digest([release_fingerprint(), store.version, files, _reviewed(review), secret])


def state_of(outcomes: Iterable[Outcome], review: Path, templates: str = "") -> str:
    """The state of the folders that these outcomes were made of; see `state_seen`."""
    return _digest([sorted([o.file_name, o.stamp] for o in outcomes), _reviewed(review), templates])


def state_seen(files: Iterable[RawFile], review: Path, templates: str = "") -> str:
    """A digest of the files' names, sizes and times, of what people decided, and of added templates (their digest)."""
    return _digest([sorted([f.name, seen(f)] for f in files), _reviewed(review), templates])


def _note(store: Store, *, internal: bool) -> Path:
    return store.root / ("internal.json" if internal else "published.json")


def _reviewed(review: Path) -> list[list[str]]:
    found = []
    for path in sorted(review.glob("*.yaml")):
        try:
            found.append([path.name, hashlib.sha256(path.read_bytes()).hexdigest()])
        except OSError:
            found.append([path.name, "unreadable"])
    return found


def _digest(what: object) -> str:
    return hashlib.sha256(json.dumps(what, ensure_ascii=True).encode()).hexdigest()


def _read(path: Path) -> Note | None:
    try:
        return Note.model_validate_json(read_sealed(path))
    except (OSError, ValueError, ValidationError):
        return None
