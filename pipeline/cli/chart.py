"""A card's economy by year as a picture: what it invests, what it changes for good, and both together.

One scene of bars and texts, drawn as SVG, as PNG, or in characters on a terminal.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from importlib import resources
from typing import Any, Final

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 900, 460
_LEFT, _RIGHT, _TOP, _BOTTOM = 90, 20, 90, 60
_INK, _SOFT, _LINE = "#1b2126", "#56616b", "#c9d0d6"
SERIES: Final = (("investment_dkk", "Investering", "#b5651d"), ("permanent_dkk", "Varig ændring", "#0b7285"))
NET: Final = ("net_dkk", "Samlet økonomisk påvirkning", "#1b2126")
_SCALE: Final = 2  # pixels of a PNG a unit of the scene
_BAR: Final = 40  # characters of the longest bar on a terminal


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A text: `anchor` start, middle or end."""

    x: float
    y: float
    text: str
    size: int = 14
    colour: str = _INK
    anchor: str = "start"


Mark = Box | Words
Years = Sequence[dict[str, Any]]


def scene(title: str, years: Years) -> list[Mark]:
    """The marks of a card's picture; `years` are its rows of `card_years`, in order."""
    values = [y[name] or 0 for y in years for name, *_ in (*SERIES, NET)]
    top, bottom = max([*values, 0]), min([*values, 0])
    unit = (HEIGHT - _TOP - _BOTTOM) / ((top - bottom) or 1)
    zero = _TOP + top * unit
    step = (WIDTH - _LEFT - _RIGHT) / max(len(years), 1)
    marks: list[Mark] = [Words(_LEFT, 32, _short(title, 90), 18), *_legend()]
    for amount in _ticks(bottom, top):
        y = zero - amount * unit
        marks += [Box(_LEFT, y, WIDTH - _LEFT - _RIGHT, 1, _LINE if amount else _INK)]
        marks += [Words(_LEFT - 8, y + 5, millions(amount), 13, _SOFT, "end")]
    for number, year in enumerate(years):
        x = _LEFT + number * step
        marks += [Words(x + step / 2, HEIGHT - 25, str(year["year"]), 14, _INK, "middle")]
        marks += list(_bars(year, x, step, zero, unit))
    return marks


def _bars(year: dict[str, Any], x: float, step: float, zero: float, unit: float) -> Iterator[Mark]:
    width = step * 0.32
    for number, (name, called, colour) in enumerate(SERIES):
        if amount := year[name]:
            height = abs(amount) * unit
            top = zero - height if amount > 0 else zero
            left = x + step * 0.16 + number * (width + step * 0.04)
            yield Box(left, top, width, height, colour, f"{called} {year['year']}: {kroner(amount)} kr.")
    name, called, colour = NET
    if year[name] is not None:
        y = zero - year[name] * unit
        yield Box(x + step * 0.1, y - 1.5, step * 0.8, 3, colour, f"{called} {year['year']}: {kroner(year[name])} kr.")


def _legend() -> Iterator[Mark]:
    x = float(_LEFT)
    for _, called, colour in (*SERIES, NET):
        yield Box(x, 52, 14, 14 if (_, called, colour) != NET else 3, colour)
        yield Words(x + 20, 64, called, 13, _SOFT)
        x += 40 + 8 * len(called)


def _ticks(bottom: int, top: int) -> list[int]:
    """Round amounts from the lowest to the highest, noughts among them, at most nine."""
    rough = max(top - bottom, 1) / 6
    size = 10 ** (len(str(int(rough))) - 1)
    step = next(size * n for n in (1, 2, 5, 10) if size * n >= rough)
    return list(range(-(-bottom // step) * step, top + 1, step))


def as_svg(marks: Sequence[Mark], title: str) -> str:
    """The scene as an SVG file; every text of a bilag is escaped."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
    parts = [
        f'{head} font-family="system-ui, sans-serif"><title>{escape(title)}</title>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for mark in marks:
        if isinstance(mark, Box):
            told = f"<title>{escape(mark.title)}</title>" if mark.title else ""
            parts.append(
                f'<rect x="{mark.x:.1f}" y="{mark.y:.1f}" width="{mark.width:.1f}" height="{mark.height:.1f}" '
                f'fill="{mark.colour}">{told}</rect>'
            )
        else:
            parts.append(
                f'<text x="{mark.x:.1f}" y="{mark.y:.1f}" font-size="{mark.size}" fill="{mark.colour}" '
                f'text-anchor="{mark.anchor}">{escape(mark.text)}</text>'
            )
    return "\n".join([*parts, "</svg>", ""])


def as_png(marks: Sequence[Mark]) -> bytes:
    """The scene as a PNG of twice its size."""
    image = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE), "#ffffff")
    draw = ImageDraw.Draw(image)
    font_file = resources.files(__package__).joinpath("assets/Vera.ttf").read_bytes()  # Pillow's own has no æ, ø, å
    anchors = {"start": "ls", "middle": "ms", "end": "rs"}
    for mark in marks:
        if isinstance(mark, Box):
            corner = (mark.x * _SCALE, mark.y * _SCALE)
            far = (corner[0] + max(mark.width * _SCALE, 1), corner[1] + max(mark.height * _SCALE, 1))
            draw.rectangle((*corner, *far), fill=mark.colour)
        else:
            font = ImageFont.truetype(io.BytesIO(font_file), mark.size * _SCALE * 0.92)
            at = mark.x * _SCALE, mark.y * _SCALE
            draw.text(at, mark.text, fill=mark.colour, font=font, anchor=anchors[mark.anchor])
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def as_text(title: str, years: Years, width: int = 100) -> str:
    """The amounts as bars of characters: a row a year and kind, savings to the left of the line, costs to the right."""
    room = max(1, min(_BAR, (width - 38) // 2))
    largest = max([abs(y[name] or 0) for y in years for name, *_ in (*SERIES, NET)], default=0) or 1
    lines = [title, f"{'':22}{'besparelse'[:room]:>{room}} | udgift"]
    for year in years:
        for number, (name, called, _) in enumerate((*SERIES, NET)):
            if year[name] is None:
                continue
            size = round(abs(year[name]) / largest * room)
            bar = ("█" if name != NET[0] else "▒") * max(size, 1 if year[name] else 0)
            left, right = (bar, "") if year[name] < 0 else ("", bar)
            label = str(year["year"]) if number == 0 or not lines[-1].strip() else ""
            lines.append(f"{label:5}{called[:16]:17}{left:>{room}} | {right:{room}} {kroner(year[name]):>12}".rstrip())
        lines.append("")
    return "\n".join(lines).rstrip()


def kroner(amount: int) -> str:
    """Kroner as a controller writes them."""
    return f"{amount:,}".replace(",", ".")


def millions(amount: int) -> str:
    """Kroner in millions, for an axis."""
    return f"{amount / 1e6:.10g} mio.".replace(".", ",", 1) if amount % 1_000_000 else f"{amount // 1_000_000} mio."


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
