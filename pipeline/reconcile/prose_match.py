"""Which row, sum or total of the card's tables an amount in running text speaks of, and how surely.

A match is by words in common (stems, rare ones weighing more), by the area or the kind of sum the sentence names,
and by year. Only a sure match may give a contradiction: an amount that another figure of the card explains, that counts
something per piece, is a part of another amount, or belongs to another year than the table's, is left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pipeline.reconcile.danish import among, words
from pipeline.reconcile.intervals import ZERO, Interval, total
from pipeline.reconcile.model import Card, Table, TableRow
from pipeline.reconcile.said import Said, nearest
from pipeline.reconcile.structure import results
from pipeline.reconcile.typos import of_one_size
from schemas.dataset import ProseAmountRow

Kind = Literal["headline", "row", "area", "investment", "effect"]

_INVEST = re.compile(r"invester|implementeringsomkostning|implementeringsudgift|finansieringsbehov", re.I)
_FUND = re.compile(r"\b(?:afsæt|afsat|anmod)", re.I)
_EFFECT = re.compile(
    r"effektiviser(?!ings(?:forsl|middel|midl))|besparelse|gevinst|\bspares?\b|provenu"
    r"|\b(?:varige|årlige|samlede) effekt\b|reduceres udgifterne|udgifterne reduceres",
    re.I,
)
_TOPICS: tuple[tuple[Literal["investment", "effect"], re.Pattern[str]], ...] = (
    ("investment", _INVEST), ("investment", _FUND), ("effect", _EFFECT),
)  # fmt: skip
_WHOLE = re.compile(
    r"fra (?:investerings|innovations)pulj|\bi alt\b|\bsamle[dt]|\bforslaget\b|fuldt? (?:indfas|effekt)|\bvarig"
    r"|\bnetto",
    re.I,
)
_PER_PIECE = re.compile(
    r"^\W{0,3}(?:kr\.?\s*)?(?:(?:pr\.|per\b|/)(?!\s?(?:kalender|budget)?år\b)|i timen|inkl)"
    r"|(?:\bá|\bà|stykpris\w* på|\bx|årsværk af|timer af|sats\w*(?: på)?)\W*$",
    re.I,
)
_OF_STAFF = re.compile(r"(?:årsværk|medarbejder|timer)\b.*\baf\W*$|\baf de\W*$", re.I | re.S)
_PER_PIECE_AFTER = re.compile(r"^\W{0,3}(?:(?:pr\.|per\b)(?!\s?(?:kalender|budget)?år\b)|/\s?mdr|i timen)", re.I)
_SHARE = re.compile(
    r"(?:halvdelen|(?:tredje|fjerde|femte)del\w*|\d\s?(?:pct\.?|%|procent)) af\b[^.]{0,80}$"
    r"|\bpr\.\s+(?!år\b|kalenderår|budgetår)[a-zæøå]{3,}[^.]*$|\b(?:[1-4]\.|pr\.|et|hvert) kvartal\b[^.]*$",
    re.I,
)
"""Before an amount that is for a share of something, for one of several, or for less than a year."""
_PART = re.compile(
    r"(?:heraf|hvoraf)\b[^.]{0,15}$|(?:fordelt (?:på|med)|bestå\w* af|indtil|yderligere|fratræk\w*)\b[^.]{0,40}$", re.I
)
_STRONG = re.compile(
    r"\bi investeringsmidler|samle[dt]e? (?:investering|effektivisering|finansieringsbehov)\b|fra investeringspuljen",
    re.I,
)
_BASELINE = re.compile(r"budget(?!not|ter)|i dag\b|nuværende|seneste|hidtil|særskilt|teoretisk|puljen har", re.I)
_PURPOSE = re.compile(
    r"^\W*(?:(?:årligt|varigt|ekskl|inkl|moms|i|fra|og|frem|20\d\d)\b\W*)*"
    r"(?:fra|vedr|ved|til|på|som følge|for|gennem|i form)\b\W*"
    r"(?!fuld|20\d\d|realisering|investeringspulj|innovationspulj|puljen|at\b|service|anlæg)[a-zæøå§]",
    re.I,
)
_FOR = re.compile(r"^\s*(?:i|til)\s+(?!alt\b|at\b|20\d\d|\d)[a-zæøå]", re.I)
_IN_ALL = re.compile(r"^\W*i alt\b|\bi alt\W*$", re.I)
_PLAIN = re.compile(r"\bi alt\b|fuldt? ind", re.I)
_LASTING = re.compile(r"fuldt? ind|\bvarig", re.I)
_SPREAD = re.compile(r"fordelt (?:på|med)\b", re.I)
_SPREAD_OVER = re.compile(r"fordelt (?:på|over|i|med)\b[^;]{0,20}20\d\d", re.I)
"""After an amount that is meant for all of its years: `0,5 mio. kr. i udvikling, fordelt på 2026 og 2027`."""
_SUBJECT = re.compile(
    r"\b(?:effektiviseringen|besparelsen|investeringen|gevinsten|den (?:varige|samlede|årlige) "
    r"(?:effekt|besparelse|effektivisering|investering))\s"
    r"(?:er|udgør|beløber sig til|andrager|stiger til|vokser til|bliver|på)\s(?:ca\.\s)?$",
    re.I,
)
_INVESTED = re.compile(r"\bder investeres\s$", re.I)
_NOT_IN_SOMETHING = re.compile(r"^\s*(?:i 20\d\d|i forslaget|[.,]|$)", re.I)
_GROSS = re.compile(r"brutto", re.I)
_FULL = re.compile(r"fuldt? ind", re.I)
_AREA = re.compile(r"\b(?:på|i|\()\s*(service|anlæg)(?:srammen)?\b", re.I)
_HEADLINE = re.compile(r"^\W*(?P<label>[^:]{6,160}?)\s*:\W{0,3}$", re.S)


_SENTENCE_END = re.compile(r"[.:;]\s")
_AFTER = 60  # letters after an amount that may say what it is for
_LIKE, _LIKE_WHOLE = 0.6, 0.5  # of the words that the text and a label share; less does where it says all of a label
_CLEAR = 0.2  # by which a row must be more repeated than any other
_FARTHEST = 2.5  # times an amount of the row: beyond this the text speaks of something else
_NEAR = 6  # content words to either side of an amount that may say what it is for


@dataclass(frozen=True)
class Match:
    """What an amount speaks of: rows that count together, and how that is known."""

    said: Said
    kind: Kind
    rows: tuple[TableRow, ...]
    table: Table
    name: str
    likeness: float = 1.0
    """How much of the words next to the amount, and of the row's label, the two share."""

    def fits(self, amount: Interval) -> bool:
        """True when the rows give such an amount for the years that the text names."""
        return any(amount.overlaps(q.size) for q in self.quantities)

    @cached_property
    def quantities(self) -> list[Interval]:
        """The amounts the text may mean, the plainest first."""
        spread_out = self.said.row.year_from is None and _SPREAD_OVER.search(self.said.row.sentence[self.said.start :])
        whole = self.kind == "investment" or bool(spread_out)
        found = list(quantities(self.table, self.rows, self.said.row, whole=whole))
        last = [v for v in yearly(self.table, self.rows).values() if v != ZERO][-1:]
        row = self.said.row
        if self.kind == "effect" and last and row.year_from is None and _LASTING.search(self.said.clause):
            return last  # a lasting effect is the last year's, not one on the way there
        return last + found if _FULL.search(self.said.clause) else found

    @property
    def expected(self) -> Interval | None:
        """The amount the text should have named: the nearest of those it may mean."""
        if self.kind == "effect" and self.quantities:
            return self.quantities[0].size
        if _IN_ALL.search(self.said.after) or _IN_ALL.search(self.said.before[-12:]):
            return self.quantities[-1].size if self.quantities else None
        target = self.said.interval.dkk
        return min((q.size for q in self.quantities), key=lambda q: abs(q.dkk - target), default=None)


