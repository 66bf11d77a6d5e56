"""Numbers that are no money: a work programme's key figures, and shares that should make a whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from extractors.danish.numbers import parse_number
from pipeline.reconcile.danish import thousands
from pipeline.reconcile.lines import place_of
from pipeline.reconcile.model import Card, Document, evidence_of
from pipeline.reconcile.rule import Context, Outcome, card_rule, document_rule
from schemas.dataset import KeyFigureRow

_PERCENT = ("procent", "pct.", "%")
_SHARE = re.compile(r"(\d{1,3}(?:,\d+)?)\s?(?:pct\.?|%|procent) i (20\d\d)", re.I)
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
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
            message = f"Nøgletallet '{figure.text[:80]}' {doubt}; det bør kontrolleres mod originalen."
            yield Outcome("not_checkable", message, ("legible", figure.text[:40]), [place], "warning")
        if figure.unit in _PERCENT and figure.value is not None:
            by_text[figure.text].append(figure)
    yield from _shares([f for figures in by_text.values() for f in figures])


def _plainly_read(figure: KeyFigureRow) -> bool:
    """True where the printed digits are the value: it is not the number that is in doubt."""
    number = parse_number(found[0]) if (found := _NUMBER.match(figure.text)) else None
    return number is not None and figure.value is not None and float(number.value) == figure.value


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
