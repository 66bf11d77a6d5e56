"""The configuration: what is set where. Defaults, then `bilag.toml`, then variables; options of a command come last.

The file is the one that `BILAG_CONFIG` (or `bilag --config`) names, or `bilag.toml` where the program is started. Paths
in it are taken from the folder it lies in. A key that nobody knows is an error: a setting that does nothing misleads.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Final, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from extractors.templates import NONE
from pipeline.system.alerts import Alerts
from pipeline.system.errors import RunError
from pipeline.system.journal import Logging
from pipeline.work.places import is_address, refuse_secret
from pipeline.work.schedule import Schedule
from pipeline.work.settings import Settings

FILE: Final = "bilag.toml"
VARIABLE: Final = "BILAG_CONFIG"
_MODELS: Final[tuple[tuple[type[BaseModel], str], ...]] = (
    (Settings, ""), (Schedule, "schedule"), (Logging, "log"), (Alerts, "alerts"),
)  # fmt: skip
_OTHERS: Final = (
    "BILAG_TRACEBACK", "BILAG_PG_HOST", "BILAG_PG_USER", "BILAG_PG_PASSWORD", "BILAG_PG_DB", "BILAG_FOLDER",
)  # fmt: skip
_MOST_BYTES = 1_000_000


class ConfigError(RunError):
    """The configuration cannot be used; the message names the key, and where it is set."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the configuration, and the field of which model it sets."""

    name: str
    model: type[BaseModel]
    field: str
    info: FieldInfo

    @property
    def variable(self) -> str:
        """The variable that sets it: folders by their own name."""
        return "BILAG_" + self.name.removeprefix("folders.").replace(".", "_").upper()

    @property
    def is_path(self) -> bool:
        """Whether it names places."""
        return bool(_extra(self.info).get("is_path"))

    @property
    def is_secret(self) -> bool:
        """Whether its value is not to be shown."""
        return bool(_extra(self.info).get("is_secret"))

    @property
    def is_list(self) -> bool:
        """Whether it holds several values."""
        return get_origin(self.info.annotation) is list

    @property
    def default(self) -> Any:
        """What holds where nothing is said."""
        return self.info.get_default(call_default_factory=True)


@dataclass(frozen=True, slots=True)
class Value:
    """What is set, and by what: "default", the file's name or the variable's."""

    value: Any
    origin: str


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything that is set, validated."""

    values: Mapping[str, Value]
    file: Path | None
    unknown: tuple[str, ...]
    """Variables that begin with BILAG_ and set nothing."""

    def of(self, name: str) -> Any:
        """What holds for a key."""
        return self.values[name].value

    def fields(self, model: type[BaseModel]) -> dict[str, Any]:
        """The values of a model's fields."""
        return {k.field: self.values[k.name].value for k in keys().values() if k.model is model}

    @property
    def alerts(self) -> Alerts:
        """Who is told when a run fails."""
        return Alerts(**self.fields(Alerts))

    @property
    def log(self) -> Logging:
        """What is logged where."""
        return Logging(**self.fields(Logging))

    @property
    def schedule(self) -> Schedule:
        """When runs start by themselves."""
        return Schedule(**self.fields(Schedule))


@cache
def keys() -> dict[str, Key]:
    """Every key by its name."""
    found = {}
    for model, section in _MODELS:
        for field, info in model.model_fields.items():
            name = f"{section}.{field}" if section else _extra(info).get("at")
            if name:
                found[str(name)] = Key(str(name), model, field, info)
    return found


def configured(file: Path | None = None, variables: Mapping[str, str] | None = None) -> Configuration:
    """What the file and the variables say. Raises ConfigError where either says what cannot hold."""
    environment = os.environ if variables is None else variables
    path = _file(file, environment)
    values = {key.name: Value(key.default, "default") for key in keys().values()}
    if path is not None:
        values |= dict(_from_file(path))
    values |= dict(_from_variables(environment))
    _refuse_secret(values["folders.raw"])
    known = {key.variable for key in keys().values()} | {VARIABLE, *_OTHERS}
    unknown = tuple(sorted(n for n in environment if n.startswith("BILAG_") and n not in known))
    return Configuration(_validated(values), path, unknown)


def nearest(name: str, known: Mapping[str, object] | list[str]) -> str:
    """What to say of a name that nobody knows."""
    near = get_close_matches(name, list(known), n=3, cutoff=0.5)
    last = name.rsplit(".", 1)[-1]
    near = near or [k for k in known if k.rsplit(".", 1)[-1] == last]
    return f"nearest: {', '.join(near)}" if near else "see: bilag config"


def _file(given: Path | None, environment: Mapping[str, str]) -> Path | None:
    named = given or (Path(environment[VARIABLE]) if environment.get(VARIABLE) else None)
    if named is None:
        return Path(FILE).absolute() if Path(FILE).is_file() else None
    if not named.is_file():
        raise ConfigError(f"there is no configuration file {named}")
    return named.absolute()


def _from_file(path: Path) -> Iterator[tuple[str, Value]]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ConfigError(f"{path} is larger than {_MOST_BYTES // 1_000_000} MB")
        said = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigError(f"{path} cannot be read: {error}") from error
    for section, entries in said.items():
        if not isinstance(entries, dict):
            raise ConfigError(f"{path}: unknown key {section}; {nearest(section, keys())}")
        for name, value in entries.items():
            key = keys().get(f"{section}.{name}")
            if key is None:
                raise ConfigError(f"{path}: unknown key {section}.{name}; {nearest(f'{section}.{name}', keys())}")
            yield key.name, Value(_placed(key, value, path.parent), path.name)


def _from_variables(environment: Mapping[str, str]) -> Iterator[tuple[str, Value]]:
    for key in keys().values():
        said = environment.get(key.variable)
        if said:
            parted = [part for part in said.split(os.pathsep if key.is_path else ",") if part]
            yield key.name, Value(parted if key.is_list else said, key.variable)


def _refuse_secret(value: Value) -> None:
    try:
        refuse_secret(str(value.value))
    except ValueError as error:
        raise ConfigError(f"{value.origin}: {error}") from error


def _placed(key: Key, value: Any, folder: Path) -> Any:
    """A path of the file, from the folder the file lies in."""
    if not key.is_path:
        return value
    if isinstance(value, list):
        return [_placed(key, v, folder) for v in value]
    if not isinstance(value, str) or value in ("", NONE) or is_address(value):
        return value
    return str(folder / Path(value).expanduser())


def _validated(values: Mapping[str, Value]) -> dict[str, Value]:
    """The values as their models have them."""
    found = dict[str, Value]()
    for model, _ in _MODELS:
        mine = {k.field: k for k in keys().values() if k.model is model}
        said = {field: None if values[k.name].value == "" else values[k.name].value for field, k in mine.items()}
        try:
            made = model(**said)
        except ValidationError as error:
            raise ConfigError(_wrong(error, mine, values)) from None
        found |= {k.name: Value(getattr(made, field), values[k.name].origin) for field, k in mine.items()}
    return found


def _wrong(error: ValidationError, mine: Mapping[str, Key], values: Mapping[str, Value]) -> str:
    first = error.errors(include_url=False)[0]
    place = str(first["loc"][0]) if first["loc"] else ""
    key = mine.get(place)
    if key is None:
        return str(first["msg"])
    value = values[key.name]
    shown = "..." if key.is_secret else repr(value.value)[:80]
    return f"{value.origin}: {key.name} = {shown}: {first['msg']}"


def _extra(info: FieldInfo) -> dict[str, Any]:
    return info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
