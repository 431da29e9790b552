"""kb/skills.yaml followed: a changed file is in force with the next caller, without a restart; a faulty one is refused.

Rule: Asterisk has a line for a skill before anybody hears of the skill, and whatever happens to the file the last good
skills stay; also where it is gone, as for a moment while some editors save it. What the city drops keeps its line,
which nobody joins any more, until Asterisk's files are next written.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import structlog

from hotline.acts import SkillBookChanged
from hotline.agents.skill_file import FILE, load_skills
from hotline.agents.skilled import Skills
from hotline.agents.skills import Held, SkillBook
from hotline.errors import CityPackError, HotlineError
from hotline.events import Event

EVERY = 2.0  # seconds between two looks at the file
GONE = f"{FILE}不见了。不再分技能的，请写 skills: []。"
_Mark = tuple[int, int] | None
log = structlog.get_logger(__name__)


@dataclass(slots=True, kw_only=True)
class SkillRenewal:
    """make: Asterisk has exactly the lines of these skills, raises TelephonyError; held: as the books have it.

    trouble: why the file is not what is in force, "" where it is.
    """

    folder: Path
    skills: Skills
    make: Callable[[SkillBook], Awaitable[None]]
    held: Callable[[], Awaitable[Held]]
    publish: Callable[[Event], Awaitable[None]]
    now: Callable[[], datetime]
    trouble: str = ""
    _mark: _Mark | bool = field(default=False, init=False)  # False: to be looked at again, whatever it says
    _lines: SkillBook = field(init=False)  # whatever has a line in Asterisk

    def __post_init__(self) -> None:
        self._lines = self.skills.book

    async def keep(self, *, every: float = EVERY) -> None:
        """Follow the file until cancelled. The owner of the process owns this task."""
        while True:
            await self.renew()
            await asyncio.sleep(every)

    async def renew(self) -> bool:
        """Take what the file says now, where it has changed and is good; whether it was taken."""
        mark = await asyncio.to_thread(_marked, self.folder / FILE)
        if mark == self._mark:
            return False
        if mark is None and self.skills.book.skills:
            self._mark = mark
            await self._tell(GONE)
            return False
        try:
            book = await asyncio.to_thread(load_skills, self.folder)
            self._mark = mark
            if book == self.skills.book:
                await self._tell("")
                return False
            await self._take(book)
        except CityPackError as fault:
            self._mark = mark  # as it is now it stays faulty
            await self._tell(fault.message)
            return False
        except HotlineError as fault:  # Asterisk or the books are away: tried again with the next look
            self._mark = False
            await self._tell(f"技能表已经读过，还不能生效：{fault.message}")
            return False
        log.info("skills_renewed", skills=[skill.code for skill in book.skills])
        await self._tell("", renewed=True)
        return True

    async def _take(self, book: SkillBook) -> None:
        dropped = tuple(skill for skill in self._lines.skills if book.find(skill.code) is None)
        lines = SkillBook(skills=(*book.skills, *dropped))
        await self.make(lines)
        self._lines = lines
        self.skills.renew(book, await self.held())

    async def _tell(self, trouble: str, *, renewed: bool = False) -> None:
        changed, self.trouble = trouble != self.trouble, trouble
        if trouble and changed:
            log.warning("skills_refused", why=trouble)
        if changed or renewed:
            await self.publish(SkillBookChanged(at=self.now()))


def _marked(path: Path) -> _Mark:
    """Time and size; None where there is no such file."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size
