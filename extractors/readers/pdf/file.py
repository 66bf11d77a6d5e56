"""Opening a PDF safely: passwords, damage, and streams that unpack to more than a machine can hold."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import pypdfium2

from extractors.readers.pdf.loops import refuse_loops
from extractors.readers.pdf.whole import other_format
from schemas.errors import BilagError

MAX_UNPACKED: Final = 256 * 1024 * 1024  # bytes of one stream
MAX_PAGES: Final = 20_000
_PIECE: Final = 1 << 20
_SUSPECT: Final = 64 * 1024  # deflate packs 1,000:1 at best: a shorter stream cannot reach the limit
_STREAM: Final = re.compile(rb"stream\r?\n")
_NO_PAGES: Final = re.compile(rb"/Type\s*/Pages\b[^>]{0,200}/Count\s+0\b")
_TAIL: Final = 4096

_ENCRYPTED: Final = "give its password with --password-file"
_BROKEN: Final = "fetch the file again; if it opens in a reader, print it to a new PDF"


@contextmanager
def open_pdf(data: bytes, passwords: tuple[str, ...] = ()) -> Iterator[Any]:
    """An open `pypdfium2.PdfDocument`, closed on leaving.

    Raises:
        BilagError: `pdf_truncated`, `pdf_encrypted`, `pdf_no_pages` or `pdf_too_complex`.
    """
    data = _without_tail(data)
    _refuse_truncated(data)
    _refuse_bombs(data)
    refuse_loops(data)
    document = _open(data, passwords)
    try:
        if len(document) == 0:
            raise BilagError("pdf_no_pages", f"the PDF has no pages: {_BROKEN}")
        if len(document) > MAX_PAGES:
            raise BilagError("pdf_too_complex", f"the PDF has more than {MAX_PAGES:,} pages: split it")
        yield document
    finally:
        document.close()


def _open(data: bytes, passwords: tuple[str, ...]) -> Any:
    for password in (None, *passwords):
        try:
            return pypdfium2.PdfDocument(data, password=password)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                continue
            if _NO_PAGES.search(data):
                raise BilagError("pdf_no_pages", f"the PDF has no pages: {_BROKEN}") from error
            raise BilagError("pdf_truncated", f"the PDF cannot be opened ({error}): {_BROKEN}") from error
    raise BilagError("pdf_encrypted", f"the PDF is encrypted: {_ENCRYPTED}")


def _without_tail(data: bytes) -> bytes:
    """The file without what follows its end: zeros that a mail gateway pads with, a web page glued to it."""
    end = data.rfind(b"%%EOF")
    if end < 0 or len(data) - end <= _TAIL or b" obj" in data[end:]:
        return data
    return data[: end + len(b"%%EOF\n")]


def _refuse_truncated(data: bytes) -> None:
    if not data.strip(b"\0 \t\r\n\f"):
        raise BilagError("empty_file", "the file is empty")
    if b"%PDF-" not in data[:1024]:
        if other := other_format(data):
            raise BilagError("pdf_truncated", f"the file is {other}, no PDF: print it to a PDF")
        raise BilagError("pdf_truncated", f"the file does not begin as a PDF: {_BROKEN}")
    tail = data[-_TAIL:]
    if b"%%EOF" not in tail and b"startxref" not in tail:
        raise BilagError("pdf_truncated", f"the PDF's end is missing: {_BROKEN}")


def _refuse_bombs(data: bytes) -> None:
    """Unpack every stream long enough to be a bomb, piece by piece, and stop at the limit."""
    at = 0
    while found := _STREAM.search(data, at):
        end = data.find(b"endstream", found.end())
        end = len(data) if end < 0 else end
        head = data[max(0, found.start() - 512) : found.start()]
        head = head[head.rfind(b"obj") + 1 :]
        if b"Flate" in head and (end - found.end() >= _SUSPECT or head.count(b"Flate") > 1):
            _unpack(data[found.end() : end], layers=head.count(b"Flate"))
        at = end


def _unpack(packed: bytes, layers: int) -> None:
    if layers > 2:
        raise BilagError("pdf_too_complex", "a stream of the PDF is packed many times over: it is refused")
    pieces: Iterable[bytes] = (packed,)
    for _ in range(layers):
        pieces = _inflated(pieces)
    try:
        for _ in pieces:
            pass
    except zlib.error:
        return  # damaged: pdfium decides


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The unpacked pieces of packed ones; refuses to go on beyond the limit."""
    unpacker = zlib.decompressobj()
    total = 0
    for piece in pieces:
        chunk = piece
        while chunk:
            out = unpacker.decompress(chunk, _PIECE)
            total += len(out)
            if total > MAX_UNPACKED:
                raise BilagError("pdf_too_complex", f"a stream of the PDF unpacks to over {MAX_UNPACKED >> 20} MB")
            yield out
            chunk = unpacker.unconsumed_tail
