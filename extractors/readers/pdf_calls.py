"""Calls into pdfium that are made for every character or object of a page."""

from __future__ import annotations

import ctypes
from typing import Any


def plain(function: Any, *types: Any, result: Any = ctypes.c_int) -> Any:
    """A pdfium function under a prototype of plain addresses: its own ctypes wrapper costs three times the call."""
    return ctypes.CFUNCTYPE(result, *types)(address(function))


def address(pointer: Any) -> int:
    """The address that a ctypes pointer holds; 0 for null."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0
