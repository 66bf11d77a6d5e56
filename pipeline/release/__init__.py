"""Releases: published all or nothing, read back, compared, kept."""
