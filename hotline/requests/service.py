"""Messages, callbacks and ratings: kept while the caller is on the line, worked off by agents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from hotline.errors import NotFoundError
from hotline.requests import store
from hotline.requests.model import A_CALL, Callback, CallbackState, Message, MessageState, Refused
from hotline.storage.citizens import can_be_rung, normalise_number
from hotline.storage.engine import Database
from hotline.storage.tables import CALL_ID, CallbackRow, MessageRow
from hotline.storage.text import plain_text

_WORD, _CODE, _VALUE = 64, 32, 40  # characters kept


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


class Requests:
    """What callers leave with us. Every method raises StorageError where the database does not answer.

    folder: where the sound of messages lies, by file name.
    """

    def __init__(self, database: Database, folder: Path, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._folder = folder
        self._now = now

    async def keep_message(
        self, *, call_id: str, number: str, about: str, of: str, file: str, seconds: float
    ) -> Message:
        """A message whose sound is in the folder under this name."""
        row = MessageRow(
            call_id=plain_text(call_id)[:CALL_ID],
            number=normalise_number(number),
            about=plain_text(about)[:_WORD],
            of=plain_text(of)[:_CODE],
            file=file,
            seconds=round(seconds, 1),
            created=self._now(),
            state=str(MessageState.NEW),
            heard_by="",
            heard=None,
        )
        async with self._database.transaction() as session:
            return await store.add_message(session, row)

    async def messages(self, limit: int = 50, state: str = "") -> tuple[Message, ...]:
        """The newest, the newest first; of one state where it is given."""
        async with self._database.reading() as session:
            return await store.messages(session, limit, state)

    async def sound(self, message_id: int) -> Path:
        """The WAV of a message. Raises NotFoundError."""
        async with self._database.reading() as session:
            row = await store.message(session, message_id)
            file = row.file if row else ""
        path = self._folder / Path(file).name
        if not file or not path.is_file():
            raise NotFoundError("没有这条留言的录音。")
        return path

    async def hear(self, message_id: int, *, actor: str) -> Message:
        """Somebody has heard it; who was first stays. Raises NotFoundError."""
        async with self._database.transaction() as session:
            row = await store.message(session, message_id, to_change=True)
            if row is None:
                raise NotFoundError("没有这条留言。")
            if row.state == MessageState.NEW:
                row.state, row.heard_by, row.heard = str(MessageState.HEARD), actor, self._now()
            return store.message_of(row)

    async def book(self, *, number: str, call_id: str) -> Refused | None:
        """Promise to ring a number; booked before is booked. Why not, where it is refused."""
        key, call = normalise_number(number), plain_text(call_id)[:CALL_ID]
        if not can_be_rung(key):
            return Refused.NUMBER
        async with self._database.transaction() as session:
            if await store.open_callback(session, key):
                return None
            if call and await store.callbacks_of_call(session, call) >= A_CALL:
                return Refused.LIMIT
            await store.add_callback(session, key, call, self._now())
        return None

    async def callbacks(self, limit: int = 50, state: str = "") -> tuple[Callback, ...]:
        """Who waits to be rung, the longest first; of one state where it is given, those done the last first."""
        async with self._database.reading() as session:
            return await store.callbacks(session, limit, state)

    async def callback(self, callback_id: int) -> Callback:
        """One promise. Raises NotFoundError."""
        async with self._database.reading() as session:
            row = await session.get(CallbackRow, callback_id)
            if row is None:
                raise NotFoundError("没有这个回拨预约。")
            return store.callback_of(row)

    async def done(self, callback_id: int, *, actor: str) -> Callback:
        """The promise is kept; who kept it first stays. Raises NotFoundError."""
        async with self._database.transaction() as session:
            row = await store.callback(session, callback_id)
            if row is None:
                raise NotFoundError("没有这个回拨预约。")
            if row.state == CallbackState.WAITING:
                row.state, row.done_by, row.done = str(CallbackState.DONE), actor, self._now()
            return store.callback_of(row)

    async def rate(self, *, call_id: str, question: str, value: str) -> None:
        """Keep an answer to the survey; a later one to the same question takes its place."""
        async with self._database.transaction() as session:
            await store.rate(
                session,
                call_id=plain_text(call_id)[:CALL_ID],
                question=plain_text(question)[:_WORD],
                value=plain_text(value)[:_VALUE],
                at=self._now(),
            )
