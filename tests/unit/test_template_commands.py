"""`--templates` and `bilag template`, as an operator meets them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from extractors.examine import examine
from extractors.extract import extract
from extractors.templates.load import GENERIC, load_templates, read_template, template_set
from pipeline.cli.main import main
from pipeline.work.settings import Settings
from tests.made.forms import WRITERS, kinds

ROOT = Path(__file__).parents[2]
FORMS = ROOT / "tests" / "data" / "forms"
SIX = ("anlaeg", "blok", "kk-bc", "kk-note", "mio", "raaderum")
FORM = """Kuvertkatalog 2030

Kuvert nr. 7: Færre kuverter
Indstiller: Postrummet

1.000 kr.            2030     2031     2032
Papir                -100     -200     -200
Porto                 -50      -50      -50
Kuvertsum            -150     -250     -250

Kuvert nr. 8: Mindre kuverter
Indstiller: Postrummet

1.000 kr.            2030     2031     2032
Papir                 -10      -20      -20
Porto                  -5       -5       -5
Kuvertsum             -15      -25      -25
"""
TEMPLATE = """
name = "kuverter"
title = "Kuvertkatalog"
extends = "generic"
card_kind = "initiative"
[[sign]]
words = ["Kuvertkatalog #"]
weight = 3
example = "Kuvertkatalog 2030"
[[row]]
words = ["Kuvertsum"]
role = "total"
sums = "net"
example = "Kuvertsum"
"""


def bilag(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    (tmp_path / "own").mkdir()
    (tmp_path / "raw" / "kuverter.txt").write_text(FORM, "utf-8")
    return tmp_path


def run(folders: Path, *more: object, code: int = 0) -> dict[str, Any]:
    where = ("--raw", folders / "raw", "--clean", folders / "clean", "--review", folders / "review")
    result = bilag("run", "--json", *where, *more)
    assert result.exit_code == code, result.output
    said: dict[str, Any] = json.loads(result.stdout.strip().splitlines()[-1])
    return said


def documents(folders: Path) -> list[str]:
    result = bilag("list", "--clean", folders / "clean")
    return result.output.splitlines()


@pytest.mark.slow
def test_a_run_reads_with_templates_of_ones_own_and_again_when_they_change(folders: Path) -> None:
    own = folders / "own"
    first = run(folders)
    (own / "kuverter.toml").write_text(TEMPLATE, "utf-8")
    second = run(folders, "--templates", own)
    assert (first["findings"]["warning"], second["findings"]["warning"]) == (1, 0)  # unknown_form
    assert second["changed"]
    assert not run(folders, "--templates", own)["changed"]
    (own / "kuverter.toml").write_text(TEMPLATE.replace('kind = "initiative"', 'kind = "budget_note"'), "utf-8")
    assert run(folders, "--templates", own)["changed"]
    assert run(folders, "--templates", "none")["findings"]["warning"] == 1


@pytest.mark.slow
def test_a_broken_template_is_said_loudly_and_stops_nothing(folders: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folders / "own" / "broken.toml").write_text("name = \x00", "utf-8")
    (folders / "own" / "kuverter.toml").write_text(TEMPLATE, "utf-8")
    said = run(folders, "--templates", folders / "own")
    assert said["ok"]
    assert said["findings"]["warning"] == 0
    (why,) = said["broken_templates"]
    assert why.startswith("broken.toml: the file: ")
    assert why.endswith("[template_invalid]")
    assert "broken.toml" in caplog.text
    assert run(folders, "--templates", folders / "own", "--fail-on", "template", code=2)["broken_templates"] == [why]


def test_a_folder_of_templates_that_is_not_there_fails_the_run(folders: Path) -> None:
    said = run(folders, "--templates", folders / "nowhere", code=1)
    assert "nowhere" in said["error"]
    assert not (folders / "clean" / "current").exists()


def test_the_version_of_the_store_tells_templates_apart(folders: Path) -> None:
    own = str(folders / "own")

    def version(*templates: str) -> str:
        return Settings(clean_dir=str(folders / "clean"), templates=list(templates)).store().version

    plain, alone, empty = version(), version("none"), version(own)
    (folders / "own" / "kuverter.toml").write_text(TEMPLATE, "utf-8")
    added = version(own)
    assert plain == empty
    assert len({plain, alone, added, version("none", own)}) == 4


def test_dagster_reads_the_variable(tmp_path: Path) -> None:
    program = "from pipeline.graph.definitions import defs; print(defs.resources['workspace'].templates)"
    variables = {**os.environ, "BILAG_TEMPLATES": f"{tmp_path}{os.pathsep}none"}
    said = subprocess.run([sys.executable, "-c", program], env=variables, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == str([str(tmp_path), "none"])


def test_list_names_every_template_and_the_broken_ones(folders: Path) -> None:
    (folders / "own" / "a.toml").write_text(TEMPLATE, "utf-8")
    result = bilag("template", "list", "--templates", folders / "own")
    assert result.exit_code == 0
    assert {line.split()[0] for line in result.output.splitlines()[::2]} == {
        "kuverter", *(t.name for t in load_templates())
    }  # fmt: skip
    (folders / "own" / "b.toml").write_text("x", "utf-8")
    broken = bilag("template", "list", "--templates", folders / "own")
    assert broken.exit_code == 1
    assert "b.toml: the file: " in broken.output
    assert "kuverter" in broken.output


def test_check_tells_signs_entries_and_what_stayed_unread(folders: Path) -> None:
    path = folders / "raw" / "kuverter.txt"
    path.write_text("Kuvertkatalog 2030\n\nEt ord, som ingen tager.\n\n" + FORM, "utf-8")
    (folders / "own" / "a.toml").write_text(TEMPLATE, "utf-8")
    result = bilag("template", "check", path, "--templates", folders / "own")
    assert result.exit_code == 0, result.output
    said = [" ".join(line.split()) for line in result.output.splitlines()]
    assert said[0] == "kuverter.txt is read with: kuverter (Kuvertkatalog)"
    assert "kuverter 6.0" in said
    assert "6.0 2 x Kuvertkatalog # first: Kuvertkatalog 2030" in said
    assert "row total Kuvertsum 2 x, first: line 13: Kuvertsum" in said
    assert said[said.index("Unread: 1 lines") + 1] == "line 3: Et ord, som ingen tager."


def test_check_says_why_a_file_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Kære alle, tak for i går.", "utf-8")
    result = bilag("template", "check", path)
    assert result.exit_code == 1
    assert "holds neither a money table nor an amount" in result.output


@pytest.mark.parametrize("form", SIX)
@pytest.mark.parametrize("style", ["layout.txt", "dump.txt"])
def test_a_new_template_recognises_the_file_it_is_made_from(form: str, style: str, tmp_path: Path) -> None:
    """It fits better than whatever fitted before, and reads the same amounts as the generic reader, sums named."""
    file, made = FORMS / f"{form}-{style}", tmp_path / "ny.toml"
    for folders in ((), ("none",)):
        options = [x for f in folders for x in ("--templates", f)]
        result = bilag("template", "new", file, *options)
        assert result.exit_code == 0, result.output
        made.write_text(result.output, "utf-8")
        known = load_templates((*folders, str(tmp_path)))
        name = tomllib.loads(result.output)["name"]
        found = examine(file.read_bytes(), file.name, known)
        assert found.extraction.document.template == name
        hits = [h for h in found.hits if h.what != "sign" and h.entry not in load_templates(("none",))[0].field]
        assert all(h.count for h in hits)
        alone = extract(file.read_bytes(), file.name, templates=load_templates(("none",)))
        cards = [[(c.case_id, c.title) for c in e.rows.get("cards", [])] for e in (found.extraction, alone)]  # type: ignore[attr-defined]
        assert cards[0] == cards[1]
        for table in ("economic_amounts", "overview_amounts"):
            mine, theirs = found.extraction.rows.get(table, []), alone.rows.get(table, [])
            assert [(a.label, a.year, a.amount_dkk, a.role) for a in mine if hasattr(a, "label")] == [  # type: ignore[attr-defined]
                (a.label, a.year, a.amount_dkk, a.role)
                for a in theirs
                if hasattr(a, "label")  # type: ignore[attr-defined]
            ]


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("kind", [*kinds("open"), *kinds("drawn")])
def test_new_works_on_forms_that_nobody_knows(kind: str, seed: int, tmp_path: Path) -> None:
    data = WRITERS["layout"][1]((kinds("open") | kinds("drawn"))[kind](seed))
    (tmp_path / "a.txt").write_bytes(data)
    result = bilag("template", "new", tmp_path / "a.txt", "--name", "ny", "--out", tmp_path / "ny.toml")
    assert result.exit_code == 0, result.output
    assert read_template(tmp_path / "ny.toml").name == "ny"
    known = template_set((str(tmp_path),))
    assert not known.broken
    assert extract(data, "a.txt", templates=known.templates).document.template == "ny"


def test_new_does_not_write_over_a_file(tmp_path: Path) -> None:
    out = tmp_path / "a.toml"
    out.write_text("mine", "utf-8")
    result = bilag("template", "new", FORMS / "mio-layout.txt", "--out", out)
    assert result.exit_code == 1
    assert "is there already" in result.output
    assert out.read_text("utf-8") == "mine"
    result = bilag("template", "new", FORMS / "mio-layout.txt", "--name", GENERIC.upper())
    assert result.exit_code == 1


HOSTILE = 'Katalog "\\" [[x]] \x7f # * ... [a] ]]] {0} 2030'


def test_new_survives_what_a_bilag_may_print(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(FORM.replace("Kuvertkatalog 2030", HOSTILE).replace("Kuvertsum", 'I "alt" \\u0041 [*] #'), "utf-8")
    result = bilag("template", "new", path, "--out", tmp_path / "ny.toml")
    assert result.exit_code == 0, result.output
    known = template_set((str(tmp_path),))
    assert not known.broken
    assert extract(path.read_bytes(), "a.txt", templates=known.templates).document.template not in (
        GENERIC, *(t.name for t in load_templates())
    )  # fmt: skip
