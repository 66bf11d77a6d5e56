"""Work programmes: themes and initiatives in running text, with key figures."""
