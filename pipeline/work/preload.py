"""What the fork server loads once, so that no worker pays for it: all that a worker does, warm."""

import gc

import pandas

from extractors import extract, language
from extractors.danish.ocr_repair.lexicon import common_lexicon
from extractors.templates.load import load_templates
from pipeline.work import compose, drawing, judge
from pipeline.work.versions import release_fingerprint

__all__ = ["compose", "drawing", "extract", "judge", "language", "pandas"]

language.warm_up()
common_lexicon()
load_templates()
judge.warm_up()
release_fingerprint()

# What is loaded is there for good: the collector of a worker, which lives for one document, need not look through it
# again and again, nor copy its pages from the fork server for that.
gc.collect()
gc.freeze()
gc.set_threshold(100_000, 50, 100)
