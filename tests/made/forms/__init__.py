"""Made documents with the structure of other Danish budget forms, each with its truth and planted errors.

A kind is a module with `FORM`, its name, and `make(seed)`. The open kinds may be looked at while a reader is tuned; the
closed ones, in `closed_*.py`, are for judging it; of the drawn one every seed is a form of its own, for property tests.
`files` gives every file of a kind and a seed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from tests.made.forms import text
from tests.made.forms.model import Document
from tests.made.forms.typeset import pdf

SETS = ("open", "closed", "drawn")
WRITERS: dict[str, tuple[str, Callable[[Document], bytes]]] = {
    "dump": ("txt", lambda d: text.dump(d).encode()),
    "layout": ("txt", lambda d: text.layout(d).encode()),
    "tabs": ("txt", lambda d: text.tabs(d).encode()),
    "pipes": ("txt", lambda d: text.pipes(d).encode()),
    "lines": ("txt", lambda d: text.one_a_line(d).encode()),
    "plain": ("pdf", lambda d: pdf(d, "plain")),
    "ruled": ("pdf", lambda d: pdf(d, "ruled")),
}
"""Input forms: a file's extension and who writes its bytes."""


def kinds(chosen: str) -> dict[str, Callable[[int], Document]]:
    """The kinds of a set by name."""
    found = (import_module(f"{__name__}.{m.name}") for m in iter_modules(__path__) if m.name.startswith(f"{chosen}_"))
    return {module.FORM: module.make for module in found}


def files(document: Document) -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    """A document's file in every input form: name, bytes, truth."""
    for style, (extension, write) in WRITERS.items():
        name = f"form-{document.form}-{document.seed}-{style}.{extension}"
        yield name, write(document), document.truth(style)
