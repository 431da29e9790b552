"""When citizens were on hold: from the agent's press to the next one, kept for whoever inspects the call.

Rule: a hold whose end was not told ends with the agent's talk; hearing an event twice changes nothing.
"""

from __future__ import annotations

from sqlalchemy import update

from hotline.events import CallEnded, CallHeld, CallReleased, Event
from hotline.storage.engine import Database
from hotline.storage.insert import insert_missing
from hotline.storage.tables import CallHoldRow


class Holds:
    """The holds. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def hear(self, *events: Event) -> None:
        """Keep what these events say of holds, in one transaction."""
        told = [event for event in events if isinstance(event, CallHeld | CallReleased | CallEnded)]
        if not told:
            return
        row = CallHoldRow
        async with self._database.transaction() as session:
            for event in told:
                if isinstance(event, CallHeld) and event.held:
                    values = {"call_id": event.call_id, "extension": event.extension, "began": event.at, "ended": None}
                    await insert_missing(session, row, values)
                    continue
                over = update(row).where(row.call_id == event.call_id, row.ended.is_(None), row.began <= event.at)
                extension = getattr(event, "extension", "")
                if extension:
                    over = over.where(row.extension == extension)
                await session.execute(over.values(ended=event.at))
