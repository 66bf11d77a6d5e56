"""Calls into pdfium that are made for every character or object of a page."""

from __future__ import annotations

import ctypes
from typing import Any, Final

Box = tuple[float, float, float, float]
"""(x0, y0, x1, y1) in the sheet's own space, y upwards."""
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def plain(function: Any, *types: Any, result: Any = ctypes.c_int) -> Any:
    """A pdfium function under a prototype of plain addresses: its own ctypes wrapper costs three times the call."""
    return ctypes.CFUNCTYPE(result, *types)(address(function))


def address(pointer: Any) -> int:
    """The address that a ctypes pointer holds; 0 for null."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def times(m: Matrix, n: Matrix) -> Matrix:
    """The matrix that applies m, then n."""
    a, b, c, d, e, f = m
    p, q, r, s, t, u = n
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def at(x: float, y: float, m: Matrix) -> tuple[float, float]:
    """The point under the matrix."""
    return x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]


def ordered(xa: float, ya: float, xb: float, yb: float) -> Box:
    """The box between two opposite corners."""
    return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)
