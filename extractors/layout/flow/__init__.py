"""Rows of a table that reached us as printed lines."""
