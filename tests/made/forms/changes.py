"""One change at a time of a bilag that is read perfectly, and what each costs.

The bilag is the made one of `tests.made`, printed as a ruled PDF and as a flattened text; a change is made in what it
prints, and in what is wanted where it renames something.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from tests.made import dump, typeset
from tests.made.compare import squeeze, wanted_amounts
from tests.made.content import Element, Field, Table, Text, elements
from tests.made.look import FAMILY
from tests.made.model import Bilag, make_bilag

Rows = Mapping[str, list[dict[str, Any]]]
Change = Callable[[Element], Element | None]
LOOK = replace(FAMILY, payback="under")
SUMS = {
    "Samlet varig ændring": "Ændringer i alt",
    "Samlede implementeringsomkostninger": "Etablering i alt",
    "Samlet økonomisk påvirkning": "Nettovirkning",
}
HEADINGS = (
    "cards lost",
    "amounts lost",
    "amounts wrong",
    "silently wrong",
    "overview lost",
    "overview wrong",
    "goals lost",
)


@dataclass(slots=True)
class Changed:
    """A changed bilag as a file, with the amounts, proposals and goals that it prints."""

    change: str
    form: str
    file: str
    data: bytes
    amounts: list[tuple[str, str, int, int]]
    overview: list[tuple[str, str, float]]
    cards: list[str]
    goals: list[tuple[str, str]]


@dataclass(slots=True)
class Cost:
    """What a change costs, and how much there was."""

    cards: list[int] = field(default_factory=lambda: [0, 0])
    lost: list[int] = field(default_factory=lambda: [0, 0])
    wrong: list[int] = field(default_factory=lambda: [0, 0])
    silent: list[int] = field(default_factory=lambda: [0, 0])
    overview_lost: list[int] = field(default_factory=lambda: [0, 0])
    overview_wrong: list[int] = field(default_factory=lambda: [0, 0])
    goals: list[int] = field(default_factory=lambda: [0, 0])

    def add(self, other: Cost) -> None:
        """Add another file's."""
        for f in fields(self):
            mine, more = getattr(self, f.name), getattr(other, f.name)
            mine[:] = [a + b for a, b in zip(mine, more, strict=True)]

    def cells(self) -> list[str]:
        """`lost/all`, or only the number where there is no all."""
        pairs = [getattr(self, f.name) for f in fields(self)]
        return [f"{n}/{whole}" if whole else str(n) for n, whole in pairs]


def changed(seed: int) -> Iterator[Changed]:
    """The bilag of a seed with no change and with each, as PDF and as text."""
    bilag = make_bilag(seed, cards=6)
    for name, (change, ids, labels) in CHANGES.items():
        printed = [made for e in elements(bilag, LOOK) if (made := change(e)) is not None]
        truth = _truth(bilag, ids, labels)
        case = f"{bilag.y0}-{bilag.y0 + 1}"
        text = dump.flatten(printed, columns=26, padded=0.0, blank_lines=True, rng=random.Random(seed))
        stem = f"change-{squeeze(name)}-{seed}"
        yield Changed(name, "pdf", f"{stem}.pdf", typeset.typeset(printed, LOOK, case=case), **truth)
        yield Changed(name, "text", f"{stem}.txt", text.encode(), **truth)


def _truth(bilag: Bilag, ids: Callable[[str], str], labels: Mapping[str, str]) -> dict[str, Any]:
    renamed = {squeeze(k): squeeze(v) for k, v in labels.items()}

    def label(text: str) -> str:
        found = next((k for k in sorted(renamed, key=len, reverse=True) if text.startswith(k)), None)
        return text if found is None else renamed[found] + text[len(found) :]

    keys = (("service", "service"), ("anlæg", "anlaeg"), ("efficiency", "efficiency"), ("payback_years", "payback"))
    return {
        "amounts": [(ids(c), label(name), y, 1000 * v) for c, name, y, v in wanted_amounts(bilag, LOOK) if v],
        "overview": [(ids(c.case_id), m, float(c.overview[k])) for c in bilag.cards for m, k in keys if c.overview[k]],
        "cards": [ids(c.case_id) for c in bilag.cards],
        "goals": [(ids(c.case_id), squeeze(g.goal)) for c in bilag.cards for g in c.goals],
    }


def cost(made: Changed, rows: Rows) -> Cost:
    """What the rows of a changed bilag miss and make up."""
    case = {r["card_id"]: r["case_id"] for r in rows.get("cards", [])}
    given = [
        (case.get(r["card_id"]), squeeze(r["label"]), r["year"], r["amount_dkk"], r["placement"])
        for r in rows.get("economic_amounts", [])
        if r["amount_dkk"]
    ]
    wanted: Counter[Any] = Counter(made.amounts)
    got = Counter(g[:4] for g in given)
    sure = Counter(g[:4] for g in given if g[4] != "uncertain")
    told = Counter(
        (r["case_id"], r["measure"], float(r["value"]))
        for r in rows.get("overview_amounts", [])
        if r["role"] == "item" and r["value"]
    )
    listed = Counter(made.overview)
    goals: Counter[Any] = Counter((case.get(r["card_id"]), squeeze(r["goal"])) for r in rows.get("follow_up_goals", []))
    printed = Counter((a[2], a[3]) for a in made.amounts)  # a wrong label is wrong, a wrong figure silently so
    return Cost(
        cards=[len(set(made.cards) - set(case.values())), len(made.cards)],
        lost=[(wanted - got).total(), wanted.total()],
        wrong=[(got - wanted).total(), 0],
        silent=[(Counter((s[2], s[3]) for s in sure.elements()) - printed).total(), 0],
        overview_lost=[(listed - told).total(), listed.total()],
        overview_wrong=[(told - listed).total(), 0],
        goals=[(Counter(made.goals) - goals).total(), len(made.goals)],
    )


