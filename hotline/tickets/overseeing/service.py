"""The supervision desk's lists, page by page: each ticket with since when, why, what was done, what was said to it.

Rule: a page begins after the last ticket of the one before (by since when, then number), so that what is done
meanwhile shifts nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.errors import InputError
from hotline.storage.engine import Database
from hotline.storage.tables import (
    TicketAssistRequestRow,
    TicketCallBackRow,
    TicketExtensionRow,
    TicketHistoryRow,
    TicketOversightRow,
    TicketRow,
)
from hotline.tickets import oversight, store
from hotline.tickets.life.step import World
from hotline.tickets.model import AssistRequest, Extension, HistoryEntry, Ticket
from hotline.tickets.moves import Action
from hotline.tickets.overseeing.lists import Concern, Narrowed, pressing, tickets_of, watch_of
from hotline.tickets.oversight import OversightLine
from hotline.tickets.rows import call_back_of, entry_of, extension_of, request_of
from hotline.tickets.score import CallBack
from hotline.tickets.worklist import MOST_COUNTED, Place, place_of, text_of

MOST_DEPARTMENTS = 40  # told with their counts, the most first


@dataclass(frozen=True, slots=True, kw_only=True)
class Overseen:
    """A ticket on a list. since: the moment that put it there; lines: all of its supervision, the oldest first.

    last: what was done to it last; returned: its last return; extension, requests: those that nobody has
    decided; score: the citizen's last word; joined: how many tickets were merged into it.
    """

    ticket: Ticket
    since: datetime
    lines: tuple[OversightLine, ...] = ()
    last: HistoryEntry | None = None
    returned: HistoryEntry | None = None
    extension: Extension | None = None
    requests: tuple[AssistRequest, ...] = ()
    score: CallBack | None = None
    joined: int = 0

    @property
    def answer(self) -> OversightLine | None:
        """What the department said last to supervision."""
        answered = [line for line in self.lines if line.answered is not None]
        return max(answered, key=lambda line: (line.answered or line.at, line.id), default=None)

    def line_for(self, concern: Concern) -> OversightLine | None:
        """The line that says why it is on this list."""
        watch = watch_of(concern)
        return next((line for line in reversed(self.lines) if line.watch is watch), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPage:
    """A page of a list. next: "" at the end.

    counts: of every list, MOST_COUNTED for so many or more; departments: of this list, by code, the most first.
    """

    concern: Concern
    items: tuple[Overseen, ...]
    next: str
    counts: Mapping[Concern, int]
    departments: tuple[tuple[str, int], ...]


@dataclass(slots=True)
class _Beside:
    """What stands beside the tickets of a page, by number."""

    lines: dict[str, list[OversightLine]] = field(default_factory=dict)
    last: dict[str, HistoryEntry] = field(default_factory=dict)
    returned: dict[str, HistoryEntry] = field(default_factory=dict)
    extensions: dict[str, Extension] = field(default_factory=dict)
    requests: dict[str, list[AssistRequest]] = field(default_factory=dict)
    scores: dict[str, CallBack] = field(default_factory=dict)
    joined: dict[str, int] = field(default_factory=dict)


class Overseeing:
    """The lists. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database, world: Callable[[], World]) -> None:
        self._database = database
        self._world = world

    async def look(
        self, concern: Concern, narrowed: Narrowed, *, after: str = "", limit: int = 50, counted: bool = True
    ) -> DeskPage:
        """A page of a list. counted: also how many stand on all of them. Raises InputError for a wrong place."""
        place, world = place_of(after), self._world()
        if place is not None and place.due is None:
            raise InputError("after不是上一页给出的位置。", fields={"after": "应为上一页的next"})
        found = tickets_of(concern, narrowed, now=world.now, soon=_soon(world)).subquery()
        asked = select(found.c.number, found.c.since)
        if place is not None:
            asked = asked.where(tuple_(found.c.since, found.c.number) > tuple_(place.due, place.number))
        of = func.count().label("many")
        by_department = select(found.c.department, of).group_by(found.c.department).order_by(of.desc())
        async with self._database.reading() as session:
            rows = (await session.execute(asked.order_by(found.c.since, found.c.number).limit(limit + 1))).all()
            since = {number: _aware(at) for number, at in rows[:limit]}
            items = await _items(session, since)
            counts = await self._counts(session, narrowed, world) if counted else {}
            departments = (await session.execute(by_department.limit(MOST_DEPARTMENTS))).all()
        more = Place(due=_aware(rows[limit - 1][1]), number=rows[limit - 1][0]) if len(rows) > limit else None
        return DeskPage(
            concern=concern,
            items=items,
            next=text_of(more) if more else "",
            counts=counts,
            departments=tuple((code, many) for code, many in departments),
        )

    async def pressing(self) -> int:
        """How many have a red card or are past their limit, and no answer; MOST_COUNTED for so many or more."""
        found = pressing(self._world().now).limit(MOST_COUNTED).subquery()
        async with self._database.reading() as session:
            return int(await session.scalar(select(func.count()).select_from(found)) or 0)

    async def _counts(self, session: AsyncSession, narrowed: Narrowed, world: World) -> dict[Concern, int]:
        def of(concern: Concern) -> object:
            found = tickets_of(concern, narrowed, now=world.now, soon=_soon(world))
            most = found.with_only_columns(TicketRow.number).limit(MOST_COUNTED).subquery()
            return select(func.count()).select_from(most).scalar_subquery().label(concern)

        row = (await session.execute(select(*(of(concern) for concern in Concern)))).one()  # type: ignore[call-overload]
        return {concern: int(getattr(row, concern)) for concern in Concern}


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _soon(world: World) -> datetime:
    calendar = world.policies.calendar
    return calendar.closing(calendar.working_day_after(calendar.day_of(world.now)))


