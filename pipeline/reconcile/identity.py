"""Ids that stay: a finding has the same id in the next run, also when its bilag comes again with a corrected page.

An id is made of what the finding speaks of (bilag, case, rule, row, year), never of its figures, its lines or the
file's bytes: a decision sticks to it. The figures and texts it shows make its fingerprint: when they change, it
reopens.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable

from pipeline.reconcile.danish import plain_title
from pipeline.reconcile.model import Document
from pipeline.reconcile.rule import Outcome
from schemas.dataset import FindingRow


class Identities:
    """Names for the documents of one run, and ids for what is said about them."""

    def __init__(self, documents: Iterable[Document]) -> None:
        """Name each document by its budget case, number and title; a second one of the same name by its bytes too."""
        same: dict[str, list[Document]] = defaultdict(list)
        for document in documents:
            same[self._name(document)].append(document)
        self._names: dict[str, str] = {}
        for name, group in same.items():
            group.sort(key=lambda d: (d.row.ingested_at, d.id))
            for number, document in enumerate(group):
                self._names[document.id] = name if number == 0 else f"{name}|{document.id}"
        self._given: Counter[str] = Counter()

    @staticmethod
    def _name(document: Document) -> str:
        row = document.row
        parts = (row.kind, row.budget_case, row.bilag_no, plain_title(row.title or ""))
        return "|".join(p or "" for p in parts) if any(parts[1:]) else f"{row.kind}|{row.file_name}"

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
