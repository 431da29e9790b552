"""Whether overflow is open: by how many wait, or as a supervisor has set it, which the menus' `overload` follows.

Rule: what a supervisor sets lasts until a supervisor sets it otherwise, also through a restart: it is the last act of
its kind in the books of acts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hotline.acts import OverflowSet
from hotline.events import Event


class Mode(StrEnum):
    """What decides."""

    AUTO = "auto"
    """So many who wait."""
    OPEN = "open"
    """A supervisor has opened it."""
    CLOSED = "closed"
    """A supervisor has closed it, however many wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    """What was set. at: None where nobody ever did; actor: name; reason: "" for none."""

    mode: Mode = Mode.AUTO
    at: datetime | None = None
    actor: str = ""
    reason: str = ""


class Overflow:
    """What is set now."""

    def __init__(self) -> None:
        self.set = Set()

    def recall(self, kept: Set | None) -> None:
        """As it was when the hotline ended."""
        self.set = kept or Set()

    async def hear(self, event: Event) -> None:
        """A supervisor has set it, here or in another process."""
        if isinstance(event, OverflowSet) and event.mode in tuple(Mode):
            self.set = Set(mode=Mode(event.mode), at=event.at, actor=event.actor, reason=event.reason)
