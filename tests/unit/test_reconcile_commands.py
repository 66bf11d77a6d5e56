"""bilag findings, accept and diff over a release, and the asset checks."""

from __future__ import annotations

import csv
import io
import json

import pytest
import yaml
from click.testing import CliRunner
from reconcile_bilag import base, economy, tables

from pipeline.cli.main import main
from pipeline.graph.checks import rule_checks
from pipeline.reconcile.decisions import load_decisions
from pipeline.reconcile.rule import RULES
from pipeline.reconcile.run import reconcile
from pipeline.release.publish import publish

NET = "Samlet økonomisk påvirkning"


def release(clean, bilag, decisions=()):
    rows = tables(bilag)
    return publish({**rows, **reconcile(rows, decisions=decisions)}, clean).path


@pytest.fixture
def clean(tmp_path):
    bilag = base()
    economy(bilag)[NET]["values"][1] = -400
    bilag["cards"][2]["overview"]["title"] = "=HYPERLINK(1)"
    release(tmp_path / "clean", bilag)
    return tmp_path / "clean"


def bilag(*arguments):
    result = CliRunner().invoke(main, [str(a) for a in arguments], catch_exceptions=False)
    return result.exit_code, result.output


def test_findings_as_text_lists_the_message_and_its_places(clean):
    code, out = bilag("findings", "--clean", clean, "--severity", "error")
    assert code == 0
    assert "BC01  net_effect" in out
    assert "er trykt -400 t.kr." in out
    assert "bilag.txt, linje" in out
    assert out.rstrip().endswith("1 error, 0 warning, 0 info")


def test_findings_as_csv_is_neutral(clean):
    _, out = bilag("findings", "--clean", clean, "--format", "csv")
    assert out.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(out[1:]), delimiter=";"))
    assert {r["rule"] for r in rows} >= {"net_effect", "title_mismatch"}
    assert not [cell for r in rows for cell in r.values() if cell.startswith(("=", "+", "@"))]
    title = next(r for r in rows if r["rule"] == "title_mismatch")
    assert title["printed"] == "'=HYPERLINK(1)"


def test_findings_as_json_can_be_filtered(clean):
    _, out = bilag("findings", "--clean", clean, "--format", "json", "--rule", "net_effect", "--case", "BC01")
    found = json.loads(out)
    assert [f["rule"] for f in found] == ["net_effect"]
    assert found[0]["evidence"][0]["text"].startswith(NET)


def test_accept_writes_a_decision_that_the_next_release_shows(clean, tmp_path):
    found = json.loads(bilag("findings", "--clean", clean, "--format", "json", "--rule", "net_effect")[1])
    review = tmp_path / "review"
    code, out = bilag(
        "accept",
        found[0]["finding_id"][:8],
        "--reason",
        "Rettes i maj",
        "--by",
        "Anna",
        "--clean",
        clean,
        "--review",
        review,
    )
    assert code == 0
    assert "BC01" in out
    written = yaml.safe_load((review / "decisions.yaml").read_text(encoding="utf-8"))
    assert [(d["reason"], d["by"]) for d in written] == [("Rettes i maj", "Anna")]
    changed = base()
    economy(changed)[NET]["values"][1] = -400
    release(clean, changed, load_decisions(review / "decisions.yaml"))
    assert "net_effect" not in bilag("findings", "--clean", clean, "--open")[1]
    assert "accepteret" in bilag("findings", "--clean", clean)[1]


@pytest.mark.parametrize("finding", ["Fnone", "F"])
def test_accept_wants_one_finding(clean, tmp_path, finding):
    code, out = bilag("accept", finding, "--reason", "x", "--clean", clean, "--review", tmp_path)
    assert code == 1
    assert "see: bilag findings" in out
    assert not list(tmp_path.glob("*.yaml"))


def test_diff_tells_gains_and_losses(clean):
    before = (clean / "current").resolve().name
    changed = base()
    economy(changed)["Projektledelse"]["values"][0] = 701
    release(clean, changed)
    code, out = bilag("diff", before, "--clean", clean, "--exit-code")
    assert code == 1
    assert "Projektledelse" in out
    assert "700 (700000 kr.) -> 701 (701000 kr.)" in out
    assert "vanished  findings" in out
    rows = json.loads(bilag("diff", before, "current", "--clean", clean, "--format", "json")[1])
    assert {(r["table"], r["kind"]) for r in rows} >= {("economic_amounts", "changed"), ("findings", "vanished")}
    assert bilag("diff", "current", "current", "--clean", clean)[1].strip() == "no difference"
    assert bilag("diff", "nosuch", "--clean", clean)[0] == 1


def test_every_rule_is_an_asset_check():
    specs = {spec.name: spec for spec in rule_checks.check_specs}
    assert set(specs) == set(RULES)
    assert not any(spec.blocking for spec in specs.values())
    assert specs["overview_vs_card"].asset_key.to_user_string() == "overview"
    assert specs["item_sum"].asset_key.to_user_string() == "economic_tables"
