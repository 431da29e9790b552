"""Everything of tickets, joined: the service, what falls due, duplicates, routing, and the books beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from hotline.bus import Bus
from hotline.kb.library import Library
from hotline.notices.service import Outbox
from hotline.settings import Settings
from hotline.storage.engine import Database
from hotline.storage.letting_go import LettingGo
from hotline.tickets.books import TicketBooks, ticket_books
from hotline.tickets.call_hours import CallHours
from hotline.tickets.clock.calendar import Calendar
from hotline.tickets.duplicates.service import Duplicates
from hotline.tickets.duty_file import load_duty
from hotline.tickets.falling_due import FallingDue
from hotline.tickets.policies import load_policies
from hotline.tickets.routing.service import Routing
from hotline.tickets.service import Customs, TicketService
from hotline.tickets.templates.service import Templates
from hotline.tickets.views_kept import views_kept
from hotline.wiring.routing_side import routing_side
from hotline.wiring.ticket_city import ticket_city
from hotline.wiring.ticket_telling import Phones, enlisting, nobody


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketSide:
    """What the rest of the hotline has of tickets. works: whether offices work on a day, by the city's calendar."""

    service: TicketService
    falling_due: FallingDue
    duplicates: Duplicates
    routing: Routing
    books: TicketBooks
    templates: Templates
    works: Callable[[date], bool]
    calendar: Calendar
    views_kept: LettingGo


async def ticket_side(
    settings: Settings, database: Database, bus: Bus, outbox: Outbox, library: Library, phones: Phones = nobody
) -> TicketSide:
    """All of it over one database. Raises CityPackError where a policy, a duty or the dispatch directory is faulty."""
    policies, duty = load_policies(settings.kb_dir), load_duty(settings.kb_dir)
    enlist = enlisting(outbox, duty, phones)
    city = ticket_city(lambda: library.city)
    hours, templates = CallHours.of(settings.call_back_hours), Templates(database)
    await templates.sync_pack(settings.kb_dir)
    service = TicketService(
        database,
        bus,
        city=city,
        policies=lambda: policies,
        enlist=enlist,
        customs=Customs(call_hours=hours, texts=lambda: templates.cards, late_soon=duty.late_soon),
    )
    return TicketSide(
        service=service,
        falling_due=FallingDue(database, bus, service.world, enlist=enlist),
        duplicates=Duplicates(database, bus, service, enlist=enlist),
        routing=await routing_side(settings, database, library),
        works=policies.calendar.works,
        calendar=policies.calendar,
        templates=templates,
        views_kept=views_kept(database, timedelta(days=settings.ticket_views_days)),
        books=ticket_books(database, bus, service, settings.ticket_files_dir, enlist=enlist),
    )
