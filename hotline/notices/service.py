"""The outbox: what shall be sent is a row first, and is sent at least once, whatever dies in between.

Rule: a try is counted and leased before the gateway is asked, so that two processes never send the same at once and a
process that dies leaves a row that falls due again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.errors import GatewayError, NoticeRefusedError, StorageError
from hotline.notices import store
from hotline.notices.gateway import Gateway
from hotline.notices.model import (
    A_CALL,
    A_DAY,
    LEASE,
    Channel,
    Draft,
    Notice,
    Refused,
    State,
    is_mobile,
    pause_after,
    short,
)
from hotline.storage.citizens import normalise_number
from hotline.storage.engine import Database
from hotline.storage.tables import CALL_ID, CITIZEN_NUMBER, OutboxRow
from hotline.storage.text import plain_text
from hotline.storage.together import Put, insert_together, leaves

TOGETHER = 20  # taken in one look
SEND_SECONDS = 30.0  # for the gateway; less than the lease
LOOK_SECONDS = 5.0  # between two looks for what another process put in
_DAY = timedelta(hours=24)
_KIND, _CODE = 16, 32  # characters kept of what it is about
log = structlog.get_logger(__name__)


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


class Outbox:
    """What we tell people. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database, gateway: Gateway, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._gateway = gateway
        self._now = now
        self._news = asyncio.Event()

    async def put(self, draft: Draft) -> Refused | None:
        """Take a text to be sent, once however often it is asked for; why not, where it is refused."""
        clean = _clean(draft)
        if not is_mobile(clean.to):
            return Refused.NUMBER
        if not clean.text:
            return Refused.NOTHING
        now = self._now()
        async with self._database.transaction() as session:
            if await store.has(session, clean.key):
                return None
            if clean.call_id and await store.of_call(session, clean.call_id) >= A_CALL:
                return Refused.LIMIT
            if await store.of_number(session, clean.to, now - _DAY) >= A_DAY:
                return Refused.LIMIT
            await store.add(session, _waiting(clean, now), clean.key)
        self._news.set()
        return None

    async def enlist(self, session: AsyncSession, drafts: Sequence[Draft], at: datetime) -> None:
        """Take texts within somebody else's transaction: with it they are there, without it they never were.

        A text to what is no mobile is left out: nobody could get it. No limit applies: these are owed. The sender finds
        them within LOOK_SECONDS of the commit.
        """
        rows = [
            store.row_of(_waiting(clean, at), clean.key)
            for clean in map(_clean, drafts)
            if clean.text and (clean.channel is Channel.DESK or is_mobile(clean.to))
        ]
        await insert_together(session, Put(table=OutboxRow, rows=rows, twice=leaves))

    async def to_desk(self, draft: Draft) -> None:
        """A line on somebody's console, by itself; once for the same words to the same console on a day."""
        now = self._now()
        words = f"{draft.to}\n{draft.text}\n{now:%Y-%m-%d}"
        async with self._database.transaction() as session:
            await self.enlist(session, [replace(draft, once=words)], now)

    async def for_desk(self, to: str, limit: int = 50) -> tuple[Notice, ...]:
        """What a department (department:CODE) or the supervisors (supervisors) were told, the newest first."""
        async with self._database.reading() as session:
            return await store.to_desk(session, to, limit)

    async def latest(self, limit: int = 50, state: str = "") -> tuple[Notice, ...]:
        """The newest, the newest first; of one state where it is given."""
        async with self._database.reading() as session:
            return await store.latest(session, limit, state)

    async def run(self) -> None:
        """Send what falls due, until cancelled. The owner of the process owns this task."""
        while True:
            self._news.clear()
            try:
                while await self.deliver():
                    pass
            except StorageError as fault:
                log.warning("outbox_waits", why=fault.message)
            except Exception:  # the rows are there still, and the next look may pass
                log.exception("outbox_failed")
            try:
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._news.wait()
            except TimeoutError:
                continue

    async def deliver(self) -> int:
        """Try what is due now, one after the other; how many were tried here."""
        async with self._database.reading() as session:
            found = await store.due(session, self._now(), TOGETHER)
        tried = 0
        for notice in found:
            async with self._database.transaction() as session:
                taken = await store.claim(session, notice, self._now() + LEASE)
            if taken:
                tried += 1
                await self._try(replace(notice, tries=notice.tries + 1))
        return tried

    async def _try(self, notice: Notice) -> None:
        why, lasting = await self._handed_over(notice)
        now = self._now()
        pause = None if lasting else pause_after(notice.tries)
        if not why:
            after = replace(notice, state=State.SENT, sent=now, why="")
        elif pause is None:
            after = replace(notice, state=State.FAILED, why=why)
            log.error("notice_failed", notice=notice.id, tries=notice.tries, why=why)
        else:
            after = replace(notice, next_try=now + pause, why=why)
            log.warning("notice_waits", notice=notice.id, tries=notice.tries, why=why)
        async with self._database.transaction() as session:
            await store.settle(session, after)

    async def _handed_over(self, notice: Notice) -> tuple[str, bool]:
        """Why the gateway did not take it ("" where it did), and whether that is for good."""
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self._gateway.send(notice)
        except NoticeRefusedError as fault:
            return fault.message, True
        except GatewayError as fault:
            return fault.message, False
        except TimeoutError:
            return "The gateway did not answer in time.", False
        except Exception as fault:  # a gateway's own mistake costs a try, not the sender
            log.exception("gateway_failed", notice=notice.id)
            return f"The gateway failed: {type(fault).__name__}.", False
        return "", False


def _clean(draft: Draft) -> Draft:
    return Draft(
        to=normalise_number(draft.to) if draft.channel is Channel.SMS else plain_text(draft.to)[:CITIZEN_NUMBER],
        text=short(plain_text(draft.text, lines=True)),
        kind=plain_text(draft.kind)[:_KIND],
        code=plain_text(draft.code)[:_CODE],
        call_id=plain_text(draft.call_id)[:CALL_ID],
        channel=draft.channel,
        once=draft.once,
        not_before=draft.not_before,
    )


def _waiting(draft: Draft, now: datetime) -> Notice:
    return Notice(
        id=0,
        channel=str(draft.channel),
        to=draft.to,
        text=draft.text,
        kind=draft.kind,
        code=draft.code,
        call_id=draft.call_id,
        state=State.WAITING,
        tries=0,
        next_try=max(now, draft.not_before or now),
        created=now,
        sent=None,
        why="",
    )
