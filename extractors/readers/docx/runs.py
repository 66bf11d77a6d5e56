"""What a paragraph of a Word document shows: its text as Word would print it.

Left out is what Word does not print as said: text that is deleted in tracked changes, hidden, or struck out; the codes
behind fields. Kept are inserted text, the results of fields, and ticks, whatever Word keeps them as. Element names are
those of ECMA-376, part 1, chapter 17.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from extractors.readers.text.letters import plain_letters

BREAK: Final = "\n"
"""What a line break within a paragraph gives."""
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED: Final = frozenset(
    (
        *map(qn, ("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:pPr", "w:rPr", "w:tbl", "w:footnoteReference")),
        _FALLBACK,
    )
)
_LETTERS: Final = {qn("w:noBreakHyphen"): "-", qn("w:tab"): "\t", qn("w:ptab"): "\t", qn("w:cr"): BREAK}
_TICKED: Final = "☒"
_EMPTY: Final = "☐"
_SYMBOLS: Final = {"F0FE": _TICKED, "F0FD": _TICKED, "F078": _TICKED, "F0FC": "✓", "F0A8": _EMPTY, "F06F": _EMPTY}
"""The ticks and boxes of the Wingdings font, by their code in `w:sym`."""
_TEXT, _RUN, _SYM, _BR = qn("w:t"), qn("w:r"), qn("w:sym"), qn("w:br")
_MATH, _CHECK_BOX, _PICTURE = qn("m:t"), qn("w:checkBox"), qn("w:drawing")
_BOX: Final = qn("w:txbxContent")
_NO: Final = ("0", "false", "off", "none")


def shown(paragraph: Element) -> str:
    """The paragraph's text; line breaks as newlines, tabs as tabs."""
    return plain_letters("".join(_parts(paragraph)))


def text_boxes(paragraph: Element) -> Iterator[Element]:
    """The text boxes that are anchored in the paragraph, each once (Word writes them again for older programs)."""
    for box in paragraph.iter(_BOX):
        if not any(a.tag == _FALLBACK for a in box.iterancestors()):
            yield box


def turned_pages(paragraph: Element) -> int:
    """How many pages end before or inside the paragraph, by what Word noted when it last laid the document out."""
    return sum(1 for _ in paragraph.iter(qn("w:lastRenderedPageBreak")))


def on(element: Element | None) -> bool:
    """Whether an on-off property is set: it is there, and does not say no."""
    return element is not None and element.get(qn("w:val"), "1") not in _NO


def _parts(element: Element) -> Iterator[str]:
    for child in element:
        if _is_left_out(child):
            continue
        if child.tag in (_TEXT, _MATH):
            yield child.text or ""
        elif child.tag == _BR:
            yield BREAK if child.get(qn("w:type"), "textWrapping") == "textWrapping" else ""
        elif child.tag == _SYM:
            yield _SYMBOLS.get(child.get(qn("w:char"), "").upper(), "")
        elif child.tag == _CHECK_BOX:
            yield _TICKED if _is_ticked(child) else _EMPTY
        elif child.tag in _LETTERS:
            yield _LETTERS[child.tag]
        elif child.tag not in (_BOX, _PICTURE):
            yield from _parts(child)


def _is_left_out(element: Element) -> bool:
    """True for what Word does not print, or prints elsewhere, and for comments in the file."""
    tag = element.tag
    return not isinstance(tag, str) or tag in _SKIPPED or (tag == _RUN and _unseen(element))


def _unseen(run: Element) -> bool:
    """True for a run that is hidden, or struck out: a line through a figure says that it no longer holds."""
    own = run.find(qn("w:rPr"))
    return own is not None and any(on(own.find(qn(name))) for name in ("w:vanish", "w:strike", "w:dstrike"))


def _is_ticked(box: Element) -> bool:
    checked = box.find(qn("w:checked"))
    return on(checked) if checked is not None else on(box.find(qn("w:default")))
