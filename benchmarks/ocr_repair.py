"""How well and how fast OCR damage in Danish is repaired.

    python benchmarks/ocr_repair.py [--raw data/raw] [--seed 1] [--rate 1.0] [--misses 20]
    python benchmarks/ocr_repair.py --build-counts

Every clean bilag is damaged afresh with the confusions seen in the scanned one, then repaired with a word list that
has not counted that bilag. Reports recall and precision over damaged chunks (letters and digits, case ignored), the
share of tokens touched in the undamaged text, and tokens a second. `--build-counts` counts the clean bilag anew and
writes the file the package ships.
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
import time
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from extractors.danish.ocr_repair.lexicon import (
    COUNTS_FILE,
    NUMBER,
    Counts,
    Lexicon,
    danish_forms,
    danish_frequencies,
)
from extractors.danish.ocr_repair.repair import quality, repair
from extractors.danish.ocr_repair.tokens import chunks

ROOT = Path(__file__).resolve().parent.parent
FORMS = {
    "æ": ["ee", "ee", "ee", "ae", "ae", "ze"],
    "ø": ["g", "g", "g", "o", "a", "e", "@"],
    "å": ["a", "a", "a", "é", "éa", "d", "4", "&"],
    "Æ": ["AE", "Ae"],
    "Ø": ["O", "@", "0"],
    "Å": ["A", "A", "&"],
}  # fmt: skip
G_TO_SG, DOUBLED_M, FUSED = 0.02, 0.25, 0.004


def damage_chunk(text: str, rng: random.Random, rate: float) -> str:
    """One chunk as an engine without Danish might have read it."""
    if text in ("I", "i") and rng.random() < rate:
        return "|" if text == "I" else text
    text = re.sub(r"\bAI\b", "Al", text)
    out = []
    for c in text:
        if c in FORMS and rng.random() < rate:
            out.append(rng.choice(FORMS[c]))
        elif c == "g" and rng.random() < G_TO_SG * rate:
            out.append("sg")
        else:
            out.append(c)
    damaged = "".join(out)
    return damaged.replace("mm", "mmm") if rng.random() < DOUBLED_M * rate else damaged


def damage(text: str, *, seed: int, rate: float = 1.0) -> tuple[list[str], list[tuple[int, str, str]]]:
    """The damaged lines, and (line, damaged, original) of every chunk that changed."""
    rng = random.Random(seed)  # noqa: S311
    lines, truth = [], []
    for number, line in enumerate(text.splitlines()):
        pieces = re.split(r"(\s+)", line)
        for i in range(0, len(pieces), 2):
            if not pieces[i]:
                continue
            original = pieces[i]
            following = pieces[i + 2] if i + 2 < len(pieces) and pieces[i + 1] == " " else ""
            if original.isalpha() and following.isalpha() and rng.random() < FUSED * rate:
                original, pieces[i + 1], pieces[i + 2] = f"{original} {following}", "", ""
            pieces[i] = "".join(damage_chunk(p, rng, rate) for p in original.split())
            if norm(pieces[i]) != norm(original):
                truth.append((number, norm(pieces[i]), norm(original)))
        lines.append("".join(pieces))
    return lines, truth


def norm(text: str) -> str:
    """Letters and digits in lower case."""
    return re.sub(r"[\W_]+", "", text).lower()


def count(texts: Iterable[str]) -> Counts:
    """Words, and pairs of neighbours seen at least twice; a full stop stands for the start of a sentence."""
    words: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text in texts:
        whole = re.sub(r"([^\W\d_])-\s*\n+\s*([a-zæøå])", r"\1\2", text)
        tokens = [token_class(t) for t in re.findall(r"[^\W\d_]+|\d[\d.,]*|[.:;!?]|\n\s*\n", whole)]
        words.update(t for t in tokens if t.isalpha())
        pairs.update(p for p in pairwise(tokens) if p[0].isalpha() or p[1].isalpha())
    return Counts(words, {p: n for p, n in pairs.items() if n > 1})


def token_class(token: str) -> str:
    """A word in lower case, "#" for a number, "." for the end of a sentence or block."""
    return token.lower() if token.isalpha() else NUMBER if token[0].isdigit() else "."


def clean_sources(raw: Path) -> dict[str, str]:
    """The bilag under `raw` whose Danish is sound."""
    texts = {f.name: f.read_text() for f in sorted(raw.glob("*.txt"))}
    return {name: text for name, text in texts.items() if quality(text) > 0.99}


def measure(lines: list[str], truth: list[tuple[int, str, str]], lexicon: Lexicon, misses: int) -> str:
    """Repair and compare with the truth."""
    result = repair(lines, lexicon=lexicon)
    want = Counter(truth)
    got = Counter((r.line_index, norm(r.printed), norm(r.repaired)) for r in result.repairs)
    got = Counter({k: n for k, n in got.items() if k[1] != k[2]})
    hits = sum((want & got).values())
    for word, n in Counter(k[1:] for k in (want - got).elements()).most_common(misses):
        print(f"    - {n} {word}")
    for word, n in Counter(k[1:] for k in (got - want).elements()).most_common(misses):
        print(f"    + {n} {word}")
    return f"recall {hits / max(sum(want.values()), 1):.4f} precision {hits / max(sum(got.values()), 1):.4f}"


def main() -> None:
    """Run the benchmark or build the counts."""
    parser = argparse.ArgumentParser(description="measure OCR repair on damaged copies of the clean bilag")
    parser.add_argument("--raw", type=Path, default=ROOT / "data" / "raw")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1.0)
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--build-counts", action="store_true")
    args = parser.parse_args()
    texts = clean_sources(args.raw)
    if args.build_counts:
        packed = gzip.compress(count(texts.values()).dump().encode(), 9, mtime=0)
        (ROOT / "extractors" / "danish" / "ocr_repair" / COUNTS_FILE).write_bytes(packed)
        return
    forms, frequencies = danish_forms(), danish_frequencies()
    for name, text in texts.items():
        others = count(t for n, t in texts.items() if n != name)
        lexicon = Lexicon.build(others, forms, frequencies)
        lines, truth = damage(text, seed=args.seed, rate=args.rate)
        repair(lines[:200], force=True, lexicon=lexicon)
        tokens = sum(1 for _ in chunks(lines))
        started = time.process_time()
        repair(lines, lexicon=lexicon)
        speed = tokens / (time.process_time() - started)
        score = measure(lines, truth, lexicon, args.misses)
        touched = len(repair(text.splitlines()).repairs)
        print(
            f"{name}: {score}; {len(truth)} damaged of {tokens} tokens, {speed:,.0f} tokens/s;"
            f" clean text: {touched} touched"
        )


if __name__ == "__main__":
    main()
