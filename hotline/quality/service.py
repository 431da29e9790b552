"""Inspections: written, told to the agent, appealed against, decided; each step kept, and the newest of two refused.

Rule: an inspection, its answers and the line of its history are written together, and only then is anybody told.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.acts import QualityTold
from hotline.bus import Bus
from hotline.errors import InputError, NotFoundError
from hotline.quality import model
from hotline.quality.model import Act, Inspection, Sheet, State
from hotline.quality.rows import inspection_of, inspection_row
from hotline.quality.rules import Book
from hotline.storage.engine import Database
from hotline.storage.tables import QualityAnswerRow, QualityHistoryRow, QualityInspectionRow, UserRow

Due = Callable[[datetime, int], datetime]
"""When so many working days after a moment are over."""


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


class Inspections:
    """What is done to inspections.

    Every step raises NotFoundError; NotAllowedError where it is not the user's to do; ConflictError (details: state,
    version) where somebody else was first; InputError with details.fields; StorageError.
    """

    def __init__(
        self,
        database: Database,
        bus: Bus,
        *,
        book: Callable[[], Book],
        due: Due,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database = database
        self._bus = bus
        self._book = book
        self._due = due
        self._now = now

    async def draft(self, number: int, version: int, sheet: Sheet, *, by: str) -> Inspection:
        """Keep what is written so far; nobody is told, and no history is written."""

        def step(one: Inspection) -> Inspection:
            return model.drafted(one, sheet, by=by)

        return await self._step(number, version, Act.DRAFT, step, by)

    async def submit(self, number: int, version: int, sheet: Sheet, *, by: str) -> Inspection:
        """Score it, and tell the agent."""
        now, book = self._now(), self._book()
        until = self._due(now, book.appeal_days)

        def step(one: Inspection) -> Inspection:
            return model.submitted(one, sheet, book.form, by=by, now=now, until=until)

        return await self._step(number, version, Act.SUBMIT, step, by)

    async def set_aside(self, number: int, version: int, reason: str, *, by: str) -> Inspection:
        """It cannot be inspected."""

        def step(one: Inspection) -> Inspection:
            return model.set_aside(one, reason, by=by, now=self._now())

        return await self._step(number, version, Act.SET_ASIDE, step, by, reason)

    async def assign(self, number: int, version: int, inspector: str, *, by: str) -> Inspection:
        """To another inspector."""

        def step(one: Inspection) -> Inspection:
            return model.reassigned(one, inspector, by=by)

        user = UserRow
        asked = select(user.id).where(user.username == inspector, user.role.in_(model.MAY_INSPECT), user.active)
        async with self._database.reading() as session:
            if await session.scalar(asked) is None:
                raise InputError("请选择一位班长或管理员。", fields={"inspector": "不是班长或管理员"})
        return await self._step(number, version, Act.ASSIGN, step, by)

    async def appeal(self, number: int, version: int, reason: str, *, by: str) -> Inspection:
        """The agent is of another mind."""

        def step(one: Inspection) -> Inspection:
            return model.appealed(one, reason, by=by, now=self._now())

        return await self._step(number, version, Act.APPEAL, step, by, reason)

    async def decide(self, number: int, version: int, sheet: Sheet | None, reason: str, *, by: str) -> Inspection:
        """A second person's word. sheet: as it is scored anew, None where it stands; marks and note stay."""

        def step(one: Inspection) -> Inspection:
            anew = None if sheet is None else Sheet(given=sheet.given, marks=one.sheet.marks, note=one.sheet.note)
            return model.decided(one, anew, reason, by=by, now=self._now())

        return await self._step(number, version, Act.DECIDE, step, by, reason)

    async def see(self, number: int, *, by: str) -> None:
        """The agent has looked at what was told."""
        row = QualityInspectionRow
        unseen = (row.id == number, row.agent == by, row.seen.is_(None), row.state.in_(model.TOLD))
        async with self._database.transaction() as session:
            await session.execute(update(row).where(*unseen).values(seen=self._now()))

    async def _step(
        self, number: int, version: int, act: Act, step: Callable[[Inspection], Inspection], by: str, reason: str = ""
    ) -> Inspection:
        row = QualityInspectionRow
        async with self._database.transaction() as session:
            found = (await session.scalars(select(row).where(row.id == number).with_for_update())).one_or_none()
            if found is None:
                raise NotFoundError("没有这条质检。")
            before = inspection_of(found)
            model.require(before, act, version)
            after = step(before)
            values = inspection_row(after)
            await session.execute(update(row).where(row.id == number).values(values))
            await _answers(session, after)
            if act is not Act.DRAFT:
                await self._history(session, before, after, act, by, reason)
        if after.state in model.TOLD:
            told = {State.APPEALED: after.inspector}.get(after.state, after.agent)
            await self._bus.publish(QualityTold(at=self._now(), username=told))
        return after

    async def _history(
        self, session: AsyncSession, before: Inspection, after: Inspection, act: Act, by: str, reason: str
    ) -> None:
        line = {"inspection": after.id, "at": self._now(), "actor": by, "act": str(act), "reason": reason}
        await session.execute(insert(QualityHistoryRow), {**line, "changes": changes(before, after)})


def changes(before: Inspection, after: Inspection) -> dict[str, Any]:
    """What an act changed that is worth keeping: who inspects, the total, each answer that is another one."""
    told: dict[str, Any] = {}
    if before.inspector != after.inspector:
        told["inspector"] = [before.inspector, after.inspector]
    totals = [one.score.total if one.score else None for one in (before, after)]
    if totals[0] != totals[1]:
        told["total"] = totals
    if before.score and after.score:
        said, now = before.sheet.given, after.sheet.given
        told |= {
            f"item:{code}": [str(said[code].answer), str(now[code].answer)]
            for code in now
            if code in said and said[code].answer is not now[code].answer
        }
    return told


async def _answers(session: AsyncSession, one: Inspection) -> None:
    """The answers as they count now, for the figures."""
    if one.form is None or one.submitted is None:
        return
    row = QualityAnswerRow
    await session.execute(delete(row).where(row.inspection == one.id))
    names = {item.code: item.name for item in one.form.items}
    await session.execute(
        insert(row),
        [
            {"inspection": one.id, "item": code, "name": names[code], "answer": str(said.answer), "at": one.submitted}
            for code, said in one.sheet.given.items()
        ],
    )
