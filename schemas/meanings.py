"""What the columns mean: `dictionary.txt`, read once. Everything that describes a column takes its words from here."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from typing import Final

COMMON: Final = "*"
"""The section of the columns that mean the same in every table."""
_UNITS: Final = (
    ("unit_dkk", "kr. a printed unit"),
    ("_dkk", "kr."),
    ("_years", "years"),
    ("_year", "calendar year"),
    ("valid_from", "calendar year"),
    ("valid_to", "calendar year"),
    ("price_level", "calendar year"),
    ("price_level_likely", "calendar year"),
    ("bbox", "pt"),
    ("confidence", "0-1"),
    ("score", "0-1"),
)
_WHOLE: Final = {"year": "calendar year", "years": "years", "year_from": "calendar year", "year_to": "calendar year"}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column is called, means, comes from, looks like, and when it is null ("" for never)."""

    label_da: str
    label_en: str
    description: str
    source: str
    example: str
    null: str = ""

    def metadata(self, column: str, *, nullable: bool) -> dict[str, str]:
        """As it travels with the column, its unit among it; what says nothing is left out."""
        said = {f.name: getattr(self, f.name) for f in fields(self)} | {"unit": unit_of(column)}
        return {name: text for name, text in said.items() if text and (nullable or name != "null")}


def meaning_of(table: str, column: str) -> Meaning:
    """What a column means. Raises KeyError, naming it, where the dictionary lacks it."""
    known = meanings()
    found = known.get((table, column)) or known.get((COMMON, column))
    if found is None:
        raise KeyError(f"schemas/dictionary.txt does not say what {table}.{column} means")
    return found


def unit_of(column: str) -> str:
    """The unit that a column's name tells: "kr." for `amount_dkk`; "" for none."""
    return _WHOLE.get(column) or next((unit for end, unit in _UNITS if column.endswith(end)), "")


@cache
def meanings() -> dict[tuple[str, str], Meaning]:
    """Every entry by table and column, the common ones under `COMMON`. Raises ValueError for a line of another form."""
    found: dict[tuple[str, str], Meaning] = {}
    table = ""
    for number, line in enumerate(
        resources.files(__package__).joinpath("dictionary.txt").read_text("utf-8").split("\n"), 1
    ):
        if line.startswith("["):
            table = line.strip("[]")
        elif line and not line.startswith("#"):
            column, *said = (part.strip() for part in line.split(" |"))
            if not 5 <= len(said) <= 6 or (table, column) in found:
                raise ValueError(f"schemas/dictionary.txt:{number}: a column has five or six fields, and one line")
            found[table, column] = Meaning(*said)
    return found
