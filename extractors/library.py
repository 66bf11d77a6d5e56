"""One bilag as typed records, without the pipeline: for a notebook, a script, another program.

    from extractors import read_bilag

    bilag = read_bilag("bilag2a.pdf")
    bilag.cards["BC13"].tables[0].to_frame()

What is read is what the pipeline reads of the same bytes; what needs the other bilag, or the checks, a release has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a name to import costs a moment; pandas and the readers are loaded when they are used
    import pandas as pd

    from schemas.dataset import (
        CardRow,
        CardSectionRow,
        DocumentRow,
        EconomicAmountRow,
        EconomicRowRow,
        EconomicTableRow,
        OverviewAmountRow,
        PaybackRow,
        ProseAmountRow,
        Row,
    )
    from schemas.extraction import Extraction


def read_bilag(source: str | Path | bytes, *, passwords: tuple[str, ...] = ()) -> Bilag:
    """Read a bilag, PDF or text, from a path or from its bytes.

    Args:
        source: the file's path, or its bytes.
        passwords: tried on an encrypted PDF.

    Raises:
        schemas.errors.BilagError: the file cannot be used; the code says why.
        OSError: the file cannot be opened.
    """
    from extractors.extract import extract

    data, name = (source, "bytes") if isinstance(source, bytes) else (Path(source).read_bytes(), Path(source).name)
    return Bilag(extract(data, name, passwords=passwords))


@dataclass(frozen=True, eq=False, repr=False)
class Bilag:
    """A bilag: the document, its cards, the rows of its overview, and every other table by name."""

    extraction: Extraction

    @property
    def document(self) -> DocumentRow:
        """What the document is."""
        return self.extraction.document

    @cached_property
    def cards(self) -> Cards:
        """The cards in print order, by case number (`bilag.cards["BC13"]`) or card id."""
        return Cards([*_cards(self.extraction)])

    @property
    def overview(self) -> list[OverviewAmountRow]:
        """The amounts of the overview."""
        from schemas.dataset import OverviewAmountRow

        return self.extraction.of(OverviewAmountRow)

    def to_frames(self) -> dict[str, pd.DataFrame]:
        """Every table that holds rows, as in a release, by name."""
        from schemas.arrow import to_arrow
        from schemas.dataset import TABLES

        rows: dict[str, Sequence[Row]] = {"documents": [self.document], **self.extraction.rows}
        return {name: to_arrow(TABLES[name], found).to_pandas() for name, found in rows.items() if found}

    def __repr__(self) -> str:
        title = self.document.title or self.document.file_name
        return f"<Bilag {title!r}: {self.document.kind}, {len(self.cards)} cards>"

    def _repr_html_(self) -> str:
        rows = (
            f"<tr><td>{escape(c.row.case_id or '')}<td>{escape(c.row.title)}<td>{len(c.tables)}"
            for c in self.cards.values()
        )
        head = "<tr><th>case<th>title<th>tables"
        return f"<p>{escape(self.document.title or self.document.file_name)}</p><table>{head}{''.join(rows)}</table>"


class Cards(Mapping[str, "Card"]):
    """Cards by case number; by card id where two have one number, or one has none."""

    def __init__(self, cards: list[Card]) -> None:
        """Index the cards in their order."""
        times = Counter(c.row.case_id for c in cards)
        self._shown = {
            (c.row.case_id if c.row.case_id and times[c.row.case_id] == 1 else c.row.card_id): c for c in cards
        }
        self._every = {c.row.card_id: c for c in cards}

    def __getitem__(self, name: str) -> Card:
        found = self._shown.get(name) or self._every.get(name)
        if found is None:
            near = get_close_matches(name, self._shown, n=3) or list(self._shown)[:5]
            raise KeyError(f"no card {name!r}; there are {', '.join(near)}")
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._shown)

    def __len__(self) -> int:
        return len(self._shown)


@dataclass(eq=False, repr=False)
class Card:
    """A card with everything that is printed on it."""

    row: CardRow
    tables: list[MoneyTable] = field(default_factory=list)
    sections: list[CardSectionRow] = field(default_factory=list)
    paybacks: list[PaybackRow] = field(default_factory=list)
    prose_amounts: list[ProseAmountRow] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<Card {self.row.case_id or self.row.card_id} {self.row.title!r}: {len(self.tables)} tables>"


@dataclass(eq=False, repr=False)
class MoneyTable:
    """A money table: its heading, its rows, and the amounts in them."""

    row: EconomicTableRow
    rows: list[EconomicRowRow] = field(default_factory=list)
    amounts: list[EconomicAmountRow] = field(default_factory=list)

    def to_frame(self) -> pd.DataFrame:
        """The table as printed: a row each, what it is to the left, kroner in its value columns, null where empty.

        A column that stands for a year is named by it (an int), any other by its heading.
        """
        import pandas as pd

        cells = {(a.row_no, a.column_no): a.amount_dkk for a in self.amounts}
        frame = pd.DataFrame(
            {
                "section": [r.section for r in self.rows],
                "kind": [r.kind for r in self.rows],
                "steering_area": [r.steering_area for r in self.rows],
            },
            index=pd.Index([r.label for r in self.rows], name="label"),
        )
        for number, name in self._columns().items():
            frame[name] = pd.array([cells.get((r.row_no, number)) for r in self.rows], dtype="Int64")
        return frame

    def _columns(self) -> dict[int, int | str]:
        """The names of the value columns: years, else headings, each told apart from those before it."""
        numbers = range(1, max([len(self.row.columns_printed), *(a.column_no for a in self.amounts)], default=0) + 1)
        years = dict(enumerate(self.row.column_years, 1))
        kinds = dict(enumerate(self.row.column_kinds, 1))
        headings = dict(enumerate(self.row.columns_printed, 1))
        made: dict[int, int | str] = {}
        for number in numbers:
            year = years.get(number) if kinds.get(number, "year") == "year" else None
            name: int | str = year if year is not None else headings.get(number) or f"column {number}"
            made[number] = name if name not in made.values() else f"{name} ({number})"
        return made

    def __repr__(self) -> str:
        return f"<MoneyTable {self.row.caption or self.row.table_kind!r}: {len(self.rows)} rows>"

    def __str__(self) -> str:
        """The table as a terminal shows it."""
        return f"{self.row.caption or ''}\n{self.to_frame().to_string(na_rep='')}".strip()

    def _repr_html_(self) -> str:
        html = self.to_frame().to_html(na_rep="")
        return f"<p>{escape(self.row.caption or '')} {escape(self.row.unit_printed or '')}</p>{html}"


def _cards(extraction: Extraction) -> Iterator[Card]:
    from schemas.dataset import (
        CardRow,
        CardSectionRow,
        EconomicAmountRow,
        EconomicRowRow,
        EconomicTableRow,
        PaybackRow,
        ProseAmountRow,
    )

    tables = {t.table_id: MoneyTable(t) for t in extraction.of(EconomicTableRow)}
    for row in extraction.of(EconomicRowRow):
        tables[row.table_id].rows.append(row)
    for amount in extraction.of(EconomicAmountRow):
        tables[amount.table_id].amounts.append(amount)
    for card in extraction.of(CardRow):
        yield Card(
            card,
            [t for t in tables.values() if t.row.card_id == card.card_id],
            [s for s in extraction.of(CardSectionRow) if s.card_id == card.card_id],
            [p for p in extraction.of(PaybackRow) if p.card_id == card.card_id],
            [p for p in extraction.of(ProseAmountRow) if p.card_id == card.card_id],
        )
