"""The text against itself: an amount told again elsewhere, its years, a comma that was lost."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from pipeline.reconcile.danish import words
from pipeline.reconcile.model import Card
from pipeline.reconcile.rule import Context, Outcome, card_rule
from pipeline.reconcile.rules.prose import prose_evidence
from pipeline.reconcile.told_twice import Telling, told_apart
from schemas.dataset import ProseAmountRow


@card_rule(
    "prose_vs_prose",
    title="Tekst mod tekst",
    claim="Resumé, økonomiafsnit og aftaletekst har samme beløb",
    sides=("Her", "Det andet sted"),
    reads=("prose_amounts",),
    after=("prose_vs_table",),
    proves="the text gives the same amount and the same years wherever it speaks of the same thing",
)
def prose_vs_prose(card: Card, context: Context) -> Iterator[Outcome]:
    """Résumé, economy section and agreement text <-> each other."""
    seen: set[str] = set()
    for one, other in combinations(_spans(card), 2):
        key = f"{one.amount_low_dkk}|{one.year_from}"
        same = one.amount_low_dkk == other.amount_low_dkk and one.year_from == other.year_from
        if same and one.year_to != other.year_to and key not in seen and _same_list(card, one, other):
            seen.add(key)
            here, there = (f"{r.year_from}-{r.year_to}" for r in (one, other))
            message = f"'{one.text}' gælder {here} ét sted og {there} et andet."
            yield Outcome(
                "inconsistent", message, ("span", str(one.year_from)), [prose_evidence(one), prose_evidence(other)],
                "error", expected_text=f"{one.year_from}-{one.year_to}",
                printed_text=f"{other.year_from}-{other.year_to}",
            )  # fmt: skip
    yield from _lost_comma(card)
    yield from _apart(card, context)


def _spans(card: Card) -> list[ProseAmountRow]:
    return [r for r in card.prose if r.year_from and r.year_to and r.year_from < r.year_to]


def _same_list(card: Card, one: ProseAmountRow, other: ProseAmountRow) -> bool:
    """True when two sentences list the same amounts: they speak of the same money."""
    if one.sentence == other.sentence:
        return False
    amounts = [
        sorted(r.amount_low_dkk for r in card.prose if r.sentence == sentence)
        for sentence in (one.sentence, other.sentence)
    ]
    return amounts[0] == amounts[1] and len(amounts[0]) > 1


def _lost_comma(card: Card) -> Iterator[Outcome]:
    """`53 mio. kr. om året` where the text says 5,3 everywhere else."""
    rows = [r for r in card.prose if r.amount_low_dkk == r.amount_high_dkk and r.amount_low_dkk]
    by_amount: dict[int, list[ProseAmountRow]] = {}
    for row in rows:
        by_amount.setdefault(abs(row.amount_low_dkk), []).append(row)
    for amount, here in by_amount.items():
        if len(here) > 1 or len(str(amount).rstrip("0")) < 2:
            continue
        for factor in (10, 1000):
            others = by_amount.get(amount // factor, []) if amount % factor == 0 else []
            if len(others) > 1 and _akin_texts(here[0].sentence, [o.sentence for o in others]):
                often = f"'{others[0].text}' {len(others)} andre steder"
                slip = "et komma ser ud til at mangle" if factor == 10 else "enheden ser ud til at være forkert"
                message = (
                    f"Teksten siger '{here[0].text}' ét sted og {often} om det samme: {slip} (en faktor {factor})."
                )
                evidence = [prose_evidence(here[0]), *(prose_evidence(o) for o in others)]
                yield Outcome(
                    "inconsistent", message, ("factor", here[0].text), evidence, "warning",
                    expected_text=others[0].text, printed_text=here[0].text,
                )  # fmt: skip


def _akin_texts(text: str, others: list[str]) -> bool:
    stems = set(words(text))
    return any(len(stems & set(words(o))) >= 2 for o in others)


def _apart(card: Card, context: Context) -> Iterator[Outcome]:
    """`Investeringen er 3,4 mio. kr.` in the résumé, `der investeres 4,3 mio. kr.` in the text."""
    accused = {o.printed for o in context.failed(card, "prose_vs_table")}
    for one, other in told_apart(card):
        if {one.said.interval, other.said.interval} & accused:
            continue  # told already, with the table as its witness
        message = f"Teksten siger '{one.quote}' ét sted og '{other.quote}' et andet om det samme."
        evidence = [prose_evidence(one.said.row), prose_evidence(other.said.row)]
        yield Outcome(
            "inconsistent", message, ("apart", *sorted(one.subject)), evidence, "error",
            other.said.interval, one.said.interval, year=_year(one),
        )  # fmt: skip


def _year(one: Telling) -> int | None:
    row = one.said.row
    return row.year_from if row.year_from == row.year_to else None
