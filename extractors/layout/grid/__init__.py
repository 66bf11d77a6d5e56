"""A page's words and rulings to printed lines and grids."""
