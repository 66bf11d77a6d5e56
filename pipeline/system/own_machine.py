"""What all that we serve to the browsers of this machine alone has in common: its names, and what answers forbid."""

from __future__ import annotations

from typing import Final

NAMES: Final = ("127.0.0.1", "localhost")
"""The names by which alone we answer: a web site that leads its own name here gets nothing."""
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Of every answer: nothing is taken for what it is not, told to other sites, or read by them."""
