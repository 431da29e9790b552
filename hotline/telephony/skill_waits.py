"""Callers who wait in a skill's line first: one wait to us, though Asterisk tells of two. Pure, and bounded.

Rule: whoever goes on from a skill's line to the common one has not left; whoever goes to the menu by a key has, and the
dialplan says so (HotlineKeyed).
"""

from __future__ import annotations

from datetime import datetime

from hotline.events import skill_of

_MOST_REMEMBERED = 10_000


class SkillWaits:
    """Who is in which skill's line, and how long whoever went on had waited there."""

    def __init__(self) -> None:
        self._joined: dict[str, datetime] = {}
        self._went: dict[str, str] = {}  # the line that a caller has just left, with a person or by a key
        self._waited: dict[str, float] = {}

    def joined(self, call_id: str, queue: str, at: datetime) -> None:
        """A caller is in a line."""
        self._went.pop(call_id, None)
        if skill_of(queue):
            self._joined[call_id] = at
            while len(self._joined) > _MOST_REMEMBERED:
                self.forget(next(iter(self._joined)))

    def left(self, call_id: str, queue: str, at: datetime) -> bool:
        """A caller is out of a line without a person; True where it was a skill's: what it means is told later."""
        if not skill_of(queue):
            return False
        began = self._joined.get(call_id)
        if began is not None:
            self._waited[call_id] = self._waited.get(call_id, 0.0) + (at - began).total_seconds()
        self._went[call_id] = queue
        return True

    def keyed(self, call_id: str) -> str:
        """By a key, to the menu: the line that was left, "" where it was told already. The wait is over."""
        self._waited.pop(call_id, None)
        return self._went.pop(call_id, "")

    def answered(self, call_id: str) -> int:
        """Whole seconds waited in skills' lines before the line in which the call was answered."""
        waited = self._waited.get(call_id, 0.0)
        self.forget(call_id)
        return int(waited)

    def forget(self, call_id: str) -> None:
        """The call is over."""
        for known in (self._joined, self._went, self._waited):
            known.pop(call_id, None)
