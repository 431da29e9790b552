"""Tickets: taken down once however often the button is pressed, moved by one at a time, and found again.

Rule: one transaction writes a move: the ticket, its history, its parts and timers, its notices and its key; the event
follows the commit. Whether a move is allowed is asked of moves.py, what comes of it of life/; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.bus import Bus
from hotline.errors import ConflictError, InputError, NotAllowedError, NotFoundError
from hotline.storage.citizens import normalise_number
from hotline.storage.engine import Database
from hotline.storage.together import insert_together
from hotline.tickets import numbering, store
from hotline.tickets.call_hours import DAYTIME, CallHours
from hotline.tickets.clock.in_force import Policies
from hotline.tickets.draft import checked, fingerprint
from hotline.tickets.life.step import Actor, Asked, Case, Step, World
from hotline.tickets.life.table import made
from hotline.tickets.model import Ticket, TicketDraft
from hotline.tickets.moves import MOVES, QUIET, Action, Refusal, refusal
from hotline.tickets.number import is_number
from hotline.tickets.offices import TicketCity
from hotline.tickets.parties import User, parties_of
from hotline.tickets.taking_down import FIRST_MOVES, TakingDown
from hotline.tickets.told import Enlist, event_of, tell_nobody
from hotline.tickets.words import spoken_progress
from hotline.tickets.writing import write

KEY_LENGTH = 100
Beside = Callable[[AsyncSession], Awaitable[None]]


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Customs:
    """What a city does in its own way: World's fields of these names, texts read anew for each move."""

    call_hours: CallHours = DAYTIME
    texts: Callable[[], Mapping[str, str]] = dict
    late_soon: timedelta = timedelta()


USUAL = Customs()


