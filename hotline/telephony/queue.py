"""The human queue's members, set by AMI. Implements agents.service.Queue."""

from __future__ import annotations

from hotline.errors import AsteriskAwayError, TelephonyError
from hotline.events import COMMON_LINE as QUEUE
from hotline.telephony.ami_link import AmiLink


class MemberQueue:
    """The queue `hotline`; a pause is one for all queues, those of skills too.

    Every method raises TelephonyError, AsteriskAwayError where Asterisk is not there.
    """

    def __init__(self, link: AmiLink) -> None:
        self._link = link

    async def add(self, extension: str, name: str, *, reason: str) -> None:
        """Make the agent's phone a member, paused for a reason; one that is a member already stays as it is."""
        try:
            await self._link.action(
                "QueueAdd",
                Queue=QUEUE,
                Interface=_phone(extension),
                MemberName=name,
                StateInterface=_phone(extension),
                Paused="true",
                Reason=reason,
            )
        except AsteriskAwayError:
            raise
        except TelephonyError as fault:
            if "already there" not in fault.message.lower():
                raise

    async def pause(self, extension: str, *, reason: str) -> None:
        """Ring this agent no more."""
        await self._pause(extension, "true", reason)

    async def unpause(self, extension: str) -> None:
        """Ring this agent."""
        await self._pause(extension, "false", "")

    async def remove(self, extension: str) -> None:
        """No member any more; one that is none stays so."""
        try:
            await self._link.action("QueueRemove", Queue=QUEUE, Interface=_phone(extension))
        except AsteriskAwayError:
            raise
        except TelephonyError as fault:
            if "not there" not in fault.message.lower():
                raise

    async def _pause(self, extension: str, paused: str, reason: str) -> None:
        await self._link.action("QueuePause", Interface=_phone(extension), Paused=paused, Reason=reason)


def _phone(extension: str) -> str:
    return f"PJSIP/{extension}"
