"""Remarks on the form that a controller may want to know: empty tables, numbers left out, cells with another thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from extractors.danish.organisations import resolve
from pipeline.reconcile.danish import money
from pipeline.reconcile.model import Card, Document, evidence_of, printed_goal
from pipeline.reconcile.quantities import marked
from pipeline.reconcile.rule import Context, Outcome, card_rule, document_rule
from pipeline.reconcile.rules.prose import prose_evidence
from schemas.dataset import SourceLineRow

_CAPTION = re.compile(r"^\s*Tabel\s+(?P<n>\d+)\s*[.:–-]\s*(?P<title>\S.+)")
_PARTNERS = re.compile(r"samarbejdspartner", re.I)
_FURNITURE = re.compile(
    r"^\s*(?:relevante samarbejdspartnere\b.*|overførselssagen\b.*|investeringsforslag|innovationsforslag"
    r"|\d{1,3})?\s*$",
    re.I,
)
_NEXT = re.compile(r"^\s*(?:Tabel\s+\d|\d\.\s+[A-ZÆØÅ]|BC\d|Bilag\s\d)")
_ADMINISTRATION = re.compile(r"[A-ZÆØÅ][\w,\s-]*forvaltningen", re.I)
_SPLIT = re.compile(r"(?P<whole><M\d+>) \((?P<part><M\d+>) i (?:hvert af )?(?:de )?(?P<n><C\d+>) år\)")


@card_rule(
    "form_remark",
    worst="info",
    title="Skemaets felter",
    claim="Tabeller har indhold, og felter rummer det, de spørger om",
    quantity="text",
    reads=("source_lines", "follow_up_goals", "prose_amounts"),
    proves="announced tables have content, and cells hold what they ask for",
)
def form_remark(card: Card, _: Context) -> Iterator[Outcome]:
    """An empty `Tabel 5`, another administration than the presenting one."""
    captions = [(m, at) for at, line in enumerate(card.lines) if (m := _CAPTION.match(line.text))]
    yield from _empty(card, captions)
    yield from _goals(card)
    yield from _rounded(card)


def _empty(card: Card, captions: list[tuple[re.Match[str], int]]) -> Iterator[Outcome]:
    for found, at in captions:
        if not _PARTNERS.search(found["title"]) or any(r.kind == "involvement" for r in card.consultations):
            continue
        below = _below(card, at)
        if all(_FURNITURE.match(line.text) for line in below):
            line = card.lines[at]
            message = f"'{line.text.strip()}' er trykt uden indhold."
            yield Outcome(
                "inconsistent", message, ("empty", found["n"]), [evidence_of(line, line.text.strip())], "info"
            )


def _below(card: Card, at: int) -> list[SourceLineRow]:
    """The lines under a caption down to the next table or heading."""
    found = []
    for line in card.lines[at + 1 :]:
        if _NEXT.match(line.text):
            break
        found.append(line)
    return found


@document_rule(
    "table_gaps",
    worst="info",
    title="Spring i tabelnumre",
    claim="Tabelnumrene i et forslag følger hinanden",
    quantity="text",
    reads=("source_lines",),
    proves="the tables of a proposal are numbered without a gap",
)
def table_gaps(document: Document, _: Context) -> Iterator[Outcome]:
    """`Tabel 4` after `Tabel 2`, told once for all the proposals that lack the same."""
    gaps: dict[tuple[str, str], list[tuple[str, SourceLineRow]]] = {}
    for card in document.cards:
        captions = [(m["n"], line) for line in card.lines if (m := _CAPTION.match(line.text))]
        for (one, _line), (other, line) in pairwise(captions):
            if int(other) - int(one) == 2:
                gaps.setdefault((one, other), []).append((card.row.case_id or card.row.title, line))
    for (one, other), places in gaps.items():
        names = ", ".join(dict.fromkeys(name for name, _ in places))
        message = f"Tabelnumrene springer fra {one} til {other} i {names}."
        evidence = [evidence_of(line, line.text.strip()) for _, line in places]
        yield Outcome("inconsistent", message, ("gap", one, other), evidence, "info")


def _goals(card: Card) -> Iterator[Outcome]:
    presenting = resolve(card.row.presenting_administration or "")
    for goal in card.goals:
        text = " ".join((goal.goal or "").split())
        place = evidence_of(goal, printed_goal(goal, measure=False))
        named = _ADMINISTRATION.search(goal.responsible or "")
        told = resolve(named[0].strip()) if named else None
        if presenting and named and (told is None or told is not presenting):
            message = f"Ansvarlig for '{text}' er '{named[0].strip()}', en anden forvaltning end den fremstillende."
            yield Outcome("inconsistent", message, ("responsible", text), [place, card.evidence], "info")


def _rounded(card: Card) -> Iterator[Outcome]:
    """`777 t.kr. (389 t.kr. i to år)`: right but for rounding."""
    for row in card.prose:
        text = marked(row.sentence)
        for found in _SPLIT.finditer(text.text):
            whole, part, times = (text[found[k]] for k in ("whole", "part", "n"))
            if row.text != whole.text or whole.value == part.value * times.value:
                continue
            if whole.overlaps(part.low * times.value, part.high * times.value, 0):
                message = (
                    f"Teksten siger {whole.text} i alt og {part.text} i {times.text} år, der tilsammen er "
                    f"{money(round(part.value * times.value))}: forskellen er afrunding."
                )
                yield Outcome("within_rounding", message, ("rounded", whole.text), [prose_evidence(row)], "info")
