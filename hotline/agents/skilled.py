"""Each skill's line in Asterisk kept right: who has the skill and is on duty is in it, and nobody else.

Rule: Asterisk is asked only from run(), one thing after the other, never while an event is heard; what it refuses is
tried again with the next news of a desk, and after a gap it is asked who really is in the lines.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Protocol

import structlog

from hotline.acts import SkillsSet
from hotline.agents.model import Board
from hotline.agents.skills import Change, Held, Member, SkillBook, Step, on_duty, steps
from hotline.errors import TelephonyError
from hotline.events import AgentStateChanged, Event, LinkChanged, Resynced

log = structlog.get_logger(__name__)


class SkillLines(Protocol):
    """The lines of the skills (telephony.skill_queues). Each raises TelephonyError."""

    async def members(self) -> Mapping[Member, bool]:
        """Who is in them, and whether paused there."""

    async def add(self, member: Member, name: str, *, paused: bool) -> None:
        """Put an agent in; one who is in it already stays as it is."""

    async def pause(self, member: Member, *, paused: bool) -> None:
        """Ring this agent there no more, or again."""

    async def remove(self, member: Member) -> None:
        """Take an agent out; one who is not in it stays so."""


class Skills:
    """What each agent can do now. board: as it stands; names: an agent's by extension."""

    def __init__(
        self, lines: SkillLines, book: SkillBook, board: Callable[[], Board], names: Mapping[str, str]
    ) -> None:
        self.book = book
        self._lines, self._board, self._names = lines, board, names
        self._members: dict[Member, bool | None] | None = None  # None: not known, must be asked
        self._due = asyncio.Event()
        self.held: dict[str, tuple[str, ...]] = {}

    def recall(self, held: Held) -> None:
        """As the books have it; a skill that the city has no more is forgotten."""
        self.held = {extension: self.book.known(skills) for extension, skills in held.items()}
        self._due.set()

    def renew(self, book: SkillBook, held: Held) -> None:
        """The city has these skills from now on. held: as the books have it, also of what it had dropped before."""
        self.book = book
        self.recall(held)

    def on_duty(self) -> frozenset[str]:
        """The skills that somebody on duty has."""
        return on_duty(self._board(), self.held)

    async def hear(self, event: Event) -> None:
        """Take note; run() does what follows from it."""
        match event:
            case SkillsSet(extension=extension, skills=skills):
                self.held[extension] = self.book.known(skills.split(","))
            case Resynced():
                self._members = None
            case LinkChanged(fresh=True):
                pass
            case AgentStateChanged(extension=extension) if self.held.get(extension):
                pass
            case _:
                return
        self._due.set()

    async def run(self) -> None:
        """Keep the lines right, until cancelled."""
        while True:
            await self._due.wait()
            self._due.clear()
            try:
                await self._settle()
            except TelephonyError as fault:
                log.warning("skills_not_settled", why=fault.message)
                self._members = None

    async def _settle(self) -> None:
        if not self._board().fresh:
            return  # it is told when it is right again
        members = self._members
        if not self.book.skills and not members:
            return  # a city without skills has no lines to keep
        if members is None:
            # what is heard meanwhile may void this answer too: it is asked again then
            self._members = members = {}
            members.update(await self._lines.members())
        for step in steps(self._board(), self.held, members):
            await self._take(step, members)

    async def _take(self, step: Step, members: dict[Member, bool | None]) -> None:
        member = step.member
        match step.change:
            case Change.ADD:
                await self._lines.add(member, self._names.get(member.extension, member.extension), paused=step.paused)
                members[member] = step.paused
                self._due.set()  # the desk may be in another state by now
            case Change.REMOVE:
                await self._lines.remove(member)
                members.pop(member, None)
            case Change.PAUSE | Change.UNPAUSE:
                await self._lines.pause(member, paused=step.change is Change.PAUSE)
                members[member] = None
            case Change.SETTLED:
                members[member] = None
