"""Proposals against each other, within a bilag and over all bilag of a run: money saved twice, prices that differ.

A proposal that comes again (the same number, or nearly the same title) is no second proposal. Each rule looks at what
the documents tell it (`pipeline.reconcile.telling`), and at no two tellings that have nothing in common.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any, Self, TypeVar

from pipeline.reconcile.danish import money, plain_title, words
from pipeline.reconcile.intervals import ZERO, Interval
from pipeline.reconcile.model import Card, Document, RowId, TableRow
from pipeline.reconcile.rule import run_rule
from pipeline.reconcile.rules.prose import prose_evidence
from pipeline.reconcile.said import said
from pipeline.reconcile.telling import Across, Meeting, Telling
from schemas.dataset import Evidence

_SAME_TITLE = 0.8
_YEARS = 3  # years with the same saving before two rows are of one money
_NEAR = 20  # a twentieth apart is rounding or another year's prices
_FARTHEST = 3  # times: beyond this the two are priced by other things
_LOOKED_AT = 50  # other bilag with one proposal of an overview, the first of them
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


Key = tuple[str | None, str]
"""A proposal's number and its plain title."""


class _OfCard(Telling):
    """Something that a card tells."""

    card_id: str
    case: str | None
    title: str
    """The plain title."""
    name: str

    @property
    def proposal(self) -> Key:
        """What the card is known by."""
        return self.case, self.title


C = TypeVar("C", bound=_OfCard)


def _card_fields(card: Card) -> dict[str, Any]:
    name = f"{card.row.case_id or ''} {card.row.title}".strip()
    title = plain_title(card.row.title)
    return {"document_id": card.document.id, "card_id": card.id, "case": card.case, "title": title, "name": name}


def _is_same(one: _OfCard, other: _OfCard) -> bool:
    """True for one proposal printed twice."""
    if one.case and one.case == other.case:
        return True
    titles = one.title, other.title
    return titles[0] == titles[1] or difflib.SequenceMatcher(None, *titles, autojunk=False).ratio() > _SAME_TITLE


def _grouped(tellings: Iterable[tuple[Hashable, C]]) -> Iterator[list[C]]:
    groups: dict[Hashable, list[C]] = defaultdict(list)
    for key, telling in tellings:
        groups[key].append(telling)
    return (group for group in groups.values() if len(group) > 1)


class Saving(_OfCard):
    """A row of a card's economy that saves an amount in every year that it has."""

    stems: tuple[str, ...]
    amounts: tuple[tuple[int, int], ...]
    """Kroner by year."""
    label: str
    printed: str
    evidence: Evidence
    row: RowId

    @classmethod
    def of(cls, document: Document) -> Iterator[Self]:
        """The savings that are not of round figures, which meet by chance."""
        for card in document.cards:
            for row in card.economy.items() if card.economy else ():
                amounts = _saved(row)
                saving = len(amounts) >= _YEARS and all(a < 0 for a in amounts.values())
                if saving and len(row.stems) > 1 and any(a % 100_000 for a in amounts.values()):
                    yield cls(
                        **_card_fields(card), stems=tuple(sorted(row.stems)), amounts=tuple(sorted(amounts.items())),
                        label=row.label, printed=row.printed_values, evidence=row.evidence(), row=row.id,
                    )  # fmt: skip

    def meets_by(self) -> Iterator[Meeting]:
        """The same words and amounts."""
        yield "both", repr((self.stems, self.amounts))


def _saved(row: TableRow) -> dict[int, int]:
    return {c.year: c.interval.dkk for c in row.cells.values() if c.year and c.interval != ZERO and c.sure}


@run_rule(
    "same_saving",
    telling=Saving,
    title="Samme besparelse to steder",
    claim="To forslag sparer ikke de samme penge",
    sides=("Dette forslag", "Det andet"),
    worst="warning",
    reads=("economic_amounts", "economic_rows", "cards"),
    proves="no two proposals save the same money: the same row with the same amounts",
)
def same_saving(savings: Sequence[Saving]) -> Iterator[Across]:
    """`Besparelse på licenser` with the same amounts in every year, in two proposals of different names."""
    for places in _grouped(((s.stems, s.amounts), s) for s in savings):
        # Of a proposal that comes again, what holds of the first place holds of the others.
        first = {place.proposal: place for place in reversed(places)}
        once = [place for place in places if first[place.proposal] is place]
        for one, twin in combinations(once, 2):
            if _is_same(one, twin):
                continue
            message = (
                f"'{twin.label}' har samme beløb i alle år ({twin.printed}) som i {one.name}: er det de samme "
                "penge, spares de to gange?"
            )
            yield Across(
                rule="same_saving", document_id=twin.document_id, card_id=twin.card_id, message=message,
                key=(twin.label, one.name), evidence=[twin.evidence, one.evidence], severity="warning",
                rows=(twin.row,),
            )  # fmt: skip
            break


