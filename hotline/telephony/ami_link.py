"""The lasting link to Asterisk's manager interface: it comes back by itself, and always says whether it is in sync.

Rule: events, resyncs and their order pass through one bounded queue and one task. An action is sent once or not at all.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

import structlog

from hotline.errors import AsteriskAwayError, LoginRefusedError, TelephonyError
from hotline.telephony.ami_protocol import FieldValue, Message
from hotline.telephony.ami_session import AmiSession, Answer, connect_session

log = structlog.get_logger(__name__)

CONNECT_SECONDS = 1.0
LOGIN_SECONDS = 2.0
ACTION_SECONDS = 5.0
PING_EVERY = 1.0
PING_SECONDS = 2.0
BOOT_SECONDS = 1.0  # FullyBooted comes at once from an Asterisk that is up; where it is filtered, go on without it
FIRST_PAUSE = 0.05
LONGEST_PAUSE = 0.4  # the link is usable within 0.5 s of Asterisk's return
REFUSED_PAUSE = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkState:
    """up: actions can be sent; fresh: every event since the last resync was heard; why: what is wrong, else empty."""

    up: bool
    fresh: bool
    why: str


class _Sync:
    """In the queue of events: here the truth is to be asked again."""


_SYNC: Final = _Sync()


class AmiLink:
    """The link.

    on_event: hears every event, one after the other, in order; its faults are logged and cost nothing else.
    on_sync: called after each login, at FullyBooted and after a loss of events, before any later event: ask and publish
        the truth (see resync). A TelephonyError of its own makes the link connect anew.
    on_state: hears each new state. queue_size: events that may wait (at least 2)
        before the link counts as stale.
    """

    def __init__(
        self,
        *,
        host: str,
        port: int,
        username: str,
        secret: str,
        on_event: Callable[[Mapping[str, str]], Awaitable[None]],
        on_sync: Callable[[AmiLink], Awaitable[None]],
        on_state: Callable[[LinkState], Awaitable[None]],
        queue_size: int = 10_000,
    ) -> None:
        self._address = (host, port)
        self._login = {"Username": username, "Secret": secret, "Events": "on"}
        self._on_event, self._on_sync, self._on_state = on_event, on_sync, on_state
        self._waiting: asyncio.Queue[Message | _Sync] = asyncio.Queue(queue_size)
        self._session: AmiSession | None = None
        self._state = LinkState(up=False, fresh=False, why="Not connected to Asterisk yet")
        self._told: LinkState | None = None
        self._news = asyncio.Event()
        self._telling = asyncio.Lock()
        self._syncs = 0  # asked for so far: a sync is good only if none was asked for meanwhile
        self._refused = False
        self._booted = False
        self._pause = FIRST_PAUSE
        self._closing = asyncio.Event()
        self._ended = asyncio.Event()
        self._ended.set()

    @property
    def state(self) -> LinkState:
        """How the link is now."""
        return self._state

    async def run(self) -> None:
        """Keep the link until close() or cancellation."""
        self._ended.clear()
        parts = (self._connect_for_ever(), self._deliver(), self._announce(), self._closing.wait())
        tasks = [asyncio.create_task(part) for part in parts]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self._drop("The link to Asterisk was closed")
            self._ended.set()

    async def close(self) -> None:
        """End run() and wait for its end."""
        self._closing.set()
        await self._ended.wait()

    async def action(self, name: str, *, limit: float = ACTION_SECONDS, **fields: FieldValue) -> Message:
        """Perform an action; the response. A sequence as a value is one line an item (Variable=["A=1", "B=2"]).

        Raises AsteriskAwayError (at once while the link is down; detail sent is True where it may have been done),
        LoginRefusedError, TelephonyError (Asterisk said no; its own words) or InputError (a line break in a value).
        """
        return (await self._perform(name, fields, limit)).response

    async def action_list(self, name: str, *, limit: float = ACTION_SECONDS, **fields: FieldValue) -> list[Message]:
        """Perform an action that is answered by a list; its events without the closing one. Raises as action does."""
        events = (await self._perform(name, fields, limit)).events
        return [event for event in events if event.get("EventList", "").lower() != "complete"]

    async def _perform(self, name: str, fields: Mapping[str, FieldValue], limit: float) -> Answer:
        session = self._session
        if session is None:
            raise (LoginRefusedError if self._refused else AsteriskAwayError)(self._state.why, action=name, sent=False)
        return await session.perform(name, fields, limit)

    async def _connect_for_ever(self) -> None:
        while True:
            try:
                session = await self._log_in()
            except TelephonyError as fault:
                self._refused = isinstance(fault, LoginRefusedError)
                self._set(LinkState(up=False, fresh=False, why=fault.message))
            else:
                try:
                    await self._watch(session)
                finally:
                    self._drop("The connection to Asterisk was lost")
            await asyncio.sleep(REFUSED_PAUSE if self._refused else self._pause)
            self._pause = min(2 * self._pause, LONGEST_PAUSE)

    async def _log_in(self) -> AmiSession:
        self._booted = False
        session = await connect_session(*self._address, self._hear, CONNECT_SECONDS)
        try:
            await session.perform("Login", self._login, LOGIN_SECONDS)
        except AsteriskAwayError:
            session.abandon("Asterisk did not answer the login")
            raise
        except TelephonyError as fault:
            session.abandon("The login was refused")
            raise LoginRefusedError from fault
        except BaseException:
            session.abandon("The login was broken off")
            raise
        self._refused = False
        self._session = session
        self._set(LinkState(up=True, fresh=False, why="Asking Asterisk for the state of all calls"))
        if self._booted:  # FullyBooted came in one piece with the login's answer
            self._ask_sync()
        return session

    async def _watch(self, session: AmiSession) -> None:
        late = asyncio.get_running_loop().call_later(BOOT_SECONDS, lambda: None if self._booted else self._ask_sync())
        try:
            while not session.lost.is_set():
                await session.perform("Ping", {}, PING_SECONDS)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(PING_EVERY):
                        await session.lost.wait()
        except TelephonyError as fault:
            session.abandon(fault.message)
        finally:
            late.cancel()

    def _drop(self, why: str) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.abandon(why)
            self._set(LinkState(up=False, fresh=False, why=session.why))

    def _hear(self, message: Message) -> None:
        """Called from the socket: never waits, never raises."""
        if message["Event"] == "FullyBooted":
            self._booted = True
            if self._session is not None:
                self._ask_sync()
        elif message["Event"] == "Shutdown" and self._session is not None:
            self._session.abandon("Asterisk is shutting down")
        else:
            self._put(message)

    def _ask_sync(self) -> None:
        self._syncs += 1
        self._put(_SYNC)

    def _put(self, item: Message | _Sync) -> None:
        if self._waiting.full():
            lost = self._waiting.qsize()
            while not self._waiting.empty():
                self._waiting.get_nowait()
            log.error("ami_events_lost", count=lost)
            self._set(LinkState(up=self._session is not None, fresh=False, why=f"{lost} events were lost: asking anew"))
            self._syncs += 1
            self._waiting.put_nowait(_SYNC)
        self._waiting.put_nowait(item)

    async def _deliver(self) -> None:
        while True:
            item = await self._waiting.get()
            if isinstance(item, _Sync):
                await self._sync()
                continue
            try:
                await self._on_event(item)
            except Exception:  # one event's fault must not cost the next
                log.exception("ami_event_failed", event_name=item.get("Event"))

    async def _sync(self) -> None:
        session, asked = self._session, self._syncs
        if session is None:
            return  # the next login asks again
        if self._state.fresh:
            self._set(LinkState(up=True, fresh=False, why="Asking Asterisk for the state of all calls"))
        await self._tell()
        try:
            await self._on_sync(self)
        except TelephonyError as fault:
            log.warning("ami_sync_failed", why=fault.message)
            session.abandon(fault.message)
            return
        except Exception:  # the fault of a listener; the link itself is sound, but nobody may trust the picture
            log.exception("ami_sync_failed")
            session.abandon("The state of the calls could not be taken over")
            return
        if self._session is session and not session.lost.is_set() and self._syncs == asked:
            self._pause = FIRST_PAUSE
            self._set(LinkState(up=True, fresh=True, why=""))
            await self._tell()

    def _set(self, state: LinkState) -> None:
        if state != self._state:
            log.info("ami_link", up=state.up, fresh=state.fresh, why=state.why)
        self._state = state
        self._news.set()

    async def _announce(self) -> None:
        while True:
            await self._tell()
            await self._news.wait()
            self._news.clear()

    async def _tell(self) -> None:
        async with self._telling:
            while self._told != self._state:
                self._told = self._state
                try:
                    await self._on_state(self._told)
                except Exception:  # a listener's fault stays its own
                    log.exception("ami_state_listener_failed")