def yearly(table: Table, rows: Sequence[TableRow]) -> dict[int, Interval]:
    """The rows' sum by year."""
    found: dict[int, Interval] = {}
    for column in table.columns:
        year = table.years[column]
        parts = [v for r in rows if (v := r.value(column)) is not None]
        if parts and year is not None:
            amount = parts[0]
            for part in parts[1:]:
                amount += part
            found[year] = amount
    return found


def quantities(
    table: Table, rows: Sequence[TableRow], row: ProseAmountRow, *, whole: bool = False
) -> Iterator[Interval]:
    """The amounts of some rows that a text with such years may mean.

    One year: its amount. A span: every year of it, when they are alike, or their sum. Open-ended: the first year's.
    None: the last year's, any year's, or the sum; only the sum where a whole investment is meant.
    """
    by_year = yearly(table, rows)
    if not by_year:
        return
    first, last = row.year_from, row.year_to
    if first is not None and first == last:
        if first in by_year:
            yield by_year[first]
        return
    if first is not None and last is not None:
        inside = [by_year[y] for y in sorted(by_year) if first <= y <= last]
        yield from _alike(inside)
        return
    if first is not None:
        yield from [by_year[y] for y in sorted(by_year) if y >= first][:1]
        return
    values = [by_year[y] for y in sorted(by_year)]
    if not whole:
        yield from reversed(values)
    yield total(values)


