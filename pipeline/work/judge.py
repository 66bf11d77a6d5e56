"""A document judged: checked, derived, published and shown alone, in its worker, before it may take part in a release.

Whatever a document's rows can do to a release (a number that no column holds, a check or a page of the report that
fails on them, or never ends) they do here, within the worker's limits, and it costs this document only.

What comes of it is kept (`pipeline.work.judgements`) with all that it stands on besides the document's own bytes: what
people decided, the official factors, the common prices, which other bilag there are. As long as those say the same of
this document, it is not judged again, whatever else changes.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa

from pipeline import report
from pipeline.derived import derive, price_levels
from pipeline.derived.common_prices import CommonPrices
from pipeline.lineage.announcements import Announcement
from pipeline.lineage.terms import terms_of
from pipeline.lineage.undertakings import Sketch, undertakings
from pipeline.reconcile.config import ReconcileConfig
from pipeline.reconcile.decisions import Decision
from pipeline.reconcile.identity import plain_name
from pipeline.reconcile.model import Document
from pipeline.reconcile.run import Others, check, doubted, tellings_of
from pipeline.reconcile.telling import Across
from pipeline.release.validate import dataset_problems, document_problems
from pipeline.work.confidential import public
from pipeline.work.judgements import Facts, Judgements, LostError, ToldFile, Worst
from pipeline.work.store import Store
from pipeline.work.worker import DISK, LOST, Report, defect
from schemas.arrow import arrow_schema, to_arrow
from schemas.dataset import TABLES, CardRow, DocumentRow, FindingRow, PriceFactorRow, Row
from schemas.errors import BilagError
from schemas.extraction import Extraction
from schemas.tables.derived import EconomicWideRow, OrganisationNameRow, OrganisationRow

Tables = Mapping[str, Sequence[Row]]
R = TypeVar("R", bound=Row)
COMMON = frozenset({OrganisationRow.table, OrganisationNameRow.table})
"""Tables that are the same whatever the documents."""
_UNFIT = (pa.ArrowException, OverflowError, TypeError, ValueError)
"""What Arrow says of a value that a column cannot hold."""
_SHOWN = 3  # of a document's errors, on the page before all documents'


@dataclass(frozen=True, slots=True)
class Around:
    """What the rows of a document stand on besides its bytes; without `prices`, and of `annexes`, it knows its own."""

    config: ReconcileConfig = field(default_factory=ReconcileConfig)
    decisions: tuple[Decision, ...] = ()
    annexes: frozenset[str] = frozenset()
    prices: CommonPrices | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """What other documents say of one: what rules over all found, and what became of what its cards announce."""

    across: tuple[Across, ...] = ()
    announced: tuple[tuple[str, Announcement], ...] = ()
    """By card id."""

    @property
    def digest(self) -> str:
        """All of it."""
        if not self.across and not self.announced:
            return _NOTHING_SAID
        return _digest([[a.model_dump(mode="json") for a in self.across], [[c, asdict(a)] for c, a in self.announced]])


@dataclass(frozen=True, slots=True)
class Subject:
    """A document of a run: its bytes, its files' names, and the name its findings go by (None: its own).

    `secret`: whether it is confidential (None: as it says itself); `hidden`: so that this release only says that it is
    there. `supersedes` is the document that it came in the place of.
    """

    sha256: str
    file_name: str
    other_names: tuple[str, ...] = ()
    name: str | None = None
    secret: bool | None = None
    hidden: bool = False
    supersedes: str | None = None
    beside: Beside = field(default_factory=Beside)


@dataclass(frozen=True, slots=True)
class JudgeJob:
    """A document to judge anew, for the public or the complete release."""

    path: Path
    subject: Subject
    around: Around
    clean: Path
    version: str
    internal: bool = False

    def perform(self) -> Report:
        """Do it, in the worker."""
        store = Store(self.clean, self.version)
        judgements = Judgements(store, internal=self.internal)
        facts = judgements.facts(self.subject.sha256)
        if facts is not None and holds(facts, self.subject, self.around):
            return _perform(lambda: show(_kept(facts, self.subject, judgements), judgements, store), facts.said)
        extraction = store.load(self.subject.sha256)
        if extraction is None:
            return Report(LOST, "its extraction is damaged")

        def anew() -> None:
            show(judge(extraction, self.subject, self.around, judgements), judgements, store)

        return _perform(anew, extraction.document.confidential)


def _perform(work: Callable[[], None], confidential: bool) -> Report:
    try:
        work()
    except BilagError as error:
        return Report(error.code, error.message, confidential)
    except OSError as error:
        return Report(DISK, str(error))
    except LostError as error:
        return Report(LOST, str(error))
    except Exception as error:  # a defect of ours must cost this document only
        return replace(defect(error), confidential=confidential)
    return Report()


def shows(facts: Facts, subject: Subject) -> bool:
    """Whether a document was judged as what it is by itself."""
    return (
        (facts.file_name, facts.other_names) == (subject.file_name, list(subject.other_names))
        and (facts.secret, facts.hidden) == (subject.secret, subject.hidden)
        and facts.supersedes == subject.supersedes
    )


def holds(facts: Facts, subject: Subject, around: Around) -> bool:
    """Whether a document would be judged the same again."""
    prices = around.prices
    return (
        shows(facts, subject)
        and (facts.name, facts.beside) == (subject.name, subject.beside.digest)
        and facts.config == _config(around.config)
        and facts.decided == _decided(facts.findings, around.decisions)
        and all((number in around.annexes) == there for number, there in facts.annexes.items())
        and all(prices.told(level) == said for level, said in facts.prices if prices)
    )


def stands(facts: Facts, subject: Subject, around: Around) -> bool:
    """Whether nothing of a document is to be made anew, its own page among it."""
    return bool(facts.pages) and holds(facts, subject, around)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of a document as it is kept: its facts, and its rows in every table that has some."""

    sha256: str
    facts: Facts
    tables: Mapping[str, pa.Table]


