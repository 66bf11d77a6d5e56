"""One small investment card as a dump and as a sheet, its numbers, units and years printed in any form."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Final

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from extractors.extract import extract

YEARS: Final = ["2026", "2027", "2028", "2029", "2030", "2031"]
_ROWS: Final[list[tuple[str, str, list[int | None]]]] = [
    ("Færre vagtskift i aftentimerne", "Service", [None, -1240, -1860, -2480, -2480, -2480]),
    ("Drift af vagtplansystem", "Service", [None, 310, 310, 310, 310, 310]),
    ("Samlet varig ændring", "", [None, -930, -1550, -2170, -2170, -2170]),
    ("Implementeringsomkostninger", "", []),
    ("Projektledelse", "Service", [1350, 675]),
    ("Oplæring af planlæggere", "Service", [420, 1260, 210]),
    ("Samlede implementeringsomkostninger", "", [1770, 1935, 210]),
    ("Samlet økonomisk påvirkning", "", [1770, 1005, -1340, -2170, -2170, -2170]),
]
WANTED: Final = {
    (label, int(year)): 1000 * value
    for label, _, values in _ROWS
    for year, value in zip(YEARS, values, strict=False)
    if value is not None
}
"""(label, year) -> kroner of every amount."""
UNIT: Final = "1.000 kr. 2027 p/l"
Form = Callable[[int], str]
_BEFORE: Final = """Oversigt over indkomne ansøgninger til investerings-
puljen


BC41 Fælles vagtplan i hjemmeplejen

Kort resumé: Hjemmeplejen planlægger i dag vagter i hvert sit ark. Der investeres i

 en fælles vagtplan, så færre timer går til skift og flere til borgerne.

Fremstillende
forvaltning:

Sundheds- og Omsorgsforvaltningen


1. Beskrivelse af forslag (fremgangsmåde og effekt)
Formålet er at samle planlægningen ét sted.

2. Økonomi
Forslagets økonomi fremgår af tabellen.

Tabel 1. Forslagets samlede økonomiske konsekvenser
"""
_AFTER: Final = """
Noter: Beløb er i 2027 p/l.

3. Implementering og opfølgning
Forslaget gennemføres fra august 2026. Der følges op hvert halve år.
"""


def grouped(value: int, separator: str = ".", minus: str = "-") -> str:
    """A number with its thousands grouped, the minus in front."""
    return minus * (value < 0) + f"{abs(value):,}".replace(",", separator)


def dump(form: Form = grouped, years: Sequence[str] = YEARS, unit: str = UNIT) -> str:
    """The card as a text dump."""
    lines = [_BEFORE, f" {unit} \n", "Styrings-\nområde\n", " ".join(years) + " \n"]
    lines.append("Varige ændringer (effektiviseringer og drift) \n")
    for label, area, values in _ROWS:
        printed = ["" if v is None else form(v) for v in values]
        tail = " " * (6 - len(values)) if values else ""
        lines.append(f"{label} {area} {' '.join(printed)} {tail}\n" if values else f"{label} \n")
    return "\n".join(lines) + _AFTER


def sheet(form: Form = grouped, years: Sequence[str] = YEARS, unit: str = UNIT) -> bytes:
    """The card as a PDF of one page."""
    out = io.BytesIO()
    canvas, high = Canvas(out, pagesize=A4), A4[1]

    def say(y: float, text: str, size: float = 10) -> None:
        canvas.setFont("Helvetica", size)
        canvas.drawString(56, high - y, text)

    say(60, "BC41 Fælles vagtplan i hjemmeplejen", 14)
    say(90, "Kort resumé: Hjemmeplejen planlægger i dag vagter i hvert sit ark. Der investeres i en fælles vagtplan.")
    say(110, "Fremstillende forvaltning: Sundheds- og Omsorgsforvaltningen")
    say(140, "1. Beskrivelse af forslag (fremgangsmåde og effekt)", 12)
    say(158, "Formålet er at samle planlægningen ét sted. I dag ringer teamene til hinanden.")
    say(180, "2. Økonomi", 12)
    say(220, "Tabel 1. Forslagets samlede økonomiske konsekvenser")
    rows = [[unit, "Styringsområde", *years], ["Varige ændringer (effektiviseringer og drift)"]]
    rows += [[label, area, *("" if v is None else form(v) for v in values)] for label, area, values in _ROWS]
    _table(canvas, rows, high - 240)
    say(440, "3. Implementering og opfølgning", 12)
    say(458, "Forslaget gennemføres fra august 2026. Der følges op hvert halve år.")
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _table(canvas: Canvas, rows: Sequence[Sequence[str]], top: float) -> None:
    edges = (40, 206, 262, 312, 362, 412, 462, 512, 562)
    canvas.setLineWidth(0.5)
    canvas.setFont("Helvetica", 7.5)
    for i, row in enumerate(rows):
        y = top - 16 * i
        canvas.line(edges[0], y, edges[-1], y)
        for j, text in enumerate(row):
            if j < 2:
                canvas.drawString(edges[j] + 3, y - 11, text)
            else:
                canvas.drawRightString(edges[j + 1] - 3, y - 11, text)
    bottom = top - 16 * len(rows)
    canvas.line(edges[0], bottom, edges[-1], bottom)
    for x in edges:
        canvas.line(x, top, x, bottom)


def amounts(data: bytes, name: str) -> dict[tuple[str, int | None], tuple[int, str]]:
    """(label, year) -> (kroner, placement) of what is extracted."""
    rows = extract(data, name).rows.get("economic_amounts", [])
    found = [((r.label, r.year), (r.amount_dkk, r.placement)) for r in rows]  # type: ignore[attr-defined]
    assert len(dict(found)) == len(found), "an amount is there twice"
    return dict(found)
