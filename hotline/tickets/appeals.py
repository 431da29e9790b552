"""A department says that a card, an urging or a citizen's score is not deserved; somebody who did not give it decides.

Rule: one appeal for each, decided once, and never by whoever gave what is appealed against.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CursorResult, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.bus import Bus
from hotline.errors import ConflictError, InputError, NotAllowedError, NotFoundError
from hotline.events import TicketSaved
from hotline.storage.engine import Database
from hotline.storage.tables import (
    TicketAppealRow,
    TicketCallBackRow,
    TicketHistoryRow,
    TicketOversightRow,
    TicketPartRow,
)
from hotline.tickets import store
from hotline.tickets.life.desk import LONGEST_REASON, text
from hotline.tickets.life.step import Tell, World, needs
from hotline.tickets.model import Part, Ticket
from hotline.tickets.score import Satisfied, Solved
from hotline.tickets.told import Enlist, tell_nobody
from hotline.tickets.words import clause, to_department, to_supervisors

ASKED, DECIDED = "appeal", "decide_appeal"
LABELS = {ASKED: "申诉", DECIDED: "申诉裁定"}
"""As people see them in a history."""


class Of(StrEnum):
    """What can be appealed against."""

    OVERSIGHT = "oversight"
    """A line of supervision."""
    CALL_BACK = "call_back"
    """What a citizen said at a callback."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """An appeal. target: the id of what it is against; upheld: None while nobody has decided."""

    id: int
    ticket_number: str
    of: Of
    target: int
    department: str
    reason: str
    by: str
    at: datetime
    decided_by: str = ""
    decided: datetime | None = None
    upheld: bool | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    """What is appealed against: whose it is, and who gave it."""

    ticket: Ticket
    department: str
    by: str


class Appeals:
    """Appeals. Every method raises StorageError where the database does not answer."""

    def __init__(
        self, database: Database, bus: Bus, world: Callable[[], World], *, enlist: Enlist = tell_nobody
    ) -> None:
        self._database = database
        self._bus = bus
        self._world = world
        self._enlist = enlist

    async def ask(self, of: Of, target: int, *, department: str, username: str, reason: str) -> Appeal:
        """A department's appeal.

        Raises NotFoundError, NotAllowedError where it is another's, ConflictError where there is one, InputError.
        """
        needs(reason=text(reason, "申诉理由", LONGEST_REASON))
        try:
            async with self._database.transaction() as session:
                against = await _target(session, of, target)
                if not department or against.department != department:
                    raise NotAllowedError("这条记录不是贵单位的，不能申诉。")
                appeal = await self._begun(session, against, of, target, username, reason)
        except IntegrityError as fault:
            raise ConflictError("这条记录已经申诉过，请等待或查看裁定。") from fault
        await self._publish(against.ticket, ASKED, username)
        return appeal

    async def _begun(
        self, session: AsyncSession, against: _Target, of: Of, target: int, username: str, reason: str
    ) -> Appeal:
        now, ticket = self._world().now, against.ticket
        row = {"ticket_number": ticket.number, "of": str(of), "target": target, "department": against.department}
        row |= {"reason": reason, "by": username, "at": now}
        made = await session.execute(insert(TicketAppealRow).values(row).returning(TicketAppealRow.id))
        appeal = Appeal(id=made.scalar_one(), **{**row, "of": of})  # type: ignore[arg-type]
        who = self._world().city.name(against.department)
        told = f"{who}对工单{ticket.number}提出申诉，请裁定。理由：{clause(reason)}。"
        await self._written(
            session, appeal, ticket, ASKED, username, to_supervisors(ticket, f"{ASKED}-{appeal.id}", told)
        )
        return appeal

    async def decide(self, of: Of, target: int, *, upheld: bool, comment: str, username: str) -> Appeal:
        """Right or not, with the reason. Raises NotFoundError, NotAllowedError, ConflictError, InputError."""
        needs(comment=text(comment, "裁定理由", LONGEST_REASON))
        now, row = self._world().now, TicketAppealRow
        async with self._database.transaction() as session:
            against = await _target(session, of, target)
            if against.by == username:
                raise NotAllowedError("不能裁定针对自己的申诉，请由其他人裁定。")
            open_one = update(row).where(row.of == of, row.target == target, row.decided.is_(None))
            done = await session.execute(
                open_one.values(upheld=upheld, comment=comment, decided=now, decided_by=username)
            )
            found = (await session.scalars(select(row).where(row.of == of, row.target == target))).one_or_none()
            if found is None:
                raise NotFoundError("没有这条申诉。")
            if not isinstance(done, CursorResult) or done.rowcount != 1:
                raise ConflictError("这条申诉已经裁定。")
            appeal = appeal_of(found)
            if upheld and of is Of.OVERSIGHT:
                await _settle(session, appeal, now)
            verdict = "成立" if upheld else "不成立"
            told = f"工单{appeal.ticket_number}的申诉{verdict}：{comment}。"
            what = f"{DECIDED}-{appeal.id}"
            tells = to_department(against.ticket, appeal.department, what, told)
            await self._written(session, appeal, against.ticket, DECIDED, username, tells)
        await self._publish(against.ticket, DECIDED, username)
        return appeal

    async def _written(
        self, session: AsyncSession, appeal: Appeal, ticket: Ticket, action: str, username: str, tells: Sequence[Tell]
    ) -> None:
        """Its row of the ticket's history, and who is told."""
        now = self._world().now
        changes = {"of": str(appeal.of), "target": appeal.target, "upheld": appeal.upheld}
        line = {"ticket_number": ticket.number, "at": now, "actor": username, "action": action, "changes": changes}
        line["reason"] = appeal.comment or appeal.reason
        await session.execute(insert(TicketHistoryRow), line)
        await self._enlist(session, tells, now)

    async def _publish(self, ticket: Ticket, action: str, username: str) -> None:
        await self._bus.publish(
            TicketSaved(
                at=self._world().now,
                number=ticket.number,
                actor=username,
                action=action,
                state=str(ticket.state),
                department=ticket.department,
            )
        )

    async def listed(
        self, *, department: str = "", only_open: bool = False, before: int = 0, limit: int = 50
    ) -> tuple[tuple[Appeal, Ticket], ...]:
        """Appeals with their tickets, the newest first. department: "" for all; before: an id, 0 for the beginning."""
        row = TicketAppealRow
        asked = select(row).order_by(row.id.desc()).limit(limit)
        if department:
            asked = asked.where(row.department == department)
        if only_open:
            asked = asked.where(row.decided.is_(None))
        if before:
            asked = asked.where(row.id < before)
        async with self._database.reading() as session:
            found = [appeal_of(one) for one in await session.scalars(asked)]
            tickets = await store.tickets(session, [one.ticket_number for one in found])
        return tuple((one, tickets[one.ticket_number]) for one in found)


