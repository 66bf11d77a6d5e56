"""Which value belongs to which column: by spaces, and by the sums."""
