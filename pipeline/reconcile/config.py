"""What a user may set: official price factors, and where decisions are kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from pipeline.system.yaml_files import load_list

DECISIONS = Path("data/review/decisions.yaml")
"""Where `bilag accept` writes, seen from the project's root."""
PRICE_FACTORS = Path("data/review/price_factors.yaml")
"""Official price factors, seen from the project's root; need not exist."""

_MOST_DIGITS = 30


@dataclass(frozen=True, slots=True)
class ReconcileConfig:
    """Official factors by (measure, from price level, to price level); measure is service, anlæg or efficiency.

    A `to` of None stands for an overview that does not print its price level.
    """

    official: dict[tuple[str, int, int | None], Fraction] = field(default_factory=dict)

    def factor(self, measure: str, from_level: int | None, to_level: int | None) -> Fraction | None:
        """The official factor between two price levels; without the overview's level, the one to the year before."""
        if from_level is None:
            return None
        exact = self.official.get((measure, from_level, to_level))
        return exact if exact is not None or to_level else self.official.get((measure, from_level, from_level - 1))


def load_config(path: Path = PRICE_FACTORS) -> ReconcileConfig:
    """Read official price factors; an absent file is no factors.

    The file is a list of `{steering_area, from, to, factor}`, the factor in quotes so that no float rounds it:
    `factor: "0.97276"`. Raises ValueError, naming the file, where an entry is not of that form.
    """
    entries = load_list(path)
    try:
        return ReconcileConfig(dict(_entry(entry) for entry in entries))
    except (KeyError, TypeError, ArithmeticError, ValueError) as error:
        raise ValueError(f"{path}: each entry needs steering_area, from, to and factor ({error!r})") from error


def _entry(entry: dict[str, Any]) -> tuple[tuple[str, int, int | None], Fraction]:
    to = entry.get("to")
    printed = Decimal(str(entry["factor"]))
    # Before it becomes a fraction: 1E-99999999 would be one of a hundred million digits.
    if not (printed.is_finite() and abs(printed.adjusted()) < _MOST_DIGITS and len(str(printed)) < _MOST_DIGITS):
        raise ValueError(f"a factor of {str(printed)[:40]} converts no prices")
    factor = Fraction(printed)
    if not 0 < factor < 2:
        raise ValueError(f"a factor of {printed} converts no prices")
    return (str(entry["steering_area"]).lower(), int(entry["from"]), int(to) if to else None), factor
