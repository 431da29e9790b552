"""Keeps what came of each call of ours with what it was about: the ticket's history, the promise to ring.

Rule: it is kept once, whoever dies in between: at the start the calls of the last day are looked through again.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog

from hotline.calls.model import Outcome, PastCall
from hotline.calls.outgoing import Outgoing
from hotline.errors import StorageError
from hotline.events import Event
from hotline.requests.service import Requests
from hotline.tickets.contacts import Contacts

LOOK_BACK = timedelta(days=1)
RETRY_SECONDS = 30.0
MOST_WAITING = 10_000  # what is dropped is found again at the next start
_ALL = ""
log = structlog.get_logger(__name__)


def proof_of(call: PastCall) -> Mapping[str, object]:
    """What a call proves: whether the citizen answered, and for how many seconds they talked; {} where nothing."""
    if call.answered is None and call.outcome is not Outcome.UNREACHED:
        return {}
    return {"call": call.id, "reached": call.answered is not None, "talked": call.talked}


class ContactKeeper:
    """calls: the books of our calls; contacts, requests: where what came of them is kept."""

    def __init__(self, calls: Outgoing, contacts: Contacts, requests: Requests, now: Callable[[], datetime]) -> None:
        self._calls, self._contacts, self._requests, self._now = calls, contacts, requests, now
        self._ended: asyncio.Queue[str] = asyncio.Queue(MOST_WAITING)

    async def hear(self, event: Event) -> None:
        """Note the end of each call of ours."""
        for call_id in await self._calls.hear(event):
            self._note(call_id)

    def _note(self, call_id: str) -> None:
        with contextlib.suppress(asyncio.QueueFull):
            self._ended.put_nowait(call_id)

    async def run(self) -> None:
        """Keep what came of each call, until cancelled. What failed is tried again."""
        self._note(_ALL)
        while True:
            call_id = await self._ended.get()
            try:
                await self._keep_of(call_id)
            except StorageError as fault:
                log.warning("contact_not_kept", call_id=call_id, why=fault.message)
                asyncio.get_running_loop().call_later(RETRY_SECONDS, self._note, call_id)

    async def _keep_of(self, call_id: str) -> None:
        if call_id != _ALL:
            await self._keep(await self._calls.look(call_id))
            return
        for call in await self._calls.ended_since(self._now() - LOOK_BACK):
            await self._keep(call)

    async def _keep(self, call: PastCall) -> None:
        proof = proof_of(call)
        if proof and call.ticket:
            await self._contacts.keep(call.ticket, call.id, proof, actor=call.by)
        if call.request and call.answered:
            await self._requests.done(call.request, actor=call.by)
