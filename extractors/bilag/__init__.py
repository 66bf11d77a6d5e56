"""One module per kind of bilag, and what they share."""
