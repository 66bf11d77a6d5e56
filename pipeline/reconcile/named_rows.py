"""Which table, and which row of it, the words around an amount name, in a form that is not known.

No words of any form are known here, only those of the trade. The row is the one whose name the words say, else the sum
that is called as they call what they speak of, else the sum that no other sum contains, where there is only one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.reconcile.danish import words
from pipeline.reconcile.model import Table, TableRow
from pipeline.reconcile.proposal_list import ListedRow
from pipeline.reconcile.quantities import marked
from pipeline.reconcile.said import Said

_WHOLE = re.compile(
    r"\bsøges? om|\bansøg(?:es|t)\b|\bansøg(?:er|ning\w*) om\b|\bafsættes\b|\binvester|\breducer|reduktion"
    r"|\bspar(?:es|er|e)\b|besparelse|effektivisering|\bvirkning|\beffekt|\bkoste[rt]?\b|\bbeløber sig til"
    r"|\bændringen\b|\bnetto|\bsamle[dt]|\bi alt\b|(?:mer|mindre)udgift|provenu|bevilling|\bforslaget\b|anslå",
    re.I,
)


class _Topic(NamedTuple):
    """What the text may speak of, and how labels call it."""

    spoken: re.Pattern[str]
    label: re.Pattern[str]


_INVESTED = _Topic(
    re.compile(r"invester|implementer|etabler|engangs|\banlæg", re.I),
    re.compile(r"implementering|invester|\banlæg|etablering|engangs", re.I),
)
_SAVED = _Topic(
    re.compile(r"spar|effektiviser|reduktion|reducer|gevinst|provenu", re.I),
    re.compile(r"varig|spar|effektivisering|reduktion|gevinst|provenu", re.I),
)
_PARTED = re.compile(r"\bfordel(?:ing|t)\b|\bbevillingsmæssig|\bspecifi[kc]", re.I)
"""The caption of a table that tells again, by other parts, what another one sums."""
_FOR = re.compile(
    r"^\W*(?:årligt|varigt|om året|i alt)?\W*(?:til|på|for|vedrørende|vedr\.?)\s+(?!alt\b)(?P<what>[a-zæøå]{4,})", re.I
)
_ENDS = re.compile(r"[,;.:]|\s(?:i|fra|om|pr|per|og|samt|medio|primo|ultimo|fordelt|årligt)\b|\d")
_PRICED = re.compile(r"(?:^|\s)[áà×]\s|\bpr (?!år)|\bhver\b|\bdermed\b|\bderfor\b|\btil <M\d+>, hvilket", re.I)
_PURPOSE = re.compile(
    r"\b\w*(?:udgift|omkostning|besparelse|indtægt)\w*\s(?:til|på|for|ved"
    r"|vedrørende)\s(?P<what>[a-zæøå]{4,})\s+\w+\s+$",
    re.I,
)
_SAVING = ("bespar", "reducer", "reduktion", "effektiviser", "mindreudgift", "spare", "falder", "nedbring")
"""Stems of saving: `lønnen reduceres` names the row `Besparelse på løn`."""
_POOL = re.compile(r"(?:investerings|innovations)pulj", re.I)
OWN_MONEY = re.compile(r"\bbidrager? selv\b|\begen(?:finansiering|betaling)\b|\bmedfinansier|\bselv med\s$", re.I)
"""Money that comes from elsewhere than the proposal: what the applicant pays himself."""
_POINTS_BACK = re.compile(r"\W*(?:så\s)?(?:udgør|koster|bliver|er)\s(?:den|det|de)\W*", re.I)
CLAUSE_BREAK = re.compile(r"[,;:]\s|\s(?:og|samt|mens|men)\s")
_CLAUSE_BEHIND = 40  # letters after an amount that still say what the clause is of
_PHRASE = 60  # letters of what an amount is for
_ENDING = 4  # letters that a word may have more than its stem; more is another word


def table_of(tables: Sequence[Table], what: Said) -> Table | None:
    """The card's only table, or of several the one whose sum is called as the clause calls the amount."""
    if len(tables) < 2:
        return tables[0] if tables else None
    topic = next((label for spoken, label in (_INVESTED, _SAVED) if spoken.search(clause_of(what))), None)
    called = [t for t in tables if topic and any(topic.search(r.label) for r in roots(t))]
    if len(called) != 1:
        called = [t for t in tables if not _PARTED.search(t.row.caption or "")]
    return called[0] if len(called) == 1 else None


def row_of(table: Table, what: Said) -> TableRow | None:
    """The row an amount speaks of: the one its words name, else the sum of its topic, or of the whole."""
    filled = [r for r in table.rows if r.cells]
    if _reckoned(what) or _of_another(filled, what) or OWN_MONEY.search(what.before):
        return None
    purpose = for_what(what)
    if len(filled) == 1 and isinstance(filled[0], ListedRow):
        return filled[0] if purpose is None and _of_the_whole(what, what.before) else None
    if purpose is not None:
        return _row_for(filled, purpose)
    clause = clause_of(what)
    named = only(named_rows(filled, words(clause)))
    if named is None and _of_the_whole(what, clause):
        return _sum_of_topic(table, filled, what)
    return named


