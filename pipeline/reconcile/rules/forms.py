"""The form around the figures: template text left in, table numbers, references, boxes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate

from extractors.danish.organisations import resolve
from pipeline.reconcile.danish import plain_title, shortened
from pipeline.reconcile.lines import find_lines
from pipeline.reconcile.model import Card, Document, evidence_of
from pipeline.reconcile.rule import Context, Outcome, card_rule, document_rule
from schemas.dataset import Evidence

_CENTRE = re.compile(r"center for økonomi", re.I)
_TEMPLATE = re.compile(
    r"\bangiv (?:dato|titel|navn|p/l:[ \t]*$)|slet herunder|slettes hvis|afsnittet udfyldes"
    r"|sendes til:|\[angiv|henvisning til ofs"
    r"|alle forslag,? der indeholder|skal (?:godkendes|vurderes|have været) (?:i|af)? ?(?:deres endelige|høring)"
    r"|kan lave en endelig godkendelse|udfyldes kun",
    re.I | re.M,
)
_PERIOD = re.compile(r"\bOFS (\d\d|20\d\d)\s?[-/–]\s?(\d\d|20\d\d)\b")
_CAPTION = re.compile(r"^\s*(?:Tabel|TABEL) (\d+)\s*[.:–-]\s*(.+)")
_GOES_ON = re.compile(
    r"\b(?:jf|jfr|se|i|af|fra|og|samt|til|under)\.?\s*$", re.I
)  # the line before a broken `i tabel 1.`
_ANNEX = re.compile(r"\bbilag\s+(\d{1,2}\s?[a-z])\b", re.I)  # the number may stand on the next line
_PRESENTING = re.compile(r"fremstillende\s+forvaltning", re.I)
_REFERENCE = re.compile(r"\b(?:jf\.?|i|af|se|fremgår af) tabel (\d+)\b", re.I)


@card_rule(
    "template_text",
    worst="warning",
    worst_on_scans="info",
    title="Vejledningstekst",
    claim="Skabelonens vejledning er udfyldt eller taget ud",
    reads=("source_lines",),
    proves="the form's guidance text has been filled in or taken out",
)
def template_text(card: Card, _: Context) -> Iterator[Outcome]:
    """Words that only the empty form says."""
    found = find_lines(card, _TEMPLATE)
    if found:
        places = "1 sted" if len(found) == 1 else f"{len(found)} steder, første gang"
        message = (
            f"Skabelonens vejledning eller en arbejdsnote står tilbage {places}: '{shortened(found[0].text, 80)}'."
        )
        yield Outcome("inconsistent", message, ("template",), found, "warning")


@card_rule(
    "organisation",
    worst="warning",
    worst_on_scans="info",
    title="Forvaltning",
    claim="Det er en forvaltning, der fremstiller forslaget",
    reads=("cards",),
    proves="an administration presents the proposal, not a committee",
)
def organisation(card: Card, _: Context) -> Iterator[Outcome]:
    """`Fremstillende forvaltning` that names an udvalg."""
    name = card.row.presenting_administration or ""
    asked = "udvalg" in name.lower() and "forvaltning" not in name.lower() and find_lines(card, _PRESENTING)
    if asked:  # other forms ask for the committee itself
        places = find_lines(card, re.compile(re.escape(name[:25]), re.I)) or [card.evidence]
        message = f"Som fremstillende forvaltning er trykt et udvalg: '{name}'."
        yield Outcome("inconsistent", message, ("presenting",), places[:1], "warning")
    known = resolve(name) if name else None
    if known is None or card.row.price_level is None:
        return
    now = known.name_in(card.row.price_level - 1)  # a proposal is in the prices of the year to come
    older = {plain_title(n.text) for n in known.names} - {plain_title(now)}
    mentions = find_lines(card, re.compile(re.escape(now[:12]), re.I)) if plain_title(name) in older else []
    if mentions:
        places = find_lines(card, re.compile(re.escape(name[:25]), re.I)) or [card.evidence]
        message = f"Fremstillende forvaltning er trykt med sit gamle navn, '{name}'; forslaget bruger også '{now}'."
        yield Outcome("inconsistent", message, ("name",), [*places[:1], *mentions[:1]], "info")


@card_rule(
    "period",
    worst="warning",
    worst_on_scans="info",
    title="Budgetperiode",
    claim="En budgetperiode går fra et år til det næste",
    quantity="text",
    reads=("source_lines",),
    proves="a named budget period runs from one year to the next",
)
def period(card: Card, _: Context) -> Iterator[Outcome]:
    """`OFS 25-25`."""
    for place in find_lines(card, _PERIOD):
        found = _PERIOD.search(place.text)
        if found and int(found[2]) % 100 != (int(found[1]) + 1) % 100:
            message = f"'{found[0]}' er ikke en overførselssag: perioden går fra et år til det næste."
            yield Outcome("inconsistent", message, (found[0],), [place], "warning")


@card_rule(
    "table_numbers",
    worst="warning",
    worst_on_scans="info",
    title="Tabelnumre",
    claim="Hvert tabelnummer bruges én gang, og de, der henvises til, findes",
    quantity="text",
    reads=("source_lines",),
    proves="every table number is used once, and every one referred to is there",
)
def table_numbers(card: Card, _: Context) -> Iterator[Outcome]:
    """Two tables of one number; a reference to a table the card has not; a heading over another's content."""
    captions: dict[str, dict[str, Evidence]] = defaultdict(dict)
    for at, line in enumerate(card.lines):
        found = _CAPTION.match(line.text)
        if found and not (at and _GOES_ON.search(card.lines[at - 1].text)):
            captions[found[1]].setdefault(plain_title(found[2])[:14], evidence_of(line, line.text.strip()))
            below = card.lines[at + 1 : at + 6]
            if "samarbejdspartner" in found[2].lower() and any(_CENTRE.match(x.text.strip()) for x in below):
                message = f"'{line.text.strip()}' står over godkendelsen fra Center for Økonomi."
                yield Outcome(
                    "inconsistent",
                    message,
                    ("content", found[1]),
                    [evidence_of(line, line.text.strip())],
                    "warning",
                )
    for number, places in captions.items():
        if len(places) > 1:
            message = (
                f"To tabeller hedder Tabel {number}: "
                + " og ".join(f"'{shortened(p.text)}'" for p in list(places.values())[:2])
                + "."
            )
            yield Outcome("inconsistent", message, ("twice", number), list(places.values()), "info")
    for place in find_lines(card, _REFERENCE) if captions else ():
        found = _REFERENCE.search(place.text)
        if found and found[1] not in captions:
            message = f"Teksten henviser til tabel {found[1]}, som forslaget ikke har."
            yield Outcome("inconsistent", message, ("reference", found[1]), [place], "warning")


