"""The package: built as sdist, from that as wheel, installed in an environment of its own, run from anywhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "tests" / "data" / "tutorial" / "bilag.pdf"
pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path) -> str:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "BILAG_", "VIRTUAL_ENV"))}
    done = subprocess.run(list(map(str, command)), cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """A fresh environment with the wheel in it; what it depends on is taken from ours, which cannot be fetched here."""
    work = tmp_path_factory.mktemp("package")
    source = work / "source"
    for name in ("schemas", "extractors", "pipeline"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    make = "import setuptools.build_meta as m; print(m.build_sdist('../dist'))"
    (work / "dist").mkdir()
    sdist = run(sys.executable, "-c", make, cwd=source).split()[-1]
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", work / "dist", work / "dist" / sdist, cwd=work)
    fresh = work / "venv"
    venv.create(fresh, with_pip=False, symlinks=True)
    wheel = next((work / "dist").glob("*.whl"))
    run(*pip, "--python", fresh / "bin" / "python", "install", "--no-deps", "--no-index", wheel, cwd=work)
    packages = next((fresh / "lib").glob("python3*/site-packages"))
    (packages / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", "utf-8")
    return fresh


def test_it_is_the_installed_one_that_runs(installed: Path, tmp_path: Path) -> None:
    where = run(
        installed / "bin" / "python", "-c", "import pipeline, extractors; print(pipeline.__path__[0])", cwd=tmp_path
    )
    assert str(installed) in where
    for package in ("pipeline", "extractors", "schemas"):
        assert (Path(where.strip()).parent / package / "py.typed").exists()


def test_everything_that_is_data_came_with_it(installed: Path, tmp_path: Path) -> None:
    bilag = installed / "bin" / "bilag"
    assert "koebenhavn-investering" in run(bilag, "template", "list", cwd=tmp_path)
    (tmp_path / "raw").mkdir()
    shutil.copy(TUTORIAL, tmp_path / "raw")
    told = run(bilag, "run", "--raw", "raw", "--clean", "clean", "--review", "review", cwd=tmp_path)
    assert "1 documents, 3 cards" in told
    assert "BC09" in run(bilag, "search", "svømmehal", "--clean", "clean", cwd=tmp_path)
    run(bilag, "plot", "BC09", "-o", "x.png", "--clean", "clean", cwd=tmp_path)
    page = (
        "from pathlib import Path; from starlette.testclient import TestClient; from pipeline.web import application;"
        "c = TestClient(application(Path('clean')), base_url='http://127.0.0.1');"
        "print(c.get('/').status_code, c.get('/stil.css').status_code)"
    )
    assert run(installed / "bin" / "python", "-W", "ignore", "-c", page, cwd=tmp_path).strip() == "200 200"
