"""How fast a filled city answers, in a process of its own: how soon it is ready, and each search on one core.

Rule: ours and the reference take turns at every question, on the same core, with everything in memory.
"""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import os
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from hotline.bus import Bus
from hotline.kb.city import City
from hotline.kb.model import Outline
from hotline.kb.search.search import Answer, Search
from hotline.kb.service import KnowledgeService
from hotline.storage.engine import open_database
from tests.bench.fts5 import Fts5
from tests.bench.search_city import Filled
from tests.search.evaluation import HERE, Score, evaluate, read_asked

WARM_UP = 20  # questions of the other set, so that neither side is measured cold
_KB = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side's searches. took: ms of each, in the order of the questions; answers: by question."""

    took: tuple[float, ...]
    answers: Mapping[str, Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """One process's figures.

    city, index: seconds to read all from the database, and to make the search of it; memory: MB that both take, and
    what the first questions load; ours, reference: ms of each search, in the order of the questions; scores,
    reference_scores: what either found in this city, by category.
    """

    city: float
    index: float
    memory: float
    ours: tuple[float, ...]
    reference: tuple[float, ...]
    scores: dict[str, Score]
    reference_scores: dict[str, Score]

    @property
    def ready(self) -> float:
        """Seconds from the filled database to the first question."""
        return self.city + self.index


async def take(filled: Filled) -> Speed:
    """Measure in a process of its own, whose memory and cores are nobody else's."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=spawn) as pool:
        return await asyncio.get_running_loop().run_in_executor(pool, measure, filled)


def measure(filled: Filled) -> Speed:
    """Measure in this process, which is bound to one core once the city is ready."""
    before = _resident()
    began = time.perf_counter()
    city = asyncio.run(_read(filled.url))
    read = time.perf_counter()
    search = Search.of(city)
    ready = time.perf_counter()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    warm_up = [one.question for one in islice(read_asked(HERE / "tuning"), WARM_UP)]
    for question in warm_up:
        search.ask(question)
    gc.collect()
    memory = _resident() - before
    reference = Fts5(filled.fts5)
    for question in warm_up:
        reference.ask(question)
    questions = list(read_asked(HERE / "heldout"))
    ours, theirs = in_turns([one.question for one in questions], search.ask, reference.ask)
    reference.close()
    return Speed(
        city=round(read - began, 3),
        index=round(ready - read, 3),
        memory=round(memory, 1),
        ours=ours.took,
        reference=theirs.took,
        scores=evaluate(ours.answers.__getitem__, questions)[0],
        reference_scores=evaluate(theirs.answers.__getitem__, questions)[0],
    )


def in_turns(
    questions: Sequence[str], ours: Callable[[str], Answer], theirs: Callable[[str], Answer]
) -> tuple[Side, Side]:
    """Ask either side every question; who begins changes."""
    took: tuple[list[float], list[float]] = ([], [])
    answers: tuple[dict[str, Answer], dict[str, Answer]] = ({}, {})
    for number, question in enumerate(questions):
        for side in (0, 1) if number % 2 else (1, 0):
            ask = theirs if side else ours
            began = time.perf_counter()
            answer = ask(question)
            took[side].append((time.perf_counter() - began) * 1000)
            answers[side][question] = answer
    mine, other = (Side(took=tuple(took[side]), answers=answers[side]) for side in (0, 1))
    return mine, other


async def _read(url: str) -> City:
    database = open_database(url)
    try:
        return await KnowledgeService(database, Bus(), Outline(name="评测市")).city()
    finally:
        await database.close()


def _resident() -> float:
    """MB of this process in memory."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / _KB
