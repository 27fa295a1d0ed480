"""Every form that is posted is whole, of one kind, each field with one meaning, with the mark of its own page."""

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient
from tests.integration.signing_in import NAME, PASSWORD
from tests.posting import begin, hidden, send

from midback.encounter import open_encounters
from midback.knowledge import load_knowledge
from midback.web.app import create_app
from midback.web.kit.mark import shown

KNOWLEDGE = load_knowledge()
FORM = {"content-type": "application/x-www-form-urlencoded"}
WEB = Path(str(files("midback.web")))


def sign_in(client: TestClient) -> None:
    assert send(client, "/clinic/sign-in", "/clinic/sign-in", {"name": NAME, "password": PASSWORD}).status_code == 303


def case_of(client: TestClient) -> str:
    """The address of the case that the person shares with the clinician."""
    page = send(client, "/share", "/share").text
    link = re.search(r'id="address" readonly value="([^"]+)"', page)
    assert link
    return str(send(client, "/clinic", "/clinic/open", {"link": link[1]}).headers["location"])


def posting(client: TestClient) -> list[str]:
    """Every address that takes a form, with a case and a question in it."""
    case, app = case_of(client), client.app
    routes = [route for route in app.routes if isinstance(route, Route) and "POST" in (route.methods or ())]  # type: ignore[attr-defined]  # the test client types its app as any callable
    return [route.path.replace("{id}", "age").replace("/clinic/case/{key}", case) for route in routes]


def test_every_form_is_refused_without_the_mark_of_its_page(client: TestClient) -> None:
    sign_in(client)
    paths = posting(client)
    assert len(paths) > 12
    for mark in ({}, {"csrf": ""}, {"csrf": "0" * 40}):
        answers = {path: client.post(path, data={**mark, "end": "whole", "number": "40"}).status_code for path in paths}
        assert set(answers.values()) == {403}, answers


def test_every_form_is_refused_without_its_end(client: TestClient) -> None:
    sign_in(client)
    marks = {hidden(client.get(path).text)["csrf"] for path in ("/", "/share", "/clinic")}
    for path in posting(client):
        for mark in marks:
            answer = client.post(path, data={"csrf": mark, "number": "40"})
            assert answer.status_code == 400, path
            assert "didn’t arrive whole" in answer.text


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data; boundary=x",
        "text/plain",
        "application/json",
        "",
        *(f"application/x-www-form-urlencoded; charset={name}" for name in ("utf-7", "punycode", "utf-16", "latin-1")),
    ],
)
def test_every_form_of_another_kind_or_encoding_is_refused(client: TestClient, kind: str) -> None:
    sign_in(client)
    for path in posting(client):
        assert client.post(path, content=b"end=whole", headers={"content-type": kind}).status_code == 415, path


def cut(body: bytes) -> Iterator[bytes]:
    """The body, cut off after each of its bytes."""
    return (body[:end] for end in range(len(body)))


def test_a_form_that_is_cut_off_anywhere_changes_nothing(client: TestClient) -> None:
    fields = hidden(client.get("/check/question/emergency_screen").text)
    ticks = [option.id for option in KNOWLEDGE.questions["emergency_screen"].options[:3]]
    body = urlencode({"choice": ticks, **fields}, doseq=True).encode()
    for part in cut(body):
        assert client.post("/check/question/emergency_screen", content=part, headers=FORM).status_code == 400
    assert "/check/question/emergency_screen" in client.get("/check").headers["location"]
    assert client.post("/check/question/emergency_screen", content=body, headers=FORM).status_code == 303


def test_a_clinicians_form_that_is_cut_off_anywhere_changes_nothing(client: TestClient) -> None:
    sign_in(client)
    case = case_of(client)
    fields = hidden(client.get(case).text, f"{case}/examine")
    body = urlencode({"n-residual_volume": "400", **fields}).encode()
    for part in cut(body):
        assert client.post(f"{case}/examine", content=part, headers=FORM).status_code == 400
    assert not re.search(r'name="n-residual_volume"[^>]*value="4', client.get(case).text)
    assert client.post(f"{case}/examine", content=body, headers=FORM).status_code == 303
    assert 'value="400"' in client.get(case).text


@pytest.mark.parametrize(
    "text", [b"%ED%A0%80", b"%00", b"%FF", b"a%C0%AFb", b"%1B[2J", b"%7F", b"\xff", b"%ED%A0%BD%ED%B8%80"]
)
def test_a_text_that_cannot_be_written_is_refused_in_every_field(client: TestClient, text: bytes) -> None:
    sign_in(client)
    for path in posting(client):
        for body in (b"end=whole&text=" + text, b"end=whole&" + text + b"=1"):
            assert client.post(path, content=body, headers=FORM).status_code == 400, path


def test_one_letter_in_two_writings_is_one_text(client: TestClient) -> None:
    send(client, "/check/words", "/check/words", {"text": "cafe\u0301 chest pain"})
    assert "caf\u00e9 chest pain" in client.get("/check/words").text


@pytest.mark.parametrize("body", ["number=4&number=400", "number=400&number=400", "csrf=a&csrf=b", "end=whole&end=x"])
def test_a_field_that_stands_twice_is_refused(client: TestClient, body: str) -> None:
    answer = client.post("/check/question/age", content=f"{body}&end=whole", headers=FORM)
    assert answer.status_code == 400
    assert "twice" in answer.text


def test_starting_and_signing_in_need_the_mark_of_this_browser(client: TestClient) -> None:
    fields = hidden(client.get("/").text, "/begin")
    client.cookies.delete("midback_first")
    assert client.post("/begin", data=fields).status_code == 403
    assert client.post("/begin", data=fields, headers={"cookie": "midback_first=" + "a" * 22}).status_code == 403
    assert begin(client).status_code == 303


