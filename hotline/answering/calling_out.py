"""One of ours calls a citizen through the hotline: may it be, whose telephone rings first, and what is kept of it.

Rule: the number comes from the books and goes to Asterisk; whoever calls need not see it, and a department never does.
What is kept as contact is what the call's own record says.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from hotline.accounts.model import Account, Person, Role
from hotline.agents.model import AgentState, Board, Seat
from hotline.answering.contact_keeper import proof_of
from hotline.calls.model import PastCall
from hotline.calls.outgoing import Outgoing, Wanted
from hotline.errors import AsteriskAwayError, ConflictError, InputError, NotAllowedError, TelephonyError
from hotline.events import CallEnded, Event, OutgoingPlaced
from hotline.requests.model import CallbackState
from hotline.requests.service import Requests
from hotline.storage.citizens import normalise_number
from hotline.telephony.dialler import Ringing
from hotline.tickets.books import TicketBooks
from hotline.tickets.life.step import World
from hotline.tickets.model import CITY_TIME, Ticket, TicketState
from hotline.tickets.parties import User, may_see

FREE_TO = (Role.SUPERVISOR, Role.ADMIN)
"""Who may have any number called; all others only those of the books."""
PROOF_OF = timedelta(hours=2)
"""A call so long ago is no proof of the contact that is told now."""
_FREE_SEATS = (AgentState.READY, AgentState.PAUSED, AgentState.WRAP_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Whom somebody wants to call: the citizen of a ticket, of a promise to ring, or a number; one of the three."""

    ticket: str = ""
    request: int = 0
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallingOut:
    """calls: the books of our calls; board: who is on the line now; ring: has the telephones rung.

    has_trunk: whether there is a trunk to call by; publish: tells everybody.
    """

    calls: Outgoing
    books: TicketBooks
    requests: Requests
    person: Callable[[str], Awaitable[Person | None]]
    board: Callable[[], Board]
    world: Callable[[], World]
    ring: Callable[[Ringing], Awaitable[None]]
    publish: Callable[[Event], Awaitable[None]]
    has_trunk: bool

    async def place(self, wish: Wish, account: Account, user: User, key: str) -> PastCall:
        """Call, and return as soon as our own telephone rings; the same key is the same call, and rings once.

        Raises NotFoundError, NotAllowedError, InputError; ConflictError where it cannot be now: the hour, another call
        with this citizen, a desk that is busy; TelephonyError where Asterisk did not take it on.
        """
        begun = await self.calls.begun(key, account.username)
        if begun is not None:
            return begun
        if not self.has_trunk:
            raise ConflictError("还没有设置外线中继，不能外呼，请联系管理员（HOTLINE_OUTSIDE_TRUNK）。")
        number = await self._number(wish, account, user)
        self._check_hours()
        office = await self._office(account)
        seat = None if office else self._free_seat(account)
        self._check_line(number)
        wanted = Wanted(
            number=number,
            by=account.username,
            extension=seat.extension if seat else "",
            ticket=wish.ticket,
            request=wish.request,
        )
        call, is_new = await self.calls.begin(wanted, key)
        if is_new:
            await self._ring(call, office, seat)
        return call

    async def _number(self, wish: Wish, account: Account, user: User) -> str:
        if wish.ticket:
            return await self._of_ticket(wish.ticket, user)
        if not user.desk:
            raise NotAllowedError("您只能致电本单位工单的市民。")
        if wish.request:
            callback = await self.requests.callback(wish.request)
            if callback.state is not CallbackState.WAITING:
                raise ConflictError("这位市民已经有人回拨过了。")
            return callback.number
        if account.role not in FREE_TO:
            raise NotAllowedError("您只能拨打工单或回拨预约的号码。")
        return normalise_number(wish.number)

    async def _of_ticket(self, ticket_number: str, user: User) -> str:
        case = await self.books.dossiers.case(ticket_number)
        if not may_see(user, case, self.world().city):
            raise NotAllowedError("这张工单不在贵单位办理。")
        self.books.contacts.check(case, user)
        ticket = case.ticket
        if not ticket.citizen_number:
            raise ConflictError("这张工单没有市民的号码。")
        if ticket.state is TicketState.REVIEWED and user.desk:
            await self.books.callbacks.claim(ticket_number, user.username)
        else:
            await self.books.callbacks.check(ticket, user.username)
        return ticket.citizen_number

    def _check_hours(self) -> None:
        world = self.world()
        opens = world.call_hours.next(world.now)
        if opens > world.now:
            local = opens.astimezone(CITY_TIME)
            raise ConflictError(f"现在不能致电市民，{local.month}月{local.day}日{local:%H:%M}以后再打。")

    async def _office(self, account: Account) -> str:
        """The telephone outside that rings first, "" for who has a desk here."""
        if account.extension:
            return ""
        person = await self.person(account.username)
        if person is None or not person.phone:
            raise ConflictError("您的账号没有登记电话，不能通过热线致电，请联系管理员登记。")
        return person.phone

    def _free_seat(self, account: Account) -> Seat:
        seat = self.board().seat(account.extension)
        if seat.state not in _FREE_SEATS or seat.call_id:
            told = "您的话机没有连上" if seat.state == AgentState.OFFLINE else "您正在通话或有来电"
            raise ConflictError(f"{told}，现在不能外呼。")
        return seat

    def _check_line(self, number: str) -> None:
        """Raises ConflictError while this citizen is on the line: nobody is rung who is talking with us."""
        if any(normalise_number(call.number) == number for call in self.board().calls.values()):
            raise ConflictError("这位市民正在与热线通话。")

    async def _ring(self, call: PastCall, office: str, seat: Seat | None) -> None:
        extension = call.extension
        await self.publish(
            OutgoingPlaced(
                at=call.arrived,
                call_id=call.id,
                number=call.number,
                extension=extension,
                by=call.by,
                ticket=call.ticket,
                request=call.request,
            )
        )
        ringing = Ringing(
            call_id=call.id, number=call.number, extension=extension, office=office, seated=seat is not None
        )
        try:
            await self.ring(ringing)
        except (TelephonyError, InputError) as fault:
            # what may ring all the same stays open until Asterisk tells its end
            if not (isinstance(fault, AsteriskAwayError) and fault.details.get("sent")):
                await self.publish(CallEnded(at=self.world().now, call_id=call.id, cause=0))
            raise

    async def proof(self, ticket: Ticket, username: str, since: datetime | None) -> Mapping[str, object]:
        """What the books say of this user's call to the ticket's citizen, {} where there was none of late.

        since: the last try that was told of; what was proof of that is none of this.
        """
        earliest = self.world().now - PROOF_OF
        call = await self.calls.proof(ticket.citizen_number, username, max(earliest, since or earliest))
        return proof_of(call) if call else {}
