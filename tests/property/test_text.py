"""Joining printed lines: wraps and hyphenation undone, real hyphens kept; furniture that repeats is left out."""

from __future__ import annotations

import hashlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.layout.furniture import without_furniture
from extractors.layout.text import join_lines, keeps_hyphen
from extractors.readers.text.document import read_text
from schemas.source import Line, Page, SourceDocument
from tests.made.dump import wrap

WORDS = st.text(alphabet="abcdefghijklmnoprstuvyæøå", min_size=1, max_size=18)


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["inve-", "steringspuljen"], "investeringspuljen"),
        (["it-", "anskaffelser"], "it-anskaffelser"),
        (["IT-", "understøttelse"], "IT-understøttelse"),
        (["Ejendoms-", "og anlægsprojekt"], "Ejendoms- og anlægsprojekt"),
        (["CO2-", "udledning"], "CO2-udledning"),
        (["p-", "klager"], "p-klager"),
        (["Børne-", "og Ungdomsforvaltningen"], "Børne- og Ungdomsforvaltningen"),
        (["Center-", "Nord"], "Center-Nord"),
        (["rets\u00ad", "sikkerhed"], "retssikkerhed"),
        (["Specialkørsel -", "Investering i cykler"], "Specialkørsel - Investering i cykler"),
        (["a", "", "  b  "], "a b"),
    ],
)
def test_wraps_are_joined_as_a_reader_would(lines: list[str], joined: str) -> None:
    assert join_lines(lines) == joined


@given(st.lists(WORDS, min_size=1, max_size=40), st.integers(12, 60))
def test_what_a_typesetter_breaks_is_mended(words: list[str], width: int) -> None:
    """Any text of words, wrapped and hyphenated, reads as before, unless a kept prefix makes the hyphen real."""
    text = " ".join(words)
    lines = wrap(text, width)
    broken = [a for a, b in pairwise(lines) if a.endswith("-") and keeps_hyphen(a, b)]
    if not broken:
        assert join_lines(lines) == text


@given(st.lists(st.text(alphabet="abæ -\u00adIT2&/.,og\n", max_size=12), max_size=20))
def test_joining_keeps_every_letter_in_order(lines: list[str]) -> None:
    def letters(text: str) -> str:
        return "".join(c for c in text if c.isalnum())

    assert letters(join_lines(lines)) == letters("".join(lines))


@given(st.lists(st.text(alphabet="abc de-", max_size=9), max_size=8), st.lists(st.text(alphabet="abc", max_size=9)))
def test_joining_again_changes_nothing(head: list[str], tail: list[str]) -> None:
    once = join_lines(head + tail)
    assert join_lines([once]) == once


def document(text: str) -> SourceDocument:
    return read_text(text.encode(), "x.txt")


def kept(doc: SourceDocument) -> list[str]:
    return [b.text.strip() for b in without_furniture(doc) if isinstance(b, Line) and not b.blank]


def test_feet_are_left_out_and_the_last_rows_of_pages_kept() -> None:
    form = "Tabel 4. Godkendelse\nJa/Nej Dato for godkendelse\nCenter for Økonomi, Økonomiforvaltningen Ja {d}-02-2028"
    text = "\f".join(
        f"Kort {d}\n{form.format(d=d)}\nOverførselssagen 2027-2028\nInvesteringsforslag" for d in (11, 12, 13)
    )
    lines = kept(document(text))
    assert "Investeringsforslag" not in lines
    assert lines.count("Tabel 4. Godkendelse") == 3
    assert sum("Center for Økonomi" in x for x in lines) == 3


def test_a_foot_glued_to_the_next_page_leaves_its_first_line() -> None:
    text = "Noget\nOverførselssagen 2027-2028\nInvesteringsforslagBC03 Sensorer i affaldsspande\nMere"
    assert kept(document(text)) == ["Noget", "BC03 Sensorer i affaldsspande", "Mere"]


def test_a_margin_that_repeats_on_a_pdfs_pages_is_left_out() -> None:
    blocks = []
    for page in range(1, 5):
        blocks.append(Line("Københavns Kommune", None, page, (50, 20, 200, 30)))
        blocks.append(Line(f"Side {page}", None, page, (50, 800, 80, 810)))
        blocks.append(Line("Samlet økonomisk påvirkning", None, page, (50, 400, 200, 410)))
    digest = hashlib.sha256(b"").hexdigest()
    pages = tuple(Page(n, 595, 842) for n in range(1, 5))
    assert (
        kept(SourceDocument(digest, "x.pdf", "pdf", "text layer", tuple(blocks), pages))
        == ["Samlet økonomisk påvirkning"] * 4
    )
