"""Rows of subscriptions and sendings, to values and back, within a session that the service has begun.

Rule: a sending is one row for a subscription and a period, whoever makes it; a try is counted before it is begun.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.reports.mail.model import Due, Every, Sending, State, Subscription, Wanted
from hotline.reports.period import Period
from hotline.storage.insert import insert_missing
from hotline.storage.tables import ReportMailRow, ReportSubscriptionRow

WHY = 300  # characters kept of a failure
SHOWN = 5  # sendings of a subscription that are shown


async def add(session: AsyncSession, wanted: Wanted, *, by: str, at: datetime) -> Subscription:
    """A new subscription."""
    row = ReportSubscriptionRow(created_by=by, changed_by=by, changed=at, since=at, active=True, **_columns(wanted))
    session.add(row)
    await session.flush()
    return _subscription(row)


async def one(session: AsyncSession, number: int, *, lock: bool = False) -> Subscription | None:
    """A subscription with its newest sendings."""
    asked = select(ReportSubscriptionRow).where(ReportSubscriptionRow.id == number)
    row = await session.scalar(asked.with_for_update() if lock else asked)
    return None if row is None else _subscription(row, await sendings(session, number))


async def all_of(session: AsyncSession, department: str | None = None) -> tuple[Subscription, ...]:
    """Subscriptions with their newest sendings, in the order in which they were made; of one department or all."""
    asked = select(ReportSubscriptionRow).order_by(ReportSubscriptionRow.id)
    if department is not None:
        asked = asked.where(ReportSubscriptionRow.department == department)
    rows = list(await session.scalars(asked))
    return tuple([_subscription(row, await sendings(session, row.id)) for row in rows])


async def active(session: AsyncSession) -> tuple[Subscription, ...]:
    """Those that go out, without their sendings."""
    asked = select(ReportSubscriptionRow).where(ReportSubscriptionRow.active).order_by(ReportSubscriptionRow.id)
    return tuple(map(_subscription, await session.scalars(asked)))


async def count(session: AsyncSession) -> int:
    """How many there are."""
    return await session.scalar(select(func.count()).select_from(ReportSubscriptionRow)) or 0


async def change(session: AsyncSession, number: int, wanted: Wanted, *, by: str, at: datetime) -> None:
    """As it is wanted now; what fell due before is not made up for under the new terms."""
    changed = update(ReportSubscriptionRow).where(ReportSubscriptionRow.id == number)
    await session.execute(changed.values(changed_by=by, changed=at, since=at, **_columns(wanted)))
    await _end_waiting(session, number)


async def switch(session: AsyncSession, number: int, *, on: bool, by: str, at: datetime) -> None:
    """Let it go out from now on, or no more."""
    values: dict[str, object] = {"active": on, "changed_by": by, "changed": at}
    changed = update(ReportSubscriptionRow).where(ReportSubscriptionRow.id == number)
    await session.execute(changed.values(**values, **({"since": at} if on else {})))
    if not on:
        await _end_waiting(session, number)


async def remove(session: AsyncSession, number: int) -> None:
    """With its sendings."""
    await session.execute(delete(ReportMailRow).where(ReportMailRow.subscription == number))
    await session.execute(delete(ReportSubscriptionRow).where(ReportSubscriptionRow.id == number))


async def sendings(session: AsyncSession, subscription: int) -> tuple[Sending, ...]:
    """The newest of a subscription, the newest first."""
    row = ReportMailRow
    asked = select(row).where(row.subscription == subscription).order_by(row.first.desc()).limit(SHOWN)
    return tuple(map(_sending, await session.scalars(asked)))


async def enlist(session: AsyncSession, subscription: int, due: Due) -> None:
    """The sending of a period, unless it is there."""
    await insert_missing(
        session,
        ReportMailRow,
        {
            "subscription": subscription,
            "first": due.period.first,
            "last": due.period.last,
            "due": due.at,
            "state": str(State.WAITING),
            "tries": 0,
            "next_try": due.at,
            "sent": None,
            "why": "",
        },
    )


async def due(session: AsyncSession, now: datetime, limit: int) -> tuple[Sending, ...]:
    """Those whose next try has come, the longest due first."""
    row = ReportMailRow
    asked = select(row).where(row.state == State.WAITING, row.next_try <= now).order_by(row.next_try, row.id)
    return tuple(map(_sending, await session.scalars(asked.limit(limit))))


async def claim(session: AsyncSession, sending: Sending, until: datetime) -> bool:
    """Take one try of it, if nobody else has; it is anybody's again after `until`."""
    row = ReportMailRow
    mine = update(row).where(row.id == sending.id, row.state == State.WAITING, row.tries == sending.tries)
    taken = await session.execute(mine.values(tries=sending.tries + 1, next_try=until))
    return isinstance(taken, CursorResult) and taken.rowcount == 1


async def settle(session: AsyncSession, sending: Sending) -> None:
    """What came of a try. A failure counts only while it is the last try; that it was sent is true whoever says so."""
    row = ReportMailRow
    changed = update(row).where(row.id == sending.id)
    if sending.state is not State.SENT:
        changed = changed.where(row.state == State.WAITING, row.tries == sending.tries)
    values = {
        "state": str(sending.state),
        "next_try": sending.next_try,
        "sent": sending.sent,
        "why": sending.why[:WHY],
    }
    await session.execute(changed.values(values))


async def postpone(session: AsyncSession, sending: Sending, until: datetime, why: str) -> None:
    """Look again then; that is no try."""
    row = ReportMailRow
    waits = update(row).where(row.id == sending.id, row.state == State.WAITING, row.tries == sending.tries)
    await session.execute(waits.values(next_try=until, why=why[:WHY]))


async def _end_waiting(session: AsyncSession, subscription: int) -> None:
    """What was not sent yet under terms that no longer hold."""
    row = ReportMailRow
    await session.execute(delete(row).where(row.subscription == subscription, row.state == State.WAITING))


def _columns(wanted: Wanted) -> dict[str, object]:
    return {
        "report": wanted.report,
        "department": wanted.department,
        "every": str(wanted.every),
        "hour": wanted.hour,
        "form": wanted.form,
        "recipients": list(wanted.recipients),
    }


def _subscription(row: ReportSubscriptionRow, last: tuple[Sending, ...] = ()) -> Subscription:
    wanted = Wanted(
        report=row.report,
        department=row.department,
        every=Every(row.every),
        hour=row.hour,
        form=row.form,
        recipients=tuple(row.recipients),
    )
    return Subscription(
        id=row.id,
        wanted=wanted,
        active=row.active,
        since=row.since,
        created_by=row.created_by,
        changed_by=row.changed_by,
        changed=row.changed,
        last=last,
    )


def _sending(row: ReportMailRow) -> Sending:
    return Sending(
        id=row.id,
        subscription=row.subscription,
        period=Period(first=row.first, last=row.last),
        due=row.due,
        state=State(row.state),
        tries=row.tries,
        next_try=row.next_try,
        sent=row.sent,
        why=row.why,
    )
