"""When citizens were on hold: from the agent's press to the next one, kept for whoever inspects the call.

Rule: a hold whose end was not told ends with the agent's talk; hearing an event twice changes nothing.
"""

from __future__ import annotations

from hotline.calls.spans import Edge, keep
from hotline.events import CallEnded, CallHeld, CallReleased, Event
from hotline.storage.engine import Database
from hotline.storage.tables import CallHoldRow


class Holds:
    """The holds. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def hear(self, *events: Event) -> None:
        """Keep what these events say of holds, in one transaction."""
        told = [
            Edge(event=event, begins=isinstance(event, CallHeld) and event.held, of=_desk(event))
            for event in events
            if isinstance(event, CallHeld | CallReleased | CallEnded)
        ]
        await keep(self._database, CallHoldRow, told)


def _desk(event: CallHeld | CallReleased | CallEnded) -> dict[str, str]:
    """Whose hold it is; the end of a call is the end of everybody's."""
    return {} if isinstance(event, CallEnded) else {"extension": event.extension}
