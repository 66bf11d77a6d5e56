"""The rules, one module a family. Importing this package registers every rule once: each module here is imported.

Put here what compares one printed thing with another. Keep out how sums are added (`sums`), how a table is built
(`structure`) and what failures have in common (`echoes`). A new rule is one function here and its two tests.
"""

from importlib import import_module
from pkgutil import iter_modules

FAMILIES = tuple(sorted(module.name for module in iter_modules(__path__)))
"""The modules by name, in the order in which their rules are registered."""

for _family in FAMILIES:
    import_module(f"{__name__}.{_family}")
