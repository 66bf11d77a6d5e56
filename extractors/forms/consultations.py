"""Who approved a proposal, who was involved, and which bodies were heard (Hvem er hørt?).

Approvals and hearings are tables of body | Ja/Nej | date and answer; involvement is prose in a frame. Captions are not
trusted for the kind (one form prints its approval under "Inddragede samarbejdspartnere"): a body called Center for
Økonomi approves, everyone else in a Ja/Nej table is heard.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from typing import Final

from extractors.danish.periods.find import find_periods
from extractors.forms.answers import Entry, answers_of_grid, answers_of_lines, opens_answers
from extractors.forms.blocks import Place, block_text, is_end, is_rule, letters, line_place, row_place, with_caption
from extractors.layout.text import join_lines
from schemas.dataset import Answer, ConsultationKind, ConsultationRow
from schemas.source import Block, Grid, Line

_CAPTION_RE: Final = re.compile(r"\s*Tabel\s+\d+\w?[.:]?\s*(?:Godkendelse|Høring|Inddrag)\w*(?:\s.{0,60})?$", re.I)
_PARTNERS_RE: Final = re.compile(r"\s*Relevante samarbejdspartnere\b.*inddraget\s*:?\s*$", re.I)
_INVOLVED_CAPTION_RE: Final = re.compile(r"\s*Tabel\s+\d+\w?[.:]?\s*Inddrag\w*(?:\s+samarbejdspartnere)?\s*$", re.I)
_NOTHING: Final = frozenset({"", "ingen", "nej"})


@dataclass(slots=True)
class _Found:
    entries: list[Entry] = field(default_factory=list)
    involved: list[tuple[str, Place]] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)


def consultations(
    blocks: Sequence[Block], *, card_id: str, document_id: str, heads: Container[int] = frozenset()
) -> tuple[list[ConsultationRow], set[int]]:
    """The approvals, involvements and hearings among one card's blocks, and the blocks that print them."""
    found = _Found()
    index = 0
    while index < len(blocks):
        block = blocks[index]
        if opens_answers(block):
            if isinstance(block, Grid):
                entries, stop = answers_of_grid(block), index + 1
            else:
                entries, stop = answers_of_lines(blocks, index, heads)
            if entries:
                found.entries.extend(entries)
                found.taken.update(range(with_caption(blocks, index, _CAPTION_RE), stop))
            index = stop
        elif _PARTNERS_RE.match(text := block_text(block)) or _INVOLVED_CAPTION_RE.match(text):
            index = _read_involved(blocks, index, found, heads)
        else:
            index += 1
    return _rows(found, card_id=card_id, document_id=document_id), found.taken


def _rows(found: _Found, *, card_id: str, document_id: str) -> list[ConsultationRow]:
    made = []
    for entry in found.entries:
        body, note = join_lines(entry.body), join_lines(entry.note)
        kind: ConsultationKind = "approval" if letters(body).startswith("centerforøkonomi") else "hearing"
        made.append(
            ConsultationRow(
                document_id=document_id,
                card_id=card_id,
                kind=kind,
                body=body or None,
                answer=_answer(entry.answer, note),
                date=_date(note),
                note=note or None,
                **entry.place,
            )
        )
    for note, place in found.involved:
        made.append(ConsultationRow(document_id=document_id, card_id=card_id, kind="involvement", note=note, **place))
    return made


def _answer(printed: str, note: str = "") -> Answer | None:
    """The answer; None where both words of the form stand there and nothing tells which is meant: `Ja Nej`."""
    words = printed.lower().split()
    if "ja" in words and ("nej" in words or note.lower().startswith(("nej ", "nej.", "nej,")) or note.lower() == "nej"):
        return None
    if words[:1] == ["ja"]:
        return "ja"
    return "nej" if words[:1] == ["nej"] else "ikke relevant"


def _date(note: str) -> dt.date | None:
    """The first whole date in a note; a month alone is none."""
    return next((p.period.date_from for p in find_periods(note) if p.period.kind == "date"), None)


# --- involvement ----------------------------------------------------------------------------------------------------


def _read_involved(blocks: Sequence[Block], start: int, found: _Found, heads: Container[int]) -> int:
    """Read the prose under the caption or the frame's heading; returns the index after it."""
    stop = start
    texts: list[tuple[str, Place]] = []
    for index in range(start, len(blocks)):
        block = blocks[index]
        text = block_text(block)
        if index > start and (index in heads or is_end(text) or _CAPTION_RE.match(text) or opens_answers(block)):
            break
        stop = index + 1
        if _PARTNERS_RE.match(text) or _INVOLVED_CAPTION_RE.match(text) or is_rule(text):
            continue
        texts.extend(_prose(block))
    note = join_lines(t for t, _ in texts).removeprefix("- ").strip()
    if note.lower().strip(" .-") not in _NOTHING:
        found.involved.append((note, texts[0][1]))
    found.taken.update(range(with_caption(blocks, start, _CAPTION_RE), stop))
    return max(stop, start + 1)


def _prose(block: Block) -> list[tuple[str, Place]]:
    if isinstance(block, Line):
        return [(block.text, line_place(block))]
    return [
        (text, row_place(row, block))
        for row in block.rows
        if (text := " ".join(t for t in row.texts() if t)) and not _PARTNERS_RE.match(text)
    ]
