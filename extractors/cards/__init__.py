"""Proposals and notes: where each begins, its fields, tables and text."""
