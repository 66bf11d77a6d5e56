"""`bilag review` over HTTP: who gets the page, who may decide, and what is written."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import socket
from contextlib import closing

import pyarrow.parquet as pq
import pytest

from pipeline.reconcile.decisions import load_decisions
from pipeline.report import build
from tests.report_release import made_tables, write_release
from tests.review_server import TOKEN, serving

DAY = dt.date(2026, 3, 1)


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    folder = write_release(made_tables(4, wrong_every=2), tmp_path_factory.mktemp("clean") / "releases" / "one")
    build(folder, None)
    (folder.parent.parent / "current").symlink_to(folder)
    return folder


@pytest.fixture(scope="module")
def server(release, tmp_path_factory):
    review = tmp_path_factory.mktemp("review") / "decisions.yaml"
    with serving(release.parent.parent / "current", review, lambda: DAY) as port:
        yield port, review


@pytest.fixture
def ask(server):
    """Sends a request; the status, the headers and the body."""
    port, _ = server

    def send(method, path, body=None, **headers):
        given = {"Host": f"127.0.0.1:{port}", **{k.replace("_", "-"): v for k, v in headers.items()}}
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
            connection.request(method, path, body, {k: v for k, v in given.items() if v is not None})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()

    return send


@pytest.fixture
def decide(server, ask):
    port, _ = server

    def send(said, **headers):
        given = {"Origin": f"http://127.0.0.1:{port}", "Content_Type": "application/json", **headers}
        body = said if isinstance(said, bytes | str) else json.dumps(said)
        status, _, answer = ask("POST", f"/{TOKEN}/decisions", body, **given)
        return status, answer

    return send


@pytest.fixture
def root(release):
    rows = pq.read_table(release / "findings.parquet").to_pylist()
    return next(f["finding_id"] for f in rows if f["rule"] == "item_sum")


def said(finding, action="accept", text="aftalt", by="Anna"):
    return {"finding": finding, "action": action, "text": text, "by": by}


def test_the_page_is_the_report_with_who_decides(ask):
    status, headers, body = ask("GET", f"/{TOKEN}/")
    page = body.decode()
    assert status == 200
    assert 'name="by" value="Anna"' in page
    assert "connect-src &#39;self&#39;" in page
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Access-Control-Allow-Origin"] is None


def test_the_workbook_and_nothing_else_of_the_disk(ask):
    assert ask("GET", f"/{TOKEN}/afstemning.xlsx")[2][:2] == b"PK"
    for path in (
        "/", "/afstemning.xlsx", "/x/", f"/{TOKEN}", f"/{TOKEN}/index.html", f"/{TOKEN}/findings.parquet",
        f"/{TOKEN}/../../etc/passwd", f"/{TOKEN}/..%2f..%2fetc%2fpasswd", f"/{TOKEN[:-1]}/", f"/{TOKEN}x/",
        f"//{TOKEN}/", "/%C3%A6/", f"/{TOKEN}/decisions/",
    ):  # fmt: skip
        assert ask("GET", path)[0] == 404, path


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "evil.example:80", "", None])
def test_another_host_gets_nothing(ask, host):
    status, _, body = ask("GET", f"/{TOKEN}/", Host=host or "")
    assert status in (400, 403)
    assert b"finding" not in body


def test_a_page_of_another_site_may_not_read(ask):
    assert ask("GET", f"/{TOKEN}/", Sec_Fetch_Site="cross-site")[0] == 403
    opened = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"}
    assert ask("GET", f"/{TOKEN}/", **opened, Sec_Fetch_Dest="iframe")[0] == 403
    assert ask("POST", f"/{TOKEN}/decisions", "{}", **opened, Sec_Fetch_Dest="document")[0] == 403
    assert ask("GET", f"/{TOKEN}/", **opened, Sec_Fetch_Dest="document")[0] == 200, "a click on the printed address"
    assert ask("GET", f"/{TOKEN}/", Sec_Fetch_Site="none")[0] == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": None},
        {"Origin": "http://127.0.0.1:1"},
        {"Content_Type": "text/plain"},
        {"Content_Type": "application/x-www-form-urlencoded"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Host": "evil.example"},
    ],
)
def test_another_site_may_not_decide(decide, server, root, headers):
    status, _ = decide(said(root), **headers)
    assert status in (403, 415)
    assert load_decisions(server[1]) == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[]", 400),
        ({"finding": "F1"}, 400),
        (said("F1", action="delete"), 400),
        (said("../../x"), 400),
        ({**said("F1"), "path": "/etc/passwd"}, 400),
        (said("F" + "0" * 16), 404),
        (said("F1", by="  "), 400),
        (b'"' + b"x" * 30_000 + b'"', 400),
    ],
)
def test_what_is_no_decision_is_refused(decide, server, body, status):
    assert decide(body)[0] == status
    assert load_decisions(server[1]) == []


def test_an_acceptance_without_a_reason_is_refused_in_danish(decide, root):
    status, answer = decide(said(root, text=" "))
    assert (status, json.loads(answer)["error"]) == (400, "skriv hvorfor det må blive stående")


def test_other_methods_are_refused(ask, server):
    origin = f"http://127.0.0.1:{server[0]}"
    for method in ("PUT", "DELETE", "OPTIONS"):
        found = ask(method, f"/{TOKEN}/decisions", None, Origin=origin, Content_Type="application/json")
        assert found[0] == 405
    assert ask("HEAD", f"/{TOKEN}/")[0] == 200


def test_a_day_s_work(decide, ask, server, root):
    """Assigned, remarked on, accepted, reopened: the file and the page say so each time."""
    path = server[1]
    assert decide(said(root, "assign", "Bo Holm"))[0] == 200
    assert decide(said(root, "comment", "ringer mandag"))[0] == 200
    status, answer = decide(said(root))
    assert status == 200
    assert json.loads(answer) == {
        "finding": root, "status": "accepted", "remark": "aftalt", "by": "Anna", "on": "1. marts 2026",
        "assigned_to": "Bo Holm",
    }  # fmt: skip
    (made,) = load_decisions(path)
    assert (made.status, made.reason, made.by, made.date, made.assigned_to) == (
        "accepted", "aftalt", "Anna", DAY, "Bo Holm",
    )  # fmt: skip
    page = ask("GET", f"/{TOKEN}/")[2].decode()
    assert "Accepteret af Anna, 1. marts 2026:" in page
    assert "Ansvarlig: Bo Holm" in page
    assert decide(said(root, "reopen", ""))[0] == 200
    assert decide(said(root, "assign", ""))[0] == 200
    assert load_decisions(path) == []
    assert "Accepteret af Anna" not in ask("GET", f"/{TOKEN}/")[2].decode()


def test_what_follows_is_accepted_with_its_cause(decide, release, server, root):
    rows = pq.read_table(release / "findings.parquet").to_pylist()
    echoes = [f["finding_id"] for f in rows if f["root_finding_id"] == root]
    assert decide({**said(root), "also": echoes})[0] == 200
    assert {d.finding for d in load_decisions(server[1])} == {root, *echoes}
    assert decide({**said(root, "reopen", ""), "also": echoes})[0] == 200
    assert decide({**said(root), "also": ["Fdead"]})[0] == 404
    assert load_decisions(server[1]) == []


def test_only_this_machine_is_listened_to(server):
    port, _ = server
    others = {a[4][0] for a in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {
        "127.0.0.1",
        "127.0.1.1",
    }
    for address in others:
        with (
            pytest.raises(OSError, match=r"refused|timed out|unreachable"),
            socket.create_connection((address, port), 2),
        ):
            pass


def test_a_new_release_is_shown_without_a_restart(release, tmp_path):
    clean = tmp_path / "clean"
    clean.mkdir()
    (clean / "current").symlink_to(release)
    with serving(clean / "current", tmp_path / "d.yaml", lambda: DAY) as port:

        def page():
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
                connection.request("GET", f"/{TOKEN}/")
                return connection.getresponse().read().decode()

        assert "af 4 forslag" in page()
        other = write_release(made_tables(6, wrong_every=2), tmp_path / "two")
        (clean / "new").symlink_to(other)
        (clean / "new").replace(clean / "current")
        assert "af 6 forslag" in page()
