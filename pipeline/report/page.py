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

from pipeline.reconcile.danish import danish_date, money
from pipeline.reconcile.names import CARD_KINDS, MEANINGS, PLURALS, SEVERITIES, STATUSES
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
from pipeline.report.held import Arithmetic, Held, held
from pipeline.report.images import page_images
from pipeline.report.marks import HOLDS, find_marks
from pipeline.report.overview import overview_table
from pipeline.report.ranking import proposals
from pipeline.report.since import Since
from pipeline.report.source import Crop
from pipeline.report.tables import TableView, card_tables
from pipeline.report.unread import unread
from pipeline.report.ways import ways
from pipeline.report.words import NO_COMMITTEE, count, decimal, rule_claim, rule_name, soft
from pipeline.system.terminal import upright
from pipeline.work.drawing import Drawer
from schemas.dataset import CardRow, CheckRow, CheckStatus, DocumentRow, PageFaultRow

SCRIPTS = ("d3.min.js", "plot.umd.min.js", "report.js")
"""The scripts of the page in the order they run; see assets/README.md for where the first two come from."""
REVIEW_SCRIPT = "review.js"
"""The script of the page that `bilag review` serves, after the others."""


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
    holding: int
    held: list[Held]
    """The checks that found what they should, by rule."""
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
    faults: list[PageFaultRow]
    held: list[Held]


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


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who decides on the page that `bilag review` serves."""

    name: str


def render(
    release: Release, drawer: Drawer | None, *, since: Since | None = None, reviewer: Reviewer | None = None
) -> str:
    """The page as HTML; without a drawer it has no images of pages, without a reviewer no buttons to decide with."""
    views = finding_views(release)
    documents = _Documents(release, views).all()
    crops = list(_crops(views, documents))
    images = page_images(crops, release.documents, drawer) if drawer else {}
    return template().render(
        release=release,
        unread=_unread(release),
        documents=documents,
        tallies=_tallies(release, views),
        rules=_rule_table(release.checks),
        counts=_counts(release, views),
        read_at=max((d.ingested_at for d in release.documents), default=None),
        images=images,
        used={(c.document_id, c.page) for c in crops} & images.keys(),
        severity_names=SEVERITIES,
        plurals=PLURALS,
        meanings=MEANINGS,
        no_committee=NO_COMMITTEE,
        status_names=STATUSES,
        **_decided(views),
        **_changes(release, since),
        **_on_ways(release),
        **_assets(reviewer),
    )


def _decided(views: list[FindingView]) -> dict[str, Any]:
    """The findings by what was decided of them: the open ones by proposal, those to look at first above."""
    worst = proposals(v for v in views if v.status == "open")
    return {
        "proposals": worst,
        "open": [v for p in worst for v in p.findings],
        "accepted": [v for v in views if v.status == "accepted"],
        "assigned": sorted({v.assigned_to for v in views if v.assigned_to}),
    }


def _on_ways(release: Release) -> dict[str, Any]:
    """The ways of proposals through the bilag, and the cards that are stops on one."""
    found = ways(release)
    return {"ways": found, "on_a_way": {stop.card_id for way in found for stop in way}}


def _changes(release: Release, since: Since | None) -> dict[str, Any]:
    """What each finding is since the last release; those that are not named are the same."""
    new, changed = (since.new, since.changed) if since else ((), ())
    named = {**dict.fromkeys(new, "new"), **dict.fromkeys(changed, "changed")}
    return {"since": since, "since_of": named, "same": len(release.findings) - len(new) - len(changed)}


def _assets(reviewer: Reviewer | None) -> dict[str, Any]:
    """Style and scripts of the page, and the policy that lets no others run; with a reviewer it may be decided on."""
    scripts = [asset(name) for name in (*SCRIPTS, *([REVIEW_SCRIPT] if reviewer else []))]
    return {
        "reviewer": reviewer,
        "styles": Markup(asset("report.css")),  # noqa: S704 -- ours, no word of a bilag in it
        "scripts": [Markup(s) for s in scripts],  # noqa: S704 -- ours
        "policy": policy(scripts, connect="'self'" if reviewer else "'none'"),
    }


def _upright(value: object) -> object:
    """What a text of a bilag is on the page: nothing in it turns the direction of reading."""
    return upright(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _unread(release: Release) -> list[tuple[str, str, str]]:
    """The files, and the pages of files, that could not be read: name, what happened, code."""
    files = [(q.file_name, unread(q.reason, q.message), q.reason) for q in release.quarantine]
    pages = [
        (", ".join([release.names[f.document_id], *([f"side {f.page}"] if f.page else [])]),
         unread(f.reason, f.message), f.reason)
        for f in release.faults
    ]  # fmt: skip
    return files + pages


@cache
def template() -> Template:
    """The page's template, compiled once a process."""
    environment = Environment(
        loader=PackageLoader("pipeline.report"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, finalize=_upright,
    )  # fmt: skip
    environment.filters.update(
        soft=soft, count=count, decimal=decimal, money=money, rule=rule_name, claim=rule_claim, unread=unread,
        day=danish_date, capitalize_first=lambda text: text[:1].upper() + text[1:],
        million=lambda dkk: decimal(dkk / 1_000_000, 1),
        thousand=lambda dkk: count(round(dkk / 1000)),
        pt=lambda points: f"{points:.1f}".rstrip("0").rstrip("."),
    )  # fmt: skip
    return environment.get_template("report.html.j2")


def asset(name: str) -> str:
    """A stylesheet or script of ours."""
    return (resources.files("pipeline.report") / "assets" / name).read_text("utf-8")


def policy(scripts: Iterable[str], *, connect: str) -> str:
    """Nothing may be fetched but by `connect`, and no script may run but ours, word by word."""
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; "
        f"connect-src {connect}; base-uri 'none'; form-action 'none'"
    )


