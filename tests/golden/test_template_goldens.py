"""A golden for every template: its form is recognised in each input form, and read with all of its meaning."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from extractors.examine import entries, stripped_lines
from extractors.extract import extract, read
from extractors.templates.load import load_templates
from extractors.templates.model import GENERIC, Template
from extractors.templates.recognise import ENOUGH, fits
from schemas.extraction import Extraction
from tests.made.dump import flat
from tests.made.forms import WRITERS, kinds
from tests.made.look import random_look
from tests.made.model import make_bilag

ROOT = Path(__file__).parents[2]
FORMS = ROOT / "tests" / "data" / "forms"
GOLDEN = Path(__file__).parent / "templates"
STYLES = ("layout.txt", "dump.txt", "ruled.pdf")
SIX = ("anlaeg", "blok", "kk-bc", "kk-note", "mio", "raaderum")
REAL = {
    "000": "koebenhavn-innovation",
    "001": "koebenhavn-investering",
    "002": "koebenhavn-budgetnotat",
    "003": "koebenhavn-innovationsskema",
    "004": "koebenhavn-arbejdsprogram",
}
"""The real bilag, whose records the other goldens hold."""
OWN = load_templates()


def golden(form: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((GOLDEN / f"{form}.json").read_text("utf-8"))
    return made


@lru_cache(maxsize=4)
def extracted(path: Path) -> Extraction:
    return extract(path.read_bytes(), path.name)


def shown(extraction: Extraction) -> dict[str, Any]:
    """What the template's meaning is seen in: kinds, fields, and each row's role, sum rule and amounts."""
    document, rows = extraction.document, extraction.rows
    sums = {(r.table_id, r.row_no): r.sums for r in rows.get("economic_rows", [])}  # type: ignore[attr-defined]
    tables: dict[str, dict[str, Any]] = {}
    cards: Any = rows.get("cards", [])
    ids = {c.card_id: c.case_id for c in cards}
    amounts: Any = rows.get("economic_amounts", [])
    for a in amounts:
        number = a.table_id.rsplit("-", 1)[1]
        label = squeezed(a.label) if number == "t1" else squeezed(a.label.split()[-1])  # a dump glues text columns
        key = f"{ids[a.card_id]} {number} {a.row_no} {label} {a.role} {sums[a.table_id, a.row_no]}"
        tables.setdefault(key, {})[str(a.year or a.column_printed)] = a.amount_dkk
    listed: Any = rows.get("overview_amounts", [])
    for o in listed:
        key = f"list {o.case_id or '-'} {squeezed(o.title)} {o.role}"
        tables.setdefault(key, {})[str(o.year)] = o.amount_dkk
    return {
        "template": document.template,
        "kind": document.kind,
        "municipality": document.municipality,
        "sign_convention": document.sign_convention,
        "cards": [
            [c.case_id, c.title, c.kind, c.template, c.committee, c.presenting_administration, c.price_level]
            for c in cards
        ],
        "rows": tables,
    }


def squeezed(text: str | None) -> str:
    """Without spaces and hyphens: a dump and a PDF break lines where a text with its layout does not."""
    return "".join(c for c in text or "" if c.isalnum())


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("form", SIX)
def test_a_form_is_read_with_its_meaning(form: str, style: str) -> None:
    got, want = shown(extracted(FORMS / f"{form}-{style}")), golden(form)
    assert got["rows"] == want["rows"]
    assert got == want


def test_every_template_has_a_golden() -> None:
    held = {golden(form)["template"] for form in SIX} | set(REAL.values()) | {GENERIC}
    assert {t.name for t in OWN} == held


ENTRIES = [
    pytest.param(t, what, e, id=f"{t.name}: {what} {e.words[0]}") for t in OWN for what, e in entries(t) if e.words
]


@pytest.mark.parametrize(("template", "what", "entry"), ENTRIES)
def test_every_entry_matches_its_example(template: Template, what: str, entry: Any) -> None:
    assert entry.match(entry.example) is not None, (template.name, what)
    assert entry.match("") is None
    assert entry.match("Et afsnit, som intet skema trykker") is None


def best(data: bytes, name: str) -> str:
    """The template that the signs alone choose."""
    found = fits(stripped_lines(read(data, name)), OWN)
    return found[0].template.name if found and found[0].score >= ENOUGH else GENERIC


@pytest.mark.parametrize(("number", "name"), [*REAL.items()])
def test_the_real_bilag_keep_their_forms(number: str, name: str) -> None:
    (path,) = (ROOT / "data" / "raw").glob(f"{number}_*.txt")
    chosen = best(path.read_bytes(), path.name)
    assert chosen == (name if number != "004" else GENERIC)  # a work programme has no signs: its words are counted
    scores = sorted((f.score for f in fits(stripped_lines(read(path.read_bytes(), path.name)), OWN)), reverse=True)
    assert len(scores) < 2 or scores[0] > scores[1] + 1


@pytest.mark.parametrize("form", SIX)
def test_a_form_is_taken_by_no_other_template(form: str) -> None:
    path = FORMS / f"{form}-layout.txt"
    name = golden(form)["template"]
    assert best(path.read_bytes(), path.name) == name
    others = [t for t in OWN if t.name != name]
    found = fits(stripped_lines(read(path.read_bytes(), path.name)), others)
    assert not found or found[0].score < ENOUGH


@pytest.mark.parametrize("seed", range(4))
def test_made_bilag_keep_their_form(seed: int) -> None:
    data = flat(make_bilag(seed), random_look(seed)).encode()
    assert best(data, "a.txt").startswith("koebenhavn-inv")


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(("chosen", "kind"), [(s, k) for s in ("open", "closed", "drawn") for k in kinds(s)], ids=str)
def test_forms_that_no_template_knows_stay_generic(chosen: str, kind: str, seed: int) -> None:
    document = kinds(chosen)[kind](seed)
    for style in ("layout", "dump", "pipes"):
        assert best(WRITERS[style][1](document), "a.txt") == GENERIC
