"""An agent asks somebody while the citizen waits: Asterisk's attended transfer, driven over AMI.

Rule: who is asked is checked by whoever calls; here only digits pass. The codes are those of features.conf, and are
sent as if the agent's telephone had: a telephone that has none of it, a browser's too, needs to know nothing.
"""

from __future__ import annotations

import asyncio
import re
from enum import StrEnum

from hotline.errors import ConflictError, InputError
from hotline.telephony.ami_link import AmiLink
from hotline.telephony.resync import CALL_VARIABLE, variables_of
from hotline.telephony.translate import extension_of

CONTEXT = "consult"
ASKED_VARIABLE = "HOTLINE_CONSULT"
NORMAL = 16
KEY_MS = 80
_DIGITS = re.compile(r"[0-9]{3,20}", re.ASCII)


class Key(StrEnum):
    """What the agent does with the two calls; the codes as in features.conf.tmpl."""

    ABORT = "*91"
    """Back to the citizen alone."""
    COMPLETE = "*92"
    """The citizen talks with the other, and the agent is off the line."""
    THREE = "*93"
    """All three talk."""
    SWAP = "*94"
    """To the citizen and back, while the other waits."""


class Consulting:
    """Every method raises ConflictError where this desk has not got this call, else as AmiLink.action."""

    def __init__(self, link: AmiLink) -> None:
        self._link = link

    async def begin(self, call_id: str, extension: str, to: str, *, is_desk: bool) -> None:
        """Ring this desk, or this number outside, for the agent. Raises InputError for what is no number."""
        if not _DIGITS.fullmatch(to):
            raise InputError("这个号码不能拨打。", fields={"to": "不是可以拨打的号码"})
        channel = await self._channel(call_id, extension)
        for name, value in ((ASKED_VARIABLE, to), (f"{ASKED_VARIABLE}_DESK", str(int(is_desk)))):
            await self._link.action("Setvar", Channel=channel, Variable=f"__{name}", Value=value)
        await self._link.action("Atxfer", Channel=channel, Context=CONTEXT, Exten="1")

    async def press(self, call_id: str, extension: str, key: Key) -> None:
        """Do this with the two calls. Its digits go out together: one that waits for another may come too late.

        Asterisk gives a code up after featuredigittimeout (300 ms), which a loaded machine's answers may take.
        """
        channel = await self._channel(call_id, extension)
        await asyncio.gather(*(self._play(channel, digit) for digit in key))

    async def drop(self, call_id: str, extension: str, to: str) -> None:
        """Hang up whoever was asked (to: extension or number), where all three talk: no code of Asterisk's does it."""
        wanted = {CALL_VARIABLE: call_id, ASKED_VARIABLE: to}
        for channel in await self._link.action_list("Status", Variables=",".join(wanted)):
            name, known = channel.get("Channel", ""), variables_of(channel)
            is_telephone = name.startswith("PJSIP/") and extension_of(name) != extension
            if is_telephone and all(known.get(variable) == value for variable, value in wanted.items()):
                await self._link.action("Hangup", Channel=name, Cause=NORMAL)
                return
        raise ConflictError("对方已经离开。")

    async def _play(self, channel: str, digit: str) -> None:
        await self._link.action("PlayDTMF", Channel=channel, Digit=digit, Duration=KEY_MS, Receive="true")

    async def _channel(self, call_id: str, extension: str) -> str:
        """The desk's own channel of this call."""
        channels = await self._link.action_list("Status", Variables=CALL_VARIABLE)
        for channel in channels:
            name = channel.get("Channel", "")
            if extension_of(name) == extension and variables_of(channel).get(CALL_VARIABLE) == call_id:
                return name
        raise ConflictError("这个通话已经不在您的话机上。")
