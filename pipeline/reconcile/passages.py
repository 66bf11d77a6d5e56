"""A card's sentences as passages: one, or two of which the second goes on with the first, their figures marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from weakref import WeakKeyDictionary

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


_LONGEST = 700  # letters: a text without full stops says too much at once
_READ: WeakKeyDictionary[Card, list[tuple[str, Marked, bool]]] = WeakKeyDictionary()


def passages(card: Card, *, pairs: bool = True) -> Iterator[Passage]:
    """The card's sentences with figures, each alone and with the next where that goes on with it; read once a card."""
    known = _READ.get(card)
    if known is None:
        texts = {text: paired for text, paired in _texts(card) if len(text) < _LONGEST}
        known = _READ[card] = [(t, m, paired) for t, paired in texts.items() if (m := marked(t)).quantities]
    yield from (Passage(card, text, figures) for text, figures, paired in known if pairs or not paired)


def _texts(card: Card) -> Iterator[tuple[str, bool]]:
    """The sentences, and those that go on with one before them joined to it (True)."""
    told = sentences(card)
    for one, other in zip_longest(told, told[1:]):
        yield one.text, False
        listed = one.text.endswith(":")
        if other is not None and other.section == one.section and (listed or _GOES_ON.match(other.text)):
            yield f"{one.text} {other.text}", True


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
