"""The numbers and bullets that Word sets before paragraphs: they stand in no text, yet on the page.

A paragraph names a list (`w:numId`) and a level (`w:ilvl`), itself or by its style; the list says how each level counts
and is written (ECMA-376, part 1, 17.9).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml.etree import _Element as Element

_BULLET: Final = "•"
_DEEPEST_STYLE: Final = 20


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    """How the number is written: `decimal`, `bullet`, `lowerLetter` ..."""
    text: str
    """Its frame: `%1.%2`."""
    start: int


class Numbering:
    """Counts the document's lists, paragraph by paragraph in reading order."""

    def __init__(self, document: WordDocument) -> None:
        """Read how the document's lists are written; a document without lists has none."""
        self._levels: dict[str, dict[int, _Level]] = {}
        self._families: dict[str, str] = {}
        self._styles = {s.get(qn("w:styleId"), ""): s for s in document.styles.element.iter(qn("w:style"))}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        part = next((r.target_part for r in document.part.rels.values() if r.reltype.endswith("/numbering")), None)
        if part is not None and (root := getattr(part, "element", None)) is not None:
            self._read(root)

    def mark(self, paragraph: Element) -> str:
        """What stands before the paragraph: `1.2`, `•`, or nothing."""
        place = self._place(paragraph.find(qn("w:pPr")))
        if place is None or (levels := self._levels.get(place[0])) is None:
            return ""
        level = levels.get(place[1])
        if level is None or level.form == "none":
            return ""
        if level.form == "bullet":
            return _BULLET
        return self._counted(self._families[place[0]], place[1], levels)

    def _counted(self, family: str, depth: int, levels: dict[int, _Level]) -> str:
        counts = self._counts[family]
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        text = levels[depth].text
        for number, level in levels.items():
            if number <= depth:
                text = text.replace(f"%{number + 1}", _written(counts.get(number, level.start), level.form))
        return text

    def _place(self, own: Element | None) -> tuple[str, int] | None:
        """The list and level that a paragraph's properties name, or else those of its style and its style's parents."""
        for _ in range(_DEEPEST_STYLE):
            if own is None:
                return None
            listed = own.find(qn("w:numPr"))
            if listed is not None and (name := _value(listed, "w:numId")) is not None:
                return (name, int(_value(listed, "w:ilvl") or 0)) if name != "0" else None
            style = _value(own, "w:pStyle")
            if style is None:
                return None
            own = self._own_of(style)
        return None

    def _own_of(self, style: str) -> Element | None:
        """A style's properties; where it names no list, its parent's stand for them."""
        for _ in range(_DEEPEST_STYLE):
            element = self._styles.get(style)
            if element is None:
                return None
            own = element.find(qn("w:pPr"))
            if own is not None and own.find(qn("w:numPr")) is not None:
                return own
            style = _value(element, "w:basedOn") or ""
        return None

    def _read(self, root: Element) -> None:
        forms = {a.get(qn("w:abstractNumId")): a for a in root.iter(qn("w:abstractNum"))}
        for one in root.iter(qn("w:num")):
            name, family = one.get(qn("w:numId"), ""), _value(one, "w:abstractNumId") or ""
            if family in forms:
                own = {int(e.get(qn("w:ilvl"), 0)): e for e in one.iter(qn("w:lvl"))}
                found = {int(e.get(qn("w:ilvl"), 0)): e for e in forms[family].iter(qn("w:lvl"))}
                self._levels[name] = {depth: _level(e) for depth, e in {**found, **own}.items()}
                self._families[name] = name if own or one.find(qn("w:lvlOverride")) is not None else family


def _level(element: Element) -> _Level:
    start = _value(element, "w:start") or "1"
    int(start) if start.isdigit() else 1
    return _Level(
        _value(element, "w:numFmt") or "decimal",
        _value(element, "w:lvlText") or "",
        int(start) if start.isdigit() else 1,
    )


def _value(element: Element, name: str) -> str | None:
    found = element.find(qn(name))
    return None if found is None else found.get(qn("w:val"))


def _written(number: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = "abcdefghijklmnopqrstuvwxyz"[(number - 1) % 26]
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(number)
        return roman.lower() if form == "lowerRoman" else roman
    return str(number)


def _roman(number: int) -> str:
    told = ""
    for value, letters in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
                           (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):  # fmt: skip
        while number >= value > 0 and len(told) < 20:
            told, number = told + letters, number - value
    return told
