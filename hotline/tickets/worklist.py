"""The lists of work, page by page, with how many stand on each.

Rule: a page begins after the last ticket of the one before (by due, then number), never after so many rows: what is
signed meanwhile shifts nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    Executable,
    Integer,
    String,
    Subquery,
    bindparam,
    func,
    literal_column,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.errors import InputError
from hotline.storage.engine import Database
from hotline.storage.tables import TicketOversightRow, TicketRow, UtcTime
from hotline.tickets import store
from hotline.tickets.life.step import World
from hotline.tickets.model import Ticket
from hotline.tickets.number import is_number
from hotline.tickets.tabs import BY_ANOTHER_TABLE, LATEST_FIRST, NEWEST_FIRST, Keys, Tab, Whose, keys_of

MOST_COUNTED = 200  # a longer list says no more to whoever has to work it, and costs four times as much to count
"""A count of so many is "so many or more": nobody reads on, and counting on would take the time of it."""
_MOMENT = "%Y%m%d%H%M%S%f"
_MOST = bindparam("most", type_=Integer())
_DUE, _NUMBER = bindparam("place_due", type_=UtcTime()), bindparam("place_number", type_=String())


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """After which ticket a page begins. due: None for one without a limit; those come last."""

    due: datetime | None
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """A line of a list. watches: its open lines of supervision, by kind, the oldest first."""

    ticket: Ticket
    watches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One page of a list, and what stands on all of them. next: where the next page begins, "" at the end."""

    tab: Tab
    items: tuple[WorkItem, ...]
    next: str
    counts: Mapping[Tab, int]


class Worklists:
    """What waits for whom. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database, world: Callable[[], World]) -> None:
        self._database = database
        self._world = world

    def of_department(self, code: str, username: str) -> Whose:
        """A department's lists."""
        city = self._world().city
        below = tuple(sorted(one for one in city.offices if city.is_above(code, one)))
        return Whose(username=username, department=code, below=below)

    async def look(self, whose: Whose, tab: str = "", *, after: str = "", limit: int = 50) -> Look:
        """A page of a list, the first list where none is named. Raises InputError for a tab or a place that is none."""
        wanted, place = _tab(tab, whose), place_of(after)
        world = self._world()
        asked = whose.by_name(now=world.now, soon=_soon(world)) | {"most": limit + 1}
        if place:
            asked |= {"place_due": place.due, "place_number": place.number}
        of_department = bool(whose.department)
        async with self._database.reading() as session:
            await _by_rote(session)
            keys = await session.execute(_page(wanted, _begins(place), of_department=of_department), asked)
            found = [Place(due=row.due, number=row.number) for row in keys]
            items = await items_of(session, [one.number for one in found[:limit]])
            counted = (await session.execute(_counts(whose.tabs, of_department=of_department), asked)).one()
        last = found[limit - 1] if len(found) > limit else None
        if last and wanted in NEWEST_FIRST:
            last = replace(last, due=None)
        more = text_of(last) if last else ""
        counts = {one: int(getattr(counted, one)) for one in whose.tabs}
        return Look(tab=wanted, items=items, next=more, counts=counts)

    async def items(self, numbers: Sequence[str]) -> tuple[WorkItem, ...]:
        """These tickets as lines of a list, in this order."""
        async with self._database.reading() as session:
            return await items_of(session, list(numbers))


async def _by_rote(session: AsyncSession) -> None:
    """PostgreSQL then plans a question once for a connection: planning twelve lists takes longer than counting them.

    What a plan must know beforehand is written into the questions (tabs.py): a state, and how many are counted.
    """
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        await connection.exec_driver_sql("SET LOCAL plan_cache_mode = force_generic_plan")


async def items_of(session: AsyncSession, numbers: list[str]) -> tuple[WorkItem, ...]:
    """These tickets in this order, with their open lines of supervision."""
    if not numbers:
        return ()
    tickets = await store.tickets(session, numbers)
    line = TicketOversightRow
    asked = select(line.id, line.ticket_number, line.watch, line.answered).where(line.ticket_number.in_(numbers))
    watches: dict[str, dict[str, None]] = {}
    for row in sorted(await session.execute(asked), key=attrgetter("id")):
        if row.answered is None:  # asked for in SQL, SQLite goes through all open lines of the city instead of these
            watches.setdefault(row.ticket_number, {})[row.watch] = None
    return tuple(
        WorkItem(ticket=tickets[number], watches=tuple(watches.get(number, ())))
        for number in numbers
        if number in tickets
    )


def text_of(place: Place) -> str:
    """A place as it goes out with a page: digits and a dash, fit for an address."""
    return f"{place.due.astimezone(UTC):{_MOMENT}}-{place.number}" if place.due else f"-{place.number}"


