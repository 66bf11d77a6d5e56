"""PDF tables: our whole extraction against pdfium's text, pdfplumber and camelot, same files, one run.

    python benchmarks/pdf.py FOLDER [--skip-camelot] [--pages 1000] [--wrong] [--second]
    python benchmarks/pdf.py --looks 200 [--first SEED] [--cards 30] [--odd]

FOLDER holds born-digital PDFs of bilag, each beside its `*.truth.json` (a made bilag's cards). Right is a
(label, year, amount) of a card's economy table that is printed there; recall and precision are over all of them.
Time is processor time on one core for each page, reading included. `--pages N` adds a document of N pages (the first
PDF over and over) and shows our time for each page and our peak memory.

`--wrong` prints instead how many amounts are published wrong and not `uncertain` (0 is the only good figure) and the
share of right amounts marked `uncertain`, over the folder's PDFs and the kept prints of Word looks (tests/golden/word).

`--looks N` typesets the real cards, four of them a look or `--cards`, in N looks drawn at random, half by reportlab,
half in Word where LibreOffice is installed, and prints every look that is not read whole; `--odd` does to the tables
of Word what offices do besides (`tests.made.word_odd`). `--second` tells on how many pages pdfplumber and camelot were
asked, how many answers were taken, and how many amounts that made right or wrong. On made bilag and on prints of Word
they are hardly ever asked. Tried by hand on eight pages that our geometry had lost: camelot's stream placed 93 of 97
amounts of the three whose rows stand far apart, and next to none of the four whose cells broke their numbers or years;
pdfplumber's text strategy 69 to 84 of the first three. So a heading above a grid without one is where they are asked.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import resource
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pypdfium2

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from extractors.danish.numbers import parse_number
from extractors.extract import extract
from extractors.readers.pdf.document import read_pdf
from schemas.dataset import EconomicAmountRow
from schemas.source import Grid

Triple = tuple[str, int, int]
_YEAR = re.compile(r"20\d\d")


def letters(text: str) -> str:
    """Only letters and figures, small: how labels are compared."""
    return re.sub(r"[\W_]+", "", text).lower()[:40]


def truth(path: Path) -> Counter[Triple]:
    """The amounts printed in the economy tables of a made bilag's cards, in the printed unit."""
    made = json.loads(path.read_text("utf-8"))
    out: Counter[Triple] = Counter()
    for card in made["cards"]:
        rows = [(r["label"], r["values"]) for r in card["permanent"] + card["implementation"]]
        for label, key in (
            ("Samlet varig ændring", "permanent_total"),
            ("Samlede implementeringsomkostninger", "implementation_total"),
        ):
            rows.append((label, [v or None for v in card["printed"][key]]))
        rows.append(("Samlet økonomisk påvirkning", card["printed"]["net"]))
        if made.get("split_area"):
            for area, key in (("service", "impl_service_by_year"), ("anlæg", "impl_anlaeg_by_year")):
                rows.append((f"Samlede implementeringsomkostninger, {area}", [v or None for v in card[key]]))
        out.update(
            (letters(n), y, v) for n, vs in rows for y, v in zip(card["years"], vs, strict=True) if v is not None
        )
    return out


def from_tables(tables: Iterable[list[list[str | None]]]) -> Counter[Triple]:
    """The amounts of tables given as rows of texts: under the years of the last row that names three or more."""
    out: Counter[Triple] = Counter()
    years: dict[int, int] = {}
    for table in tables:
        for row in table:
            cells = [" ".join((cell or "").split()) for cell in row]
            here = {c: int(t) for c, t in enumerate(cells) if _YEAR.fullmatch(t)}
            if len(here) >= 3:
                years = here
                continue
            for c, year in years.items():
                number = parse_number(cells[c]) if c < len(cells) else None
                if number:
                    out[letters(cells[0]), year, int(number.value)] += 1
    return out


