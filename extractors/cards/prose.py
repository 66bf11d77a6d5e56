"""A card's running text, joined from printed lines, with the way back: every character knows its line.

The card's text, which offsets in `prose_amounts` count in, is the summary, then every section's heading and text in
order, parted by a blank line each: `card_text` rebuilds it from the published rows.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from extractors.danish.amounts.find import find_amounts
from extractors.layout.text import join_pair
from schemas.dataset import CardSectionRow, ProseAmountRow
from schemas.extraction import CardText, Extraction, TextPart
from schemas.source import Line

BULLET: Final = re.compile(r"^\s*(?:[•▪◦·∙●○o\uf0b7\uf0a7➢–-]\s+|\d{1,2}[.)]\s+[A-ZÆØÅ]|[a-z]\)\s)")
_TAIL: Final = 64


@dataclass(slots=True)
class Passage:
    """Joined text with the lines it came from: `starts[i]` is the offset at which `lines[i]` begins."""

    text: str = ""
    starts: list[int] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def line_at(self, offset: int) -> Line | None:
        """The printed line that the character at `offset` stands on."""
        index = bisect_right(self.starts, offset) - 1
        return self.lines[index] if index >= 0 else None


def join(lines: Sequence[Line]) -> Passage:
    """Printed lines as running text: wraps joined, hyphenation undone; a list's items stand on lines of their own."""
    passage, parts, size = Passage(), [""], 0
    for line in lines:
        text = " ".join(line.text.split())
        if not text:
            continue
        tail = parts[-1]
        if not size:
            joined = text
        elif BULLET.match(line.text):
            joined = f"{tail}\n{text}"
        else:
            joined = tail[:-_TAIL] + join_pair(tail[-_TAIL:], text)
        passage.starts.append(size + len(joined) - len(tail) - len(text) if size else 0)
        passage.lines.append(line)
        size += len(joined) - len(tail)
        parts[-1] = joined
        if len(joined) > 4 * _TAIL:  # keep the growing end short: joining stays linear
            parts[-1] = joined[:-_TAIL]
            parts.append(joined[-_TAIL:])
    passage.text = "".join(parts)
    return passage


_FOOTNOTE: Final = re.compile(r"^\s?\d{1,2}\s+[A-ZÆØÅ]")
_MAX_FOOTNOTE_LINES: Final = 8


def footnotes_last(lines: Sequence[Line]) -> list[Line]:
    """Footnotes that stand at a page's foot in the middle of a sentence, moved behind the text.

    Evidence: a numbered line follows a line that ends no sentence, and a page begins (a new page number, or the
    leading space of a dump's first line on a page) within a few lines.
    """
    kept: list[Line] = []
    notes: list[Line] = []
    index = 0
    while index < len(lines):
        end = _footnote_end(lines, index) if kept and kept[-1].text.rstrip()[-1:] not in ".:;!?" else index
        notes.extend(lines[index:end])
        if end == index:
            kept.append(lines[index])
            end += 1
        index = end
    return kept + notes


def _footnote_end(lines: Sequence[Line], start: int) -> int:
    """The index after the footnotes that begin at `start`; `start` when none do."""
    if not _FOOTNOTE.match(lines[start].text):
        return start
    for index in range(start + 1, min(len(lines), start + _MAX_FOOTNOTE_LINES)):
        turned = lines[index].page != lines[start].page
        if turned or (lines[index].text[:1] == " " and lines[index].text[1:2].strip()):
            return index
    return start


def card_text(summary: str | None, sections: Sequence[CardSectionRow]) -> str:
    """The card's text, in which the offsets of `prose_amounts` count."""
    return "\n\n".join([summary or "", *(f"{s.heading}\n{s.text}" for s in sections)])


@dataclass(slots=True)
class Section:
    """A heading, the running text under it, and the rows of tables that no form reader knows."""

    heading: str
    at: Line | None
    lines: list[Line] = field(default_factory=list)
    table_rows: list[Line] = field(default_factory=list)


def add_prose(extraction: Extraction, card_id: str, summary: Passage | None, sections: Sequence[Section]) -> None:
    """File a card's sections and the money amounts of its running text."""
    document_id = extraction.document.document_id
    parts = [_Part(None, None, summary or Passage(), 0, len(summary.text) if summary else 0)]
    rows: list[CardSectionRow] = []
    for number, section in enumerate(sections, start=1):
        passage = join(footnotes_last(section.lines))
        text = "\n".join([passage.text, *(x.text for x in section.table_rows)])
        at = section.at or (section.lines[0] if section.lines else None)
        rows.append(
            CardSectionRow(
                document_id=document_id,
                card_id=card_id,
                section_no=number,
                heading=section.heading,
                text=text,
                **place_of(at),
            )
        )
        start = parts[-1].end + 2 + len(section.heading) + 1
        parts.append(_Part(number, at, passage, start, start + len(text)))
    extraction.add(*rows)
    text = card_text(summary.text if summary else None, rows)
    extraction.texts.append(CardText(card_id, text, [p.published() for p in parts]))
    _add_amounts(extraction, card_id, text, parts)


@dataclass(slots=True)
class _Part:
    """A stretch of the card's text: the summary or a section's text, from `start` to `end`."""

    number: int | None
    heading: Line | None
    passage: Passage
    start: int
    end: int

    def published(self) -> TextPart:
        """The part as the language layer gets it."""
        places = [(x.page, x.number, list(x.bbox) if x.bbox else None) for x in self.passage.lines]
        return TextPart(self.number, self.start, self.end, self.passage.starts, places)


def _add_amounts(extraction: Extraction, card_id: str, text: str, parts: Sequence[_Part]) -> None:
    starts = [p.start for p in parts]
    for amount in find_amounts(text):
        index = max(0, bisect_right(starts, amount.char_start) - 1)
        part = parts[index]
        if part.start + len(part.passage.text) <= amount.char_start < part.end:
            continue  # in a table's rows, which are no running text
        line = part.passage.line_at(amount.char_start - part.start)
        if amount.char_start >= part.end and index + 1 < len(parts):  # in the next section's heading
            part = parts[index + 1]
            line = part.heading
        extraction.add(
            ProseAmountRow(
                document_id=extraction.document.document_id,
                card_id=card_id,
                section_no=part.number,
                text=amount.text,
                amount_low_dkk=amount.low_dkk,
                amount_high_dkk=amount.high_dkk,
                year_from=amount.year_from,
                year_to=amount.year_to,
                recurring=amount.recurring,
                sentence=amount.sentence,
                char_start=amount.char_start,
                char_end=amount.char_end,
                **place_of(line),
            )
        )


def place_of(line: Line | None) -> dict[str, object]:
    """A line's provenance columns."""
    if line is None:
        return {}
    return {"page": line.page, "line": line.number, "bbox": list(line.bbox) if line.bbox else None}
