"""Seeded mutations of texts and PDFs, and coverage-guided fuzzing: nothing may crash, hang or come out wrong in kind.

    python benchmarks/hostile.py --mutations 3000            each published or refused with a reason, within a limit
    python benchmarks/hostile.py --fuzz numbers --seconds 60 atheris on: numbers, text, templates

A mutation that ends otherwise than in an extraction or a `BilagError` is written to the folder of `--keep`.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

from extractors.danish.numbers import read_cell
from extractors.extract import extract
from extractors.readers.text.document import read_text
from extractors.templates.load import template_set
from schemas.errors import BilagError, TemplateError

ROOT = Path(__file__).parents[1]
SECONDS = 60
_PIECES = (
    b"\x00", b"\xff\xfe", b"1" * 400, b"-" * 90, b"\t" * 60, b" " * 3000, b"\n" * 900, b"2026 " * 200, b"FORTROLIGT\n",
    "\u202e\u2066".encode(), b"1.000.000.000.000.000.000 kr.", b"BC05 ", b"i alt\t" * 40, b"%PDF-1.7\n", b"endobj",
    b"/Length 99999999", b"stream\n", b"<</Type/Page/Parent 1 0 R>>", b"(((((((((", b"Tabel 1. ", b"mio. kr. " * 90,
)  # fmt: skip


def mutated(data: bytes, seed: int) -> bytes:
    """The bytes with one to eight changes: flipped, cut, doubled, moved, or with hostile pieces put in."""
    dice = random.Random(seed)  # noqa: S311
    out = bytearray(data)
    for _ in range(dice.randint(1, 8)):
        at, length = dice.randrange(len(out) + 1), dice.choice((1, 4, 40, 400, 4000))
        change = dice.randrange(6)
        if change == 0 and at < len(out):
            out[at] ^= 1 << dice.randrange(8)
        elif change == 1:
            del out[at : at + length]
        elif change == 2:
            out[at:at] = out[at : at + length] * dice.choice((1, 3, 30))
        elif change == 3:
            out[at:at] = dice.choice(_PIECES)
        elif change == 4:
            other = dice.randrange(len(out) + 1)
            out[at : at + length] = out[other : other + length]
        else:
            out[at : at + length] = bytes(dice.randrange(256) for _ in range(min(length, 40)))
    return bytes(out)


def outcome(data: bytes, name: str) -> str:
    """What becomes of the bytes: `published`, a reason code, or what went wrong."""

    def late(number: int, frame: FrameType | None) -> None:
        del number, frame
        raise TimeoutError(f"more than {SECONDS} s")

    signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)  # of the processor's time: a busy machine is no fault
    try:
        extract(data, name)
    except BilagError as error:
        return error.code
    except Exception as error:
        return f"!{type(error).__name__}: {error}"[:200]
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return "published"


def sources() -> Iterator[tuple[str, bytes]]:
    """Texts of the sources, cut to what is quick to read, and made PDFs."""
    for path in sorted((ROOT / "data" / "raw").glob("*.txt")):
        yield path.name, path.read_bytes()[:20_000]
    sys.path.insert(0, str(ROOT))
    from tests.made.small_card import dump, sheet  # noqa: PLC0415

    yield "card.txt", dump().encode()
    yield "card.pdf", sheet()


def run_mutations(number: int, first: int, keep: Path | None) -> int:
    """Count what becomes of so many mutations; the number that went wrong."""
    known, counts, wrong = list(sources()), collections.Counter[str](), 0
    started, longest = time.monotonic(), 0.0
    for seed in range(first, first + number):
        name, data = known[seed % len(known)]
        before = time.monotonic()
        became = outcome(mutated(data, seed), name)
        longest = max(longest, time.monotonic() - before)
        counts[became.split(":")[0]] += 1
        if became.startswith("!"):
            wrong += 1
            print(f"seed {seed} {name}: {became}")
            if keep:
                keep.mkdir(parents=True, exist_ok=True)
                (keep / f"{seed}-{name}").write_bytes(mutated(data, seed))
    print(f"{number} mutations in {time.monotonic() - started:.0f} s, the longest {longest:.1f} s: {dict(counts)}")
    return wrong


def _numbers(data: bytes) -> None:
    read_cell(data.decode("utf-8", "replace"))


def _text(data: bytes) -> None:
    with contextlib.suppress(BilagError):
        read_text(data, "a.txt")


def _templates(data: bytes) -> None:
    folder = Path("/tmp/bilag-fuzz-templates")  # noqa: S108
    folder.mkdir(exist_ok=True)
    (folder / "a.toml").write_bytes(data)
    with contextlib.suppress(TemplateError):
        template_set([str(folder)])


TARGETS: dict[str, Callable[[bytes], None]] = {"numbers": _numbers, "text": _text, "templates": _templates}


def fuzz(target: str, seconds: int) -> None:
    """Run atheris on a target for so long; it ends the program, with 0 when nothing was found."""
    import atheris  # noqa: PLC0415 -- not everywhere

    atheris.instrument_all()
    atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-max_len=2000", "-timeout=20"], TARGETS[target])
    atheris.Fuzz()


def main() -> None:
    """Read the options and do what they say."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--mutations", type=int, default=0)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--keep", type=Path)
    options.add_argument("--fuzz", choices=sorted(TARGETS))
    options.add_argument("--seconds", type=int, default=60)
    said = options.parse_args()
    if said.fuzz:
        fuzz(said.fuzz, said.seconds)
    sys.exit(run_mutations(said.mutations, said.first, said.keep) > 0)


if __name__ == "__main__":
    main()
