"""The facts of the calls among which a period draws, out of the books.

Rule: what is gathered is what rules.Facts has, and nothing of who called; which calls are drawn is decided elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.quality.hinted import hinted
from hotline.quality.rules import Book, Facts, Kind, Period, Rule
from hotline.storage.tables import (
    AgentRingRow,
    CallRow,
    RatingRow,
    TicketCallBackRow,
    TicketPartRow,
    TicketRow,
    UserRow,
)

DESKS = ("agent", "supervisor")
"""The roles of those whose calls are inspected: a department's handler is none of ours."""
_TOGETHER = 500
_LATER = timedelta(days=7)
"""A ticket is returned within days of being given."""
_SHORT_CODE = 2


async def gathered(session: AsyncSession, period: Period, book: Book) -> list[Facts]:
    """Calls that were talked in the period, and those to which something happened in it that a rule asks for."""
    rules = book.of(period.every)
    happened = await _happened(session, period, rules, book.conduct_days)
    within = (CallRow.arrived >= period.begin, CallRow.arrived < period.end)
    fresh = await _calls(session, within)
    known = {row.id for row in fresh}
    for call_id, kinds in (await hinted(session, period, rules, book.words, known)).items():
        happened.setdefault(call_id, set()).update(kinds)
    others = [call_id for call_id in happened if call_id not in known]
    older = [row for part in _parts(others) for row in await _calls(session, (CallRow.id.in_(part),))]
    talks = await _talks(session, [row.id for row in (*fresh, *older)])
    ratings = await _ratings(session, [row.id for row in fresh])
    desks = set(await session.scalars(select(UserRow.username).where(UserRow.role.in_(DESKS))))
    since = await _since(session)
    found = []
    for row, is_fresh in [*((row, True) for row in fresh), *((row, False) for row in older)]:
        people = talks.get(row.id, [])
        agent = people[-1] if people else row.by
        if agent in desks:
            found.append(
                Facts(
                    call_id=row.id,
                    agent=agent,
                    at=row.arrived,
                    talked=row.talked,
                    agents=len(set(people)),
                    fresh=is_fresh,
                    since=since.get(agent),
                    ratings=ratings.get(row.id, {}),
                    happened=frozenset(happened.get(row.id, ())),
                )
            )
    return found


async def agent_of(session: AsyncSession, call_id: str) -> str:
    """Who of ours talked last in a call, "" for nobody."""
    row = await session.get(CallRow, call_id)
    people = (await _talks(session, [call_id])).get(call_id, [])
    return people[-1] if people else (row.by if row else "")


async def _calls(session: AsyncSession, where: Iterable[ColumnElement[bool]]) -> list[Any]:
    row = CallRow
    asked = select(row.id, row.arrived, row.talked, row.by)
    return list(await session.execute(asked.where(row.answered.is_not(None), row.ended.is_not(None), *where)))


async def _talks(session: AsyncSession, calls: Sequence[str]) -> dict[str, list[str]]:
    """By call, who talked, in order."""
    row, found = AgentRingRow, defaultdict[str, list[str]](list)
    for part in _parts(calls):
        asked = select(row.call_id, row.username).where(row.call_id.in_(part), row.answered.is_not(None))
        for call_id, username in await session.execute(asked.order_by(row.answered)):
            if username:
                found[call_id].append(username)
    return found


async def _ratings(session: AsyncSession, calls: Sequence[str]) -> dict[str, dict[str, str]]:
    row, found = RatingRow, defaultdict[str, dict[str, str]](dict)
    for part in _parts(calls):
        for one in await session.scalars(select(row).where(row.call_id.in_(part))):
            found[one.call_id][one.question] = one.value
    return found


async def _since(session: AsyncSession) -> dict[str, datetime]:
    row = AgentRingRow
    asked = select(row.username, func.min(row.rung).label("first")).where(row.username != "").group_by(row.username)
    return {one.username: one.first for one in await session.execute(asked)}


async def _happened(
    session: AsyncSession, period: Period, rules: Sequence[Rule], conduct_days: int
) -> dict[str, set[Kind]]:
    """By call, what happened to it in the period, as far as a rule asks for it."""
    found: defaultdict[str, set[Kind]] = defaultdict(set)
    kinds = {rule.kind for rule in rules}
    if Kind.RETURNED in kinds:
        part = TicketPartRow
        given = (part.given >= period.begin - _LATER, part.given < period.end)
        asked = select(TicketRow.call_id).join(part, part.ticket_number == TicketRow.number)
        for call_id in await session.scalars(asked.where(part.returned.is_(True), *given)):
            found[call_id].add(Kind.RETURNED)
    if Kind.DISSATISFIED in kinds:
        said = TicketCallBackRow
        asked = select(TicketRow.call_id).join(said, said.ticket_number == TicketRow.number)
        asked = asked.where(said.at >= period.begin, said.at < period.end, said.satisfied == "no")
        for call_id in await session.scalars(asked):
            found[call_id].add(Kind.DISSATISFIED)
    for rule in rules:
        if rule.kind is Kind.CONDUCT:
            for call_id in await _complained_about(session, period, rule, conduct_days):
                found[call_id].add(Kind.CONDUCT)
    found.pop("", None)
    return found


async def _complained_about(session: AsyncSession, period: Period, rule: Rule, days: int) -> list[str]:
    """The citizen's last talk before the complaint, which is what it is about; its own call where there is none."""
    ticket, call = TicketRow, CallRow
    of = [
        ticket.category.startswith(code) if len(code) == _SHORT_CODE else ticket.category == code
        for code in sorted(rule.categories)
    ]
    asked = select(ticket.call_id, ticket.citizen_number, ticket.created).where(
        ticket.created >= period.begin,
        ticket.created < period.end,
        ticket.type == "complaint",
        ticket.state != "draft",
        or_(*of),
    )
    found = []
    for own, number, created in (await session.execute(asked)).all():
        before = (
            select(call.id)
            .where(call.number == number, call.id != own, call.answered.is_not(None))
            .where(call.arrived < created, call.arrived >= created - timedelta(days=days))
            .order_by(call.arrived.desc())
            .limit(1)
        )
        found.append((await session.scalar(before) if number else None) or own)
    return found


def _parts(calls: Sequence[str]) -> list[Sequence[str]]:
    return [calls[at : at + _TOGETHER] for at in range(0, len(calls), _TOGETHER)]
