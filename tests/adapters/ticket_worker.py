"""One process at the tickets of a shared database: does what each line of its input asks, answers with a line.

    python -m tests.adapters.ticket_worker URL NAME

Rule: it holds what the product holds (services, outbox, the hotline's own hand) and decides nothing by itself. Where it
is told to stop within a transaction it says "inside" and waits, so that the test can kill it in that very moment.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession
from structlog.testing import capture_logs

from hotline.bus import Bus
from hotline.errors import ConflictError, HotlineError
from hotline.events import Event
from hotline.notices.gateway import LocalGateway
from hotline.notices.service import Outbox
from hotline.storage.engine import Database, open_database
from hotline.tickets.falling_due import FallingDue
from hotline.tickets.life.step import Asked, Tell
from hotline.tickets.moves import Action
from hotline.tickets.service import TicketService
from hotline.wiring.ticket_telling import enlisting
from tests.adapters.storage import START, Clock
from tests.adapters.ticket_desk import DRAFT
from tests.fakes.tickets import CITY, LEAD, policies

LATER = START + timedelta(days=30)
"""By when all is overdue that was dispatched at START."""
MOVES = {
    1: Asked(action=Action.SIGN, version=1),
    2: Asked(action=Action.REPLY, version=2, note="已更换。", public_answer="路灯已修好。"),
}
"""By the version that whoever moves has seen."""


class Worker:
    """The process. stop: "" or where it waits to be killed: within ("inside") or behind ("behind") a transaction."""

    def __init__(self, database: Database, name: str) -> None:
        self.name = name
        self.stop = ""
        self.made: Counter[str] = Counter()
        clock, bus = Clock(LATER), Bus()
        bus.join(self._told)
        self._enlist = enlisting(Outbox(database, LocalGateway(Path(), clock), clock))
        self.tickets = TicketService(
            database, bus, clock, city=lambda: CITY, policies=policies, enlist=self._enlist_and_stop
        )
        self.hand = FallingDue(database, bus, self.tickets.world, enlist=self._enlist_and_stop)

    async def _enlist_and_stop(self, session: AsyncSession, tells: Sequence[Tell], at: datetime) -> None:
        await self._enlist(session, tells, at)
        if self.stop == "inside":
            await _wait_to_be_killed()

    async def _told(self, event: Event) -> None:
        self.made["told"] += 1
        if self.stop == "behind":
            await _wait_to_be_killed()

    async def create(self, key: str) -> None:
        """One ticket under a key."""
        await self.tickets.save(replace(DRAFT, content=f"路灯不亮，{key}"), actor="agent1", key=key)
        self.made["created"] += 1

    async def move(self, number: str) -> None:
        """As far as others leave it: signed, then answered."""
        for asked in MOVES.values():
            try:
                await self.tickets.move(number, asked, user=LEAD)
            except ConflictError:
                self.made["late"] += 1
            else:
                self.made["moved"] += 1

    async def claim(self, _: str = "") -> None:
        """Whatever is due now."""
        self.made["claimed"] += await self.hand.look()

    async def everything(self, numbers: str) -> None:
        """Create, move and claim by turns, once for each of these numbers."""
        for place, number in enumerate(numbers.split()):
            await self.create(f"{self.name}-{place}")
            await self.move(number)
            await self.claim()


async def _wait_to_be_killed() -> None:
    _say({"at": "stop"})
    await asyncio.Event().wait()


def _say(words: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


async def work(url: str, name: str) -> None:
    """Until the input ends."""
    database = open_database(url)
    worker = Worker(database, name)
    doings: dict[str, Callable[[str], Awaitable[None]]] = {
        "create": worker.create,
        "move": worker.move,
        "claim": worker.claim,
        "everything": worker.everything,
    }
    _say({"at": "ready"})
    with contextlib.suppress(BrokenPipeError):
        while line := await asyncio.to_thread(sys.stdin.readline):
            asked = json.loads(line)
            worker.stop = asked.get("stop", "")
            faults: list[str] = []
            with capture_logs() as logged:
                try:
                    await doings[asked["do"]](asked.get("with", ""))
                except HotlineError as fault:
                    faults.append(f"{type(fault).__name__}: {fault.message} {fault.details}")
            faults += [str(entry) for entry in logged]
            _say({"at": "end", "made": worker.made, "faults": faults})
            worker.made.clear()
    await database.close()


if __name__ == "__main__":
    asyncio.run(work(*sys.argv[1:]))
