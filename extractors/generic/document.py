"""A document of any form: lists of proposals, cards cut by repetition, their fields, tables and text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import Final

from extractors.cards.printed import is_blank
from extractors.danish.case_ids import case_key, split_case_id
from extractors.generic.card import NUMBERED, GenericCard, apply_rows
from extractors.generic.fields import common_prefix, printed_lines
from extractors.generic.grouped import Shared, add_shared, own_table, part_first_rows, shared_table
from extractors.generic.headings import numbered_points, over_tables
from extractors.generic.lists import add_list, is_list, known_titles, name_rows
from extractors.generic.repetition import Frame, find_frame, keys_of
from extractors.layout.text import join_lines
from extractors.tables.context import document_unit
from extractors.tables.economy.rows import add_table
from extractors.tables.find import FoundTable, cut_grids, find_tables
from extractors.templates.model import Template
from schemas.dataset import CardRow, Row
from schemas.extraction import Extraction
from schemas.source import Block, Line

_SHARE: Final = 0.7
_UNIT: Final = re.compile(r"(?:hele\s+)?1[. ]?000\s*kr\.?", re.IGNORECASE)
"""The unit of what follows, which reads as an amount where a sentence of its own says it."""


Cut = tuple[int, int]
"""The first block of a card, and the block after its last."""


def extract_generic(extraction: Extraction, blocks: Sequence[Block], text: str, template: Template) -> None:
    """File a document's lists and cards."""
    blocks = cut_grids(blocks)
    stated = document_unit(text)
    found = find_tables(blocks, stated=stated)
    for table in found:
        part_first_rows(table)
    shared = [s for f in found if (s := shared_table(f)) is not None]
    lists = _lists(found, shared)
    in_list, in_shared = _blocks_of(lists), _blocks_of([s.found for s in shared])
    starts, frame = _starts(blocks, found, lists, in_list | in_shared, template)
    seen: set[str] = set()
    if starts and _told_again(blocks, starts, shared):  # the table sums up what the cards tell
        shared = []
    if shared:
        for part in shared:
            add_shared(extraction, part, template, seen)
        in_list |= in_shared
        starts, frame = [], None
    starts, frame = _without_chapters(blocks, starts, frame)
    cuts = list(pairwise([*starts, len(blocks)]))
    if any(f.start < s < f.end for f in found for s in starts):  # a table of lines ran into the next card
        found = find_tables(blocks, stops=starts, stated=stated)
    document = _Document(extraction, blocks, found, in_list, template)
    _cards(document, cuts, frame, seen)
    _add_rest(document, cuts, [s for s in shared if s.rest])
    for listed in lists:
        apply_rows(listed, template)
        add_list(extraction, listed)


def _lists(found: Sequence[FoundTable], shared: Sequence[Shared]) -> list[FoundTable]:
    """The tables that list proposals, a row each, their ids told; what proposals share is none."""
    parted = {id(s.found) for s in shared}
    lists = [f for f in found if id(f) not in parted and is_list(f)]
    for listed in lists:
        name_rows(listed)
    return lists


def _without_chapters(
    blocks: Sequence[Block], starts: list[int], frame: Frame | None
) -> tuple[list[int], Frame | None]:
    """The cards' beginnings without headings of chapters: a few that nothing stands under but the next card."""
    cuts = pairwise([*starts, len(blocks)])
    full = [i for i, (start, end) in enumerate(cuts) if sum(not is_blank(b) for b in blocks[start:end]) > 1]
    if 2 * len(full) <= len(starts) or len(full) == len(starts):
        return starts, frame
    kept = [starts[i] for i in full]
    return kept, frame and replace(frame, starts=tuple(kept), anchors=tuple(frame.anchors[i] for i in full))


def _blocks_of(tables: Sequence[FoundTable]) -> set[int]:
    return {i for f in tables for i in (*range(f.start, f.end), *f.taken)}


def _told_again(blocks: Sequence[Block], starts: Sequence[int], shared: Sequence[Shared]) -> bool:
    """True where the proposals of a shared table have cards of their own: half of their ids or titles head one."""
    heads = [_head_text(blocks[s]).lower() for s in starts]
    names = [(p.case_id or p.title).lower() for s in shared for p in s.proposals]
    return bool(names) and 2 * sum(any(n in h for h in heads) for n in names) >= len(names)


def _starts(
    blocks: Sequence[Block],
    found: Sequence[FoundTable],
    lists: Sequence[FoundTable],
    in_list: set[int],
    template: Template,
) -> tuple[list[int], Frame | None]:
    """Where the cards begin: at the template's line, at proposals that a list names, at the frame's first key ..."""
    if template.card is not None:
        given = [i for i, x in printed_lines(blocks) if i not in in_list and template.card.match(x.text) is not None]
        if given:
            return given, None
    rows = {i for f in found for i in range(f.start + 1, f.end)} | in_list
    frame = find_frame(blocks, rows)
    listed = _listed(blocks, known_titles(lists), rows)
    if listed and (frame is None or len(listed) >= len(frame.starts)):
        return listed, None
    if frame is not None:
        return list(frame.starts), frame
    used = rows | {i for f in found for i in f.taken}
    return over_tables(blocks, found, used) or numbered_points(blocks, used), None


