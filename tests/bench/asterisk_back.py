"""Asterisk killed: how soon after its port answers the hotline can use it again. Asterisk frozen: how soon it is seen.

Rule: usable is what a console is told (`link`, fresh), after the hotline has asked Asterisk for the truth.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable
from typing import Any

from tests.bench.consoles import Console, Message
from tests.bench.desks import WATCHER
from tests.bench.figures import Figure, Outcome, at_most, percentile, spread
from tests.bench.rig import Rig

USABLE_S, NOTICED_S = 0.5, 5.0
_PATIENCE = 60.0  # seconds
_KNOCK = 0.005  # seconds between two tries of the port


class LinkWatch:
    """What a console was told of the link, each with its time in epoch nanoseconds."""

    def __init__(self) -> None:
        self._told: list[tuple[bool, int]] = []
        self._news = asyncio.Event()

    def hear(self, told: Message, at: int) -> None:
        """A message of the console."""
        if told["type"] == "link":
            self._told.append((bool(told["fresh"]), at))
            self._news.set()

    async def until(self, *, fresh: bool, since: int) -> int:
        """When the link was first told to be so, after that time. Raises TimeoutError."""
        async with asyncio.timeout(_PATIENCE):
            while True:
                found = next((at for state, at in self._told if state is fresh and at >= since), 0)
                if found:
                    return found
                self._news.clear()
                await self._news.wait()


async def measure(rig: Rig, rounds: int, *, quick: bool) -> Outcome:
    """Freeze and kill in turns."""
    del quick  # a round is short already
    watch = LinkWatch()
    console = Console(rig.hotline.web, WATCHER, changed=watch.hear)
    await console.open(ready=False)
    noticed: list[float] = []
    usable: list[float] = []
    by_round: list[dict[str, Any]] = []
    ways: tuple[tuple[list[float], Callable[[Rig, LinkWatch], Awaitable[float]]], ...] = (
        (noticed, _frozen),
        (usable, _killed),
    )
    try:
        for _ in range(rounds):
            for found, way in ways:
                found.append(await way(rig, watch))
            by_round.append({"noticed_s": round(noticed[-1], 3), "usable_s": round(usable[-1], 3)})
    finally:
        await console.close()
    return Outcome(
        name="asterisk_back",
        title="Asterisk frozen, and killed and back",
        figures=(
            Figure(what="frozen to noticed: p50", value=round(percentile(noticed, 0.5), 3), unit="s"),
            at_most("frozen to noticed: longest", max(noticed), NOTICED_S, "s", f"<= {NOTICED_S:g} s"),
            Figure(what="port answers to usable: p50", value=round(percentile(usable, 0.5), 3), unit="s"),
            at_most("port answers to usable: longest", max(usable), USABLE_S, "s", f"<= {USABLE_S:g} s"),
        ),
        rounds=(*by_round, {"all": {"noticed_s": spread(noticed), "usable_s": spread(usable)}}),
    )


async def _frozen(rig: Rig, watch: LinkWatch) -> float:
    """Seconds from SIGSTOP to the console's knowing."""
    pid, at = rig.hotline.pid_of("asterisk.conf"), time.time_ns()
    os.kill(pid, signal.SIGSTOP)
    try:
        told = await watch.until(fresh=False, since=at)
    finally:
        os.kill(pid, signal.SIGCONT)
    await watch.until(fresh=True, since=told)
    return (told - at) / 1e9


async def _killed(rig: Rig, watch: LinkWatch) -> float:
    """Seconds from the first connection that Asterisk's AMI port takes again to the console's knowing."""
    at = time.time_ns()
    os.kill(rig.hotline.pid_of("asterisk.conf"), signal.SIGKILL)
    await watch.until(fresh=False, since=at)
    async with asyncio.timeout(_PATIENCE):
        while not await _answers(rig.hotline.ports["ami_port"]):  # noqa: ASYNC110
            await asyncio.sleep(_KNOCK)  # the world outside gives no event to wait for
    answered = time.time_ns()
    return (await watch.until(fresh=True, since=at) - answered) / 1e9


async def _answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True
