"""The form fields of a card: its summary, presenting and affected forvaltninger, ticks, and the note on price levels.

What the fields are called is the template's (`extractors.templates`). Each function marks the blocks it used in
`taken`, so that they are not read as running text again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractors.cards.prose import Passage, join
from extractors.cards.vocabulary import field_at, is_heading, opens_field
from extractors.layout.text import join_lines
from extractors.tables.economy.flow import NOTE_RE
from extractors.templates.model import FieldName, Template
from extractors.templates.phrases import SECTION_NUMBER
from schemas.source import Block, Line

_FORVALTNING: Final = re.compile(r"(?:forvaltningen?|udvalget)\b", re.IGNORECASE)
_GOES_ON: Final = re.compile(r"[a-zæøå]|[,;/&+]|\W*[☐☒☑✓✔□\ue000-\uf8ff]|$")
_NAME: Final = 80  # characters: a line of running text may name a forvaltning further on
_TICKED: Final = re.compile(r"[☒☑✓✔]|\[x\]", re.IGNORECASE)


def read_summary(blocks: Sequence[Block], taken: set[int], template: Template) -> Passage | None:
    """The whole summary, down to the next field."""
    found = field_at(blocks, "summary", template)
    if found is None:
        return None
    index, end = found
    block = blocks[index]
    assert isinstance(block, Line)  # noqa: S101 - a label stands on a line
    lines, used = _until_field(blocks, index + 1, template)
    taken |= {index, *used}
    return join([Line(block.text[end:], block.number, block.page, block.bbox), *lines])


def _until_field(blocks: Sequence[Block], start: int, template: Template) -> tuple[list[Line], list[int]]:
    lines, used = [], []
    for index in range(start, len(blocks)):
        block = blocks[index]
        if not isinstance(block, Line) or _ends_field(block.text, template):
            break
        lines.append(block)
        used.append(index)
    return lines, used


def _ends_field(text: str, template: Template) -> bool:
    """True for a numbered heading, the next field's label, and the form's words to whoever fills it in."""
    if _is_numbered(text):
        return True
    return opens_field(text, template) or any(e.match(text) is not None for e in template.hint)


def _is_numbered(text: str) -> bool:
    """True for a numbered heading: `5. Effektivisering på administration`."""
    found = SECTION_NUMBER.match(text)
    return found is not None and text[found.end() :][:1].isupper()


def read_field(blocks: Sequence[Block], name: FieldName, taken: set[int], template: Template) -> str | None:
    """The value of a form field, whose label may be broken over lines beside or above the value."""
    found = field_at(blocks, name, template)
    if found is None:
        return None
    lines, used = _until_field(blocks, found[0] + 1, template)
    first = blocks[found[0]]
    kept = _names_end([first.text if isinstance(first, Line) else "", *(x.text for x in lines)]) - 1
    lines, used = lines[:kept], used[:kept]
    taken |= {found[0], *used}
    pieces = [x.text for x in [first, *lines] if isinstance(x, Line)]
    return join_lines(_value(pieces, name, template)) or None


def _names_end(texts: Sequence[str]) -> int:
    """How many of these lines name forvaltninger: a blank line ends them where the next begins something else."""
    named = False
    for n, text in enumerate(texts):
        if text.strip():
            named = named or bool(_FORVALTNING.search(text))
            continue
        below = next((t.strip() for t in texts[n:] if t.strip()), "")
        if named and not _FORVALTNING.search(below[:_NAME]) and not _GOES_ON.match(below):
            return n
    return len(texts)


def _value(pieces: Sequence[str], name: FieldName, template: Template) -> list[str]:
    """Printed lines without the words of the field's label."""
    entries = [e for e in template.field if e.name == name]
    words = [w for e in entries for w in (*e.words, *e.label)]
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(w)}(?!\w)" for w in sorted(words, key=len, reverse=True)), re.I)
    return [pattern.sub(" ", p).lstrip(" :") for p in pieces]


def administrations(text: str | None) -> list[str]:
    """The forvaltninger a field names; none where it is a form of boxes whose ticks or boxes were lost."""
    if not text or (re.search(r"[\ue000-\uf8ff□☐]", text) and not _TICKED.search(text)):
        return []
    if _TICKED.search(text):
        text = " ".join(re.findall(r"[☒☑✓✔]\s*([^☐☒☑✓✔\ue000-\uf8ff]+)", text))
    names = [m.strip() for m in re.findall(r"\S.*?forvaltningen", text)]
    joined = all(re.match(r"(?:og|samt|[,/;])\s", n) for n in names[1:])
    return [re.sub(r"^(?:og|samt|[,/;])\s+", "", n) for n in names] if joined else []


def price_note(blocks: Sequence[Block], taken: set[int], template: Template) -> str | None:
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
            if not isinstance(following, Line) or is_heading(following.text, template):
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
        if not isinstance(block, Line) or _is_numbered(block.text):
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
