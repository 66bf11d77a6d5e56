"""Table structure on the ICDAR 2013 table competition's documents: ours against pdfplumber and camelot, one run.

    python benchmarks/icdar.py DATASET [--only ours] [--documents eu-001,us-003] [--worst 10]

DATASET is the folder `tests/files/tabula/icdar2013-dataset` of the public repository camelot-dev/camelot.

Measure: the competition's adjacency relations. Every non-empty cell is related to its nearest non-empty neighbour to
the right and below; a relation is right when both texts (white space stripped) and the direction agree. Counted over
all cells of all documents, page by page, tables of a page together: what was not found costs recall, what is no table
costs precision.
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from extractors.readers.pdf.document import tables

Cell = tuple[int, int, int, int, str]
"""First row, first column, last row, last column, text."""
Relation = tuple[str, str, str]
Pages = dict[int, list[list[Cell]]]


def bare(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def relations(cells: list[Cell]) -> Counter[Relation]:
    """The adjacency relations of one table."""
    filled = [c for c in cells if c[4]]
    at = {(r, c): cell for cell in filled for r in range(cell[0], cell[2] + 1) for c in range(cell[1], cell[3] + 1)}
    rows, columns = max((c[2] for c in filled), default=-1), max((c[3] for c in filled), default=-1)
    out: Counter[Relation] = Counter()
    for cell in filled:
        right = {
            next((at[r, c] for c in range(cell[3] + 1, columns + 1) if (r, c) in at), None)
            for r in range(cell[0], cell[2] + 1)
        }
        below = {
            next((at[r, c] for r in range(cell[2] + 1, rows + 1) if (r, c) in at), None)
            for c in range(cell[1], cell[3] + 1)
        }
        out.update(("right", cell[4], other[4]) for other in right if other)
        out.update(("below", cell[4], other[4]) for other in below if other)
    return out


def of_page(found: list[list[Cell]]) -> Counter[Relation]:
    """The relations of all tables of a page."""
    total: Counter[Relation] = Counter()
    for cells in found:
        total += relations(cells)
    return total


def truth(path: Path) -> Pages:
    """The labelled cells of a `-str.xml` by page."""
    pages: Pages = {}
    for region in ET.parse(path).getroot().iter("region"):  # noqa: S314 - the benchmark's own data set
        cells = []
        for cell in region.findall("cell"):
            row, column = int(cell.get("start-row", "0")), int(cell.get("start-col", "0"))
            last_row, last_column = int(cell.get("end-row", row)), int(cell.get("end-col", column))
            cells.append((row, column, last_row, last_column, bare(cell.findtext("content") or "")))
        pages.setdefault(int(region.get("page", "1")), []).append(cells)
    return pages


def pdf_of(labels: Path) -> Path:
    """The document that a `-str.xml` labels."""
    return labels.with_name(labels.name.replace("-str.xml", ".pdf"))


def plain(rows: list[list[str | None]]) -> list[Cell]:
    """Cells of a table given as rows of texts."""
    return [(r, c, r, c, bare(text or "")) for r, row in enumerate(rows) for c, text in enumerate(row)]


def ours(path: Path) -> Pages:
    """This project's tables, as `bilag tables` prints them."""
    pages: Pages = {}
    for grid in tables(path.read_bytes()):
        pages.setdefault(grid.page or 0, []).append(plain([[c.text if c else "" for c in r.cells] for r in grid.rows]))
    return pages


def with_pdfplumber(path: Path) -> Pages:
    """Pdfplumber's default."""
    import pdfplumber  # noqa: PLC0415 - each reader loads its own

    with pdfplumber.open(path) as pdf:
        return {p.page_number: [plain(t) for t in p.extract_tables()] for p in pdf.pages}


def with_camelot(flavor: str) -> Callable[[Path], Pages]:
    """One of camelot's parsers."""

    def read(path: Path) -> Pages:
        import camelot  # noqa: PLC0415 - each reader loads its own

        pages: Pages = {}
        for table in camelot.read_pdf(str(path), pages="all", flavor=flavor, suppress_stdout=True):
            pages.setdefault(int(table.page), []).append(plain(table.df.values.tolist()))
        return pages

    return read


READERS: dict[str, Callable[[Path], Pages]] = {
    "ours": ours,
    "pdfplumber": with_pdfplumber,
    "camelot lattice": with_camelot("lattice"),
    "camelot stream": with_camelot("stream"),
    "camelot network": with_camelot("network"),
}


def measure(read: Callable[[Path], Pages], documents: list[Path]) -> Iterator[tuple[str, int, int, int, float]]:
    """(document, right, labelled, given, seconds) for each document."""
    for labels in documents:
        want, path = truth(labels), pdf_of(labels)
        start = time.perf_counter()
        try:
            got = read(path)
        except Exception as error:
            print(f"  {path.name}: {type(error).__name__}: {error}", file=sys.stderr)
            got = {}
        seconds = time.perf_counter() - start
        right = labelled = given = 0
        for page in want.keys() | got.keys():
            w, g = of_page(want.get(page, [])), of_page(got.get(page, []))
            right, labelled, given = right + (w & g).total(), labelled + w.total(), given + g.total()
        yield labels.name.removesuffix("-str.xml"), right, labelled, given, seconds


def main() -> None:
    """Print one line a reader."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--only", choices=sorted(READERS))
    parser.add_argument("--documents", default="")
    parser.add_argument("--worst", type=int, default=0)
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    wanted = set(filter(None, options.documents.split(",")))
    labelled = [p for p in sorted(options.dataset.rglob("*-str.xml")) if pdf_of(p).exists()]
    documents = [p for p in labelled if not wanted or p.name.removesuffix("-str.xml") in wanted]
    if not documents:
        sys.exit(f"no *-str.xml under {options.dataset}")
    print(f"{len(documents)} documents\n{'':18s}{'P':>7s}{'R':>7s}{'F':>7s}{'seconds':>9s}")
    for name, read in READERS.items():
        if options.only in (None, name):
            rows = list(measure(read, documents))
            right, labelled, given = (sum(r[i] for r in rows) for i in (1, 2, 3))
            p, r = right / max(1, given), right / max(1, labelled)
            print(
                f"{name:18s}{p:7.3f}{r:7.3f}{2 * p * r / max(1e-9, p + r):7.3f}{sum(x[4] for x in rows):9.1f}",
                flush=True,
            )
            for row in sorted(rows, key=lambda x: 2 * x[1] - x[2] - x[3])[: options.worst]:
                print(f"    {row[0]:10s} right {row[1]} of {row[2]}, given {row[3]}")


if __name__ == "__main__":
    main()
