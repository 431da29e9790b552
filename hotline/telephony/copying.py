"""A second copy of what each side of a call says, for whoever listens at once: MixMonitor on the citizen's channel.

Rule: it is beside the call and beside its recording: what fails here is told, and neither knows of it. The recording
itself cannot be followed: Asterisk writes a file 32 KiB at a time, which is two seconds at the telephone's rate and a
third of a second at six times that rate.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import structlog

from hotline.errors import ConflictError, HotlineError
from hotline.telephony.ami_link import AmiLink
from hotline.telephony.ami_protocol import Message
from hotline.telephony.resync import CALL_VARIABLE, variables_of

COPY_RATE: Final = 48_000
SIDES: Final = ("citizen", "agent")
CHANNEL_VARIABLE, COPY_VARIABLE = "HOTLINE_CHANNEL", "HOTLINE_EAR_COPY"
_CALL = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,63}", re.ASCII)
log = structlog.get_logger(__name__)


class Copying:
    """Copies in a folder of their own, gone when they have been read."""

    def __init__(self, link: AmiLink, folder: Path) -> None:
        self._link = link
        self._folder = folder
        self._channels: dict[str, str] = {}

    def prepare(self) -> None:
        """Make the folder, for its owner only, and throw away what an earlier process left. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for left in self._folder.glob("*.sln48"):
            left.unlink(missing_ok=True)

    async def begin(self, call_id: str) -> Mapping[str, Path]:
        """From now on each side is copied, only while the citizen talks with somebody; the files, by side.

        Raises ConflictError where there is no such call, else as AmiLink.action.
        """
        if not _CALL.fullmatch(call_id):
            raise ConflictError("没有这个通话。")
        asked = await self._link.action_list("Status", Variables=f"{CALL_VARIABLE},{CHANNEL_VARIABLE}")
        channel = next((one["Channel"] for one in asked if _is_citizen(one, call_id)), None)
        if channel is None:
            raise ConflictError("这个通话已经结束。")
        await self._stop(channel)  # one that an earlier process has left
        files = self._files(call_id)
        options = f"br({files['citizen']})t({files['agent']})i({COPY_VARIABLE})"
        await self._link.action("MixMonitor", Channel=channel, File="", Options=options)
        self._channels[call_id] = channel
        return files

    async def end(self, call_id: str, *, stop: bool) -> None:
        """Copy no more and throw away what was copied; never raises. stop: the call goes on, and Asterisk is told."""
        channel = self._channels.pop(call_id, None)
        if stop and channel is not None:
            await self._stop(channel)
        for file in self._files(call_id).values():
            try:
                await asyncio.to_thread(file.unlink, missing_ok=True)
            except OSError as fault:
                log.warning("copy_stays", file=file.name, why=fault.strerror)

    async def _stop(self, channel: str) -> None:
        try:
            known = await self._link.action("Getvar", Channel=channel, Variable=COPY_VARIABLE)
            if copy := known.get("Value", ""):  # without a name Asterisk would end the recording too
                await self._link.action("StopMixMonitor", Channel=channel, MixMonitorID=copy)
        except HotlineError as fault:  # the call is over, or Asterisk is away: the copy ends with it
            log.info("copy_ends_with_its_call", why=fault.message)

    def _files(self, call_id: str) -> dict[str, Path]:
        return {side: self._folder / f"{call_id}-{side}.sln48" for side in SIDES}


def _is_citizen(channel: Message, call_id: str) -> bool:
    told = variables_of(channel)
    return told.get(CALL_VARIABLE) == call_id and told.get(CHANNEL_VARIABLE) == channel.get("Channel")
