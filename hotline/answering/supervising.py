"""What a supervisor does to calls and desks: whether it may be now, its row in the books, and then the act.

Rule: no act without its row (agents.acts), and none on an own call; the agent is told of what is done, as the city has
set it.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hotline.accounts.model import Account
from hotline.acts import WATCH, DeskSupervised, OverflowSet
from hotline.agents.acts import Act, Acts, NewAct
from hotline.agents.live_call import WITH_AN_AGENT, CallState, LiveCall, Watch
from hotline.agents.model import BREAK, AgentState, Board
from hotline.agents.overflow import Mode
from hotline.agents.service import Agents, clean_reason
from hotline.errors import ConflictError, HotlineError, InputError, NotAllowedError, NotFoundError
from hotline.events import Event
from hotline.telephony.watching import Way

_STATES = {AgentState.READY: Act.READY, AgentState.PAUSED: Act.PAUSED, AgentState.OFFLINE: Act.OFFLINE}
_ACTS = {Way.LISTEN: Act.LISTEN, Way.WHISPER: Act.WHISPER, Way.JOIN: Act.JOIN}


class Line(Protocol):
    """What Asterisk does of it (telephony.watching)."""

    async def begin(self, watch: str, call_id: str, agent: str, own: str, way: Way) -> None:
        """Ring the supervisor's telephone, to be in the call."""

    async def turn(self, watch: str, way: Way) -> None:
        """Be in it in another way."""

    async def end(self, watch: str) -> None:
        """Be in it no more."""

    async def take_over(self, call_id: str, agent: str, own: str) -> None:
        """The citizen leaves the agent for the supervisor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervising:
    """names: an agent's by extension, of those who have a desk; publish: tells everybody."""

    line: Line
    acts: Acts
    agents: Agents
    names: Callable[[], Mapping[str, str]]
    publish: Callable[[Event], Awaitable[None]]
    now: Callable[[], datetime]

    async def watch(self, call_id: str, way: Way, account: Account) -> str:
        """Be in a call of somebody else's, or be in it in another way; the name of the supervisor's own call.

        Raises NotFoundError, NotAllowedError, ConflictError, TelephonyError, StorageError.
        """
        call = self._call_of_others(call_id, account)
        if way is Way.JOIN and (call.asking or call.state != CallState.TALKING):
            raise ConflictError("市民正在等待，接回以后才能加入。")
        own = self._own_watch(account)
        if own and own[0].id != call_id:
            raise ConflictError("您正在旁听另一个通话，请先结束。")
        name = own[1].name if own else f"{WATCH}{secrets.token_hex(8)}"
        if not own:
            self._check_free(account)
        new = NewAct(act=_ACTS[way], by=account.username, call_id=call_id, extension=call.extension, watch=name)
        if own:
            await self._done(new, lambda: self.line.turn(name, way))
        else:
            await self._done(new, lambda: self.line.begin(name, call_id, call.extension, account.extension, way))
        return name

    async def leave(self, account: Account) -> None:
        """Be in no call of others; the row has its end from the telephone."""
        own = self._own_watch(account)
        if own:
            await self.line.end(own[1].name)

    async def take_over(self, call_id: str, account: Account) -> None:
        """Take the citizen. Raises as watch()."""
        call = self._call_of_others(call_id, account)
        if call.asking:
            raise ConflictError("话务员正在咨询别人，现在不能接管。")
        own = self._own_watch(account)
        if not own:
            self._check_free(account)
        new = NewAct(act=Act.TAKE_OVER, by=account.username, call_id=call_id, extension=call.extension)

        async def take() -> None:
            if own:
                await self.line.end(own[1].name)
            await self.line.take_over(call_id, call.extension, account.extension)

        await self._done(new, take)
        await self._tell(call.extension, Act.TAKE_OVER, account)

    async def set_state(self, extension: str, state: str, reason: str, account: Account) -> None:
        """Ready, paused for a reason, or away from the desk. Raises InputError; NotFoundError for no such desk."""
        name, seat = self.names().get(extension), self.agents.seat(extension)
        if name is None:
            raise NotFoundError("没有这个分机。")
        if state not in _STATES:
            raise InputError("状态只能设为空闲、示忙或离线。", fields={"state": "只能是ready、paused或offline"})
        why = clean_reason(reason)
        if state == AgentState.PAUSED and not why:
            raise InputError("请选择示忙的原因。", fields={"reason": "请选择"})
        if seat.state == AgentState.OFFLINE:
            raise ConflictError("这位话务员不在席，话机没有连上。")
        act = _STATES[AgentState(state)]
        new = NewAct(act=act, by=account.username, extension=extension, call_id=seat.call_id, reason=why)
        await self._done(new, lambda: self.agents.set_state(extension, name, state=state, reason=why))
        await self._tell(extension, act, account, why)

    async def set_overflow(self, mode: Mode, reason: str, account: Account) -> None:
        """Open or close overflow, or leave it to how many wait."""
        why = clean_reason(reason)
        await self.acts.keep(NewAct(act=Act.OVERFLOW, by=account.username, mode=mode, reason=why))
        await self.publish(OverflowSet(at=self.now(), mode=mode, actor=account.name, reason=why))

    def _call_of_others(self, call_id: str, account: Account) -> LiveCall:
        if not account.extension:
            raise NotAllowedError("您的账号没有分机，不能旁听或接管。")
        call = self._board.calls.get(call_id)
        if call is None:
            raise NotFoundError("这个通话已经结束。")
        if call.state not in WITH_AN_AGENT or not call.extension:
            raise ConflictError("这个通话现在没有话务员。")
        if call.extension == account.extension:
            raise ConflictError("这是您自己的通话。")
        return call

    def _own_watch(self, account: Account) -> tuple[LiveCall, Watch] | None:
        """The call in which this supervisor is."""
        return next(
            (
                (call, watch)
                for call in self._board.calls.values()
                for watch in call.watched
                if watch.by == account.extension
            ),
            None,
        )

    def _check_free(self, account: Account) -> None:
        seat = self._board.seat(account.extension)
        if seat.call_id or seat.state in (AgentState.RINGING, AgentState.TALKING):
            raise ConflictError("您正在通话或有来电，请先结束。")

    async def _done(self, new: NewAct, do: Callable[[], Awaitable[None]]) -> None:
        """Its row first; what Asterisk refuses is said in it."""
        number = await self.acts.keep(new)
        try:
            await do()
        except HotlineError as fault:
            await self.acts.failed(number, fault.message)
            raise

    async def _tell(self, extension: str, act: Act, account: Account, reason: str = "") -> None:
        await self.publish(
            DeskSupervised(
                at=self.now(), extension=extension, act=act, actor=account.name, reason=reason.removeprefix(BREAK)
            )
        )

    @property
    def _board(self) -> Board:
        return self.agents.board