class Price(_OfCard):
    """What one of a thing costs, as a card says it."""

    price_level: int | None
    thing: str
    stems: tuple[str, ...]
    piece: str
    text: str
    interval: Interval
    evidence: Evidence

    @classmethod
    def of(cls, document: Document) -> Iterator[Self]:
        """The prices in the cards' running text."""
        for card in document.cards:
            for what in said(card):
                before = what.row.sentence[: what.start]
                unit, thing = _UNIT.match(what.after), next((m for p in _PRICES_OF if (m := p.search(before))), None)
                if thing and _ITSELF.fullmatch(thing["thing"].strip()):
                    continue
                if unit and thing and what.row.amount_low_dkk == what.row.amount_high_dkk:
                    yield cls(
                        **_card_fields(card), price_level=card.row.price_level, thing=thing["thing"],
                        stems=tuple(sorted(set(words(thing["thing"])))),
                        piece=_PIECES.get((unit["piece"] or "år").lower(), (unit["piece"] or "").lower()),
                        text=what.row.text, interval=what.interval, evidence=prose_evidence(what.row),
                    )  # fmt: skip

    @property
    def of_what(self) -> tuple[tuple[str, ...], str, int | None]:
        """The thing, the piece of it, and the prices it is reckoned in."""
        return self.stems, self.piece, self.price_level

    def meets_by(self) -> Iterator[Meeting]:
        """The same thing."""
        yield "both", repr(self.of_what)


@run_rule(
    "same_price",
    telling=Price,
    title="Samme pris i to forslag",
    claim="Det samme koster det samme i alle forslag",
    sides=("Dette forslag", "Det andet"),
    worst="warning",
    reads=("prose_amounts", "cards"),
    proves="one thing has one price in all proposals of one price level",
)
def same_price(prices: Sequence[Price]) -> Iterator[Across]:
    """`En plejehjemsplads koster 500 t.kr. pr. år` in one proposal, 620 t.kr. in another of the same prices."""
    order = {id(price): number for number, price in enumerate(prices)}
    pairs = [pair for group in _grouped((p.of_what, p) for p in prices) for pair in _apart(group)]
    pairs.sort(key=lambda pair: (order[id(pair[0])], order[id(pair[1])]))
    told: set[tuple[str, tuple[str, ...]]] = set()
    for one, other in pairs:
        if (other.card_id, other.stems) in told:
            continue
        told.add((other.card_id, other.stems))
        message = (
            f"'{other.thing}' koster {other.text} her, men {one.text} i {one.name} (forskel "
            f"{money(other.interval.dkk - one.interval.dkk)}, samme prisniveau)."
        )
        yield Across(
            rule="same_price", document_id=other.document_id, card_id=other.card_id, message=message,
            key=("price", " ".join(other.stems)), evidence=[other.evidence, one.evidence], severity="warning",
            expected=one.interval, printed=other.interval,
        )  # fmt: skip


def _apart(group: Sequence[Price]) -> Iterator[tuple[Price, Price]]:
    """Each price with the first before it of another proposal that is neither near it nor far from it."""
    seen: dict[tuple[Key, int], Price] = {}
    for other in group:
        for one in seen.values():
            low, high = sorted((one.interval.dkk, other.interval.dkk))
            if (high - low) * _NEAR > high and high <= _FARTHEST * low and not _is_same(one, other):
                yield one, other
                break
        seen.setdefault((other.proposal, other.interval.dkk), other)


class Overview(Telling):
    """A document's proposals, and the lines of its overview where that is not over them."""

    name: str
    first_card: str | None
    proposals: tuple[Key, ...]
    lines: tuple[tuple[Key, Evidence], ...]

    @classmethod
    def of(cls, document: Document) -> Iterator[Self]:
        """The one of a document that has either."""
        lines = [x for x in document.overview_lines if x.title]
        if len(lines) < _YEARS or any(c.overview for c in document.cards):
            lines = []
        proposals = tuple(dict.fromkeys((c.case, plain_title(c.row.title)) for c in document.cards))
        if lines or proposals:
            yield cls(
                document_id=document.id, name=document.row.title or document.row.file_name, proposals=proposals,
                first_card=document.cards[0].id if document.cards else None,
                lines=tuple(((x.case, plain_title(x.title or "")), x.evidence()) for x in lines),
            )  # fmt: skip

    def meets_by(self) -> Iterator[Meeting]:
        """A line seeks its proposal."""
        yield from (("offer", repr(key)) for key in self.proposals)
        yield from (("seek", repr(key)) for key, _ in self.lines)


@run_rule(
    "overview_elsewhere",
    telling=Overview,
    title="Oversigt fra et andet bilag",
    claim="Oversigten er over bilagets egne forslag",
    sides=("Oversigten", "Bilaget"),
    quantity="text",
    worst="info",
    reads=("overview_amounts", "cards"),
    proves="an overview lists the proposals of its own bilag",
)
def overview_elsewhere(overviews: Sequence[Overview]) -> Iterator[Across]:
    """An overview whose proposals are described in another bilag of the run, none of them in its own."""
    homes: dict[Key, list[int]] = defaultdict(list)
    for number, one in enumerate(overviews):
        for key in one.proposals:
            homes[key].append(number)
    for number, one in enumerate(overviews):
        counted = Counter(home for key, _ in one.lines for home in homes.get(key, ())[:_LOOKED_AT] if home != number)
        there = min((home for home, hits in counted.items() if 2 * hits > len(one.lines)), default=None)
        if there is not None:
            other = overviews[there]
            hits = [evidence for key, evidence in one.lines if there in homes.get(key, ())[:_LOOKED_AT]]
            message = f"Oversigten viser {len(hits)} forslag, som er beskrevet i et andet bilag: '{other.name}'."
            yield Across(
                rule="overview_elsewhere", document_id=one.document_id, card_id=one.first_card, message=message,
                key=(other.name,), evidence=hits[:3], severity="info",
            )  # fmt: skip