class TicketService:
    """What people do with tickets. Every method raises StorageError where the database does not answer."""

    def __init__(
        self,
        database: Database,
        bus: Bus,
        now: Callable[[], datetime] = utc_now,
        *,
        city: Callable[[], TicketCity],
        policies: Callable[[], Policies],
        enlist: Enlist = tell_nobody,
        customs: Customs = USUAL,
    ) -> None:
        self._database = database
        self._bus = bus
        self._now = now
        self._city = city
        self._policies = policies
        self._enlist = enlist
        self._customs = customs

    def world(self) -> World:
        """What is so now."""
        return World(
            now=self._now(),
            policies=self._policies(),
            city=self._city(),
            call_hours=self._customs.call_hours,
            texts=self._customs.texts(),
            late_soon=self._customs.late_soon,
        )

    async def save(self, draft: TicketDraft, *, actor: str, key: str, asked: Asked | None = None) -> Ticket:
        """Take down a new ticket, or give back the one that was saved under this key.

        actor: user name; key: the screen's own, one for each ticket begun, 1 to 100 characters; asked: what becomes of
        it at once (FIRST_MOVES), left out: dispatched where a department is given, else accepted. Raises InputError
        with every faulty field in details["fields"], ConflictError where the key was used for another draft or by
        another user.
        """
        _check_key(key)
        clean = checked(draft, self._city())
        first = asked or Asked(action=Action.DISPATCH if clean.department else Action.ACCEPT, version=0)
        if first.action not in FIRST_MOVES:
            raise InputError("新工单不能进行这项操作。", fields={"action": "新工单不能进行这项操作。"})
        first = replace(first, department=clean.department, assisting=clean.assisting)
        step = await self._save_or_again(TakingDown(draft=clean, asked=first, actor=actor, key=key))
        if isinstance(step, Ticket):
            return step
        await self._bus.publish(event_of(step))
        return step.ticket

    async def _save_or_again(self, taken: TakingDown) -> Step | Ticket:
        try:
            return await self._save_once(taken)
        except IntegrityError:  # the same key in the same moment: the other one was first, and is given back
            return await self._save_once(taken)

    async def _save_once(self, taken: TakingDown) -> Step | Ticket:
        async with self._database.transaction() as session:
            return await taken.written(session, self.world(), self._enlist)

    async def move(
        self, number: str, asked: Asked, *, user: User, key: str = "", beside: Beside | None = None
    ) -> Ticket:
        """Do something to a ticket; what it is after it.

        key: of this one act, so that it is done once however often it is sent; beside: writes what belongs to it in
        the same transaction, and may raise to have none of it. Raises NotFoundError, NotAllowedError
        where it is not the user's to do, ConflictError (details: state, version) where somebody else was first,
        InputError with every faulty field in details["fields"].
        """
        if key:
            _check_key(key)
        # what the books say of a call may have grown when the same is sent again
        mark = fingerprint(replace(asked, proof={}), f"{user.username} {number}") if key else ""
        async with self._database.transaction() as session:
            # first: whoever sends the same again waits for what comes of it
            case = await self._locked(session, number, asked.parent if asked.action is Action.MERGE else "")
            if key and (earlier := await numbering.done_under(session, key)):
                return await self._done_before(session, earlier, mark, number)
            step = await self._stepped(session, case, asked, user)
            await write(session, case, step, self.world(), self._enlist)
            if beside is not None:
                await beside(session)
            if key:
                await insert_together(
                    session, numbering.key_row(key=key, number=number, actor=user.username, fingerprint=mark)
                )
        await self._bus.publish(event_of(step))
        return step.ticket

    async def _locked(self, session: AsyncSession, number: str, parent: str = "") -> Case:
        """The ticket, and with it the parent that it shall be merged into: it must not be answered in that moment.

        The lower number first, so that two who merge each into the other do not wait for each other for ever.
        """
        found = {one: await store.case(session, one, lock=True) for one in sorted({number, parent}) if is_number(one)}
        case = found.get(number)
        if case is None:
            raise NotFoundError("没有这张工单。")
        return case

    async def _stepped(self, session: AsyncSession, case: Case, asked: Asked, user: User) -> Step:
        city, ticket = self._city(), case.ticket
        actor = Actor(username=user.username, parties=parties_of(user, case, city), department=user.department)
        why = refusal(asked.action, ticket.state, actor.parties)
        if why is Refusal.PARTY:
            raise NotAllowedError(f"您不能对这张工单进行“{asked.action.label}”。")
        if asked.version != ticket.version and asked.action not in QUIET:
            raise _late(case, "工单刚刚被别人更新过")
        if why is Refusal.STATE:
            raise _late(case, f"现在不能进行“{asked.action.label}”")
        if asked.action is Action.MERGE:
            await self._check_parent(session, asked.parent, ticket)
        return made(case, asked, actor, self.world())

    async def _check_parent(self, session: AsyncSession, number: str, child: Ticket) -> None:
        """Raises InputError where the parent is none: it must be there, open, on its own, and no child of this one."""
        parent = await store.ticket(session, number) if is_number(number) else None
        fault = None
        if parent is None:
            fault = "没有这张主工单，请核对编号。"
        elif parent.state not in MOVES[Action.MERGE].sources:
            fault = f"主工单{parent.state.label}，不能并入。"
        elif await store.children(session, child.number):
            fault = "这张工单下已有并入的工单，请把它作为主工单。"
        if fault:
            raise InputError(fault, fields={"parent": fault})

    async def _done_before(self, session: AsyncSession, earlier: tuple[str, str], mark: str, number: str) -> Ticket:
        ticket = await store.ticket(session, earlier[0])
        if earlier != (number, mark) or ticket is None:
            raise ConflictError("这次操作的编号已经用过，请刷新页面。")
        return ticket

    async def get(self, number: str) -> Ticket:
        """One ticket. Raises NotFoundError."""
        ticket = None
        if is_number(number):
            async with self._database.reading() as session:
                ticket = await store.ticket(session, number)
        if ticket is None:
            raise NotFoundError("没有这张工单。")
        return ticket

    async def whole(self, number: str) -> Case:
        """One ticket with its parts of every round, limits, open request and callbacks. Raises NotFoundError."""
        async with self._database.reading() as session:
            case = await store.case(session, number) if is_number(number) else None
            if case is None:
                raise NotFoundError("没有这张工单。")
            return replace(case, parts=await store.parts(session, number))

    async def list_for(self, citizen_number: str, limit: int = 20) -> tuple[Ticket, ...]:
        """The tickets of whoever calls from this number, the newest first; none for a hidden number."""
        key = normalise_number(citizen_number)
        if not key:
            return ()
        async with self._database.reading() as session:
            return await store.of_citizen(session, key, limit)

    async def of_caller(self, citizen_number: str) -> tuple[Ticket, ...]:
        """For the card of who calls from this number: all that are open, then the last that are over."""
        key = normalise_number(citizen_number)
        if not key:
            return ()
        async with self._database.reading() as session:
            return await store.of_caller(session, key, 20)

    async def latest(self, limit: int = 50) -> tuple[Ticket, ...]:
        """The newest tickets, the newest first."""
        async with self._database.reading() as session:
            return await store.latest(session, limit)

    async def progress(self, number: str, *, caller: str = "", code: str = "") -> str | None:
        """What a caller who keys this number hears; None where there is no such ticket.

        caller: the number that calls; code: the query code. Raises NotAllowedError where neither is the ticket's.
        """
        try:
            ticket = await self.get(number)
        except NotFoundError:
            return None
        known = normalise_number(caller)
        if not (known and known == ticket.citizen_number) and not (code and code == ticket.query_code):
            raise NotAllowedError("请输入查询码。")
        return spoken_progress(ticket, self._city().name(ticket.department) if ticket.department else "")


def _check_key(key: str) -> None:
    if not 1 <= len(key) <= KEY_LENGTH or not key.isprintable():
        raise InputError("保存请求的编号无效，请刷新页面后重试。")


def _late(case: Case, why: str) -> ConflictError:
    ticket = case.ticket
    return ConflictError(
        f"{why}，工单现在的状态是“{ticket.state.label}”，请看过最新情况后再操作，您填写的内容没有丢失。",
        state=str(ticket.state),
        version=ticket.version,
    )