def ours(data: bytes, name: str) -> Counter[Triple]:
    """Bytes to records."""
    rows = extract(data, name).of(EconomicAmountRow)
    return Counter((letters(r.label), r.year, r.amount_dkk // r.unit_dkk) for r in rows if r.year)


def our_reader(data: bytes, name: str) -> Counter[Triple]:
    """Bytes to `SourceDocument` only."""
    grids = (b for b in read_pdf(data, name).blocks if isinstance(b, Grid))
    return from_tables([[c.text if c else "" for c in r.cells] for r in g.rows] for g in grids)


def pdfium_text(data: bytes, name: str) -> Counter[Triple]:
    """Plain text by pdfium, a line's numbers placed from the first year on."""
    del name
    rows: list[list[str | None]] = []
    document = pypdfium2.PdfDocument(data)
    for i in range(len(document)):
        page = document[i]
        for line in page.get_textpage().get_text_range().splitlines():
            found = re.match(r"(.*?)((?:\s+-?[\d.]+)*)\s*$", line)
            rows.append([found[1], *found[2].split()] if found else [line])
        page.close()
    return from_tables([rows])


def with_pdfplumber(data: bytes, name: str) -> Counter[Triple]:
    """The `extract_tables` of pdfplumber."""
    import pdfplumber  # noqa: PLC0415 - each reader loads its own

    del name
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return from_tables([t for page in pdf.pages for t in page.extract_tables()])


def with_camelot(flavor: str) -> Callable[[bytes, str], Counter[Triple]]:
    """One of camelot's parsers."""

    def read(data: bytes, name: str) -> Counter[Triple]:
        import camelot  # noqa: PLC0415 - each reader loads its own

        del data
        found = camelot.read_pdf(name, pages="all", flavor=flavor, suppress_stdout=True)
        return from_tables(t.df.values.tolist() for t in found)

    return read


READERS: dict[str, Callable[[bytes, str], Counter[Triple]]] = {
    "ours: bytes to records": ours,
    "ours: reader alone": our_reader,
    "pdfium text": pdfium_text,
    "pdfplumber extract_tables": with_pdfplumber,
    "camelot lattice": with_camelot("lattice"),
    "camelot network": with_camelot("network"),
}


def measure(name: str, read: Callable[[bytes, str], Counter[Triple]], files: list[Path]) -> None:
    """Print one reader's line: recall and precision, and milliseconds a page."""
    read(files[0].read_bytes(), str(files[0]))  # what is loaded once is not the page's time
    right = wanted = given = pages = 0
    spent = 0.0
    for path in files:
        data = path.read_bytes()
        start = time.process_time()
        got = read(data, str(path))
        spent += time.process_time() - start
        want = truth(path.with_suffix(".truth.json"))
        right, wanted, given = right + (want & got).total(), wanted + want.total(), given + got.total()
        pages += len(pypdfium2.PdfDocument(data))
    recall, precision = right / wanted, right / max(1, given)
    print(f"{name:28s}{recall:8.3f}{precision:8.3f}{1000 * spent / pages:10.1f}", flush=True)


def long_document(path: Path, pages: int) -> bytes:
    """The PDF's pages over and over until there are so many."""
    source, out = pypdfium2.PdfDocument(path), pypdfium2.PdfDocument.new()
    while len(out) < pages:
        out.import_pages(source, list(range(min(len(source), pages - len(out)))))
    buffer = io.BytesIO()
    out.save(buffer)
    return buffer.getvalue()


def count_wrong(given: Counter[Triple], sure: Counter[Triple], want: Counter[Triple]) -> tuple[int, int, int]:
    """(wrong and certain, right, right and uncertain); a label that wraps otherwise makes no amount wrong."""
    values = Counter({(y, v): 0 for _, y, v in want})
    for (_, year, value), count in want.items():
        values[year, value] += count
    certain: Counter[tuple[int, int]] = Counter()
    for (_, year, value), count in sure.items():
        certain[year, value] += count
    right = want & given
    return (certain - values).total(), right.total(), (right - sure).total()


def print_wrong(files: list[Path]) -> None:
    """Print what is published wrong as certain, and the price of caution."""
    from tests.made import real_cards as real  # noqa: PLC0415 - only this question needs the cards

    totals = [0, 0, 0]
    for path in files:
        rows = extract(path.read_bytes(), path.name).of(EconomicAmountRow)
        triples = [((letters(r.label), r.year, r.amount_dkk // r.unit_dkk), r.placement) for r in rows if r.year]
        sure = Counter(t for t, placement in triples if placement != "uncertain")
        found = count_wrong(Counter(t for t, _ in triples), sure, truth(path.with_suffix(".truth.json")))
        totals = [a + b for a, b in zip(totals, found, strict=True)]
    for path in sorted((real.ROOT / "tests/golden/word").glob("look*.pdf")):
        shown, made = real.chosen(int(path.stem[4:]), 4), extract(path.read_bytes(), path.name).rows
        right = real.wanted_amounts(shown) & real.given_amounts(made)
        totals[0] += real.silently_wrong(shown, made).total()
        totals[1] += right.total()
        totals[2] += (right - real.given_amounts(made, sure=True)).total()
    wrong, right_count, flagged = totals
    print(f"wrong and not uncertain: {wrong}; right: {right_count}, uncertain of these: {flagged / right_count:.4f}")


def print_looks(count: int, first: int, cards: int, *, odd: bool) -> None:
    """Print the looks that are not read whole, and the sum of all."""
    from tests.made import fuzz, look, word  # noqa: PLC0415 - only this question draws looks

    half = count // 2 if word.office() else 0
    sums: dict[str, fuzz.Misses] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, seeds in (("Word", range(first, first + half)), ("reportlab", range(first, first + count - half))):
            for n in range(0, len(seeds), 20):
                some = seeds[n : n + 20]
                printed = fuzz.odd_looks if odd else fuzz.word_looks
                files = printed(some, Path(folder), cards) if name == "Word" else {}
                for seed in some:
                    data = files[seed].read_bytes() if files else fuzz.typeset_look(seed, cards)
                    found = fuzz.misses(data, seed, cards)
                    sums[name] = sums.get(name, fuzz.Misses()) + found
                    if not found.whole:
                        drawn = word.random_look(seed) if name == "Word" else look.random_look(seed)
                        print(f"{name} {seed}: {found}\n    {drawn}", flush=True)
    for name, total in sums.items():
        print(f"{name}: amounts {total}", flush=True)


def print_second(files: list[Path]) -> None:
    """Print how often the slower parsers were asked, and what came of it."""
    from extractors.readers.pdf import document  # noqa: PLC0415 - only for this question
    from extractors.readers.pdf import second_opinion as second  # noqa: PLC0415

    asked: Counter[bool] = Counter()
    ask, use = second.second_opinion, document.with_second_opinion

    def counted(*arguments: Any, **options: Any) -> Any:
        answer = ask(*arguments, **options)
        asked[bool(answer)] += 1
        return answer

    second.second_opinion = counted
    better = worse = pages = 0
    for path in files:
        data, want = path.read_bytes(), truth(path.with_suffix(".truth.json"))
        pages += len(pypdfium2.PdfDocument(data))
        document.with_second_opinion = use
        with_it = ours(data, path.name)
        document.with_second_opinion = lambda _, blocks, **__: list(blocks)
        without = ours(data, path.name)
        better += max(0, (want & with_it).total() - (want & without).total())
        worse += max(0, (with_it - want).total() - (without - want).total())
    print(
        f"{pages} pages, asked of {asked.total()}, answers taken {asked[True]}; "
        f"amounts more right {better}, more wrong {worse}"
    )


def main() -> None:
    """Print one line a reader."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=Path())
    parser.add_argument("--skip-camelot", action="store_true")
    parser.add_argument("--pages", type=int, default=0)
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--second", action="store_true")
    parser.add_argument("--looks", type=int, default=0)
    parser.add_argument("--cards", type=int, default=4, help="how many of the thirty cards a look prints")
    parser.add_argument("--odd", action="store_true", help="looks of Word with oddities")
    parser.add_argument("--first", type=int, default=0, help="the seed of the first look")
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    if options.looks:
        print_looks(options.looks, options.first, options.cards, odd=options.odd)
        return
    files = [p for p in sorted(options.folder.glob("*.pdf")) if p.with_suffix(".truth.json").exists()]
    files = [p for p in files if any(len(t.get_textpage().get_text_range()) for t in pypdfium2.PdfDocument(p))]
    if not files:
        sys.exit(f"no born-digital PDF with its *.truth.json under {options.folder}")
    if options.wrong or options.second:
        (print_wrong if options.wrong else print_second)(files)
        return
    if options.pages:
        for count in (options.pages // 10, options.pages):
            data = long_document(files[0], count)
            start = time.process_time()
            read_pdf(data, "long.pdf")
            spent = time.process_time() - start
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{count} pages: {1000 * spent / count:.1f} ms a page, peak memory {peak:.0f} MB")
    print(f"{len(files)} documents\n{'':28s}{'recall':>8s}{'precis.':>8s}{'ms/page':>10s}")
    for name, read in READERS.items():
        if not (options.skip_camelot and "camelot" in name):
            measure(name, read, files)


if __name__ == "__main__":
    main()
