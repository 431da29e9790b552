"""Against guessing: how many tries a name has, as a user name a password. Pure; the time is an argument.

Kept in memory: a restart forgives. A try counts from its beginning, so that many at once do not slip through.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta

TRIES = 5
WINDOW = timedelta(minutes=15)
MOST_REMEMBERED = 10_000  # names


class Throttle:
    """The failed tries of the last while. most: tries that each name has; window: for how long a try counts."""

    def __init__(self, most: int = TRIES, window: timedelta = WINDOW) -> None:
        self._most = most
        self._window = window
        self._tries: OrderedDict[str, list[datetime]] = OrderedDict()

    def may_try(self, username: str, now: datetime) -> bool:
        """True, and the try counts as failed until forgive() is called; False where there were too many."""
        tries = [at for at in self._tries.get(username, []) if now - at < self._window]
        allowed = len(tries) < self._most
        self._tries[username] = [*tries, now] if allowed else tries
        self._tries.move_to_end(username)
        while len(self._tries) > MOST_REMEMBERED:
            self._tries.popitem(last=False)
        return allowed

    def is_spent(self, username: str, now: datetime) -> bool:
        """Whether there were too many already; asking counts as no try."""
        return sum(now - at < self._window for at in self._tries.get(username, [])) >= self._most

    def forgive(self, username: str) -> None:
        """The password was right."""
        self._tries.pop(username, None)

    def take_back(self, username: str, tried: datetime) -> None:
        """The try of that moment was none; what was tried before it still counts."""
        tries = self._tries.get(username, [])
        if tried in tries:
            tries.remove(tried)
