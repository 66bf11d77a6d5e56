"""The real cards in looks drawn at random, typeset by reportlab or printed from Word, and what is misread of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from extractors.extract import extract
from tests.made import look as drawn
from tests.made import real_cards as real
from tests.made import word, word_odd
from tests.made.typeset import typeset

CARDS = 4


@dataclass(slots=True)
class Misses:
    """Counts over documents: amounts wanted, given, right, right but uncertain, wrong but certain; goals likewise."""

    wanted: int = 0
    given: int = 0
    right: int = 0
    uncertain: int = 0
    wrong: int = 0
    goals: int = 0
    goals_given: int = 0
    goals_right: int = 0
    paybacks: int = 0
    titles: int = 0

    def __add__(self, other: Misses) -> Misses:
        return Misses(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def whole(self) -> bool:
        """True when nothing is missing, wrong or uncertain."""
        goals = self.goals == self.goals_given == self.goals_right
        return (
            self.wanted == self.given == self.right
            and goals
            and not (self.uncertain or self.wrong or self.paybacks or self.titles)
        )

    def __str__(self) -> str:
        return (
            f"recall {self.recall:.4f} precision {self.precision:.4f}, uncertain {self.uncertain}, wrong {self.wrong} "
            f"of {self.wanted}; goals {self.goals_right} of {self.goals}, {self.goals_given} given; other paybacks "
            f"{self.paybacks}, titles {self.titles}"
        )

    @property
    def recall(self) -> float:
        """Share of the printed amounts that are given right."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        """Share of the given amounts that are right."""
        return self.right / self.given if self.given else 1.0


def typeset_look(seed: int, cards: int = CARDS) -> bytes:
    """So many cards typeset by reportlab in a look drawn at random."""
    printed = real.annex(real.chosen(seed, cards), word.random_look(seed), seed)
    return typeset(printed, drawn.random_look(seed), case="2025-2026")


def word_looks(seeds: Sequence[int], folder: Path, cards: int = CARDS) -> dict[int, Path]:
    """So many cards a seed, written in Word and printed by LibreOffice."""
    documents = {}
    for seed in seeds:
        look = word.random_look(seed)
        documents[f"look{seed}"] = word.docx(real.annex(real.chosen(seed, cards), look, seed), look)
    return {int(name[4:]): path for name, path in word.print_pdfs(documents, folder).items()}


def odd_looks(seeds: Sequence[int], folder: Path, cards: int = CARDS) -> dict[int, Path]:
    """The same with the oddities of `word_odd`: tables in tables, footnotes, boxes of facts, merged cells."""
    documents = {}
    for seed in seeds:
        look = word.random_look(seed)
        elements = real.annex(real.chosen(seed, cards), look, seed)
        documents[f"odd{seed}"] = word_odd.odd_docx(elements, look, word_odd.random_oddities(seed), seed)
    return {int(name[3:]): path for name, path in word.print_pdfs(documents, folder).items()}


def misses(data: bytes, seed: int, cards: int = CARDS) -> Misses:
    """What an extraction gets wrong of a seed's cards; paybacks and titles as the number of those that differ."""
    shown = real.chosen(seed, cards)
    rows: dict[str, list[Any]] = extract(data, "look.pdf").rows  # type: ignore[assignment]
    wanted, given, sure = real.wanted_amounts(shown), real.given_amounts(rows), real.given_amounts(rows, sure=True)
    right = wanted & given
    goals, told = real.wanted_goals(shown), real.given_goals(rows)
    case = {c.card_id: c.case_id for c in rows.get("cards", [])}
    paybacks = {
        (case[p.card_id], p.basis, p.years) for p in rows.get("paybacks", []) if p.basis in ("service", "total")
    }
    titles = {(c["case_id"], real.squeeze(c["title"])) for c in shown}
    return Misses(
        wanted.total(),
        given.total(),
        right.total(),
        (right - sure).total(),
        real.silently_wrong(shown, rows).total(),
        len(goals),
        len(told),
        len(goals & told),
        len(paybacks ^ real.wanted_paybacks(shown)),
        len(titles ^ {(c.case_id, real.squeeze(c.title)) for c in rows.get("cards", [])}),
    )
