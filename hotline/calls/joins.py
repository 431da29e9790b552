"""When citizens were joined with somebody: kept, so that a moment of the call is found in its recording afterwards.

Rule: a join whose end was not told ends with the call; hearing an event twice changes nothing.
"""

from __future__ import annotations

from hotline.calls.spans import Edge, keep
from hotline.events import CallEnded, CallJoined, Event
from hotline.storage.engine import Database
from hotline.storage.tables import CallJoinRow


class Joins:
    """The joins. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def hear(self, *events: Event) -> None:
        """Keep what these events say of them, in one transaction."""
        told = [
            Edge(event=event, begins=isinstance(event, CallJoined) and event.joined)
            for event in events
            if isinstance(event, CallJoined | CallEnded)
        ]
        await keep(self._database, CallJoinRow, told)
