"""One configuration for the command line and Dagster: what holds, by what, and what is refused."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import options
from pipeline.cli.main import main
from pipeline.work.config import ConfigError, configured, keys
from pipeline.work.settings import Settings


def bilag(*arguments, exit_code=0, **variables):
    result = CliRunner().invoke(main, [str(a) for a in arguments], env=variables)
    assert result.exit_code == exit_code, result.output
    return result.output


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path


def test_file_then_variable_then_option(folder):
    (folder / "bilag.toml").write_text('[folders]\nraw = "in"\ntemplates = ["forms", "none"]\n[limits]\njobs = 3\n')
    said = configured(folder / "bilag.toml", {"BILAG_LIMITS_JOBS": "5", "BILAG_ALERTS_MAIL_TO": "a@b.dk,c@d.dk"})
    assert said.of("folders.raw") == str(folder / "in")
    assert said.of("folders.templates") == [str(folder / "forms"), "none"]
    assert (said.of("limits.jobs"), said.values["limits.jobs"].origin) == (5, "BILAG_LIMITS_JOBS")
    assert said.values["folders.raw"].origin == "bilag.toml"
    assert said.alerts.mail_to == ["a@b.dk", "c@d.dk"]
    assert Settings(**said.fields(Settings)).workers == 5


def test_the_command_line_reads_it(folder):
    (folder / "other.toml").write_text('[folders]\nraw = "nowhere"\nclean = "out"\n')
    said = bilag("--config", folder / "other.toml", "run", exit_code=1)
    assert f"{folder}/nowhere is not a folder" in said
    said = bilag("run", "--raw", "elsewhere", exit_code=1, BILAG_CONFIG=str(folder / "other.toml"))
    assert "elsewhere is not a folder" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[limit]\nseconds = 3", "unknown key limit"),
        ("[limits]\nsecond = 3", "nearest: limits.seconds"),
        ("raw = 'x'", "unknown key raw; nearest: folders.raw"),
        ("[limits]\nseconds = -3", "limits.seconds = -3: Input should be greater than 0"),
        ("[limits]\njobs = 'many'", "limits.jobs = 'many'"),
        ("[schedule]\ncron = 'nightly'", "schedule.cron = 'nightly'"),
        ("[schedule]\ntimezone = 'Copenhagen'", "is no time zone"),
        ("[alerts]\nwebhook = 'file:///etc/passwd'", "alerts.webhook = ...: Value error, must begin with https://"),
        ("[alerts]\non = ['fire']", "alerts.on"),
        ("[folders]\nraw = ['a']", "folders.raw"),
        ("[folders", "cannot be read"),
        ("a = " + "[" * 5000, "cannot be read"),
    ],
)
def test_what_cannot_hold_is_an_error_that_says_where(folder, text, said):
    path = folder / "bilag.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=None) as refused:
        configured(path, {})
    assert said in str(refused.value)
    assert said in bilag("--config", path, "list", exit_code=1)


def test_what_a_variable_says_is_held_to_the_same(folder):
    assert "BILAG_LIMITS_JOBS: limits.jobs = 'many'" in bilag("config", exit_code=1, BILAG_LIMITS_JOBS="many")
    assert "BILAG_RAWS sets nothing; nearest: BILAG_RAW" in bilag("config", BILAG_RAWS="x")


def test_a_named_file_must_be_there(folder):
    assert "there is no configuration file" in bilag("--config", folder / "no.toml", "config", exit_code=1)


def test_config_prints_what_holds_and_by_what_and_no_secret(folder):
    (folder / "here" / "bilag.toml").write_text(
        '[alerts]\nwebhook = "https://hooks.example/T0/secret"\n[releases]\nkeep = 9\n'
    )
    said = bilag("config", BILAG_RAW="/srv/raw")
    assert "secret" not in said
    assert '"https://hooks.example/..."  (bilag.toml)' in said
    told = json.loads(bilag("config", "--format", "json", BILAG_RAW="/srv/raw"))["values"]
    assert told["folders.raw"] == {"value": "/srv/raw", "from": "BILAG_RAW"}
    assert told["releases.keep"] == {"value": 9, "from": "bilag.toml"}
    assert set(told) == set(keys())


def test_the_new_file_holds_every_key_and_changes_nothing(folder):
    text = bilag("config", "--new")
    path = folder / "bilag.toml"
    path.write_text(text)
    assert configured(path, {}).values.keys() == keys().keys()
    lines = [line.removeprefix("# ") if " = " in line else line for line in text.splitlines()]
    tables: dict[str, dict[str, object]] = tomllib.loads("\n".join(lines))
    assert {f"{s}.{n}" for s, entries in tables.items() for n in entries} == set(keys())
    path.write_text("\n".join(lines))
    assert configured(path, {}).alerts == configured(None, {}).alerts


def test_variables_have_names_of_their_own():
    names = [key.variable for key in keys().values()]
    assert len(set(names)) == len(names)
    assert {"BILAG_RAW", "BILAG_CLEAN", "BILAG_REVIEW", "BILAG_TEMPLATES", "BILAG_PASSWORD_FILE"} <= set(names)


def test_what_help_shows_as_default_is_the_default():
    code = "".join(p.read_text("utf-8") for p in Path(options.__file__).parent.rglob("*.py"))
    shown = re.findall(r'key="([\w.]+)",\s+shown="([^"]*)",(\s+unset=)?', code)
    assert len(shown) > 15
    for key, said, unset in shown:
        default = keys()[key].default
        if not unset and default not in (None, []):
            assert said == (f"{default:g}" if isinstance(default, float) else str(default)), key
