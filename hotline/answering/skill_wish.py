"""Which skill a caller is to wait for, if any: what the menu said, or else the language that was chosen.

Rule: nobody waits longer because of a skill than the city pack allows. A caller waits for one only where somebody on
duty has it; and where the first of the common line has waited for as long already, a skill passes nobody by any more:
the caller stands in the common line at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from hotline.agents.skills import SkillBook
from hotline.calls.places import Places
from hotline.events import SKILL_LINE


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A skill, and for how many seconds the caller waits for it before anybody may answer."""

    skill: str
    seconds: int


def _nobody() -> frozenset[str]:
    return frozenset()


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """book: the city's skills as they are now; on_duty: those that somebody on duty has.

    As it is made, nobody wishes for anything.
    """

    book: Callable[[], SkillBook] = SkillBook
    on_duty: Callable[[], frozenset[str]] = _nobody
    places: Places = field(default_factory=Places)
    now: Callable[[], datetime] = _now

    def of(self, skill: str, language: str) -> Wish | None:
        """What a caller waits for. skill: as the menu's queue node names it, "" for none."""
        book = self.book()
        found = book.find(skill) or book.of_language(language)
        if found is None or found.code not in self.on_duty() or self.places.longest(self.now()) >= found.seconds:
            return None
        return Wish(skill=found.code, seconds=found.seconds)

    async def position(self, call_id: str, joined: int, skill: str) -> int:
        """The place in the line of a skill, as Places.position."""
        return await self.places.position(call_id, joined, SKILL_LINE + skill)
