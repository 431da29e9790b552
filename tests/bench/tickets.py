"""Tickets: how many are taken down a second beside bare rows, and how soon what is due and who has work is known.

Rule: both databases as the product runs them: nothing of their safety is switched off for the measurement.
"""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from typing import Any

from hotline.storage.migrate import migrate
from tests.adapters.postgresql import PostgreSQL
from tests.adapters.storage import sqlite_url
from tests.bench.figures import Figure, Outcome, at_least, at_most, percentile, spread
from tests.bench.tickets_filled import fill_postgresql, fill_sqlite
from tests.bench.tickets_looks import Looks, looks
from tests.bench.tickets_rate import Rates, rates

NAME = "tickets"
TO_BARE = 0.5  # tickets by the service to bare rows
P99_MS = {"SQLite": 50.0, "PostgreSQL": 20.0}
A_MILLION = 1_000_000
_MADE = 400  # tickets of either side in a round
_QUICK_MADE, _QUICK_FILLED = 100, 20_000
NOTES = (
    "created: by TicketService with history, part, timers, notice, key, citizen; beside it bare rows of tickets",
    "one at a time counts; eight at once wait for each other's number, which has no gaps, and on SQLite for its writer",
    "due, worklist: among a million tickets, 100,000 of them open, in 60 departments; 300 timers due",
    "worklist: a page of 50 with the counts of all twelve lists, in turn for each list; each warmed up by one look",
)
Fill = Callable[[int], Awaitable[None]]


async def measure(rounds: int, *, quick: bool) -> Outcome:
    """All of it on either database, one after the other."""
    figures: list[Figure] = []
    by_round: list[dict[str, Any]] = [{} for _ in range(rounds)]
    for kind, place in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
        made = []
        for _ in range(rounds):  # each in a database of its own: a key that was used makes no second ticket
            async with place() as (url, _):
                made.append(await rates(url, _QUICK_MADE if quick else _MADE))
        async with place() as (url, fill):
            await fill(_QUICK_FILLED if quick else A_MILLION)
            looked = [await looks(url, round_=number) for number in range(rounds)]
        figures += [*_created(kind, made), *_looked(kind, looked)]
        for told, rate, look in zip(by_round, made, looked, strict=True):
            told[kind] = _told(rate, look)
    return Outcome(
        name=NAME,
        title="taken down by the service beside bare rows; what is due and who has work, among a million",
        figures=tuple(figures),
        rounds=tuple(by_round),
        notes=NOTES,
        beside="bare rows",
    )


@asynccontextmanager
async def _sqlite() -> AsyncIterator[tuple[str, Fill]]:
    with tempfile.TemporaryDirectory(prefix="hotline-bench-") as name:
        folder = Path(name)
        url = sqlite_url(folder)
        await migrate(url)

        async def fill(count: int) -> None:
            fill_sqlite(folder / "hotline.db", count)

        yield url, fill


@asynccontextmanager
async def _postgresql() -> AsyncIterator[tuple[str, Fill]]:
    server = PostgreSQL(settings={})
    try:
        await server.start()
        async with server.database(with_tables=True) as url:

            async def fill(count: int) -> None:
                async with server.connection(url) as connection:
                    await fill_postgresql(connection, count)

            yield url, fill
    finally:
        await server.stop()


def _created(kind: str, made: Sequence[Rates]) -> list[Figure]:
    alone, bare = median(one.alone for one in made), median(one.alone_bare for one in made)
    busy, busy_bare = median(one.busy for one in made), median(one.busy_bare for one in made)
    ratio = median(one.alone / one.alone_bare for one in made)
    eight = f"{kind}: created, by eight at once"
    return [
        Figure(what=f"{kind}: created, one at a time", value=round(alone), unit="/s", reference=round(bare)),
        at_least(f"{kind}: created to bare rows", ratio, TO_BARE, "x"),
        Figure(what=eight, value=round(busy), unit="/s", reference=round(busy_bare)),
    ]


def _looked(kind: str, looked: Sequence[Looks]) -> list[Figure]:
    limit = P99_MS[kind]
    figures = []
    for what, took in (
        ("due query", [ms for one in looked for ms in one.due]),
        ("worklist", [ms for one in looked for ms in one.lists]),
    ):
        figures += [
            Figure(what=f"{kind}: {what} p50", value=round(percentile(took, 0.5), 2), unit="ms"),
            at_most(f"{kind}: {what} p99", percentile(took, 0.99), limit, "ms", f"<= {limit:g} ms"),
        ]
    return figures


def _told(rate: Rates, look: Looks) -> dict[str, Any]:
    return {
        "created": {"alone": rate.alone, "bare": rate.alone_bare, "busy": rate.busy, "busy_bare": rate.busy_bare},
        "due_ms": spread(look.due),
        "worklist_ms": spread(look.lists),
        "by_list_ms": {tab: spread(took) for tab, took in look.by_tab.items()},
    }
