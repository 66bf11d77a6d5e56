"""Bytes in, records out: a pure library. No scheduler, no global state, no writing."""
