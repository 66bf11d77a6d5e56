"""Findings as a controller reads them: the point in one sentence, the two figures and places, and what follows."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from extractors.danish.numbers import parse_number
from pipeline.reconcile.danish import danish_date, thousands
from pipeline.reconcile.names import SEVERITIES
from pipeline.report.amounts import figures
from pipeline.report.dataset import Lines, Release
from pipeline.report.places import Places
from pipeline.report.source import Excerpt, finding_source
from pipeline.report.words import NO_COMMITTEE, rule_name, sides
from schemas.dataset import Evidence, FindingRow

_AMOUNTS = re.compile(r"[-–−\d][-–−\d.,/ ]*( ?(år|kr\.?|t\. ?kr\.?|mio\.? ?(kr\.?)?|pct\.?|%))?")
_SHORT = 24  # characters: longer texts are shown word by word
_GRAVITY = {name: n for n, name in enumerate(SEVERITIES)}


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a finding points at: what is printed there, split into its label and its amount."""

    label: str
    amount: str
    where: str


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of a text; `differs` where the other text has something else."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding with everything that is shown of it. `echoes` are the findings of the same cause."""

    id: str
    severity: str
    rule: str
    rule_name: str
    document_id: str
    document: str
    committee: str
    card_id: str | None
    case: str
    title: str
    status: str
    remark: str
    """What was decided or remarked, by whom and when: see `by`, `on` and `assigned_to`."""
    by: str
    on: str
    assigned_to: str
    message: str
    year: int | None
    printed: str
    expected: str
    difference: str
    stake: int
    """The kroner that it is about: how far the two figures are apart, 0 where they are no amounts."""
    sides: tuple[str, str]
    """What the two figures are called."""
    printed_words: list[Words]
    expected_words: list[Words]
    main: Place | None
    others: list[Place]
    sum: str
    """Where the amounts of `others` are the terms of the expected sum: that sum, in their unit."""
    source: list[Excerpt]
    echoes: list[FindingView] = field(default_factory=list)

    @property
    def search(self) -> str:
        """What the search looks in, lower case."""
        parts = [self.id, self.case, self.title, self.rule_name, self.message, self.document, self.committee]
        parts += [self.remark, self.by, self.assigned_to, self.main.label if self.main else ""]
        return " ".join([*parts, *(p.label for p in self.others), *(e.message for e in self.echoes)]).lower()

    @property
    def rules(self) -> str:
        """The rules of the finding and its echoes, for the filter."""
        return " ".join(sorted({self.rule, *(e.rule for e in self.echoes)}))

    @property
    def severities(self) -> str:
        """The severities of the finding and its echoes."""
        return " ".join(sorted({self.severity, *(e.severity for e in self.echoes)}))


def finding_views(release: Release) -> list[FindingView]:
    """The root findings with their echoes, the gravest first, then in print order.

    An echo whose root has another status than itself stands alone: an accepted root must not hide an open echo.
    """
    by_id = {f.finding_id: f for f in release.findings}
    echoes: dict[str, list[FindingRow]] = defaultdict(list)
    roots = []
    for finding in release.findings:
        root = _root(finding, by_id)
        if root is finding or root.status != finding.status:
            roots.append(finding)
        else:
            echoes[root.finding_id].append(finding)
    make = _Views(release)
    views = [make.of(f, [make.of(e, []) for e in echoes.get(f.finding_id, [])]) for f in roots]
    order = {d.document_id: n for n, d in enumerate(release.documents)}
    return sorted(views, key=lambda v: (_GRAVITY[v.severity], order[v.document_id]))


def _root(finding: FindingRow, by_id: dict[str, FindingRow]) -> FindingRow:
    """The finding at the bottom of a chain of causes."""
    seen = {finding.finding_id}
    while finding.root_finding_id and finding.root_finding_id in by_id and finding.root_finding_id not in seen:
        finding = by_id[finding.root_finding_id]
        seen.add(finding.finding_id)
    return finding


def _row_ends(release: Release, document_id: str) -> dict[int, int]:
    """The last line of every table row of a document, by its first."""
    ends: dict[int, int] = {}
    for tables in (release.tables.get(c.card_id, []) for c in release.cards if c.document_id == document_id):
        for row in (r for t in tables for r in release.rows.get(t.table_id, [])):
            if row.line:
                ends[row.line] = row.last_line or row.line
    return ends


