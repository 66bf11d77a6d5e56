from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from extractors.danish.ocr_repair.repair import repair

WORDS = st.sampled_from(
    "pa feelles omrade ar | Al 0gsa s& hg;j gget vilKIT bor- geren 12.500 6,/ 2026 82% - @ Kgbenhavn, p4 = for".split()
)
LINES = st.lists(
    st.one_of(st.lists(WORDS, max_size=12).map(" ".join), st.text(max_size=60).map(lambda t: " ".join(t.splitlines()))),
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(LINES)
def test_offsets_point_at_the_print_and_rebuild_the_lines(lines):
    result = repair(lines, force=True)
    assert len(result.lines) == len(lines)
    changed = {r.line_index for r in result.repairs}
    for r in result.repairs:
        assert lines[r.line_index][r.char_start : r.char_end] == r.printed != r.repaired
        assert r.repaired in result.lines[r.line_index]
    for i, line in enumerate(lines):
        if i not in changed:
            assert result.lines[i] == line


@settings(max_examples=150, deadline=None)
@given(LINES)
@example(["i4"])
def test_numbers_are_never_changed(lines):
    def numbers(text):
        return [t for t in text.split() if not re.search(r"[^\W\d_]", t) and any(c.isdigit() for c in t)]

    for before, after in zip(lines, repair(lines, force=True).lines, strict=True):
        assert numbers(before) == numbers(after)
