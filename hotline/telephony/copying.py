"""What each side of a call says, for whoever listens at once: ChanSpy on the side's channel, brought by AudioSocket.

Rule: it is beside the call and beside its recording: what fails here is told, and neither knows of it. The recording
itself cannot be followed: Asterisk writes a file 32 KiB at a time, which is two seconds of a telephone's sound.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import structlog

from hotline.errors import ConflictError, HotlineError, TelephonyError
from hotline.telephony.ami_link import AmiLink
from hotline.telephony.ami_protocol import Message
from hotline.telephony.audiosocket_line import SocketLine
from hotline.telephony.audiosocket_protocol import FRAME_BYTES
from hotline.telephony.audiosocket_server import AudioSocketServer
from hotline.telephony.resync import CALL_VARIABLE, variables_of

CITIZEN: Final = "citizen"
AGENT: Final = "agent"
SIDES: Final = (CITIZEN, AGENT)
CHANNEL_VARIABLE: Final = "HOTLINE_CHANNEL"
COPY: Final = "Local/s@ear-copy/n"
COPIED_VARIABLE: Final = "__HOTLINE_COPIED"  # inherited by the half that runs ChanSpy
LATE_SECONDS = 0.25  # of sound that has not come: it is silence from then on
MEND_SECONDS = 1.0  # between two looks whether each side is copied: agents change
CONNECT_SECONDS = 2.0
BYTES_A_SECOND = FRAME_BYTES * 50
_CALL = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,63}", re.ASCII)
Clock = Callable[[], float]
log = structlog.get_logger(__name__)


async def rest() -> None:
    """The time between two looks."""
    await asyncio.sleep(MEND_SECONDS)


class CopiedSide:
    """One side's sound as it comes. It keeps step with the clock: where nothing comes, silence does."""

    def __init__(self, clock: Clock) -> None:
        self._clock, self._since, self._told = clock, clock(), 0
        self.line: SocketLine | None = None

    def read(self) -> bytes:
        """What is new, at the telephone's rate; b"" for nothing."""
        came = self.line.sounds() if self.line else b""
        due = int((self._clock() - self._since) * BYTES_A_SECOND) // 2 * 2
        late = due - self._told - len(came)
        if late > LATE_SECONDS * BYTES_A_SECOND:
            came += bytes(late)
        self._told += len(came)
        return came


class _Copy:
    """A call that is copied. channel: the citizen's."""

    def __init__(self, channel: str, clock: Clock) -> None:
        self.channel = channel
        self.sides = {side: CopiedSide(clock) for side in SIDES}
        self.mending: asyncio.Task[None] | None = None


class Copying:
    """Copies of calls. server: where Asterisk brings the sound; rest: waits until it is time to look who talks."""

    def __init__(
        self,
        link: AmiLink,
        server: AudioSocketServer,
        clock: Clock | None = None,
        rest: Callable[[], Awaitable[None]] = rest,
    ) -> None:
        self._link, self._server, self._rest = link, server, rest
        self._clock = clock or (lambda: asyncio.get_running_loop().time())
        self._copies: dict[str, _Copy] = {}

    async def begin(self, call_id: str) -> Mapping[str, CopiedSide]:
        """From now on each side is copied, whoever talks with the citizen; the sides by name.

        Raises ConflictError where there is no such call, else as AmiLink.action.
        """
        if not _CALL.fullmatch(call_id):
            raise ConflictError("没有这个通话。")
        channel = next((one["Channel"] for one in await self._channels() if _is_citizen(one, call_id)), None)
        if channel is None:
            raise ConflictError("这个通话已经结束。")
        copy = self._copies[call_id] = _Copy(channel, self._clock)
        try:
            await self._start(copy)
        except BaseException:
            await self.end(call_id)
            raise
        copy.mending = asyncio.create_task(self._keep(copy), name=f"copy {call_id}")
        return copy.sides

    async def end(self, call_id: str) -> None:
        """Copy no more; never raises."""
        copy = self._copies.pop(call_id, None)
        if copy is None:
            return
        if copy.mending is not None:
            copy.mending.cancel()
            await asyncio.gather(copy.mending, return_exceptions=True)
        for side in copy.sides.values():
            if side.line is not None:
                self._server.forget(side.line)

    async def _start(self, copy: _Copy) -> None:
        await self._mend(copy)
        if copy.sides[CITIZEN].line is None:
            raise TelephonyError("Asterisk does not bring the sound of this call")

    async def _keep(self, copy: _Copy) -> None:
        """Whoever comes to talk with the citizen is copied too."""
        while True:
            await self._rest()
            try:
                await self._mend(copy)
            except HotlineError as fault:  # Asterisk is away, and the call with it
                log.info("copy_waits", why=fault.message)

    async def _mend(self, copy: _Copy) -> None:
        """Bring the sides whose sound does not come. Raises as AmiLink.action."""
        missing = [name for name, side in copy.sides.items() if side.line is None or side.line.closed.is_set()]
        if not missing:
            return
        channels = await self._channels()
        for name in missing:
            channel = copy.channel if name == CITIZEN else beside(copy.channel, channels)
            if channel is not None and any(one.get("Channel") == channel for one in channels):
                await self._bring(copy.sides[name], channel)

    async def _bring(self, side: CopiedSide, channel: str) -> None:
        line = self._server.announce()
        try:
            await self._link.action(
                "Originate",
                Channel=COPY,
                Application="AudioSocket",
                Data=f"{line.name},127.0.0.1:{self._server.port}",
                Variable=f"{COPIED_VARIABLE}={channel}",
                Async="true",
            )
            async with asyncio.timeout(CONNECT_SECONDS):
                await line.connected.wait()
        except TimeoutError:
            self._server.forget(line)
            log.warning("side_not_copied", channel=channel)
            return
        except BaseException:
            self._server.forget(line)
            raise
        side.line = line

    async def _channels(self) -> list[Message]:
        return await self._link.action_list("Status", Variables=f"{CALL_VARIABLE},{CHANNEL_VARIABLE}")


def _is_citizen(channel: Message, call_id: str) -> bool:
    told = variables_of(channel)
    return told.get(CALL_VARIABLE) == call_id and told.get(CHANNEL_VARIABLE) == channel.get("Channel")


def beside(citizen: str, channels: list[Message]) -> str | None:
    """The channel of whoever talks with the citizen, None while nobody does."""
    bridge = next((one.get("BridgeID") for one in channels if one.get("Channel") == citizen), "")
    if not bridge:
        return None
    others = (one.get("Channel") for one in channels if one.get("BridgeID") == bridge)
    return next((other for other in others if other and other != citizen), None)
