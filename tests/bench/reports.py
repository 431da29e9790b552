"""Reports: how long each takes over a million tickets and as many calls, and whether a whole month is reckoned rightly.

Rule: both databases as the product runs them; each report is asked for once before it is timed, and what is timed is
all that the screen waits for: the questions in three periods, the values, the JSON.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hotline.reports.catalogue import CATALOGUE
from hotline.reports.day_keeper import DayKeeper
from hotline.reports.names import Kept, Names
from hotline.reports.period import Period
from hotline.reports.report import report_json
from hotline.reports.service import Reports
from hotline.reports.writers.xlsx_writer import write_xlsx
from hotline.storage.engine import open_database
from hotline.storage.migrate import migrate
from hotline.storage.tables import CallRow, TicketOversightRow
from hotline.tickets.number import number_of
from tests.adapters.postgresql import PostgreSQL
from tests.adapters.storage import Clock, sqlite_url
from tests.bench.figures import Figure, Outcome, at_most, spread
from tests.bench.tickets_filled import CODES, NOW, Chunk, fill_postgresql, fill_sqlite
from tests.fakes.report_books import FIRST, LAST, made, put
from tests.fakes.report_books import NOW as MONTH_NOW
from tests.fakes.report_same import differences

NAME = "reports"
SECONDS = {"SQLite": 2.0, "PostgreSQL": 1.0}
XLSX, XLSX_SECONDS = "month as XLSX", 20.0
A_MILLION = 1_000_000
PERIODS = {
    "year": Period(first=date(2025, 11, 20), last=date(2026, 11, 20)),
    "half a year": Period(first=date(2026, 5, 23), last=date(2026, 11, 20)),
    "month": Period(first=date(2026, 10, 1), last=date(2026, 10, 31)),
}
"""The first holds all tickets; half a year is looked at together with the half before."""
_MONTH_CALLS, _MONTH_TICKETS = 100_000, 60_000
_QUICK_FILLED, _QUICK_MONTH = 20_000, 50  # fiftieth
_CHUNK = 20_000
NOTES = (
    "a million tickets over a year in 60 departments, a callback each, 20,000 returns, 50,000 urgings; a million calls",
    "each report with the period before and a year ago, as JSON; the slowest of all rounds",
    "after the hotline's own round that keeps the sums of days that are over; before it: days not kept yet",
    "differ: figures of a made-up month of 100,000 calls and 60,000 tickets, reckoned again in plain Python",
)
Fill = Callable[[int], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """How many figures of a whole month were compared with the second way, and how many differ."""

    compared: int
    differ: int


async def measure(rounds: int, *, quick: bool) -> Outcome:
    """All of it on either database, one after the other."""
    figures: list[Figure] = []
    by_round: list[dict[str, Any]] = [{} for _ in range(rounds)]
    share = _QUICK_MONTH if quick else 1
    books = made(20261031, calls=_MONTH_CALLS // share, tickets=_MONTH_TICKETS // share)
    for kind, place in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
        async with place() as (url, _):
            month = await _month(url, books)
        async with place() as (url, fill):
            await fill(_QUICK_FILLED if quick else A_MILLION)
            await _looks(url)
            unkept = await _looks(url)
            kept = await _keep(url, Clock(NOW + timedelta(hours=8)))
            await _looks(url)
            looked = [await _looks(url) for _ in range(rounds)]
        figures.append(Figure(what=f"{kind}: days kept after", value=round(kept, 1), unit="s"))
        figures.append(
            Figure(what=f"{kind}: slowest of days not kept yet", value=round(max(unkept.values()), 2), unit="s")
        )
        figures += [*_told(kind, looked), at_most(f"{kind}: differ", month.differ, 0, "", "0")]
        figures.append(Figure(what=f"{kind}: compared", value=month.compared, unit="figures"))
        for told, took in zip(by_round, looked, strict=True):
            told[kind] = {what: round(seconds, 3) for what, seconds in took.items()}
    return Outcome(
        name=NAME,
        title="each report over a million tickets and calls; a month reckoned a second way",
        figures=tuple(figures),
        rounds=tuple(by_round),
        notes=NOTES,
    )


def _told(kind: str, looked: list[dict[str, float]]) -> Iterator[Figure]:
    limit = SECONDS[kind]
    for what in looked[0]:
        slowest = spread([one[what] for one in looked])["most"]
        most = XLSX_SECONDS if what.endswith(XLSX) else limit
        yield at_most(f"{kind}: {what}", slowest, most, "s", f"<= {most:g} s")


def over(url: str, clock: Clock) -> tuple[Reports, Callable[[], Awaitable[None]]]:
    """The reports of a database, and what closes it."""
    database = open_database(url, busy_seconds=60)

    async def kept() -> Mapping[str, Kept]:
        return {}

    return Reports(database, names=lambda: Names(city="云川市"), kept=kept, now=clock), database.close


async def _keep(url: str, clock: Clock) -> float:
    """Seconds of the round that keeps all days that are over; the hotline pauses between them."""
    database = open_database(url, busy_seconds=60)
    begun = time.perf_counter()
    try:
        await DayKeeper(database, clock, pause=0).round()
    finally:
        await database.close()
    return time.perf_counter() - begun


async def _looks(url: str) -> dict[str, float]:
    """Seconds of each report in each period, and of a month's as a workbook."""
    reports, close = over(url, Clock(NOW + timedelta(hours=8)))
    took = {}
    try:
        for name, kind in CATALOGUE.items():
            for length, period in PERIODS.items():
                begun = time.perf_counter()
                json.dumps(report_json(await reports.report(kind, period)), ensure_ascii=False)
                took[f"{name}, {length}"] = time.perf_counter() - begun
            begun = time.perf_counter()
            write_xlsx(await reports.report(kind, PERIODS["month"]))
            took[f"{name}, {XLSX}"] = time.perf_counter() - begun
    finally:
        await close()
    return took


