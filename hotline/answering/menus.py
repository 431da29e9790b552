"""The voice menus as they are on disk now: a changed script serves the next call, a faulty one is refused.

The rule: what is served is always whole and without a fault; whatever happens to the files, the last good menus stay.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path

import structlog

from hotline.errors import ScriptError
from hotline.ivr.load import faults_in, load_scripts
from hotline.ivr.script import Script
from hotline.ivr.source import Fault

EVERY = 2.0  # seconds between two looks at the files
NO_FAULTS: tuple[Fault, ...] = ()
_Marks = tuple[tuple[str, int, int], ...]
log = structlog.get_logger(__name__)


async def _nothing() -> None:
    return None


class Menus(Mapping[str, Script]):
    """The scripts of a folder by name. A call that has begun keeps the ones with which it began (line.py).

    folder: of the scripts; recorded: of the recordings; changed: awaited after each change, as to speak the new prompts
    ahead; trouble: why the files are not what is served, "" where they are; faults: the same one by one. Raises
    ScriptError where the first load fails.
    """

    def __init__(self, folder: Path, recorded: Path, *, changed: Callable[[], Awaitable[None]] = _nothing) -> None:
        self._folder, self._recorded, self._changed = folder, recorded, changed
        self._marks = _marks(folder, recorded)
        self._scripts: Mapping[str, Script] = load_scripts(folder, recorded=recorded)
        self.trouble, self.faults = "", NO_FAULTS

    def __getitem__(self, name: str) -> Script:
        return self._scripts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._scripts)

    def __len__(self) -> int:
        return len(self._scripts)

    async def keep(self, *, every: float = EVERY) -> None:
        """Follow the files until cancelled. The owner of the process owns this task."""
        while True:
            await asyncio.sleep(every)
            await self.renew()

    async def renew(self) -> bool:
        """Take what the files say now, where they have changed and are good; whether they were taken."""
        marks = await asyncio.to_thread(_marks, self._folder, self._recorded)
        if marks == self._marks:
            return False
        self._marks = marks
        try:
            scripts = await asyncio.to_thread(load_scripts, self._folder, recorded=self._recorded)
        except ScriptError as fault:
            self.trouble, self.faults = fault.message, faults_in(fault)
            log.warning("menus_refused", why=fault.message)
            return False
        self._scripts, self.trouble, self.faults = scripts, "", NO_FAULTS
        log.info("menus_renewed", scripts=sorted(scripts))
        await self._changed()
        return True


def _marks(*folders: Path) -> _Marks:
    """Name, time and size of every file: what changes when a file does."""
    marks: list[tuple[str, int, int]] = []
    for folder in folders:
        for path in sorted(folder.glob("*.*")):
            try:
                stat = path.stat()
            except OSError:  # gone between the two looks: the next one tells
                continue
            marks.append((str(path), stat.st_mtime_ns, stat.st_size))
    return tuple(marks)
