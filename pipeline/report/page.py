"""The page: everything it shows gathered into one view, and rendered into one file that needs nothing else."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from pipeline.reconcile.danish import money
from pipeline.report.dataset import Release
from pipeline.report.figures import (
    AccountFigure,
    FactorFigure,
    Investment,
    account_figure,
    factor_figures,
    investments,
)
from pipeline.report.findings import FindingView, finding_views
from pipeline.report.images import page_images
from pipeline.report.marks import Marks, find_marks
from pipeline.report.ranking import proposals
from pipeline.report.source import Crop
from pipeline.report.tables import TableView, card_tables, overview_table
from pipeline.report.words import (
    CARD_KINDS,
    MEANINGS,
    NO_COMMITTEE,
    PLURALS,
    SEVERITIES,
    STATUSES,
    count,
    decimal,
    rule_claim,
    rule_name,
    soft,
)
from pipeline.work.drawing import Drawer
from schemas.dataset import CardRow, CheckRow, CheckStatus, DocumentRow

SCRIPTS = ("d3.min.js", "plot.umd.min.js", "report.js")
"""The scripts of the page in the order they run; see assets/README.md for where the first two come from."""


@dataclass(frozen=True, slots=True)
class CardView:
    """A card: its tables, its account, its findings, and what could not be checked."""

    card: CardRow
    kind: str
    committee: str
    tables: list[TableView]
    account: AccountFigure | None
    findings: list[FindingView]
    severities: dict[str, int]
    checks: int
    unchecked: list[str]

    @property
    def search(self) -> str:
        """What the search looks in, lower case."""
        case = self.card.case_id or ""
        return f"{case} {self.card.title} {self.committee} {' '.join(f.search for f in self.findings)}".lower()


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A bilag: its overview, its figures and its cards."""

    document: DocumentRow
    name: str
    overview: TableView | None
    factors: list[FactorFigure]
    investments: list[Investment]
    findings: list[FindingView]
    cards: list[CardView]
    severities: dict[str, int]


@dataclass(frozen=True, slots=True)
class Tally:
    """A line of the front page: a name, what the filter knows it by, and open findings by severity."""

    name: str
    value: str
    severities: dict[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.severities.values())


def render(release: Release, drawer: Drawer | None) -> str:
    """The page as HTML; without a drawer it has no images of pages."""
    views, marks = finding_views(release), find_marks(release)
    worst = proposals(f for f in views if f.status == "open")
    documents = _documents(release, views, marks)
    crops = list(_crops(views, documents))
    images = page_images(crops, release.documents, drawer) if drawer else {}
    scripts = [asset(name) for name in SCRIPTS]
    return template().render(
        release=release,
        documents=documents,
        proposals=worst,
        open=[f for p in worst for f in p.findings],
        meanings=MEANINGS,
        accepted=[f for f in views if f.status == "accepted"],
        tallies=_tallies(release, views),
        rules=_rule_table(release.checks),
        counts=_counts(release, views),
        read_at=max((d.ingested_at for d in release.documents), default=None),
        images=images,
        used={(c.document_id, c.page) for c in crops} & images.keys(),
        styles=Markup(asset("report.css")),  # noqa: S704 -- ours, no word of a bilag in it
        scripts=[Markup(s) for s in scripts],  # noqa: S704 -- ours
        policy=content_policy(scripts),
        severity_names=SEVERITIES,
        plurals=PLURALS,
        no_committee=NO_COMMITTEE,
        status_names=STATUSES,
    )  # fmt: skip


