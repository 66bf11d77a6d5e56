"""The two figures of a finding and their difference, in one unit."""

from __future__ import annotations

import re

from pipeline.reconcile.danish import money, thousands
from pipeline.report.words import figure
from schemas.dataset import FindingRow

_DOTTED = re.compile(r"-?\d{1,3}(\.\d{3})+|-?\d+")


def figures(finding: FindingRow) -> tuple[str, str, str]:
    """A finding's printed and expected figure and their difference, in one unit: thousands only where all are whole."""
    shown = [figure(text, finding.rule) for text in (finding.printed, finding.expected)]
    texts, gap = [t for t in (finding.printed, finding.expected) if t is not None], finding.difference_dkk
    amounts = all(_DOTTED.fullmatch(t) for t in texts) and all(s.endswith("kr.") for s in shown if s)
    if gap is None or not amounts:
        return shown[0], shown[1], "" if gap is None else money(gap)
    dkk = [gap, *(int(t.replace(".", "")) for t in texts)]
    if all(d % 1000 == 0 for d in dkk):
        return shown[0], shown[1], money(gap)
    one, other = (t and f"{thousands(int(t.replace('.', '')))} kr." for t in (finding.printed, finding.expected))
    return one or "", other or "", f"{thousands(gap)} kr."
