"""Loading templates: the package's own, and an operator's folder in front of them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from extractors.templates.model import Template
from schemas.errors import TemplateError

GENERIC: Final = "generic"
_OWN: Final = Path(__file__).parent
_MAX_BYTES: Final = 200_000


@lru_cache(maxsize=16)
def load_templates(folders: tuple[str, ...] = ()) -> tuple[Template, ...]:
    """Every template: those of `folders` first, then the package's own, `generic` last.

    Raises TemplateError for a file that is no template: with the file, the entry and the reason.
    """
    found: dict[str, Template] = {}
    for folder in [*map(Path, folders), _OWN]:
        for path in sorted(folder.rglob("*.toml")):
            template = read_template(path)
            found.setdefault(template.name, template)
    return tuple(_extended(t, found) for t in sorted(found.values(), key=lambda t: t.name == GENERIC))


def read_template(path: Path) -> Template:
    """One template file, not yet extended. Raises TemplateError."""
    try:
        data = path.read_bytes()
        if len(data) > _MAX_BYTES:
            raise TemplateError(path.name, "the file", f"is larger than {_MAX_BYTES} bytes")
        return Template.model_validate(tomllib.loads(data.decode("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TemplateError(path.name, "the file", str(error)) from error
    except RecursionError as error:
        raise TemplateError(path.name, "the file", "is nested too deeply") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        entry = ".".join(str(p if isinstance(p, str) else p + 1) for p in first["loc"]) or "the template"
        raise TemplateError(path.name, entry, first["msg"]) from error


def _extended(template: Template, known: dict[str, Template]) -> Template:
    if template.extends is None:
        return template
    base = known.get(template.extends)
    if base is None or base.extends is not None:
        why = "does not exist" if base is None else "extends another one itself; one level is allowed"
        raise TemplateError(f"{template.name}.toml", "extends", f"the template {template.extends!r} {why}")
    return template.with_base(base)


def generic(templates: Sequence[Template]) -> Template:
    """The template of documents that no form fits."""
    return next((t for t in templates if t.name == GENERIC), None) or read_template(_OWN / "generic.toml")
