"""The live transcripts of all conversations: begun when a person and a citizen talk, ended with the call.

Rule: hear() never waits: nobody on the line, and no other listener, waits for a transcript.
"""

from __future__ import annotations

import asyncio

from hotline.answering.conversation import Conversation, Means, State
from hotline.calls.asides import WAITS
from hotline.events import (
    CallAnswered,
    CallEnded,
    CallEvent,
    CallHeld,
    CallJoined,
    CallReleased,
    ConsultChanged,
    Event,
    OutgoingAnswered,
    Resynced,
)

CLOSE_SECONDS = 3.0  # in which last words are still written when the hotline stops


class Transcribing:
    """The conversations. Join it to the bus with hear()."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._calls: dict[str, Conversation] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def state(self, call_id: str) -> State:
        """How the transcript of a call is now."""
        conversation = self._calls.get(call_id)
        return conversation.state if conversation is not None else State.NONE

    async def hear(self, event: Event) -> None:
        """What happens to calls."""
        match event:
            case Resynced(calls=calls):
                self._recover(calls)
            case CallAnswered() | OutgoingAnswered():
                self._begin(event)
            case CallHeld(call_id=call_id, held=held):
                self._hold(call_id, "hold", held=held)
            case CallJoined(call_id=call_id, joined=joined):
                self._join(event, call_id, joined=joined)
            case ConsultChanged(call_id=call_id, stage=stage):
                self._hold(call_id, "consult", held=stage in WAITS)
            case CallEnded(call_id=call_id):
                self._end(call_id)

    async def close(self) -> None:
        """End all of them; what was said last is still written, where that takes no time."""
        for call_id in list(self._calls):
            self._end(call_id, over=False)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=CLOSE_SECONDS)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _begin(self, event: CallEvent) -> None:
        """A citizen who comes to another person is back from wherever the last one had put them."""
        known = self._calls.get(event.call_id)
        if known is not None:
            known.hold("hold", held=False)
            known.hold("consult", held=False)
            return
        self._start(event, seen=True)

    def _start(self, event: CallEvent, *, seen: bool) -> None:
        conversation = Conversation(event.call_id, event.at, self._means, seen=seen)
        self._calls[event.call_id] = conversation
        task = asyncio.create_task(conversation.run(), name=f"transcript {event.call_id}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _recover(self, calls: tuple[CallEvent, ...]) -> None:
        """After a gap: what ended meanwhile is over; a talk whose beginning was not seen is written from here on."""
        live = {event.call_id for event in calls}
        for call_id in [one for one in self._calls if one not in live]:
            self._end(call_id)
        left = {event.call_id for event in calls if isinstance(event, CallReleased)}
        for event in calls:
            if isinstance(event, CallAnswered | OutgoingAnswered) and event.call_id not in {*self._calls, *left}:
                self._start(event, seen=False)

    def _hold(self, call_id: str, why: str, *, held: bool) -> None:
        if conversation := self._calls.get(call_id):
            conversation.hold(why, held=held)

    def _join(self, event: Event, call_id: str, *, joined: bool) -> None:
        if conversation := self._calls.get(call_id):
            conversation.join(event.at, joined=joined)

    def _end(self, call_id: str, *, over: bool = True) -> None:
        if conversation := self._calls.pop(call_id, None):
            conversation.end(over=over)
