"""Reports by mail: subscriptions, and their sendings as they fall due.

Rule: a sending is a row before anything is sent, one for a subscription and a period; a try is counted and leased
before the report is made. So two processes send none twice, and one that dies leaves a row that falls due again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import structlog

from hotline.errors import ConflictError, GatewayError, HotlineError, NotFoundError, NoticeRefusedError, StorageError
from hotline.reports.catalogue import CATALOGUE
from hotline.reports.mail import store
from hotline.reports.mail.addresses import wrong_address
from hotline.reports.mail.letter import Letter, message_of
from hotline.reports.mail.model import Every, Sending, State, Subscription, Wanted, dues, newest, pause_after
from hotline.reports.mail.smtp import Post
from hotline.reports.names import By
from hotline.reports.period import Period, month_text
from hotline.reports.report import Report, only_department
from hotline.reports.service import Reports
from hotline.reports.writers import WRITERS
from hotline.sentences import sentence
from hotline.storage.engine import Database

MOST = 200
"""Subscriptions: a city has some dozens."""
LOOK_SECONDS = 20.0  # between two looks for what falls due
LEASE = timedelta(minutes=30)  # for making a report and sending it
TRY_SECONDS = 20 * 60.0  # less than the lease
CLOSING_WAITS = timedelta(minutes=10)  # between two looks whether a month is closed
LARGEST = 20 * 1024 * 1024  # bytes: what mail servers take
TOGETHER = 20
NO_POST = "还没有设定邮件服务器（HOTLINE_SMTP_HOST），报表不会发出。"
log = structlog.get_logger(__name__)


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """By whom, from which address and to which domains mails go. post: None where there is no mail server."""

    post: Post | None
    sender: str
    domains: Collection[str]


class Mails:
    """What goes out by itself. Every method raises StorageError where the database does not answer."""

    def __init__(
        self, database: Database, reports: Reports, way: Way, *, now: Callable[[], datetime] = utc_now
    ) -> None:
        self._database = database
        self._reports = reports
        self.way = way
        self._now = now

    @property
    def now(self) -> datetime:
        """What time it is."""
        return self._now()

    async def all_of(self, department: str | None = None) -> tuple[Subscription, ...]:
        """The subscriptions; of one department where it is given."""
        async with self._database.reading() as session:
            return await store.all_of(session, department)

    async def one(self, number: int) -> Subscription:
        """A subscription. Raises NotFoundError."""
        async with self._database.reading() as session:
            return _there(await store.one(session, number))

    async def add(self, wanted: Wanted, *, by: str) -> Subscription:
        """A new one, which goes out from now on. Raises ConflictError where there are too many."""
        async with self._database.transaction() as session:
            if await store.count(session) >= MOST:
                raise ConflictError(f"订阅最多{MOST}个，请先删去不用的。")
            return await store.add(session, wanted, by=by, at=self._now())

    async def change(self, number: int, wanted: Wanted, *, by: str) -> Subscription:
        """As it is wanted now. Raises NotFoundError."""
        async with self._database.transaction() as session:
            _there(await store.one(session, number, lock=True))
            await store.change(session, number, wanted, by=by, at=self._now())
        return await self.one(number)

    async def switch(self, number: int, *, on: bool, by: str) -> Subscription:
        """Let it go out from now on, or no more. Raises NotFoundError."""
        async with self._database.transaction() as session:
            _there(await store.one(session, number, lock=True))
            await store.switch(session, number, on=on, by=by, at=self._now())
        return await self.one(number)

    async def remove(self, number: int) -> None:
        """With what is known of its sendings. Raises NotFoundError."""
        async with self._database.transaction() as session:
            _there(await store.one(session, number, lock=True))
            await store.remove(session, number)

    async def send_now(self, number: int) -> tuple[Period, str]:
        """Send the last period that is over, once more and whatever was sent: its days, and whom it did not reach.

        A month goes out as it stands where it is not closed. Where the same period has failed before, it is sent
        thereby. Raises NotFoundError, and GatewayError where it does not go out.
        """
        subscription = await self.one(number)
        period = newest(subscription.wanted.every, self._now())
        missed = await self._carried(subscription, period)
        failed = [one for one in subscription.last if one.period == period and one.state is State.FAILED]
        async with self._database.transaction() as session:
            for one in failed:
                await store.settle(session, replace(one, state=State.SENT, sent=self._now(), why=missed))
        log.info("report_mailed_by_hand", subscription=number, first=str(period.first))
        return period, missed

    async def run(self) -> None:
        """Send what falls due, until cancelled. The owner of the process owns this task."""
        while True:
            try:
                if self.way.post is not None:
                    await self.look()
            except StorageError as fault:
                log.warning("report_mails_wait", why=fault.message)
            except Exception:  # the rows are there still, and the next look may pass
                log.exception("report_mails_failed")
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> int:
        """Enlist what has fallen due, and try what is to be tried; how many were tried here."""
        now, tried = self._now(), 0
        async with self._database.reading() as session:
            subscriptions = {one.id: one for one in await store.active(session)}
        fallen = [(one.id, due) for one in subscriptions.values() for due in dues(one.wanted, one.since, now)]
        if fallen:
            async with self._database.transaction() as session:
                for number, due in fallen:
                    await store.enlist(session, number, due)
        async with self._database.reading() as session:
            found = await store.due(session, now, TOGETHER)
        for sending in found:
            tried += await self._turn(sending, subscriptions.get(sending.subscription))
        return tried

    async def _turn(self, sending: Sending, subscription: Subscription | None) -> bool:
        """Whether it was tried here."""
        if subscription is None:
            return False
        if subscription.wanted.every is Every.MONTH and not await self._closed(sending.period):
            async with self._database.transaction() as session:
                why = sentence("closing_waited", month=month_text(sending.period))
                await store.postpone(session, sending, self._now() + CLOSING_WAITS, why)
            return False
        async with self._database.transaction() as session:
            if not await store.claim(session, sending, self._now() + LEASE):
                return False
        await self._try(replace(sending, tries=sending.tries + 1), subscription)
        return True

    async def _try(self, sending: Sending, subscription: Subscription) -> None:
        why, lasting, missed = "", False, ""
        try:
            missed = await self._carried(subscription, sending.period)
        except NoticeRefusedError as fault:
            why, lasting = fault.message, True
        except StorageError:
            raise
        except HotlineError as fault:
            why = fault.message
        except Exception as fault:  # a mistake of ours costs a try, not the sender
            log.exception("report_mail_broken", mail=sending.id)
            why = f"系统出错：{type(fault).__name__}。"
        pause = None if lasting else pause_after(sending.tries)
        if not why:
            after = replace(sending, state=State.SENT, sent=self._now(), why=missed)
            log.info("report_mailed", mail=sending.id, tries=sending.tries)
        elif pause is None:
            after = replace(sending, state=State.FAILED, why=why)
            log.error("report_mail_failed", mail=sending.id, tries=sending.tries, why=why)
        else:
            after = replace(sending, next_try=self._now() + pause, why=why)
            log.warning("report_mail_waits", mail=sending.id, tries=sending.tries, why=why)
        async with self._database.transaction() as session:
            await store.settle(session, after)

    async def _carried(self, subscription: Subscription, period: Period) -> str:
        """Make it and send it; whom it did not reach. Raises HotlineError."""
        wanted, way = subscription.wanted, self.way
        if way.post is None:
            raise GatewayError(NO_POST)
        wrong = [told for one in wanted.recipients if (told := wrong_address(one, way.domains))]
        if wrong:
            raise NoticeRefusedError("；".join(wrong) + "。")
        try:
            async with asyncio.timeout(TRY_SECONDS):
                letter = await self._written(subscription, period)
                return await way.post.send(message_of(letter, way.sender, self._now()))
        except TimeoutError as fault:
            raise GatewayError("没有及时做完或发出。") from fault

    async def _written(self, subscription: Subscription, period: Period) -> Letter:
        wanted = subscription.wanted
        whole: Report = await self._reports.report(CATALOGUE[wanted.report], period, patient=True)
        report = only_department(whole, wanted.department) if wanted.department else whole
        writer, names = WRITERS[wanted.form], self._reports.names()
        if why := writer.lacks():
            raise GatewayError(why)
        content = await self._reports.written(report, writer)
        if len(content) > LARGEST:
            raise NoticeRefusedError(f"附件有{len(content) // 2**20}MB，超过{LARGEST // 2**20}MB，邮件发不出去。")
        office = names.of(By.DEPARTMENT, wanted.department) if wanted.department else ""
        return Letter(
            city=names.city, office=office, subscription=subscription, report=report, writer=writer, content=content
        )

    async def _closed(self, period: Period) -> bool:
        return bool(await self._reports.closed(month_text(period)))


def _there(found: Subscription | None) -> Subscription:
    if found is None:
        raise NotFoundError("没有这个订阅。")
    return found
