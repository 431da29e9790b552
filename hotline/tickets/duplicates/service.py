"""Open tickets about the same matter, shown while an agent types; complaints that come to supervision by themselves.

Rule: the index is only told by the history of tickets, which every process can read: whoever writes elsewhere is heard
within LOOK_SECONDS, and what one process has missed another finds. One thread of its own works on the index.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import structlog

from hotline.bus import Bus
from hotline.errors import InputError, StorageError
from hotline.events import Event, TicketSaved
from hotline.storage.engine import Database
from hotline.tickets import numbering
from hotline.tickets.duplicates import store
from hotline.tickets.duplicates.examiner import Examiner
from hotline.tickets.duplicates.index import Entry, Hit, Index
from hotline.tickets.duplicates.likeness import matter_of
from hotline.tickets.life.step import Asked
from hotline.tickets.model import Ticket, TicketDraft
from hotline.tickets.moves import QUIET, Action
from hotline.tickets.number import is_number
from hotline.tickets.parties import User
from hotline.tickets.service import TicketService
from hotline.tickets.told import Enlist, tell_nobody

LOOK_SECONDS = 2.0  # between two looks at what others have written
SHOWN_AT_ONCE = 5
_LATE = 200  # rows of history that may become visible after a later one: two that write at once commit in any order
_MISSED = timedelta(minutes=15)  # what was taken down before a start may have been examined by nobody
_NEW = frozenset({str(Action.ACCEPT), str(Action.DISPATCH)})
_IGNORED = frozenset(map(str, QUIET))
_Made = TypeVar("_Made")
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """An open ticket that may be about the same. score: 0 to 1; joined: how many were merged into it."""

    ticket: Ticket
    score: float
    reasons: tuple[str, ...]
    joined: int


class Duplicates:
    """What is open and alike. Built by run(); until then nothing is found, and is_ready is False."""

    def __init__(self, database: Database, bus: Bus, tickets: TicketService, *, enlist: Enlist = tell_nobody) -> None:
        self._database = database
        self._tickets = tickets
        self._examiner = Examiner(database, bus, tickets, enlist=enlist)
        self._index = Index()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="duplicates")
        self._last = 0
        self._seen: set[int] = set()
        self._due: dict[str, None] = {}  # new tickets that are not examined yet, in their order
        self._news = asyncio.Event()
        self.is_ready = False

    async def hear(self, event: Event) -> None:
        """Something was saved: look now."""
        if isinstance(event, TicketSaved):
            self._news.set()

    async def run(self) -> None:
        """Build, then follow what is written, until cancelled. The owner of the process owns this task."""
        while True:
            self._news.clear()
            try:
                if not self.is_ready:
                    await self.build()
                while await self.look():
                    pass
            except StorageError as fault:
                log.warning("duplicates_wait", why=fault.message)
            except Exception:  # the rows are there still, and the next look may pass
                log.exception("duplicates_failed")
            await self._wait()

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                await self._news.wait()
        except TimeoutError:
            return

    async def close(self) -> None:
        """End the thread; what it has begun is done first."""
        await asyncio.to_thread(self._thread.shutdown)

    async def build(self) -> None:
        """The index, of what is open now. Raises StorageError."""
        async with self._database.reading() as session:
            self._last = await store.last_change(session)
            self._seen = {row[0] for row in await store.changes(session, self._last - _LATE)}
            missed = await store.taken_down_since(session, self._tickets.world().now - _MISSED)
        entries: list[Entry] = []
        after = ""
        while True:
            async with self._database.reading() as session:
                page = await store.page(session, after)
            if not page:
                break
            entries += page
            after = page[-1].number
        self._index = await self._in_thread(lambda: Index(entries))
        self.is_ready = True
        log.info("duplicates_ready", tickets=len(entries))
        self._due.update(dict.fromkeys(missed))
        await self._examine_all()

    async def look(self) -> int:
        """Hear what was done since the last look; how much it was. Raises StorageError."""
        async with self._database.reading() as session:
            rows = await store.changes(session, self._last - _LATE)
            fresh = [row for row in rows if row[0] not in self._seen]
            changed = {number for _, number, action in fresh if action not in _IGNORED}
            found = {entry.number: entry for entry in await store.entries(session, changed)} if changed else {}
        if changed:
            await self._in_thread(lambda: self._take(changed, found))
        self._last = max([self._last, *(row[0] for row in fresh)])
        self._seen = {one for one in self._seen.union(row[0] for row in fresh) if one > self._last - _LATE}
        self._due.update(dict.fromkeys(number for _, number, action in fresh if action in _NEW))
        await self._examine_all()
        return len(fresh)

    def _take(self, changed: set[str], found: dict[str, Entry]) -> None:
        for number in changed:
            if number in found:
                self._index.add(found[number])
            else:
                self._index.remove(number)

    async def find(
        self, *, title: str, content: str, place: str, district: str, category: str = "", limit: int = SHOWN_AT_ONCE
    ) -> tuple[Duplicate, ...]:
        """Open tickets that may be about what is being typed, the likeliest first. Raises StorageError.

        district, category: codes, "" while they are not chosen.
        """
        now = self._tickets.world().now
        asked = matter_of(title=title, content=content, place=place, district=district, category=category, at=now)
        hits = await self._in_thread(lambda: self._index.find(asked, limit))
        if not hits:
            return ()
        numbers = [hit.number for hit in hits]
        async with self._database.reading() as session:
            known, joined = await store.tickets(session, numbers), await store.joined(session, numbers)
        return tuple(
            Duplicate(ticket=known[hit.number], score=hit.score, reasons=hit.reasons, joined=joined.get(hit.number, 0))
            for hit in hits
            if hit.number in known and known[hit.number].state in store.PARENTS
        )

    async def join(self, draft: TicketDraft, *, parent: str, user: User, key: str) -> Ticket:
        """Take a citizen's ticket down and merge it into the parent, with one key; sent again, it is done once.

        Raises as TicketService.save and .move do; InputError where the parent is none, before anything is written.
        """
        async with self._database.reading() as session:
            known = await store.tickets(session, [parent]) if is_number(parent) else {}
            is_new = await numbering.done_under(session, key) is None
        if is_new and (parent not in known or known[parent].state not in store.PARENTS):
            fault = "没有这张主工单，或者它已不能并入。"
            raise InputError(fault, fields={"parent": fault})
        accept = Asked(action=Action.ACCEPT, version=0)
        ticket = await self._tickets.save(draft, actor=user.username, key=key, asked=accept)
        merge = Asked(action=Action.MERGE, version=1, parent=parent)
        # a key of its own, no longer than the longest that anybody may send
        own = hashlib.sha256(f"{key}\n{parent}".encode()).hexdigest()
        return await self._tickets.move(ticket.number, merge, user=user, key=own)

    async def _examine_all(self) -> None:
        """What the database's silence cuts off is examined when it answers again."""
        while self._due:
            number = next(iter(self._due))
            await self._examine(number)
            del self._due[number]

    async def _examine(self, number: str) -> None:
        """Whether a new ticket makes a matter one for supervision."""
        try:
            ticket = await self._tickets.get(number)
            hits = await self._in_thread(lambda: self._like(ticket))
            await self._examiner.examine(ticket, hits)
        except StorageError:
            raise
        except Exception:  # one ticket that cannot be understood must not hold up all others
            log.exception("duplicates_not_examined", ticket=number)

    def _like(self, ticket: Ticket) -> tuple[Hit, ...]:
        asked = matter_of(
            title=ticket.title,
            content=ticket.content,
            place=ticket.place,
            district=ticket.district,
            category=ticket.category,
            at=ticket.created,
        )
        return self._index.find(asked, Examiner.LOOKED_AT, but=ticket.number)

    async def _in_thread(self, work: Callable[[], _Made]) -> _Made:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