def _alike(values: Sequence[Interval]) -> Iterator[Interval]:
    if values:
        yield total(values)
        # `2,0 mio. kr. årligt i 2026-2027`: one amount for every year, so all must be within a twentieth of each other.
        sizes = [v.size.dkk for v in values]
        if max(sizes) * 20 <= min(sizes) * 21:
            yield from values


def match(card: Card, what: Said) -> Match | None:
    """The surest match of an amount; None where nothing is sure enough."""
    table = card.economy
    if table is None or aside(table, what):
        return None
    if (found := _headline(table, what) or _by_area(card, table, what)) is not None:
        return found
    whole = _whole(card, table, what)
    return whole if whole and _STRONG.search(what.clause) else _by_words(table, what) or whole


def spread(what: Said) -> bool:
    """True for one year of an amount that the sentence spreads: `fordelt med 0,8 mio. kr. i 2025`."""
    row = what.row
    return row.year_from is not None and row.year_from == row.year_to and bool(_SPREAD.search(what.before[-60:]))


def aside(table: Table, what: Said) -> bool:
    """True for an amount that is no yearly or total amount of the proposal itself."""
    row = what.row
    years = [y for y in table.years.values() if y]
    if row.year_from and years and (row.year_from > max(years) or (row.year_to or row.year_from) < min(years)):
        return True
    return partial(what) or bool(_BASELINE.search(what.clause))


def partial(what: Said) -> bool:
    """True for a price a piece, a share of something, or a part of another amount."""
    if _PER_PIECE_AFTER.search(what.after) or _PER_PIECE.search(what.before) or _OF_STAFF.search(what.before):
        return True
    return bool(_SHARE.search(what.before) or _PART.search(what.before[-60:]))


def _headline(table: Table, what: Said) -> Match | None:
    """`Besparelse på anbringelse i plejefamilier: -12,4 mio. kr. ved fuld indfasning`: a row's own label, a colon."""
    found = _HEADLINE.search(what.before)
    if not found:
        return None
    stems = words(found["label"])
    scored = [(_likeness(stems, row), row) for row in table.named_items]
    best = max((score for score, _ in scored), default=0.0)
    if best < 0.75:
        return None
    near = tuple(row for score, row in scored if score >= max(0.5, best - 0.3))
    group = Match(what, "headline", near, table, " + ".join(r.label for r in near))
    if len(near) == 1 or group.fits(what.interval):
        return group
    top = tuple(row for score, row in scored if score > best - 0.15)
    return Match(what, "headline", top, table, top[0].label) if len(top) == 1 else None


def _likeness(stems: Sequence[str], row: TableRow) -> float:
    """Shared words of a text and a label, as the share of the words of both."""
    if not stems or not row.stems:
        return 0.0
    given = set(stems)
    theirs = sum(among(s, row.stems) for s in given)
    ours = sum(among(r, given) for r in row.stems)
    return (theirs + ours) / (len(given) + len(row.stems))


def _by_area(card: Card, table: Table, what: Said) -> Match | None:
    """`5 mio. kr. i 2026 og 2027 ... på anlæg`, in a budget note's agreement text: the rows of that area."""
    if card.row.kind != "budget_note":
        return None
    found = _AREA.search(what.row.sentence)
    if not found:
        return None
    area = found[1].lower()
    rows = tuple(r for r in table.named_items if r.area == area)
    return Match(what, "area", rows, table, f"{area} i {table.name}") if rows else None


