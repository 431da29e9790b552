"""The screen pop: a citizen's card, gathered while the agent's phone rings.

The rule: the card comes in bounded time. What the books cannot say by then is left out, and `whole` says so; what the
live board knows (the number, the menu's steps) is always there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

import structlog

from hotline.agents.model import LiveCall
from hotline.calls.known import Known, MenuStep, Rating
from hotline.calls.model import PastCall
from hotline.calls.origin import origin_of
from hotline.errors import HotlineError, NotFoundError
from hotline.storage.citizens import normalise_number
from hotline.tickets.model import Ticket

LIMIT = 2.0  # seconds
log = structlog.get_logger(__name__)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A citizen's card for one call.

    origin: where the number is from; ratings: of the earlier calls; recorded: those that can be heard again; whole:
    False where the books did not answer in time.
    """

    call_id: str
    number: str
    origin: str
    name: str
    dialled: str
    arrived: datetime | None
    steps: tuple[MenuStep, ...]
    calls: tuple[PastCall, ...]
    tickets: tuple[Ticket, ...]
    whole: bool
    ratings: tuple[Rating, ...] = ()
    recorded: frozenset[str] = frozenset()


class CallBooks(Protocol):
    """What is written of calls and citizens (calls.store.CallStore)."""

    async def call(self, call_id: str) -> PastCall | None:
        """A call."""

    async def known(self, call_id: str, number: str) -> Known:
        """Its steps, the citizen's earlier calls, and who calls from this number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pop:
    """Gathers cards.

    live: the call as the board shows it; tickets: a citizen's, the open ones first; recorded: whether a call can
    be heard again, which looks at the disk.
    """

    books: CallBooks
    tickets: Callable[[str], Awaitable[tuple[Ticket, ...]]]
    live: Callable[[str], LiveCall | None]
    recorded: Callable[[str], bool]
    limit: float = LIMIT

    async def card(self, call_id: str) -> Card:
        """The card of a call on the line or of an earlier one. Raises NotFoundError where neither knows it."""
        live = self.live(call_id)
        if live is None:
            past = await self._bounded(self.books.call(call_id), None)
            if past is None:
                raise NotFoundError("没有这个来电。", call_id=call_id)
            number, dialled, arrived = past.number, past.dialled, past.arrived
        else:
            number, dialled, arrived = live.number, live.dialled, live.arrived
        known, tickets = await asyncio.gather(
            self._bounded(self.books.known(call_id, number), None), self._bounded(self.tickets(number), None)
        )
        calls = known.calls if known else ()
        return Card(
            call_id=call_id,
            number=number,
            origin=origin_of(number),
            name=known.citizen.name if known and known.citizen else "",
            dialled=dialled,
            arrived=arrived,
            steps=merged(known.steps if known else (), live),
            calls=calls,
            tickets=tickets or (),
            ratings=known.ratings if known else (),
            recorded=await self._bounded(asyncio.to_thread(self._recorded, calls), frozenset()),
            whole=known is not None and tickets is not None,
        )

    async def may_hear(self, call_id: str, *, during: str, extension: str) -> bool:
        """Whether a call is of the citizen whom this desk has, or had, on the line in the call `during`."""
        live, earlier = self.live(during), await self.books.call(call_id)
        shown = live or await self.books.call(during)
        if shown is None or earlier is None or not extension or shown.extension != extension:
            return False
        return bool(earlier.number) and normalise_number(earlier.number) == normalise_number(shown.number)

    def _recorded(self, calls: tuple[PastCall, ...]) -> frozenset[str]:
        return frozenset(call.id for call in calls if self.recorded(call.id))

    async def _bounded(self, asked: Awaitable[_T], otherwise: _T) -> _T:
        try:
            async with asyncio.timeout(self.limit):
                return await asked
        except (TimeoutError, HotlineError) as fault:
            log.warning("card_not_whole", why=str(fault) or "the books are late")
            return otherwise


def merged(written: tuple[MenuStep, ...], live: LiveCall | None) -> tuple[MenuStep, ...]:
    """The menu's steps in order: those written, and those that are on the board but not written yet."""
    fresh = (
        MenuStep(at=step.at, node=step.node, pressed=step.pressed, heard=step.heard)
        for step in (live.steps if live else ())
    )
    return tuple(sorted(dict.fromkeys((*written, *fresh)), key=lambda step: step.at))
