"""Who waits for what costs seconds."""

import asyncio

import pytest
from tests import looping

from midback.web.kit.turns import TooMany, Turns


async def work(turns: Turns, peer: str, log: list[str]) -> None:
    try:
        async with turns.turn(peer):
            log.append(f"{peer} in")
            await asyncio.sleep(0.01)
            log.append(f"{peer} out")
    except TooMany:
        log.append(f"{peer} refused")


def logged(turns: Turns, *peers: str) -> list[str]:
    """What happens when all of them come at once."""
    log: list[str] = []

    async def all_at_once() -> None:
        await asyncio.gather(*(work(turns, peer, log) for peer in peers))

    looping.run(all_at_once())
    return log


def test_one_is_done_at_a_time_in_the_order_in_which_they_came() -> None:
    log = [line for line in logged(Turns(), "a", "b", "c") if "refused" not in line]
    assert log == ["a in", "a out", "b in", "b out", "c in", "c out"]


def test_who_finds_no_place_is_told_at_once() -> None:
    log = logged(Turns(most=2), "a", "b", "c", "d")
    assert log[:3] == ["a in", "c refused", "d refused"]
    assert log.count("b out") == 1


@pytest.mark.parametrize("neighbour", ["2001:db8::1", "2001:db8::2"])
def test_one_line_cannot_take_every_place(neighbour: str) -> None:
    log = logged(Turns(most=4, of_one=1), "2001:db8::1", neighbour, "2001:db8:0:1::1")
    assert log.count(f"{neighbour} refused") == 1
    assert "2001:db8:0:1::1 out" in log


def test_a_turn_that_failed_gives_its_place_back() -> None:
    turns = Turns(most=1)

    async def fail_twice() -> None:
        for _ in range(2):
            with pytest.raises(OSError, match="paper"):
                await failing(turns)

    looping.run(fail_twice())


async def failing(turns: Turns) -> None:
    async with turns.turn("a"):
        raise OSError("no paper")
