"""Economic tables: items, subtotals, a net effect and a payback time, over years."""
