"""Which second of its recording a moment of a call is. Pure.

Rule: Asterisk records only while the citizen is joined with somebody, music on hold included: what is waited in the
queue is no second of the recording.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """From when to when the citizen was joined with somebody, in order; None: it goes on."""

    spans: tuple[tuple[datetime, datetime | None], ...] = ()

    @property
    def goes_on(self) -> bool:
        """Whether the citizen is joined with somebody as far as was told."""
        return bool(self.spans) and self.spans[-1][1] is None

    def after(self, at: datetime, *, joined: bool) -> Joined:
        """With what was told now; telling it twice changes nothing."""
        if joined is self.goes_on:
            return self
        if joined:
            return replace(self, spans=(*self.spans, (at, None)))
        return replace(self, spans=(*self.spans[:-1], (self.spans[-1][0], at)))

    def second(self, at: datetime) -> float:
        """The second of the recording at a moment; while nothing is recorded, the one at which it goes on."""
        return sum((max(0.0, (min(at, end or at) - begin).total_seconds()) for begin, end in self.spans), 0.0)
