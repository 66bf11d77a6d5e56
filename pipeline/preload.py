"""What the fork server loads once, so that no worker pays for it: the extractors and the spaCy pipeline, warm."""

from extractors import extract, language

__all__ = ["extract", "language"]

language.warm_up()