async def _month(url: str, books: Any) -> Month:
    reports, close = over(url, Clock(MONTH_NOW))
    database = open_database(url)
    try:
        await put(database, books)
        await DayKeeper(database, Clock(MONTH_NOW), pause=0).round()
        found, count = await differences(reports, books, Period(first=FIRST, last=LAST))
    finally:
        await close()
        await database.close()
    return Month(compared=count, differ=len(found))


def _also(count: int) -> Iterator[Chunk]:
    """Calls and urgings beside so many tickets, all over the year."""
    for first in range(0, count, _CHUNK):
        ns = range(first, min(first + _CHUNK, count))
        yield CallRow, [_call(n, count) for n in ns]
        yield TicketOversightRow, [_urging(n, count) for n in ns if n % 20 == 1]


def _at(n: int, count: int) -> Any:
    return NOW - timedelta(days=365) * (count - n) / count


def _call(n: int, count: int) -> dict[str, Any]:
    outcome = ("answered", "answered", "answered", "answered", "answered", "abandoned", "menu")[n % 7]
    arrived = _at(n, count)
    queued = None if outcome == "menu" else arrived + timedelta(seconds=6)
    answered = arrived + timedelta(seconds=6 + n % 40) if outcome == "answered" else None
    return {
        "id": f"17{n:09d}.1",
        "number": f"138{n * 37 % 10**8:08d}",
        "dialled": "12345",
        "arrived": arrived,
        "queued": queued,
        "answered": answered,
        "released": answered,
        "ended": arrived + timedelta(minutes=4),
        "extension": str(1001 + n % 100) if answered else "",
        "waited": n % 40 if queued else 0,
        "talked": n % 300 if answered else 0,
        "outcome": outcome,
        "cause": 16,
        "direction": "in",
        "ticket": "",
        "request": 0,
        "by": "",
    }


def _urging(n: int, count: int) -> dict[str, Any]:
    line = {"ticket_number": number_of("26", n + 1), "watch": "urge", "department": CODES[n * 13 % len(CODES)]}
    line |= {"reason": "未按时签收", "rule": "", "by": "clock", "at": _at(n, count) + timedelta(days=1)}
    return line | {"answer": "", "answered_by": "", "answered": None}


@asynccontextmanager
async def _sqlite() -> AsyncIterator[tuple[str, Fill]]:
    with tempfile.TemporaryDirectory(prefix="hotline-bench-") as name:
        folder = Path(name)
        url = sqlite_url(folder)
        await migrate(url)

        async def fill(count: int) -> None:
            fill_sqlite(folder / "hotline.db", count, _also(count))

        yield url, fill


@asynccontextmanager
async def _postgresql() -> AsyncIterator[tuple[str, Fill]]:
    server = PostgreSQL(settings={})
    try:
        await server.start()
        async with server.database(with_tables=True) as url:

            async def fill(count: int) -> None:
                async with server.connection(url) as connection:
                    await fill_postgresql(connection, count, _also(count))

            yield url, fill
    finally:
        await server.stop()
