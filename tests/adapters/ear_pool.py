"""An ear of workers whose engine needs no model, for tests."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from hotline.speech.ear.models import write_manifest
from hotline.speech.ear.pool import Pool, Side
from hotline.speech.ear.recogniser import Final, Hearing, Use
from tests.fakes.ear_worker import fake_command

LANGUAGE = "zh-CN"
PATIENCE = 90.0  # seconds until something that must happen has


def fake_model(folder: Path) -> Path:
    """A model's folder, whole."""
    folder.mkdir(parents=True)
    (folder / "model.bin").write_bytes(b"levels")
    write_manifest(folder, engine="vosk", language=LANGUAGE)
    return folder


@contextlib.asynccontextmanager
async def running(pool: Pool) -> AsyncIterator[Pool]:
    """The pool, until the block ends; then no process of it is left."""
    task = asyncio.create_task(pool.run())
    try:
        async with asyncio.timeout(120):
            await pool.started()
        yield pool
    finally:
        pids = pool.pids
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, 0)
                raise AssertionError(f"{pid} still runs")


def fake_pool(tmp_path: Path, *manners: str, streams: int = 4, late: float = 60.0) -> Pool:
    """One model for every use, on a machine that may be late for other tests' sake."""
    side = Side(folder=fake_model(tmp_path / "ear" / "levels"))
    return Pool(
        dict.fromkeys(Use, side), tmp_path / "ear", lambda _folder: fake_command(*manners), streams=streams, late=late
    )


async def until(holds: Callable[[], bool]) -> None:
    """Wait for it by looking."""
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110 other processes raise no event of ours
            await asyncio.sleep(0.01)


async def final_of(hearing: Hearing) -> Final:
    """The next final among the texts."""
    async with asyncio.timeout(PATIENCE):
        async for text in hearing.texts():
            if isinstance(text, Final):
                return text
    raise AssertionError("the texts ended without a final")