@cache
def template() -> Template:
    """The page's template, compiled once a process."""
    environment = Environment(
        loader=PackageLoader("pipeline.report"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters.update(
        soft=soft, count=count, decimal=decimal, money=money, rule=rule_name, claim=rule_claim,
        million=lambda dkk: decimal(dkk / 1_000_000, 1),
        thousand=lambda dkk: count(round(dkk / 1000)),
        pt=lambda points: f"{points:.1f}".rstrip("0").rstrip("."),
    )  # fmt: skip
    return environment.get_template("report.html.j2")


def asset(name: str) -> str:
    """A stylesheet or script of ours."""
    return (resources.files("pipeline.report") / "assets" / name).read_text("utf-8")


def content_policy(scripts: Iterable[str]) -> str:
    """Nothing may be fetched from anywhere, and no script may run but ours, word by word."""
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _documents(release: Release, views: list[FindingView], marks: Marks) -> list[DocumentView]:
    by_card: dict[str, list[FindingView]] = defaultdict(list)
    by_document: dict[str, list[FindingView]] = defaultdict(list)
    for view in views:
        by_document[view.document_id].append(view)
        if view.card_id:
            by_card[view.card_id].append(view)
    checks: dict[str, list[CheckRow]] = defaultdict(list)
    for check in release.checks:
        checks[check.card_id or ""].append(check)
    cards: dict[str, list[CardView]] = defaultdict(list)
    for card in release.cards:
        cards[card.document_id].append(_card(release, card, by_card[card.card_id], checks[card.card_id], marks))
    return [
        DocumentView(
            d, release.names[d.document_id],
            overview_table(release, d.document_id, marks), factor_figures(release, d.document_id),
            investments(release, d.document_id), [f for f in by_document[d.document_id] if not f.card_id],
            cards[d.document_id], _severities(by_document[d.document_id]),
        )
        for d in release.documents
    ]  # fmt: skip


def _card(
    release: Release, card: CardRow, findings: list[FindingView], checks: list[CheckRow], marks: Marks
) -> CardView:
    return CardView(
        card, CARD_KINDS.get(card.kind, card.kind), release.committees[card.card_id],
        card_tables(release, card.card_id, marks),
        account_figure(release, card, checks), findings, _severities(findings), len(checks),
        list(dict.fromkeys(c.message for c in checks if c.status == "not_checkable")),
    )  # fmt: skip


def _severities(views: Iterable[FindingView]) -> dict[str, int]:
    """Open findings by severity, echoes included, only the severities there are."""
    found = Counter(f.severity for v in views if v.status == "open" for f in (v, *v.echoes))
    return {s: found[s] for s in SEVERITIES if found[s]}


def _tallies(release: Release, views: list[FindingView]) -> dict[str, list[Tally]]:
    """Open findings by document, committee and rule."""
    groups: dict[str, dict[tuple[str, str], list[FindingView]]] = {
        "bilag": {(release.names[d.document_id], d.document_id): [] for d in release.documents},
        "udvalg": {(name, name): [] for name in sorted(set(release.committees.values()))},
        "regel": {},
    }
    for view in (v for v in views if v.status == "open"):
        groups["bilag"][view.document, view.document_id].append(view)
        groups["udvalg"].setdefault((view.committee, view.committee), []).append(view)
        for one in (view, *view.echoes):
            groups["regel"].setdefault((one.rule_name, one.rule), []).append(view)
    tallies = {k: [Tally(n, v, _severities(found)) for (n, v), found in g.items()] for k, g in groups.items()}
    tallies["regel"] = [_rule_tally(views, t.name, t.value) for t in tallies["regel"]]
    return {k: t if k == "bilag" else sorted(t, key=lambda x: -x.total) for k, t in tallies.items()}


def _rule_tally(views: list[FindingView], name: str, rule: str) -> Tally:
    found = Counter(
        f.severity for v in views if v.status == "open" for f in (v, *v.echoes) if f.rule == rule
    )  # fmt: skip
    return Tally(name, rule, {s: found[s] for s in SEVERITIES if found[s]})


def _rule_table(checks: list[CheckRow]) -> list[dict[str, Any]]:
    """How the checks of each rule came out, the rules that found most first."""
    found: dict[str, Counter[CheckStatus]] = defaultdict(Counter)
    for check in checks:
        found[check.rule][check.status] += 1
    return [
        {"rule": rule, "counts": {s: n[s] for s in STATUSES}, "total": n.total()}
        for rule, n in sorted(found.items(), key=lambda x: (-x[1]["inconsistent"], -x[1].total()))
    ]


def _counts(release: Release, views: list[FindingView]) -> dict[str, int]:
    open_views = [v for v in views if v.status == "open"]
    statuses = Counter(c.status for c in release.checks)
    severities = Counter(f.severity for v in open_views for f in (v, *v.echoes))
    return {
        "documents": len(release.documents),
        "cards": len(release.cards),
        "tables": sum(map(len, release.tables.values())),
        "amounts": sum(map(len, release.amounts.values())) + sum(map(len, release.overview.values())),
        "checks": len(release.checks),
        **{s: statuses[s] for s in STATUSES},
        **{s: severities[s] for s in SEVERITIES},
        "roots": sum(v.severity == "error" for v in open_views),
        "findings": sum(severities.values()),
        "accepted": sum(1 + len(v.echoes) for v in views if v.status == "accepted"),
        "cards_with_errors": len({v.card_id for v in open_views if v.severity == "error" and v.card_id}),
    }


def _crops(views: Iterable[FindingView], documents: Iterable[DocumentView]) -> Iterable[Crop]:
    for view in views:
        yield from (x.crop for x in view.source if x.crop)
    for table in (t for d in documents for c in d.cards for t in c.tables):
        yield from (x.crop for x in table.source if x.crop)
