"""Where something lies: a path of this machine, or an address of another."""

from __future__ import annotations


def is_address(place: str) -> bool:
    """Whether a place is an address and no path."""
    return "://" in place


def refuse_secret(place: str) -> None:
    """Raise ValueError, which does not repeat it, where an address of a folder holds a password."""
    user, at, _ = place.partition("://")[2].partition("/")[0].rpartition("@")
    if at and ":" in user:
        raise ValueError("an address is shown and logged, so it may hold no password: see source.password_file")
