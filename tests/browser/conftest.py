"""A real server on loopback and a real Chromium, each started once for all browser tests of a worker."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

UNUSED = [
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "PreloadTopChromeWebUI",
    "SpareRendererForSitePerProcess",
    "AimEnabled",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
]
"""What Chromium would draw or make ready in every window, though nobody looks: it takes six times as long as our pages.

Playwright's own list is overruled by this one, so what matters of that is here too.
"""
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(UNUSED)}",
]
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The server's database, empty at first; its key lies beside it."""
    return f"sqlite:///{tmp_path_factory.mktemp('server') / 'midback.db'}"


@pytest.fixture(scope="session")
def address(database: str) -> Iterator[str]:
    """The address of a server."""
    yield from served(Path(database.removeprefix("sqlite:///")).parent, "midback", "serve", "--port")


def served(folder: Path, *program: str) -> Iterator[str]:
    """The address of a server with its database in this folder; `program` is a module and what comes before a port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "MIDBACK_DATABASE": f"sqlite:///{folder / 'midback.db'}",
        "MIDBACK_REQUESTS_A_MINUTE": "0",
        "MIDBACK_ADDRESS": f"http://127.0.0.1:{port}",
    }
    command = [sys.executable, "-m", *program, str(port)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        _wait_for(port, server, folder / "log")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(1200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"the server didn't start: {log.read_text()[-2000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without windows, which takes least, or whichever is installed. `make test` installs one where it may."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        raise RuntimeError("no Chromium is here; run scripts/ensure-chromium, or install your system's package")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


class Windows:
    """Windows of a browser, each empty when given out. They are kept: to make one takes Chromium half a second."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[str, list[BrowserContext]] = {}

    @contextmanager
    def new(self, **options: Any) -> Iterator[Page]:
        """A window as Playwright's options describe it. What it and its tabs kept is gone at the end."""
        free = self._free.setdefault(repr(sorted(options.items())), [])
        context = free.pop() if free else self._browser.new_context(**options)
        yield context.new_page()
        _empty(context, options.get("base_url"))
        free.append(context)


def _empty(context: BrowserContext, origin: str | None) -> None:
    """Forget all that a window keeps: cookies, stores, cached files, open tabs."""
    session = context.new_cdp_session(context.pages[0])
    session.send("Network.clearBrowserCache")
    if origin:
        session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    for one in context.pages:
        one.close()
    context.clear_cookies()
    context.clear_permissions()


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    """Windows of the one browser."""
    return Windows(browser)


@pytest.fixture
def page(windows: Windows, address: str) -> Iterator[Page]:
    """A phone's page without JavaScript."""
    with windows.new(java_script_enabled=False, base_url=address, viewport={"width": 360, "height": 640}) as one:
        yield one


@pytest.fixture
def scripted(windows: Windows, address: str) -> Iterator[Page]:
    """A phone's page with JavaScript, for tests that measure."""
    with windows.new(base_url=address, viewport={"width": 360, "height": 640}) as one:
        yield one
