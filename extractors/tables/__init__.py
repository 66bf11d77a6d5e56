"""Money tables of any form: typed headings, units, rows, and the sums that the arithmetic shows."""
