"""Runs `docs/questions.ipynb` over a release: each cell in order, and what its last line comes to beneath it.

python docs/notebook.py            over data/clean, and writes the answers into the notebook
python docs/notebook.py --check    exit 1 where an answer is not the one that stands there

It needs no Jupyter; in one, the notebook runs as it is.
"""

from __future__ import annotations

import ast
import json
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = ROOT / "docs" / "questions.ipynb"


def run(notebook: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The notebook with the answers that its cells give in this folder."""
    names: dict[str, Any] = {}
    before = Path.cwd()
    os.chdir(folder)
    try:
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                value = _run("".join(cell["source"]), names)
                cell["outputs"] = [_output(value)] if value is not None else []
    finally:
        os.chdir(before)
    return notebook


def _run(source: str, names: dict[str, Any]) -> Any:
    """Run a cell; what its last line comes to where that is an expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), names)  # noqa: S102 -- our own notebook
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), names) if last else None  # noqa: S307


def _output(value: Any) -> dict[str, Any]:
    text = [f"{line}\n" for line in repr(value).splitlines()]
    return {"output_type": "execute_result", "execution_count": None, "metadata": {}, "data": {"text/plain": text}}


def main() -> int:
    """Run it, and write or compare."""
    before = NOTEBOOK.read_text("utf-8")
    after = json.dumps(run(json.loads(before), ROOT), ensure_ascii=False, indent=1) + "\n"
    if "--check" in sys.argv:
        return int(before != after)
    NOTEBOOK.write_text(after, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
