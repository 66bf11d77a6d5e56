"""What an amount in running text claims of a table whose form is not known: which row, and in which of its columns.

No words of any form are known here, only those of the trade: what is applied for, invested, saved, spent net. The row
is the one that the words name, else the sum that no other sum contains, where there is only one. The column follows
from the year in the sentence, or from `ved fuld effekt`, `årligt`, `i perioden`. An amount that another row explains,
that is for a part or a price a piece, claims nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.reconcile.danish import words
from pipeline.reconcile.intervals import ZERO, Interval, printed, total
from pipeline.reconcile.model import Card, Cell, Table, TableRow, overview_evidence
from pipeline.reconcile.prose_match import aside, partial
from pipeline.reconcile.quantities import marked
from pipeline.reconcile.said import Said
from pipeline.reconcile.sides import once
from schemas.dataset import EconomicRowRow, EconomicTableRow, Evidence

_TIMES = ("year", "open_year", "later")
_WHOLE = re.compile(
    r"\bsøges? om|\bansøg(?:es|t)\b|\bansøg(?:er|ning\w*) om\b|\bafsættes\b|\binvester|\breducer|reduktion"
    r"|\bspar(?:es|er|e)\b|besparelse|effektivisering|\bvirkning|\beffekt|\bkoste[rt]?\b|\bbeløber sig til"
    r"|\bændringen\b|\bnetto|\bsamle[dt]|\bi alt\b|(?:mer|mindre)udgift|provenu|bevilling|\bforslaget\b|anslå",
    re.I,
)
_TOPICS = (
    (re.compile(r"invester|implementer|etabler|engangs|\banlæg", re.I),
     re.compile(r"implementering|invester|\banlæg|etablering|engangs", re.I)),
    (re.compile(r"spar|effektiviser|reduktion|reducer|gevinst|provenu", re.I),
     re.compile(r"varig|spar|effektivisering|reduktion|gevinst|provenu", re.I)),
)  # fmt: skip
"""What the text may speak of, and how labels call it."""
_PARTED = re.compile(r"\bfordel(?:ing|t)\b|\bbevillingsmæssig|\bspecifi[kc]", re.I)
"""The caption of a table that tells again, by other parts, what another one sums."""
_LASTING = re.compile(r"\bfuld[et]?t?\b|\bvarig|\bårlig|\bom året|\bhvert år|pr\.? år", re.I)
_COLUMNS = (
    (re.compile(r"\b(?:afvigelse|(?:mer|mindre)forbrug)\w*\s(?:på|er|bliver|udgør)\b|\bafviger\s(?:med|samlet)", re.I),
     re.compile(r"\bafvigelse|\bmer[-/ ].*mindreforbrug", re.I)),
    (re.compile(r"\bnetto\b", re.I), re.compile(r"^netto", re.I)),
)  # fmt: skip
"""What the text may say of an amount, and how the heading of its column is called, where columns are no years."""
_POINTS_BACK = re.compile(r"\W*(?:så\s)?(?:udgør|koster|bliver|er)\s(?:den|det|de)\W*", re.I)
_OWN = re.compile(r"\bbidrager\b|\b(?:med|egen)finansier", re.I)
"""Money that somebody else gives."""
_DATE = re.compile(r"\b\d{1,2}\. [a-zæøå]{3,9} 20\d\d\b", re.I)
"""A day in the sentence: its year may not be the amount's."""
_BEHIND = 15  # letters after an amount that name its column
_FIRST = re.compile(r"første år", re.I)
_OVER_YEARS = re.compile(r"\bi alt\b|\bsamle[dt]|\bi perioden|søges? om|\banlægs?\w*|\binvester", re.I)
_FOR = re.compile(
    r"^\W*(?:årligt|varigt|om året|i alt)?\W*(?:til|på|for|vedrørende|vedr\.?)\s+(?!alt\b)(?P<what>[a-zæøå]{4,})", re.I
)
_PRICES = re.compile(r"priser|\bp/l|\bpl\b|prisniveau", re.I)
_CLAUSE = re.compile(r"[,;:]\s|\s(?:og|samt|mens|men)\s")
_ENDS = re.compile(r"[,;.:]|\s(?:i|fra|om|pr|per|og|samt|medio|primo|ultimo|fordelt|årligt)\b|\d")
_SAVING = ("bespar", "reducer", "reduktion", "effektiviser", "mindreudgift", "spare", "falder", "nedbring")
"""Stems of saving: `lønnen reduceres` names the row `Besparelse på løn`."""
_POOL = re.compile(r"(?:investerings|innovations)pulj", re.I)
_PHRASE = 60  # letters of what an amount is for
_QUOTED = re.compile(r"[\"”“»][^\"”“«]*$|\bifølge\b|\b(?:sagde|udtalte|udtaler)\b", re.I)
_OWN = re.compile(r"\bbidrager? selv\b|\begen(?:finansiering|betaling)\b|\bmedfinansier|\bselv med\s$", re.I)
"""Money that comes from elsewhere than the proposal: what the applicant pays himself."""
_NEAR = 40  # letters before an amount in which another price level is its own
_ENDING = 4  # letters that a word may have more than its stem; more is another word
_FARTHEST = 4  # an amount that many times another is no slip of it: it speaks of something else


