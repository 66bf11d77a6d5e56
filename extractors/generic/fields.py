"""The fields of a card: labelled lines, told by the template's words or by the labels that every card repeats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from extractors.danish.case_ids import CASE_ID, split_case_id
from extractors.layout.text import join_lines
from extractors.templates.model import FieldEntry, Template
from schemas.source import Block, Line

_MAX_VALUE_LINES: Final = 40
_TITLE_WIDTH: Final = 60
_INDENT: Final = 10


@dataclass(slots=True)
class CardFields:
    """A card's fields by name; `lines` keeps the summary's printed lines, `taken` the blocks they all stand in."""

    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, list[Line]] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Labelled:
    entry: FieldEntry
    value: str


def read_fields(blocks: Sequence[Block], template: Template, labels: Sequence[str], stop: int) -> CardFields:
    """The fields printed before block `stop` (a card's first table or heading).

    `labels` are the first words that every card repeats: they part a label from its value where nothing else does.
    """
    found = CardFields()
    index = 0
    while index < stop:
        block = blocks[index]
        made = _labelled(block.text, template, labels) if isinstance(block, Line) and not block.blank else None
        if made is None or not isinstance(block, Line):
            index += 1
            continue
        end, lines = _value_lines(blocks, index, stop, made, template, labels)
        printed = [Line(made.value, block.number, block.page, block.bbox), *lines]
        name, value = _told(found, made.entry.name, join_lines(x.text for x in printed))
        if name is None:
            index += 1
            continue
        if value and name not in found.values:
            found.values[name] = value
            found.lines[name] = printed
            found.taken |= set(range(index, end))
        elif name in found.values or name == "other":
            found.taken |= set(range(index, end))
        index = end
    return found


def _told(found: CardFields, name: str, value: str) -> tuple[str | None, str]:
    """The field that a value is of, and the value; no field where it should be an id and holds none.

    `Projekt: P301` has its title in the heading above; `Projekt nr. A101: Bedre udnyttelse ...` tells the title, too.
    """
    is_id = CASE_ID.fullmatch(value) is not None
    if name == "title" and is_id:
        return "case_id", value
    if name != "case_id" or is_id:
        return name, value
    case_id, title = split_case_id(value, numbers=True)
    if case_id is None:
        return None, value
    found.values.setdefault("title", title)
    return name, case_id


def _labelled(text: str, template: Template, labels: Sequence[str]) -> _Labelled | None:
    best: tuple[int, _Labelled] | None = None
    for entry in template.field:
        end = entry.match(text)
        if end is None:
            continue
        rest = text[end:]
        firm = bool(re.match(r"\s*:|\s{2,}\S", rest)) or (not rest.strip() and len(text.strip()) < 40)
        value = rest.strip().lstrip(":").strip()
        repeated = any(_mask(text).startswith(k) for k in labels)
        if not firm and not (repeated and rest[:1] == " "):
            continue
        if best is None or end > best[0]:
            best = (end, _Labelled(entry, value))
    return best[1] if best else None


def _mask(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split()).lower())


def _value_lines(
    blocks: Sequence[Block], index: int, stop: int, made: _Labelled, template: Template, labels: Sequence[str]
) -> tuple[int, list[Line]]:
    """The lines that go on with a field's value, and the block after them."""
    lines: list[Line] = []
    end = index + 1
    for i in range(index + 1, min(stop, index + 1 + _MAX_VALUE_LINES)):
        block = blocks[i]
        if not isinstance(block, Line):
            break
        if block.blank and not lines and not made.value:
            continue  # the value stands below its label
        if block.blank or _opens_field(block.text, template, labels) or not _goes_on(made, lines, block.text):
            break
        lines.append(block)
        end = i + 1
    return end, lines


def _opens_field(text: str, template: Template, labels: Sequence[str]) -> bool:
    """True for a line with a label of its own, known or not."""
    named = _labelled(text, template, labels) or re.match(r"\s*\S[^:]{1,40}:\s", text)
    return bool(named) or _opens(text, labels)


def _goes_on(made: _Labelled, lines: Sequence[Line], text: str) -> bool:
    """True where a line reads as more of the value: set in, in lower case, or below one that cannot have ended."""
    above = (lines[-1].text if lines else made.value).rstrip()
    if not (made.value or lines) or len(text) - len(text.lstrip()) >= _INDENT or text.strip()[0].islower():
        return True
    if made.entry.name == "summary" and above[-1:] not in ".!?":
        return True
    return len(made.value) > _TITLE_WIDTH and above.endswith("-")


def _opens(text: str, labels: Sequence[str]) -> bool:
    masked = _mask(text)
    return any(masked == k or (len(k) > 8 and masked.startswith(k)) for k in labels)


def title_of(lines: Sequence[Line], constant: str, *, numbers: bool) -> tuple[str | None, str]:
    """Id and title from a card's opening line, the words that every card repeats taken off its front.

    `numbers`: a bare number in front is the card's id, since every card begins with one.
    """
    text = join_lines(x.text for x in lines)
    if constant and text.lower().startswith(constant.lower()):
        rest = text[len(constant) :].strip(" :.–-")
        case_id, title = split_case_id(f"{rest} ", numbers=True) if rest else (None, rest)
        if case_id is None and re.fullmatch(r"\S*\d\S*", rest):
            return rest, ""
        return case_id, title
    return split_case_id(text, numbers=numbers)


def common_prefix(texts: Sequence[str]) -> str:
    """The whole words that all these lines begin with: `Projekt nr.` of `Projekt nr. A101`, `Projekt nr. A105`."""
    words = [" ".join(t.split()).split(" ") for t in texts]
    if len(words) < 2:
        return ""
    prefix: list[str] = []
    for column in zip(*words, strict=False):
        if len({w.lower() for w in column}) > 1:
            break
        prefix.append(column[0])
    shortest = min(len(w) for w in words)
    return " ".join(prefix[: max(0, shortest - 1)] if len(prefix) == shortest else prefix)


def printed_lines(blocks: Sequence[Block]) -> Iterator[tuple[int, Line]]:
    """The printed lines among some blocks, blank ones left out."""
    return ((i, b) for i, b in enumerate(blocks) if isinstance(b, Line) and not b.blank)