async def _items(session: AsyncSession, since: Mapping[str, datetime]) -> tuple[Overseen, ...]:
    numbers = list(since)
    if not numbers:
        return ()
    tickets, beside = await store.tickets(session, numbers), await _beside(session, numbers)
    return tuple(
        Overseen(
            ticket=tickets[number],
            since=at,
            lines=tuple(beside.lines.get(number, ())),
            last=beside.last.get(number),
            returned=beside.returned.get(number),
            extension=beside.extensions.get(number),
            requests=tuple(beside.requests.get(number, ())),
            score=beside.scores.get(number),
            joined=beside.joined.get(number, 0),
        )
        for number, at in since.items()
        if number in tickets
    )


async def _beside(session: AsyncSession, numbers: Sequence[str]) -> _Beside:
    found = _Beside()
    line, entry, extension, tried = TicketOversightRow, TicketHistoryRow, TicketExtensionRow, TicketCallBackRow
    for row in await session.scalars(select(line).where(line.ticket_number.in_(numbers)).order_by(line.id)):
        found.lines.setdefault(row.ticket_number, []).append(oversight.line_of(row))
    for one in await session.scalars(select(entry).where(entry.ticket_number.in_(numbers)).order_by(entry.id)):
        found.last[one.ticket_number] = entry_of(one)
        if one.action == Action.RETURN:
            found.returned[one.ticket_number] = found.last[one.ticket_number]
    waiting = select(extension).where(extension.ticket_number.in_(numbers), extension.decided.is_(None))
    for asked in await session.scalars(waiting):
        found.extensions[asked.ticket_number] = extension_of(asked)
    helps = TicketAssistRequestRow
    undecided = select(helps).where(helps.ticket_number.in_(numbers), helps.decided.is_(None))
    for help_asked in await session.scalars(undecided.order_by(helps.id)):
        found.requests.setdefault(help_asked.ticket_number, []).append(request_of(help_asked))
    reached = select(tried).where(tried.ticket_number.in_(numbers), tried.final_answer.is_(True))
    for said in await session.scalars(reached):
        found.scores[said.ticket_number] = call_back_of(said)
    parent = TicketRow.parent
    joined = select(parent, func.count()).where(parent.in_(numbers)).group_by(parent)
    for number, many in await session.execute(joined):
        found.joined[number] = many
    return found
