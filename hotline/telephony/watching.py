"""A supervisor hears an agent's call, speaks in it, or takes it: Originate, Redirect, BlindTransfer, over AMI.

Rule: nothing comes near Asterisk that is not digits, a name of our own, or a channel that Asterisk has just told.
"""

from __future__ import annotations

import asyncio
import re
from enum import StrEnum

from hotline.acts import WATCH
from hotline.errors import ConflictError, InputError, TelephonyError
from hotline.telephony.ami_link import AmiLink
from hotline.telephony.ami_protocol import Message
from hotline.telephony.resync import CALL_VARIABLE, variables_of
from hotline.telephony.translate import extension_of

CONTEXT, TAKEN = "watch", "take-over"
RING_SECONDS = 20  # for which the supervisor's telephone rings: a console answers by itself
_DIGITS = re.compile(r"[0-9]{3,20}", re.ASCII)
_NAME = re.compile(re.escape(WATCH) + r"[0-9a-f]{8,40}", re.ASCII)
_LOOKS, _LOOK_SECONDS = 40, 0.05


class Way(StrEnum):
    """How a supervisor is in a call; the extensions of the context `watch`."""

    LISTEN = "listen"
    WHISPER = "whisper"
    JOIN = "join"


class Watching:
    """Every method raises ConflictError where the call, the desk or the watch is not there, else as AmiLink.action."""

    def __init__(self, link: AmiLink) -> None:
        self._link = link

    async def begin(self, watch: str, call_id: str, agent: str, own: str, way: Way) -> None:
        """Ring the supervisor's telephone, and let it hear what is said at the agent's.

        watch: name of the new call, begins with WATCH; own: the supervisor's extension.
        """
        if not (_NAME.fullmatch(watch) and _DIGITS.fullmatch(own)):
            raise InputError("这个分机不能旁听。")
        channel = _leg_of(await self._channels(), call_id, agent)
        await self._link.action(
            "Originate",
            ActionID=watch,
            Channel=f"PJSIP/{own}",
            ChannelId=watch,
            Context=CONTEXT,
            Exten=way,
            Priority=1,
            Timeout=1000 * RING_SECONDS,
            CallerID=agent,
            Async="true",
            Variable=[
                f"HOTLINE_SPY={channel}",
                f"HOTLINE_WATCHED={agent}-{call_id}",
                "PJSIP_HEADER(add,X-Hotline-Watch)=1",
            ],
        )

    async def turn(self, watch: str, way: Way) -> None:
        """Be in the call in another way."""
        channel = _named(await self._channels(), watch)
        if channel is None:
            raise ConflictError("旁听已经结束。")
        await self._link.action("Redirect", Channel=channel, Context=CONTEXT, Exten=way, Priority=1)

    async def end(self, watch: str) -> None:
        """Be in it no more; returns when the telephone is free, and where it never was in it."""
        for look in range(_LOOKS):
            channel = _named(await self._channels(), watch)
            if channel is None:
                return
            if look == 0:
                await self._hang_up(channel)
            await asyncio.sleep(_LOOK_SECONDS)  # Asterisk tells its end only to who asks

    async def take_over(self, call_id: str, agent: str, own: str) -> None:
        """The citizen leaves the agent, and the supervisor's telephone rings; nobody there is the queue again."""
        if not _DIGITS.fullmatch(own):
            raise InputError("这个分机不能接管通话。")
        channel = _leg_of(await self._channels(), call_id, agent)
        await self._link.action("BlindTransfer", Channel=channel, Context=TAKEN, Exten=own)

    async def _hang_up(self, channel: str) -> None:
        try:
            await self._link.action("Hangup", Channel=channel, Cause=16)
        except TelephonyError as fault:
            if "no such channel" not in fault.message.lower():
                raise

    async def _channels(self) -> list[Message]:
        return await self._link.action_list("Status", Variables=CALL_VARIABLE)


def _named(channels: list[Message], watch: str) -> str | None:
    return next((one.get("Channel", "") for one in channels if one.get("Uniqueid") == watch), None)


def _leg_of(channels: list[Message], call_id: str, agent: str) -> str:
    """The agent's own channel of this call."""
    for one in channels:
        channel = one.get("Channel", "")
        if extension_of(channel) == agent and variables_of(one).get(CALL_VARIABLE) == call_id:
            return channel
    raise ConflictError("这个通话已经不在这位话务员的话机上。")