@dataclass(frozen=True)
class Claim:
    """An amount, the row it speaks of, and the amounts of the row that it may mean, the likeliest first."""

    said: Said
    table: Table
    row: TableRow
    columns: tuple[int, ...]
    meant: tuple[Interval, ...]
    when: str
    """In words: `i 2027`, `i alt`."""
    dated: bool = False
    """True where the text itself names the column."""

    @property
    def fits(self) -> bool:
        """True when the table says the same."""
        return any(self.said.interval.overlaps(m.size) for m in self.meant)

    @property
    def expected(self) -> Interval:
        """The amount the text should have named."""
        said_dkk = self.said.interval.dkk
        return min((m.size for m in self.meant), key=lambda m: abs(m.dkk - said_dkk))

    @property
    def near(self) -> bool:
        """True when the two are of one size."""
        one, other = self.expected.dkk, self.said.interval.dkk
        return one <= _FARTHEST * other and other <= _FARTHEST * one


def claim(card: Card, what: Said, *, named: bool = False) -> Claim | None:
    """What an amount claims; None where that is not sure. `named`: only of a row that the words name in full."""
    if _claims_nothing(what):
        return None
    table = _spoken_of(_with_years(card) or listed(card), what)
    if (of_column := _under_column(card, what)) is not None or table is None or aside(table, what):
        return of_column
    row = _named_in_full(table, what) if named else _row(table, what)
    columns, meant, when, dated = _meant(row, what) if row else ((), (), "", False)
    return Claim(what, table, row, columns, meant, when, dated) if row and meant else None


def _claims_nothing(what: Said) -> bool:
    """True for what somebody else gives or said, an amount in other prices, or one whose sentence names a day."""
    dated = what.row.year_from and _DATE.search(what.before)
    other = _OWN.search(_clause(what)) or _QUOTED.search(what.row.sentence[: what.start])
    return bool(dated or other or _PRICES.search(what.before[-_NEAR:] + what.after[:25]))


def _with_years(card: Card) -> list[Table]:
    return [t for t in card.tables if t.row.table_kind == "economy" and t.years and any(r.cells for r in t.rows)]


def _clause(what: Said) -> str:
    """The words of an amount's clause before it; the sentence's where they only point back: `udgør den`."""
    last = _CLAUSE.split(what.before)[-1]
    return what.before if _POINTS_BACK.fullmatch(last) else last


def _spoken_of(tables: Sequence[Table], what: Said) -> Table | None:
    """The card's only table, or of several the one whose sum is called as the clause calls the amount."""
    if len(tables) < 2:
        return tables[0] if tables else None
    topic = next((label for spoken, label in _TOPICS if spoken.search(_clause(what))), None)
    called = [t for t in tables if topic and any(topic.search(r.label) for r in roots(t))]
    if len(called) != 1:
        called = [t for t in tables if not _PARTED.search(t.row.caption or "")]
    return called[0] if len(called) == 1 else None


