"""A voice in a process of its own: one request a line of JSON, one answer a line, and no patience with silence.

The rule: whatever the process does (dies, hangs, talks nonsense), the caller of `ask` has an answer or a VoiceError
within its limit, and the next request finds a new process.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

import structlog

from hotline.errors import VoiceError

log = structlog.get_logger(__name__)
LONGEST_ANSWER = 64 * 1024  # bytes
IDLE = "--idle"
IDLE_LONGER = 30.0  # times: on a full machine it gets next to nothing, and that is no fault of its own
NICE = 5


class Worker:
    """One child process, started at the first request.

    module: run with python -m; limit: seconds for one answer; start_limit: the same for the first, which loads a model;
    idle: it may only use what nobody else wants of the processor.
    """

    def __init__(
        self, module: str, arguments: list[str], *, limit: float, start_limit: float, idle: bool = False
    ) -> None:
        self._command = [sys.executable, "-m", module, *arguments, *([IDLE] if idle else [])]
        longer = IDLE_LONGER if idle else 1.0
        self._limit, self._start_limit = limit * longer, start_limit * longer
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    @property
    def pid(self) -> int:
        """The process's id, 0 where none runs."""
        return self._process.pid if self._process is not None else 0

    async def ask(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """One answer to one request; raises VoiceError."""
        async with self._turn:
            fresh = self._process is None or self._process.returncode is not None
            try:
                process = await self._running()
                return await asyncio.wait_for(
                    self._exchange(process, request), self._start_limit if fresh else self._limit
                )
            except TimeoutError as fault:
                await self._end()
                raise VoiceError("The voice took too long and was started anew.") from fault
            except (OSError, ValueError) as fault:
                await self._end()
                raise VoiceError(f"The voice broke off: {fault}") from fault
            except asyncio.CancelledError:
                await self._end()  # its answer would be taken for the next one's
                raise

    async def close(self) -> None:
        """End the process."""
        async with self._turn:
            await self._end()

    async def _running(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                limit=LONGEST_ANSWER,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
            )
        return self._process

    async def _exchange(self, process: asyncio.subprocess.Process, request: Mapping[str, Any]) -> dict[str, Any]:
        if process.stdin is None or process.stdout is None:
            raise ValueError("it has no pipes")
        process.stdin.write(json.dumps(request).encode() + b"\n")
        await process.stdin.drain()
        line = await process.stdout.readline()
        if not line:
            raise ValueError("its process ended")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise VoiceError(f"The voice could not speak: {answer['error']}")
        return answer

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        if process is not None and process.stdin is not None:
            process.stdin.close()


def step_back() -> bool:
    """The child's side, before it loads anything: calls come first; whether it is idle, which comes last of all."""
    idle = IDLE in sys.argv
    if idle and hasattr(os, "SCHED_IDLE"):
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    os.nice(NICE)
    return idle


def serve(speak: Callable[[Mapping[str, Any]], None]) -> None:
    """The child's side: for each line of JSON call speak(request) and answer {"ok"} or {"error"}.

    What libraries print must not be taken for an answer, so the true output is kept aside and theirs goes to stderr.
    """
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    for line in sys.stdin:
        try:
            speak(json.loads(line))
        except Exception as fault:  # noqa: BLE001 whatever a voice raises is told to the parent
            answers.write(json.dumps({"error": f"{type(fault).__name__}: {fault}"}) + "\n")
        else:
            answers.write('{"ok": true}\n')
