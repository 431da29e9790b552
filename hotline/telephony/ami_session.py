"""One connection to Asterisk's manager interface: panoramisk's AMIProtocol with its dangerous parts replaced.

Panoramisk numbers, sends and matches actions. Ours: the bytes (ami_protocol), what is complete, what a loss means.
Rule: nothing here may raise into the event loop, and what was sent is never sent again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog
from panoramisk.actions import Action
from panoramisk.ami_protocol import AMIProtocol
from panoramisk.message import Message as PanoramiskMessage

from hotline.errors import AsteriskAwayError, TelephonyError
from hotline.telephony.ami_protocol import AmiParser, FieldValue, Message, checked_fields

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What Asterisk said to an action. response: the first message; events: the list that followed, if one did."""

    response: Message
    events: tuple[Message, ...]


class _SafeAction(Action):  # type: ignore[misc] # panoramisk has no types
    """An action that is complete when Asterisk says so in EventList, not when a word in a message looks like it."""

    @property
    def multi(self) -> bool:
        return str(self.responses[0].get("EventList", "")).lower() == "start"

    @property
    def completed(self) -> bool:
        return not self.multi or str(self.responses[-1].get("EventList", "")).lower() in ("complete", "cancelled")


class AmiSession(AMIProtocol):  # type: ignore[misc] # panoramisk has no types
    """One connection, from connect to loss.

    on_event: called at once with each event that belongs to no list an action asked for; it must not block.
    lost: an asyncio.Event, set when the connection is gone; why says why.
    """

    encoding = "utf-8"

    def __init__(self, on_event: Callable[[Message], None]) -> None:
        self._on_event = on_event
        self._parser = AmiParser()
        self.lost = asyncio.Event()
        self.why = "The connection to Asterisk was lost"

    def data_received(self, data: bytes) -> None:
        """Match answers, hand on events; a message that cannot be handled costs nothing but itself."""
        try:
            messages = self._parser.feed(data)
        except TelephonyError as fault:
            self.abandon(fault.message)
            return
        for message in messages:
            try:
                self._receive(message)
            except Exception:  # one odd message must not cost the others
                log.exception("ami_message_failed")

    def _receive(self, message: Message) -> None:
        action = self.responses.get(message.get("ActionID"))
        if action is not None and ("Response" in message or action.responses):
            self.handle_message(PanoramiskMessage(message))
        elif "Event" in message:
            self._on_event(message)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Everybody who waits hears it at once."""
        del exc
        self.closed = True
        self.lost.set()
        for action in {id(action): action for action in self.responses.values()}.values():
            if not action.future.done():
                action.future.cancel()
        self.responses.clear()

    def abandon(self, why: str) -> None:
        """Drop the connection now, without a word to the peer, who may be frozen."""
        if not self.lost.is_set():
            self.why = why
            self.transport.abort()
            self.connection_lost(None)

    async def perform(self, name: str, fields: Mapping[str, FieldValue], limit: float) -> Answer:
        """Send an action and wait for its whole answer, at most limit seconds.

        Raises InputError (nothing was sent), AsteriskAwayError (detail sent: it may have been done) or TelephonyError
        (Asterisk said no; detail response).
        """
        checked = checked_fields({"Action": name, **fields})
        if self.lost.is_set() or self.transport.is_closing():
            raise AsteriskAwayError(self.why, action=name, sent=False)
        action = _SafeAction(checked)
        self.send(action)
        try:
            # not wait_for: an answer that lies read beside an expired clock counts
            await asyncio.wait({action.future}, timeout=limit)
        finally:
            self.responses.pop(action.id, None)
        if not action.future.done():
            raise AsteriskAwayError(f"Asterisk did not answer {name} within {limit:g} s", action=name, sent=True)
        if action.future.cancelled():
            raise AsteriskAwayError(self.why, action=name, sent=True)
        found = action.future.result()
        first, *rest = [_plain(message) for message in (found if isinstance(found, list) else [found])]
        if first.get("Response") not in ("Success", "Goodbye", "Follows"):
            raise TelephonyError(first.get("Message", f"Asterisk refused {name}"), action=name, response=first)
        return Answer(response=first, events=tuple(rest))


def _plain(message: Mapping[str, str]) -> Message:
    return {key: value for key, value in message.items() if key != "content"}


async def connect_session(host: str, port: int, on_event: Callable[[Message], None], limit: float) -> AmiSession:
    """Connect, at most limit seconds. Raises AsteriskAwayError."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(limit):
            _, session = await loop.create_connection(lambda: AmiSession(on_event), host, port)
    except (OSError, TimeoutError) as fault:
        raise AsteriskAwayError(f"Asterisk cannot be reached on port {port}", sent=False) from fault
    return session
