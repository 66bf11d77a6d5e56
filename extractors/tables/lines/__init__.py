"""Money tables that reached us as printed lines."""
