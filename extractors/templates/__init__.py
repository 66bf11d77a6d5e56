"""What is particular to a form, as data: one TOML file a form, one folder a municipality."""

from typing import Final

NONE: Final = "none"
"""Said instead of a folder: the package's own forms are left out, and `generic` reads what no other one fits."""
