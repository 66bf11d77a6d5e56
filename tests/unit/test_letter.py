"""The letter to the administration behind a proposal."""

from __future__ import annotations

import io

import docx
import pytest
from click.testing import CliRunner

from pipeline.cli.main import main
from pipeline.report.dataset import load
from pipeline.report.letter import letter
from pipeline.report.letter_files import as_docx, as_html, as_markdown
from tests.report_release import accept, made_tables, write_release

EVIL = "<script>alert(1)</script> | *fed* [x](http://x) \x1b[31m"


@pytest.fixture(scope="module")
def tables():
    return made_tables(6, titles=[EVIL], wrong_every=2)


@pytest.fixture(scope="module")
def release(tables, tmp_path_factory):
    return load(write_release(tables, tmp_path_factory.mktemp("clean") / "current"))


@pytest.fixture(scope="module")
def made(release):
    return letter(release, release.cards[0])


def test_it_asks_about_the_worst_first_with_both_places_as_printed(release, made):
    first = made.questions[0]
    root = next(f for f in release.findings if f.rule == "item_sum" and f.card_id == release.cards[0].card_id)
    assert first.finding_id == root.finding_id
    assert first.told == root.message
    assert [row[0].startswith("Tabel 1, linje") for row in first.places] == [True] * 4
    assert first.places[0][2] == root.evidence[0].text.rpartition(": ")[2]
    assert "følge heraf" in first.more
    assert made.subject.startswith("Spørgsmål til investeringsforslaget BC001")


def test_what_was_accepted_is_not_asked_about(tables, release, tmp_path):
    changed = dict(tables)
    accepted = accept(changed, 0, "aftalt")
    again = load(write_release(changed, tmp_path))
    card = next(f.card_id for f in again.findings if f.finding_id == accepted)
    asked = {q.finding_id for q in letter(again, again.cards_by_id[card]).questions}
    assert accepted not in asked


def test_a_proposal_without_findings_has_a_letter_that_says_so(release):
    clean = next(c for c in release.cards if not any(f.card_id == c.card_id for f in release.findings))
    made = letter(release, clean)
    assert made.questions == []
    assert "ikke givet anledning til spørgsmål" in made.opening


def test_text_of_a_bilag_is_only_text(made):
    html = as_html(made)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    title = next(line for line in as_markdown(made).splitlines() if line.startswith("# "))
    assert r"\<script\>" in title
    assert r"\*fed\*" in title
    assert r"\[x\]" in title
    assert "\x1b" not in as_markdown(made)
    assert "<script>alert(1)</script>" in docx.Document(io.BytesIO(as_docx(made))).paragraphs[0].text


def test_word_gets_headings_tables_and_no_time(made):
    document = docx.Document(io.BytesIO(as_docx(made)))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    assert headings == [q.heading for q in made.questions]
    assert [c.text for c in document.tables[0].rows[0].cells] == ["Sted", "Her står", "Trykt"]
    assert tuple(c.text for c in document.tables[0].rows[1].cells) == made.questions[0].places[0]
    assert as_docx(made) == as_docx(made)


@pytest.mark.parametrize("form", ["md", "html"])
def test_every_form_asks_the_same(made, form):
    text = {"md": as_markdown, "html": as_html}[form](made)
    at = [text.index(q.finding_id) for q in made.questions]
    assert at == sorted(at)
    assert text.count("Vil I ") == len(made.questions)


def test_the_command(release, tmp_path):
    clean = str(release.published.folder.parent)
    out = tmp_path / "brev.docx"
    result = CliRunner().invoke(main, ["letter", "bc001", "--clean", clean, "-o", str(out)])
    assert result.exit_code == 0, result.output
    assert docx.Document(out).paragraphs[0].text.startswith("Spørgsmål til")
    told = CliRunner().invoke(main, ["letter", "BC001", "--clean", clean, "--format", "md"])
    assert told.output.startswith("# Spørgsmål til investeringsforslaget BC001")
    unknown = CliRunner().invoke(main, ["letter", "BC999", "--clean", clean])
    assert unknown.exit_code == 1
    assert "there is no case 'BC999'" in unknown.output
