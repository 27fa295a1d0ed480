"""Walks many people through the check at a steady rate and times every page. Beside it, a file of the same server.

The rate is kept whether or not answers come back (an open loop), so that a slow server can't hide behind its own
slowness. `--rate` requests a second, `--seconds`, `--workers`.
"""

import argparse
import asyncio
import os
import re
import socket
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from random import Random
from time import perf_counter

import httpx2

PREFERRED = ("no", "days_1_7", "male", "settling", "gradual")
FILE = "/static/tokens.css"
FILE_EVERY = 10
CHANCE = Random(1)
WARM_UP = 15


@dataclass
class Load:
    """What came back: times in milliseconds by kind of request, and what went wrong."""

    pages: list[float] = field(default_factory=list)
    posts: list[float] = field(default_factory=list)
    file: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)


@dataclass
class Person:
    """Somebody in the check: their cookies, the page they are on, and the form on it."""

    headers: dict[str, str] = field(default_factory=dict)
    at: str = ""
    form: dict[str, str] | None = None


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def filled(html: str) -> dict[str, str]:
    """The form of a page, answered as somebody with a mild ache would."""
    form = dict(re.findall(r'<input type="hidden" name="(csrf|end)" value="(\w+)">', html))
    choices = re.findall(r'name="choice" value="(\w+)"', html)
    if 'id="number"' in html:
        form["number"] = "34"
    elif "__none__" in choices:
        form["choice"] = "__none__"
    elif choices:
        form["choice"] = next((one for one in PREFERRED if one in choices), choices[0])
    return form


async def step(client: httpx2.AsyncClient, person: Person, load: Load) -> None:
    """One request: begin, post the form on the page, or follow to the next page."""
    begun = perf_counter()
    if not person.at:
        start = await client.get("/")
        mark = {"cookie": "; ".join(f"{name}={value}" for name, value in start.cookies.items())}
        answer = await client.post("/begin", data={"profile": "international", **filled(start.text)}, headers=mark)
    elif person.form:
        answer = await client.post(person.at, data=person.form, headers=person.headers)
    else:
        answer = await client.get(person.at, headers=person.headers)
    (load.posts if answer.request.method == "POST" else load.pages).append((perf_counter() - begun) * 1000)
    if answer.status_code not in (200, 303):
        load.errors[f"{answer.status_code} at {person.at}"] += 1
        person.at, person.form, person.headers = "", None, {}
        return
    if cookie := answer.headers.get("set-cookie"):
        person.headers = {"cookie": cookie.partition(";")[0]}
    if answer.status_code == 303:
        person.at, person.form = answer.headers["location"], None
    else:
        person.form = filled(answer.text)
    if person.at == "/check/answers":
        person.at, person.form, person.headers = "", None, {}


async def one(client: httpx2.AsyncClient, waiting: list[Person], load: Load, due: float, number: int) -> None:
    """The request that is due, by somebody of those who wait: people are not in step with each other."""
    load.late.append((perf_counter() - due) * 1000)
    person = waiting.pop(CHANCE.randrange(len(waiting))) if waiting else Person()
    try:
        if number % FILE_EVERY == 0:
            begun = perf_counter()
            await client.get(FILE)
            load.file.append((perf_counter() - begun) * 1000)
        else:
            await step(client, person, load)
    except httpx2.HTTPError as error:
        load.errors[type(error).__name__] += 1
    waiting.append(person)


async def run(address: str, rate: int, seconds: int, waiting: list[Person]) -> Load:
    """Send requests at the rate until the time is over."""
    load = Load()
    nobody = CookieJar(DefaultCookiePolicy(allowed_domains=[]))  # each person carries their own
    limits = httpx2.Limits(max_connections=200, max_keepalive_connections=200)
    async with httpx2.AsyncClient(base_url=address, timeout=10, limits=limits, cookies=nobody) as client:
        begun, tasks = perf_counter(), []
        for number in range(rate * seconds):
            due = begun + number / rate
            await asyncio.sleep(max(0.0, due - perf_counter()))
            tasks.append(asyncio.create_task(one(client, waiting, load, due, number)))
        await asyncio.gather(*tasks)
    return load


def share(times: list[float], hundredth: float) -> float:
    """The time below which so many of a hundred lie."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * hundredth / 100))]


def table(load: Load, rate: int, seconds: int, workers: int) -> None:
    """Print what came back."""
    print(f"{rate} requests/s for {seconds} s, {workers} workers; errors: {dict(load.errors) or 'none'}")
    print(f"{'':24}{'count':>8}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'p99 / file':>12}")
    peer = share(load.file, 99)
    rows = {"pages of the check": load.pages, "answers taken": load.posts, "a static file (peer)": load.file}
    for name, times in rows.items():
        p50, p95, p99 = (share(times, one) for one in (50, 95, 99))
        print(f"{name:24}{len(times):8}{p50:9.1f}{p95:9.1f}{p99:9.1f}{p99 / peer:12.1f}")
    late = "".join(f"{share(load.late, one):9.1f}" for one in (50, 95, 99))
    print(f"{'sent late by':24}{len(load.late):8}{late}")


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Until the server listens."""
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if server.poll() is not None:
            raise SystemExit("The server ended before it listened.")
        asyncio.run(asyncio.sleep(0.1))
    raise SystemExit("The server didn't listen within half a minute.")


def main() -> None:
    """Start a server with an empty database, load it, print, stop it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rate", type=int, default=100)
    asked.add_argument("--seconds", type=int, default=60)
    asked.add_argument("--workers", type=int, default=2)
    options = asked.parse_args()
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "MIDBACK_REQUESTS_A_MINUTE": "0",  # all of this load comes from one address
            **os.environ,
            "MIDBACK_DATABASE": f"sqlite:///{Path(folder) / 'midback.db'}",
            "XDG_DATA_HOME": folder,
        }
        command = [sys.executable, "-m", "midback", "serve", "--port", str(port), "--workers", str(options.workers)]
        server = subprocess.Popen(command, env=environment)
        try:
            wait_for(port, server)
            address, people = f"http://127.0.0.1:{port}", [Person() for _ in range(2 * options.rate)]
            asyncio.run(run(address, options.rate, WARM_UP, people))  # everything is loaded, and people are spread out
            load = asyncio.run(run(address, options.rate, options.seconds, people))
            table(load, options.rate, options.seconds, options.workers)
        finally:
            server.terminate()
            server.wait(20)


if __name__ == "__main__":
    main()
