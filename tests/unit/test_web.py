"""`bilag serve` by its addresses: what each gives, and what none does."""

from __future__ import annotations

import csv
import hashlib
import inspect
import io
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import jinja2
import pytest
from click.testing import CliRunner
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from pipeline import web
from pipeline.cli.main import main
from pipeline.release.publish import publish
from pipeline.web import app, application, views
from pipeline.web.language import english
from pipeline.web.pictures import Pictures
from tests.five import five_tables, publish_five


@pytest.fixture(scope="module")
def clean(tmp_path_factory) -> Path:
    return publish_five(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="module")
def client(clean: Path) -> TestClient:
    return TestClient(application(clean), base_url="http://127.0.0.1")


def test_the_command_serves_the_release_at_the_address_it_prints(clean: Path) -> None:
    command = [sys.executable, "-m", "pipeline", "serve", "--port", "0", "--clean", str(clean)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            address = server.stdout.readline().strip()
            with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - our own
                assert "BC37" in answer.read().decode()
        finally:
            server.terminate()


def test_every_card_has_a_page_whose_links_lead_somewhere(client: TestClient) -> None:
    seen: set[str] = set()
    waiting = ["/", "/fund", "/soeg?q=it-drift"]
    while waiting:
        address = waiting.pop()
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code == 200, address
        found = {h.split("#")[0].replace("&amp;", "&") for h in re.findall(r'href="(/[^"]*)"', answer.text)}
        # Every kind of address, and of lines and findings a few.
        rare = [h for h in found if not re.search(r"/linje/|/fund/", h)] + sorted(found)[:3]
        waiting += [h for h in dict.fromkeys(rare) if h not in seen and h not in waiting]
    assert sum(a.startswith("/kort/") and "/tabel/" not in a for a in seen) == len(five_tables()["cards"])


def test_a_table_is_printed_as_it_is_and_taken_away_as_seen(client: TestClient) -> None:
    card = next(c.card_id for c in five_tables()["cards"] if c.case_id == "BC37")
    page = client.get(f"/kort/{card}").text
    assert "Haveanlæg (5 stk. i alt)" in page
    text = client.get(f"/kort/{card}/tabel/1.csv").text
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"))
    assert rows[0] == ["", "Styringsområde", "2026", "2027", "2028", "2029", "2030", "2031"]
    assert ["Haveanlæg (5 stk. i alt)", "Anlæg", "1.022", "1.022", "3.066", "0", "0", "0"] in rows


def test_what_a_finding_points_at_is_marked(client: TestClient) -> None:
    card = next(c.card_id for c in five_tables()["cards"] if c.case_id == "BC25")
    page = client.get(f"/kort/{card}").text
    cell = re.search(r'<td class="n marked error"[^>]*><a href="#(F[0-9a-f]+)">142</a>', page)
    assert cell
    assert f'id="{cell[1]}"' in page


@pytest.mark.parametrize(
    "address",
    [
        "/kort/x",
        "/bilag/x",
        "/bilag/x/side/1",
        "/fund/x",
        "/kort/x/tabel/1.csv",
        "/../etc/passwd",
        "/bilag/x/side/1.png",
    ],
)
def test_what_is_not_there_is_told(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_it_is_read_only_and_tells_no_other_site(client: TestClient) -> None:
    for method in ("post", "put", "delete", "patch"):
        assert getattr(client, method)("/").status_code == 405
    answer = client.get("/")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("box", ["1,2,3", "a,b,c,d", "1,2,3,nan", "-1,0,0,0", "1,2,3,1e9", "<script>"])
def test_a_box_that_is_none_is_left_out(client: TestClient, box: str) -> None:
    document = five_tables()["documents"][0].document_id
    assert client.get(f"/bilag/{document}/side/1", params={"boks": box}).status_code == 404  # a text has no pages


def test_words_that_are_typed_are_shown_as_typed(client: TestClient) -> None:
    for address in ("/soeg", "/", "/fund"):
        page = client.get(address, params={"q": '"><script>alert(1)</script>', "udvalg": "<b>", "regel": "'x"}).text
        assert "<script>alert" not in page


def test_another_release_is_shown_at_the_next_click(tmp_path: Path) -> None:
    publish_five(tmp_path)
    client = TestClient(application(tmp_path), base_url="http://127.0.0.1")
    before = client.get("/").text
    tables = dict(five_tables())
    tables["cards"] = [
        c.model_copy(update={"title": "Et andet navn"}) if n == 0 else c for n, c in enumerate(tables["cards"])
    ]
    tables["card_overview"] = [
        c.model_copy(update={"title": "Et andet navn"}) if n == 0 else c for n, c in enumerate(tables["card_overview"])
    ]
    publish(tables, tmp_path)
    assert "Et andet navn" not in before
    assert "Et andet navn" in client.get("/").text


def test_what_writes_is_mounted_beside(clean: Path) -> None:
    client = TestClient(application(clean, mounts={"/afgoer": PlainTextResponse("her")}), base_url="http://127.0.0.1")
    assert client.get("/afgoer/").text == "her"
    assert client.get("/").status_code == 200


def test_english_pages_leave_only_the_bilags_own_words_danish(clean: Path) -> None:
    client = TestClient(application(clean, language="en"), base_url="http://127.0.0.1")
    card = next(c.card_id for c in five_tables()["cards"] if c.case_id == "BC25")
    for address in ("/", f"/kort/{card}", "/fund", "/soeg?q=it-drift", "/kort/nosuch"):
        text = client.get(address).text
        assert '<html lang="en">' in text
        said = re.sub(r'<(\w+)[^>]* lang="da">.*?</\1>', "", text, flags=re.S)
        assert not re.search(r">(?:Fund|Søg|Udvalg|Advarsel|Ikke fundet|Vis|Hent dem som CSV)<", said), address
    assert "Net effect" in client.get(f"/kort/{card}").text


def test_every_word_of_the_pages_has_an_english_one() -> None:
    reader = jinja2.Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    said = {*views.CARD_KINDS.values(), *views.RELATIONS.values(), *views.SEVERITIES.values(), *views.PLURALS.values()}
    for page in Path(web.__file__).parent.glob("templates/*.j2"):
        for _, _, message in reader.extract_translations(page.read_text("utf-8")):
            said |= {m for m in (message if isinstance(message, tuple) else (message,)) if m}
    said |= set(re.findall(r'HTTPException\(\d+, "(.+?)"', inspect.getsource(app)))
    assert said == set(english())


def test_without_a_release_it_says_so(tmp_path: Path) -> None:
    told = CliRunner().invoke(main, ["serve", "--clean", str(tmp_path)])
    assert told.exit_code == 1
    assert "bilag run" in told.output
    client = TestClient(application(tmp_path), base_url="http://127.0.0.1")
    assert client.get("/").status_code == 503


def test_a_page_is_drawn_once_and_only_of_the_bytes_that_were_read(tmp_path: Path) -> None:
    pdf = (Path(__file__).parents[1] / "data" / "tutorial" / "bilag.pdf").read_bytes()
    (tmp_path / "a.pdf").write_bytes(pdf)
    document = {
        "source_format": "pdf", "page_count": 9, "file_name": "a.pdf", "other_names": [],
        "sha256": hashlib.sha256(pdf).hexdigest(),
    }  # fmt: skip
    pictures = Pictures(tmp_path)
    drawn = pictures.page(document, 1)
    assert drawn is not None
    assert drawn.png.startswith(b"\x89PNG")
    assert (round(drawn.width), round(drawn.height)) == (792, 612)
    assert pictures.page(document, 1) is drawn
    turned = pictures.page({**document, "page_turns": [90]}, 1)
    assert turned is not None
    assert (round(turned.width), round(turned.height)) == (612, 792)
    assert pictures.page(document, 99) is None
    assert pictures.page({**document, "sha256": "0" * 64}, 1) is None
    assert pictures.page({**document, "file_name": "gone.pdf"}, 1) is None
    assert pictures.page({**document, "source_format": "text"}, 1) is None
