"""The controller as a process: it beats for as long as its loop turns, and ends when one of its tasks does."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys

import structlog
import uvloop

from hotline.logs import configure_logs
from hotline.settings import Settings
from hotline.storage.citizens import live_in
from hotline.wiring.controller import controller

BEAT_SECONDS = 0.5
SWITCH_SECONDS = 0.0005  # for which a thread that computes may keep the loop waiting; Python's own are ten times that
log = structlog.get_logger(__name__)


def run_controller(settings: Settings, *, heartbeat_fd: int = -1) -> None:
    """Run the controller until SIGINT or SIGTERM. Raises SetupError, ScriptError or CityPackError at its start.

    heartbeat_fd: a pipe to write a byte to twice a second, from the loop itself; -1 for none.
    """
    configure_logs(settings)
    live_in(settings.area_code)
    sys.setswitchinterval(SWITCH_SECONDS)
    uvloop.run(_run(settings, heartbeat_fd))


async def _run(settings: Settings, heartbeat_fd: int) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    beating = asyncio.create_task(_beat(heartbeat_fd), name="heartbeat")
    try:
        async with controller(settings) as working:
            log.info("controller_up", pid=os.getpid())
            _spare_the_collector()
            stopping = asyncio.create_task(stop.wait())
            tasks = [*(asyncio.create_task(part) for part in working), beating]
            try:
                done, _ = await asyncio.wait([*tasks, stopping], return_when=asyncio.FIRST_COMPLETED)
                for task in done - {stopping}:
                    task.result()  # none of them ends by itself, unless it failed or the supervisor is gone
            finally:
                for task in (*tasks, stopping):
                    task.cancel()
                await asyncio.gather(*tasks, stopping, return_exceptions=True)
    finally:
        beating.cancel()


def _spare_the_collector() -> None:
    """What was made at the start stays: looking through it again and again would be heard as late prompts."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


async def _beat(pipe: int) -> None:
    """Write to the pipe for as long as the loop turns; ends when nobody reads it any more."""
    while True:
        if pipe >= 0:
            try:
                os.write(pipe, b".")
            except BrokenPipeError:
                return
        await asyncio.sleep(BEAT_SECONDS)
