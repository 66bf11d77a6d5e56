"""Announced proposals: a pre-analysis or innovation says when its proposal is due; whether it came, if one can tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from pipeline.lineage.links import POSSIBLE, Pair
from pipeline.lineage.undertakings import Sketch

_SAME_CASE: Final = 0.05  # years: one decision, and no other


@dataclass(frozen=True, slots=True)
class Announcement:
    """What was announced for when, and what became of it.

    `came`: a proposal links to it, or may. `absent`: the lists of every expected case are here, and none of their
    proposals may be it. `pending`: such a list is not here.
    """

    expected: str
    status: Literal["came", "absent", "pending"]
    file_names: tuple[str, ...] = ()
    """The bilag in which it should stand."""


def announcements(found: Sequence[Sketch], pairs: Iterable[Pair]) -> dict[str, Announcement]:
    """The announcements by card id."""
    lists: dict[float, set[str]] = defaultdict(set)
    for one in found:
        if one.kind == "investment_proposal" and one.when is not None:
            lists[one.when].add(one.file_name)
    came = {p.a for p in pairs if p.b_kind == "investment_proposal" and p.score >= POSSIBLE}
    return {one.id: _announcement(one, lists, came) for one in found if one.announces and one.expected}


def _announcement(one: Sketch, lists: dict[float, set[str]], came: set[str]) -> Announcement:
    expected = one.expected_printed or ""
    if one.id in came:
        return Announcement(expected, "came")
    due = [[w for w in lists if abs(w - case) <= _SAME_CASE] for case in set(one.expected)]
    names = tuple(sorted({name for cases in due for w in cases for name in lists[w]}))
    return Announcement(expected, "absent" if all(due) else "pending", names)
