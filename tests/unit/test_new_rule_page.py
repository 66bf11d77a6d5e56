"""docs/how-to/new-rule.md, followed: its rule fires and stays silent as its cases say."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from reconcile_bilag import base, findings
from reconcile_cases import card

from pipeline.reconcile import rule

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "new-rule.md").read_text("utf-8")


def test_the_rule_of_the_page_does_what_it_says(monkeypatch):
    monkeypatch.setattr(rule, "RULES", {})
    exec(re.search(r"```python\n(.*?)```", PAGE, re.S)[1], {"__name__": "titles"})  # noqa: S102 - our own page
    assert list(rule.RULES) == ["long_title"]
    cases = {}
    exec(textwrap.dedent(re.search(r"^ {8}CASES.*?^ {8}\)\n", PAGE, re.S | re.M)[0]), {"CASES": cases, "card": card})  # noqa: S102 - our own page
    for change, fires in zip(cases["long_title"], (True, False), strict=True):
        bilag = base()
        change(bilag)
        assert bool(findings(bilag, "long_title")) is fires
