"""What a row is spent on, by rules that are data: `cost_types.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from schemas.dataset import CostType


@dataclass(frozen=True, slots=True)
class CostRule:
    """A kind of cost, and what gives it away."""

    type: CostType
    pattern: re.Pattern[str]
    section: str | None = None
    area: str | None = None


def cost_type(label: str, section: str | None, steering_area: str | None) -> CostType | None:
    """The kind of cost that a row of this label is; None where no rule fits."""
    for rule in cost_rules():
        if rule.section in (None, section) and (
            rule.pattern.search(label) or (rule.area is not None and rule.area == steering_area)
        ):
            return rule.type
    return None


@cache
def cost_rules() -> tuple[CostRule, ...]:
    """The rules in the order in which they are tried."""
    data = tomllib.loads(resources.files(__package__).joinpath("cost_types.toml").read_text("utf-8"))
    return tuple(
        CostRule(r["type"], re.compile(r["pattern"].replace("\n", ""), re.I), r.get("section"), r.get("area"))
        for r in data["rule"]
    )
