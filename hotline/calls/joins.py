"""When citizens were joined with somebody: kept, so that a moment of the call is found in its recording afterwards.

Rule: a join whose end was not told ends with the call; hearing an event twice changes nothing.
"""

from __future__ import annotations

from sqlalchemy import update

from hotline.events import CallEnded, CallJoined, Event
from hotline.storage.engine import Database
from hotline.storage.insert import insert_missing
from hotline.storage.tables import CallJoinRow


class Joins:
    """The joins. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def hear(self, *events: Event) -> None:
        """Keep what these events say of them, in one transaction."""
        told = [event for event in events if isinstance(event, CallJoined | CallEnded)]
        if not told:
            return
        row = CallJoinRow
        async with self._database.transaction() as session:
            for event in told:
                if isinstance(event, CallJoined) and event.joined:
                    await insert_missing(session, row, {"call_id": event.call_id, "began": event.at, "ended": None})
                    continue
                over = update(row).where(row.call_id == event.call_id, row.ended.is_(None), row.began <= event.at)
                await session.execute(over.values(ended=event.at))
