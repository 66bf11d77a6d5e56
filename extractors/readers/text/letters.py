"""A text dump's bytes to letters: its encoding, told by what it makes of Danish words; letters in their plain form."""

from __future__ import annotations

import codecs
import html
import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from extractors.danish.numbers import MINUS
from schemas.errors import BilagError

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROL_SHARE: Final = 0.002  # a text dump may hold a stray control character, never many
_CODE_PAGES: Final = ("cp1252", "mac_roman", "cp865", "cp850")
"""One byte a letter: Windows, the Macintosh, DOS in Denmark and in Western Europe. The first wins a tie."""
_DANISH: Final = re.compile("(?<=[a-zæøå])[æøåé]|(?<![A-Za-zæøå])[ÆØÅæøå](?=[a-zæøå])|[ÆØÅ](?=[A-ZÆØÅ])")
_FOREIGN: Final = re.compile("[\u0080-\u009f\u2500-\u25ff¡¢¤¥¦¨ª¬®¯±¶¸¹º¾¿ÃÐÞðþŒœŽžŠšƒˆ†‡‰‹›√∫∂∆π]")
_STRAY: Final = re.compile("[\udc80-\udcff]")
_LETTER: Final = re.compile("[\u00a0-\ud7ff]")
_SAMPLE: Final = 200_000
_UNSEEN: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_LIGATURES: Final = re.compile("[\ufb00-\ufb06]")
_WIDE: Final = re.compile("[０-９➖]")
"""Figures as wide as a Chinese letter, and the minus among the pictures."""
_NO_BREAK: Final = "\u00a0"
_SOFT_MINUS: Final = re.compile("(?<![^\\s(])\u00ad(?=\\d)")  # what a font's map made of a minus
_SOFT: Final = re.compile("\u00ad(?=[^\\s])")
_ENTITY: Final = re.compile(r"&(?:nbsp|minus|shy|[mn]dash|aelig|oslash|aring|AElig|Oslash|Aring|#160|#8722);")
_TWICE: Final = re.compile("Ã[¦¸¥†˜…©]")


def decode(data: bytes, file_name: str) -> tuple[str, str]:
    """A dump's text, and the encoding it is in.

    Raises:
        BilagError: `binary_file` or `undecodable_text`.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise BilagError(
                    "undecodable_text", f"{file_name} says it is {encoding} but is not; save it as UTF-8."
                ) from error
    if mostly := _mostly_utf8(data):
        return mostly, "utf-8"
    if wide := _utf16(data):
        data = data[: len(data) // 2 * 2]
    for encoding in wide or _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        sample = text[:1_000_000]
        if len(_CONTROL.findall(sample)) <= _MAX_CONTROL_SHARE * len(sample):
            return text, encoding
    if b"\x00" in data[:4096] or len(_CONTROL.findall(data[:4096].decode("latin-1"))) > 8:
        raise BilagError("binary_file", f"{file_name} is named as text but holds binary data; send the PDF or text.")
    raise BilagError("undecodable_text", f"{file_name} is neither UTF-8, UTF-16 nor Latin-1; save it as UTF-8.")


def _mostly_utf8(data: bytes) -> str | None:
    """UTF-8 in which a few bytes are not: a dump cut within a letter, a line pasted from Windows' own."""
    text = data.decode("utf-8", "surrogateescape")
    if text.isascii():
        return None
    strays = len(_STRAY.findall(text))
    if not strays or strays > 0.05 * len(_LETTER.findall(text)):
        return None
    return _STRAY.sub(lambda m: bytes([ord(m[0]) - 0xDC00]).decode("cp1252", "replace"), text)


def _utf16(data: bytes) -> tuple[str, ...]:
    """UTF-16 without a mark, where Latin text has a zero in every other byte: at odd places when little-endian."""
    head = data[:2000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if len(head) < 4 or max(even, odd) <= 0.4 * (len(head) / 2) or min(even, odd) >= 0.05 * (len(head) / 2):
        return ()
    return ("utf-16-le", "utf-16-be") if odd > even else ("utf-16-be", "utf-16-le")


def _encodings(data: bytes) -> Iterator[str]:
    """What the bytes may be, the likeliest first; the code pages are only weighed where they are asked for."""
    yield "utf-8"
    yield from _code_pages(data)


def _code_pages(data: bytes) -> list[str]:
    """The code pages, the one that makes most Danish and least rubbish of the text first."""
    sample = data[:_SAMPLE]

    def merit(page: str) -> int:
        text = sample.decode(page, "replace")
        return len(_DANISH.findall(text)) - 2 * len(_FOREIGN.findall(text)) - 4 * text.count("\ufffd")

    return sorted(_CODE_PAGES, key=merit, reverse=True)


def plain_letters(text: str) -> str:
    """The text with composed letters, without ligatures and without what prints nothing.

    A soft hyphen in front of a digit is a minus that a font's map lost, at a line's end it stays: a word goes on.
    """
    if _ENTITY.search(text):
        text = html.unescape(text)
    if text.isascii():
        return text
    if len(_TWICE.findall(text[:_SAMPLE])) > 2:
        text = _undone(text)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if text.count(_NO_BREAK) > text.count(" "):
        text = text.replace(_NO_BREAK, " ")  # a copy of a web page: it tells no thousands here
    text = _WIDE.sub(lambda m: MINUS[0] if m[0] == "➖" else str(int(m[0])), text)
    text = _LIGATURES.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)
    if "\u00ad" in text:
        text = _SOFT.sub("", _SOFT_MINUS.sub(MINUS[0], text))
    return _UNSEEN.sub("", text)


def _undone(text: str) -> str:
    """UTF-8 that was taken for Windows text and saved as UTF-8 again (`Ã¦` for `æ`)."""
    try:
        return text.encode("cp1252").decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return text
