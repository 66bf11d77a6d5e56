"""What the report calls rules, bilag and committees, and numbers as a controller writes them.

What a rule is called stands in the register, over the rule itself; what kinds are called, in `kinds`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Final

import pipeline.reconcile.rules  # noqa: F401 -- registers every rule
from extractors.danish.organisations import resolve
from pipeline.reconcile.danish import money, thousands
from pipeline.reconcile.rule import RULES
from schemas.dataset import DocumentRow

NO_COMMITTEE: Final = "Uden udvalg"
_NAMES_OF = 2026  # one name a committee through the years, so that its findings stand together

_JOINT = re.compile(r"(?<=[a-zæøå]{6})(?=omkostning|påvirkning|effektivisering|forvaltning|udvikling|undervisning)")
_DOTTED = re.compile(r"-?\d{1,3}(\.\d{3})+|-?\d+")


def rule_name(rule: str) -> str:
    """A rule's Danish name; a release of another version may hold findings of a rule that is not registered."""
    return RULES[rule].title if rule in RULES else rule.replace("_", " ").capitalize()


def rule_claim(rule: str) -> str:
    """What a rule holds the bilag to."""
    return RULES[rule].claim if rule in RULES else ""


def sides(rule: str) -> tuple[str, str]:
    """What a finding's two figures are called: the printed one, and what it is held to."""
    return RULES[rule].sides if rule in RULES else ("Trykt", "Efterregnet")


def figure(text: str | None, rule: str) -> str:
    """A finding's figure for people: kroner as thousands where whole, years with their unit, anything else as it is."""
    if text is None or not _DOTTED.fullmatch(text):
        return text or ""
    quantity = RULES[rule].quantity if rule in RULES else "kroner"
    if quantity == "years":
        return f"{text} år"
    return text if quantity == "text" else money(int(text.replace(".", "")))


def count(number: int) -> str:
    """A whole number with a dot between thousands."""
    return thousands(number)


def decimal(number: float, digits: int = 4) -> str:
    """A number with a decimal comma."""
    return f"{number:.{digits}f}".replace(".", ",")


def soft(text: str) -> str:
    """A label with soft hyphens in the long compounds of these tables, so that the column need not be as wide."""
    return _JOINT.sub("\u00ad", text)


@cache
def committee_name(printed: str | None) -> str:
    """A committee under its full name, whatever abbreviation was printed; several, or an unknown one, as printed."""
    if not printed or not printed.strip():
        return NO_COMMITTEE
    known = resolve(printed)
    return known.name_in(_NAMES_OF) if known else " ".join(printed.split())


def document_names(documents: Iterable[DocumentRow]) -> dict[str, str]:
    """What each bilag is called: its number and budget case, else its title, else the file's name.

    The file's name is added where two would be called the same.
    """
    names = {d.document_id: (_name(d), d.file_name) for d in documents}
    times = Counter(name for name, _ in names.values())
    return {i: f"{name} ({file})" if times[name] > 1 else name for i, (name, file) in names.items()}


def _name(document: DocumentRow) -> str:
    if not document.bilag_no:
        return document.title or document.file_name
    return " · ".join(p for p in (f"Bilag {document.bilag_no}", document.budget_case) if p)
