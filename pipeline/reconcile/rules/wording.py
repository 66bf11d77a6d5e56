"""What running text claims about numbers: its own arithmetic, the payback time, a row's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.reconcile.danish import money
from pipeline.reconcile.lines import place_of
from pipeline.reconcile.model import Card, payback_evidence
from pipeline.reconcile.rule import Context, Outcome, card_rule
from pipeline.reconcile.rules.prose import prose_evidence
from pipeline.reconcile.said import Said, said
from pipeline.reconcile.sentences import NUMBER_WORDS, number

_N = rf"(?:\d{{1,4}}(?:,\d+)?|{'|'.join(NUMBER_WORDS)})"
_MONTHLY = re.compile(r"^\W*(?:/|pr\.? ?|om )\s?(?:mdr|måned)", re.I)
_YEARLY = re.compile(r"^\W*(?:årligt|om året|pr\.? ?år|/år)", re.I)
_UNIT_PRICE = re.compile(
    r"\b(?P<count>\d{1,4})\s+[a-zæøå]+ (?:til en (?:anslået |gennemsnitlig )?(?:styk)?pris (?:på|af)|á|à)\W*$", re.I
)
_PROGRESSION = re.compile(
    rf"\b(?P<from>{_N})\s(?:\w+[-\s])?(?P<unit>årsværk|stillinger|medarbejdere|pladser)\si\s(?P<first>20\d\d)[^.]{{0,30}}?"
    rf"(?:årligt |hvert år )?(?:stiger|øges|vokser|udvides)(?: årligt| hvert år)? med\s(?P<step>{_N})\s[^.]{{0,40}}?"
    rf"(?:indtil|frem til|til og med|til)\s(?P<last>20\d\d)[^.]{{0,60}}?\b(?P<to>{_N})\s(?P=unit)",
    re.I,
)  # fmt: skip
_STEPS = re.compile(r"\b(?:stiger|øges|vokser|udvides)\b")
_PAYBACK = re.compile(rf"tilbagebetalingstid\w*(?:(?!tilbagebetal)[^.;]){{0,80}}?\b(?P<years>{_N})\s?år\b", re.I)
_REQUIRED = re.compile(r"\bkrav|højst|maksimal|inden for", re.I)


@card_rule(
    "prose_arithmetic",
    title="Regnestykker i teksten",
    claim="Det, teksten regner ud, giver det, den siger",
    sides=("Teksten", "Regnet efter"),
    quantity="text",
    reads=("prose_amounts", "card_sections"),
    proves="what the text calculates before the reader's eyes comes out as it says",
)
def prose_arithmetic(card: Card, _: Context) -> Iterator[Outcome]:
    """Twelve months to the year, count times price, a yearly step from one number to another."""
    everything = list(said(card))
    for one, other in pairwise(everything):
        if one.row.sentence == other.row.sentence:
            yield from _pair(one, other)
    for section in card.sections:
        if " med " not in section.text or not _STEPS.search(section.text):
            continue
        for found in _PROGRESSION.finditer(" ".join(section.text.split())):
            yield from _progression(card, found)


def _pair(one: Said, other: Said) -> Iterator[Outcome]:
    """`91 t.kr./mdr. (1,2 mio. kr. årligt)`; `105 cykler til en stykpris på 4.000 kr. (420.000 kr.)`."""
    aside = other.before.rstrip().endswith("(")
    monthly = aside and _MONTHLY.search(one.after) and _YEARLY.search(other.after)
    counted = _UNIT_PRICE.search(one.before) if aside and len(other.before.strip()) <= 2 else None
    if not monthly and not counted:
        return
    count = 12 if monthly else int(counted["count"]) if counted else 0
    price, said_dkk = abs(one.row.amount_low_dkk), abs(other.row.amount_low_dkk)
    result = count * price
    slack = other.step_dkk // 2 + count * one.step_dkk // 2
    holds = abs(result - said_dkk) <= slack
    message = f"Teksten siger {one.row.text} og {other.row.text}; {count} x {one.row.text} giver {money(result)}" + (
        "." if holds else f" (forskel {money(said_dkk - result)})."
    )
    yield Outcome(
        "exact" if result == said_dkk else "within_rounding" if holds else "inconsistent", message,
        ("product", one.row.text), [prose_evidence(one.row), prose_evidence(other.row)], None if holds else "error",
        expected_text=money(result), printed_text=other.row.text,
    )  # fmt: skip


def _progression(card: Card, found: re.Match[str]) -> Iterator[Outcome]:
    years = int(found["last"]) - int(found["first"])
    result, claimed = number(found["from"]) + years * number(found["step"]), number(found["to"])
    holds = result == claimed
    message = (
        f"Teksten siger {found['from']} {found['unit']} i {found['first']} og {found['step']} mere om året indtil "
        f"{found['last']}; det giver {result:g}, ikke {claimed:g}."
    )
    yield Outcome(
        "exact" if holds else "inconsistent", message, ("steps", found["unit"]), [place_of(card, found[0])],
        None if holds else "error", expected_text=f"{result:g}", printed_text=f"{claimed:g}",
    )  # fmt: skip


@card_rule(
    "payback_in_text",
    title="Tilbagebetalingstid i teksten",
    claim="Teksten har tabellens tilbagebetalingstid",
    sides=("Teksten", "Tabellen"),
    quantity="years",
    reads=("card_sections", "paybacks"),
    proves="the text names the payback time of the table",
)
def payback_in_text(card: Card, _: Context) -> Iterator[Outcome]:
    """`tilbagebetalingstiden er otte år` <-> the row under the table."""
    printed = {p.years for p in card.paybacks}
    if not printed:
        return
    for section in card.sections:
        if "ilbagebetalingstid" not in section.text:
            continue
        text = " ".join(section.text.split())
        for found in _PAYBACK.finditer(text):
            if _REQUIRED.search(text, max(0, found.start() - 40), found.start()):
                continue
            years = number(found["years"])
            evidence = [place_of(card, found[0]), *(payback_evidence(card, p) for p in card.paybacks)]
            if years in printed:
                yield Outcome("exact", f"Tekst og tabel har begge {years:g} år.", ("text",), evidence)
            else:
                shown = " / ".join(map(str, sorted(printed)))
                message = f"Teksten siger en tilbagebetalingstid på {found['years']} år, tabellen {shown}."
                yield Outcome(
                    "inconsistent",
                    message,
                    ("text",),
                    evidence,
                    "warning",
                    expected_text=shown,
                    printed_text=f"{years:g}",
                )


@card_rule(
    "row_label",
    worst="warning",
    title="Rækkenavne",
    claim="Rækker for forskellige ting har forskellige navne",
    reads=("economic_rows",),
    proves="rows for different things have different names",
)
def row_label(card: Card, _: Context) -> Iterator[Outcome]:
    """Two rows whose names differ in the parenthesis only: the first one's name was copied over the second's."""
    for table in card.tables:
        seen: dict[tuple[str | None, str], str] = {}
        for row in table.items():
            outer, _paren, inner = row.label.partition("(")
            key = (row.row.section, " ".join(outer.lower().split()))
            before = seen.get(key)
            if inner and before is not None and "(" in before and before != row.label:
                message = f"Rækkerne '{before}' og '{row.label}' har samme navn, kun parentesen er forskellig."
                first = next(r for r in table.items() if r.label == before)
                yield Outcome("inconsistent", message, (row.label,), [row.evidence(), first.evidence()], "warning")
            seen.setdefault(key, row.label)
