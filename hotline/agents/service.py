"""Agents come and go: ready, paused, offline. Asterisk's queue is the one truth; we ask it, and its events tell us."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import structlog

from hotline.agents.model import BREAK, AgentState, Board, LiveCall, Seat, Since, fold, recalled
from hotline.errors import InputError, TelephonyError
from hotline.events import Event, Resynced

SIGNED_IN = "signed-in"
LONGEST_REASON = 40  # characters
log = structlog.get_logger(__name__)


class Queue(Protocol):
    """The queue of callers, as its members see it (telephony.queue). Each raises TelephonyError."""

    async def add(self, extension: str, name: str, *, reason: str) -> None:
        """Make the agent's phone a member, paused for a reason; one that is a member already stays as it is."""

    async def pause(self, extension: str, *, reason: str) -> None:
        """Ring this agent no more."""

    async def unpause(self, extension: str) -> None:
        """Ring this agent."""

    async def remove(self, extension: str) -> None:
        """No member any more; one that is none stays so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What an agent last asked for."""

    name: str
    ready: bool = False
    reason: str = ""


class Agents:
    """The live board, and what agents do to it."""

    def __init__(self, queue: Queue, board: Board) -> None:
        self._queue = queue
        self._wanted: dict[str, _Wanted] = {}
        self._known: tuple[Since, ...] = ()
        self.board = board

    def recall(self, known: Iterable[Since]) -> None:
        """Since when states and talks lasted when the hotline ended: for the first picture that Asterisk gives."""
        self._known = tuple(known)

    async def hear(self, event: Event) -> None:
        """Fold one event in. Agents whom Asterisk forgot when it died are brought back as they were."""
        self.board = fold(self.board, event)
        if isinstance(event, Resynced):
            self.board, self._known = recalled(self.board, self._known), ()
            members = {agent.extension for agent in event.agents}
            for extension in self._wanted.keys() - members:
                await self._bring_back(extension, self._wanted[extension])

    async def _bring_back(self, extension: str, wanted: _Wanted) -> None:
        try:
            await self._queue.add(extension, wanted.name, reason=wanted.reason or SIGNED_IN)
            if wanted.ready:
                await self._queue.unpause(extension)
        except TelephonyError as fault:  # the next resync tries again
            log.warning("agent_not_brought_back", extension=extension, why=fault.message)

    def seat(self, extension: str) -> Seat:
        """The agent's desk as it is now."""
        return self.board.seat(extension)

    def call(self, call_id: str) -> LiveCall | None:
        """The call, where it is on the line."""
        return self.board.calls.get(call_id)

    async def sign_in(self, extension: str, name: str) -> None:
        """The agent has a desk: a member, paused until ready, also one who had left without a word.

        Raises TelephonyError.
        """
        if self.seat(extension).state == AgentState.OFFLINE:
            await self._queue.add(extension, name, reason=SIGNED_IN)
            await self._queue.pause(extension, reason=SIGNED_IN)
        self._wanted.setdefault(extension, _Wanted(name=name))

    async def set_state(self, extension: str, name: str, *, state: str, reason: str = "") -> None:
        """What the agent wants: ready, paused or offline.

        The seat changes when Asterisk's own event says so. Raises InputError and TelephonyError.
        """
        if state == AgentState.OFFLINE:
            self._wanted.pop(extension, None)
            await self._queue.remove(extension)
            return
        if state not in (AgentState.READY, AgentState.PAUSED):
            raise InputError("状态只能设为空闲、示忙或离线。", fields={"state": "只能是ready、paused或offline"})
        await self._queue.add(extension, name, reason=SIGNED_IN)
        if state == AgentState.READY:
            await self._queue.unpause(extension)
            self._wanted[extension] = _Wanted(name=name, ready=True)
        else:
            why = BREAK + clean_reason(reason)
            await self._queue.pause(extension, reason=why)
            self._wanted[extension] = _Wanted(name=name, reason=why)


def clean_reason(reason: str) -> str:
    """A reason as one short line: it passes through Asterisk to every screen."""
    return re.sub(r"[^\w·、，,.-]+", " ", reason.removeprefix(BREAK)).strip()[:LONGEST_REASON]
