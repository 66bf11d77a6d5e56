"""A card's economy by year, counted from its rows: what the overview of cards and the table of years both tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from pipeline.derived.areas import Area, areas
from pipeline.derived.common_prices import Conversion
from pipeline.derived.counted import INVESTMENT, PERMANENT, Counted, counted, in_years
from pipeline.reconcile.model import Card, CellId, TableRow

SERVICE, ANLAEG, OTHER, UNASSIGNED = "service", "anlæg", "other", "unassigned"
ByYear = dict[int, dict[str, int]]
"""Kroner by year and class of steering area."""


@dataclass(slots=True)
class CardEconomy:
    """What a card invests and changes by year and area, with the printed sums beside it."""

    card: Card
    counted: Counted
    areas: dict[int, Area]
    investment: ByYear = field(default_factory=dict)
    permanent: ByYear = field(default_factory=dict)
    net_printed: dict[int, int] = field(default_factory=dict)
    printed: dict[str, dict[int, int]] = field(default_factory=dict)
    """The printed sums over the counted rows, by section and year."""
    uncertain: bool = False

    @property
    def years(self) -> list[int]:
        """Every year in which the card prints an amount that counts, in order."""
        return sorted({*self.investment, *self.permanent, *self.net_printed})

    @property
    def has_net(self) -> bool:
        """True for a card whose form speaks of effects, not of costs alone."""
        return bool(self.permanent or self.net_printed)


def card_economy(card: Card, amounts: Mapping[CellId, int]) -> CardEconomy | None:
    """The economy of a card, `amounts` being the likely kroner of each cell; None without an economy table."""
    found = counted(card)
    if found is None:
        return None
    made = CardEconomy(card, found, areas(card, found.table))
    made.investment = _by_year(made, INVESTMENT, amounts)
    made.permanent = _by_year(made, PERMANENT, amounts)
    made.net_printed = _summed([found.net] if found.net else [], amounts)
    made.printed = {section: _summed(found.sums.get(section, ()), amounts) for section in (INVESTMENT, PERMANENT)}
    used = [c for section in found.rows for _, c in found.cells(section)]
    years = [y for n, y in found.table.years.items() if y is not None and n in {c.id[2] for c in used}]
    made.uncertain = not all(c.sure for c in used) or len(set(years)) < len(years)
    return made


def _by_year(made: CardEconomy, section: str, amounts: Mapping[CellId, int]) -> ByYear:
    found: ByYear = {}
    for row, cell in made.counted.cells(section):
        area = made.areas.get(row.row.row_no)
        kind = UNASSIGNED if area is None else area.kind if area.kind in (SERVICE, ANLAEG) else OTHER
        by_area = found.setdefault(cell.year or 0, defaultdict(int))
        by_area[kind] += amounts[cell.id]
    return found


def _summed(rows: Iterable[TableRow], amounts: Mapping[CellId, int]) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for row in rows:
        for cell in in_years(row):
            found[cell.year or 0] += amounts[cell.id]
    return dict(found)


def over_years(by_year: ByYear) -> dict[str, int]:
    """Kroner by class of area over all years."""
    found: dict[str, int] = defaultdict(int)
    for by_area in by_year.values():
        for kind, amount in by_area.items():
            found[kind] += amount
    return found


def converted(by_area: Mapping[str, int], conversion: Conversion | None) -> int | None:
    """The sum in common prices; None where a part has no factor.

    What is neither service nor anlæg rises with the wages and prices of service.
    """
    if conversion is None:
        return None
    if conversion.source == "same_level":
        return sum(by_area.values())
    total = Fraction(0)
    for kind, amount in by_area.items():
        factor = conversion.factors.get(ANLAEG if kind == ANLAEG else SERVICE)
        if amount and (factor is None or kind == UNASSIGNED):
            return None
        total += amount * (factor or 0)
    return round(total)