def judge(extraction: Extraction, subject: Subject, around: Around, judgements: Judgements) -> Judgement:
    """Check a document by itself, make its rows of every table, and keep what comes of it.

    Raises BilagError where its rows cannot be published, OSError when the disk refuses.
    """
    problems = document_problems(extraction)
    if problems:
        raise BilagError("internal_error", f"The extracted rows contradict each other: {problems[0]}")
    shown = _shown(extraction, subject)
    printed: Tables = {**shown.rows, "documents": [shown.document]}
    arrow = _as_arrow(printed)  # before the checks, which would fail on such a value without saying which it is
    made, facts, told = _judged(printed, shown.document, subject, around)
    facts = facts.model_copy(update={"said": extraction.document.confidential})
    arrow |= _as_arrow(made)
    problems = dataset_problems(arrow)
    if problems:
        raise BilagError("internal_error", f"The rows made of it contradict each other: {problems[0]}")
    kept = {name: table for name, table in arrow.items() if table.num_rows and name not in COMMON}
    return Judgement(subject.sha256, judgements.save(subject.sha256, facts, kept, told), kept)


def _kept(facts: Facts, subject: Subject, judgements: Judgements) -> Judgement:
    """What was kept of a document. Raises LostError where it is damaged."""
    try:
        return Judgement(subject.sha256, facts, judgements.tables(subject.sha256, facts.tables))
    except (OSError, ValueError) as error:
        judgements.forget(subject.sha256)
        raise LostError(str(error)) from error


def show(judged: Judgement, judgements: Judgements, store: Store) -> None:
    """Make a judged document's own page and workbook, and keep them. Raises OSError when the disk refuses."""
    scratch = store.root / "scratch"
    scratch.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scratch, prefix=".new-") as aside:
        report.build_alone(judged.tables, Path(aside))
        judgements.show(judged.sha256, judged.facts, Path(aside))


def _shown(extraction: Extraction, subject: Subject) -> Extraction:
    """What the release shows of a document."""
    secret = extraction.document.confidential if subject.secret is None else subject.secret
    update = {
        "file_name": subject.file_name,
        "other_names": list(subject.other_names),
        "confidential": secret,
        "supersedes": subject.supersedes,
    }
    told = Extraction(extraction.document.model_copy(update=update), extraction.rows)
    return public(told) if subject.hidden else told


def warm_up() -> None:
    """Load what the first document would, so that no worker pays for it."""
    report.warm_up()
    terms_of("plejehjemspladser")


class _Asked(frozenset[str]):
    """A set that remembers what was asked of it."""

    def __init__(self, _: Iterable[str]) -> None:
        self.answers: dict[str, bool] = {}

    def __contains__(self, item: object) -> bool:
        there = super().__contains__(item)
        self.answers[str(item)] = there
        return there


