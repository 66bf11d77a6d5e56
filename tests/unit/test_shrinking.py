"""What a release may lack of the one before."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.release.shrinking import Allowance, Census, RefusedError, census, changes, refuse_to_shrink
from schemas.dataset import TABLES

ROWS = {"documents": 40, "cards": 200, "economic_amounts": 4000, "overview_amounts": 100, "paybacks": 60}
FILES = {f"{n}.pdf": str(n) for n in range(40)}
DRAWN = frozenset((str(n), 1) for n in range(40))


def holding(**changed):
    kept = {"rows": ROWS, "files": FILES, "quarantined": frozenset(), "drawn": DRAWN}
    return Census(**{**kept, **changed})


@pytest.mark.parametrize(
    ("after", "says"),
    [
        ({"rows": ROWS | {"cards": 189}}, "200 cards became 189"),
        ({"rows": ROWS | {"economic_amounts": 3799}}, "4000 economic amounts became 3799"),
        ({"rows": ROWS | {"overview_amounts": 0}}, "100 overview amounts became 0"),
        ({"rows": ROWS | {"paybacks": 0}}, "paybacks became empty"),
        ({"drawn": frozenset(), "failed": DRAWN}, "40 of 40 page images"),
        ({"quarantined": frozenset(f"bad {n}" for n in range(14))}, "14 of 54 files are newly quarantined"),
    ],
)
def test_what_is_refused(after, says):
    with pytest.raises(RefusedError, match=says):
        refuse_to_shrink(holding(), holding(**after), Allowance())
    refuse_to_shrink(holding(), holding(**after), Allowance(anything=True))
    refuse_to_shrink(None, holding(**after), Allowance())


@pytest.mark.parametrize(
    "after",
    [
        {},
        {"rows": ROWS | {"documents": 38, "cards": 190, "paybacks": 1}},
        {"rows": {name: n * 2 for name, n in ROWS.items()}},
        {"drawn": DRAWN - {("0", 1)}, "failed": frozenset([("0", 1), ("new", 7)])},
        {"drawn": frozenset()},  # a corrected bilag shows fewer pages: none failed
        {"quarantined": frozenset(["bad 1", "bad 2"])},
    ],
)
def test_what_is_not(after):
    refuse_to_shrink(holding(), holding(**after), Allowance())


def test_why_there_is_a_release():
    after = holding(files={**FILES, "0.pdf": "other", "new.pdf": "n"} | {}, quarantined=frozenset(["1.pdf"]))
    del after.files["1.pdf"]
    assert changes(None, after) == "the first release"
    assert changes(holding(), after) == (
        "1 new: new.pdf; 1 changed: 0.pdf; 1 gone: 1.pdf (quarantined); 1 quarantined, before 0"
    )


def test_a_release_from_before_a_table_was_added_still_counts(tmp_path):
    names = {"document_id": ["a"], "sha256": ["s"], "file_name": ["a.pdf"], "other_names": [[]], "reason": ["x"]}
    for name in TABLES.keys() - {"paybacks"}:
        pq.write_table(pa.table(names), tmp_path / f"{name}.parquet")
    before = census(tmp_path, {})
    assert (before.rows["documents"], before.rows["cards"], before.rows["paybacks"]) == (1, 1, 0)
