"""Tickets: saved once however often the button is pressed, and found again.

Rule: one transaction writes the ticket, its history, its key and the citizen's name; the event follows the commit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime

from sqlalchemy.exc import IntegrityError

from hotline.bus import Bus
from hotline.errors import ConflictError, InputError, NotAllowedError, NotFoundError
from hotline.events import TicketSaved
from hotline.storage.citizens import normalise_number, remember
from hotline.storage.engine import Database
from hotline.tickets import store
from hotline.tickets.draft import Codes, checked, fingerprint
from hotline.tickets.model import HistoryEntry, Ticket, TicketDraft, TicketState, TicketType, spoken_progress

TRIES = 30  # each time two save at once one of them wins, so as many may save at once
KEY_LENGTH = 100
NUMBER_LENGTH = 12


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


class TicketService:
    """What agents do with tickets. Every method raises StorageError where the database does not answer."""

    def __init__(
        self,
        database: Database,
        bus: Bus,
        now: Callable[[], datetime] = utc_now,
        *,
        codes: Callable[[], Codes],
    ) -> None:
        self._database = database
        self._bus = bus
        self._now = now
        self._codes = codes

    async def save(self, draft: TicketDraft, *, actor: str, key: str) -> Ticket:
        """Take down a new ticket, or give back the one that was saved under this key.

        actor: user name; key: the screen's own, one for each ticket begun, 1 to 100 characters. Raises InputError with
        every faulty field in details["fields"], ConflictError where the key was used for another draft or by
        another user.
        """
        if not 1 <= len(key) <= KEY_LENGTH or not key.isprintable():
            raise InputError("保存请求的编号无效，请刷新页面后重试。")
        clean = checked(draft, self._codes())
        for left in reversed(range(TRIES)):
            try:
                ticket, is_new = await self._save_once(clean, actor, key)
                break
            except IntegrityError:  # somebody else took the number or the key in the same moment
                if not left:
                    raise
        if is_new:
            await self._bus.publish(TicketSaved(at=ticket.created, number=ticket.number, actor=actor))
        return ticket

    async def _save_once(self, draft: TicketDraft, actor: str, key: str) -> tuple[Ticket, bool]:
        mark = fingerprint(draft, actor)
        async with self._database.transaction() as session:
            earlier = await store.saved_under(session, key)
            if earlier is not None:
                number, saved_mark = earlier
                ticket = await store.ticket(session, number)
                if saved_mark != mark or ticket is None:
                    raise ConflictError("这张工单已经保存过，内容与现在不同，请刷新页面。")
                return ticket, False
            now = self._now()
            ticket = _accepted(draft, await store.next_number(session, now), actor, now)
            changes = {"type": draft.type, "category": draft.category, "department": draft.department}
            entry = HistoryEntry(at=now, actor=actor, action="created", reason="", changes=changes)
            await store.add(session, ticket, entry, key=key, fingerprint=mark)
            await remember(session, number=ticket.citizen_number, name=ticket.citizen_name, at=now)
            return ticket, True

    async def get(self, number: str) -> Ticket:
        """One ticket. Raises NotFoundError."""
        ticket = None
        if _is_number(number):
            async with self._database.reading() as session:
                ticket = await store.ticket(session, number)
        if ticket is None:
            raise NotFoundError("没有这张工单。")
        return ticket

    async def history(self, number: str) -> tuple[HistoryEntry, ...]:
        """What was done to a ticket, the oldest first; empty where there is no such ticket."""
        if not _is_number(number):
            return ()
        async with self._database.reading() as session:
            return await store.history(session, number)

    async def list_for(self, citizen_number: str, limit: int = 20) -> tuple[Ticket, ...]:
        """The tickets of whoever calls from this number, the newest first; none for a hidden number."""
        key = normalise_number(citizen_number)
        if not key:
            return ()
        async with self._database.reading() as session:
            return await store.of_citizen(session, key, limit)

    async def latest(self, limit: int = 50) -> tuple[Ticket, ...]:
        """The newest tickets, the newest first."""
        async with self._database.reading() as session:
            return await store.latest(session, limit)

    async def progress(self, number: str, *, caller: str = "", code: str = "") -> str | None:
        """What a caller who keys this number hears, None where there is no such ticket.

        caller: the number that calls. Raises NotAllowedError where it is not the ticket's.
        """
        del code
        try:
            ticket = await self.get(number)
        except NotFoundError:
            return None
        if not ticket.citizen_number or normalise_number(caller) != ticket.citizen_number:
            raise NotAllowedError("请输入查询码。")
        return spoken_progress(ticket)


def _is_number(text: str) -> bool:
    return len(text) == NUMBER_LENGTH and text.isascii() and text.isdigit()


def _accepted(draft: TicketDraft, number: str, actor: str, now: datetime) -> Ticket:
    words = asdict(draft) | {"type": TicketType(draft.type)}
    return Ticket(number=number, state=TicketState.ACCEPTED, created=now, created_by=actor, version=1, **words)
