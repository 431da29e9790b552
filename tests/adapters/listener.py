"""Our side of a real Asterisk: the link, what its events mean, and a controller that sends callers to the queue."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from hotline.events import AgentStateChanged, Event, Resynced
from hotline.telephony.agi_channel import CallChannel
from hotline.telephony.agi_server import AgiServer, Handle
from hotline.telephony.ami_link import AmiLink, LinkState
from hotline.telephony.provisioning import AMI_USER
from hotline.telephony.queue import MemberQueue
from hotline.telephony.resync import resync
from hotline.telephony.translate import Translator
from tests.adapters.real_asterisk import RealAsterisk


class Listener:
    """What was heard. raw: Asterisk's events; told: ours, with each Resynced; asked: each AGI call's path and query."""

    def __init__(self) -> None:
        self.raw: list[Mapping[str, str]] = []
        self.told: list[Event] = []
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.state = LinkState(up=False, fresh=False, why="")
        self._translator = Translator()
        self._news = asyncio.Event()

    async def event(self, message: Mapping[str, str]) -> None:
        """Keep it, and what it means."""
        self.raw.append(message)
        told = self._translator.translate(message, datetime.now(UTC))
        if told is not None:
            self.told.append(told)
        self._news.set()

    async def sync(self, link: AmiLink) -> None:
        """Ask for the truth and keep it."""
        truth = await resync(link)
        self._translator.restart(truth)
        self.told.append(truth)
        self._news.set()

    async def heard_state(self, state: LinkState) -> None:
        """Keep it."""
        self.state = state
        self._news.set()

    async def answer(self, channel: CallChannel, path: str, query: Mapping[str, str]) -> None:
        """A new caller goes to the queue; a key pressed in the queue ends the call, and so does an agent."""
        self.asked.append((path, dict(query)))
        await channel.set_variable("IVR_NEXT", "hangup" if path in ("/key", "/survey") else "queue")

    async def until(self, true: Callable[[], bool], limit: float = 15) -> None:
        """Wait until this holds; it is asked again at each piece of news."""
        async with asyncio.timeout(limit):
            while not true():
                self._news.clear()
                await self._news.wait()

    def of(self, *kinds: type[Event]) -> list[Event]:
        """What was told of these kinds."""
        return [event for event in self.told if isinstance(event, kinds)]

    def member(self, extension: str) -> str:
        """The last known state and reason of an agent, as in "paused break:lunch", or "" where it is no member."""
        known = ""
        for event in self.told:
            if isinstance(event, Resynced):
                known = ""
            for agent in event.agents if isinstance(event, Resynced) else (event,):
                if isinstance(agent, AgentStateChanged) and agent.extension == extension:
                    known = f"{agent.state} {agent.reason}".strip()
        return known


@asynccontextmanager
async def listening(
    asterisk: RealAsterisk, answer: Handle | None = None
) -> AsyncIterator[tuple[Listener, MemberQueue, AmiLink]]:
    """A controller of this Asterisk; when it leaves, the queue has no members. answer: of callers, else Listener's."""
    ears = Listener()
    link = AmiLink(
        host="127.0.0.1",
        port=asterisk.settings.ami_port,
        username=AMI_USER,
        secret=asterisk.secrets.ami,
        on_event=ears.event,
        on_sync=ears.sync,
        on_state=ears.heard_state,
    )
    agi = AgiServer("127.0.0.1", asterisk.settings.agi_port, answer or ears.answer)
    await agi.start()
    running = asyncio.create_task(link.run())
    queue = MemberQueue(link)
    try:
        await ears.until(lambda: ears.state.fresh)
        yield ears, queue, link
        for extension in [agent.extension for agent in (await resync(link)).agents]:
            await queue.remove(extension)
    finally:
        await link.close()
        await running
        await agi.close()
