"""Templates as files: what is broken is told with its place and costs only itself; phrases take linear time."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.extract import extract
from extractors.templates.load import GENERIC, load_templates, read_template, template_set
from extractors.templates.phrases import MAX_LINE, PhraseError, compile_phrase, matches
from schemas.errors import TemplateError
from tests.growth import assert_linear

FORMS = Path(__file__).parents[1] / "data" / "forms"
GOOD = """
name = "egen"
title = "Egen skabelon"
[[sign]]
words = ["Kuvertkatalog #"]
weight = 3
example = "Kuvertkatalog 2030"
"""
BROKEN = {
    "no-toml": (b"name = ", "the file"),
    "not-utf-8": (b'name = "\xff"', "the file"),
    "null-bytes": (b'name = "a"\x00\ntitle = "b"', "the file"),
    "null-in-words": (GOOD.replace("Kuvert", "Ku\\u0000vert", 1).encode(), "sign.1"),
    "too-large": (b"# " + b"x" * 300_000, "the file"),
    "nested": (b"a = " + b"[" * 50_000 + b"]" * 50_000, "the file"),
    "nested-tables": (b"[" + b".".join([b"a"] * 90_000) + b"]", "the file"),
    "nested-keys": (b".".join([b'"a"'] * 40_000) + b" = 1", "the file"),
    "nested-inside": (b"x = {" + b" . ".join([b"a"] * 40_000) + b" = 1}", "the file"),
    "long-number": (b"name = " + b"9" * 50_000, "the file"),
    "many-keys": (b"\n".join(b"k%d = 1" % n for n in range(10_000)), ""),
    "empty": (b"", "name"),
    "wrong-type": (b'name = ["a"]\ntitle = "b"', "name"),
    "wrong-name": (b'name = "A b"\ntitle = "b"', "name"),
    "reserved-name": (b'name = "unknown"\ntitle = "b"', "name"),
    "unknown-key": (GOOD.encode() + b"\n[[foo]]\nx = 1", "foo"),
    "unknown-kind": (b'kind = "bog"' + GOOD.encode(), "kind"),
    "unknown-reader": (b'reader = "os.system"' + GOOD.encode(), "reader"),
    "no-example": (b'name="a"\ntitle="b"\n[[sign]]\nwords=["abc"]', "sign.1.example"),
    "other-example": (GOOD.replace("katalog 2030", "bog 2030").encode(), "sign.1"),
    "no-words": (GOOD.replace('["Kuvertkatalog #"]', "[]").encode(), "sign.1.words"),
    "only-wild": (GOOD.replace("Kuvertkatalog #", "... #").encode(), "sign.1.words"),
    "too-wild": (GOOD.replace("Kuvertkatalog #", "... b ... c ... d ... e ... f ... g ... h").encode(), "sign.1.words"),
    "open-bracket": (GOOD.replace("Kuvertkatalog #", "Kuvert[katalog").encode(), "sign.1.words"),
    "weight": (GOOD.replace("weight = 3", "weight = -1").encode(), "sign.1.weight"),
    "endless-weight": (GOOD.replace("weight = 3", "weight = inf").encode(), "sign.1.weight"),
    "no-weight": (GOOD.replace("weight = 3", "weight = nan").encode(), "sign.1.weight"),
    "generic-kind": (b'name = "generic"\ntitle = "b"\nkind = "budget_note"', "the template"),
    "extends-nothing": (b'extends = "findes-ikke"' + GOOD.encode(), "extends"),
    "extends-itself": (b'extends = "egen"' + GOOD.encode(), "extends"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_template_is_told_with_file_entry_and_reason(tmp_path: Path, case: str) -> None:
    data, entry = BROKEN[case]
    (tmp_path / f"{case}.toml").write_bytes(data)
    with pytest.raises(TemplateError) as caught:
        load_templates((str(tmp_path),))
    error = caught.value
    assert error.code == "template_invalid"
    assert error.file == f"{case}.toml"
    assert error.entry.startswith(entry)
    assert error.reason
    assert str(error).endswith("[template_invalid]")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301 -- our own bytes


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_template_costs_only_itself(tmp_path: Path, case: str) -> None:
    (tmp_path / "broken.toml").write_bytes(BROKEN[case][0])
    (tmp_path / "good.toml").write_text(GOOD.replace("egen", "god"), "utf-8")
    known = template_set((str(tmp_path),))
    assert [e.file for e in known.broken] == ["broken.toml"]
    assert {t.name for t in known.templates} == {"god", *(t.name for t in load_templates())}


def test_what_is_no_file_is_no_template(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "gone.toml").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.toml")
    assert sorted(e.file for e in template_set((str(tmp_path),)).broken) == ["gone.toml", "pipe.toml"]


def test_two_templates_of_one_name_are_an_error_and_the_packages_own_gives_way(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD, "utf-8")
    (tmp_path / "b.toml").write_text(GOOD, "utf-8")
    own = GOOD.replace("egen", "sparekatalog")
    (tmp_path / "c.toml").write_text(own, "utf-8")
    known = template_set((str(tmp_path),))
    assert [(e.file, e.entry) for e in known.broken] == [("b.toml", "name")]
    assert next(t.title for t in known.templates if t.name == "sparekatalog") == "Egen skabelon"
    assert known.file_of("sparekatalog") == tmp_path / "c.toml"


def test_none_leaves_generic_alone(tmp_path: Path) -> None:
    assert [t.name for t in load_templates(("none",))] == [GENERIC]
    (tmp_path / "a.toml").write_text(GOOD, "utf-8")
    assert [t.name for t in load_templates(("none", str(tmp_path)))] == ["egen", GENERIC]
    path = FORMS / "blok-layout.txt"
    known = extract(path.read_bytes(), path.name)
    alone = extract(path.read_bytes(), path.name, templates=load_templates(("none",)))
    assert (known.document.template, alone.document.template) == ("noerreby-reduktionskatalog", GENERIC)
    assert alone.document.kind == "unknown"


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="is not there"):
        template_set((str(tmp_path / "nowhere"),))


def test_the_digest_tells_contents_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    seen = [template_set(()).digest, template_set(("none",)).digest, template_set((str(tmp_path),)).digest]
    for text in (GOOD, GOOD + "# a note", "name = "):
        path.write_text(text, "utf-8")
        seen.append(template_set((str(tmp_path),)).digest)
    assert seen[0] == "" == seen[2]
    assert len(set(seen)) == len(seen) - 1
    path.write_text(GOOD, "utf-8")
    assert template_set((str(tmp_path),)).digest == seen[3]


def test_a_template_goes_on_with_the_one_it_extends(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('extends = "generic"' + GOOD, "utf-8")
    (tmp_path / "b.toml").write_text('extends = "egen"' + GOOD.replace('name = "egen"', 'name = "to"'), "utf-8")
    known = template_set((str(tmp_path),))
    own = next(t for t in known.templates if t.name == "egen")
    assert own.field == read_template(Path(load_templates.__code__.co_filename).parent / "generic.toml").field
    assert [(e.file, e.entry) for e in known.broken] == [("b.toml", "extends")]


@pytest.mark.parametrize(
    ("phrase", "line", "rest"),
    [
        ("Kort resum[é]", "  Kort  RESUMÉ: x", ": x"),
        ("Kort resum[é]", "Kort resum", ""),
        ("... samlede udgifter", "De samlede udgifter udgør", " udgør"),
        ("... samlede udgifter", "samlede udgifterne, samlede udgifter", ""),
        ("Forslag nr. #", "Forslag nr. 201 x", " x"),
        ("Samlet* netto*", "Samlet nettoudgift i alt", " i alt"),
        ("Forslags[ ]nr.", "Forslagsnr.: 3", ": 3"),
        ("a ... b ... c", "a c b c", ""),
    ],
)
def test_phrases_match_what_is_printed(phrase: str, line: str, rest: str) -> None:
    found = matches(phrase, line)
    assert found is not None
    assert line[found.end() :] == rest


@pytest.mark.parametrize(
    ("phrase", "line"),
    [
        ("Titel", "Titelblad"), ("Forslag nr. #", "Forslag nr. x"), ("Udvalg", "Et Udvalg"), ("a ... b", "b a"),
        ("Samlet* netto", "Samlede netto"), ("BC#", "ABC1"),
    ],
)  # fmt: skip
def test_phrases_match_nothing_else(phrase: str, line: str) -> None:
    assert matches(phrase, line) is None


@pytest.mark.parametrize("phrase", ["##a", "a#1", "a1#", "a*b", "* abc", "a [b[c]]", "a [b ... c]", "x" * 500, "a ]b["])
def test_phrases_that_mean_nothing_are_refused(phrase: str) -> None:
    with pytest.raises(PhraseError):
        compile_phrase(phrase)


HOSTILE = [
    ("... a ... a ... a ... a ... a ... b", "a"), ("a* a* a* a* a* b", "a "), ("... # # # # # b", "1 "),
    ("[a][a][a][a][a][a]aaaaaab", "a"), ("... [ ]x[ ]y[ ]z", " "), ("... #x", "1"), ("... é[é] ... é[é] ... ø", "é"),
    ("[a] [a] [a] [a] [a] [a] b", "a "), ("a[#]a[#]a[#]b", "a1"),
]  # fmt: skip


@pytest.mark.parametrize(("phrase", "unit"), HOSTILE)
def test_no_phrase_takes_longer_than_its_line(phrase: str, unit: str) -> None:
    """No wild card gives back what it took, and a line is cut at 400 characters."""

    def look(length: int) -> None:
        line = unit * (length // len(unit))
        for _ in range(100):
            assert matches(phrase, line) is None

    assert_linear(look, MAX_LINE)
    assert_linear(lambda times: look(MAX_LINE * times), 16)


_PIECES = st.sampled_from(["...", "*", "#", "[a]", "[ ]", "[#]", " ", "a", "aa", "1", "b", "é", "-", ".", "(", "\\"])


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES, max_size=14), st.text(alphabet="a1 bé-.", max_size=6), st.integers(1, 400))
def test_any_phrase_is_refused_or_ends(pieces: list[str], unit: str, times: int) -> None:
    phrase = "".join(pieces)
    try:
        compile_phrase(phrase)
    except PhraseError:
        return
    line = (unit * times)[: 2 * MAX_LINE]
    found = matches(phrase, line)  # one that gives back what it took would be at it for hours
    assert found is None or found.end() <= MAX_LINE


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_a_template_or_an_error(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("t") / "a.toml"
    path.write_bytes(data)
    with pytest.raises(TemplateError):
        read_template(path)
