"""A note on the frames: from the adopted to the technical budget in steps, and the frames by committee."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Column, Document, Line, Table, add_up

FORM = "rammenotat"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Notat om budgetrammer {draw.year}")
    document.text("title", f"Notat: Administrativt budget {draw.year}-{draw.year + 3}")
    document.text("body", *draw.sentences(2))
    steps, frames = _steps(draw), _frames(draw)
    document.doc_tables += [steps, frames]
    spoil_sum(draw, document, draw.rng.choice((steps, frames)), "i alt")
    document.text("heading", "Fra vedtaget til administrativt budget")
    document.text("caption", steps.caption or "")
    document.add(grid(steps, Figures(1, empty=draw.dash), [0.44]))
    document.text("note", "*) Overslagsåret er beregnet med en foreløbig fremskrivning.")
    document.text("body", *draw.sentences(2))
    document.text("heading", "Rammer fordelt på udvalg")
    document.text("caption", frames.caption or "")
    document.add(grid(frames, Figures(1, empty=draw.dash), [0.4]))
    document.text("note", "Anm.: Afrunding kan betyde, at summer ikke stemmer.")
    return document


def _columns(draw: Draw) -> list[Column]:
    return [Column(f"{y}*" if n == 3 else str(y), y) for n, y in enumerate(draw.years)]


def _steps(draw: Draw) -> Table:
    start = Line(f"Vedtaget budget {draw.year - 1}", draw.steady(9000, 40_000, 4))
    names = (
        "Pris- og lønfremskrivning",
        "Demografi",
        "Lovændringer (DUT)",
        "Byrådsbeslutninger",
        "Øvrige korrektioner",
    )
    changes = [Line(x, draw.steady(*draw.rng.choice(((20, 400), (-300, -20))), 4)) for x in names]
    total = Line("Administrativt budget", add_up([start, *changes]), "total")
    caption = f"Tabel 1: Ændringer siden budgetvedtagelsen (mio. kr., {draw.year}-pl)"
    return Table(_columns(draw), [start, *changes, total], 1_000_000, [""], 1, caption, draw.year)


def _frames(draw: Draw) -> Table:
    bodies = [Line(name, draw.steady(400, 9000, 4)) for name, _ in draw.committees]
    service = Line("Serviceudgifter i alt", add_up(bodies), "subtotal")
    transfers = Line("Overførselsudgifter", draw.steady(2000, 9000, 4))
    total = Line("Drift i alt", add_up([service, transfers]), "total")
    caption = "Tabel 2: Udvalgenes rammer, mio. kr. netto"
    return Table(_columns(draw), [*bodies, service, transfers, total], 1_000_000, ["Udvalg"], 1, caption)
