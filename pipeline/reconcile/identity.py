"""Ids that stay: a finding has the same id in the next run, also when its bilag comes again with a corrected page.

An id is made of what the finding speaks of (bilag, case, rule, row, year), never of its figures, its lines or the
file's bytes: a decision sticks to it. The figures and texts it shows make its fingerprint: when they change, it
reopens.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from pipeline.reconcile.danish import plain_title
from pipeline.reconcile.model import Document
from pipeline.reconcile.rule import Outcome
from schemas.dataset import DocumentRow, FindingRow


def plain_name(row: DocumentRow) -> str:
    """A document by its budget case, number and title; by its file's name where it says none of them."""
    parts = (row.kind, row.budget_case, row.bilag_no, plain_title(row.title or ""))
    return "|".join(p or "" for p in parts) if any(parts[1:]) else f"{row.kind}|{row.file_name}"


def told_apart(names: Iterable[tuple[str, dt.datetime, str]]) -> dict[str, str]:
    """The names of the documents of one run by id, from the plain name, time of reading and id of each.

    Of several with the same plain name the one read first has it, the others their ids beside it: who comes later
    renames nobody.
    """
    same: dict[str, list[tuple[dt.datetime, str]]] = defaultdict(list)
    for name, read_at, document_id in names:
        same[name].append((read_at, document_id))
    return {
        document_id: f"{name}|{document_id}" if number else name
        for name, group in same.items()
        for number, (_, document_id) in enumerate(sorted(group))
    }


class Identities:
    """Ids for what is said about the documents of one run."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """The documents' names, as `told_apart` gives them."""
        self._names = names
        self._given: Counter[str] = Counter()

    def id(self, document: Document, outcome: Outcome) -> str:
        """16 hex digits for an outcome, told apart from others of the same name by their order."""
        card = outcome.card
        case = (card.case or plain_title(card.row.title)) if card else ""
        name = "|".join((self._names[document.id], case, outcome.rule, *outcome.key))
        self._given[name] += 1
        return _hash(f"{name}|{self._given[name]}")


def fingerprint(finding: FindingRow) -> str:
    """What a decision was made on: the figures and the texts of the evidence, wherever they stand."""
    shown = [finding.expected or "", finding.printed or "", *(e.text for e in finding.evidence)]
    return _hash("\n".join(shown))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