def _judged(printed: Tables, document: DocumentRow, subject: Subject, around: Around) -> tuple[Tables, Facts, ToldFile]:
    """The rows that the checks and derivations make, the facts of the document, and what it tells."""
    name = subject.name or plain_name(document)
    annexes, beside = _Asked(around.annexes), subject.beside
    found = doubted(printed)
    others = Others({document.document_id: name}, annexes, dict(beside.announced), beside.across)
    made = check(found, others, config=around.config, decisions=around.decisions)
    levels = price_levels({**printed, **made})
    factors = _of(made, PriceFactorRow)
    prices = around.prices or CommonPrices(levels, factors, around.config)
    prices.asked.clear()
    made |= derive({**printed, **made}, around.config, prices)
    findings = [f.finding_id for f in _of(made, FindingRow)]
    facts = Facts(
        document_id=document.document_id, plain_name=plain_name(document), ingested_at=document.ingested_at,
        title=document.title or document.file_name, shown_name=document.file_name, bilag_no=document.bilag_no,
        said=document.confidential, file_name=subject.file_name, other_names=list(subject.other_names),
        secret=document.confidential, hidden=subject.hidden, supersedes=subject.supersedes, beside=beside.digest,
        name=name, config=_config(around.config), decided=_decided(findings, around.decisions),
        annexes=annexes.answers, prices=[(level, prices.told(level)) for level in sorted(prices.asked, key=str)],
        levels=list(levels.items()), factors=factors, findings=findings, **_counted(printed, made),
    )  # fmt: skip
    return made, facts, _told(printed, found)


def _counted(printed: Tables, made: Tables) -> dict[str, Any]:
    """What the page before all documents and the parts of a release must know of a document's rows."""
    still_open = [f for f in _of(made, FindingRow) if f.status == "open"]
    severities = Counter(f.severity for f in still_open)
    return {
        "open": {s: severities[s] for s in ("error", "warning", "info") if severities[s]},
        "worst": _worst(still_open),
        "cards": len(printed.get(CardRow.table, ())),
        "rows": {n: len(r) for n, r in {**printed, **made}.items() if r and n not in COMMON},
        "years": sorted({y for row in _of(made, EconomicWideRow) for y in row.years_dkk}),
    }


def _of(tables: Tables, model: type[R]) -> list[R]:
    return [row for row in tables[model.table] if isinstance(row, model)]


def _told(printed: Tables, found: Sequence[Document]) -> ToldFile:
    """What a document tells of itself for what is held against other documents."""
    rules: dict[str, list[Any]] = {}
    failed: list[Across] = []
    for name, tellings in ((n, ts) for d in found for n, ts in tellings_of(d).items()):
        failed += [t for t in tellings if isinstance(t, Across)]
        rules[name] = [t.model_dump(mode="json") for t in tellings if not isinstance(t, Across)]
    return ToldFile(rules=rules, failed=failed, sketches=[Sketch.of(one) for one in undertakings(printed)])


def _worst(findings: Iterable[FindingRow]) -> list[Worst]:
    """The errors with most kroner at stake; what follows from another is not told again."""
    errors = [f for f in findings if f.severity == "error" and f.root_finding_id is None]
    errors.sort(key=lambda f: -abs(f.difference_dkk or 0))
    return [
        Worst(finding_id=f.finding_id, case_id=f.case_id, message=f.message, stake=abs(f.difference_dkk or 0))
        for f in errors[:_SHOWN]
    ]


def _config(config: ReconcileConfig) -> str:
    return (
        _NONE
        if not config.official
        else _digest(sorted((str(key), str(factor)) for key, factor in config.official.items()))
    )


def _decided(findings: Iterable[str], decisions: Sequence[Decision]) -> str:
    """A digest of what was decided on these findings."""
    if not decisions:
        return _NONE
    mine = frozenset(findings)
    return _digest([asdict(d) for d in decisions if d.finding in mine])


def _digest(what: object) -> str:
    return hashlib.sha256(json.dumps(what, default=str, sort_keys=True).encode()).hexdigest()[:16]


_NONE, _NOTHING_SAID = _digest([]), _digest([[], []])  # what is so of most documents of many


def _as_arrow(tables: Tables) -> dict[str, pa.Table]:
    """The rows as they are published. Raises BilagError where one does not fit its table's columns."""
    found = {}
    for name, rows in tables.items():
        try:
            found[name] = to_arrow(TABLES[name], rows)
        except _UNFIT:
            raise BilagError("unpublishable", _culprit(TABLES[name], rows)) from None
    return found


def _culprit(model: type[Row], rows: Sequence[Row]) -> str:
    """The first value that does not fit its column, with where it is printed."""
    row = next((r for r in rows if not _fits(model, [r])), rows[0])
    place = ", ".join(f"{k} {v}" for k in ("page", "line") if (v := getattr(row, k, None)) is not None)
    where = f"{model.table}{f', {place}' if place else ''}"
    for column in arrow_schema(model):
        value = getattr(row, column.name)
        try:
            pa.array([value], column.type)
        except _UNFIT:
            return (
                f"{ascii(value)[:60]} does not fit {column.name} ({where}); see whether two numbers are printed as "
                "one, or the text is damaged, and send the file again."
            )
    return f"A row does not fit its table ({where})."


def _fits(model: type[Row], rows: Sequence[Row]) -> bool:
    try:
        to_arrow(model, rows)
    except _UNFIT:
        return False
    return True