def place_of(text: str) -> Place | None:
    """And back; None for the beginning. Raises InputError."""
    if not text:
        return None
    moment, _, number = text.partition("-")
    try:
        due = datetime.strptime(moment, _MOMENT).replace(tzinfo=UTC) if moment else None
    except ValueError:
        number = ""
    if not is_number(number):
        raise InputError("after不是上一页给出的位置。", fields={"after": "应为上一页的next"})
    return Place(due=due, number=number)


def _tab(text: str, whose: Whose) -> Tab:
    if not text:
        return whose.tabs[0]
    if text not in whose.tabs:
        told = "、".join(whose.tabs)
        raise InputError(f"tab只能是{told}。", fields={"tab": f"只能是{told}"})
    return Tab(text)


def _soon(world: World) -> datetime:
    calendar = world.policies.calendar
    return calendar.closing(calendar.working_day_after(calendar.day_of(world.now)))


class _Begins(StrEnum):
    """Where a page begins."""

    AT_FIRST = "at_first"
    WITHIN = "within"  # after one with a limit
    BEHIND = "behind"  # after one without


def _begins(place: Place | None) -> _Begins:
    if place is None:
        return _Begins.AT_FIRST
    return _Begins.WITHIN if place.due else _Begins.BEHIND


@cache
def _page(tab: Tab, begins: _Begins, *, of_department: bool) -> Executable:
    """The first keys from a place on. Made once: making it costs more than the database takes to answer it."""
    branches = keys_of(tab, of_department=of_department)
    if tab in NEWEST_FIRST:
        (branch,) = branches
        beyond = branch if begins is _Begins.AT_FIRST else branch.where(TicketRow.number < _NUMBER)
        return beyond.order_by(TicketRow.number.desc()).limit(_MOST)
    if tab in BY_ANOTHER_TABLE:
        (branch,) = branches
        return _beyond(branch, begins).order_by(TicketRow.due.is_(None), TicketRow.due, TicketRow.number).limit(_MOST)
    latest = tab in LATEST_FIRST
    parts = [part for branch in branches for part in _parts(branch, begins, latest=latest)]
    found = union_all(*(select(part) for part in parts)).subquery()
    order = (found.c.due.desc(), found.c.number.desc()) if latest else (found.c.due, found.c.number)
    return select(found).order_by(found.c.due.is_(None), *order).limit(_MOST)


def _beyond(branch: Keys, begins: _Begins) -> Keys:
    """What comes after the place, those without a limit last: all are found and sorted, so one question is enough."""
    undated = TicketRow.due.is_(None)
    match begins:
        case _Begins.WITHIN:
            return branch.where(undated | (tuple_(TicketRow.due, TicketRow.number) > tuple_(_DUE, _NUMBER)))
        case _Begins.BEHIND:
            return branch.where(undated, TicketRow.number > _NUMBER)
    return branch


def _parts(branch: Keys, begins: _Begins, *, latest: bool) -> Iterator[Subquery]:
    """Those with a limit, then those without: the two databases do not agree where NULL is in an index."""
    dated, undated = branch.where(TicketRow.due.is_not(None)), branch.where(TicketRow.due.is_(None))
    here, there = tuple_(TicketRow.due, TicketRow.number), tuple_(_DUE, _NUMBER)
    match begins:
        case _Begins.AT_FIRST:
            yield _first(dated, latest=latest)
        case _Begins.WITHIN:
            yield _first(dated.where(here < there if latest else here > there), latest=latest)
        case _Begins.BEHIND:
            undated = undated.where(TicketRow.number < _NUMBER if latest else TicketRow.number > _NUMBER)
    yield _first(undated, latest=latest)


def _first(branch: Keys, *, latest: bool) -> Subquery:
    order = (TicketRow.due.desc(), TicketRow.number.desc()) if latest else (TicketRow.due, TicketRow.number)
    return branch.order_by(*order).limit(_MOST).subquery()


@cache
def _counts(tabs: tuple[Tab, ...], *, of_department: bool) -> Executable:
    """All counts in one answer, each up to MOST_COUNTED."""
    return select(*(_count(keys_of(tab, of_department=of_department)).label(tab) for tab in tabs))


def _count(branches: list[Keys]) -> Any:
    most = literal_column(str(MOST_COUNTED), Integer())
    parts = [select(branch.with_only_columns(TicketRow.number).limit(most).subquery()) for branch in branches]
    found = union_all(*parts).limit(most).subquery() if len(parts) > 1 else parts[0].subquery()
    return select(func.count()).select_from(found).scalar_subquery()
