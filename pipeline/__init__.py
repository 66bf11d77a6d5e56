"""Schedules, checks, publishes and shows what the extractors read."""
