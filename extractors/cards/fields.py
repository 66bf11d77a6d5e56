"""The form fields of a card: Kort resumé, Fremstillende and Berørte forvaltninger, ticks, and the note on price levels.

Each function marks the blocks it used in `taken`, so that they are not read as running text again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractors.cards.prose import Passage, join
from extractors.cards.sections import is_heading
from extractors.layout.text import join_lines
from extractors.tables.economy.flow import NOTE_RE
from schemas.source import Block, Line

SUMMARY_RE: Final = re.compile(r"^\s*kort\s+resum[eé]\b\s*:?", re.IGNORECASE)
_OTHER_SUMMARY_RE: Final = re.compile(r"^\s*(?:resum[eé]|sammenfatning|kort beskrivelse)\s*(?::|$)", re.IGNORECASE)
"""Other names of the summary: looked for only where no `Kort resumé` is printed."""
PRESENTING_RE: Final = re.compile(r"^\s*fremstillende\b", re.IGNORECASE)
AFFECTED_RE: Final = re.compile(r"^\s*berørte\b", re.IGNORECASE)
_FIELD_END: Final = re.compile(
    r"^\s*(?:\d{1,2}(?:\.\d+)*\.?\s+[A-ZÆØÅ]|fremstillende\b|berørte\b|angiv\s+p/l|forslagets samlede|kort\s+resum)",
    re.IGNORECASE,
)
_FIELD_LABEL: Final = re.compile(r"\b(?:fremstillende|berørte)\b|\bforvaltning(?:er)?\s*:", re.IGNORECASE)
_TICKED: Final = re.compile(r"[☒☑✓✔]|\[x\]", re.IGNORECASE)


def summary_label(blocks: Sequence[Block]) -> re.Pattern[str]:
    """What the summary's field is called among these blocks."""
    usual = any(isinstance(b, Line) and SUMMARY_RE.match(b.text) for b in blocks)
    return SUMMARY_RE if usual else _OTHER_SUMMARY_RE


def read_summary(blocks: Sequence[Block], taken: set[int]) -> Passage | None:
    """The whole Kort resumé, down to the next field."""
    label = summary_label(blocks)
    for index, block in enumerate(blocks):
        if isinstance(block, Line) and (found := label.match(block.text)):
            first = Line(block.text[found.end() :], block.number, block.page, block.bbox)
            lines, used = _until_field(blocks, index + 1)
            taken |= {index, *used}
            return join([first, *lines])
    return None


def _until_field(blocks: Sequence[Block], start: int) -> tuple[list[Line], list[int]]:
    lines, used = [], []
    for index in range(start, len(blocks)):
        block = blocks[index]
        if not isinstance(block, Line) or _FIELD_END.match(block.text):
            break
        lines.append(block)
        used.append(index)
    return lines, used


def read_field(blocks: Sequence[Block], label: re.Pattern[str], taken: set[int]) -> str | None:
    """The value of a form field, whose label may be broken over lines beside or above the value."""
    for index, block in enumerate(blocks):
        if isinstance(block, Line) and label.match(block.text):
            lines, used = _until_field(blocks, index + 1)
            pieces = [_FIELD_LABEL.sub(" ", x.text) for x in [block, *lines]]
            taken |= {index, *used}
            return join_lines(p.lstrip(" :") for p in pieces) or None
    return None


def administrations(text: str | None) -> list[str]:
    """The forvaltninger a field names; none where it is a form of boxes whose ticks or boxes were lost."""
    if not text or (re.search(r"[\ue000-\uf8ff□☐]", text) and not _TICKED.search(text)):
        return []
    if _TICKED.search(text):
        text = " ".join(re.findall(r"[☒☑✓✔]\s*([^☐☒☑✓✔\ue000-\uf8ff]+)", text))
    names = [m.strip() for m in re.findall(r"\S.*?forvaltningen", text)]
    joined = all(re.match(r"(?:og|samt|[,/;])\s", n) for n in names[1:])
    return [re.sub(r"^(?:og|samt|[,/;])\s+", "", n) for n in names] if joined else []


def price_note(blocks: Sequence[Block], taken: set[int]) -> str | None:
    """The notes under the tables, up to the next blank stretch or heading; the first one is the card's."""
    notes: list[str] = []
    for index, block in enumerate(blocks):
        if index in taken or not isinstance(block, Line) or not NOTE_RE.match(block.text):
            continue
        named = re.match(r"\s*(?:note|bemærk)", block.text, re.IGNORECASE)
        price = named and re.search(r"p/l|alle tabeller", block.text + _next(blocks, index))
        if not price and not re.match(r"\s*alle ", block.text, re.IGNORECASE):
            continue
        lines, end = [block.text], index + 1
        while end < len(blocks) and end - index < 4 and not re.search(r"\.\s*$", lines[-1]):
            following = blocks[end]
            if not isinstance(following, Line) or is_heading(following.text):
                break
            lines.append(following.text)
            end += 1
        taken |= set(range(index, end))
        notes.append(join_lines(lines))
    return " ".join(dict.fromkeys(notes)) or None


def _next(blocks: Sequence[Block], index: int) -> str:
    return " ".join(b.text for b in blocks[index + 1 : index + 3] if isinstance(b, Line))


def springs_from_innovation(blocks: Sequence[Block], taken: set[int]) -> bool | None:
    """`Forslaget udspringer af et innovationsforslag`: ticked Ja or Nej; None where no tick survived, or two did.

    A ticked Ja may be followed by the innovation proposal's title, over several lines.
    """
    opens = (i for i, b in enumerate(blocks) if isinstance(b, Line) and _SPRINGS.match(b.text))
    start = next(opens, None)
    if start is None:
        return None
    taken.add(start)
    ticked: set[bool] = set()
    for index in range(start + 1, min(start + _TICK_LINES, len(blocks))):
        block = blocks[index]
        if not isinstance(block, Line) or _FIELD_END.match(block.text):
            break
        found = _TICK_BOX.match(block.text)
        if found is None:
            continue
        if found["rest"].strip() == "":
            taken.add(index)
        if _TICKED.search(found["box"]):
            ticked.add(found["answer"].lower() == "ja")
        if found["answer"].lower() == "nej":
            break
    return ticked.pop() if len(ticked) == 1 else None


_SPRINGS: Final = re.compile(r"\s*forslaget udspringer af et innov", re.IGNORECASE)
_TICK_BOX: Final = re.compile(r"\s*(?P<box>\W*|\[x\])\s*(?P<answer>ja|nej)\b(?P<rest>.*)", re.IGNORECASE)
_TICK_LINES: Final = 10