async def of_targets(session: AsyncSession, of: Of, targets: Sequence[int]) -> dict[int, Appeal]:
    """The appeals against these, by what they are against."""
    row = TicketAppealRow
    found = await session.scalars(select(row).where(row.of == of, row.target.in_(targets)))
    return {one.target: appeal_of(one) for one in found}


def appeal_of(row: TicketAppealRow) -> Appeal:
    """The value of a row."""
    return Appeal(
        id=row.id,
        ticket_number=row.ticket_number,
        of=Of(row.of),
        target=row.target,
        department=row.department,
        reason=row.reason,
        by=row.by,
        at=row.at,
        decided_by=row.decided_by,
        decided=row.decided,
        upheld=row.upheld,
        comment=row.comment,
    )


async def _target(session: AsyncSession, of: Of, target: int) -> _Target:
    found = await (_line(session, target) if of is Of.OVERSIGHT else _score(session, target))
    ticket = await store.ticket(session, found[0]) if found else None
    if found is None or ticket is None:
        raise NotFoundError("没有这条记录。")
    return _Target(ticket=ticket, department=found[1], by=found[2])


async def _line(session: AsyncSession, target: int) -> tuple[str, str, str] | None:
    row = await session.get(TicketOversightRow, target)
    return (row.ticket_number, row.department, row.by) if row else None


async def _score(session: AsyncSession, target: int) -> tuple[str, str, str] | None:
    """A bad score is that of the department that led the round. Raises InputError for a good one."""
    row, part = await session.get(TicketCallBackRow, target), TicketPartRow
    if row is None:
        return None
    if row.solved not in (Solved.NO, Solved.PARTLY) and row.satisfied != Satisfied.NO:
        raise InputError("这次回访没有不利的评价，不需要申诉。")
    led = (part.ticket_number == row.ticket_number, part.round == row.round, part.lead.is_(True))
    asked = select(part.department).where(*led, part.state == Part.REPLIED).order_by(part.id.desc()).limit(1)
    return row.ticket_number, await session.scalar(asked) or "", row.by


async def _settle(session: AsyncSession, appeal: Appeal, now: datetime) -> None:
    """Nobody need answer what was not deserved."""
    row = TicketOversightRow
    open_line = update(row).where(row.id == appeal.target, row.answered.is_(None))
    note = f"申诉成立：{appeal.comment}"
    await session.execute(open_line.values(answer=note, answered_by=appeal.decided_by, answered=now))
