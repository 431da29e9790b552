"""Who waits in which line, and since when: so that a caller who went to the menu comes back to the same place.

Pure: a fold of events. The first time of joining counts, however often a caller left for the menu and came back.
"""

from __future__ import annotations

from datetime import datetime

from hotline.events import (
    COMMON_LINE,
    CallAnswered,
    CallEnded,
    CallEvent,
    CallLeftQueue,
    CallQueued,
    Event,
    Resynced,
)


class Places:
    """The lines as they stand: the common one, and those of skills."""

    def __init__(self) -> None:
        self._joined: dict[str, float] = {}  # call -> epoch seconds of its first joining
        self._waiting: dict[str, str] = {}  # call -> the line it is in

    def hear(self, event: Event) -> None:
        """Fold one event in."""
        if isinstance(event, Resynced):
            known, self._joined, self._waiting = self._joined, {}, {}
            for fact in event.calls:
                self._hear_call(fact)
                if fact.call_id in known:
                    self._joined[fact.call_id] = known[fact.call_id]
        elif isinstance(event, CallEvent):
            self._hear_call(event)

    def _hear_call(self, event: CallEvent) -> None:
        if isinstance(event, CallQueued):
            self._joined.setdefault(event.call_id, event.at.timestamp())
            self._waiting[event.call_id] = event.queue
        elif isinstance(event, CallLeftQueue | CallAnswered):
            self._waiting.pop(event.call_id, None)
        elif isinstance(event, CallEnded):
            self._waiting.pop(event.call_id, None)
            self._joined.pop(event.call_id, None)

    async def position(self, call_id: str, joined: int, line: str = COMMON_LINE) -> int:
        """The place in a line, from 1, of a caller who is not in it now and first joined one at this epoch second."""
        since = self._joined.get(call_id, float(joined))
        others = (other for other, of in self._waiting.items() if of == line and other != call_id)
        return 1 + sum(self._joined[other] < since for other in others)

    def longest(self, now: datetime) -> float:
        """For how many seconds the first of the common line has waited, in whatever line; 0 where it is empty."""
        joined = (self._joined[call] for call, line in self._waiting.items() if line == COMMON_LINE)
        return max(0.0, now.timestamp() - min(joined, default=now.timestamp()))
