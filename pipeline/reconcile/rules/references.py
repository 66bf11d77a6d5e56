"""What the text points at and the form announces: tables, annexes, parties to be heard, headings over nothing."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from pipeline.reconcile.danish import shortened
from pipeline.reconcile.lines import place_of
from pipeline.reconcile.model import Card, evidence_of
from pipeline.reconcile.rule import Context, Outcome, card_rule
from pipeline.reconcile.rules.consultations import consultation_evidence, paid_to_it
from pipeline.reconcile.sentences import texts
from schemas.dataset import ConsultationRow, Evidence, Severity

_CAPTION = re.compile(r"^\s*(?:Tabel|TABEL)\s+(?P<n>\d+)\s*(?P<letter>[a-zA-Z]?)\s*(?:[.:–-]|$)", re.M)
_TABLE = re.compile(r"\btabel\s+(?P<n>\d{1,2})(?P<letter>[a-z]?)\b", re.I)
_TABLE_LEAD = re.compile(r"\b(?:jf\.?|jfr\.?|i|af|se|og|nedenstående|følgende|ovenstående)\s+$", re.I)
_ANNEX = re.compile(
    r"\b(?P<word>bilag|appendiks)\s+(?P<n>\d{1,2}|[A-H])\b(?!\s?[a-z]\b|\s*til (?:over|budget|ind|sag|referat)|\d)",
    re.I,
)
_ANNEX_HEAD = re.compile(r"^[\s\"'*#]*(?:bilag|appendiks)\s+(?P<n>\d{1,2}|[A-H])\b", re.I)
_LEADS_ON = re.compile(
    r"(?:\b(?:jf|jfr)\.?|\b(?:se|også|i|af|som|vedlagte?|vedhæftede?|det|forslagets|og|til)|\(|-)\s*$", re.I
)
_SHOWS = re.compile(r"^\s+(?:viser|indeholder|opsummerer|angiver|beskriver|illustrerer|giver et overblik)\b", re.I)
"""The end of a line that goes on with the next: what stands there is no heading."""
_ELSEWHERE = re.compile(
    r"overførselssag|indstilling|budgetforslag|budgetnotat|lovforslag|bekendtgørelse|\bØU\b|\bBR\b|udvalg", re.I
)


_LEAD = 25  # letters before a reference that may lead up to it


def _place(card: Card, start: int) -> tuple[Evidence, str]:
    """The printed line at a place of the card's text, and the line itself."""
    _, starts = card.text
    line = card.lines[bisect_right(starts, start) - 1]
    return evidence_of(line, line.text.strip()), line.text


@card_rule(
    "reference",
    worst="warning",
    worst_on_scans="info",
    title="Henvisninger",
    claim="De tabeller og bilag, teksten henviser til, findes i forslaget",
    quantity="text",
    reads=("source_lines",),
    proves="a table or an annex of the proposal that the text refers to is printed with it",
    after=("table_numbers",),
)
def reference(card: Card, context: Context) -> Iterator[Outcome]:
    """`vist i tabel 9`, also over a line's end; `forslagets bilag 1` where no page is headed so."""
    text, _ = card.text
    printed = [(m["n"], m["letter"].lower()) for m in _CAPTION.finditer(text)]
    captions = {n for n, _ in printed} | {n + letter for n, letter in printed}
    told = {o.key[1] for o in context.failed(card, "table_numbers") if o.key[0] == "reference"}
    for found in _TABLE.finditer(text) if captions else ():
        lead = _TABLE_LEAD.search(text[max(0, found.start() - _LEAD) : found.start()])
        shows = _SHOWS.match(text[found.end() : found.end() + _LEAD])
        name = found["n"] + found["letter"].lower()
        if (lead is None and shows is None) or name in captions or name in told:
            continue
        told.add(name)
        message = f"Teksten henviser til tabel {name}, som forslaget ikke har."
        yield Outcome("inconsistent", message, ("table", name), [_place(card, found.start())[0]], "warning")
    yield from _annexes(card, text)


def _annexes(card: Card, text: str) -> Iterator[Outcome]:
    heads = {
        m["n"].upper() for at, line in enumerate(card.lines)
        if (m := _ANNEX_HEAD.match(line.text)) and not (at and _LEADS_ON.search(card.lines[at - 1].text))
    }  # fmt: skip
    seen: set[str] = set()
    for found in _ANNEX.finditer(text):
        number = found["n"].upper()
        if not _LEADS_ON.search(text[max(0, found.start() - _LEAD) : found.start()]):
            continue
        around = text[max(0, found.start() - 60) : found.start()] + text[found.end() :][:60].split(".", maxsplit=1)[0]
        if number in seen or _ELSEWHERE.search(around):
            continue
        seen.add(number)
        place, _line = _place(card, found.start("word"))
        if number in heads:
            yield Outcome(
                "exact", f"{found['word'].capitalize()} {number} er trykt med forslaget.", ("annex", number), [place]
            )
        else:
            message = f"Teksten henviser til {found['word'].lower()} {number}, som ikke er trykt med forslaget."
            yield Outcome("inconsistent", message, ("annex", number), [place], "warning")


