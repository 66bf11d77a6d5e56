"""Proposals against each other, within a bilag and over all bilag of a run: money saved twice, prices that differ.

A proposal that comes again (the same number, or nearly the same title) is no second proposal.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from pipeline.reconcile.danish import money, plain_title, words
from pipeline.reconcile.intervals import ZERO
from pipeline.reconcile.model import Card, Document, TableRow
from pipeline.reconcile.rule import Context, Outcome, run_rule
from pipeline.reconcile.rules.prose import prose_evidence
from pipeline.reconcile.said import Said, said

_SAME_TITLE = 0.8
_YEARS = 3  # years with the same saving before two rows are of one money
_NEAR = 20  # a twentieth apart is rounding or another year's prices
_FARTHEST = 3  # times: beyond this the two are priced by other things
_UNIT = re.compile(
    r"^\W{0,3}(?:(?:/|pr\.?\s?|per\s|om\s)(?P<piece>måned(?:en)?|mdr|md|år(?:et)?|uge|dag|døgn|time|borger|plads"
    r"|elev|barn|årsværk|m²|m2"
    r"|kvadratmeter|medarbejder|bolig|sag|besøg|stk)\b|(?P<yearly>årligt))",
    re.I,
)
_PIECES = {"år": "år", "året": "år", "måned": "md", "måneden": "md", "mdr": "md", "kvadratmeter": "m2", "m²": "m2"}
_ABOUT = r"(?:(?:i gennemsnit|gennemsnitligt|ca\.|cirka|omkring|typisk)\s)?$"
_PRICES_OF = (
    re.compile(
        r"(?:^|[,;.]\s|\bmens\s)(?P<thing>[^,;.]{6,70}?)\s(?:koster|er prissat til|er sat til|har en pris på"
        r"|prissættes til"
        rf"|er beregnet til|regnes til)\s{_ABOUT}",
        re.I,
    ),
    re.compile(
        r"\b(?:prisen|udgiften|taksten|enhedsprisen|gennemsnitsprisen|omkostningen)\s(?:for|på|til|ved)\s"
        rf"(?P<thing>[^,;.]{{4,70}}?)\s(?:er|udgør|ligger på|sættes til)\s{_ABOUT}",
        re.I,
    ),
)

_ITSELF = re.compile(
    r"\w*(?:forslag|projekt|tiltag|initiativ)et|\w*ønsket|\w*(?:ændring|indsats|udvidels|ordning|løsning|sag)en|det|dette",
    re.I,
)
"""What a proposal calls itself: every proposal's own price."""


def _is_same(one: Card, other: Card) -> bool:
    """True for one proposal printed twice."""
    if one.case and one.case == other.case:
        return True
    titles = plain_title(one.row.title), plain_title(other.row.title)
    return titles[0] == titles[1] or difflib.SequenceMatcher(None, *titles, autojunk=False).ratio() > _SAME_TITLE


def _name(card: Card) -> str:
    return f"{card.row.case_id or ''} {card.row.title}".strip()


@run_rule(
    "same_saving",
    title="Samme besparelse to steder",
    claim="To forslag sparer ikke de samme penge",
    sides=("Dette forslag", "Det andet"),
    worst="warning",
    reads=("economic_amounts", "economic_rows", "cards"),
    proves="no two proposals save the same money: the same row with the same amounts",
)
def same_saving(documents: Sequence[Document], _: Context) -> Iterator[Outcome]:
    """`Besparelse på licenser` with the same amounts in every year, in two proposals of different names."""
    found: dict[tuple[object, ...], list[tuple[Card, TableRow]]] = defaultdict(list)
    for card in (c for d in documents for c in d.cards):
        for row in card.economy.items() if card.economy else ():
            amounts = {c.year: c.interval.dkk for c in row.cells.values() if c.year and c.interval != ZERO and c.sure}
            saving = len(amounts) >= _YEARS and all(a < 0 for a in amounts.values())
            if saving and len(row.stems) > 1 and any(a % 100_000 for a in amounts.values()):
                found[row.stems, tuple(sorted(amounts.items()))].append((card, row))
    for places in found.values():
        for (one, row), (other, twin) in combinations(places, 2):
            if _is_same(one, other):
                continue
            message = (
                f"'{twin.label}' har samme beløb i alle år ({twin.printed_values}) som i {_name(one)}: er det de samme "
                "penge, spares de to gange?"
            )
            yield Outcome(
                "inconsistent", message, (twin.label, _name(one)), [twin.evidence(), row.evidence()], "warning",
                rows=frozenset({twin.id}), card=other,
            )  # fmt: skip
            break