def _under_column(card: Card, what: Said) -> Claim | None:
    """`En afvigelse på 1.408 t.kr.`, `21 t.kr. netto`: the one column of that name, in the row named, or the sum's."""
    tables = [t for t in card.tables if any(r.cells for r in t.rows)]
    found = roots(tables[0]) if len(tables) == 1 else []
    if found and (named := _named([r for r in tables[0].rows if r.cells], words(_clause(what)), whole=True)):
        found = named
    if len(found) != 1 or _times(found[0]) or partial(what) or _FOR.search(what.after):
        return None
    heads, cells = tables[0].row.columns_printed, found[0].cells
    said = f"{_clause(what)[-_NEAR:]} {what.after[:_BEHIND]}"
    called = next((head for spoken, head in _COLUMNS if spoken.search(said)), None)
    columns = [n for n in cells if called and called.search(heads[n - 1])]
    if len(columns) != 1:
        return None
    at = columns[0]
    return Claim(what, tables[0], found[0], (at,), (cells[at].interval,), f"i '{heads[at - 1]}'", dated=True)


def explained_elsewhere(card: Card, found: Claim) -> TableRow | None:
    """Another row that shows the amount: in the year the text names; else in any, or over the years, as a cost too."""
    interval, saving = found.said.interval, found.meant[0].dkk < 0
    for row in (r for t in card.tables or [found.table] for r in t.rows if r is not found.row):
        if any(interval.overlaps(a.size) and (a.dkk < 0) == saving for a in _shown(row, found)):
            return row
    if not found.row.row.sum_rows:
        return None
    return next((r for r in _together(found.table) if any(interval.overlaps(a.size) for a in _amounts(r))), None)


def _shown(row: TableRow, found: Claim) -> Iterator[Interval]:
    """The amounts of a row that a claim may be about instead: of a yearly one, no sum over years."""
    if found.dated:
        return iter([c.interval for n, c in row.cells.items() if n in found.columns])
    return _amounts(row, yearly=bool(found.said.row.recurring or _LASTING.search(_clause(found.said))))


def _together(table: Table) -> Iterator[TableRow]:
    """As one row each: what saves, what costs, what is paid once, what lasts. A net total is none of these."""
    items = [r for r in table.items() if r.cells]
    saving = [r for r in items if all(c.interval.dkk < 0 for c in r.cells.values() if c.interval != ZERO)]
    spending = [r for r in items if r not in saving]
    paid_once = [r for r in spending if once(table, r)]
    for rows in (saving, spending, paid_once, [r for r in items if r not in paid_once]):
        if len(rows) > 1:
            sums: dict[int, list[Cell]] = {}
            for number, cell in ((n, c) for r in rows for n, c in r.cells.items()):
                sums.setdefault(number, []).append(cell)
            cells = {n: replace(of[0], interval=total(c.interval for c in of)) for n, of in sums.items()}
            yield TableRow(rows[0].row, cells)


def _mixed(table: Table) -> bool:
    """True where some rows save and others cost: their total is net, neither what is invested nor what is saved."""
    signs = {c.interval.dkk < 0 for r in table.items() for c in r.cells.values() if c.interval != ZERO}
    return len(signs) > 1


def listed(card: Card) -> list[Table]:
    """The card's row in a list of proposals whose columns are years, as a table of one row; none without one."""
    places = [(n, r) for n, r in enumerate(card.document.overview, 1) if r.card_id == card.id and r.measure == "amount"]
    if not places or any(r.amount_dkk is None for _, r in places):
        return []
    first = places[0][1]
    table_id = f"{first.document_id}-overview"
    of_row = {"document_id": first.document_id, "page": first.page, "line": first.line, "bbox": first.bbox}
    row = ListedRow(
        EconomicRowRow(
            **of_row, card_id=card.id, table_id=table_id, row_no=1, kind="total", label=first.title or "", text="",
        )
    )  # fmt: skip
    table = Table(EconomicTableRow(**of_row, card_id=card.id, table_id=table_id, table_kind="economy"), [row])
    for column, (number, cell) in enumerate(places, 1):
        step = cell.unit_dkk or 1000
        amount = cell.amount_dkk or 0
        row.cells[column] = Cell(
            (table_id, 1, column), cell.year, "year" if cell.year else "measure", printed(amount, amount, step), step,
            cell.value_printed or "", sure=True, page=cell.page, line=cell.line, bbox=cell.bbox,
        )  # fmt: skip
        row.places[column] = overview_evidence(cell, number)
        table.years[column] = cell.year
    return [table]


