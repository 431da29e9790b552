"""An agent asks a colleague, a department or 110 while the citizen waits: with whom, how far it is, and how it ends.

Rule: only a call on the agent's own desk, and only who is in the books: a ready colleague, a department's telephone,
the emergency numbers and those of the settings.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hotline.agents.model import AgentState, Board, CallState
from hotline.errors import ConflictError, InputError
from hotline.events import (
    CallAnswered,
    CallEnded,
    CallEvent,
    CallReleased,
    ConsultChanged,
    Event,
    OutgoingReleased,
    OutsideAnswered,
    OutsideReleased,
    Resynced,
)
from hotline.kb.city import City
from hotline.storage.citizens import can_be_rung, normalise_number
from hotline.telephony.consulting import Key


class Line(Protocol):
    """What Asterisk does of it (telephony.consulting)."""

    async def begin(self, call_id: str, extension: str, to: str, *, is_desk: bool) -> None:
        """Ring somebody for the agent."""

    async def press(self, call_id: str, extension: str, key: Key) -> None:
        """Do something with the two calls."""

    async def drop(self, call_id: str, extension: str, to: str) -> None:
        """Hang up whoever was asked, where all three talk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whom an agent wants to ask: one of the three. phone: which of the department's telephones, as it is written."""

    extension: str = ""
    department: str = ""
    phone: str = ""
    number: str = ""


@dataclass(slots=True, kw_only=True)
class _Consult:
    """One that goes on. agent: who asks; is_left: is off the line; passed: since when the citizen is the other's."""

    agent: str
    to: str
    is_desk: bool
    stage: str = "ringing"
    is_left: bool = False
    passed: datetime | None = None


class Consults:
    """numbers: telephones outside that may be asked beside the departments'; publish: tells everybody."""

    def __init__(
        self,
        line: Line,
        *,
        board: Callable[[], Board],
        city: Callable[[], City],
        numbers: tuple[str, ...],
        publish: Callable[[Event], Awaitable[None]],
        now: Callable[[], datetime],
    ) -> None:
        self._line, self._board, self._city = line, board, city
        self._numbers, self._publish, self._now = numbers, publish, now
        self._going: dict[str, _Consult] = {}

    async def begin(self, call_id: str, extension: str, asked: Asked) -> None:
        """Ring whom the agent wants to ask; the citizen hears music. Raises InputError, ConflictError."""
        self._own(call_id, extension)
        if call_id in self._going:
            raise ConflictError("已经在咨询，请先结束。")
        to = self._colleague(asked.extension, extension) if asked.extension else self._outside(asked)
        self._going[call_id] = _Consult(agent=extension, to=to, is_desk=bool(asked.extension))
        try:
            await self._line.begin(call_id, extension, to, is_desk=bool(asked.extension))
        except BaseException:
            self._going.pop(call_id, None)
            raise

    async def act(self, call_id: str, extension: str, key: Key) -> None:
        """Back to the citizen, pass the citizen on, talk all three, or swap. Raises ConflictError where not now."""
        self._own(call_id, extension)
        going = self._going.get(call_id)
        if going is None:
            raise ConflictError("现在没有在咨询。")
        if key is not Key.ABORT and going.stage == "ringing":
            raise ConflictError("对方还没有接听。")
        if going.stage == "three":
            raise ConflictError("已经是三方通话：可以请对方离开；您挂断后市民与对方继续通话。")
        await self._line.press(call_id, extension, key)
        if key is Key.THREE:
            going.stage = "three"
            await self._publish(ConsultChanged(at=self._now(), call_id=call_id, to=going.to, stage="three"))

    async def drop(self, call_id: str, extension: str) -> None:
        """Of all three who talk, let go whoever was asked. Raises ConflictError where not all three talk."""
        self._own(call_id, extension)
        going = self._going.get(call_id)
        if going is None or going.stage != "three":
            raise ConflictError("现在不是三方通话。")
        await self._line.drop(call_id, extension, going.to)

    async def hear(self, event: Event) -> None:
        """How the consultations go; whoever has the citizen in the end is told like any other who answers."""
        if isinstance(event, Resynced):
            live = {fact.call_id for fact in event.calls}
            self._going = {call_id: one for call_id, one in self._going.items() if call_id in live}
            return
        going = self._going.get(event.call_id) if isinstance(event, CallEvent) else None
        if going is None or not isinstance(event, CallEvent):
            return
        match event:
            case ConsultChanged(stage="talking"):
                going.stage = "talking"
                await self._passed(event.call_id, going)
            case CallReleased(extension=left) | OutgoingReleased(extension=left) if left == going.agent:
                await self._left(event.call_id, going)
            case ConsultChanged(stage="alone", to=left) if left == going.agent:
                await self._left(event.call_id, going)
            case ConsultChanged(stage="over"):
                await self._over(event.call_id, going)
            case CallEnded():
                self._going.pop(event.call_id, None)

    async def _left(self, call_id: str, going: _Consult) -> None:
        going.is_left = True
        await self._passed(call_id, going)

    async def _passed(self, call_id: str, going: _Consult) -> None:
        """The agent is off the line, and the citizen is with whoever was asked and has answered."""
        if not going.is_left or going.stage == "ringing" or going.passed is not None:
            return
        going.passed = at = self._now()
        if going.is_desk:
            await self._publish(CallAnswered(at=at, call_id=call_id, extension=going.to, waited=0))
        else:
            await self._publish(OutsideAnswered(at=at, call_id=call_id, number=going.to))
        await self._publish(ConsultChanged(at=at, call_id=call_id, to=going.to, stage="passed"))

    async def _over(self, call_id: str, going: _Consult) -> None:
        self._going.pop(call_id, None)
        if going.passed is None:
            return
        at = self._now()
        talked = max(0, int((at - going.passed).total_seconds()))
        call = self._board().calls.get(call_id)
        if going.is_desk:
            await self._publish(CallReleased(at=at, call_id=call_id, extension=going.to, talked=talked))
        elif call is not None and call.state == CallState.OUTSIDE:  # else the citizen has gone on already
            await self._publish(OutsideReleased(at=at, call_id=call_id, number=going.to, talked=talked))

    def _own(self, call_id: str, extension: str) -> None:
        call = self._board().calls.get(call_id)
        if call is None or call.extension != extension or call.state not in (CallState.TALKING, CallState.HELD):
            raise ConflictError("这个通话不在您的话机上。")

    def _colleague(self, wanted: str, own: str) -> str:
        seat = self._board().seat(wanted)
        if wanted == own or seat.state != AgentState.READY:
            raise ConflictError("这位同事现在不空闲。")
        return wanted

    def _outside(self, asked: Asked) -> str:
        number = normalise_number(asked.number) if asked.number else self._of_department(asked)
        known = asked.number == "" or number in self._numbers
        if not known or not (number in self._numbers or can_be_rung(number)):
            raise InputError("这个号码不能咨询。", fields={"to": "只能是单位的电话或110、119、120、122"})
        return number

    def _of_department(self, asked: Asked) -> str:
        found = next((one for one in self._city().departments if one.code == asked.department), None)
        if found is None:
            raise InputError("没有这个单位。", fields={"department": "没有这个单位"})
        phones: Mapping[str, str] = {phone.number: normalise_number(phone.number) for phone in found.phones}
        if not phones or (asked.phone and asked.phone not in phones):
            raise InputError("这个单位没有这个电话。", fields={"phone": "没有这个电话"})
        return phones[asked.phone] if asked.phone else next(iter(phones.values()))