@dataclass(frozen=True, slots=True)
class _Price:
    """What one of a thing costs, as a card says it."""

    card: Card
    said: Said
    thing: str
    stems: frozenset[str]
    piece: str


@run_rule(
    "same_price",
    title="Samme pris i to forslag",
    claim="Det samme koster det samme i alle forslag",
    sides=("Dette forslag", "Det andet"),
    worst="warning",
    reads=("prose_amounts", "cards"),
    proves="one thing has one price in all proposals of one price level",
)
def same_price(documents: Sequence[Document], _: Context) -> Iterator[Outcome]:
    """`En plejehjemsplads koster 500 t.kr. pr. år` in one proposal, 620 t.kr. in another of the same prices."""
    prices = [p for d in documents for c in d.cards for p in _prices(c)]
    told: set[tuple[str, frozenset[str]]] = set()
    for one, other in combinations(prices, 2):
        same = one.stems == other.stems and one.piece == other.piece
        level = one.card.row.price_level == other.card.row.price_level
        if not same or not level or one.card is other.card or _is_same(one.card, other.card):
            continue
        low, high = sorted((one.said.interval.dkk, other.said.interval.dkk))
        if (high - low) * _NEAR <= high or high > _FARTHEST * low or (other.card.id, other.stems) in told:
            continue
        told.add((other.card.id, other.stems))
        message = (
            f"'{other.thing}' koster {other.said.row.text} her, men {one.said.row.text} i {_name(one.card)} (forskel "
            f"{money(other.said.interval.dkk - one.said.interval.dkk)}, samme prisniveau)."
        )
        evidence = [prose_evidence(other.said.row), prose_evidence(one.said.row)]
        yield Outcome(
            "inconsistent", message, ("price", " ".join(sorted(other.stems))), evidence, "warning",
            one.said.interval, other.said.interval, card=other.card,
        )  # fmt: skip


def _prices(card: Card) -> Iterable[_Price]:
    for what in said(card):
        before = what.row.sentence[: what.start]
        unit, thing = _UNIT.match(what.after), next((m for p in _PRICES_OF if (m := p.search(before))), None)
        if thing and _ITSELF.fullmatch(thing["thing"].strip()):
            continue
        if unit and thing and what.row.amount_low_dkk == what.row.amount_high_dkk:
            piece = _PIECES.get((unit["piece"] or "år").lower(), (unit["piece"] or "").lower())
            yield _Price(card, what, thing["thing"], frozenset(words(thing["thing"])), piece)


@run_rule(
    "overview_elsewhere",
    title="Oversigt fra et andet bilag",
    claim="Oversigten er over bilagets egne forslag",
    sides=("Oversigten", "Bilaget"),
    quantity="text",
    worst="info",
    reads=("overview_amounts", "cards"),
    proves="an overview lists the proposals of its own bilag",
)
def overview_elsewhere(documents: Sequence[Document], _: Context) -> Iterator[Outcome]:
    """An overview whose proposals are described in another bilag of the run, none of them in its own."""
    for document in documents:
        lines = [x for x in document.overview_lines if x.title]
        if len(lines) < _YEARS or any(c.overview for c in document.cards):
            continue
        for other in documents:
            titles = {(c.case, plain_title(c.row.title)) for c in other.cards}
            hits = [x for x in lines if (x.case, plain_title(x.title or "")) in titles]
            if other is not document and 2 * len(hits) > len(lines):
                name = other.row.title or other.row.file_name
                message = f"Oversigten viser {len(hits)} forslag, som er beskrevet i et andet bilag: '{name}'."
                first = document.cards[0] if document.cards else None
                yield Outcome(
                    "inconsistent", message, (name,), [x.evidence() for x in hits[:3]], "info", card=first,
                    document=document,
                )  # fmt: skip
                break