def _by_words(table: Table, what: Said) -> Match | None:
    """A row whose label the clause repeats, and no other row as well."""
    after = words(_SENTENCE_END.split(what.after)[0])[:_NEAR]
    # `0,5 mio. kr. i projektledelse`: what directly follows says what it is for, whatever stands before.
    found = _best_row(table, what, (after,)) if _FOR.search(what.after) else None
    return found or _best_row(table, what, (words(what.before)[-_NEAR:], after))


def _best_row(table: Table, what: Said, sides: Sequence[Sequence[str]]) -> Match | None:
    """The one row whose label these words repeat, where its amounts are of the amount's size."""
    row, cover = _most_repeated(table, sides)
    if row is None:
        return None
    likeness = max(_likeness(side, row) for side in sides)
    if likeness < (_LIKE_WHOLE if cover == 1 and len(row.stems) > 1 else _LIKE):
        return None
    found = Match(what, "row", (row,), table, row.label, likeness)
    # Far from anything the row holds, it speaks of something else that has the row's name: a budget, a price.
    near = any(of_one_size(q.size.dkk, what.interval.dkk, _FARTHEST) for q in found.quantities if q.dkk)
    return found if near else None


def _most_repeated(table: Table, sides: Sequence[Sequence[str]]) -> tuple[TableRow | None, float]:
    """The row whose label the words of a side repeat the most of, and how much; None where another's nearly as much."""
    covers = [max(_cover(side, row, table.stem_counts) for side in sides) for row in table.named_items]
    most = max(covers, default=0.0)
    near = [row for row, cover in zip(table.named_items, covers, strict=True) if cover > most - _CLEAR]
    return (near[0] if len(near) == 1 and most >= _LIKE else None), most


def _cover(stems: Sequence[str], row: TableRow, counts: Counter[str]) -> float:
    """How much of a label the words repeat, its rare ones weighing more; one short word alone is not enough."""
    hit = [s for s in row.stems if among(s, stems)]
    if not hit or (len(hit) == 1 and (len(row.stems) > 2 or len(hit[0]) < 6)):
        return 0.0
    weights = {s: 1 / counts[s] for s in row.stems}
    return sum(weights[s] for s in hit) / sum(weights.values())


def _whole(card: Card, table: Table, what: Said) -> Match | None:
    """An amount for the whole proposal: its investment, or its effect."""
    kind = _topic(what)
    if kind is None or not (_WHOLE.search(what.clause) or _in_summary(card, what) or _plainly_said(what)):
        return None
    if _PURPOSE.search(what.after) or _GROSS.search(what.clause):
        return None
    if kind == "investment" and _saves(table) and not _INVEST.search(what.clause):
        return None  # `der afsættes` may be for a lasting cost as well
    rows = _rows_of_whole(table, kind)
    return Match(what, kind, rows, table, rows[0].label) if any(r.cells for r in rows) else None


def _rows_of_whole(table: Table, kind: Literal["investment", "effect"]) -> tuple[TableRow, ...]:
    """The printed sum of the investment or the effect, else the table's first total."""
    found = results(table, "implementation_costs" if kind == "investment" else "permanent_changes")
    return tuple(found[0] if found else [r for r in table.rows if r.measure == "total" and r.row.kind != "item"][:1])


def _plainly_said(what: Said) -> bool:
    """True where the sentence is about the whole: `besparelsen er ...`, `der investeres ... i 2026`."""
    invested = _INVESTED.search(what.before) and _NOT_IN_SOMETHING.match(what.after)
    return bool(invested or _SUBJECT.search(what.before))


def _saves(table: Table) -> bool:
    return any(r.row.section == "permanent_changes" for r in table.rows)


def _topic(what: Said) -> Literal["investment", "effect"] | None:
    """Investment or effect: the word that stands nearest to the amount."""
    return nearest(what.before, what.after[:_AFTER], _TOPICS)


def plainly_whole(card: Card, found: Match) -> bool:
    """True for a summary's `i alt` or `ved fuld indfasning`: it can mean nothing but the whole proposal."""
    what = found.said
    return found.kind in ("investment", "effect") and _in_summary(card, what) and bool(_PLAIN.search(what.clause))


def _in_summary(card: Card, what: Said) -> bool:
    return bool(card.row.summary) and what.row.sentence[:40] in " ".join((card.row.summary or "").split())
