"""How typists go wrong: whether one figure is another with a slip in it."""

from __future__ import annotations


def slip(printed: int, right: int) -> int:
    """1 when a single slip turns the right amount into the printed one (both in kroner), else 0.

    A slip is a wrong, missing, doubled or extra digit, two neighbours swapped, a lost sign, a lost thousand.
    """
    if printed == right or right == 0:
        return 0
    if printed == -right:
        return 1
    if (printed < 0) != (right < 0):
        return 0
    one, other = _digits(printed), _digits(right)
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