@dataclass(eq=False)
class ListedRow(TableRow):
    """A proposal's row in a list: its places are the list's."""

    places: dict[int, Evidence] = field(default_factory=dict)

    def evidence(self, column: int | None = None) -> Evidence:
        """The cell in the list, or its first."""
        return self.places[column if column in self.places else min(self.places)]


def roots(table: Table) -> list[TableRow]:
    """The sums that no other sum contains."""
    sums = [r for r in table.rows if r.row.sum_rows]
    used = {abs(n) for r in sums for n in r.row.sum_rows}
    return [r for r in sums if r.row.row_no not in used and r.cells]


def _row(table: Table, what: Said) -> TableRow | None:
    filled = [r for r in table.rows if r.cells]
    if _reckoned(what) or _of_another(filled, what) or _OWN.search(what.before):
        return None
    if len(filled) == 1:  # a proposal's row in a list, or the only one of its table
        return filled[0] if _WHOLE.search(f"{what.before} {what.after[:40]}") and not _FOR.search(what.after) else None
    if _FOR.search(what.after):
        return _for_what(filled, what)
    before = _clause(what)
    clause = f"{before} {what.after[:40]}"
    named = _named(filled, words(before), whole=True)
    if len(named) == 1:
        return named[0]
    if not _WHOLE.search(clause):
        return None
    for topic, label in _TOPICS:
        if topic.search(before) or (_POOL.search(what.after[:40]) and topic.search("invester")):
            called = [r for r in filled if label.search(r.label)]
            called = [r for r in called if r.row.sum_rows] or called
            if len(called) == 1:
                return called[0]
            if not called and topic.search("invester") and _mixed(table):
                return _ended_by(filled, words(before))
    found = roots(table)
    return found[0] if len(found) == 1 else None


_PRICED = re.compile(r"(?:^|\s)[áà×]\s|\bpr (?!år)|\bhver\b|\bdermed\b|\bderfor\b|\btil <M\d+>, hvilket", re.I)
_PURPOSE = re.compile(
    r"\b\w*(?:udgift|omkostning|besparelse|indtægt)\w*\s(?:til|på|for|ved"
    r"|vedrørende)\s(?P<what>[a-zæøå]{4,})\s+\w+\s+$",
    re.I,
)


def _reckoned(what: Said) -> bool:
    """True for a figure of a calculation before the reader's eyes: it is of its own parts, not of the table."""
    text = marked(what.row.sentence)
    if re.match(r"^(?:det|dette|hvilket) (?:giver|svarer til|bliver)\b", text.text, re.I):
        return True
    return bool(_PRICED.search(text.text)) and len(text.of("C", "M")) > 1


def _of_another(rows: Sequence[TableRow], what: Said) -> bool:
    """True for an amount of a purpose that no row has: `merudgiften til husleje er 1 mio. kr.`."""
    purpose = _PURPOSE.search(what.before)
    stems = words(purpose["what"]) if purpose else ()
    return bool(stems) and not any(_akin(s, stems[0]) for r in rows for s in r.stems)


def _ended_by(rows: Sequence[TableRow], stems: Sequence[str]) -> TableRow | None:
    """The one row whose whole name ends a compound of the text: `anlægsudgift` is of the row `Udgift`."""
    found = [r for r in rows if len(r.stems) == 1 and any(w != s and w.endswith(s) for s in r.stems for w in stems)]
    return found[0] if len(found) == 1 else None


def _named_in_full(table: Table, what: Said) -> TableRow | None:
    filled = [r for r in table.rows if r.cells]
    if _FOR.search(what.after):
        return _for_what(filled, what)
    stems = words(_CLAUSE.split(what.before)[-1])
    named = _named([r for r in filled if r.is_item or r.stems <= set(stems)], stems, whole=True)
    return named[0] if len(named) == 1 else None


