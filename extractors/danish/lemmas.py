"""Danish words and their lemmas, from the table of `spacy-lookups-data`; spaCy itself is not loaded for it."""

from __future__ import annotations

import gzip
import json
from functools import cache
from importlib import resources
from typing import Any


@cache
def lemma_table() -> dict[str, str]:
    """Word form -> lemma, half a million Danish forms; empty where `spacy-lookups-data` is not installed."""
    try:
        packed = resources.files("spacy_lookups_data").joinpath("data/da_lemma_lookup.json.gz").read_bytes()
    except ModuleNotFoundError:
        return {}
    table: dict[str, Any] = json.loads(gzip.decompress(packed))
    return table
