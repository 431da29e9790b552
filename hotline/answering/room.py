"""When a conversation that found no room tries again: hysteresis, with the time as an argument. Pure.

Rule: it never flaps: room must have been there for a while, and each time that it was taken away again soon the next
try is twice as far.
"""

from __future__ import annotations

STEADY = 5.0  # seconds for which there must be room
FIRST, LONGEST = 15.0, 240.0  # seconds from being refused to the next try
LASTING = 120.0  # seconds of a transcript after which being shed is no flapping


class Room:
    """One conversation's. Times are seconds of one clock."""

    def __init__(self) -> None:
        self._wait = 0.0
        self._refused_at = 0.0
        self._taken_at: float | None = None
        self._since: float | None = None

    def taken(self, now: float) -> None:
        """There was room, and it is used."""
        self._taken_at = now

    def refused(self, now: float) -> None:
        """There is none, or no more."""
        lasted = LASTING if self._taken_at is None else now - self._taken_at
        self._wait = min(2 * self._wait, LONGEST) if self._wait and lasted < LASTING else FIRST
        self._refused_at, self._taken_at, self._since = now, None, None

    def is_there(self, now: float, *, hears: bool) -> bool:
        """Whether to try. hears: whether there is room at this moment."""
        if not hears:
            self._since = None
            return False
        if self._since is None:
            self._since = now
        return now - self._since >= STEADY and now - self._refused_at >= self._wait
