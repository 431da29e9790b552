"""When citizens heard music because somebody was asked: kept, so that nobody's recording is heard there afterwards.

Rule: an aside whose end was not told ends with the call; hearing an event twice changes nothing.
"""

from __future__ import annotations

from hotline.calls.spans import Edge, keep
from hotline.events import CallEnded, ConsultChanged, Event
from hotline.storage.engine import Database
from hotline.storage.tables import CallAsideRow

WAITS = ("ringing", "talking")
"""Stages of asking somebody in which the citizen hears music."""


class Asides:
    """The asides. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def hear(self, *events: Event) -> None:
        """Keep what these events say of them, in one transaction."""
        told = [
            Edge(event=event, begins=isinstance(event, ConsultChanged) and event.stage in WAITS)
            for event in events
            if isinstance(event, ConsultChanged | CallEnded)
        ]
        await keep(self._database, CallAsideRow, told)
