"""Numbers that are no money: a work programme's key figures, and shares that should make a whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from extractors.danish.numbers import parse_number
from pipeline.reconcile.danish import shortened, thousands
from pipeline.reconcile.lines import place_of
from pipeline.reconcile.model import Card, Document, evidence_of
from pipeline.reconcile.rule import Context, Outcome, card_rule, document_rule
from schemas.dataset import Evidence, KeyFigureRow

_PERCENT = ("procent", "pct.", "%")
_SHARE = re.compile(r"(\d{1,3}(?:,\d+)?)\s?(?:pct\.?|%|procent) i (20\d\d)", re.I)
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_BOX_LINES = 14  # printed lines of one box
_SPREAD = re.compile(r"fordel", re.I)


@document_rule(
    "key_figure",
    worst="warning",
    title="Nøgletal",
    claim="Nøgletal kan læses, og andele af et hele giver 100 procent",
    quantity="text",
    reads=("key_figures",),
    proves="key figures are legible, and shares of one whole make a hundred",
)
def key_figure(document: Document, _: Context) -> Iterator[Outcome]:
    """A figure that OCR damaged; two shares joined by `og` that are not the whole."""
    by_text: dict[str, list[KeyFigureRow]] = defaultdict(list)
    for figure in document.key_figures:
        place = evidence_of(figure, figure.text)
        if figure.uncertain:
            read = "" if figure.value is None else f" (læst som {thousands(round(figure.value))})"
            doubt = "har en enhed, der er usikkert læst" if _plainly_read(figure) else f"er usikkert læst{read}"
            message = f"Nøgletallet '{shortened(figure.text, 80)}' {doubt}; det bør kontrolleres mod originalen."
            yield Outcome("not_checkable", message, ("legible", figure.text[:40]), [place], "warning")
        if figure.unit in _PERCENT and figure.value is not None:
            by_text[figure.text].append(figure)
    yield from _shares([f for figures in by_text.values() for f in figures])
    yield from _flows(document.key_figures)


def _plainly_read(figure: KeyFigureRow) -> bool:
    """True where the printed digits are the value: it is not the number that is in doubt."""
    number = parse_number(found[0]) if (found := _NUMBER.match(figure.text)) else None
    return number is not None and figure.value is not None and float(number.value) == figure.value


def _flows(figures: list[KeyFigureRow]) -> Iterator[Outcome]:
    """A box that follows a number on its way: so many, shares of them by two ways, a share settled, and the rest."""
    for five in zip(figures, figures[1:], figures[2:], figures[3:], figures[4:], strict=False):
        flow = _flow(*five)
        if flow is not None:
            yield _judged(flow)


@dataclass(frozen=True, slots=True)
class _Flow:
    """A number of things, the per cent of them that go either way, the per cent settled, and how many are left."""

    start: KeyFigureRow
    count: float
    ways: tuple[float, float]
    settled: float
    rest: KeyFigureRow
    left: float
    evidence: list[Evidence]

    def left_of(self, way: float) -> float:
        """How many are left of one of the ways."""
        return self.count * way / 100 * (1 - self.settled / 100)


def _flow(
    start: KeyFigureRow, one: KeyFigureRow, other: KeyFigureRow, settled: KeyFigureRow, rest: KeyFigureRow
) -> _Flow | None:
    """Five neighbours of one box as such a flow; None where they are none."""
    shares = [f.value for f in (one, other, settled) if f.unit in _PERCENT and f.value is not None]
    if len(shares) < 3 or shares[0] + shares[1] != 100 or start.value is None or rest.value is None:
        return None
    if start.unit != rest.unit or rest.value >= start.value or not _in_one_box(start, rest):
        return None
    evidence = [evidence_of(f, f.text) for f in (rest, start, settled)]
    return _Flow(start, start.value, (shares[0], shares[1]), shares[2], rest, rest.value, evidence)


def _in_one_box(first: KeyFigureRow, last: KeyFigureRow) -> bool:
    return first.line is None or last.line is None or last.line - first.line <= _BOX_LINES


def _judged(flow: _Flow) -> Outcome:
    key = ("flow", flow.rest.text[:40])
    if any(abs(given - flow.left) <= given / 10 for given in map(flow.left_of, flow.ways)):
        return Outcome("exact", "Boksens tal følger af hinanden.", key, flow.evidence)
    expected, printed = thousands(round(flow.left_of(flow.ways[1]))), thousands(round(flow.left))
    read = ", som er usikkert læst," if flow.start.uncertain else ""
    message = (
        f"Boksens tal stemmer ikke: {flow.ways[1]:g} % af {thousands(round(flow.count))}{read} uden de "
        f"{flow.settled:g} %, der er afklaret, er {expected}, men der står {printed} {flow.rest.unit}."
    )
    return Outcome(
        "not_checkable" if flow.start.uncertain else "inconsistent", message, key, flow.evidence, "info",
        expected_text=expected, printed_text=printed,
    )  # fmt: skip


def _shares(figures: list[KeyFigureRow]) -> Iterator[Outcome]:
    """Neighbours of which the first one's text goes on into the second's: `82% ... og 18% ...`."""
    for one, other in pairwise(figures):
        if other.text not in one.text or one.value is None or other.value is None:
            continue
        whole = one.value + other.value
        shown = f"{one.value:g} % + {other.value:g} % = {whole:g} %"
        evidence = [evidence_of(one, one.text), evidence_of(other, other.text)]
        if whole == 100:
            yield Outcome("exact", f"Andelene er det hele: {shown}.", ("shares", one.text[:40]), evidence)
        else:
            message = f"Andelene er ikke det hele: {shown}."
            yield Outcome("inconsistent", message, ("shares", one.text[:40]), evidence, "warning")


@card_rule(
    "percentage_sum",
    worst="warning",
    title="Procenter",
    claim="Andele over årene giver tilsammen 100 procent",
    quantity="text",
    reads=("card_sections",),
    proves="shares spread over the years add up to a hundred per cent",
)
def percentage_sum(card: Card, _: Context) -> Iterator[Outcome]:
    """`25 pct. i 2026, 50 pct. i 2027 og 25 pct. i 2028`; shares that climb to a hundred are a phasing in."""
    for section in card.sections:
        for sentence in re.split(r"(?<=[.!?])\s+(?=[A-ZÆØÅ])", " ".join(section.text.split())):
            shares = [(float(m[1].replace(",", ".")), m[2]) for m in _SHARE.finditer(sentence)]
            if len(shares) < 2 or not _SPREAD.search(sentence):
                continue
            values = [s for s, _ in shares]
            whole = sum(values)
            shown = " + ".join(f"{v:g}" for v in values)
            holds = whole == 100 or (values == sorted(values) and values[-1] == 100)
            message = f"Fordelingen over årene er {shown} = {whole:g} %" + ("." if holds else ", ikke 100 %.")
            place = place_of(card, sentence)
            yield Outcome(
                "exact" if holds else "inconsistent", message, ("years", shares[0][1]), [place],
                None if holds else "warning",
            )  # fmt: skip
