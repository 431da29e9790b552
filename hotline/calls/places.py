"""Who waits in the queue, and since when: so that a caller who went to the menu comes back to the same place.

Pure: a fold of events. The first time of joining counts, however often a caller left for the menu and came back.
"""

from __future__ import annotations

from hotline.events import CallAnswered, CallEnded, CallEvent, CallLeftQueue, CallQueued, Event, Resynced


class Places:
    """The line as it stands."""

    def __init__(self) -> None:
        self._joined: dict[str, float] = {}  # call -> epoch seconds of its first joining
        self._waiting: set[str] = set()

    def hear(self, event: Event) -> None:
        """Fold one event in."""
        if isinstance(event, Resynced):
            known, self._joined, self._waiting = self._joined, {}, set()
            for fact in event.calls:
                self._hear_call(fact)
                if fact.call_id in known:
                    self._joined[fact.call_id] = known[fact.call_id]
        elif isinstance(event, CallEvent):
            self._hear_call(event)

    def _hear_call(self, event: CallEvent) -> None:
        if isinstance(event, CallQueued):
            self._joined.setdefault(event.call_id, event.at.timestamp())
            self._waiting.add(event.call_id)
        elif isinstance(event, CallLeftQueue | CallAnswered):
            self._waiting.discard(event.call_id)
        elif isinstance(event, CallEnded):
            self._waiting.discard(event.call_id)
            self._joined.pop(event.call_id, None)

    async def position(self, call_id: str, joined: int) -> int:
        """The place, from 1, of a caller who is not in the line now and first joined it at this epoch second."""
        since = self._joined.get(call_id, float(joined))
        return 1 + sum(self._joined[other] < since for other in self._waiting if other != call_id)
