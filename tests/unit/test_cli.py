"""The command line as a user calls it."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest
from click.testing import CliRunner
from rich.console import Console

from pipeline.cli.card_view import draw_card
from pipeline.cli.commands.show import find_cards
from pipeline.cli.main import main
from pipeline.release.publish import publish
from pipeline.release.read import Dataset
from pipeline.system.terminal import fitted
from pipeline.work.gather import Summary
from schemas.dataset import (
    CardRow,
    DocumentRow,
    EconomicAmountRow,
    EconomicRowRow,
    EconomicTableRow,
    PaybackRow,
    QuarantineRow,
)

DOC = "0123456789abcdef"
ESCAPE = "\x1b]0;owned\x07\x1b[31m"


def bilag(*arguments, exit_code=0):
    result = CliRunner().invoke(main, [str(a) for a in arguments])
    assert result.exit_code == exit_code, result.output
    return result.output


@pytest.fixture
def clean(tmp_path):
    """A release with a card of one money table."""
    money = {"document_id": DOC, "card_id": f"{DOC}-BC05", "table_id": f"{DOC}-BC05-t1"}
    rows = [
        (1, "section", "Varige ændringer", None), (2, "item", "Mentorordning", "service"),
        (3, "subtotal", "Varige ændringer i alt", None),
    ]  # fmt: skip
    amounts = [(2, 1, 2026, "-2.359", "grid"), (2, 3, 2028, "4.500", "uncertain"), (3, 3, 2028, "- 1.370", "spacing")]
    tables = {
        "documents": [DocumentRow(
            document_id=DOC, sha256=DOC * 4, file_name=f"a{ESCAPE}.txt", source_format="text",
            text_source="text layer", kind="investment_overview", ingested_at="2026-01-01T00:00:00Z",
            extractor_version="1",
        )],
        "cards": [CardRow(
            document_id=DOC, card_id=money["card_id"], case_id="BC05/SU04", title=f"Flere {ESCAPE}skoler",
            kind="investment_proposal", summary="Kort.", committee="Børne- og Ungdomsudvalget", first_page=3,
        )],
        "economic_tables": [EconomicTableRow(
            **money, table_kind="economy", caption="Tabel 1. [bold]Økonomi", columns_printed=["2026", "2027", ""],
            column_years=[2026, 2027, 2028], unit_printed="1.000 kr.", price_level=2027,
        )],
        "economic_rows": [
            EconomicRowRow(**money, row_no=n, kind=kind, label=label, steering_area=area, text=label)
            for n, kind, label, area in rows
        ],
        "economic_amounts": [
            EconomicAmountRow(
                **money, table_kind="economy", row_no=n, label="x", role="item", column_no=c, year=y, amount_printed=p,
                amount_dkk=1, amount_high_dkk=1, unit_dkk=1000, placement=placement,
            )
            for n, c, y, p, placement in amounts
        ],
        "paybacks": [PaybackRow(document_id=DOC, card_id=money["card_id"], basis="service", years=4, printed="4 år")],
        "quarantine": [QuarantineRow(
            file_name="scan.pdf", reason="ocr_missing", message="m", seen_at="2026-01-01T00:00:00Z",
        )],
    }  # fmt: skip
    publish(tables, tmp_path)
    return tmp_path


def test_show_draws_the_table_as_it_was_printed(clean):
    lines = [line.rstrip() for line in bilag("show", "BC05", "--clean", clean).splitlines()]
    header = next(line for line in lines if "2026" in line and "2027" in line)
    item = next(line for line in lines if "Mentorordning" in line)
    total = next(line for line in lines if "Varige ændringer i alt" in line)
    assert "[2028]" in header
    assert item.split() == ["Mentorordning", "service", "-2.359", "4.500?"]
    assert item.index("-2.359") + len("-2.359") == header.index("2026") + 4  # right edges meet
    assert total.endswith("- 1.370")
    assert any("Tabel 1. [bold]Økonomi | 1.000 kr. 2027 p/l" in line for line in lines)
    assert "Tilbagebetalingstid, service: 4 år" in lines


def test_nothing_printed_in_a_bilag_reaches_the_terminal_as_a_command(clean):
    for output in (bilag("show", "BC05", "--clean", clean), bilag("list", "--clean", clean)):
        assert "\x1b" not in output
        assert "\x07" not in output


def test_list_names_documents_cards_and_quarantined_files(clean):
    output = bilag("list", "--clean", clean)
    assert "BC05/SU04" in output
    assert "quarantined  scan.pdf: ocr_missing" in output
    assert "there is no document 'no such'" in bilag("list", "--clean", clean, "--document", "no such", exit_code=1)


@pytest.mark.parametrize("case", ["BC05/SU04", "bc05", "SU04", "flere", f"{DOC}-BC05"])
def test_ways_to_name_a_card(clean, case):
    assert "Mentorordning" in bilag("show", case, "--clean", clean)


def test_a_full_id_is_meant_before_a_part_of_one():
    cards = [
        {"document_id": DOC, "card_id": "1", "case_id": "BC30/SU04", "title": "as BC30"},
        {"document_id": DOC, "card_id": "2", "case_id": "BC30", "title": "b"},
    ]
    assert [c["card_id"] for c in find_cards(cards, "BC30", {DOC})] == ["2"]
    assert find_cards(cards, "BC30", set()) == []


def test_what_is_not_there_is_said_with_what_to_do(clean, tmp_path):
    assert "bilag list" in bilag("show", "BC99", "--clean", clean, exit_code=1)
    assert "bilag run" in bilag("show", "BC05", "--clean", tmp_path / "nowhere", exit_code=1)


def test_help_lists_every_command_and_loads_none():
    code = (
        "import sys; from pipeline.cli.main import main; main(['--help'], standalone_mode=False);"
        "print(sorted({'dagster', 'pyarrow', 'pydantic', 'rich'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stderr.strip() == "[]"
    assert {"run", "list", "show"} <= {line.split()[0] for line in done.stdout.splitlines() if line.startswith("  ")}


def test_every_command_explains_itself():
    for name in main.list_commands(None):
        assert "Usage:" in bilag(name, "--help")


def test_fail_on(monkeypatch, tmp_path):
    tables = ("documents", "cards", "economic_tables", "economic_amounts", "overview_amounts")
    summary = Summary("r", changed=True, rows=dict.fromkeys(tables, 1), findings={"error": 0, "warning": 1, "info": 5})
    monkeypatch.setattr("pipeline.work.run.run_all", lambda *_: summary)
    bilag("run", "--clean", tmp_path, exit_code=0)
    bilag("run", "--clean", tmp_path, "--fail-on", "error", exit_code=0)
    bilag("run", "--clean", tmp_path, "--fail-on", "warning", exit_code=2)


def test_a_defect_is_told_to_machines_as_well(monkeypatch, tmp_path):
    def broken(*_):
        raise KeyError("column 7")

    monkeypatch.setattr("pipeline.work.run.run_all", broken)
    result = CliRunner().invoke(main, ["run", "--json", "--clean", str(tmp_path)])
    assert result.exit_code == 1
    assert "column 7" in json.loads(result.stdout)["error"]
    assert "Traceback" not in result.stderr


def test_a_password_file_that_is_not_there_fails_before_anything_is_read(tmp_path):
    (tmp_path / "a.txt").write_text("a")
    folders = ["--raw", tmp_path, "--clean", tmp_path / "c", "--password-file", tmp_path / "no"]
    output = CliRunner().invoke(main, ["run", "--json", *map(str, folders)]).stdout
    assert "No such file" in json.loads(output)["error"]


def test_a_narrow_terminal_parts_the_years_and_keeps_the_labels(clean):
    dataset = Dataset(clean)
    console = Console(file=io.StringIO(), width=46, highlight=False)
    draw_card(console, dataset, dataset.rows("cards")[0])
    lines = console.file.getvalue().splitlines()
    assert max(map(len, lines)) <= 46
    assert sum("Mentorordning" in line for line in lines) == 3, "once for each column"
    assert [w for line in lines for w in line.split() if w in ("-2.359", "4.500?")] == ["-2.359", "4.500?"]


def test_long_lines_are_broken_between_words_on_a_terminal_and_never_in_a_pipe(monkeypatch):
    line = "  BC05  Styrkelse af Din Sociale Indgang på Socialforvaltningens voksenområde"
    assert fitted(line) == line
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    parts = fitted(line).split("\n")
    assert max(map(len, parts)) <= 40
    assert " ".join(" ".join(parts).split()) == " ".join(line.split())
