"""How typists go wrong: whether one figure is another with a slip in it."""

from __future__ import annotations

from typing import Final

_FARTHEST: Final = 4
"""Times: no slip makes an amount or a count that many times another, so the two are of different things."""
_WIDEST = 40_000  # kroner: beyond this nearly any figure is a slip away


def of_one_size(one: float, other: float, times: float = _FARTHEST) -> bool:
    """True where neither is so many times the other that they are of different things."""
    return one <= times * other and other <= times * one


def slip(printed: int, low: int, high: int) -> int:
    """1 when a single slip turns an amount from `low` to `high` (kroner, a few thousands apart) into the printed one.

    A slip is a wrong, missing, doubled or extra digit, two neighbours swapped, a lost sign, a lost thousand.
    """
    if high - low > _WIDEST:
        return 0
    return (
        max(_slip(printed, thousand * 1000) for thousand in range(-(-low // 1000), high // 1000 + 1))
        if high - low > 1000
        else _slip(printed, (low + high) // 2)
    )


def _slip(printed: int, right: int) -> int:
    if right in (printed, 0):
        return 0
    if printed == -right:
        return 1
    if (printed < 0) != (right < 0):
        return 0
    one, other = _digits(printed), _digits(right)
    if one in (other + "000", other[:-3] or "0") or other == one + "000":
        return 1
    return int(_one_apart(one, other) or _swapped(one, other) or _one_missing(one, other) or _one_missing(other, one))


def _digits(amount: int) -> str:
    return str(abs(amount)).rstrip("0") if amount % 1000 else str(abs(amount) // 1000)


def _one_apart(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _swapped(one: str, other: str) -> bool:
    if len(one) != len(other):
        return False
    apart = [i for i in range(len(one)) if one[i] != other[i]]
    return len(apart) == 2 and one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]


def swapped_digits(one: int, other: int) -> bool:
    """True when two amounts differ in the order of two digits only: 1.030 and 1.300."""
    return _swapped(_digits(one), _digits(other))


def _one_missing(short: str, long: str) -> bool:
    return len(long) == len(short) + 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