def _listed(blocks: Sequence[Block], names: Sequence[tuple[str | None, str]], skip: set[int]) -> list[int]:
    """The lines that head the description of a proposal that a list names."""
    if not names:
        return []
    ids = {case_key(c): t.lower() for c, t in names if c}
    titles = {t.lower() for _, t in names}
    starts: list[int] = []
    seen: set[str] = set()
    for index, line in printed_lines(blocks):
        if index in skip or len(line.text.strip()) > 140:
            continue
        case_id, title = split_case_id(line.text, numbers=True)
        key = case_key(case_id) or ""
        hit = key if key in ids and _alike(title, ids[key]) else line.text.strip().lower()
        if hit not in seen and (hit in ids or hit in titles):
            seen.add(hit)
            starts.append(index)
    return starts if len(starts) >= _SHARE * len(names) else []


def _alike(one: str, other: str) -> bool:
    short = min(len(one), len(other), 20)
    return short > 3 and one.lower()[:short] == other.lower()[:short]


@dataclass(frozen=True, slots=True)
class _Document:
    """What cards are made of: the blocks, the tables among them, and the blocks that lists and shared tables take."""

    extraction: Extraction
    blocks: Sequence[Block]
    tables: Sequence[FoundTable]
    in_list: set[int]
    template: Template

    def part(self, start: int, end: int) -> tuple[list[Block], list[FoundTable]]:
        """A card's blocks, lists left out, and its tables by the indexes of these blocks."""
        kept = [i for i in range(start, end) if i not in self.in_list]
        at = {i: n for n, i in enumerate(kept)}
        tables = [
            replace(f, start=at[f.start], end=at[f.start] + f.end - f.start, taken={at[i] for i in f.taken if i in at})
            for f in self.tables
            if f.start in at
        ]
        return [self.blocks[i] for i in kept], tables


def _cards(document: _Document, cuts: Sequence[Cut], frame: Frame | None, seen: set[str]) -> None:
    """File the cards."""
    blocks = document.blocks
    heads = [_head_text(blocks[start]) for start, _ in cuts]
    constant = common_prefix(heads)
    numbered = sum(bool(NUMBERED.match(h)) for h in heads) >= _SHARE * max(1, len(heads))
    labels = _labels(frame, blocks, cuts)
    for number, (start, end) in enumerate(cuts, start=1):
        inside, tables = document.part(start, end)
        card = GenericCard(document.extraction, inside, document.template, labels, constant, number, tables)
        card.numbered = numbered
        if frame is not None:
            above = blocks[start : frame.anchors[number - 1]]
            card.head_lines = [b for b in above if isinstance(b, Line) and not b.blank]
        card.file(seen)


def _head_text(block: Block) -> str:
    return " ".join(block.text.split()) if isinstance(block, Line) else ""


def _labels(frame: Frame | None, blocks: Sequence[Block], cuts: Sequence[Cut]) -> list[str]:
    """The first words that the cards repeat, masked: labels of fields and headings."""
    if frame is not None:
        return [k.removesuffix(" …").removesuffix(":") for k in frame.keys if not k.startswith("<")]
    if len(cuts) < 2:
        return []
    keys = [{k for _, x in printed_lines(blocks[start:end]) for k in keys_of(x.text)} for start, end in cuts]
    shared = set.intersection(*keys)
    return [k.removesuffix(" …").removesuffix(":") for k in sorted(shared) if not k.startswith("<")]


def _add_rest(document: _Document, cuts: Sequence[Cut], shared: Sequence[Shared]) -> None:
    """What stands before the first card belongs to the document: one card for it, where it holds money."""
    extraction, blocks = document.extraction, document.blocks
    inside, tables = document.part(0, cuts[0][0] if cuts else len(blocks))
    trial = Extraction(extraction.document)
    title = first_heading(inside) or first_heading(blocks)
    card = GenericCard(trial, inside, document.template, [], "", 0, tables)
    row = card.file(set())
    for number, part in enumerate(shared, start=len(trial.rows.get("economic_tables", [])) + 1):
        add_table(trial, own_table(part.found, part.rest), card_id=row.card_id, number=number)
    said = trial.rows.get("prose_amounts", [])
    trial.rows["prose_amounts"] = [r for r in said if not _UNIT.fullmatch(getattr(r, "text", "").strip())]
    if not any(trial.rows.get(t) for t in ("economic_amounts", "prose_amounts", "quantities")):
        return
    whole = f"{extraction.document.document_id}-document"
    for made in chain.from_iterable(trial.rows.values()):
        moved = _moved(made, row.card_id, whole)
        if isinstance(made, CardRow):
            moved |= _of_document(made, title, alone=not cuts)
        extraction.add(made.model_copy(update=moved))
    extraction.texts += [replace(t, card_id=whole) for t in trial.texts]


def _moved(made: Row, card_id: str, whole: str) -> dict[str, object]:
    """What changes of a row that goes from a card to another, its tables' numbers too."""
    moved: dict[str, object] = {"card_id": whole} if hasattr(made, "card_id") else {}
    if hasattr(made, "table_id"):
        moved["table_id"] = made.table_id.replace(card_id, whole)
    return moved


def _of_document(card: CardRow, title: str | None, *, alone: bool) -> dict[str, object]:
    """What the document's own card is called: an id is not its own, unless it is the only card (`alone`)."""
    if alone and card.title != "(uden titel)":
        return {}
    named: dict[str, object] = {"title": title or card.title}
    return named if alone else {**named, "case_id": None, "case_key": None}


def first_heading(blocks: Sequence[Block]) -> str | None:
    """The first printed lines up to a gap: a document's title."""
    lines: list[str] = []
    for _, line in list(printed_lines(blocks))[:3]:
        if lines and (len(line.text) > 70 or lines[-1].rstrip()[-1:] not in "-,"):
            break
        lines.append(line.text)
    return join_lines(lines)[:300] or None
