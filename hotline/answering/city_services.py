"""The services behind the menus, put together from the features: recordings, the outbox, callbacks, checks, ratings.

Each is a few lines here on purpose: what it does lies in its feature, and what it may not do (raise, take long) is the
rule of services.py.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from hotline.answering.checks import Checks
from hotline.answering.form_links import no_links
from hotline.answering.listening import Listening
from hotline.answering.recording import Recording
from hotline.answering.services import Caller
from hotline.answering.texts import NO_LINKS, FormLink, text_of
from hotline.ivr.effects import CHINESE, Rated
from hotline.ivr.waits import (
    Booked,
    CallBack,
    Check,
    DigitsAnswer,
    Heard,
    Listen,
    No,
    NotBooked,
    NotChecked,
    NotHeard,
    NotRecorded,
    NotSent,
    Record,
    Recorded,
    Send,
    SendWhat,
    Sent,
    When,
    Why,
    Yes,
)
from hotline.kb.city import City
from hotline.kb.model import Kind, Procedure
from hotline.kb.uses import Way
from hotline.notices.model import Draft
from hotline.notices.model import Refused as TextRefused
from hotline.requests.model import Refused as CallRefused


def not_counted(way: Way, kind: str, code: str) -> None:
    """Where nobody counts how the knowledge is used."""
    del way, kind, code


class LeftBehind(Protocol):
    """Where callbacks and ratings are kept (requests.service.Requests). Each raises StorageError."""

    async def book(self, *, number: str, call_id: str) -> CallRefused | None:
        """Promise to ring a number."""

    async def rate(self, *, call_id: str, question: str, value: str) -> None:
        """Keep an answer to the survey."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CityServices:
    """Implements LineServices. put: into the outbox (notices.service.Outbox.put); city: as it is published now.

    links: where a procedure's forms are downloaded (form_links.FormLinks.of); listening: None where nothing
    listens; used: counts, at once and never raising, what was sent.
    """

    recording: Recording
    put: Callable[[Draft], Awaitable[TextRefused | None]]
    requests: LeftBehind
    checks: Checks
    city: Callable[[], City]
    links: Callable[[Procedure], Awaitable[Mapping[str, FormLink]]] = no_links
    listening: Listening | None = None
    used: Callable[[Way, str, str], None] = not_counted

    async def listen(
        self, caller: Caller, wait: Listen, prompt: Sequence[Path] = ()
    ) -> Heard | NotHeard | DigitsAnswer:
        """The prompt, and what the caller says to it; without a recogniser the keys are the way."""
        if self.listening is None:
            return NotHeard(why=Why.NOT_AVAILABLE)
        return await self.listening.take(caller, wait, prompt)

    async def record(self, caller: Caller, wait: Record) -> Recorded | NotRecorded | DigitsAnswer:
        """A tone, then the caller's message."""
        return await self.recording.take(caller, wait)

    async def send(self, caller: Caller, wait: Send) -> Sent | NotSent:
        """Into the outbox: what is there is sent, whatever happens to this call."""
        city = self.city()
        text = text_of(wait.what, wait.item, city, await self._links(wait, city))
        if not text:
            return NotSent(why=Why.NOTHING)
        number = wait.number or caller.number
        draft = Draft(to=number, text=text, kind=wait.item.kind, code=wait.item.code, call_id=caller.call_id)
        refused = await self.put(draft)
        if refused:
            return NotSent(why=Why(refused))
        way = Way.FORMS if wait.what is SendWhat.FORM else Way.TEXTED
        self.used(way, wait.item.kind, wait.item.code)
        return Sent()

    async def _links(self, wait: Send, city: City) -> Mapping[str, FormLink]:
        is_forms = wait.what is SendWhat.FORM and wait.item.kind == Kind.PROCEDURE
        procedure = city.procedure(wait.item.code) if is_forms else None
        return await self.links(procedure) if procedure else NO_LINKS

    async def book_callback(self, caller: Caller, wait: CallBack) -> Booked | NotBooked:
        """A promise that agents see until somebody kept it."""
        refused = await self.requests.book(number=wait.number or caller.number, call_id=caller.call_id)
        return NotBooked(why=Why(refused)) if refused else Booked()

    async def check(self, caller: Caller, wait: Check) -> Yes | No | NotChecked:
        """Of this moment, or of this caller."""
        if wait.when is When.RECOGNISER:
            hears = self.listening is not None and self.listening.hears(caller.channel, wait.value or CHINESE)
            return Yes() if hears else No()
        return await self.checks.answer(caller, wait)

    async def rate(self, caller: Caller, rated: Rated) -> None:
        """An answer to the survey."""
        await self.requests.rate(call_id=caller.call_id, question=rated.question, value=rated.value)
