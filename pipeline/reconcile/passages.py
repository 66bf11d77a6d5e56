"""A card's sentences as passages: one, or two of which the second goes on with the first, their figures marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.reconcile.lines import place_of
from pipeline.reconcile.model import Card
from pipeline.reconcile.quantities import Marked, Quantity, marked
from pipeline.reconcile.rule import Context, Outcome
from pipeline.reconcile.sentences import sentences

_GOES_ON = re.compile(
    r"^(?:det|dette|dermed|derfor|samlet|samlede|i alt|herved|tilsammen|hermed|med\b|at\b|heraf|deraf"
    r"|hertil svarer|der (?:er|afholdes|frigøres)|en\b|et\b"
    r"|to |tre |ved\b|på den baggrund|ud af|udgiften|lønudgiften|besparelsen|af disse)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, or two of which the second goes on with the first, with its figures marked."""

    card: Card
    printed: str
    text: Marked

    def outcome(self, message: str, key: tuple[str, ...], wanted: str, found: str) -> Outcome:
        """A contradiction between figures of the passage."""
        return Outcome(
            "inconsistent", message, key, [place_of(self.card, self.printed)], "error",
            expected_text=wanted, printed_text=found,
        )  # fmt: skip

    def holds(self, message: str, key: tuple[str, ...]) -> Outcome:
        """Figures that agree."""
        return Outcome("within_rounding", message, key, [place_of(self.card, self.printed)])


def passages(card: Card, *, pairs: bool = True) -> Iterator[Passage]:
    """The card's sentences with figures, each alone and with the next where that goes on with it."""
    told = sentences(card)
    seen: set[str] = set()
    for at, one in enumerate(told):
        texts = [one.text]
        if pairs and at + 1 < len(told) and told[at + 1].section == one.section and _GOES_ON.match(told[at + 1].text):
            texts.append(f"{one.text} {told[at + 1].text}")
        for text in texts:
            if text not in seen and len(text) < 700:
                seen.add(text)
                yield Passage(card, text, marked(text))


def told_already(context: Context, card: Card, rules: Sequence[str]) -> frozenset[str]:
    """The openings of the sentences of which other rules have told a contradiction."""
    return frozenset(" ".join(e.text.split())[:60] for o in context.failed(card, *rules) for e in o.evidence)


def mark_of(text: Marked, q: Quantity) -> str:
    """The mark of a figure in its text."""
    return f"<{q.kind}{text.quantities.index(q)}>"


def around(text: Marked, q: Quantity) -> tuple[str, str]:
    """What stands before a figure's mark, and after it."""
    before, _, after = text.text.partition(mark_of(text, q))
    return before, after
