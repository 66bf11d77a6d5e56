"""Names that a user typed: the one that is meant, or an error that names the nearest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import click

from pipeline.system.terminal import clean

_SHOWN = 8


def require(what: str, wanted: str, known: Iterable[str], more: str = "") -> None:
    """Raise ClickException where a name is not among those known, with the nearest of them, and `more` said after."""
    names = sorted(set(known))
    if wanted in names:
        return
    folded = {name.casefold(): name for name in names}
    near = [folded[n] for n in get_close_matches(wanted.casefold(), folded, n=3, cutoff=0.5)]
    near = near or [name for name in names if wanted.casefold() in name.casefold()][:3]
    if near:
        hint = f"nearest: {', '.join(near)}"
    elif names:
        hint = f"there are {', '.join(names[:_SHOWN])}{' ...' if len(names) > _SHOWN else ''}"
    else:
        hint = "there are none"
    raise click.ClickException(clean(f"there is no {what} {wanted!r}; {hint}{more}"))


def documents_named(documents: Iterable[Mapping[str, Any]], wanted: Sequence[str]) -> set[str]:
    """The ids of the documents that are meant: by the beginning of the id, or by a part of the file name; all for none.

    Raises ClickException where one of the names is nobody's.
    """
    rows = list(documents)
    if not wanted:
        return {d["document_id"] for d in rows}
    found: set[str] = set()
    for name in wanted:
        folded = name.casefold()
        meant = {
            d["document_id"] for d in rows if d["document_id"].startswith(name) or folded in d["file_name"].casefold()
        }
        if not meant:
            require("document", name, (d["file_name"] for d in rows))
        found |= meant
    return found


def cases_named(cards: Iterable[Mapping[str, Any]], wanted: Sequence[str]) -> set[str]:
    """The ids of the cards that are meant: by a case number or a part of one (BC30 of BC30/SU04), or by card id.

    Raises ClickException where one of them is nobody's.
    """
    rows = list(cards)
    found: set[str] = set()
    for name in wanted:
        folded = name.casefold().replace(" ", "")
        meant = {c["card_id"] for c in rows if folded in _names_of(c)}
        if not meant:
            require("case", name, (c["case_id"] for c in rows if c["case_id"]))
        found |= meant
    return found


def _names_of(card: Mapping[str, Any]) -> set[str]:
    case = (card["case_id"] or "").casefold().replace(" ", "")
    return {card["card_id"].casefold(), *([case, *case.split("/")] if case else [])}
