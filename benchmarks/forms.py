"""How well bilag of other forms are read: made forms with their truth, through the whole pipeline.

    python benchmarks/forms.py [--set open|closed|drawn] [--seeds 1 2] [--kinds K] [--templates none]
    python benchmarks/forms.py --dir DIR [--misses 20]
    python benchmarks/forms.py --word [--seeds 1 2]
    python benchmarks/forms.py --changes

The first prints a line for each kind and input form: files used, cards, amounts (card, label, year, kroner), amounts
with cards and labels aside, amounts of lists, amounts in prose (recall/precision, or recall), amounts that are
published as certain but printed nowhere, planted errors found, and findings on cards without any. `--dir` takes files
that exist, each beside its `*.truth.json`. `--word` sets the kinds of both sets in Word and reads the documents and
what LibreOffice prints of them. The last changes one thing at a time of a bilag that is read perfectly,
and prints what each change costs. `--templates` is passed on to `bilag run`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import pyarrow.dataset as pads

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.made.forms import SETS, WRITERS, changes, kinds
from tests.made.forms.__main__ import write
from tests.made.forms.in_word import docx
from tests.made.forms.score import MEASURES, Count, Score, score
from tests.made.word import print_pdfs

TABLES = "documents cards economic_amounts overview_amounts prose_amounts findings follow_up_goals".split()
HEADINGS = ("used", "cards", "amounts", "aside", "list", "prose", "wrong", "planted", "false")
Released = dict[str, dict[str, list[dict[str, Any]]]]
"""Rows by the sha256 of the file, then by table."""


def release(files: list[Path], scratch: Path, options: list[str]) -> Released:
    """Run the pipeline over the files; what it published."""
    raw, clean = scratch / "raw", scratch / "clean"
    raw.mkdir()
    for path in files:
        shutil.copy(path, raw)
    command = [str(Path(sys.executable).with_name("bilag")), "run", "--raw", str(raw), "--clean", str(clean), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not (clean / "current").exists():
        sys.exit(f"nothing was published:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    tables = {name: read(clean / "current", name) for name in TABLES}
    sha = {row["document_id"]: row["sha256"] for row in tables["documents"]}
    out: Released = defaultdict(lambda: defaultdict(list))
    for name, rows in tables.items():
        for row in rows:
            out[sha.get(row["document_id"], "")][name].append(row)
    return out


def read(folder: Path, name: str) -> list[dict[str, Any]]:
    """A table of a release, none where it has no rows."""
    path = next((p for p in (folder / name, folder / f"{name}.parquet") if p.exists()), None)
    return pads.dataset(path, format="parquet").to_table().to_pylist() if path else []


def rows_of(released: Released, path: Path) -> dict[str, list[dict[str, Any]]]:
    """What was published of a file."""
    return released.get(hashlib.sha256(path.read_bytes()).hexdigest(), {})


def figures(made: Score) -> str:
    """A score's cells."""
    return "".join(f"{_cell(name, made.counts[name]):>13s}" for name in HEADINGS)


def _cell(name: str, count: Count) -> str:
    if name in ("wrong", "false"):
        return str(count.given)
    if not count.wanted:
        return "" if not count.given else f"+{count.given}"
    if name in ("used", "planted"):
        return f"{count.right}/{count.wanted}"
    recall = f"{count.right / count.wanted:.3f}"
    return recall if name in ("aside", "prose") else f"{recall} {count.right / max(1, count.given):.3f}"


