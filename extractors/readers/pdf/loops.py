"""Forms that draw themselves, or each other a billion times over, found before a parser follows them.

pdfium unfolds every form a page draws while it loads the page, to forty levels deep: two drawings of itself in one
form are a trillion. So the file's own references are followed here first, without drawing anything. Looked at are the
form XObjects and what they refer to; everything else in a PDF is followed by pdfium with its own guards.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

from schemas.errors import BilagError

MAX_DRAWN: Final = 200_000  # forms drawn by one form, its own forms' forms included
MAX_UNPACKED: Final = 4 * 1024 * 1024  # bytes of one form or object stream looked at
_OBJECT: Final = re.compile(rb"(?<!\d)(\d{1,8})\s+\d{1,5}\s+obj\b")
_HEAD: Final = 65_536  # bytes of an object's dictionary looked at
_REFERENCE: Final = re.compile(rb"(?<![\d.])(\d{1,8})\s+\d{1,5}\s+R\b")
_UPWARDS: Final = re.compile(rb"/(?:Parent|P|Pg|StructParent|Dest|OC)\s+\d+\s+\d+\s+R")
_FORM: Final = re.compile(rb"/Subtype\s*/Form\b")
_NO_PART: Final = re.compile(rb"/Type\s*/(?:Page|Pages|Catalog|Font|FontDescriptor)\b")
_DRAWS: Final = re.compile(rb"\sDo\b")


def refuse_loops(data: bytes) -> None:
    """Refuse a PDF whose forms draw each other without end, or far too often.

    Raises:
        BilagError: `pdf_too_complex`.
    """
    if b"/Form" not in data:
        return
    heads = dict(_objects(data))
    forms = {number for number, (head, _) in heads.items() if _FORM.search(head)}
    drawn: dict[int, int] = {}
    for form in forms:
        _count(form, heads, forms, drawn, data)


def _objects(data: bytes) -> Iterator[tuple[int, tuple[bytes, int]]]:
    """(number, (dictionary, place of the stream or -1)) of every object, those in object streams included."""
    found = list(_OBJECT.finditer(data))
    for this, following in zip(found, [*found[1:], None], strict=True):
        end = following.start() if following else len(data)
        body = data[this.end() : min(end, this.end() + _HEAD)]
        at = body.find(b"stream")
        head = body if at < 0 else body[:at]
        yield int(this[1]), (head, -1 if at < 0 else this.end() + at)
        if at >= 0 and b"/ObjStm" in head:
            yield from _packed(head, _unpacked(data, this.end() + at, head))


def _packed(head: bytes, unpacked: bytes) -> Iterator[tuple[int, tuple[bytes, int]]]:
    first = re.search(rb"/First\s+(\d+)", head)
    if not first:
        return
    start = int(first[1])
    numbers = [int(n) for n in unpacked[:start].split() if n.isdigit()]
    places = list(zip(numbers[::2], numbers[1::2], strict=False))
    for (number, at), following in zip(places, [*(p for _, p in places[1:]), len(unpacked)], strict=False):
        yield number, (unpacked[start + at : start + following][:_HEAD], -1)


def _unpacked(data: bytes, at: int, head: bytes) -> bytes:
    """A stream's beginning, unpacked when it is packed."""
    start = at + len(b"stream")
    start += 2 if data[start : start + 2] == b"\r\n" else 1
    end = data.find(b"endstream", start)
    raw = data[start : end if end >= 0 else len(data)]
    if b"Flate" not in head:
        return raw[:MAX_UNPACKED]
    try:
        return zlib.decompressobj().decompress(raw, MAX_UNPACKED)
    except zlib.error:
        return b""


def _parts(number: int, heads: dict[int, tuple[bytes, int]], forms: set[int]) -> set[int]:
    """The forms that a form's resources name, directly or through other dictionaries."""
    seen, found, queue = {number}, set(), [number]
    while queue:
        head = _UPWARDS.sub(b"", heads[queue.pop()][0])
        for reference in _REFERENCE.finditer(head):
            target = int(reference[1])
            if target in forms:
                found.add(target)
            elif target in heads and target not in seen and not _NO_PART.search(heads[target][0]):
                seen.add(target)
                queue.append(target)
    return found


def _count(form: int, heads: dict[int, tuple[bytes, int]], forms: set[int], drawn: dict[int, int], data: bytes) -> None:
    """Count the forms a form draws, children before parents; an unfinished child met again is a loop."""
    stack: list[tuple[int, list[int] | None]] = [(form, None)]
    while stack:
        number, parts = stack.pop()
        if parts is None:
            if number in drawn:
                if drawn[number] < 0:
                    raise BilagError("pdf_too_complex", "a form of the PDF draws itself without end: it is refused")
                continue
            drawn[number] = -1
            children = sorted(_parts(number, heads, forms))
            stack.append((number, children))
            stack += [(child, None) for child in children]
        else:
            head, at = heads[number]
            times = len(_DRAWS.findall(_unpacked(data, at, head))) if parts and at >= 0 else 0
            drawn[number] = 1 + times * max((drawn[child] for child in parts), default=0)
            if drawn[number] > MAX_DRAWN:
                raise BilagError("pdf_too_complex", f"the PDF draws over {MAX_DRAWN:,} forms in forms: it is refused")
