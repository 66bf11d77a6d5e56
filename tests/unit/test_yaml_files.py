"""What people wrote by hand may be wrong or hostile: the error names the file, at once."""

from __future__ import annotations

import pytest

from pipeline.reconcile.config import load_config
from pipeline.reconcile.decisions import load_decisions
from pipeline.work.retired import load_retired

BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(12)
)
BAD = {
    "an alias bomb": BOMB,
    "an alias": "- &a {finding: x}\n- *a\n",
    "not YAML": "- [unclosed",
    "a tab": "-\tfinding: x\n\t y: z",
    "a control character": "- finding: \x07",
    "a mapping": "finding: x",
    "a list of texts": "- x\n- y",
    "a text": "hej",
    "a number": "42",
    "an object": "- !!python/object/apply:os.system [ls]",
    "a date that is none": "- {date: 2026-13-45}",
    "a number of 5000 digits": "- {from: " + "9" * 5000 + "}",
    "deep nesting": "[" * 5000,
    "an unhashable key": "- ? [a]\n  : b",
    "other keys": "- {x: 1}",
    "a list of keys": "- {? {a: 1} : 2}",
    "a wrong value": "- {file: 1, finding: [1], sha256: 2, date: [3], reason: 4, steering_area: x, from: y, factor: z}",
}
LOADERS = {
    "price_factors.yaml": load_config,
    "decisions.yaml": load_decisions,
    "retired.yaml": lambda path: load_retired(path.parent),
}


@pytest.mark.parametrize("name", LOADERS)
@pytest.mark.parametrize("bad", BAD)
def test_bad_yaml_is_an_error_that_names_the_file(tmp_path, name, bad):
    path = tmp_path / name
    path.write_text(BAD[bad], encoding="utf-8")
    with pytest.raises(ValueError, match=name):
        LOADERS[name](path)


def test_bytes_that_are_no_text(tmp_path):
    path = tmp_path / "decisions.yaml"
    path.write_bytes(bytes(range(128, 256)))
    with pytest.raises(ValueError, match=r"decisions\.yaml"):
        load_decisions(path)


@pytest.mark.parametrize("factor", ["1E-99999999", "1E99999999", "NaN", "Infinity", "-1", "0", "0." + "1" * 100])
def test_a_factor_that_converts_no_prices(tmp_path, factor):
    path = tmp_path / "price_factors.yaml"
    path.write_text(f'- {{steering_area: service, from: 2026, to: 2027, factor: "{factor}"}}')
    with pytest.raises(ValueError, match="converts no prices"):
        load_config(path)


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[]", "\ufeff[]"])
def test_an_empty_file_is_no_decision(tmp_path, text):
    path = tmp_path / "decisions.yaml"
    path.write_text(text, encoding="utf-8")
    assert load_decisions(path) == []
