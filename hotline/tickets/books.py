"""What is asked of tickets beside their moves, put together once: lists, supervision, files, looks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hotline.bus import Bus
from hotline.storage.engine import Database
from hotline.tickets.appeals import Appeals
from hotline.tickets.callbacks import Callbacks
from hotline.tickets.contacts import Contacts
from hotline.tickets.dossier import Dossiers
from hotline.tickets.files import TicketFiles
from hotline.tickets.overseeing.instructions import Instructions
from hotline.tickets.overseeing.service import Overseeing
from hotline.tickets.service import TicketService
from hotline.tickets.supervising import Supervision
from hotline.tickets.told import Enlist, tell_nobody
from hotline.tickets.turns import Turns
from hotline.tickets.views import Views
from hotline.tickets.worklist import Worklists
from hotline.tickets.written import Written


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketBooks:
    """The parts, each with its own file."""

    dossiers: Dossiers
    worklists: Worklists
    callbacks: Callbacks
    turns: Turns
    supervision: Supervision
    overseeing: Overseeing
    instructions: Instructions
    appeals: Appeals
    files: TicketFiles
    views: Views
    written: Written
    contacts: Contacts


def ticket_books(
    database: Database, bus: Bus, tickets: TicketService, folder: Path, *, enlist: Enlist = tell_nobody
) -> TicketBooks:
    """All of them over one database. folder: of the tickets' files."""
    return TicketBooks(
        dossiers=Dossiers(database),
        worklists=Worklists(database, tickets.world),
        callbacks=Callbacks(database, tickets.world),
        turns=Turns(database, tickets.world),
        supervision=Supervision(database),
        overseeing=Overseeing(database, tickets.world),
        instructions=Instructions(database),
        appeals=Appeals(database, bus, tickets.world, enlist=enlist),
        files=TicketFiles(database, tickets, folder),
        views=Views(database, lambda: tickets.world().now),
        written=Written(database),
        contacts=Contacts(database, bus, tickets.world),
    )
