"""Documents of any form: proposals found by repetition, their fields, tables and text, and lists of proposals."""
