"""How well lineage finds the same undertaking again: fits the weights on one half of the made series, scores the other.

python -m benchmarks.lineage            the figures of both halves and of the five bilag
python -m benchmarks.lineage --fit      and the weights that the first half gives
python -m benchmarks.lineage --cards 4000    how long it takes over so many cards
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable

import numpy as np

from pipeline.lineage import link_cards, score
from pipeline.lineage.candidates import candidates
from pipeline.lineage.score import FEATURES, Scorer
from pipeline.lineage.terms import Weights
from pipeline.lineage.undertakings import undertakings
from tests.made.series import Series, series

_JUDGED = [FEATURES.index(name) for name in ("phrase", "named", "ticked")]
"""Features whose weights are set by judgement."""


def samples(made: Series) -> tuple[np.ndarray, np.ndarray]:
    """The features of the pairs that are looked at, and whether each is true."""
    found = undertakings(made.tables)
    weights = Weights(u.core for u in found)
    scorer, pairs = Scorer(weights), made.pairs
    rows = [(scorer.features(a, b), (a.id, b.id) in pairs) for a, b in candidates(found, weights)]
    return np.array([[f[name] for name in FEATURES] for f, _ in rows]), np.array([true for _, true in rows], float)


def fit(x: np.ndarray, y: np.ndarray, ridge: float = 0.3) -> tuple[float, np.ndarray]:
    """Logistic regression with a ridge, by Newton's steps; no feature may count against itself."""
    judged = x[:, _JUDGED] @ np.array([score.WEIGHTS[FEATURES[n]] for n in _JUDGED])
    x = np.c_[np.ones(len(x)), np.delete(x, _JUDGED, axis=1)]
    w = np.zeros(x.shape[1])
    for _ in range(60):
        p = 1 / (1 + np.exp(-x @ w - judged))
        gradient = x.T @ (p - y) + ridge * np.r_[0, w[1:]]
        hessian = (x.T * (p * (1 - p))) @ x + np.diag(np.r_[1e-6, np.full(len(w) - 1, ridge)])
        w -= np.linalg.solve(hessian, gradient)
        w[1:] = np.maximum(w[1:], 0)
    return w[0], w[1:]


def told(name: str, made: Series) -> None:
    """Print precision and recall of the links over a series."""
    given = {(r.from_card_id, r.to_card_id): r.score for r in link_cards(made.tables).rows}
    title = {c.card_id: c.title for c in made.tables["cards"]}
    right = made.pairs & given.keys()
    print(f"{name:22} precision {len(right) / max(1, len(given)):.3f}  recall {len(right) / len(made.pairs):.3f}")
    print(f"{'':22} {len(right)} of {len(made.pairs)} found, {len(given)} given")
    for a, b in sorted(given.keys() - made.pairs):
        print(f"  wrong   {given[a, b]:.2f}  {title[a]}  ->  {title[b]}")
    for a, b in sorted(made.pairs - given.keys()):
        print(f"  missed        {title[a]}  ->  {title[b]}")


def calibrated(scores: Iterable[float], true: Iterable[float]) -> None:
    """Print, by bins of the score, how many pairs are true."""
    s, y = np.array(list(scores)), np.array(list(true))
    for low, high in ((0, 0.1), (0.1, 0.5), (0.5, 0.8), (0.8, 0.95), (0.95, 1.01)):
        inside = (s >= low) & (s < high)
        if inside.any():
            told_as, true_as = s[inside].mean(), y[inside].mean()
            print(f"  score {low:.2f}-{high:.2f}: {inside.sum():4} pairs, told {told_as:.2f}, true {true_as:.2f}")


def timed(count: int) -> None:
    """Print how long so many cards take, made of the series again and again under other words."""
    tables: dict = {}
    made = series()
    for copy in range(count // len(made.tables["cards"]) + 1):
        for name in ("documents", "cards", "card_sections"):
            for row in made.tables.get(name, ()):
                update = {k: f"{getattr(row, k)}{copy}" for k in ("document_id", "card_id") if hasattr(row, k)}
                if name == "cards":
                    update["summary"] = f"{row.summary} {' '.join(f'ord{copy}x{n}' for n in range(4))}"
                tables.setdefault(name, []).append(row.model_copy(update=update))
    start = time.perf_counter()
    links = link_cards(tables)
    print(f"{len(tables['cards'])} cards: {time.perf_counter() - start:.1f} s, {len(links.rows)} links")


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--cards", type=int)
    asked = parser.parse_args()
    if asked.cards:
        timed(asked.cards)
        return
    if asked.fit:
        intercept, weights = fit(*samples(series(kept_back=False)))
        print(
            f"INTERCEPT {intercept:.2f}",
            dict(zip([f for n, f in enumerate(FEATURES) if n not in _JUDGED], weights.round(2).tolist(), strict=True)),
        )
    for name, half in (("calibrated on", False), ("kept back", True), ("both at once", None)):
        told(name, series(kept_back=half))
    x, y = samples(series(kept_back=True))
    logits = score.INTERCEPT + x @ np.array([score.WEIGHTS[f] for f in FEATURES])
    calibrated(1 / (1 + np.exp(-logits)), y)


if __name__ == "__main__":
    main()
