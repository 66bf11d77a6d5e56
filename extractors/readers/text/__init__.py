"""Text dumps, Markdown among them."""
