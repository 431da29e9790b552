"""Child processes kept running: what dies is started again, what hangs is killed, nothing outlives its parent.

A controller that hangs is worse than one that is dead, because Asterisk goes on waiting for it: so the controller
writes a byte to a pipe twice a second, and when none has come for HANG_SECONDS it is killed. The calls it held then
go on in the dialplan at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

HANG_SECONDS = 3.0
LONGEST_PAUSE = 8.0
PR_SET_PDEATHSIG = 1


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass(slots=True, kw_only=True)
class Child:
    """One process to keep running.

    command: given the number of the pipe to beat on (or -1), the program and its arguments.
    beats: True where the process must write to that pipe twice a second.
    start_seconds: how long its first beat may take.
    """

    name: str
    command: Callable[[int], list[str]]
    log: Path
    beats: bool = False
    start_seconds: float = 60.0
    env: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    pid: int = 0


class Supervisor:
    """Keeps its children running until stopped. report: called with one sentence whenever something happens."""

    def __init__(self, report: Callable[[str], None]) -> None:
        self._report = report
        self._tasks: list[tuple[Child, asyncio.Task[None]]] = []

    def start(self, child: Child) -> None:
        """Start a child and keep it running."""
        self._tasks.append((child, asyncio.create_task(self._keep(child), name=f"keep {child.name}")))

    async def stop(self) -> None:
        """Stop every child, the last started first; each gets 5 s to end before it is killed."""
        for _, task in reversed(self._tasks):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        self._tasks.clear()

    async def _keep(self, child: Child) -> None:
        pause = 0.2
        while True:
            began = time.monotonic()
            code = await self._run_once(child)
            pause = 0.2 if time.monotonic() - began > 10 else min(pause * 2, LONGEST_PAUSE)
            self._report(f"{child.name} ended ({code}); it starts again. Its log: {child.log}")
            await asyncio.sleep(pause)

    async def _run_once(self, child: Child) -> str:
        reading, writing = os.pipe() if child.beats else (-1, -1)
        child.log.parent.mkdir(parents=True, exist_ok=True)
        try:
            with child.log.open("ab") as log:
                process = await asyncio.create_subprocess_exec(
                    *child.command(writing),
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    env=dict(child.env),
                    pass_fds=[writing] if child.beats else [],
                    start_new_session=True,
                    preexec_fn=_die_with_parent,
                )
        finally:
            if writing >= 0:
                os.close(writing)
        child.pid = process.pid
        watch = asyncio.create_task(self._watch(child, reading)) if child.beats else None
        try:
            code = await process.wait()
            return f"signal {-code}" if code < 0 else f"exit code {code}"
        finally:
            if watch is not None:
                watch.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await watch
                os.close(reading)
            await _end(process)

    async def _watch(self, child: Child, reading: int) -> None:
        loop = asyncio.get_running_loop()
        beat = asyncio.Event()

        def heard() -> None:
            if not os.read(reading, 4096):
                loop.remove_reader(reading)  # the other end is closed: the process is ending
            beat.set()

        loop.add_reader(reading, heard)
        patience = child.start_seconds
        try:
            while True:
                try:
                    await asyncio.wait_for(beat.wait(), patience)
                except TimeoutError:
                    self._report(f"{child.name} hangs: no heartbeat for {patience:.0f} s; it is killed.")
                    os.kill(child.pid, signal.SIGKILL)
                    return
                beat.clear()
                patience = HANG_SECONDS
        finally:
            loop.remove_reader(reading)


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    for sign, patience in ((signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0)):
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(sign)
        try:
            await asyncio.wait_for(process.wait(), patience)
        except TimeoutError:
            continue
        return
