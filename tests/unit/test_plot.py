"""`bilag plot`: the same amounts on a terminal, as SVG and as PNG."""

from __future__ import annotations

import io
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner
from PIL import Image

from pipeline.cli.chart import NET, SERIES, as_png, as_svg, as_text, scene
from pipeline.cli.main import main
from tests.five import publish_five

YEARS = [
    {"year": 2026, "investment_dkk": 1_000_000, "permanent_dkk": None, "net_dkk": 1_000_000},
    {"year": 2027, "investment_dkk": 500_000, "permanent_dkk": -250_000, "net_dkk": 250_000},
    {"year": 2028, "investment_dkk": None, "permanent_dkk": -2_000_000, "net_dkk": -2_000_000},
]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def clean(tmp_path_factory) -> Path:
    return publish_five(tmp_path_factory.mktemp("plot"))


def bars(name: str) -> dict[int, tuple[float, float]]:
    """By year where a series' bar begins and how tall it is."""
    called = next(c for n, c, _ in SERIES if n == name)
    found = {}
    svg = ET.fromstring(as_svg(scene("x", YEARS), "x"))  # noqa: S314 -- made here
    for rect in svg.iter(f"{SVG}rect"):
        told = rect.find(f"{SVG}title")
        if told is not None and told.text.startswith(called):
            found[int(told.text.split()[-3].rstrip(":"))] = float(rect.get("y")), float(rect.get("height"))
    return found


def test_a_bar_is_as_tall_as_its_amount_and_on_its_side():
    invested, saved = bars("investment_dkk"), bars("permanent_dkk")
    assert invested.keys() == {2026, 2027}
    assert saved.keys() == {2027, 2028}
    assert invested[2026][1] == pytest.approx(2 * invested[2027][1], rel=0.01)
    assert saved[2028][1] == pytest.approx(2 * invested[2026][1], rel=0.01)
    zero = invested[2026][0] + invested[2026][1]
    assert saved[2028][0] == pytest.approx(zero, abs=0.2), "savings hang from the line on which costs stand"


def test_a_picture_has_the_colours_of_what_it_shows():
    image = Image.open(io.BytesIO(as_png(scene("Åben æske", YEARS))))
    seen = {f"#{r:02x}{g:02x}{b:02x}" for _, (r, g, b) in image.getcolors(1 << 20)}
    assert {colour for *_, colour in (*SERIES, NET)} <= seen


def test_a_terminal_of_any_width_is_not_overrun():
    for width in (40, 80, 200):
        assert max(map(len, as_text("En titel", YEARS, width).splitlines())) <= width


def test_a_title_is_text():
    svg = as_svg(scene("<script>alert(1)</script>", YEARS), "</title><script>")
    assert "<script>" not in svg
    assert ET.fromstring(svg) is not None  # noqa: S314 -- made here


def test_the_command(clean: Path, tmp_path: Path):
    told = CliRunner().invoke(main, ["plot", "BC13", "--clean", str(clean)])
    assert "2026 Investering" in told.output
    assert "-1.210.000" in told.output
    for name in ("a.svg", "a.png"):
        done = CliRunner().invoke(main, ["plot", "BC13", "-o", str(tmp_path / name), "--clean", str(clean)])
        assert done.exit_code == 0, done.output
        assert (tmp_path / name).stat().st_size > 1000
    assert (
        CliRunner().invoke(main, ["plot", "BC13", "-o", str(tmp_path / "a.gif"), "--clean", str(clean)]).exit_code == 2
    )
    several = CliRunner().invoke(main, ["plot", "BC06", "-o", str(tmp_path / "b.svg"), "--clean", str(clean)])
    assert several.exit_code in (0, 1)
    nothing = CliRunner().invoke(main, ["plot", "Digital suverænitet", "--clean", str(clean)])
    assert nothing.exit_code == 1
    assert "no amounts" in nothing.output
