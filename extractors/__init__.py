"""Bytes in, records out: a pure library. No scheduler, no global state, no writing."""

from typing import Final

from extractors.library import Bilag, read_bilag

__all__ = ["EXTRACTOR_VERSION", "Bilag", "read_bilag"]

EXTRACTOR_VERSION: Final = "0.1.0"
"""Changes whenever the same bytes would give other records: cached extractions of another version are not used."""
