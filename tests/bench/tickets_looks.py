"""How long the due query and the lists of work take among a million tickets.

Rule: what is timed is what the product does for one look, a connection out of the pool and the rows made values
included; each list is looked at once before it is timed, as at a hotline that has been open for a minute.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from hotline.storage.engine import Database, open_database
from hotline.tickets.falling_due import TOGETHER, due_timers
from hotline.tickets.life.step import World
from hotline.tickets.tabs import Whose
from hotline.tickets.worklist import Worklists
from tests.bench.tickets_filled import AGENTS, BIG_CITY, CODES, NOW
from tests.fakes.tickets import policies

DUE_LOOKS = 300
DEPARTMENTS = 20  # whose lists are looked at in a round
PEOPLE = 5  # agents whose lists are
_WORLD = World(now=NOW, policies=policies(), city=BIG_CITY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """ms of each look. by_tab: the lists', by whose and which."""

    due: tuple[float, ...]
    by_tab: Mapping[str, tuple[float, ...]]

    @property
    def lists(self) -> tuple[float, ...]:
        """Of all lists."""
        return tuple(ms for took in self.by_tab.values() for ms in took)


async def looks(url: str, *, round_: int) -> Looks:
    """One round: other departments and agents each time."""
    database = open_database(url)
    try:
        lists = Worklists(database, lambda: _WORLD)
        first = round_ * DEPARTMENTS
        whose = [lists.of_department(CODES[(first + n) % len(CODES)], "lead") for n in range(DEPARTMENTS)]
        whose += [Whose(username=f"agent{(round_ * PEOPLE + n) % AGENTS}") for n in range(PEOPLE)]
        await _look(lists, whose[:1] + whose[-1:], {})
        await _due(database, 1)
        by_tab: dict[str, list[float]] = {}
        await _look(lists, whose, by_tab)
        due = await _due(database, DUE_LOOKS)
    finally:
        await database.close()
    return Looks(due=tuple(due), by_tab={tab: tuple(took) for tab, took in by_tab.items()})


async def _look(lists: Worklists, whose: list[Whose], by_tab: dict[str, list[float]]) -> None:
    for one in whose:
        for tab in one.tabs:
            begun = time.perf_counter()
            await lists.look(one, tab)
            name = f"{'department' if one.department else 'desk'}:{tab}"
            by_tab.setdefault(name, []).append((time.perf_counter() - begun) * 1000)


async def _due(database: Database, count: int) -> list[float]:
    took = []
    for _ in range(count):
        begun = time.perf_counter()
        async with database.reading() as session:
            await due_timers(session, NOW, TOGETHER)
        took.append((time.perf_counter() - begun) * 1000)
    return took
