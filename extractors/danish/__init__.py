"""Danish: numbers, periods, organisations, running text, damaged letters."""
