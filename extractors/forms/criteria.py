"""Prioritisation criteria (Kriterier til prioritering): what a later proposal is expected to cost and to bring.

Six columns: cost, expected adoption, potential, and three that are ticked with an x (cross-cutting, large scale, new
technology). In a grid a column is known by its heading; in flattened lines by what the cells say.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from extractors.danish.numbers import MINUS, PrintedNumber, parse_number
from extractors.danish.units import parse_unit
from extractors.forms.blocks import (
    FormLine,
    Place,
    block_text,
    form_lines,
    is_end,
    is_rule,
    letters,
    line_place,
    row_place,
    with_caption,
)
from extractors.layout.text import join_lines
from schemas.dataset import PrioritisationCriterionRow
from schemas.source import Block, Grid

_FIELDS: Final = (
    ("cost", ("udgift",)),
    ("expected_adoption", ("vedtagelse", "forventetinvesteringsforslag")),
    ("potential", ("varigeffektivisering",)),
    ("cross_cutting", ("tværgående",)),
    ("large_scale", ("storskala",)),
    ("new_technology", ("nyteknologi", "modneanvendelse")),
)
"""Each column's field and the letters that its heading holds."""

_CAPTION_RE: Final = re.compile(r"\s*Tabel\s+\d+\w?[.:]?\s*Kriterier til prioritering\b.{0,40}$", re.I)
_HEADER_END: Final = "nyteknologi"
_HEADER_BLOCKS: Final = 60
_LONGEST_HEADER: Final = 1000  # characters; the form's own has less than half as many
_TICK_RE: Final = re.compile(r"[xX✓☒✗✘]")
_LONGEST: Final = 80  # letters of a heading
_DEFAULT_UNIT: Final = 1000
"""The form's heading says `1.000 kr.`; the 2020 form's, which names no unit, counts in thousands too."""


@dataclass(frozen=True, slots=True)
class _Cells:
    """A row's texts by field."""

    texts: dict[str, str]
    place: Place


def prioritisation_criteria(
    blocks: Sequence[Block], *, card_id: str, document_id: str, heads: Container[int] = frozenset()
) -> tuple[list[PrioritisationCriterionRow], set[int]]:
    """The criteria rows among one card's blocks, and the indexes of the blocks that print them."""
    found: list[PrioritisationCriterionRow] = []
    taken: set[int] = set()
    index = 0
    while index < len(blocks):
        block = blocks[index]
        if isinstance(block, Grid):
            cells, stop, unit = _from_grid(block), index + 1, _grid_unit(block)
        else:
            cells, stop, unit = _from_lines(blocks, index, heads)
        if not cells:
            index += 1
            continue
        taken.update(range(with_caption(blocks, index, _CAPTION_RE), stop))
        for row in cells:
            found.append(_row(row, len(found) + 1, unit, card_id=card_id, document_id=document_id))
        index = stop
    return found, taken


def _row(cells: _Cells, number: int, unit: int, *, card_id: str, document_id: str) -> PrioritisationCriterionRow:
    texts = cells.texts
    cost, potential = texts.get("cost") or None, texts.get("potential") or None
    cost_low, cost_high = amount_range(cost, unit)
    potential_low, potential_high = amount_range(potential, unit)
    return PrioritisationCriterionRow(
        document_id=document_id,
        card_id=card_id,
        row_no=number,
        cost_printed=cost,
        cost_low_dkk=cost_low,
        cost_high_dkk=cost_high,
        expected_adoption=texts.get("expected_adoption") or None,
        potential_printed=potential,
        potential_low_dkk=potential_low,
        potential_high_dkk=potential_high,
        cross_cutting=_ticked(texts.get("cross_cutting")),
        large_scale=_ticked(texts.get("large_scale")),
        new_technology=_ticked(texts.get("new_technology")),
        **cells.place,
    )


def _ticked(text: str | None) -> bool:
    return text is not None and _TICK_RE.fullmatch(text.strip()) is not None


# --- amounts --------------------------------------------------------------------------------------------------------

_BODY: Final = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)"
_AMOUNT_RE: Final = re.compile(
    rf"(?<![\w.,])(?P<low>{_BODY})(?:\s*(?:[{MINUS}]|til)\s*(?P<high>{_BODY}))?"
    r"\s*(?P<unit>(?:mia|mio)\.?\s*kr\b\.?|t\.?\s?kr\b\.?|kr\b\.?)?",
    re.I,
)


def amount_range(text: str | None, unit: int) -> tuple[int | None, int | None]:
    """The first amount in a cell as (low, high) kroner: its own unit where it prints one, else the heading's.

    A number that starts the cell is an amount; further on only one with its own unit is (`500 (drift) Samt ...`,
    `Reducering af AP'er (3.000-6.000 t. kr.)`). (None, None) where the cell names no amount.
    """
    if not text or len(text) > 500:
        return None, None
    for found in _AMOUNT_RE.finditer(text):
        if found["unit"] is None and found.start() > 0:
            continue
        factor = parsed[0] if found["unit"] and (parsed := parse_unit(found["unit"])) else unit
        low, high = parse_number(found["low"]), parse_number(found["high"] or found["low"])
        if low and high and low.value <= high.value:
            return _kroner(low, factor), _kroner(high, factor)
    return None, None


