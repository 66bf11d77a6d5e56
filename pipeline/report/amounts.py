"""The two figures of a finding and their difference, in one unit."""

from __future__ import annotations

import re

from pipeline.reconcile.danish import money, thousands
from pipeline.report.words import figure
from schemas.dataset import FindingRow

_DOTTED = re.compile(r"-?\d{1,3}(\.\d{3})+|-?\d+")


def figures(finding: FindingRow) -> tuple[str, str, str]:
    """A finding's printed and expected figure and their difference, in one unit: thousands only where all are whole."""
    printed, expected = (figure(text, finding.rule) for text in (finding.printed, finding.expected))
    gap = finding.difference_dkk
    if gap is None:
        return printed, expected, ""
    texts = [t for t in (finding.printed, finding.expected) if t is not None]
    amounts = all(_DOTTED.fullmatch(t) and figure(t, finding.rule).endswith("kr.") for t in texts)
    if not amounts or all(dkk % 1000 == 0 for dkk in (gap, *map(_dkk, texts))):
        return printed, expected, money(gap)
    one, other = ("" if t is None else _kroner(_dkk(t)) for t in (finding.printed, finding.expected))
    return one, other, _kroner(gap)


def _dkk(text: str) -> int:
    return int(text.replace(".", ""))


def _kroner(dkk: int) -> str:
    return f"{thousands(dkk)} kr."
