"""Two clinicians with one case open, each in a browser of their own."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from html import unescape

import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from tests.integration.conftest import Clock
from tests.posting import send

from midback.encounter import Accounts, Clinic, Encounters, Shares
from midback.engine import Said
from midback.web.app import create_app

PASSWORD = "three quiet herons"
REASON = "long known, and unchanged"

Open = Callable[[str], TestClient]


@pytest.fixture
def url(tmp_path: object) -> str:
    """SQLite alone: what is tried here is above the database."""
    return f"sqlite:///{tmp_path}/midback.db"


@pytest.fixture
def token(encounters: Encounters) -> str:
    """Somebody with nothing alarming."""
    opened = encounters.begin(profile="uk")
    encounters.answer(opened.token, "emergency_screen", Said())
    encounters.answer(opened.token, "age", Said(number=40))
    return opened.token


@pytest.fixture
def open_desk(
    encounters: Encounters, accounts: Accounts, clinic: Clinic, clock: Clock, quick_hashes: None
) -> Iterator[Open]:
    """Opens a clinician's browser, signed in."""
    app = create_app(encounters)
    app.state.accounts = accounts
    app.state.clinic = clinic
    with ExitStack() as stack:

        def open_(name: str) -> TestClient:
            if name not in {account.name for account in accounts.listed()}:
                accounts.add(name, PASSWORD)
            client = stack.enter_context(TestClient(app, base_url="http://midback.test"))
            sign_in(client, name)
            return client

        yield open_


@pytest.fixture
def ada(open_desk: Open) -> TestClient:
    return open_desk("Ada")


@pytest.fixture
def grace(open_desk: Open) -> TestClient:
    return open_desk("Grace")


@pytest.fixture
def case(ada: TestClient, grace: TestClient, shares: Shares, token: str) -> str:
    """The address of a case that both have open."""
    both = [send(client, "/clinic", "/clinic/open", {"link": shares.share(token).token}) for client in (ada, grace)]
    return str(both[0].url.path)


def sign_in(client: TestClient, name: str, **more: str) -> Response:
    return send(client, "/clinic/sign-in", "/clinic/sign-in", {"name": name, "password": PASSWORD, **more})


def form_of(page: str, case: str) -> dict[str, str]:
    """Every field of the form of a case as a browser would send it, untouched."""
    form = next(one for one in re.findall(r"<form.*?</form>", page, re.DOTALL) if f"{case}/examine" in one)
    fields = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', form))
    fields |= dict(re.findall(r'<input id="n-[\w-]+" name="([\w-]+)".*?value="([^"]*)"', form))
    fields |= dict(re.findall(r'<input type="radio" name="([\w-]+)" value="(\w*)" checked>', form))
    reason = re.search(r'<textarea id="reason".*?>\n(.*?)</textarea>', form, re.DOTALL)
    assert reason
    return {name: unescape(value) for name, value in (fields | {"reason": reason[1]}).items()}


def text_of(response: Response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


def found(clinic: Clinic, accounts: Accounts, case: str) -> dict[str, object]:
    """What stands in the examination."""
    session = accounts._begin(accounts._store.all()[0])
    examination = clinic.case(session, case.rpartition("/")[2]).examination
    return {**examination.findings, **examination.numbers}


EMERGENCY = {"f-babinski": "yes", "n-residual_volume": "400"}