@document_rule(
    "annex_reference",
    worst="info",
    title="Henvisning til bilag",
    claim="Et bilag, der henvises til, er blandt de læste",
    reads=("source_lines", "documents"),
    proves="an annex referred to is among the bilag read",
)
def annex_reference(document: Document, context: Context) -> Iterator[Outcome]:
    """`fremgår af særskilt bilag 2b`: told where 2b was not read; it may be confidential, so it is a remark."""
    seen: set[str] = set()
    text = "\n".join(x.text for x in document.lines)
    starts = list(accumulate((len(x.text) + 1 for x in document.lines), initial=0))
    for found in _ANNEX.finditer(text):
        number = "".join(found[1].lower().split())
        if number in seen or number == (document.row.bilag_no or "").lower():
            continue
        seen.add(number)
        line = document.lines[bisect_right(starts, found.start()) - 1]
        place = evidence_of(line, line.text.strip())
        if number in context.annexes:
            yield Outcome("exact", f"Bilag {number}, som der henvises til, er læst.", (number,), [place])
        else:
            message = f"Der henvises til bilag {number}, som ikke er blandt de læste."
            yield Outcome("not_checkable", message, (number,), [place], "info")


_BOX = r"[☐☒☑✓✔☓■□]"
_YES = re.compile(rf"^\s*-?\s*(?P<box>{_BOX})?\s*Ja\b(?P<rest>.*)$")
_NO = re.compile(rf"^\s*-?\s*(?P<box>{_BOX})?\s*Nej\s*$")
_APART = r"\s*[/|,;]?\s*"
_BOTH_ON_LINE = (
    re.compile(rf"^\s*Ja\s*(?P<yes>{_BOX}){_APART}Nej\s*(?P<no>{_BOX})\s*$"),
    re.compile(rf"^\s*(?P<yes>{_BOX})?\s*Ja(?=\W){_APART}(?P<no>{_BOX})?\s*Nej\s*$"),
)
_TYPED = ((re.compile(r"\[ ?\]|\( ?\)"), "☐"), (re.compile(r"\[ ?[xX] ?\]|\( ?[xX] ?\)"), "☒"))
"""Boxes made of brackets, and what they stand for."""
_CROSSED = frozenset("☒☑✓✔☓■")
_NEAR = 4  # lines from `Ja` to its `Nej`