def _kroner(number: PrintedNumber, factor: int) -> int | None:
    value = number.value * Decimal(factor)
    return int(value) if value == value.to_integral_value() else None


# --- grids ----------------------------------------------------------------------------------------------------------


def _from_grid(grid: Grid) -> list[_Cells]:
    columns: dict[int, str] = {}
    found: list[_Cells] = []
    for row in grid.rows:
        texts = [join_lines(c.text.splitlines()) if c else "" for c in row.cells]
        heading = _heading(texts)
        if len(heading) >= len(columns) and len(heading) >= 2 and not found:
            columns = columns | heading
        elif len(columns) >= 4 and not is_rule(" ".join(texts)) and _says(texts):
            fields = {name: texts[at] for at, name in columns.items() if at < len(texts)}
            found.append(_Cells(fields, row_place(row, grid)))
    return found


def _heading(texts: Sequence[str]) -> dict[int, str]:
    """Which field each heading cell names."""
    found: dict[int, str] = {}
    for at, text in enumerate(texts):
        plain = letters(text)
        if not 0 < len(plain) < _LONGEST:
            continue
        name = next((n for n, parts in _FIELDS if any(p in plain for p in parts)), None)
        if name and name not in found.values():
            found[at] = name
    return found


def _says(texts: Sequence[str]) -> bool:
    return bool(texts) and any(texts) and not letters("".join(texts)).startswith("kommendeinvesteringsforslag")


def _grid_unit(grid: Grid) -> int:
    for row in grid.rows:
        for text in row.texts():
            if "udgift" in text.lower() and (unit := parse_unit(text)):
                return unit[0]
    return _DEFAULT_UNIT


# --- flattened lines ------------------------------------------------------------------------------------------------

_ADOPTION_RE: Final = re.compile(
    r"(?:Budget|OFS|Overførselssagen?)\s*(?:\d{2,4}(?:\s?[-/–]\s?\d{2,4})?)?(?:\s*(?:el\.?|eller|,|og)\s*"
    r"(?:Budget|OFS|Overførselssagen?)\s*(?:\d{2,4}(?:\s?[-/–]\s?\d{2,4})?)?)*",
)
_TICKS_RE: Final = re.compile(r"(?:\s+[xX])+\s*$")


def _from_lines(blocks: Sequence[Block], start: int, heads: Container[int]) -> tuple[list[_Cells], int, int]:
    """A table of lines whose header starts here: its row, the index after it, the unit; no rows where none starts."""
    none: tuple[list[_Cells], int, int] = ([], start + 1, _DEFAULT_UNIT)
    text = block_text(blocks[start])
    if ("dgift" not in text and "ommende" not in text) or not letters(text).startswith(
        ("udgift", "kommendeinvesteringsforslag")
    ):
        return none
    header = ""
    for line in form_lines(blocks, start, min(start + _HEADER_BLOCKS, len(blocks))):
        header = join_lines([header, line.text])
        if len(header) > _LONGEST_HEADER:
            break
        plain = letters(header)
        if all(any(p in plain for p in parts) for _, parts in _FIELDS) and _HEADER_END in plain:
            stop = _end(blocks, line.index + 1, heads)
            cells = _flat_row(form_lines(blocks, line.index + 1, stop))
            unit = parse_unit(header)
            return ([cells] if cells else []), stop, unit[0] if unit else _DEFAULT_UNIT
    return none


def _end(blocks: Sequence[Block], start: int, heads: Container[int]) -> int:
    after = range(start, len(blocks))
    return next((i for i in after if i in heads or isinstance(b := blocks[i], Grid) or is_end(b.text)), len(blocks))


def _flat_row(lines: Sequence[FormLine]) -> _Cells | None:
    """The one row of a flattened table: the cost stands before the adoption, the potential after it, the ticks last.

    Fewer than three ticks cannot be told apart once the empty cells are lost: then none is read.
    """
    text = join_lines(x.text for x in lines)
    if not lines or len(text) > 1000:
        return None
    ticks = _TICKS_RE.search(text)
    count = len(ticks[0].split()) if ticks else 0
    body = text[: ticks.start()] if ticks else text
    adoption = _ADOPTION_RE.search(body)
    if adoption is None:
        return None
    texts = {
        "cost": body[: adoption.start()].strip(),
        "expected_adoption": adoption[0].strip(),
        "potential": body[adoption.end() :].strip(),
    }
    if count == 3:
        texts |= dict.fromkeys(("cross_cutting", "large_scale", "new_technology"), "x")
    return _Cells(texts, line_place(lines[0].line))
