"""Which proposals to look at first: by how grave their findings are, and by the kroner at stake."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.reconcile.names import SEVERITIES
from pipeline.report.findings import FindingView

_GRAVITY = {name: n for n, name in enumerate(SEVERITIES)}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal, or what belongs to the whole bilag, with its findings, the worst first."""

    findings: list[FindingView]

    @property
    def worst(self) -> FindingView:
        """The finding to read first."""
        return self.findings[0]

    @property
    def stake(self) -> int:
        """The kroner that its errors and warnings are about; each cause counts once."""
        return sum(f.stake for f in self.findings if f.severity != "info")

    @property
    def severities(self) -> dict[str, int]:
        """Its findings by severity, those of the same cause included."""
        found = Counter(one.severity for f in self.findings for one in (f, *f.echoes))
        return {s: found[s] for s in SEVERITIES if found[s]}


def proposals(views: Iterable[FindingView]) -> list[Proposal]:
    """The findings by proposal: those with errors first, among them those with most kroner at stake."""
    groups: dict[str, list[FindingView]] = defaultdict(list)
    for view in views:
        groups[view.card_id or view.document_id].append(view)
    made = [Proposal(sorted(found, key=lambda f: (_GRAVITY[f.severity], -f.stake))) for found in groups.values()]
    return sorted(made, key=lambda p: (_GRAVITY[p.worst.severity], -p.stake))
