"""Takes the pictures in docs/screenshots anew: every kind of page, at three widths, light, dark and printed."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.browser.conftest import FLAGS, NAMES
from tests.browser.walk import answer_ordinarily, begin, raise_an_emergency, to_the_answers, to_the_end

from midback.encounter import open_accounts

FOLDER = Path(__file__).parent.parent / "docs" / "screenshots"
WIDTHS = {"phone": 360, "tablet": 768, "desktop": 1280}
TO_READ = {"learn": "/learn", "anatomy": "/learn/anatomy", "cause": "/learn/causes/thoracic_muscle_strain"}
PLACES = ("back_beside_middle_left", "back_spine_middle")
CLINICIAN, PASSWORD = "dr-heron", "four quiet grey herons"
KEPT = {("phone", "light"), ("desktop", "light"), ("phone", "dark")}


def main() -> None:
    """Start a server, walk through it, take pictures. `--all FOLDER` takes every width in every scheme."""
    everything = len(sys.argv) > 2 and sys.argv[1] == "--all"
    folder = Path(sys.argv[2]) if everything else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        address, server = _serve(data)
        path = next(found for name in NAMES if (found := shutil.which(name)))
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            for size in WIDTHS:
                for scheme in ("light", "dark"):
                    if everything or (size, scheme) in KEPT:
                        _take(browser, address, folder, size, scheme)
            if everything:
                _print(browser, address, folder)
        finally:
            browser.close()
            server.terminate()
            server.wait(10)


def _serve(data: str) -> tuple[str, subprocess.Popen[bytes]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    database = f"sqlite:///{data}/midback.db"
    accounts = open_accounts(database)
    accounts.add(CLINICIAN, PASSWORD)
    accounts.close()
    environment = {**os.environ, "MIDBACK_DATABASE": database, "MIDBACK_REQUESTS_A_MINUTE": "0"}
    server = subprocess.Popen([sys.executable, "-m", "midback", "serve", "--port", str(port)], env=environment)
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    return f"http://127.0.0.1:{port}", server


def _take(browser: Browser, address: str, folder: Path, size: str, scheme: str) -> None:
    context = browser.new_context(
        base_url=address,
        viewport={"width": WIDTHS[size], "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]  # a word from the parameters, one of Playwright's
    )
    page = context.new_page()

    def shot(name: str, *, whole: bool = True) -> None:
        page.screenshot(path=folder / f"{name}-{size}-{scheme}.png", full_page=whole)

    page.goto("/")
    shot("start")
    _emergency(page, shot)
    begin(page)
    shot("question-emergency")
    _walk(page, shot)
    for name, path in TO_READ.items():
        page.goto(path)
        shot(name)
    _clinic(page, shot)
    context.close()


def _emergency(page: Page, shot: Callable[..., None]) -> None:
    begin(page)
    raise_an_emergency(page)
    shot("stop")


def _walk(page: Page, shot: Callable[..., None]) -> None:
    while "symptom_groups" not in page.url:
        answer_ordinarily(page)
    shot("groups")
    to_the_answers(page)
    shot("enough")
    page.get_by_role("link", name="Go on").click()
    _mark(page, shot)
    to_the_answers(page)
    shot("answers")
    page.get_by_role("button").first.click()
    page.wait_for_url("**/result")
    shot("result")
    page.evaluate("window.scrollTo(0, 0)")
    shot("verdict", whole=False)


def _mark(page: Page, shot: Callable[..., None]) -> None:
    """Go on to the map, and mark two places on it."""
    while "where_worst" not in page.url:
        answer_ordinarily(page)
    for place in PLACES:
        page.locator(f"#a-{place}").click()
    page.locator(f".tap[for=most-{PLACES[0]}]").click()
    page.evaluate("window.scrollTo(0, 0)")
    shot("map", whole=False)
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").click()


def _clinic(page: Page, shot: Callable[..., None]) -> None:
    """Share the case, and open it as the clinician it was shared with."""
    page.goto("/share")
    page.get_by_role("button", name="Make a link").click()
    page.wait_for_selector("svg.qr")
    shot("share")
    page.goto(page.locator("#address").input_value())
    page.get_by_label("Name").fill(CLINICIAN)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Open the case").click()
    page.wait_for_url("**/clinic/case/*")
    shot("clinic", whole=False)


def _print(browser: Browser, address: str, folder: Path) -> None:
    context = browser.new_context(base_url=address)
    page = context.new_page()
    begin(page)
    to_the_end(page)
    page.goto("/result")
    page.pdf(path=folder / "result.pdf", format="A4")
    context.close()


if __name__ == "__main__":
    main()
