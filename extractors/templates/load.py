"""Loading templates: the package's own, and an operator's folders in front of them."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from extractors.templates import NONE
from extractors.templates.model import GENERIC, Template
from schemas.errors import TemplateError

_OWN: Final = Path(__file__).parent
_MAX_BYTES: Final = 200_000
_MAX_FILES: Final = 2000
# tomllib takes time and memory by the square of a key's parts.
_DEEP_KEY: Final = re.compile(
    r"""(?:^|[\[{,])\s*+(?>(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')\s*+\.\s*+){8}""", re.MULTILINE | re.ASCII
)
_DEEP_LIST: Final = re.compile(r"(?:[\[{]\s{0,9}){60}")


@dataclass(frozen=True, slots=True)
class TemplateSet:
    """The templates of some folders: those that can be used, and why the others cannot."""

    templates: tuple[Template, ...]
    broken: tuple[TemplateError, ...] = ()
    digest: str = ""
    """Of the contents of what was added to the package's own templates, or that those were left out; else empty."""
    files: tuple[tuple[str, Path], ...] = ()
    """(name, file) of each template."""

    def file_of(self, name: str) -> Path | None:
        """The file that a template stands in."""
        return dict(self.files).get(name)


@dataclass(frozen=True, slots=True)
class _Read:
    """A template file's bytes, or why it has none."""

    path: Path
    shown: str
    data: bytes = b""
    error: TemplateError | None = None


def load_templates(folders: Sequence[str] = ()) -> tuple[Template, ...]:
    """Every template: those of `folders` first, then the package's own, `generic` last.

    Raises TemplateError for a file that is no template, with the file, the entry and the reason; OSError for a folder
    that is not there.
    """
    found = template_set(folders)
    if found.broken:
        raise found.broken[0]
    return found.templates


def template_set(folders: Sequence[str] = ()) -> TemplateSet:
    """The templates of these folders as their files are now; a broken one costs only itself.

    Raises OSError for a folder that is not there.
    """
    added: list[_Read] = []
    for folder in (Path(f) for f in folders if f != NONE):
        if not folder.is_dir():
            raise NotADirectoryError(f"the folder of templates {folder} is not there")
        added += _files(folder)
    return _parsed(tuple(added), NONE not in folders)


def read_template(path: Path) -> Template:
    """One template file, not yet extended. Raises TemplateError."""
    return _template(_read(path, path.name))


def generic(templates: Sequence[Template]) -> Template:
    """The template of documents that no form fits."""
    return next((t for t in templates if t.name == GENERIC), None) or read_template(_OWN / "generic.toml")


def _files(folder: Path) -> list[_Read]:
    paths = sorted(p for p in folder.rglob("*.toml") if not p.is_dir())
    read = [_read(p, p.relative_to(folder).as_posix()) for p in paths[:_MAX_FILES]]
    if len(paths) > _MAX_FILES:
        why = TemplateError(str(folder), "the folder", f"holds more than {_MAX_FILES} templates")
        read.append(_Read(folder, str(folder), error=why))
    return read


def _read(path: Path, shown: str) -> _Read:
    try:
        if not path.is_file():
            raise OSError("is no file that can be read")
        with path.open("rb") as stream:
            data = stream.read(_MAX_BYTES + 1)
    except OSError as error:
        return _Read(path, shown, error=TemplateError(shown, "the file", error.strerror or str(error)))
    if len(data) > _MAX_BYTES:
        return _Read(path, shown, error=TemplateError(shown, "the file", f"is larger than {_MAX_BYTES} bytes"))
    return _Read(path, shown, data)


@lru_cache(maxsize=16)
def _parsed(added: tuple[_Read, ...], own: bool) -> TemplateSet:
    package = [r for r in _files(_OWN) if own or r.path.stem == GENERIC]
    found: dict[str, tuple[Template, _Read]] = {}
    broken: list[TemplateError] = []
    for read in [*added, *package]:
        try:
            template = _template(read)
            if template.name not in found:
                found[template.name] = (template, read)
            elif read in added:
                other = found[template.name][1].path
                raise TemplateError(
                    read.shown, "name", f"{template.name!r} is the name of the template {other} already"
                )
        except TemplateError as error:
            broken.append(error)
    known = {name: t for name, (t, _) in found.items()}
    templates: list[Template] = []
    for template, read in sorted(found.values(), key=lambda f: f[0].name == GENERIC):
        try:
            templates.append(_extended(template, known, read.shown))
        except TemplateError as error:
            broken.append(error)
    files = tuple((t.name, found[t.name][1].path) for t in templates)
    return TemplateSet(tuple(templates), tuple(broken), _digest(added, own), files)


def _digest(added: Sequence[_Read], own: bool) -> str:
    if own and not added:
        return ""
    digest = hashlib.sha256(b"own" if own else b"none")
    for read in added:
        digest.update(read.shown.encode("utf-8", "replace") + b"\0" + hashlib.sha256(read.data).digest())
    return digest.hexdigest()[:12]


def _template(read: _Read) -> Template:
    if read.error:
        raise read.error
    try:
        text = read.data.decode("utf-8")
        if _DEEP_KEY.search(text) or _DEEP_LIST.search(text):
            raise TemplateError(read.shown, "the file", "is nested too deeply")
        return Template.model_validate(tomllib.loads(text))
    except RecursionError as error:
        raise TemplateError(read.shown, "the file", "is nested too deeply") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        entry = ".".join(str(p if isinstance(p, str) else p + 1) for p in first["loc"]) or "the template"
        raise TemplateError(read.shown, entry, _reason(first["msg"])) from error
    except ValueError as error:  # no UTF-8, no TOML, a number of more digits than Python takes
        raise TemplateError(read.shown, "the file", str(error)) from error


def _reason(message: str) -> str:
    return message.removeprefix("Value error, ")


def _extended(template: Template, known: dict[str, Template], shown: str) -> Template:
    if template.extends is None:
        return template
    base = known.get(template.extends)
    if base is None or base.extends is not None:
        why = "does not exist, or is broken" if base is None else "extends another one itself; one level is allowed"
        raise TemplateError(shown, "extends", f"the template {template.extends!r} {why}")
    return template.with_base(base)
