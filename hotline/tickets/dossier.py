"""A ticket with all that belongs to it, as it was at one moment: what the screen of a ticket shows.

Rule: one reading session gathers it, so that no part is newer than another; who may see what of it is decided above.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.errors import NotFoundError
from hotline.storage.engine import Database
from hotline.storage.tables import TicketCallBackRow
from hotline.tickets import appeals, oversight, store
from hotline.tickets.appeals import Appeal, Of
from hotline.tickets.files import TicketFile, files_of
from hotline.tickets.life.step import Case
from hotline.tickets.model import AssistRequest, Extension, HistoryEntry, Ticket
from hotline.tickets.number import is_number
from hotline.tickets.parties import this_round
from hotline.tickets.rows import call_back_of
from hotline.tickets.score import CallBack
from hotline.tickets.supervising import Watched


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What a citizen said at a callback. id: to appeal against."""

    id: int
    said: CallBack
    appeal: Appeal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A ticket, whole. case: with the parts of every round; children: those that were merged into it."""

    case: Case
    history: tuple[HistoryEntry, ...]
    extensions: tuple[Extension, ...]
    requests: tuple[AssistRequest, ...]
    scores: tuple[Score, ...]
    oversight: tuple[Watched, ...]
    files: tuple[TicketFile, ...]
    children: tuple[Ticket, ...]
    parent: Ticket | None

    @property
    def now(self) -> Case:
        """The case as a move would see it: with the parts of this round alone."""
        return this_round(self.case)


class Dossiers:
    """Tickets, whole. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def case(self, number: str) -> Case:
        """A ticket with its parts of every round: what decides who may see it. Raises NotFoundError."""
        async with self._database.reading() as session:
            return await _case(session, number)

    async def tickets(self, numbers: Sequence[str]) -> Mapping[str, Ticket]:
        """Those of these that there are."""
        async with self._database.reading() as session:
            return await store.tickets(session, numbers)

    async def of(self, number: str) -> Dossier:
        """All of it. Raises NotFoundError."""
        async with self._database.reading() as session:
            case = await _case(session, number)
            lines = await oversight.of_ticket(session, number)
            against = await appeals.of_targets(session, Of.OVERSIGHT, [line.id for line in lines])
            parent = case.ticket.parent
            return Dossier(
                case=case,
                history=await store.history(session, number),
                extensions=await store.extensions(session, number),
                requests=await store.requests(session, number),
                scores=await _scores(session, number),
                oversight=tuple(Watched(line=line, appeal=against.get(line.id), ticket=case.ticket) for line in lines),
                files=await files_of(session, number),
                children=await store.children(session, number),
                parent=await store.ticket(session, parent) if parent else None,
            )


async def _case(session: AsyncSession, number: str) -> Case:
    case = await store.case(session, number) if is_number(number) else None
    if case is None:
        raise NotFoundError("没有这张工单。")
    return replace(case, parts=await store.parts(session, number))


async def _scores(session: AsyncSession, number: str) -> tuple[Score, ...]:
    row = TicketCallBackRow
    rows = (await session.scalars(select(row).where(row.ticket_number == number).order_by(row.id))).all()
    against = await appeals.of_targets(session, Of.CALL_BACK, [one.id for one in rows])
    return tuple(Score(id=one.id, said=call_back_of(one), appeal=against.get(one.id)) for one in rows)
