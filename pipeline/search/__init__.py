"""Full text over a release: cards, sections and rows of tables, by stem, with where each hit is printed."""

from __future__ import annotations

from pipeline.search.index import Hit, SearchIndex

__all__ = ["Hit", "SearchIndex"]
