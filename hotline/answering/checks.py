"""What a menu may ask of this moment and of this caller: yes, no, or that nobody knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from hotline.agents.live_call import WAITING
from hotline.agents.model import Board
from hotline.agents.overflow import Mode
from hotline.answering.city_lookups import CITY_TIME
from hotline.answering.hours import is_open
from hotline.answering.services import Caller
from hotline.calls.marks import Mark
from hotline.calls.number import normalise_number
from hotline.ivr.waits import Check, No, NotChecked, When, Why, Yes
from hotline.kb.hours.opening import Works
from hotline.kb.model import Hours
from hotline.notices.model import is_mobile

KNOWN, MOBILE = "known", "mobile"


class Citizens(Protocol):
    """What is known of numbers (calls.marks.Marks)."""

    async def has(self, number: str, mark: Mark) -> bool:
        """Whether a number has a mark now."""

    async def called_before(self, number: str, call_id: str) -> bool:
        """Whether another call came from this number."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """Answers the conditions of menus.

    overload: so many callers waiting, where the script names no number; works: whether offices work on a day, by the
    city's own calendar; overflow: whether a supervisor has opened or closed it, whatever the script's number.
    """

    hours: Callable[[], Sequence[Hours]]
    board: Callable[[], Board]
    overload: int
    citizens: Citizens
    works: Works
    now: Callable[[], datetime] = field(default=_now)
    overflow: Callable[[], Mode] = field(default=lambda: Mode.AUTO)

    async def answer(self, caller: Caller, wait: Check) -> Yes | No | NotChecked:
        """Whether it is so. Raises StorageError."""
        here = self.now().astimezone(CITY_TIME)
        match wait.when:
            case When.HOURS:  # there is one calendar, the hotline's own
                if wait.value:
                    return NotChecked(why=Why.NOT_AVAILABLE)
                return _yes(so=is_open(self.hours(), here, self.works))
            case When.HOLIDAY:
                return _yes(so=not self.works(here.date()))
            case When.OVERLOAD:
                return self._overload(wait.value)
            case When.CALLER:
                return await self._caller(caller, wait.value)
            case When.RECOGNISER:  # the services answer that: they know who listens
                return No()

    def _overload(self, value: str) -> Yes | No | NotChecked:
        mode = self.overflow()
        if mode is not Mode.AUTO:
            return _yes(so=mode is Mode.OPEN)
        board = self.board()
        if not board.fresh or not ((value.isascii() and value.isdigit()) or not value):
            return NotChecked(why=Why.NOT_AVAILABLE)
        waiting = sum(call.state in WAITING for call in board.calls.values())
        return _yes(so=waiting >= (int(value) if value else self.overload))

    async def _caller(self, caller: Caller, value: str) -> Yes | No | NotChecked:
        if value == KNOWN:
            return _yes(so=await self.citizens.called_before(caller.number, caller.call_id))
        if value == MOBILE:
            return _yes(so=is_mobile(normalise_number(caller.number)))
        if value in tuple(Mark):
            return _yes(so=await self.citizens.has(caller.number, Mark(value)))
        return NotChecked(why=Why.NOT_AVAILABLE)


def _yes(*, so: bool) -> Yes | No:
    return Yes() if so else No()
