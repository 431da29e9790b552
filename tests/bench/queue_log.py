"""The day's telephone figures beside Asterisk's own queue log, for the same calls: answered, abandoned, and how long.

Rule: real calls at twenty desks, given up at every stage by either side; every call is compared by itself, and the
report's figures with what the log adds up to. Asterisk writes that log without us.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.bench.caller import Errand
from tests.bench.consoles import Console, open_consoles
from tests.bench.desks import USERNAMES, WATCHER
from tests.bench.figures import Figure, Outcome, at_most
from tests.bench.load import LoadPlan, run_load
from tests.bench.marks import STEPS
from tests.bench.menus import OURS, PERSON
from tests.bench.phones import Habit, Phones, Reply
from tests.bench.rig import Rig

NAME = "queue_log"
RATE = 4.0
QUEUED, IN_MENU = 440, 60  # calls
_QUICK = 8  # one in so many
_BACK_AFTER = 0.7  # seconds until an agent is ready again
_SETTLE = 60.0  # seconds for the last call to be over and written
_CITY = timedelta(hours=8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """What became of a call in the queue. outcome: answered, abandoned or left; waited: whole seconds."""

    outcome: str
    waited: int


async def measure(rig: Rig, phones: Phones, *, quick: bool) -> Outcome:
    """Once: it is a comparison, not a race."""
    dice = random.Random(500)  # noqa: S311 habits, not secrets
    consoles = await open_consoles(rig.hotline, USERNAMES)
    watcher = Console(rig.hotline.web, WATCHER)
    phones.habit = lambda: _habit(dice)
    try:
        await watcher.open(ready=False)
        async with _Readiness(phones, consoles):
            await asyncio.gather(*(run_load(plan) for plan in _plans(rig, dice, quick=quick)))
            await _settled(rig.hotline.state / "hotline.db")
        told = await _report(watcher)
    finally:
        phones.habit = Habit
        await asyncio.gather(*(console.close() for console in (*consoles, watcher)))
    logged = read_log((rig.hotline.state / "asterisk" / "log" / "queue_log").read_text().splitlines())
    ours = _ours(rig.hotline.state / "hotline.db")
    return Outcome(
        name=NAME,
        title="the report of a day beside Asterisk's queue log",
        figures=_figures(ours, logged, told),
        beside="queue log",
    )


def _plans(rig: Rig, dice: random.Random, *, quick: bool) -> tuple[LoadPlan, LoadPlan]:
    share = _QUICK if quick else 1
    seconds = QUEUED / RATE / share
    person = Errand(dialled=PERSON, prompts=(), steps=0)
    menu = Errand(dialled=OURS, prompts=STEPS, steps=1)
    stays = tuple(_stay(dice) for _ in range(QUEUED))
    return (
        LoadPlan(sip_port=rig.sip_port, errand=person, seconds=seconds, rate=RATE, stays=stays),
        LoadPlan(sip_port=rig.sip_port, errand=menu, seconds=seconds, rate=IN_MENU / (QUEUED / RATE)),
    )


def _stay(dice: random.Random) -> float:
    """Seconds: who leaves at once, who gives up waiting, who rings long enough, who talks."""
    return dice.choice((dice.uniform(0.02, 0.4), dice.uniform(0.5, 4), dice.uniform(4, 12), dice.uniform(8, 25)))


def _habit(dice: random.Random) -> Habit:
    """An agent's: says no, lets it ring, answers and waits for the citizen to hang up, answers and hangs up."""
    kind = dice.random()
    if kind < 0.1:
        return Habit(reply=Reply.BUSY, after=dice.uniform(0.2, 3))
    if kind < 0.2:
        return Habit()
    return Habit(reply=Reply.ANSWER, after=dice.uniform(0.1, 5), talk=dice.choice((0.0, dice.uniform(0.3, 6))))


class _Readiness:
    """Agents who are ready again a moment after each call, for as long as this is entered."""

    def __init__(self, phones: Phones, consoles: list[Console]) -> None:
        self._phones = phones
        self._by_extension = {console.username.removeprefix("bench"): console for console in consoles}
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> None:
        self._phones.free = self._free

    async def __aexit__(self, *_: object) -> None:
        self._phones.free = lambda _: None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _free(self, extension: str) -> None:
        if extension in self._by_extension:
            task = asyncio.create_task(self._ready(self._by_extension[extension]))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _ready(self, console: Console) -> None:
        await asyncio.sleep(_BACK_AFTER)
        await console.post("/api/agent/state", {"state": "ready"})


