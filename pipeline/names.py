"""Names that a user typed: the one that is meant, or an error that names the nearest."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

import click

_SHOWN = 8


def require(what: str, wanted: str, known: Iterable[str]) -> None:
    """Raise ClickException where a name is not among those known, with the nearest of them."""
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
    raise click.ClickException(f"there is no {what} {wanted!r}; {hint}")
