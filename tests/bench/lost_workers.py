"""A recogniser's process that is lost in the middle of what is said: how long until another one hears it."""

from __future__ import annotations

import asyncio
import os
import signal
import tempfile
import time
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from hotline.speech.ear.listening import Listening
from hotline.speech.ear.measure import cores
from hotline.speech.ear.models import check_model
from hotline.speech.ear.pool import Pool, Side, worker_command
from hotline.speech.ear.recogniser import BYTES_A_SECOND, Use

A_CORE = 2  # streams
PATIENT = 600.0
PIECE = BYTES_A_SECOND // 10


async def replaced(folder: Path, blow: signal.Signals, sound: bytes) -> dict[str, float]:
    """Seconds from a blow in the middle of what is said until another worker has the streams, and until it hears."""
    with tempfile.TemporaryDirectory(prefix="hotline-bench-") as name:
        pool = Pool({Use.CONVERSATION: Side(folder=folder)}, Path(name), worker_command, streams=A_CORE * cores())
        tasks = [asyncio.create_task(pool.run())]
        try:
            async with asyncio.timeout(PATIENT):
                while len(pool.pids) < 2:  # noqa: ASYNC110 it raises no event
                    await asyncio.sleep(0.1)
                language = check_model(folder).language
                hearing = [await pool.open(Use.CONVERSATION, language=language) for _ in range(A_CORE)]
                told: list[float] = []
                news = asyncio.Event()
                tasks += [asyncio.create_task(_listen(one, told, news)) for one in hearing]
                tasks.append(asyncio.create_task(_talk(hearing, sound)))
                await news.wait()
                worker, spare = pool.pids
                began = time.monotonic()
                os.kill(worker, blow)
                while pool.pids[:1] != (spare,):  # noqa: ASYNC110 the same
                    await asyncio.sleep(0.01)
                took = time.monotonic() - began
                while told[-1] < began + took:
                    news.clear()
                    await news.wait()
                again = told[-1] - began
                await asyncio.gather(*(one.close() for one in hearing))
                return {"another": round(took, 3), "hears": round(again, 3)}
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _listen(hearing: Listening, told: list[float], news: asyncio.Event) -> None:
    """Note when something is heard."""
    async for _ in hearing.texts():
        told.append(time.monotonic())
        news.set()


async def _talk(streams: Sequence[Listening], sound: bytes) -> None:
    """Say something to each, as a telephone brings it, until cancelled."""
    began = time.monotonic()
    for number in count():
        at = number * PIECE % len(sound)
        await asyncio.sleep(began + number * PIECE / BYTES_A_SECOND - time.monotonic())
        for stream in streams:
            stream.feed(sound[at : at + PIECE])
