"""Which rows' places the sums leave no doubt about: no other places of theirs meet them."""

from __future__ import annotations

from typing import Final

from extractors.layout.columns.choice import DIGIT, MISMATCH, Choice, Sum

_MAX_WAYS: Final = 60_000  # placements of half of a sum's rows


def sure_rows(choice: Choice, group: list[int], active: list[Sum]) -> set[int]:
    """The rows of a group that stand the only way a sum can be met, its other rows being settled or sure.

    `active` are the sums the group's rows take part in.
    """
    unsure = set(group)
    while unsure:
        found = {i for s in active for i in _only_way(choice, s, unsure)}
        found |= {i for i in unsure if _stands_best(choice, i, active, unsure)}
        if not found:
            break
        unsure -= found
    return set(group) - unsure


def _only_way(choice: Choice, s: Sum, unsure: set[int]) -> list[int]:
    """The unsure rows of a sum, where their present places are the only ones that meet it.

    A sum that fails in one column (the bilag's own error) still tells, when no other places meet as many columns.
    """
    rows = [i for i in (s.total, *s.parts) if i in unsure]
    failing = [c for c, v in enumerate(choice.residue(s)) if v]
    if not rows or len(failing) > 1:
        return []
    dropped = range(choice.width) if failing else (choice.width,)
    ways = 0
    for column in dropped:
        weights = [0 if c == column else 1 << (DIGIT * c) for c in range(choice.width)]
        ways += _count_ways(choice, s, rows, weights)
        if ways > 1:
            return []
    return rows if ways == 1 else []


def _count_ways(choice: Choice, s: Sum, rows: list[int], weights: list[int]) -> int:
    """In how many ways these rows meet a sum, a column with weight 0 left out; 2 when there are too many to count.

    A row's values by column are one number, its columns its digits: a sum is met when the numbers add to zero.
    """
    half = (len(rows) + 1) // 2
    left, right = _ways(choice, s, rows[:half], weights), _ways(choice, s, rows[half:], weights)
    if left is None or right is None:
        return 2
    target = sum(w * v for w, v in zip(weights, choice.residue(s, rows), strict=True))
    return sum(count * right.get(-target - number, 0) for number, count in left.items())


def _ways(choice: Choice, s: Sum, rows: list[int], weights: list[int]) -> dict[int, int] | None:
    """How many placements of these rows give each contribution to a sum; None when there are too many."""
    states = {0: 1}
    for i in rows:
        sign, values = (1 if i == s.total else -1), choice.shapes[i].values
        added = [
            sign * sum(weights[c] * v for c, v in zip(columns, values, strict=True))
            for _, columns in choice.shapes[i].candidates
        ]
        if len(states) * len(added) > _MAX_WAYS:
            return None
        grown: dict[int, int] = {}
        for number, count in states.items():
            for more in added:
                grown[number + more] = grown.get(number + more, 0) + count
        states = grown
    return states


def _stands_best(choice: Choice, i: int, active: list[Sum], unsure: set[int]) -> bool:
    """Where only this row of its sums is unsure: every other place of it fails more columns."""
    held, local = choice.chosen[i], [s for s in active if i == s.total or i in s.parts]
    if not local or any(k in unsure for s in local for k in (s.total, *s.parts) if k != i):
        return False
    own, rivals = [choice.mismatch(s) for s in local], list[float]()
    for k in range(len(choice.shapes[i].candidates)):
        if k != held:
            choice.chosen[i] = k
            rivals.append(sum(map(choice.mismatch, local)))
    choice.chosen[i] = held
    return max(own) <= MISMATCH + 1 and all(r >= sum(own) + MISMATCH - 1e-9 for r in rivals)
