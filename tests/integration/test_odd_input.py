"""Numbers and texts that could mean two things, or nothing, at every page: taken as they read, or refused and kept."""

import re
from html import unescape
from urllib.parse import quote_from_bytes, urlencode

import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from tests.integration.signing_in import NAME, PASSWORD
from tests.posting import hidden, send

from midback.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()
AGE = "/check/question/age"
TAKEN = {
    "40": "40",
    "４０": "40",
    "٤٠": "40",
    "40,5": "40.5",
    "40٫5": "40.5",
    "\u200e40\u200f": "40",
    "\u00a040\u2009": "40",
    "0040": "40",
    "40.0": "40",
}
REFUSED = [
    *("1,200", "1.200", "1 200", "1’200", "1'200", "１，２００", "1\u00a0200", "1\u202f200", "1٬200"),
    *("1e400", "1e1", "NaN", "nan", "inf", "Infinity", "-Infinity", "0x28", "4_0", "+40", "--4", "40-", "4 0"),
    *("\u202e04", "4\u202e0", "\u206704\u2069", "4\u200b0", "٤2", "4²", "½", "Ⅻ", "四十", "forty", "40 y", "40%"),
    *("2000-01-01", "01/02/2000", "1.2.2000", "12:30", "-1", "121", "9" * 41, "1" + "0" * 400),
]
BROKEN = [b"40%00", b"40%0", b"%ED%A0%80", b"40%1B[2J", b"%C0%B4", b"%FF", b"40%7F", b"%F4%90%80%80"]


@pytest.fixture
def client(lasting: TestClient) -> TestClient:
    """One browser for all: what is refused leaves nothing behind, and what is taken takes the place of the last."""
    return lasting


@pytest.fixture(scope="module")
def case(lasting: TestClient) -> str:
    """The address of the person's case on the clinician's desk."""
    link = re.search(r'id="address" readonly value="([^"]+)"', send(lasting, "/share", "/share").text)
    assert link
    send(lasting, "/clinic/sign-in", "/clinic/sign-in", {"name": NAME, "password": PASSWORD})
    return str(send(lasting, "/clinic", "/clinic/open", {"link": link[1]}).headers["location"])


def box(page: str, name: str) -> str:
    """What stands in a field of a page."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    assert found
    value = re.search(r'value="([^"]*)"', found[0])
    return unescape(value[1]) if value else ""


@pytest.mark.parametrize("typed", TAKEN)
def test_a_persons_page_reads_a_number_as_it_stands(client: TestClient, typed: str) -> None:
    assert send(client, AGE, AGE, {"number": typed}).status_code == 303
    assert box(client.get(AGE).text, "number") == TAKEN[typed]


@pytest.mark.parametrize("typed", REFUSED, ids=ascii)
def test_a_persons_page_refuses_what_is_no_number_and_keeps_it_in_the_box(client: TestClient, typed: str) -> None:
    kept = box(client.get(AGE).text, "number")
    page = send(client, AGE, AGE, {"number": typed})
    assert page.status_code == 422
    assert box(page.text, "number") == typed.strip()
    assert box(client.get(AGE).text, "number") == kept


def examined(client: TestClient, case: str, typed: str) -> Response:
    return send(client, case, f"{case}/examine", {"n-residual_volume": typed})


@pytest.mark.parametrize("typed", ["400", "４００", "٤٠٠", "400,5", "0000000000400"])
def test_a_clinicians_page_reads_a_number_as_it_stands(client: TestClient, case: str, typed: str) -> None:
    assert examined(client, case, typed).status_code == 303
    assert box(client.get(case).text, "n-residual_volume") == ("400.5" if "5" in typed else "400")


@pytest.mark.parametrize(
    "typed", [one for one in REFUSED if one not in ("121", "1 200")] + ["1 200", "400 ml", "4+", "3001"], ids=ascii
)
def test_a_clinicians_page_refuses_what_is_no_number_and_keeps_it_in_the_box(
    client: TestClient, case: str, typed: str
) -> None:
    page = examined(client, case, typed)
    assert page.status_code == 422
    assert box(page.text, "n-residual_volume") == typed.strip()


@pytest.mark.parametrize("field", ["number", "text", "choice", "nobody-asked"])
@pytest.mark.parametrize("sent", BROKEN, ids=ascii)
def test_a_sign_that_cannot_be_kept_is_refused_in_every_field(client: TestClient, field: str, sent: bytes) -> None:
    path = "/check/words" if field == "text" else AGE
    body = urlencode(hidden(client.get(path).text, path)).encode() + f"&{field}=".encode() + sent
    answer = client.post(path, content=body, headers={"content-type": "application/x-www-form-urlencoded"})
    refused = answer.status_code == 400 and "take it out" in answer.text
    assert refused or (sent == b"40%0" and answer.status_code in (303, 422))
    assert client.get("/check").status_code < 400


@pytest.mark.parametrize(
    "text", ["<b>&amp;'\"", "{{ 7*7 }}", "${x}", "\u05db\u05d0\u05d1", "a\u200d\u0301", "\U0001f9d1\u200d\u2695"]
)
def test_a_text_is_shown_as_it_was_written_and_is_never_markup(client: TestClient, text: str) -> None:
    send(client, "/check/words", "/check/words", {"text": text})
    page = client.get("/check/answers").text
    assert f"“{text}”" in unescape(page)
    assert "<b>" not in page.replace("<bdi>", "")


def test_bytes_are_what_they_say(client: TestClient) -> None:
    """A letter that is sent in two parts is one letter, and is kept as one."""
    body = (
        urlencode(hidden(client.get("/check/words").text, "/check/words"))
        + "&text="
        + quote_from_bytes(b"cafe\xcc\x81")
    )
    client.post("/check/words", content=body, headers={"content-type": "application/x-www-form-urlencoded"})
    assert "caf\u00e9" in client.get("/check/words").text
