"""No word of a confidential bilag in any byte of the public release; all of it in the complete one, for its owner."""

from __future__ import annotations

import base64
import io
import json
import re
import shutil
import stat
import zipfile
import zlib
from functools import partial
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from pipeline.cli.main import main
from pipeline.release.parts import parted
from pipeline.work.confidential import NAME

PLANTED = "Havnegade sælges til Kvistgaard Holding for 87.654 t.kr."
SECRETS = ("Kvistgaard", "87.654", "87654", "Havnegade")
BILAG = Path(__file__).parents[2] / "data" / "raw" / "002_6d45ed6ea08fb11e.txt"


def confidential(marking="FORTROLIGT"):
    return f"""{marking}

Budgetforslag 2026

BC71 {PLANTED}

{PLANTED} Det giver en besparelse på 87.654 t.kr. i 2026.

Tabel 1. Økonomi, Havnegade
1.000 kr., 2026 p/l                2026     2027
Salg af Havnegade                87.654   87.654
I alt                            87.654   87.655
"""


@pytest.fixture
def folders(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    shutil.copy(BILAG, raw / "offentligt.txt")
    return tmp_path


def run(folders, *options, exit_code=0):
    where = [w for name in ("raw", "clean", "review") for w in (f"--{name}", str(folders / name))]
    result = CliRunner().invoke(main, ["run", "--json", *where, *options])
    assert result.exit_code == exit_code, result.output
    return json.loads(result.stdout)


def everything(folder):
    """Every byte of a release: as it lies there, unpacked, and as the tables have it; with the files' names."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.is_symlink():
            continue
        data = path.read_bytes()
        yield path, str(path.relative_to(folder)).encode() + data
        if path.suffix == ".parquet":
            yield path, json.dumps(pq.read_table(path).to_pylist(), default=str, ensure_ascii=False).encode()
            yield path, repr(pq.read_metadata(path).to_dict()).encode()
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for name in archive.namelist():
                    yield path, archive.read(name)
        for found in re.finditer(rb"base64,([A-Za-z0-9+/=]{40,})", data):
            image = base64.b64decode(found[1])
            yield path, image
            for chunk in re.finditer(rb"IDAT", image):
                yield path, zlib.decompressobj().decompress(image[chunk.end() :][:1_000_000])


def leaks(folder, *secrets):
    wanted = [s.encode(code) for s in secrets for code in ("utf-8", "latin-1", "utf-16-le")]
    return {(path.name, w) for path, data in everything(folder) for w in wanted if w in data}


def documents(clean):
    return {d["file_name"]: d for d in pq.read_table(clean / "current" / "documents.parquet").to_pylist()}


MARKINGS = ("FORTROLIG", "Bilag 3b - Fortroligt", "Lukket punkt", "Må ikke offentliggøres")


def test_a_planted_sentence_is_in_no_byte_of_the_public_release(folders):
    for n, marking in enumerate(MARKINGS):
        (folders / "raw" / f"Salg af Havnegade til Kvistgaard {n}.txt").write_text(confidential(marking))
    summary = run(folders, "--internal", str(folders / "internal"))
    assert (summary["rows"]["documents"], summary["confidential"]) == (5, 4)
    public, internal = (folders / name / "current" for name in ("clean", "internal"))
    assert not leaks(public.resolve(), *SECRETS)
    assert {path for path, _ in leaks(internal.resolve(), "Kvistgaard")} >= {
        "documents.parquet", "source_lines.parquet", "index.html", "afstemning.xlsx",
    }  # fmt: skip
    hidden = [d for name, d in documents(folders / "clean").items() if name.startswith(NAME)]
    assert len(hidden) == len(MARKINGS)
    for d in hidden:
        assert d["confidential"]
        assert d["file_name"] == f"{NAME}{d['sha256'][:16]}"
        assert not any(d[c] for c in ("title", "bilag_no", "budget_case", "municipality", "page_count", "other_names"))
    assert documents(folders / "internal")["Salg af Havnegade til Kvistgaard 0.txt"]["confidential"]


def test_nor_where_each_bilag_has_its_part_and_its_page(folders, monkeypatch):
    monkeypatch.setattr("pipeline.work.compose.parted", partial(parted, most=1))
    monkeypatch.setattr("pipeline.work.assemble.ONE_PAGE", 0)
    (folders / "raw" / "Salg af Havnegade til Kvistgaard.txt").write_text(confidential())
    shutil.copy(folders / "raw" / "Salg af Havnegade til Kvistgaard.txt", folders / "raw" / "Kvistgaard igen.txt")
    (folders / "raw" / "Fortroligt - Kvistgaard 2.txt").write_text("Kvistgaard, intet bilag")
    summary = run(folders, "--internal", str(folders / "internal"))
    assert (summary["confidential"], summary["duplicates"]) == (1, [])
    public, internal = ((folders / name / "current").resolve() for name in ("clean", "internal"))
    assert not leaks(public, *SECRETS)
    assert len(list((public / "report").glob("*/index.html"))) == 2
    assert {path for path, _ in leaks(internal, "Kvistgaard")} >= {"index.html", "afstemning.xlsx"}
    shared = {p.stat().st_ino for p in (folders / "clean").rglob("*")}
    assert not any(p.stat().st_ino in shared for p in internal.rglob("*"))
    for path in internal.rglob("*"):
        assert path.is_symlink() or not path.stat().st_mode & 0o077, path
    assert not run(folders, "--internal", str(folders / "internal"))["changed"]


def test_the_complete_release_is_for_its_owner_only_and_stands_when_nothing_changed(folders):
    (folders / "raw" / "a.txt").write_text(confidential())
    place = folders / "internal"
    place.mkdir(mode=0o755)
    run(folders, "--internal", str(place))
    for path in (place, *place.rglob("*")):
        if not path.is_symlink():
            assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    assert not run(folders, "--internal", str(place))["changed"]
    assert stat.S_IMODE((folders / "clean" / ".cache").stat().st_mode) == 0o700
    shutil.rmtree(place)
    run(folders, "--internal", str(place))
    assert (place / "current").is_dir()


@pytest.mark.parametrize("place", ["clean", "clean/internal", "raw/x", "."])
def test_the_complete_release_may_not_lie_where_others_read(folders, place):
    (folders / "raw" / "a.txt").write_text(confidential())
    assert "cannot be published" in run(folders, "--internal", str(folders / place), exit_code=1)["error"]


def test_a_name_alone_makes_a_file_confidential_and_is_not_told(folders):
    (folders / "raw" / "Fortroligt - Kvistgaard.txt").write_text(confidential("Bilag 4"))
    (folders / "raw" / "Fortroligt - Kvistgaard 2.txt").write_text("Kvistgaard, intet bilag")
    (folders / "raw" / "Kvistgaard 3.txt").write_text("FORTROLIGT\n\nIntet bilag")
    run(folders)
    assert not leaks((folders / "clean" / "current").resolve(), *SECRETS)
    quarantine = pq.read_table(folders / "clean" / "current" / "quarantine.parquet").to_pylist()
    assert [q["reason"] for q in quarantine] == ["not_a_bilag"] * 2
    assert all(q["file_name"].startswith(NAME) for q in quarantine)


@pytest.mark.parametrize("revised", [True, False])
def test_a_bilag_that_turns_confidential_is_not_missed_and_not_named(folders, revised):
    path = folders / "raw" / "Kvistgaard.txt"
    path.write_text(confidential("Bilag 4"))
    run(folders)
    assert leaks((folders / "clean" / "current").resolve(), *SECRETS)
    path.write_text(confidential() if revised else confidential("Bilag 4"))
    path.rename(path.with_name("Kvistgaard.txt" if revised else "Kvistgaard fortroligt.txt"))
    run(folders)
    assert not leaks((folders / "clean" / "current").resolve(), *SECRETS)


def test_the_operator_has_the_last_word(folders, monkeypatch):
    monkeypatch.chdir(folders)
    (folders / "raw" / "a.txt").write_text(confidential())
    (folders / "raw" / "b.txt").write_text(confidential("Bilag 4").replace("Havnegade", "Torvegade"))
    (folders / "bilag.toml").write_text('[confidential]\nfiles = ["b*"]\npublic = ["a.txt"]\n')
    run(folders)
    assert leaks((folders / "clean" / "current").resolve(), "Havnegade")
    assert not leaks((folders / "clean" / "current").resolve(), "Torvegade")