def test_a_second_tab_and_a_second_try_keep_the_mark(client: TestClient) -> None:
    pages = (("/", "/begin"), ("/", "/begin"), ("/clinic/sign-in", "/clinic/sign-in"))
    marks = {shown(hidden(client.get(page).text, action)["csrf"]) for page, action in pages}
    assert len(marks) == 1


@pytest.mark.parametrize("template", sorted(WEB.glob("templates/**/*.html")), ids=lambda file: file.name)
def test_every_form_ends_in_the_mark_and_the_end(template: Path) -> None:
    forms = re.findall(r'<form[^>]*method="post".*?</form>', template.read_text(encoding="utf-8"), re.DOTALL)
    assert all(re.search(r"\{\{ form_end\([\w.]+\) \}\}\s*</form>$", form) for form in forms)


def test_forms_are_read_in_one_place() -> None:
    reading = {file.name for file in WEB.rglob("*.py") if re.search(r"\.form\(|UploadFile\(", file.read_text("utf-8"))}
    assert reading == set()


def test_an_answer_of_a_browser_reaches_nothing_else(client: TestClient) -> None:
    headers: Any = client.get("/").headers
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("address", ["https://midback.test", "http://midback.test"])
def test_cookies_are_bound_to_this_host_where_it_is_reached_by_https(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick_hashes: None, address: str
) -> None:
    monkeypatch.setenv("MIDBACK_ADDRESS", address)
    app = create_app(open_encounters(f"sqlite:///{tmp_path / 'secure.db'}", KNOWLEDGE))
    app.state.accounts.add(NAME, PASSWORD)
    with TestClient(app, base_url=address, follow_redirects=False) as one:
        begun = begin(one)
        signed_in = send(one, "/clinic/sign-in", "/clinic/sign-in", {"name": NAME, "password": PASSWORD})
        set_ = [begun.headers["set-cookie"], signed_in.headers["set-cookie"], *one.cookies]
        assert all(cookie.startswith("__Host-") is (address[:5] == "https") for cookie in set_)
        assert all(("; Secure" in cookie) is (address[:5] == "https") for cookie in set_[:2])
        assert all("HttpOnly" in cookie and "Path=/;" in cookie and "Domain" not in cookie for cookie in set_[:2])
        shared = send(one, "/share", "/share").text
        assert f'value="{address}/s#' in shared


@pytest.mark.parametrize(("page", "action"), [("/delete", "/delete"), ("/clinic", "/clinic/sign-out")])
def test_the_end_of_a_visit_leaves_nothing_in_the_browser(client: TestClient, page: str, action: str) -> None:
    sign_in(client)
    answer = send(client, page, action)
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert "Max-Age=0" in answer.headers["set-cookie"]


def test_a_visit_that_is_over_is_cleared_too(client: TestClient) -> None:
    client.app.state.encounters.delete(client.cookies["midback"])  # type: ignore[attr-defined]  # the test client types its app as any callable
    assert client.get("/result").headers["clear-site-data"] == '"cache", "storage"'


def test_a_link_carries_its_code_where_no_server_sees_it(client: TestClient) -> None:
    page = send(client, "/share", "/share").text
    link = re.search(r'id="address" readonly value="([^"]+)"', page)
    assert link
    address, _, code = link[1].partition("#")
    assert address == "http://midback.test/s"
    assert code in page.replace(link[0], "")
    landing = client.get("/s")
    assert 'name="link"' in landing.text
    assert code not in landing.text


def test_a_page_with_a_new_link_that_is_loaded_anew_makes_no_second_one(client: TestClient) -> None:
    fields = hidden(client.get("/share").text, "/share")
    pages = [client.post("/share", data=fields).text for _ in range(3)]
    assert len({re.findall(r'id="address" readonly value="([^"]+)"', page)[0] for page in pages}) == 1
    assert pages[-1].count('action="/share/revoke"') == 1
    send(client, "/share", "/share")
    assert client.get("/share").text.count('action="/share/revoke"') == 2


def test_a_new_link_that_was_taken_back_is_not_shown_again(client: TestClient) -> None:
    fields = hidden(client.get("/share").text, "/share")
    client.post("/share", data=fields)
    link = re.search(r'name="id" value="(\w+)"', client.get("/share").text)
    assert link
    send(client, "/share", "/share/revoke", {"id": link[1]})
    assert client.post("/share", data=fields).headers["location"] == "/share"


@pytest.mark.parametrize("typed", ["{}", " {} ", "http://midback.test/s#{}"])
def test_a_code_typed_by_hand_opens_the_case_after_signing_in(client: TestClient, typed: str) -> None:
    page = send(client, "/share", "/share").text
    code = re.search(r'class="link-code"[^>]*>([\w-]+)<', page)
    assert code
    fields = {"name": NAME, "password": PASSWORD, "link": typed.format(code[1].lower())}
    landing = send(client, "/s", "/clinic/sign-in", fields)
    assert landing.status_code == 200
    again = hidden(landing.text, "/clinic/open")
    opened = client.post("/clinic/open", data={**again, "link": fields["link"]})
    assert re.fullmatch("/clinic/case/[0-9a-f]+", opened.headers["location"])


def test_a_link_of_before_is_still_answered(client: TestClient) -> None:
    page = client.get("/s/" + "a" * 43)
    assert page.status_code == 200
    assert "a" * 43 in page.text
    assert page.headers["cache-control"] == "no-store"