def _same(element: Element) -> Element:
    return element


def _renamed_field(element: Element) -> Element:
    return replace(element, label="Resume:") if isinstance(element, Field) and "resum" in element.label else element


def _economy(change: Callable[[Table], Table]) -> Change:
    """A change of the economic tables only."""
    return lambda e: change(e) if isinstance(e, Table) and e.kind == "economy" else e


def _budget_years(table: Table) -> Table:
    years = [c for c in table.header[-1] if re.fullmatch(r"20\d\d", c)]
    named = {y: f"{'BO' if n else 'B'}{y}" for n, y in enumerate(years)}
    return replace(table, header=[[named.get(c, c) for c in cells] for cells in table.header])


def _millions(table: Table) -> Table:
    at = table.text_columns

    def text(cell: str) -> str:
        figure = cell.replace(".", "")
        return f"{int(figure) / 1000:.3f}".replace(".", ",") if re.fullmatch(r"-?\d+", figure) else cell

    header = [[c.replace("1.000 kr.", "Mio. kr.") for c in cells] for cells in table.header]
    rows = [replace(r, cells=[*r.cells[:at], *map(text, r.cells[at:])]) for r in table.rows]
    return replace(table, header=header, rows=rows)


def _other_sums(table: Table) -> Table:
    def text(label: str) -> str:
        found = next((k for k in SUMS if label.startswith(k)), None)
        return label if found is None else SUMS[found] + label[len(found) :]

    return replace(table, rows=[replace(r, cells=[text(r.cells[0]), *r.cells[1:]]) for r in table.rows])


def _ordered(table: Table, order: Sequence[int]) -> Table:
    """The columns in another order; a row that spans the table stays as it is."""

    def cells(row: list[str]) -> list[str]:
        return [row[n] for n in order]

    rows = [r if r.span else replace(r, cells=cells(r.cells)) for r in table.rows]
    shares = [table.shares[n] for n in order]
    return replace(table, header=[cells(h) for h in table.header], rows=rows, shares=shares)


def _area_first(table: Table) -> Table:
    return _ordered(table, [1, 0, *range(2, len(table.shares))])


def _latest_first(table: Table) -> Table:
    return _ordered(table, [0, 1, *range(len(table.shares) - 1, 1, -1)])


def _more_text(table: Table) -> Table:
    """One more text column after the steering area."""
    at = table.text_columns
    rows = [
        r if r.span else replace(r, cells=[*r.cells[:at], "" if r.bold else "5.38.52", *r.cells[at:]])
        for r in table.rows
    ]
    header = [[*h[:at], "Funktion" if h is table.header[-1] else "", *h[at:]] for h in table.header]
    shares = [*table.shares[:at], 0.09, *(s * (1 - 0.09 / sum(table.shares[at:])) for s in table.shares[at:])]
    return replace(table, header=header, rows=rows, shares=shares, text_columns=at + 1)


def _no_caption(element: Element) -> Element | None:
    return None if isinstance(element, Text) and element.kind == "caption" else element


def _ids(new: Callable[[str], str]) -> Change:
    """Other ids wherever one stands at the head of a text or a cell."""

    def text(printed: str) -> str:
        return re.sub(r"^BC\d\d(?= )", lambda m: new(m[0]), printed)

    def change(element: Element) -> Element:
        if isinstance(element, Text):
            return replace(element, text=text(element.text))
        if isinstance(element, Table) and element.kind == "overview":
            rows = [replace(r, cells=[text(r.cells[0]), *r.cells[1:]]) for r in element.rows]
            return replace(element, rows=rows)
        return element

    return change


def _lettered(case_id: str) -> str:
    return f"SUF-1{case_id[2:]}"


def _bare(case_id: str) -> str:
    return f"1{case_id[2:]}"


CHANGES: dict[str, tuple[Change, Callable[[str], str], Mapping[str, str]]] = {
    "none": (_same, str, {}),
    "field Resume": (_renamed_field, str, {}),
    "years B2026 BO2027": (_economy(_budget_years), str, {}),
    "ids SUF-105": (_ids(_lettered), _lettered, {}),
    "ids 105": (_ids(_bare), _bare, {}),
    "unit mio. kr.": (_economy(_millions), str, {}),
    "other sum words": (_economy(_other_sums), str, SUMS),
    "no captions": (_no_caption, str, {}),
    "area before label": (_economy(_area_first), str, {}),
    "latest year first": (_economy(_latest_first), str, {}),
    "one more text column": (_economy(_more_text), str, {}),
}
"""Each change, and what it makes of ids and of labels."""
