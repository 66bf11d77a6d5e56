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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import report
from pipeline.derived import derive, price_levels
from pipeline.derived.common_prices import CommonPrices
from pipeline.reconcile.config import ReconcileConfig
from pipeline.reconcile.decisions import Decision
from pipeline.reconcile.identity import plain_name
from pipeline.reconcile.run import Others, reconcile
from pipeline.release.validate import dataset_problems, document_problems
from pipeline.work.judgements import Facts, Judgements, Worst
from pipeline.work.store import Store
from pipeline.work.worker import DISK, LOST, Report
from schemas.arrow import arrow_schema, to_arrow
from schemas.dataset import TABLES, CardRow, DocumentRow, FindingRow, PriceFactorRow, Row
from schemas.derived import EconomicWideRow, OrganisationNameRow, OrganisationRow
from schemas.errors import BilagError
from schemas.extraction import Extraction

Tables = Mapping[str, Sequence[Row]]
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
class Subject:
    """A document of a run: its bytes, its files' names, and the name its findings go by (None: its own)."""

    sha256: str
    file_name: str
    other_names: tuple[str, ...] = ()
    name: str | None = None


@dataclass(frozen=True, slots=True)
class JudgeJob:
    """A document to judge anew."""

    path: Path
    subject: Subject
    around: Around
    clean: Path
    version: str

    def perform(self) -> Report:
        """Do it, in the worker."""
        store = Store(self.clean, self.version)
        extraction = store.load(self.subject.sha256)
        if extraction is None:
            return Report(LOST, "its extraction is damaged")
        try:
            judge(extraction, self.subject, self.around, store)
        except BilagError as error:
            return Report(error.code, error.message)
        except OSError as error:
            return Report(DISK, str(error))
        return Report()


def holds(facts: Facts, subject: Subject, around: Around) -> bool:
    """Whether a document would be judged the same again."""
    prices = around.prices
    return (
        (facts.file_name, facts.other_names) == (subject.file_name, list(subject.other_names))
        and facts.name == subject.name
        and facts.config == _config(around.config)
        and facts.decided == _decided(facts.findings, around.decisions)
        and all((number in around.annexes) == there for number, there in facts.annexes.items())
        and all(prices.told(level) == said for level, said in facts.prices if prices)
    )


def judge(extraction: Extraction, subject: Subject, around: Around, store: Store) -> None:
    """Check, publish and show a document by itself, and keep what comes of it.

    Raises BilagError where its rows cannot be published, OSError when the disk refuses.
    """
    problems = document_problems(extraction)
    if problems:
        raise BilagError("internal_error", f"The extracted rows contradict each other: {problems[0]}")
    names = {"file_name": subject.file_name, "other_names": list(subject.other_names)}
    document = extraction.document.model_copy(update=names)
    printed: Tables = {**extraction.rows, "documents": [document]}
    arrow = _as_arrow(printed)  # before the checks, which would fail on such a value without saying which it is
    made, facts = _judged(printed, document, subject, around)
    arrow |= _as_arrow(made)
    problems = dataset_problems(arrow)
    if problems:
        raise BilagError("internal_error", f"The rows made of it contradict each other: {problems[0]}")
    scratch = store.root / "scratch"
    scratch.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scratch, prefix=".new-") as aside:
        release = Path(aside)
        for name, model in TABLES.items():
            table = arrow.get(name, arrow_schema(model).empty_table())
            pq.write_table(table, release / f"{name}.parquet", compression="none")
        report.build(release, None)
        kept = {name: table for name, table in arrow.items() if table.num_rows and name not in COMMON}
        Judgements(store).save(subject.sha256, facts, kept, release / report.FOLDER)


def warm_up() -> None:
    """Load what the first document would, so that no worker pays for it."""
    report.warm_up()


class _Asked(frozenset[str]):
    """A set that remembers what was asked of it."""

    def __init__(self, _: Iterable[str]) -> None:
        self.answers: dict[str, bool] = {}

    def __contains__(self, item: object) -> bool:
        there = super().__contains__(item)
        self.answers[str(item)] = there
        return there


def _judged(printed: Tables, document: DocumentRow, subject: Subject, around: Around) -> tuple[Tables, Facts]:
    """The rows that the checks and derivations make, and the facts of the document."""
    name = subject.name or plain_name(document)
    annexes = _Asked(around.annexes)
    others = Others({document.document_id: name}, annexes)
    made = reconcile(printed, config=around.config, decisions=around.decisions, others=others)
    levels = price_levels({**printed, **made})
    factors = [f for f in made["price_factors"] if isinstance(f, PriceFactorRow)]
    prices = around.prices or CommonPrices(levels, factors, around.config)
    prices.asked.clear()
    made |= derive({**printed, **made}, around.config, prices)
    findings = [f for f in made["findings"] if isinstance(f, FindingRow)]
    still_open = [f for f in findings if f.status == "open"]
    facts = Facts(
        document_id=document.document_id, plain_name=plain_name(document), ingested_at=document.ingested_at,
        title=document.title or "", bilag_no=document.bilag_no, file_name=subject.file_name,
        other_names=list(subject.other_names), name=name, config=_config(around.config),
        decided=_decided([f.finding_id for f in findings], around.decisions), annexes=annexes.answers,
        prices=[(level, prices.told(level)) for level in sorted(prices.asked, key=str)], levels=list(levels.items()),
        factors=factors, findings=[f.finding_id for f in findings],
        open={s: n for s in ("error", "warning", "info") if (n := sum(f.severity == s for f in still_open))},
        worst=_worst(still_open), cards=len(printed.get(CardRow.table, ())),
        rows={n: len(r) for n, r in {**printed, **made}.items() if r and n not in COMMON},
        years=sorted({y for r in made["economic_wide"] if isinstance(r, EconomicWideRow) for y in r.years_dkk}),
    )  # fmt: skip
    return made, facts


def _worst(findings: Iterable[FindingRow]) -> list[Worst]:
    """The errors with most kroner at stake; what follows from another is not told again."""
    errors = [f for f in findings if f.severity == "error" and f.root_finding_id is None]
    errors.sort(key=lambda f: -abs(f.difference_dkk or 0))
    return [Worst(case_id=f.case_id, message=f.message, stake=abs(f.difference_dkk or 0)) for f in errors[:_SHOWN]]


def _config(config: ReconcileConfig) -> str:
    return _digest(sorted((str(key), str(factor)) for key, factor in config.official.items()))


def _decided(findings: Iterable[str], decisions: Iterable[Decision]) -> str:
    """A digest of what was decided on these findings."""
    mine = frozenset(findings)
    return _digest([asdict(d) for d in decisions if d.finding in mine])


def _digest(what: object) -> str:
    return hashlib.sha256(json.dumps(what, default=str, sort_keys=True).encode()).hexdigest()[:16]


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
