"""How fast open tickets about the same matter are found among 100,000, beside plain SQLite FTS5 on the same tickets.

Rule: each round is a process of its own, bound to one core; ours and the reference take turns at every text.
"""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hotline.tickets.duplicates.index import Entry, Index
from hotline.tickets.duplicates.likeness import matter_of
from tests.bench.duplicates_city import END, Typed, tickets, typed
from tests.bench.figures import Figure, Outcome, at_most, percentile, spread
from tests.bench.fts5 import expression

NAME = "duplicates"
TICKETS, ASKED, ADDED = 100_000, 500, 2_000
QUICK = 5_000
LIMIT = 5
P99_MS, ADD_MS = 100.0, 5.0
_KB = 1024
_TABLE = "fts5(number UNINDEXED, text, tokenize = 'trigram')"
_FIND = "SELECT number FROM tickets WHERE tickets MATCH ? ORDER BY rank LIMIT ?"
NOTES = (
    "open tickets and typed texts are made up; half of the texts are cut off in the middle, as while somebody types",
    "among five: the very ticket that the text was made of; others at the same place may be as good, and are wrong",
    "FTS5: trigrams of the text OR-ed, bm25, in memory; it knows neither places nor times, and gives no reasons",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """One process's figures. build: seconds; memory: MB; ours, theirs, added: ms of each.

    found: how often either side had the ticket among five; anew: ms to number all anew.
    """

    build: float
    memory: float
    ours: tuple[float, ...]
    theirs: tuple[float, ...]
    added: tuple[float, ...]
    found: tuple[int, int]
    anew: float


async def measure(rounds: int, *, quick: bool) -> Outcome:
    """So many rounds, each in a process of its own."""
    count = QUICK if quick else TICKETS
    speeds = [await take(count) for _ in range(rounds)]
    return Outcome(
        name=NAME,
        title=f"among {count:,} open tickets, beside SQLite FTS5",
        figures=_figures(speeds),
        rounds=tuple(_told(speed) for speed in speeds),
        notes=NOTES,
        beside="FTS5",
    )


async def take(count: int) -> Speed:
    """Measure in a process of its own, whose memory and cores are nobody else's."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=spawn) as pool:
        return await asyncio.get_running_loop().run_in_executor(pool, run, count)


def run(count: int) -> Speed:
    """Measure in this process."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    entries = list(tickets(count))
    gc.collect()
    before, began = _resident(), time.perf_counter()
    index = Index(entries)
    build = time.perf_counter() - began
    gc.collect()
    memory = _resident() - before
    reference = _fts5(entries)
    texts = list(typed(entries, ASKED))
    ours, theirs, found = in_turns(texts, lambda text: _ask(index, text), lambda text: _ask_fts5(reference, text))
    reference.close()
    added = tuple(_timed(lambda entry=entry: index.add(entry))[0] for entry in entries[:ADDED])  # type: ignore[misc]
    anew, _ = _timed(index.number_anew)
    return Speed(
        build=round(build, 3),
        memory=round(memory, 1),
        ours=ours,
        theirs=theirs,
        added=added,
        found=found,
        anew=anew,
    )


Ask = Callable[[Typed], Sequence[str]]


def in_turns(
    texts: Sequence[Typed], ours: Ask, theirs: Ask
) -> tuple[tuple[float, ...], tuple[float, ...], tuple[int, int]]:
    """Ask either side every text; who begins changes. Milliseconds of both, and how often the ticket was found."""
    took: tuple[list[float], list[float]] = ([], [])
    found = [0, 0]
    for place, text in enumerate(texts):
        for side in (0, 1) if place % 2 else (1, 0):
            ms, numbers = _timed(lambda ask=theirs if side else ours, text=text: ask(text))  # type: ignore[misc]
            took[side].append(ms)
            found[side] += text.number in numbers
    return tuple(took[0]), tuple(took[1]), (found[0], found[1])


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    made = work()
    return (time.perf_counter() - began) * 1000, made


def _ask(index: Index, text: Typed) -> tuple[str, ...]:
    asked = matter_of(
        title="", content=text.content, place=text.place, district=text.district, category=text.category, at=END
    )
    hits = index.find(asked, LIMIT)
    return tuple(hit.number for hit in hits)


def _fts5(entries: Sequence[Entry]) -> sqlite3.Connection:
    books = sqlite3.connect(":memory:")
    books.execute(f"CREATE VIRTUAL TABLE tickets USING {_TABLE}")
    rows = ((entry.number, f"{entry.title}\n{entry.content}\n{entry.place}") for entry in entries)
    books.executemany("INSERT INTO tickets (number, text) VALUES (?, ?)", rows)
    books.execute("INSERT INTO tickets (tickets) VALUES ('optimize')")
    books.commit()
    return books


def _ask_fts5(books: sqlite3.Connection, text: Typed) -> tuple[str, ...]:
    return tuple(number for (number,) in books.execute(_FIND, (expression(text.content), LIMIT)))


def _figures(speeds: Sequence[Speed]) -> tuple[Figure, ...]:
    ours = [ms for speed in speeds for ms in speed.ours]
    theirs = [ms for speed in speeds for ms in speed.theirs]
    added = [ms for speed in speeds for ms in speed.added]
    p50, p50_theirs = percentile(ours, 0.5), percentile(theirs, 0.5)
    asked = len(ours)
    mine, other = (sum(speed.found[side] for speed in speeds) / asked for side in (0, 1))
    return (
        Figure(what="find p50", value=round(p50, 3), unit="ms", reference=round(p50_theirs, 3)),
        at_most("find p99", percentile(ours, 0.99), P99_MS, "ms", f"<= {P99_MS:g} ms", percentile(theirs, 0.99)),
        Figure(what="the ticket itself among five", value=round(mine, 3), unit="", reference=round(other, 3)),
        at_most("adding one, p99", percentile(added, 0.99), ADD_MS, "ms", f"<= {ADD_MS:g} ms"),
        Figure(what="numbering all anew, longest", value=round(max(speed.anew for speed in speeds), 1), unit="ms"),
        Figure(what="built after, longest", value=max(speed.build for speed in speeds), unit="s"),
        Figure(what="memory, most", value=max(speed.memory for speed in speeds), unit="MB"),
    )


def _told(speed: Speed) -> dict[str, Any]:
    return {
        "find_ms": spread(speed.ours),
        "fts5_ms": spread(speed.theirs),
        "add_ms": spread(speed.added),
        "build_s": speed.build,
        "memory_mb": speed.memory,
        "anew_ms": round(speed.anew, 1),
        "found": {"ours": speed.found[0], "fts5": speed.found[1], "asked": len(speed.ours)},
    }


def _resident() -> float:
    """MB of this process in memory."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / _KB