def forms(files: list[Path], options: list[str], misses: int) -> None:
    """The table of kinds and input forms."""
    with tempfile.TemporaryDirectory() as scratch:
        released = release(files, Path(scratch), options)
    made: dict[tuple[str, str], Score] = defaultdict(Score)
    missed: dict[str, list[str]] = defaultdict(list)
    for path in files:
        truth = json.loads(path.with_name(f"{path.stem}.truth.json").read_text("utf-8"))
        one = score(truth, rows_of(released, path))
        for key in ((truth["form"], truth["style"]), (truth["form"], "all"), ("all", truth["style"]), ("all", "all")):
            made[key].add(one)
        for miss in one.misses:
            missed[miss.partition(":")[0]].append(f"{path.stem} {miss}")
    print(f"{'':26s}" + "".join(f"{h:>13s}" for h in HEADINGS))
    for form, style in sorted(made, key=lambda k: (k[0] == "all", k[0], k[1] == "all", k[1])):
        print(f"{form:16s}{style:10s}{figures(made[form, style])}")
    for name in MEASURES:
        for miss in missed[name][:misses]:
            print(f"  {miss}")


def word_files(folder: Path, seeds: list[int], only: list[str]) -> list[Path]:
    """The open and closed kinds as Word documents and as LibreOffice prints them, each beside its truth."""
    every = {f: m for f, m in (kinds("open") | kinds("closed")).items() if not only or f in only}
    made = {f"form-{form}-{seed}": make(seed) for form, make in every.items() for seed in seeds}
    written = {name: docx(document) for name, document in made.items()}
    paths = []
    for name, printed in print_pdfs(written, folder).items():
        path = folder / f"{name}-word.docx"
        path.write_bytes(written[name])
        for one, style in ((path, "word"), (printed.rename(folder / f"{name}-printed.pdf"), "printed")):
            truth = {**made[name].truth("plain"), "style": style}
            one.with_name(f"{one.stem}.truth.json").write_text(json.dumps(truth, ensure_ascii=False), "utf-8")
            paths.append(one)
    return paths


def change_costs(options: list[str], seeds: list[int]) -> None:
    """The table of changes."""
    with tempfile.TemporaryDirectory() as scratch:
        made = [m for seed in seeds for m in changes.changed(seed)]
        paths = {}
        for n, one in enumerate(made):
            paths[n] = Path(scratch) / one.file
            paths[n].write_bytes(one.data)
        (Path(scratch) / "run").mkdir()
        released = release(list(paths.values()), Path(scratch) / "run", options)
        costs: dict[tuple[str, str], changes.Cost] = defaultdict(changes.Cost)
        for n, one in enumerate(made):
            costs[one.change, one.form].add(changes.cost(one, rows_of(released, paths[n])))
    print(f"{'change':26s}{'form':8s}" + "".join(f"{h:>17s}" for h in changes.HEADINGS))
    for (change, form), total in costs.items():
        print(f"{change:26s}{form:8s}" + "".join(f"{c:>17s}" for c in total.cells()))


def main() -> None:
    """Read the options and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", choices=SETS, default="open")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--styles", nargs="+", choices=WRITERS, default=list(WRITERS))
    parser.add_argument("--kinds", nargs="+", default=[], help="only these kinds")
    parser.add_argument("--dir", type=Path, help="files that exist, each beside its *.truth.json")
    parser.add_argument("--templates", help="passed on to `bilag run`; without it, its default")
    parser.add_argument("--word", action="store_true", help="set in Word, and printed by LibreOffice")
    parser.add_argument("--changes", action="store_true", help="the table of changes instead")
    parser.add_argument("--misses", type=int, default=0, help="so many misses of each measure")
    chosen = parser.parse_args()
    options = ["--templates", chosen.templates] if chosen.templates else []
    if chosen.changes:
        change_costs(options, chosen.seeds)
        return
    with tempfile.TemporaryDirectory() as scratch:
        if chosen.dir:
            found = (p for p in sorted(chosen.dir.glob("*")) if p.suffix in (".pdf", ".txt"))
            files = [p for p in found if p.with_name(f"{p.stem}.truth.json").exists()]
        elif chosen.word:
            files = word_files(Path(scratch), chosen.seeds, chosen.kinds)
        else:
            files = write(Path(scratch), chosen.set, chosen.seeds, chosen.styles, chosen.kinds)
        forms(files, options, chosen.misses)


if __name__ == "__main__":
    main()
