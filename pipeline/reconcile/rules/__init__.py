"""The rules, one module a family. Importing this package registers every rule once.

Put here what compares one printed thing with another. Keep out how sums are added (`sums`), how a table is built
(`structure`) and what failures have in common (`echoes`). A new rule is one function here and its two tests.
"""

from pipeline.reconcile.rules import (
    across,
    administration,
    announced,
    arithmetic,
    cells,
    consultations,
    counts,
    figures,
    form,
    forms,
    goals,
    headings,
    overview,
    payback,
    periods,
    products,
    prose,
    reckoned,
    repeats,
    table_sums,
    tables,
    wording,
)

__all__ = [
    "across",
    "administration",
    "announced",
    "arithmetic",
    "cells",
    "consultations",
    "counts",
    "figures",
    "form",
    "forms",
    "goals",
    "headings",
    "overview",
    "payback",
    "periods",
    "products",
    "prose",
    "reckoned",
    "repeats",
    "table_sums",
    "tables",
    "wording",
]