async def _settled(books: Path) -> None:
    """Until every call is over and written. Raises TimeoutError."""
    async with asyncio.timeout(_SETTLE):
        while _rows(books, "SELECT 1 FROM calls WHERE ended IS NULL LIMIT 1"):  # noqa: ASYNC110 of another process
            await asyncio.sleep(0.5)
    await asyncio.sleep(2.0)  # the log is written a moment after the end of a call


def _rows(books: Path, question: str) -> list[Any]:
    with closing(sqlite3.connect(f"file:{books}?mode=ro", uri=True)) as opened:
        return opened.execute(question).fetchall()


def _ours(books: Path) -> dict[str, Queued]:
    """Calls that were in the queue or with an agent, by id."""
    asked = (
        "SELECT id, outcome, waited FROM calls WHERE direction = 'in' AND (queued IS NOT NULL OR answered IS NOT NULL)"
    )
    known = ("answered", "abandoned")
    return {
        id_: Queued(outcome=one if one in known else "left", waited=waited) for id_, one, waited in _rows(books, asked)
    }


def read_log(lines: Iterable[str]) -> dict[str, Queued]:
    """What Asterisk wrote of each call: the first answer counts, else how it ended."""
    found: dict[str, Queued] = {}
    for line in lines:
        fields = line.split("|")
        call, event, data = fields[1], fields[4], fields[5:]
        before = found.get(call)
        if event == "ENTERQUEUE" and before is None:
            found[call] = Queued(outcome="left", waited=0)
        elif before is not None and before.outcome != "answered":
            if event == "CONNECT":
                found[call] = Queued(outcome="answered", waited=int(data[0]))
            elif event == "ABANDON":
                found[call] = Queued(outcome="abandoned", waited=int(data[2]))
    return found


async def _report(watcher: Console) -> dict[str, int]:
    """The report's own sums: of yesterday and today, for a bench may run over midnight."""
    today = (datetime.now(UTC) + _CITY).date()
    path = f"/api/reports/telephone?from={today - timedelta(days=1)}&to={today}"
    answer = await watcher.get(path)
    report = answer.get("report", answer)
    whole = next(section for section in report["sections"] if section["code"] == "whole")
    figures = {one["code"]: one for one in whole["rows"][0]["figures"]}
    names = ("answered", "abandoned", "wait", "abandoned_wait")
    return {name: figures[name]["numerator"] for name in names}


def _figures(ours: dict[str, Queued], logged: dict[str, Queued], told: dict[str, int]) -> tuple[Figure, ...]:
    both = ours.keys() & logged.keys()
    sums = {
        "answered": sum(one.outcome == "answered" for one in logged.values()),
        "abandoned": sum(one.outcome == "abandoned" for one in logged.values()),
        "wait": sum(one.waited for one in logged.values() if one.outcome == "answered"),
        "abandoned_wait": sum(one.waited for one in logged.values() if one.outcome == "abandoned"),
    }
    apart = [abs(ours[call].waited - logged[call].waited) for call in both]
    return (
        Figure(what="calls in the queue", value=len(ours), unit="", reference=len(logged)),
        *(Figure(what=f"report: {name}", value=told[name], unit="", reference=sums[name]) for name in sums),
        at_most("calls that only one side knows", len(ours.keys() ^ logged.keys()), 0, "", "0"),
        at_most(
            "calls with another outcome", sum(ours[one].outcome != logged[one].outcome for one in both), 0, "", "0"
        ),
        at_most("report: answered and abandoned, apart", _apart(told, sums, ("answered", "abandoned")), 0, "", "0"),
        Figure(what="calls with another wait", value=sum(map(bool, apart)), unit=""),
        at_most("farthest apart in a wait", max(apart, default=0), 1, "s", "<= 1 s"),
    )


def _apart(told: dict[str, int], sums: dict[str, int], names: tuple[str, ...]) -> int:
    return sum(abs(told[name] - sums[name]) for name in names)
