"""Callbacks handed out: a supervisor gives citizens to agents, in turn, for the day.

Rule: what is given is the citizen, as a claim is; it holds until the city's day of calling ends, and then it is
anybody's again: nobody waits for an agent who has gone home.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.errors import ConflictError, InputError
from hotline.storage.engine import Database
from hotline.storage.tables import TicketCallBackTurnRow, TicketRow
from hotline.tickets.call_hours import CallHours
from hotline.tickets.life.step import World
from hotline.tickets.model import CITY_TIME, TicketState


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What became of one ticket of those that were handed out. username: "" where why says what was wrong."""

    number: str
    username: str = ""
    why: str = ""


class Turns:
    """Who calls whom today. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database, world: Callable[[], World]) -> None:
        self._database = database
        self._world = world

    async def give(self, numbers: Sequence[str], agents: Sequence[str], *, by: str) -> tuple[Given, ...]:
        """The citizens of these tickets to these agents, one after the other; all tickets of a citizen to the same.

        Nobody named takes them back: they are anybody's. Raises InputError where nothing is named.
        """
        if not numbers:
            raise InputError("请选择要分配的回访。", fields={"numbers": "请选择要分配的回访"})
        world, row = self._world(), TicketRow
        until, found, turns = _until(world.now, world.call_hours), list[Given](), cycle(agents or ("",))
        async with self._database.transaction() as session:
            rows = await session.execute(
                select(row.number, row.citizen_number, row.state, row.reached).where(row.number.in_(list(numbers)))
            )
            known = {one.number: one for one in rows}
            given: dict[str, str] = {}
            for number in dict.fromkeys(numbers):
                one = known.get(number)
                if one is None or one.state != TicketState.REVIEWED or one.reached or not one.citizen_number:
                    found.append(Given(number=number, why="这张工单现在不需要回访。"))
                    continue
                if one.citizen_number not in given:
                    given[one.citizen_number] = next(turns)
                found.append(Given(number=number, username=given[one.citizen_number]))
            await _write(session, given, by=by, at=world.now, until=until)
        return tuple(found)

    async def counts(self) -> dict[str, int]:
        """How many citizens are whose to call now."""
        row = TicketCallBackTurnRow
        waiting = select(TicketRow.citizen_number).where(
            TicketRow.state == TicketState.REVIEWED, TicketRow.reached.is_(False)
        )
        asked = select(row.username, func.count()).where(row.until > self._world().now, row.citizen_number.in_(waiting))
        async with self._database.reading() as session:
            found = await session.execute(asked.group_by(row.username))
            return {username: many for username, many in found.all()}  # noqa: C416 rows are no pairs to mypy


async def check(session: AsyncSession, citizen: str, username: str, now: datetime) -> None:
    """Raises ConflictError while it is another agent's turn to call this citizen."""
    row = TicketCallBackTurnRow
    whose = await session.scalar(select(row.username).where(row.citizen_number == citizen, row.until > now))
    if whose and whose != username:
        raise ConflictError("这位市民的回访今天分给了别的话务员。", given_to=whose)


async def _write(session: AsyncSession, given: dict[str, str], *, by: str, at: datetime, until: datetime) -> None:
    row = TicketCallBackTurnRow
    await session.execute(delete(row).where(row.citizen_number.in_(list(given)) | (row.until <= at)))
    for citizen, username in given.items():
        if username:
            session.add(row(citizen_number=citizen, username=username, by=by, at=at, until=until))


def _until(now: datetime, hours: CallHours) -> datetime:
    """The end of the day of calling that now is in, or that comes next."""
    local = hours.next(now).astimezone(CITY_TIME)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + hours.closes
