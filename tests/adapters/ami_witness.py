"""What a link told its owner, and ways to wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from hotline.telephony.ami_link import AmiLink, LinkState
from tests.fakes.asterisk_ami import SECRET, FakeAmi


class Witness:
    """Hears all. fault: raised at the first event; gate: events and resyncs wait for it."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.events: list[Mapping[str, str]] = []
        self.states: list[LinkState] = []
        self.fault: Exception | None = None
        self.gate = asyncio.Event()
        self.gate.set()
        self.on_sync: Callable[[AmiLink], Awaitable[None]] | None = None
        self._news = asyncio.Event()

    async def event(self, message: Mapping[str, str]) -> None:
        """Keep it."""
        await self.gate.wait()
        self.events.append(message)
        self.log.append(message.get("N", message["Event"]))
        self._news.set()
        if self.fault is not None:
            fault, self.fault = self.fault, None
            raise fault

    async def sync(self, link: AmiLink) -> None:
        """Note it."""
        self.log.append("sync")
        self._news.set()
        await self.gate.wait()
        if self.on_sync is not None:
            await self.on_sync(link)

    async def state(self, state: LinkState) -> None:
        """Keep it."""
        self.states.append(state)
        self._news.set()

    async def until(self, true: Callable[[], bool], limit: float = 10) -> None:
        """Wait until this holds; it is asked again at each piece of news."""
        async with asyncio.timeout(limit):
            while not true():
                self._news.clear()
                await self._news.wait()

    async def until_fresh(self, times: int = 1) -> None:
        """Wait until the link was in sync so many times, and is now."""
        await self.until(lambda: sum(state.fresh for state in self.states) >= times and self.states[-1].fresh)


@asynccontextmanager
async def linked(
    ami: FakeAmi, witness: Witness, *, secret: str = SECRET, queue_size: int = 100
) -> AsyncIterator[AmiLink]:
    """A running link to this server."""
    link = AmiLink(
        host="127.0.0.1",
        port=ami.port,
        username="hotline",
        secret=secret,
        on_event=witness.event,
        on_sync=witness.sync,
        on_state=witness.state,
        queue_size=queue_size,
    )
    running = asyncio.create_task(link.run())
    try:
        yield link
    finally:
        await link.close()
        await running