class _Documents:
    """Puts together what is shown of each bilag."""

    def __init__(self, release: Release, views: list[FindingView]) -> None:
        self._release, self._marks, self._arithmetic = release, find_marks(release), Arithmetic(release)
        self._by_card: dict[str, list[FindingView]] = defaultdict(list)
        self._by_document: dict[str, list[FindingView]] = defaultdict(list)
        self._checks: dict[str, list[CheckRow]] = defaultdict(list)
        for view in views:
            self._by_document[view.document_id].append(view)
            if view.card_id:
                self._by_card[view.card_id].append(view)
        for check in release.checks:
            self._checks[check.card_id or check.document_id].append(check)

    def all(self) -> list[DocumentView]:
        """Every bilag with its cards."""
        cards: dict[str, list[CardView]] = defaultdict(list)
        for card in self._release.cards:
            cards[card.document_id].append(self._card(card))
        return [self._document(d, cards[d.document_id]) for d in self._release.documents]

    def _document(self, row: DocumentRow, cards: list[CardView]) -> DocumentView:
        release, key = self._release, row.document_id
        return DocumentView(
            row, release.names[key], overview_table(release, key, self._marks, self._arithmetic),
            factor_figures(release, key), investments(release, key),
            [f for f in self._by_document[key] if not f.card_id], cards, _severities(self._by_document[key]),
            [f for f in release.faults if f.document_id == key], held(self._checks[key], self._arithmetic),
        )  # fmt: skip

    def _card(self, card: CardRow) -> CardView:
        release, checks, findings = self._release, self._checks[card.card_id], self._by_card[card.card_id]
        return CardView(
            card, CARD_KINDS.get(card.kind, card.kind), release.committees[card.card_id],
            card_tables(release, card.card_id, self._marks, self._arithmetic),
            account_figure(release, card, checks), findings, _severities(findings), len(checks),
            sum(c.status in HOLDS for c in checks), held(checks, self._arithmetic),
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
