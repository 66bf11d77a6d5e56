"""What an extraction got wrong of a made bilag."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

from schemas.extraction import Extraction
from tests.made.look import Look
from tests.made.model import Bilag, Card


@dataclass(slots=True)
class Report:
    """Misses by subject: what is missing, what is given but not true; and how many facts were wanted."""

    missing: dict[str, list[Any]] = field(default_factory=dict)
    wrong: dict[str, list[Any]] = field(default_factory=dict)
    wanted: Counter[str] = field(default_factory=Counter)
    confident_wrong: list[Any] = field(default_factory=list)

    @property
    def perfect(self) -> bool:
        """True when nothing is missing and nothing is wrong."""
        return not any(self.missing.values()) and not any(self.wrong.values())

    def __str__(self) -> str:
        parts = [f"{k} - {m}" for k, v in self.missing.items() for m in v]
        parts += [f"{k} + {m}" for k, v in self.wrong.items() for m in v]
        return "\n".join(parts) or "perfect"


def squeeze(text: str | None) -> str:
    """Letters and digits only, lower case: hyphenation and spacing are tested elsewhere."""
    return re.sub(r"[\W_]+", "", text or "").lower()


def wanted_amounts(bilag: Bilag, look: Look) -> list[tuple[str, str, int, int]]:
    """Every amount the bilag prints in its economic tables: (case, label, year, value)."""
    return [x for card in bilag.cards for x in _amounts(card, look, split_area=bilag.split_area)]


def _amounts(card: Card, look: Look, *, split_area: bool) -> Iterable[tuple[str, str, int, int]]:
    rows: list[tuple[str, Iterable[int | None]]] = [(r.label, r.values) for r in card.permanent + card.implementation]
    sums = [
        ("Samlet varig ændring", "permanent_total"),
        ("Samlede implementeringsomkostninger", "implementation_total"),
    ]
    if split_area:
        sums += [(f"Samlede implementeringsomkostninger, {a}", f"{k}_total") for a, k in _SPLITS]
    rows += [(label, [v if v or look.zero else None for v in card.printed[key]]) for label, key in sums]
    rows.append(("Samlet økonomisk påvirkning", card.printed["net"]))
    for label, values in rows:
        for year, value in zip(card.years, values, strict=True):
            if value is not None:
                yield card.case_id, squeeze(label), year, value


_SPLITS = (("service", "service"), ("anlæg", "anlaeg"))


def misses(extraction: Extraction, bilag: Bilag, look: Look) -> Report:
    """Compare an extraction with a made bilag's truth."""
    report = Report()
    rows: dict[str, list[Any]] = extraction.rows  # type: ignore[assignment]
    case = {c.card_id: c.case_id for c in rows.get("cards", [])}
    amounts = rows.get("economic_amounts", [])
    given = [(case.get(r.card_id), squeeze(r.label), r.year, r.amount_dkk / 1000) for r in amounts]
    wanted = wanted_amounts(bilag, look)
    _compare(report, "amounts", wanted, given)
    wrong = Counter(report.wrong["amounts"])
    report.confident_wrong = [
        (*k, r.placement) for k, r in zip(given, amounts, strict=True) if wrong[k] and r.placement != "uncertain"
    ]
    _compare(report, "titles", [(c.case_id, squeeze(c.title)) for c in bilag.cards], _titles(rows))
    keys = (("service", "service"), ("anlæg", "anlaeg"), ("efficiency", "efficiency"), ("payback_years", "payback"))
    _compare(
        report,
        "overview",
        [(c.case_id, m, float(c.overview[k])) for c in bilag.cards for m, k in keys],
        [(r.case_id, r.measure, r.value) for r in rows.get("overview_amounts", []) if r.role == "item"],
    )
    _compare(
        report,
        "paybacks",
        [(c.case_id, b, c.printed["payback"]) for c in bilag.cards for b in ("service", "total")],
        [(case.get(r.card_id), r.basis, r.years) for r in rows.get("paybacks", [])],
    )
    _forms(report, rows, bilag, case)
    return report


def _titles(rows: dict[str, list[Any]]) -> list[tuple[str | None, str]]:
    return [(c.case_id, squeeze(c.title)) for c in rows.get("cards", [])]


def _forms(report: Report, rows: dict[str, list[Any]], bilag: Bilag, case: dict[str, str | None]) -> None:
    _compare(
        report,
        "goals",
        [(c.case_id, *map(squeeze, (g.goal, g.how, g.who, g.when))) for c in bilag.cards for g in c.goals],
        [
            (case.get(r.card_id), *map(squeeze, (r.goal, r.measure, r.responsible, r.due)))
            for r in rows.get("follow_up_goals", [])
        ],
    )
    _compare(
        report,
        "approvals",
        [(c.case_id, c.approval[0].lower(), c.approval[1]) for c in bilag.cards],
        [(case.get(r.card_id), r.answer, r.date) for r in rows.get("consultations", []) if r.kind == "approval"],
    )
    _compare(
        report,
        "administrations",
        [(c.case_id, squeeze(c.administration)) for c in bilag.cards],
        [(c.case_id, squeeze(c.presenting_administration)) for c in rows.get("cards", [])],
    )


def _compare(report: Report, subject: str, wanted: Iterable[Hashable], given: Iterable[Hashable]) -> None:
    want, got = Counter(wanted), Counter(given)
    report.wanted[subject] += sum(want.values())
    report.missing[subject] = list((want - got).elements())
    report.wrong[subject] = list((got - want).elements())
