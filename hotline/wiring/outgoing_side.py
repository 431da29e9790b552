"""Calls of ours to citizens, joined: their books, who may call whom, Asterisk, and where what came of it is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hotline.accounts.service import AccountService
from hotline.agents.service import Agents
from hotline.answering.calling_out import CallingOut
from hotline.answering.consulting import Consults
from hotline.answering.contact_keeper import ContactKeeper
from hotline.calls.outgoing import Outgoing
from hotline.kb.city import City
from hotline.requests.service import Requests
from hotline.storage.engine import Database
from hotline.telephony.consulting import Consulting
from hotline.telephony.dialler import Dialler
from hotline.wiring.telephone import Telephone
from hotline.wiring.ticket_side import TicketSide


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingSide:
    """calling, consults: what screens ask; keeper: must be kept running; keeper and consults hear every event."""

    calling: CallingOut
    keeper: ContactKeeper
    consults: Consults


def outgoing_side(
    telephone: Telephone,
    *,
    database: Database,
    tickets: TicketSide,
    requests: Requests,
    accounts: AccountService,
    agents: Agents,
    city: Callable[[], City],
) -> OutgoingSide:
    """All of it over one database and one link to Asterisk. city: as it is published now."""
    settings, link, bus = telephone.settings, telephone.link, telephone.bus
    calls, world = Outgoing(database), tickets.service.world
    dialler = Dialler(link, trunk=settings.outside_trunk, shown=settings.outgoing_number)
    calling = CallingOut(
        calls=calls,
        books=tickets.books,
        requests=requests,
        person=accounts.person,
        board=lambda: agents.board,
        world=world,
        ring=dialler.ring,
        publish=bus.publish,
        has_trunk=dialler.has_trunk,
    )
    keeper = ContactKeeper(calls, tickets.books.contacts, requests, lambda: world().now)
    consults = Consults(
        Consulting(link),
        board=lambda: agents.board,
        city=city,
        numbers=settings.outside_known,
        publish=bus.publish,
        now=lambda: world().now,
    )
    return OutgoingSide(calling=calling, keeper=keeper, consults=consults)