def row_named_in_full(table: Table, what: Said) -> TableRow | None:
    """The row whose whole name the words before an amount say, or that it is for."""
    filled = [r for r in table.rows if r.cells]
    purpose = for_what(what)
    if purpose is not None:
        return _row_for(filled, purpose)
    stems = words(CLAUSE_BREAK.split(what.before)[-1])
    return only(named_rows([r for r in filled if r.is_item or r.stems <= set(stems)], stems))


def clause_of(what: Said) -> str:
    """The words of an amount's clause before it; the sentence's where they only point back: `udgør den`."""
    last = CLAUSE_BREAK.split(what.before)[-1]
    return what.before if _POINTS_BACK.fullmatch(last) else last


def roots(table: Table) -> list[TableRow]:
    """The sums that no other sum contains."""
    sums = [r for r in table.rows if r.row.sum_rows]
    used = {abs(n) for r in sums for n in r.row.sum_rows}
    return [r for r in sums if r.row.row_no not in used and r.cells]


def only(rows: Sequence[TableRow]) -> TableRow | None:
    """The row, where there is but one."""
    return rows[0] if len(rows) == 1 else None


def _of_the_whole(what: Said, before: str) -> bool:
    """True where words before an amount, or just behind it, are of all that is applied for, invested, saved or net."""
    return _WHOLE.search(f"{before} {what.after[:_CLAUSE_BEHIND]}") is not None


def _sum_of_topic(table: Table, filled: Sequence[TableRow], what: Said) -> TableRow | None:
    """The row that is called as the clause calls what it speaks of, else the table's only root."""
    clause = clause_of(what)
    if _INVESTED.spoken.search(clause) or _POOL.search(what.after[:_CLAUSE_BEHIND]):
        called = _called(filled, _INVESTED)
        if len(called) == 1:
            return called[0]
        if not called and _mixed(table):
            return _ended_by(filled, words(clause))
    called = _called(filled, _SAVED) if _SAVED.spoken.search(clause) else []
    return only(called) or only(roots(table))


def _called(rows: Sequence[TableRow], topic: _Topic) -> Sequence[TableRow]:
    return _sums_first([r for r in rows if topic.label.search(r.label)])


def _sums_first(rows: Sequence[TableRow]) -> Sequence[TableRow]:
    """The sums among some rows; all of them where there is none."""
    return [r for r in rows if r.row.sum_rows] or rows


def _mixed(table: Table) -> bool:
    """True where some rows save and others cost: their total is net, neither what is invested nor what is saved."""
    signs = {a.dkk < 0 for r in table.items() for a in r.amounts}
    return len(signs) > 1


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
    return bool(stems) and not any(_has_word(r, stems[0]) for r in rows)


def _ended_by(rows: Sequence[TableRow], stems: Sequence[str]) -> TableRow | None:
    """The one row whose whole name ends a compound of the text: `anlægsudgift` is of the row `Udgift`."""
    return only(
        [r for r in rows if len(r.stems) == 1 and any(w != s and w.endswith(s) for s in r.stems for w in stems)]
    )


def for_what(what: Said) -> str | None:
    """What an amount is for, in the words that follow it: `til drift af biler`; None where they do not say."""
    purpose = _FOR.search(what.after)
    return _ENDS.split(what.after[purpose.start("what") :][:_PHRASE])[0] if purpose else None


def _row_for(rows: Sequence[TableRow], purpose: str) -> TableRow | None:
    """The one row that has what an amount is for, where the words that follow are its own too."""
    stems = words(purpose)[:2]
    if not stems:
        return None
    found = [r for r in rows if _has_word(r, stems[0]) and (len(r.stems) == 1 or all(_has_word(r, w) for w in stems))]
    return only(_sums_first(found))


def _has_word(row: TableRow, word: str) -> bool:
    return any(_akin(s, word) for s in row.stems)


def named_rows(rows: Sequence[TableRow], stems: Sequence[str]) -> Sequence[TableRow]:
    """The rows whose names the words say in full, of those the longest names; where sums are among them, only those."""
    found = [r for r in rows if _is_named(r, stems)]
    most = max((len(r.stems) for r in found), default=0)
    return _sums_first([r for r in found if len(r.stems) == most])


def _is_named(row: TableRow, stems: Sequence[str]) -> bool:
    """True where the words say all of a row's name; that it saves they may say by another word."""
    saved = any(s.startswith(_SAVING) for s in stems)
    needed = {s for s in row.stems if not (saved and s.startswith(_SAVING))} or row.stems
    return bool(needed) and all(any(_says(w, s) for w in stems) for s in needed)


def _says(word: str, name: str) -> bool:
    """True where a word of the text says a word of a name; `projekt` does not say `projektledelse`."""
    return _akin(name, word) and not (name.startswith(word) and len(name) - len(word) > _ENDING)


def _akin(one: str, other: str) -> bool:
    """True for one word, or two compounds that begin with the same one: `anlægsbevilling`, `anlægsudgift`."""
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= 5 and long.startswith(short)) or (len(short) > 7 and one[:6] == other[:6])
