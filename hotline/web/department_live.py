"""What departments' people hear at once: that something was done to a ticket which they may look at, and nothing else.

Rule: whether a department hears of a ticket is asked of the ticket itself each time (parties.may_see), never of the
event; a message is made of the four words below and carries nothing that anybody typed, no call and no citizen.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web

from hotline.errors import HotlineError
from hotline.events import TicketSaved
from hotline.tickets.life.step import Case
from hotline.tickets.model import Part, TicketPart
from hotline.tickets.moves import Action
from hotline.tickets.offices import TicketCity
from hotline.tickets.parties import User, may_see
from hotline.web.console import Console, serve
from hotline.web.shapes import Json, account_json

MOST_WAITING = 500  # events; where there are more, all lists are asked for anew
LEAVING = frozenset({Action.REDISPATCH, Action.ADJUDICATE, Action.HAND_DOWN})
"""What takes a ticket from the department that had it."""
GIVING = LEAVING | {Action.DISPATCH, Action.ADD_ASSISTING, Action.GRANT_ASSISTING, Action.REHANDLE, Action.CALL_BACK}
"""What may give a department something to sign: an unsolved callback begins another round."""
AGAIN = json.dumps({"type": "tickets"})
log = structlog.get_logger(__name__)


class DepartmentLive:
    """All open pages of departments' people. whole: a ticket with the parts of every round; city: who is above whom."""

    def __init__(self, whole: Callable[[str], Awaitable[Case]], city: Callable[[], TicketCity]) -> None:
        self._whole, self._city = whole, city
        self._consoles: set[Console] = set()
        self._waiting: deque[TicketSaved] = deque()
        self._telling: asyncio.Task[None] | None = None

    @property
    def open(self) -> int:
        """How many pages are open."""
        return len(self._consoles)

    async def attend(self, socket: web.WebSocketResponse, console: Console, at: str) -> None:
        """Until the page leaves. The first word tells it to ask for its lists: it may have missed a change. at: now."""
        told = {"type": "hello", "at": at, "account": account_json(console.account), "agent": None}
        console.put(json.dumps(told | {"fresh": True, "why": ""}, ensure_ascii=False))
        self._consoles.add(console)
        try:
            await serve(socket, console)
        finally:
            self._consoles.discard(console)

    def beat(self, told: str) -> None:
        """So that a page knows that somebody is there."""
        for console in self._consoles:
            console.put(told)

    def hear(self, event: TicketSaved) -> None:
        """Tell soon, in order: whoever published it does not wait for the books."""
        if not self._consoles:
            return
        if len(self._waiting) >= MOST_WAITING:
            self._waiting.clear()
            log.warning("departments_behind")
            for console in self._consoles:
                console.put(AGAIN)
        self._waiting.append(event)
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell_all(), name="departments")

    async def _tell_all(self) -> None:
        while self._waiting:
            event = self._waiting.popleft()
            try:
                await self._tell(event)
            except HotlineError as fault:
                log.warning("departments_not_told", ticket=event.number, why=fault.message)
                for console in self._consoles:
                    console.put(AGAIN)

    async def _tell(self, event: TicketSaved) -> None:
        case, city = await self._whole(event.number), self._city()
        left = _left(case) if event.action in LEAVING else ""
        sees: dict[str, bool] = {}
        for console in list(self._consoles):
            own = console.account.department
            if own not in sees:
                sees[own] = may_see(User(username="", department=own), case, city)
            if sees[own]:
                console.put(json.dumps(_message(event, case, console, own), ensure_ascii=False))
            elif own == left:  # its number leaves the list; where it went is not told
                console.put(json.dumps({"type": "ticket", "number": event.number}))

    async def close(self) -> None:
        """End every page."""
        for console in self._consoles:
            console.behind.set()
        if self._telling is not None:
            self._telling.cancel()
            await asyncio.gather(self._telling, return_exceptions=True)


def _message(event: TicketSaved, case: Case, console: Console, own: str) -> Json:
    """mine: whether this very person did it; news: whether the ticket is newly the department's to sign."""
    return {
        "type": "ticket",
        "number": event.number,
        "action": event.action,
        "watch": event.watch if case.ticket.department == own else "",
        "news": _is_new(event, case, own),
        "mine": event.actor == console.account.username,
    }


def _is_new(event: TicketSaved, case: Case, own: str) -> bool:
    part = _part_of(case, own)
    is_to_sign = part is not None and part.state is Part.TO_SIGN and part.given == event.at
    return is_to_sign and event.action in GIVING


def _part_of(case: Case, own: str) -> TicketPart | None:
    ours = (part for part in case.parts if part.department == own and part.round == case.ticket.round)
    return next((part for part in ours if part.state is not Part.LEFT), None)


def _left(case: Case) -> str:
    """The department that had it last, "" for none."""
    had = [part for part in case.parts if part.lead and part.state is Part.LEFT]
    return max(had, key=lambda part: part.given).department if had else ""
