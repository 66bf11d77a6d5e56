"""The index of one release: SQLite's FTS5 in memory, over stems that we make, ranked by BM25.

DuckDB's full-text extension would have to be fetched from the network, and SQLite has no Danish stemmer of its own.
Built anew for each use: a second for 500 cards, and nothing to keep in step with the release.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, Literal

from pipeline.search.stems import Parts, stem, stems, words

Record = Mapping[str, Any]
Kind = Literal["card", "section", "row"]
COST_WORDS: Final = {
    "it_running": "it-drift", "it_development": "it-udvikling", "staff": "personale løn", "rent": "husleje",
    "energy": "energi",
}  # fmt: skip
"""What a kind of cost is called in a search; rows are told by `pipeline/derived/cost_types.toml`."""
_AROUND: Final = 70
_LONGEST: Final = 200
_MOST_WORDS: Final = 20
_RANKS: Final = (6.0, 1.0, 0.4)
"""What a word in the heading, in the text and as a compound's part counts."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that a search found."""

    kind: Kind
    card_id: str
    case_id: str | None
    title: str
    committee_id: str | None
    committee: str | None
    document_id: str
    file_name: str
    heading: str
    """The section's heading, the row's label; empty for a card itself."""
    text: str
    """The passage, cut around the first word that was sought."""
    page: int | None
    line: int | None
    table_id: str | None
    row_no: int | None
    score: float

    @property
    def place(self) -> str:
        """Where it is printed, in Danish."""
        parts = [f"side {self.page}" if self.page else "", f"linje {self.line}" if self.line else ""]
        return ", ".join(p for p in parts if p) or "uden sted"


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: Kind
    card: Record
    at: Record
    heading: str
    text: str
    extra: str = ""


class SearchIndex:
    """A release made searchable."""

    def __init__(self, tables: Mapping[str, Sequence[Record]]) -> None:
        """Index `card_overview`, `cards`, `card_sections`, `economic_wide` and `documents`."""
        names = {d["document_id"]: d["file_name"] for d in tables["documents"]}
        overview = {c["card_id"]: c for c in tables["card_overview"]}
        self._entries = list(_entries(tables, overview))
        self._names = names
        # Requests are answered by several threads; once it is built, the index is only read.
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.execute(
            "CREATE VIRTUAL TABLE hits USING fts5(heading, text, parts, tokenize = 'unicode61 remove_diacritics 0')"
        )
        parts = Parts(f"{e.heading} {e.text}" for e in self._entries)
        rows = (
            (n, stems(e.heading), stems(f"{e.text} {e.extra}"), parts.of(f"{e.heading} {e.text}"))
            for n, e in enumerate(self._entries)
        )
        self._database.executemany("INSERT INTO hits (rowid, heading, text, parts) VALUES (?, ?, ?, ?)", rows)

    def search(
        self, sought: str, *, committee: str | None = None, kinds: Sequence[Kind] = (), limit: int = 20
    ) -> list[Hit]:
        """The places that hold every word sought, the best first; where none does, those that hold any.

        Words joined by a hyphen or by quotes stand together. `committee` is an id of `organisations`.
        """
        groups = _groups(sought)
        if not groups:
            return []
        found = self._found(" AND ".join(groups), committee, kinds, limit)
        found = found or self._found(" OR ".join(groups), committee, kinds, limit)
        return [self._hit(n, score, sought) for n, score in found]

    def _found(self, match: str, committee: str | None, kinds: Sequence[Kind], limit: int) -> list[tuple[int, float]]:
        ranked = self._database.execute(
            "SELECT rowid, bm25(hits, ?, ?, ?) FROM hits WHERE hits MATCH ? ORDER BY 2, 1", (*_RANKS, match)
        )
        wanted = ((n, -score) for n, score in ranked if self._wanted(self._entries[n], committee, kinds))
        return list(islice(wanted, limit))

    @staticmethod
    def _wanted(entry: _Entry, committee: str | None, kinds: Sequence[Kind]) -> bool:
        return (committee is None or entry.card["committee_id"] == committee) and (not kinds or entry.kind in kinds)

    def _hit(self, number: int, score: float, sought: str) -> Hit:
        entry = self._entries[number]
        card, at = entry.card, entry.at
        return Hit(
            entry.kind, card["card_id"], card["case_id"], card["title"], card["committee_id"], card["committee"],
            card["document_id"], self._names[card["document_id"]], entry.heading if entry.kind != "card" else "",
            passage(entry.text, sought), at["page"], at["line"], at.get("table_id"), at.get("row_no"), round(score, 3),
        )  # fmt: skip


def _entries(tables: Mapping[str, Sequence[Record]], overview: Mapping[str, Record]) -> Iterator[_Entry]:
    for card in tables["cards"]:
        heading = f"{card['case_id'] or ''} {card['title']}".strip()
        yield _Entry("card", overview[card["card_id"]], card, heading, card["summary"] or "")
    for section in tables["card_sections"]:
        yield _Entry("section", overview[section["card_id"]], section, section["heading"], section["text"])
    for row in tables["economic_wide"]:
        yield _Entry(
            "row", overview[row["card_id"]], row, row["label"], _told(row), COST_WORDS.get(row["cost_type"], "")
        )


def _told(row: Record) -> str:
    """A table's row in words: its amounts by year, and what kind of cost it is."""
    amounts = [f"{name[1:]}: {_kroner(row[name])}" for name in row if re.fullmatch(r"y\d{4}", name) and row[name]]
    kind = COST_WORDS.get(row["cost_type"])
    return f"{' · '.join(amounts)} kr.{f' ({kind})' if kind else ''}" if amounts else (kind or "")


def _kroner(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def _groups(sought: str) -> list[str]:
    """What is sought as FTS5 says it: each word by its stem or the beginning of a longer one, joined words together."""
    found = []
    for quoted, plain in re.findall(r'"([^"]*)"|(\S+)', sought):
        own = [stem(w) for w in words(quoted or plain)][:_MOST_WORDS]
        if len(own) > 1:
            found.append(f"NEAR({' '.join(_quoted(w) for w in own)}, 3)" if plain else _quoted(" ".join(own)))
        elif own:
            found.append(f"({_quoted(own[0])} OR {_quoted(own[0])}*)" if len(own[0]) > 2 else _quoted(own[0]))
    return found[:_MOST_WORDS]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def passage(text: str, sought: str) -> str:
    """The text around the first word that was sought, else its beginning, on one line."""
    wanted = {stem(w) for w in words(sought)}
    flat = " ".join(text.split())
    if len(flat) <= _LONGEST:
        return flat
    at = next((m.start() for m in re.finditer(r"[^\W_]+", flat) if _meets(m[0], wanted)), 0)
    start = max(0, at - _AROUND)
    start = flat.find(" ", start) + 1 if start else 0
    cut = flat[start : start + _LONGEST]
    return f"{'… ' if start else ''}{cut}{' …' if start + _LONGEST < len(flat) else ''}"


def _meets(word: str, wanted: Iterable[str]) -> bool:
    own = stem(word.lower())
    return any(own == w or (len(w) > 2 and (own.startswith(w) or own.endswith(w))) for w in wanted)
