"""Children are kept running: real processes, real signals."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from hotline.cli.supervisor import Child, Supervisor

BEATING = "import os,sys,time\nfd=int(sys.argv[1])\nwhile True:\n    os.write(fd,b'.')\n    time.sleep(0.2)\n"


class Reports:
    """What the supervisor said, and a way to wait for a word of it."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self._news = asyncio.Event()

    def __call__(self, sentence: str) -> None:
        """Keep a sentence."""
        self.said.append(sentence)
        self._news.set()

    async def until(self, word: str) -> None:
        """Wait until a sentence holds the word."""
        async with asyncio.timeout(20):
            while not any(word in sentence for sentence in self.said):
                self._news.clear()
                await self._news.wait()


def beating(tmp_path: Path) -> Child:
    """A child that beats five times a second."""
    return Child(
        name="Controller",
        command=lambda pipe: [sys.executable, "-c", BEATING, str(pipe)],
        log=tmp_path / "child.log",
        beats=True,
        start_seconds=5.0,
    )


async def pid_after(child: Child, before: int) -> int:
    """The child's process id once it is another than before."""
    async with asyncio.timeout(20):
        while child.pid == before:  # noqa: ASYNC110 a process id gives no event
            await asyncio.sleep(0.01)
    return child.pid


async def test_a_child_that_dies_is_started_again(tmp_path: Path) -> None:
    """After kill -9 there is a new process."""
    reports = Reports()
    supervisor, child = Supervisor(reports), beating(tmp_path)
    supervisor.start(child)
    first = await pid_after(child, 0)
    os.kill(first, signal.SIGKILL)
    await reports.until("signal 9")
    second = await pid_after(child, first)
    assert second != first
    await supervisor.stop()


async def test_a_child_that_hangs_is_killed(tmp_path: Path) -> None:
    """After SIGSTOP the heartbeat is missed, and a new process takes its place."""
    reports = Reports()
    supervisor, child = Supervisor(reports), beating(tmp_path)
    supervisor.start(child)
    first = await pid_after(child, 0)
    os.kill(first, signal.SIGSTOP)
    await reports.until("hangs")
    await pid_after(child, first)
    await supervisor.stop()


async def test_stop_leaves_nothing_running(tmp_path: Path) -> None:
    """After stop the child's process is gone."""
    supervisor, child = Supervisor(Reports()), beating(tmp_path)
    supervisor.start(child)
    pid = await pid_after(child, 0)
    await supervisor.stop()
    assert not os.path.exists(f"/proc/{pid}")  # noqa: PTH110 a look at the kernel, not at a disk