class _Views:
    """Makes views of the findings of one release."""

    def __init__(self, release: Release) -> None:
        self._release, self._places = release, Places(release)
        self._ends = {d: _row_ends(release, d) for d in release.documents_by_id}

    def of(self, finding: FindingRow, echoes: list[FindingView]) -> FindingView:
        """The view of one finding."""
        release = self._release
        card = release.cards_by_id.get(finding.card_id or "")
        places = [_place(e, self._places.of(e, finding.card_id)) for e in finding.evidence]
        others, added = _terms(finding, places[1:])
        printed_words, expected_words = _compare(finding)
        printed, expected, difference = figures(finding)
        return FindingView(
            id=finding.finding_id,
            severity=finding.severity,
            rule=finding.rule,
            rule_name=rule_name(finding.rule),
            document_id=finding.document_id,
            document=release.names[finding.document_id],
            committee=release.committees.get(finding.card_id or "", NO_COMMITTEE),
            card_id=card.card_id if card else None,
            case=finding.case_id or "",
            title=card.title if card else release.names[finding.document_id],
            status=finding.status,
            remark=finding.remark or finding.comment or "",
            by=finding.decided_by or "",
            on=danish_date(finding.decided_on) if finding.decided_on else "",
            assigned_to=finding.assigned_to or "",
            message=finding.message,
            year=finding.year,
            printed=printed,
            expected=expected,
            difference=difference,
            stake=abs(finding.difference_dkk or 0),
            sides=sides(finding.rule),
            printed_words=printed_words,
            expected_words=expected_words,
            main=places[0] if places else None,
            others=others,
            sum=added,
            source=self._source(finding),
            echoes=echoes,
        )

    def _source(self, finding: FindingRow) -> list[Excerpt]:
        """What is shown of the source: errors that stand for themselves first, where there is too much."""
        urgency = 0 if finding.severity == "error" and not finding.root_finding_id else 1
        document = self._release.documents_by_id[finding.document_id]
        lines = self._release.lines.get(finding.document_id) or Lines(())
        return finding_source(document, lines, finding.evidence, self._ends[finding.document_id], urgency=urgency)


def _place(evidence: Evidence, where: str) -> Place:
    """The label and the amounts of a place; a place without amounts is all label."""
    text = " ".join(evidence.text.split()).replace(" | ", " · ")
    label, colon, amount = text.rpartition(": ")
    if colon and _AMOUNTS.fullmatch(amount):
        return Place(label, amount, where)
    return Place(text, "", where)


def _terms(finding: FindingRow, places: list[Place]) -> tuple[list[Place], str]:
    """The places that the first is held to, each once, and the expected sum in their unit where they add up to it."""
    unique = list(dict.fromkeys(places))
    expected = _number(finding.expected)
    if finding.difference_dkk is None or expected is None or len(unique) < 2:
        return unique, ""
    for terms in (places, unique):
        values = [v for p in terms if (v := _number(p.amount)) is not None]
        unit = next((u for u in (1, 1000, 1_000_000) if sum(values) * u == expected), None)
        if unit and len(values) == len(terms):
            return terms, thousands(int(expected / unit)) if unit < 1_000_000 else f"{finding.expected}"
    return unique, ""


def _number(text: str | None) -> Fraction | None:
    number = parse_number(text) if text else None
    return Fraction(number.value) if number else None


def _compare(finding: FindingRow) -> tuple[list[Words], list[Words]]:
    """A finding's two texts in pieces, those that differ told apart; none where they are figures, or short."""
    printed, expected = finding.printed or "", finding.expected or ""
    first: list[Words] = []
    second: list[Words] = []
    if finding.difference_dkk is None and len(printed) > _SHORT and expected:
        a, b = printed.split(), expected.split()
        for how, a0, a1, b0, b1 in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
            first += _words(a[a0:a1], differs=how != "equal")
            second += _words(b[b0:b1], differs=how != "equal")
    return first, second


def _words(words: Sequence[str], *, differs: bool) -> Iterable[Words]:
    return [Words(" ".join(words), differs)] if words else []
