"""Asterisk as a process: the words that start it, when it is ready, and its end by process id."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time

from hotline.errors import SetupError, TelephonyError
from hotline.settings import Settings
from hotline.telephony.asterisk_install import InstalledAsterisk

BOOT_SECONDS = 30.0


def start_command(installed: InstalledAsterisk, settings: Settings) -> list[str]:
    """The command that runs Asterisk in the foreground; it writes nothing outside the state folder."""
    return [*installed.program, "-C", str(settings.asterisk_dir / "etc" / "asterisk.conf"), "-f"]


async def ask(installed: InstalledAsterisk, settings: Settings, command: str, *, patience: float = 10.0) -> str:
    """What the running Asterisk answers to a command of its console.

    Raises TelephonyError where it does not run or does not answer in so many seconds.
    """
    conf = str(settings.asterisk_dir / "etc" / "asterisk.conf")
    process = await asyncio.create_subprocess_exec(
        *installed.program,
        "-C",
        conf,
        "-rx",
        command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        shown, _ = await asyncio.wait_for(process.communicate(), patience)
    except TimeoutError as fault:
        raise TelephonyError(f"Asterisk did not answer {command!r} in {patience:.0f} s.") from fault
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode != 0:
        raise TelephonyError(f"Asterisk does not answer: {shown.decode(errors='replace').strip()}")
    return shown.decode(errors="replace")


async def wait_booted(installed: InstalledAsterisk, settings: Settings, *, patience: float = BOOT_SECONDS) -> None:
    """Wait until Asterisk has loaded everything; raises SetupError with where to look after so many seconds."""
    deadline = time.monotonic() + patience
    while (left := deadline - time.monotonic()) > 0:
        with contextlib.suppress(TelephonyError):
            if "fully booted" in await ask(installed, settings, "core waitfullybooted", patience=left):
                return
        await asyncio.sleep(0.1)  # the socket of its console is not there yet
    log = settings.asterisk_dir / "log" / "messages.log"
    raise SetupError(f"Asterisk was not ready after {patience:.0f} s: see {log}.")


async def stop_process(pid: int, *, patience: float = 5.0) -> None:
    """End a process that is our child: SIGTERM, and SIGKILL after so many seconds. One that is gone is no error."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(pid, sign)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if not _lives(pid):
                return
            await asyncio.sleep(0.05)


def _lives(pid: int) -> bool:
    with contextlib.suppress(ChildProcessError):
        if os.waitpid(pid, os.WNOHANG)[0] == pid:
            return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
