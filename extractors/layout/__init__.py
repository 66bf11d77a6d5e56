"""Page furniture, hyphenation, grids, and which value belongs to which column."""
