"""The forms in which a release leaves the house."""
