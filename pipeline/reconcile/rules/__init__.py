"""The rules, one module a family. Importing this package registers every rule once.

Put here what compares one printed thing with another. Keep out how sums are added (`sums`), how a table is built
(`structure`) and what failures have in common (`echoes`). A new rule is one function here and its two tests.
"""

from pipeline.reconcile.rules import (
    administration,
    announced,
    arithmetic,
    cells,
    figures,
    form,
    forms,
    headings,
    overview,
    payback,
    periods,
    prose,
    table_sums,
    wording,
)

__all__ = [
    "administration",
    "announced",
    "arithmetic",
    "cells",
    "figures",
    "form",
    "forms",
    "headings",
    "overview",
    "payback",
    "periods",
    "prose",
    "table_sums",
    "wording",
]
