"""What is asynchronous can be tested in any worker, whatever loop runs in its main thread."""

import asyncio

import pytest

from tests import looping


async def one() -> int:
    return 1


async def failing() -> None:
    raise KeyError("zebra")


def test_it_runs_beside_a_loop_that_runs_already() -> None:
    async def beside() -> int:
        return looping.run(one())

    loop = asyncio.new_event_loop()
    assert loop.run_until_complete(beside()) == 1
    loop.close()


def test_what_is_raised_comes_out() -> None:
    with pytest.raises(KeyError, match="zebra"):
        looping.run(failing())