@card_rule(
    "boxes",
    worst="warning",
    worst_on_scans="info",
    title="Afkrydsning",
    claim="Ét af felterne Ja og Nej er sat",
    reads=("source_lines",),
    proves="of a pair of boxes one is crossed",
)
def boxes(card: Card, _: Context) -> Iterator[Outcome]:
    """`☐ Ja` over `☐ Nej`, both crossed, or both words without any box: the answer cannot be read."""
    for at, line in enumerate(card.lines):
        pair = _pair(card, at)
        if pair is None:
            continue
        yes, no = pair
        crossed = [box for box in pair if box in _CROSSED]
        if yes is None and no is None and not _asked(card, at):
            continue
        place = evidence_of(line, line.text.strip())
        if len(crossed) == 1:
            yield Outcome("exact", "Ét af felterne er sat.", ("box", str(at)), [place])
            continue
        how = "begge sat" if len(crossed) == 2 else "ingen sat" if yes or no else "trykt uden felter"
        message = f"Både 'Ja' og 'Nej' står der, {how}: svaret kan ikke læses."
        yield Outcome("inconsistent", message, ("box", _question(card, at)), [place], "warning")


def _pair(card: Card, at: int) -> tuple[str | None, str | None] | None:
    """The boxes of a `Ja` and the `Nej` that follows it; None where the line opens no such pair."""
    text = _drawn(card.lines[at].text)
    for pattern in _BOTH_ON_LINE:
        if both := pattern.match(text):
            return both["yes"], both["no"]
    yes = _YES.match(text)
    if yes is None or (yes["box"] is None and yes["rest"].strip()):
        return None
    for line in card.lines[at + 1 : at + 1 + _NEAR]:
        below = _drawn(line.text)
        if no := _NO.match(below):
            return yes["box"], no["box"]
        if _YES.match(below) or (yes["box"] is None and below.strip()):
            return None
    return None


def _drawn(text: str) -> str:
    """A line with its typed boxes (`[x]`, `( )`) as the signs they stand for."""
    for typed, sign in _TYPED if "[" in text or "(" in text else ():
        text = typed.sub(sign, text)
    return text


def _question(card: Card, at: int) -> str:
    above = (x.text.strip() for x in reversed(card.lines[max(0, at - _NEAR) : at]))
    return next((t for t in above if t), "")


def _asked(card: Card, at: int) -> bool:
    """True where the line over the answers is a question of the form: it ends with a colon or a question mark."""
    return _question(card, at).endswith((":", "?"))
