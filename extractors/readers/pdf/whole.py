"""What a PDF's bytes hold that its pages do not show: lost pages, cut streams, forms, attachments; other formats."""

from __future__ import annotations

import re
import zlib
from typing import Any, Final

import pypdfium2.raw as pdfium

from schemas.source import Fault

_STREAM: Final = re.compile(rb"stream\r?\n")
_MAX_TRIED: Final = 64 * 1024 * 1024  # bytes unpacked to see whether a stream is whole
_NOT_TRIED: Final = re.compile(rb"/Subtype\s*/Image|/ASCII|/LZW|/DCT|/RunLength|/Type\s*/XRef|/Length1\b|/Crypt")
_KIDS: Final = re.compile(rb"/Kids\s*\[([^\]]{0,400000})\]")
_COUNT: Final = re.compile(rb"/Count\s+(\d{1,7})")
_REFERENCE: Final = re.compile(rb"(\d{1,8})\s+\d{1,5}\s+R\b")
_OBJECT: Final = re.compile(rb"(?<!\d)(\d{1,8})\s+\d{1,5}\s+obj\b")
_A_PAGE: Final = re.compile(rb"/Type\s*/Pages?\b")
_FORMATS: Final = (
    (re.compile(rb"PK\x03\x04.{0,4000}?word/", re.S), "a Word document"),
    (re.compile(rb"PK\x03\x04.{0,4000}?xl/", re.S), "an Excel workbook"),
    (re.compile(rb"PK\x03\x04"), "a zip archive or an Office document"),
    (re.compile(rb"\xd0\xcf\x11\xe0"), "an old Office document"),
    (re.compile(rb"\{\\rtf"), "a rich text document"),
    (re.compile(rb"\s*(?:<!doctype\s+html|<html|<head|<body)", re.I), "a web page"),
    (re.compile(rb"\s*<\?xml"), "an XML file"),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|II\*\0|MM\0\*|GIF8|BM.{4}\0\0\0\0", re.S), "a picture"),
    (re.compile(rb"%!PS"), "a PostScript file"),
)


def other_format(data: bytes) -> str | None:
    """What a file that is no PDF is instead, in words; None where its beginning does not tell."""
    head = data[:8192].removeprefix(b"\xef\xbb\xbf")
    return next((name for form, name in _FORMATS if form.match(head)), None)


def document_faults(document: Any, data: bytes) -> list[Fault]:
    """What an open PDF holds that its pages do not show."""
    faults = []
    if pdfium.FPDF_GetFormType(document.raw) in (pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND):
        faults.append(
            Fault("pdf_incomplete", "the PDF is an XFA form, whose contents no page holds: print it to a PDF")
        )
    if files := pdfium.FPDFDoc_GetAttachmentCount(document.raw):
        counted = "one attached file" if files == 1 else f"{files} attached files"
        message = f"the PDF is a portfolio or has attachments: {counted} not read; take out what should be"
        faults.append(Fault("pdf_incomplete", message))
    faults += [Fault("pdf_truncated", "the page is damaged and cannot be loaded", n) for n in _lost_pages(data)]
    if cut_streams(data):
        faults.append(
            Fault("pdf_incomplete", "the PDF is damaged: a stream is cut short, a page may print more than was read")
        )
    return faults


def has_layers(data: bytes) -> bool:
    """True when the PDF has layers that can be switched off, or hides in packed or encrypted objects whether it has."""
    if b"/OCProperties" in data:
        return True
    at = 0
    while (at := data.find(b"/ObjStm", at + 1)) >= 0:
        if b"/Encrypt" in data:
            return True
        found = _STREAM.search(data, at)
        if found and b"/OCProperties" in _unpacked(data[found.end() : data.find(b"endstream", found.end())]):
            return True
    return False


def _unpacked(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, _MAX_TRIED)
    except zlib.error:
        return b""


def _lost_pages(data: bytes) -> list[int]:
    """The numbers of the pages that the page tree names and that are none; only of a tree that is one level deep."""
    nodes = list(_KIDS.finditer(data))
    pages = [n for n in nodes if b"/FT" not in data[n.start() - 200 : n.end() + 200]]
    if len(pages) != 1:
        return []
    node = pages[0]
    count = _COUNT.search(data, node.end(), node.end() + 200) or _COUNT.search(
        data, max(0, node.start() - 200), node.start()
    )
    kids = _REFERENCE.findall(node[1])
    if count is None or int(count[1]) >= len(kids):
        return []
    known = {int(found[1]): found.end() for found in _OBJECT.finditer(data)}
    lost = []
    for n, kid in enumerate(map(int, kids), 1):
        start = known.get(kid)
        if start is not None and not _A_PAGE.search(data[start : data.find(b"endobj", start)]):
            lost.append(n)
    return lost


def cut_streams(data: bytes) -> int:
    """How many packed streams of the file end before their data does: what they print is partly lost."""
    cut, at = 0, 0
    if b"/Encrypt" in data:
        return 0
    while found := _STREAM.search(data, at):
        end = data.find(b"endstream", found.end())
        head = data[max(0, found.start() - 512) : found.start()]
        head = head[head.rfind(b" obj") + 1 :]
        at = end + len(b"endstream") if end >= 0 else len(data)
        if head.count(b"Flate") == 1 and not _NOT_TRIED.search(head):
            cut += end < 0 or not _is_whole(data[found.end() : end])
    return cut


def _is_whole(packed: bytes) -> bool:
    unpacker = zlib.decompressobj()
    try:
        unpacker.decompress(packed, _MAX_TRIED)
    except zlib.error:
        return False
    return unpacker.eof or bool(unpacker.unconsumed_tail)
