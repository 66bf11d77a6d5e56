"""Money in running Danish text: its printed forms, and the years it is given for."""
