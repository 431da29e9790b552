"""The lines of the skills, set by AMI. Implements agents.skilled.SkillLines.

Rule: a desk's pause is one for all lines of Asterisk (MemberQueue); only who was put in a line late is set apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from hotline.agents.skills import Member
from hotline.errors import AsteriskAwayError, TelephonyError
from hotline.events import SKILL_LINE, skill_of
from hotline.telephony.ami_link import AmiLink
from hotline.telephony.translate import WRAP_UP, extension_of


class SkillQueues:
    """Asterisk's queue of each skill. Every method raises TelephonyError, AsteriskAwayError where it is not there."""

    def __init__(self, link: AmiLink) -> None:
        self._link = link

    async def members(self) -> Mapping[Member, bool]:
        """Who is in them, and whether paused there."""
        found: dict[Member, bool] = {}
        for message in await self._link.action_list("QueueStatus"):
            skill, extension = skill_of(message.get("Queue", "")), extension_of(message.get("Location", ""))
            if message.get("Event") == "QueueMember" and skill and extension:
                found[Member(skill=skill, extension=extension)] = message.get("Paused") == "1"
        return found

    async def add(self, member: Member, name: str, *, paused: bool) -> None:
        """Put an agent in; one who is in it already stays as it is."""
        with _so_already("already there"):
            await self._link.action(
                "QueueAdd",
                Queue=SKILL_LINE + member.skill,
                Interface=_phone(member),
                MemberName=name,
                StateInterface=_phone(member),
                Paused="true" if paused else "false",
                Reason=WRAP_UP if paused else "",
            )

    async def pause(self, member: Member, *, paused: bool) -> None:
        """Ring this agent there no more, or again."""
        await self._link.action(
            "QueuePause",
            Queue=SKILL_LINE + member.skill,
            Interface=_phone(member),
            Paused="true" if paused else "false",
            Reason=WRAP_UP if paused else "",
        )

    async def remove(self, member: Member) -> None:
        """Take an agent out; one who is not in it stays so."""
        with _so_already("not there"):
            await self._link.action("QueueRemove", Queue=SKILL_LINE + member.skill, Interface=_phone(member))


@contextmanager
def _so_already(words: str) -> Iterator[None]:
    """How Asterisk says that it is as it should be."""
    try:
        yield
    except AsteriskAwayError:
        raise
    except TelephonyError as fault:
        if words not in fault.message.lower():
            raise


def _phone(member: Member) -> str:
    return f"PJSIP/{member.extension}"
