"""When citizens heard music because somebody was asked: kept, so that nobody's recording is heard there afterwards.

Rule: an aside whose end was not told ends with the call; hearing an event twice changes nothing.
"""

from __future__ import annotations

from sqlalchemy import update

from hotline.events import CallEnded, ConsultChanged, Event
from hotline.storage.engine import Database
from hotline.storage.insert import insert_missing
from hotline.storage.tables import CallAsideRow

WAITS = ("ringing", "talking")
"""Stages of asking somebody in which the citizen hears music."""


class Asides:
    """The asides. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def hear(self, *events: Event) -> None:
        """Keep what these events say of them, in one transaction."""
        told = [event for event in events if isinstance(event, ConsultChanged | CallEnded)]
        if not told:
            return
        row = CallAsideRow
        async with self._database.transaction() as session:
            for event in told:
                if isinstance(event, ConsultChanged) and event.stage in WAITS:
                    values = {"call_id": event.call_id, "began": event.at, "ended": None}
                    await insert_missing(session, row, values)
                    continue
                over = update(row).where(row.call_id == event.call_id, row.ended.is_(None), row.began <= event.at)
                await session.execute(over.values(ended=event.at))
