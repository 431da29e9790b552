"""The live websocket: every console sees what happens, each agent's own call pops up on that agent's screens only.

The rule: a console that does not read is dropped, never waited for; a console that comes (back) gets the whole board
and, where its agent is being rung or talks, the card again. Supervisors are told of the day's figures and of overflow.
The first word and every beat carry the server's time: a page counts its seconds by it, for nobody sets a desk's clock.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog
from aiohttp import web

from hotline.accounts.model import Account, Role
from hotline.acts import DeskSupervised, OverflowSet, QualityTold, SkillBookChanged, SkillsSet
from hotline.agents.live_call import WITH_AN_AGENT
from hotline.agents.model import CallState, LiveCall
from hotline.agents.overflow import Overflow
from hotline.agents.service import Agents
from hotline.answering.day_so_far import Today
from hotline.answering.pop import Card
from hotline.errors import HotlineError, NotAllowedError
from hotline.events import (
    AgentRung,
    AgentStateChanged,
    BroadcastChanged,
    CallEvent,
    Event,
    LinkChanged,
    Resynced,
    TicketSaved,
)
from hotline.web.auth import COOKIE, same_origin
from hotline.web.board_shapes import as_seen, board_json, call_json, overflow_json, supervises, today_json
from hotline.web.console import CLOSE_SECONDS, Console, serve
from hotline.web.department_live import DepartmentLive
from hotline.web.doors import Doors
from hotline.web.screens import everybody
from hotline.web.shapes import Json, account_json, card_json, seat_json

BEAT_SECONDS = 0.5
HEARTBEAT_SECONDS = 20.0
LONGEST_MESSAGE = 4096
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is told beside the board. callers: so many who wait open overflow; tell_of_listening: to the agent."""

    now: Callable[[], datetime]
    today: Callable[[], Today]
    overflow: Overflow
    callers: int
    tell_of_listening: bool = True