def _for_what(rows: Sequence[TableRow], what: Said) -> TableRow | None:
    """The one row that has what an amount is for, where the words that follow are its own too: `til drift af biler`."""
    purpose = _FOR.search(what.after)
    phrase = _ENDS.split(what.after[purpose.start("what") :][:_PHRASE])[0] if purpose else ""
    stems = words(phrase)[:2]
    found = [r for r in rows if stems and any(_akin(s, stems[0]) for s in r.stems)]
    found = [r for r in found if len(r.stems) == 1 or all(any(_akin(s, w) for s in r.stems) for w in stems)]
    found = [r for r in found if r.row.sum_rows] or found
    return found[0] if len(found) == 1 else None


def _named(rows: Sequence[TableRow], stems: Sequence[str], *, whole: bool) -> list[TableRow]:
    """The rows that the words name: all words of the label, or any; where sums are among them, only those."""
    test = all if whole else any
    saves = any(s.startswith(_SAVING) for s in stems)
    needed = {r.id: (saves and {s for s in r.stems if not s.startswith(_SAVING)}) or r.stems for r in rows}
    found = [r for r in rows if r.stems and test(any(_says(w, s) for w in stems) for s in needed[r.id])]
    most = max((len(r.stems) for r in found), default=0)
    if whole:
        found = [r for r in found if len(r.stems) == most]
    return [r for r in found if r.row.sum_rows] or found


def _says(word: str, name: str) -> bool:
    """True where a word of the text says a word of a name; `projekt` does not say `projektledelse`."""
    return _akin(name, word) and not (name.startswith(word) and len(name) - len(word) > _ENDING)


def _akin(one: str, other: str) -> bool:
    """True for one word, or two compounds that begin with the same one: `anlægsbevilling`, `anlægsudgift`."""
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= 5 and long.startswith(short)) or (len(short) > 7 and one[:6] == other[:6])


def _times(row: TableRow) -> dict[int, Cell]:
    return {n: c for n, c in sorted(row.cells.items()) if c.kind in _TIMES}


def _amounts(row: TableRow, *, yearly: bool = False) -> Iterator[Interval]:
    cells = _times(row)
    yield from (c.interval for c in row.cells.values() if c.interval != ZERO)
    if cells and not yearly:
        yield total(c.interval for c in cells.values())


def _meant(row: TableRow, what: Said) -> tuple[tuple[int, ...], tuple[Interval, ...], str, bool]:
    """The columns the text speaks of, the amounts it may mean, the time in words, and whether the text names it."""
    text = f"{what.before[-80:]} {_CLAUSE.split(what.after)[0][:60]}"
    if what.row.year_from is not None:
        return _in_years(row, what.row.year_from, what.row.year_to)
    filled = {n: c for n, c in _times(row).items() if c.interval != ZERO}
    if not filled:
        return (), (), "", False
    first = bool(_FIRST.search(text))
    if first or _LASTING.search(text) or what.row.recurring:
        number = min(filled) if first else max(filled)
        when = f"i {filled[number].year}" if filled[number].year else "i det sidste år"
        return (number,), (filled[number].interval,), when, False
    whole = total(c.interval for c in filled.values())
    totals = {n: c for n, c in row.cells.items() if c.kind == "total"}
    meant = (*(c.interval for c in totals.values()), whole)
    if not _OVER_YEARS.search(text):
        meant += tuple(c.interval for c in filled.values())
    return tuple(totals), meant, "i alt", False


def _in_years(row: TableRow, first: int, last: int | None) -> tuple[tuple[int, ...], tuple[Interval, ...], str, bool]:
    inside = {n: c for n, c in _times(row).items() if c.year and first <= c.year <= (last or 9999)}
    one = tuple(c.interval for c in inside.values())
    if first == last:
        return tuple(inside), one, f"i {first}", True
    if last is None:
        return tuple(inside), one, f"fra {first}", False
    return tuple(inside), (*one, total(one)), f"i {first}-{last}", False
