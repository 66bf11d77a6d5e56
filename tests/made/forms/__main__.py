"""Write made forms with their truth: `python -m tests.made.forms --out DIR --set open --seeds 1 2`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

from tests.made.forms import SETS, WRITERS, files, kinds


def write(
    folder: Path, chosen: str, seeds: Iterable[int], styles: Iterable[str] = tuple(WRITERS), only: Iterable[str] = ()
) -> list[Path]:
    """Write a set's files (of some kinds `only`) and, beside each, its truth."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for make in (m for form, m in kinds(chosen).items() if not only or form in only):
        for seed in seeds:
            for name, data, truth in files(make(seed)):
                if truth["style"] not in styles:
                    continue
                path = folder / name
                path.write_bytes(data)
                path.with_name(f"{path.stem}.truth.json").write_text(json.dumps(truth, ensure_ascii=False), "utf-8")
                paths.append(path)
    return paths


def main() -> None:
    """Read the options and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--set", choices=SETS, default="open")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--styles", nargs="+", choices=WRITERS, default=list(WRITERS))
    options = parser.parse_args()
    print(f"{len(write(options.out, options.set, options.seeds, options.styles))} files in {options.out}")


if __name__ == "__main__":
    main()
