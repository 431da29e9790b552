"""The live websocket: every console sees what happens, each agent's own call pops up on that agent's screens only.

The rule: a console that does not read is dropped, never waited for; a console that comes (back) gets the whole board
and, where its agent is being rung or talks, the card again.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, Mapping

import structlog
from aiohttp import WSMsgType, web

from hotline.accounts.model import Account
from hotline.agents.model import CallState
from hotline.agents.service import Agents
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
from hotline.web.auth import same_origin, signed_in
from hotline.web.shapes import Json, account_json, board_json, card_json, live_call_json, seat_json

BEAT_SECONDS = 0.5
MOST_WAITING = 1000  # messages a console may be behind
HEARTBEAT_SECONDS = 20.0
LONGEST_MESSAGE = 4096
CLOSE_SECONDS = 2.0
log = structlog.get_logger(__name__)


class Console:
    """One open page of an account: a bounded line of messages."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.behind = asyncio.Event()
        self._waiting: asyncio.Queue[str] = asyncio.Queue(MOST_WAITING)

    def put(self, message: str) -> None:
        """Send soon; a console that is too far behind is marked, and dropped by its own task."""
        try:
            self._waiting.put_nowait(message)
        except asyncio.QueueFull:
            self.behind.set()

    async def next(self) -> str:
        """The next message to send."""
        return await self._waiting.get()


class Live:
    """All open consoles. card: gathers a call's card; names: an agent's name by extension."""

    def __init__(self, agents: Agents, card: Callable[[str], Awaitable[Card]], names: Mapping[str, str]) -> None:
        self._agents, self._card, self._names = agents, card, names
        self._consoles: set[Console] = set()
        self._pops: set[asyncio.Task[None]] = set()

    @property
    def open(self) -> int:
        """How many consoles are open."""
        return len(self._consoles)

    async def run(self) -> None:
        """A beat twice a second, so that a page knows within 2 s that nobody speaks to it; until cancelled."""
        while True:
            self._tell({"type": "beat"})
            await asyncio.sleep(BEAT_SECONDS)

    async def hear(self, event: Event) -> None:
        """Tell the consoles; the board has folded the event before."""
        match event:
            case Resynced():
                self._tell({"type": "board", "board": board_json(self._agents.board, self._names)})
                for call in self._agents.board.calls.values():
                    if call.state == CallState.RINGING:
                        self._pop(call.id, call.extension)
            case LinkChanged(fresh=fresh, why=why):
                self._tell({"type": "link", "fresh": fresh, "why": why})
            case AgentStateChanged(extension=extension):
                self._tell_seat(extension)
            case TicketSaved(number=number):
                self._tell({"type": "ticket", "number": number})
            case BroadcastChanged():
                self._tell({"type": "broadcast"})
            case CallEvent():
                self._tell_call(event)

    def _tell_call(self, event: CallEvent) -> None:
        if not self._consoles:
            return
        if isinstance(event, AgentRung):
            self._pop(event.call_id, event.extension)
        call = self._agents.board.calls.get(event.call_id)
        told = live_call_json(call) if call else {"id": event.call_id, "state": "ended"}
        self._tell({"type": "call", "call": told})
        extension = getattr(event, "extension", "")
        if extension:
            self._tell_seat(extension)

    def _tell_seat(self, extension: str) -> None:
        seat = self._agents.seat(extension)
        self._tell({"type": "agent", "agent": seat_json(seat, self._names)})

    def _tell(self, message: Json) -> None:
        if not self._consoles:
            return
        text = json.dumps(message, ensure_ascii=False)
        for console in self._consoles:
            console.put(text)

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
        account = await signed_in(request)
        socket = web.WebSocketResponse(
            heartbeat=HEARTBEAT_SECONDS, max_msg_size=LONGEST_MESSAGE, timeout=CLOSE_SECONDS, compress=False
        )
        await socket.prepare(request)
        console = Console(account)
        self._greet(console)
        self._consoles.add(console)
        try:
            await self._serve(socket, console)
        finally:
            self._consoles.discard(console)
        return socket

    def _greet(self, console: Console) -> None:
        board, extension = self._agents.board, console.account.extension
        hello: Json = {
            "type": "hello",
            "account": account_json(console.account),
            "agent": seat_json(board.seat(extension), self._names) if extension else None,
            "board": board_json(board, self._names),
            "fresh": board.fresh,
            "why": board.why,
        }
        console.put(json.dumps(hello, ensure_ascii=False))
        call = board.call_at(extension) if extension else None
        if call is not None:
            self._start_pop(call.id, [console])

    async def _serve(self, socket: web.WebSocketResponse, console: Console) -> None:
        """Until the page leaves, or is too far behind."""
        ways = [
            asyncio.create_task(self._send(socket, console)),
            asyncio.create_task(_read(socket)),
            asyncio.create_task(console.behind.wait()),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            with contextlib.suppress(OSError, RuntimeError, TimeoutError):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await socket.close()

    @staticmethod
    async def _send(socket: web.WebSocketResponse, console: Console) -> None:
        with contextlib.suppress(OSError):
            while not socket.closed:
                await socket.send_str(await console.next())

    async def close(self) -> None:
        """End every console and every pop."""
        for console in self._consoles:
            console.behind.set()
        for task in self._pops:
            task.cancel()
        await asyncio.gather(*self._pops, return_exceptions=True)


async def _read(socket: web.WebSocketResponse) -> None:
    """A console has nothing to say; what comes is dropped, the end is noticed."""
    async for message in socket:
        if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
            return
