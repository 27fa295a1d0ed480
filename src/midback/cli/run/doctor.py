"""`midback doctor`: what is set up wrongly, one line each with what to do. It changes nothing."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import typer

from midback.encounter import check_up_place, place_file
from midback.errors import ContentError, MidbackError
from midback.knowledge import load_knowledge
from midback.records import StoreError, private
from midback.web.kit.address import proxies, public_address
from midback.words import say

WRONG = 1
"""The exit code where something is wrong."""
ROOM = 100 * 1024 * 1024
"""Bytes below which a disk is as good as full."""
WIDEST = 8
"""A network of proxies whose mask is shorter than this lets nearly anybody claim any address."""
AHEAD = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what was looked at, whether it is wrong, and what it is or what to do."""

    about: str
    text: str
    is_wrong: bool = True


def doctor() -> None:
    """Look at everything, tell it, and end with exit code 1 where something is wrong."""
    lines = [line for look in LOOKS for line in _lines(look)]
    for line in lines:
        state = say("doctor.wrong") if line.is_wrong else say("doctor.fine")
        typer.echo(say("doctor.line", state=state, about=line.about, text=" ".join(line.text.split())))
    if any(line.is_wrong for line in lines):
        raise typer.Exit(WRONG)


def _lines(look: Callable[[], Iterator[Line]]) -> Iterator[Line]:
    """What a look finds; an error of ours is a finding."""
    try:
        yield from look()
    except MidbackError as error:
        yield Line(say(f"doctor.{look.__name__}"), str(error))


def content() -> Iterator[Line]:
    """Is the content sound?"""
    try:
        version = load_knowledge().version
    except ContentError as error:
        yield Line(say("doctor.content"), say("doctor.content_faults", count=len(error.faults), first=error.faults[0]))
    else:
        yield Line(say("doctor.content"), say("doctor.sound", version=version), is_wrong=False)


def settings() -> Iterator[Line]:
    """Do address, proxies and bounds fit together?"""
    about, address, named = say("doctor.settings"), public_address(), proxies()
    pace = os.environ.get("MIDBACK_REQUESTS_A_MINUTE", "0")
    found = {
        "no_address": bool(named) and address is None,
        "no_proxies": address is not None and address.is_secure and not named,
        "not_secure": address is not None and not address.is_secure and not address.is_this_machine,
        "any_proxy": any(ip_network(one).prefixlen < WIDEST for one in named),
        "no_number": not pace.isdecimal(),
    }
    wrong = [key for key, is_wrong in found.items() if is_wrong]
    yield from (Line(about, say(f"doctor.settings_{key}")) for key in wrong)
    if not wrong:
        yield Line(about, say("doctor.address", address=address or say("doctor.this_machine")), is_wrong=False)


def database() -> Iterator[Line]:
    """Can it be opened with the key that is here, and does the clock agree with it?"""
    seen, about = check_up_place(), say("doctor.database")
    key = "new" if seen.is_new else "older" if seen.is_older else "fine"
    yield Line(about, say(f"doctor.database_{key}"), is_wrong=False)
    if seen.newest and seen.newest > datetime.now(UTC) + AHEAD:
        yield Line(say("doctor.clock"), say("doctor.clock_behind", newest=f"{seen.newest:%Y-%m-%d %H:%M}"))


def files() -> Iterator[Line]:
    """Are the files for their owner alone, can their folder be written, and is there room?"""
    try:
        file = place_file()
    except StoreError:  # told with the database
        return
    if file is None or not file.parent.is_dir():
        return
    about = say("doctor.files")
    exposed = [one for one in sorted(file.parent.glob(f"{file.name}*")) if private.is_open_to_others(one)]
    yield from (Line(about, say("doctor.exposed", file=one, mode=private.mode(one))) for one in exposed)
    if not os.access(file.parent, os.W_OK) or (file.exists() and not os.access(file, os.W_OK)):
        yield Line(about, say("doctor.not_writable", folder=file.parent))
    yield from _room(file.parent)


def _room(folder: Path) -> Iterator[Line]:
    free = shutil.disk_usage(folder).free
    megabytes = free // 1_000_000
    yield Line(say("doctor.room"), say("doctor.free", folder=folder, megabytes=megabytes), is_wrong=free < ROOM)


LOOKS: tuple[Callable[[], Iterator[Line]], ...] = (content, settings, database, files)
