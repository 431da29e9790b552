"""Rows of messages, callbacks and ratings, to values and back, within a session that the service has begun."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.requests.model import Callback, CallbackState, Message, MessageState
from hotline.storage.insert import insert_missing, write_rows
from hotline.storage.tables import CallbackRow, MessageRow, RatingRow

MOST = 200  # rows in one answer


async def add_message(session: AsyncSession, row: MessageRow) -> Message:
    """A new message. Raises IntegrityError where its file has a row."""
    session.add(row)
    await session.flush()
    return message_of(row)


async def message(session: AsyncSession, message_id: int, *, to_change: bool = False) -> MessageRow | None:
    """The row of a message."""
    return await session.get(MessageRow, message_id, with_for_update=to_change or None)


async def messages(session: AsyncSession, limit: int, state: str) -> tuple[Message, ...]:
    """The newest, the newest first; of one state where it is given."""
    asked = select(MessageRow).order_by(MessageRow.id.desc()).limit(max(0, min(limit, MOST)))
    if state:
        asked = asked.where(MessageRow.state == state)
    return tuple(map(message_of, await session.scalars(asked)))


async def open_callback(session: AsyncSession, number: str) -> bool:
    """Whether a call to this number is promised already."""
    asked = select(CallbackRow.id).where(CallbackRow.number == number, CallbackRow.state == CallbackState.WAITING)
    return await session.scalar(asked) is not None


async def callbacks_of_call(session: AsyncSession, call_id: str) -> int:
    """How many one call asked for."""
    return await session.scalar(select(func.count()).where(CallbackRow.call_id == call_id)) or 0


async def add_callback(session: AsyncSession, number: str, call_id: str, now: datetime) -> None:
    """A new promise, unless one to this number is open."""
    row = {"number": number, "call_id": call_id, "created": now, "state": str(CallbackState.WAITING)}
    await insert_missing(session, CallbackRow, row | {"done_by": "", "done": None})


async def callback(session: AsyncSession, callback_id: int) -> CallbackRow | None:
    """The row of a promise, to be changed."""
    return await session.get(CallbackRow, callback_id, with_for_update=True)


async def callbacks(session: AsyncSession, limit: int, state: str) -> tuple[Callback, ...]:
    """The oldest first, for who waited longest is rung first; of those that were kept, the last kept first."""
    order = (CallbackRow.done.desc(), CallbackRow.id.desc()) if state == CallbackState.DONE else (CallbackRow.id,)
    asked = select(CallbackRow).order_by(*order).limit(max(0, min(limit, MOST)))
    if state:
        asked = asked.where(CallbackRow.state == state)
    return tuple(map(callback_of, await session.scalars(asked)))


async def rate(session: AsyncSession, *, call_id: str, question: str, value: str, at: datetime) -> None:
    """An answer; a later one to the same question takes its place."""
    await write_rows(session, RatingRow, [{"call_id": call_id, "question": question, "value": value, "at": at}])


def message_of(row: MessageRow) -> Message:
    """The value of a row."""
    return Message(
        id=row.id,
        call_id=row.call_id,
        number=row.number,
        about=row.about,
        of=row.of,
        file=row.file,
        seconds=row.seconds,
        created=row.created,
        state=MessageState(row.state),
        heard_by=row.heard_by,
        heard=row.heard,
    )


def callback_of(row: CallbackRow) -> Callback:
    """The value of a row."""
    return Callback(
        id=row.id,
        number=row.number,
        call_id=row.call_id,
        created=row.created,
        state=CallbackState(row.state),
        done_by=row.done_by,
        done=row.done,
    )