class Live:
    """All open consoles. card: a call's; names: of agents by extension; departments: handlers'; doors: end them."""

    def __init__(
        self,
        agents: Agents,
        card: Callable[[str], Awaitable[Card]],
        names: Mapping[str, str],
        beside: Beside,
        departments: DepartmentLive,
        doors: Doors,
    ) -> None:
        self._agents, self._card, self._names, self._beside = agents, card, names, beside
        self._departments, self.doors = departments, doors
        self._today = beside.today()  # as it was told last
        self._consoles: set[Console] = set()
        self._pops: set[asyncio.Task[None]] = set()

    @property
    def open(self) -> int:
        """How many consoles are open, those of departments too."""
        return len(self._consoles) + self._departments.open

    async def run(self) -> None:
        """A beat twice a second, so that a page knows within 2 s that nobody speaks to it; until cancelled."""
        while True:
            beat = json.dumps({"type": "beat", "at": self._at()})
            for console in self._consoles:
                console.put(beat)
            self._departments.beat(beat)
            self._tell_today()
            await asyncio.sleep(BEAT_SECONDS)

    async def hear(self, event: Event) -> None:
        """Tell the consoles; the board has folded the event before."""
        match event:
            case Resynced():
                self._tell_each(lambda account: {"type": "board", "board": self._board(account)})
                for call in self._agents.board.calls.values():
                    if call.state == CallState.RINGING:
                        self._pop(call.id, call.extension)
            case LinkChanged(fresh=fresh, why=why):
                self._tell({"type": "link", "fresh": fresh, "why": why})
            case AgentStateChanged(extension=extension):
                self._tell_seat(extension)
            case TicketSaved(number=number):
                self._tell({"type": "ticket", "number": number})
                self._departments.hear(event)
            case BroadcastChanged():
                self._tell({"type": "broadcast"})
            case CallEvent():
                self._tell_call(event)
            case _:
                self._tell_act(event)

    def _tell_act(self, event: Event) -> None:
        """What a supervisor did."""
        match event:
            case OverflowSet():
                self._tell_supervisors({"type": "overflow", "overflow": self._overflow()})
            case SkillsSet(extension=extension, skills=skills):
                held = [skill for skill in skills.split(",") if skill]
                self._tell_supervisors({"type": "skills", "extension": extension, "skills": held})
            case SkillBookChanged():
                self._tell_supervisors({"type": "skill_book"})
            case QualityTold(username=username):
                told = {"type": "quality"}
                self._tell(told, [one for one in self._consoles if one.account.username == username])
            case DeskSupervised(extension=extension, act=act, actor=actor, reason=reason):
                told = {"type": "supervised", "act": act, "actor": actor, "reason": reason}
                self._tell(told, [one for one in self._consoles if one.account.extension == extension])

    def _tell_call(self, event: CallEvent) -> None:
        if not self._consoles:
            return
        if isinstance(event, AgentRung):
            self._pop(event.call_id, event.extension)
        call = self._agents.board.calls.get(event.call_id)
        if call is not None and call.watched:
            self._tell_each(lambda account: {"type": "call", "call": call_json(self._seen(call, account), self._names)})
        else:
            told = call_json(call, self._names) if call else {"id": event.call_id, "state": "ended"}
            self._tell({"type": "call", "call": told})
        extension = getattr(event, "extension", "")
        if extension:
            self._tell_seat(extension)

    def _tell_seat(self, extension: str) -> None:
        seat = self._agents.seat(extension)
        self._tell({"type": "agent", "agent": seat_json(seat, self._names)})

    def _tell_today(self) -> None:
        today, before = self._beside.today(), self._today
        if today != before:
            self._today = today
            self._tell_supervisors({"type": "today", "today": today_json(today)})

    def _tell_supervisors(self, message: Json) -> None:
        self._tell(message, [console for console in self._consoles if supervises(console.account)])

    def _tell_each(self, message_for: Callable[[Account], Json]) -> None:
        """What is not told to all alike; those without a phone and those who supervise are told the same."""
        texts: dict[str, str] = {}
        for console in self._consoles:
            key = "*" if supervises(console.account) else console.account.extension
            if key not in texts:
                texts[key] = json.dumps(message_for(console.account), ensure_ascii=False)
            console.put(texts[key])

    def _tell(self, message: Json, consoles: Collection[Console] | None = None) -> None:
        wanted = self._consoles if consoles is None else consoles
        if not wanted:
            return
        text = json.dumps(message, ensure_ascii=False)
        for console in wanted:
            console.put(text)

    def tell_desk(self, call_id: str, message: Json) -> None:
        """To whoever talks with the citizen of this call, and to who listens to it."""
        call = self._agents.call(call_id)
        if call is not None and call.extension and call.state in WITH_AN_AGENT:
            heard = {call.extension, *(watch.by for watch in call.watched)}
            self._tell(message, [one for one in self._consoles if one.account.extension in heard])

    def _seen(self, call: LiveCall, account: Account) -> LiveCall:
        return as_seen(call, account, tell_of_listening=self._beside.tell_of_listening)

    def _board(self, account: Account) -> Json:
        return board_json(self._agents.board, self._names, account, tell_of_listening=self._beside.tell_of_listening)

    def _at(self) -> str:
        return self._beside.now().isoformat()

    def _overflow(self) -> Json:
        return overflow_json(self._beside.overflow.set, self._beside.callers)

    def _pop(self, call_id: str, extension: str) -> None:
        consoles = [console for console in self._consoles if console.account.extension == extension]
        if consoles:
            self._start_pop(call_id, consoles)

    def _start_pop(self, call_id: str, consoles: list[Console]) -> None:
        task = asyncio.create_task(self._send_card(call_id, consoles), name=f"pop {call_id}")
        self._pops.add(task)
        task.add_done_callback(self._pops.discard)

    async def _send_card(self, call_id: str, consoles: list[Console]) -> None:
        try:
            card = await self._card(call_id)
        except HotlineError as fault:
            log.warning("no_pop", call_id=call_id, why=fault.message)
            return
        text = json.dumps({"type": "ringing", "call_id": call_id, "card": card_json(card)}, ensure_ascii=False)
        for console in consoles:
            console.put(text)

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """GET /api/live: a console's websocket, for signed-in accounts and our own pages only."""
        if not same_origin(request):
            raise NotAllowedError("这个页面不能连接。")
        account = await everybody(request)
        socket = web.WebSocketResponse(
            heartbeat=HEARTBEAT_SECONDS, max_msg_size=LONGEST_MESSAGE, timeout=CLOSE_SECONDS, compress=False
        )
        await socket.prepare(request)
        console = Console(account)
        with self.doors.open_for(console, request.cookies[COOKIE]):
            if account.role is Role.HANDLER:  # these hear of their tickets, and never of the board or a call
                await self._departments.attend(socket, console, self._at())
            else:
                await self._attend(socket, console)
        return socket

    async def _attend(self, socket: web.WebSocketResponse, console: Console) -> None:
        self._greet(console)
        self._consoles.add(console)
        try:
            await serve(socket, console)
        finally:
            self._consoles.discard(console)

    def _greet(self, console: Console) -> None:
        board, extension = self._agents.board, console.account.extension
        hello: Json = {
            "type": "hello",
            "at": self._at(),
            "account": account_json(console.account),
            "agent": seat_json(board.seat(extension), self._names) if extension else None,
            "board": self._board(console.account),
            "fresh": board.fresh,
            "why": board.why,
        }
        if supervises(console.account):
            hello |= {"today": today_json(self._beside.today()), "overflow": self._overflow()}
        console.put(json.dumps(hello, ensure_ascii=False))
        call = board.call_at(extension) if extension else None
        if call is not None:
            self._start_pop(call.id, [console])

    async def close(self) -> None:
        """End every console and every pop."""
        for console in self._consoles:
            console.behind.set()
        await self._departments.close()
        for task in self._pops:
            task.cancel()
        await asyncio.gather(*self._pops, return_exceptions=True)