_IT = re.compile(r"koncern.?it|\bKIT\b", re.I)
_PAID = re.compile(
    r"^\W*(?:koncern.?it|kit)\b|\b(?:til|hos|med|fra|af|drift|support)\b[^.]{0,25}?\b(?:koncern.?it|kit)\b"
    r"|\b(?:koncern.?it|kit)\b[^.]{0,40}\b(?:modtager|betales|får|fakturer\w*|afregn\w*|support)",
    re.I,
)
"""Words by which Koncern IT is paid, in a row's name or a sentence with an amount."""
_ROWS = 2  # heard bodies from which the table of hearings is there


@card_rule(
    "heard_it",
    worst="warning",
    worst_on_scans="info",
    title="Koncern IT",
    claim="Den, der betales for opgaven, er hørt",
    reads=("consultations", "economic_rows", "prose_amounts"),
    proves="Koncern IT is among the heard where the proposal pays it",
    after=("consultation",),
)
def heard_it(card: Card, _: Context) -> Iterator[Outcome]:
    """`Der betales 300 t.kr. til Koncern IT` <-> a table of hearings without Koncern IT, or with `Nej | Afventer`."""
    heard = [r for r in card.consultations if r.kind == "hearing"]
    if len(heard) < _ROWS or not (paid := paid_to_it(card)):
        return
    of_it = [r for r in heard if _IT.search(r.body or "")]
    if not of_it and not _has_it(card) and _PAID.search(paid):
        yield _unheard(paid, heard[0], "Koncern IT er ikke blandt de hørte")
    for row in of_it:
        if row.answer == "nej" and _WAITING.search(row.note or ""):
            yield _unheard(paid, row, f"{row.body} er ikke hørt ('{row.note}')")


def _has_it(card: Card) -> bool:
    """True where the presenting administration is the one that Koncern IT is a part of."""
    return "økonomiforvaltning" in (card.row.presenting_administration or "").lower()


_WAITING = re.compile(r"\bafventer|endnu ikke|ikke hørt", re.I)


def _unheard(paid: str, row: ConsultationRow, but: str) -> Outcome:
    message = f"Forslaget betaler Koncern IT ('{shortened(paid, 80)}'), men {but}."
    return Outcome("inconsistent", message, ("it",), [consultation_evidence(row)], "warning")


_UNIT_HEAD = re.compile(
    r"^\s*Ja\s?/\s?Nej(?:\s?/\s?Ikke relevant)?\s+(?P<head>(?:1\.000 |t\.?|mio\.? )?kr\.?(?: 20\d\d p/l)?)\s*$", re.I
)


@card_rule(
    "column_of_text",
    worst="warning",
    worst_on_scans="info",
    title="Kolonnehoved",
    claim="Et hoved med en enhed står over beløb",
    reads=("source_lines", "consultations"),
    proves="a heading that is a unit stands over amounts, not over dates and answers",
)
def column_of_text(card: Card, _: Context) -> Iterator[Outcome]:
    """`Ja/Nej/Ikke relevant | 1.000 kr. 2021 p/l` over the answers of a hearing."""
    for line in card.lines:
        if found := _UNIT_HEAD.match(line.text):
            message = f"Kolonnen hedder '{found['head']}', men rummer svar og datoer fra høringen, ikke beløb."
            yield Outcome(
                "inconsistent", message, ("head", found["head"]), [evidence_of(line, line.text.strip())], "warning"
            )


_POINTS = re.compile(
    r"\b(?:jf\.?|se|i|af|til|under) (?P<kind>figur|skema|afsnit) (?P<n>\d{1,2})\b"
    r"(?!\.\d|[,.]? (?:i|om) [a-zæøå]*(?:lov|bekendt|vejledning))",
    re.I,
)
_TITLE = re.compile(r"^\s*(?P<kind>figur|skema) (?P<n>\d{1,2})\b", re.I)
_HEADING = re.compile(r"^\s*(?P<n>\d{1,2})\.\s+[A-ZÆØÅ]")
_FEW_HEADINGS = 3  # numbered headings from which the sections of a card are known


@card_rule(
    "part_reference",
    title="Henvisninger i forslaget",
    claim="Figurer, skemaer og afsnit, som teksten henviser til, er i forslaget",
    sides=("Teksten", "Forslaget"),
    quantity="text",
    worst="warning",
    worst_on_scans="info",
    reads=("source_lines",),
    proves="figures, schemes and sections that the text refers to are there",
)
def part_reference(card: Card, _: Context) -> Iterator[Outcome]:
    """`vist i figur 2` without one, `afsnit 8` of a proposal with six; a figure may be lost in a text: then mild."""
    there = {(m["kind"].lower(), int(m["n"])) for x in card.lines if (m := _TITLE.match(x.text))}
    sections = {int(m["n"]) for x in card.lines if (m := _HEADING.match(x.text))}
    for text in texts(card):
        for found in _POINTS.finditer(text):
            kind, number = found["kind"].lower(), int(found["n"])
            if kind == "afsnit":
                lacking = len(sections) >= _FEW_HEADINGS and number > max(sections)
            else:
                lacking = (kind, number) not in there
            if lacking:
                message = f"Teksten henviser til {kind} {number}, som forslaget ikke har."
                severity: Severity = "info" if kind == "figur" else "warning"
                yield Outcome("inconsistent", message, (kind, str(number)), [place_of(card, text)], severity)
