"""Draws: one for each period, by chance that can be done again; and a call that somebody chooses by hand.

Rule: the draw's row and all that it drew are written together; whoever comes second for a period finds the first's.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.errors import ConflictError, HotlineError, InputError, NotFoundError
from hotline.quality.gather import agent_of, gathered
from hotline.quality.model import LONGEST_REASON, Inspection, State
from hotline.quality.rows import inspection_of, inspection_row
from hotline.quality.rules import BY_HAND, Book, Every, Facts, Kind, Period, last_over, period_named
from hotline.quality.sampling import Drawn, assigned, draw
from hotline.quality.sounds import Sounds
from hotline.storage.engine import Database
from hotline.storage.insert import insert_missing
from hotline.storage.tables import CallRow, QualityDrawRow, QualityHistoryRow, QualityInspectionRow, UserRow

CLOCK = "clock"
LOOK_SECONDS = 900.0
SETTLES = timedelta(minutes=10)  # after the end of a period its last calls are in the books
INSPECTING = "supervisor"
_TOGETHER = 500
log = structlog.get_logger(__name__)


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


def fresh_seed() -> str:
    """Chance."""
    return secrets.token_hex(16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """A draw. calls: among how many; silent: how many more there were without a recording; rules: code and name."""

    id: int
    period: str
    seed: str
    at: datetime
    by: str
    calls: int
    silent: int
    drawn: int
    rules: tuple[tuple[str, str], ...] = field(default_factory=tuple)


class Drawing:
    """The draws. Every method raises StorageError where the database does not answer."""

    def __init__(
        self,
        database: Database,
        sounds: Sounds,
        *,
        book: Callable[[], Book],
        now: Callable[[], datetime] = utc_now,
        chance: Callable[[], str] = fresh_seed,
    ) -> None:
        self._database = database
        self._sounds = sounds
        self._book = book
        self._now = now
        self._chance = chance

    async def draws(self, limit: int = 50) -> tuple[Draw, ...]:
        """The newest first."""
        asked = select(QualityDrawRow).order_by(QualityDrawRow.id.desc()).limit(limit)
        async with self._database.reading() as session:
            return tuple(map(_draw_of, await session.scalars(asked)))

    async def draw(self, name: str, *, by: str) -> tuple[Draw, bool]:
        """The draw of 2026-W47 or 2026-11, and whether it was made now. Raises InputError."""
        period = period_named(name)
        rules = self._book().of(period.every)
        if period.end > self._now():
            raise InputError(f"{name}还没有结束，请在结束以后抽样。", fields={"period": "还没有结束"})
        if not rules:
            raise InputError(
                f"没有按{'周' if period.every is Every.WEEK else '月'}抽样的规则。", fields={"period": "没有规则"}
            )
        async with self._database.reading() as session:
            if known := await _of_period(session, name):
                return known, False
            calls = await gathered(session, period, self._book())
        heard = await asyncio.to_thread(lambda: [call for call in calls if self._sounds.has(call.call_id)])
        try:
            return await self._written(period, heard, len(calls) - len(heard), by), True
        except IntegrityError:
            async with self._database.reading() as session:
                made = await _of_period(session, name)
        if made is None:
            raise ConflictError("别人正在抽样，请稍后再看。")
        return made, False

    async def _written(self, period: Period, calls: Sequence[Facts], silent: int, by: str) -> Draw:
        rules, now, seed = self._book().of(period.every), self._now(), self._chance()
        async with self._database.transaction() as session:
            row = QualityDrawRow(period=period.name, seed=seed, at=now, by=by, calls=len(calls), silent=silent, drawn=0)
            row.rules = [[rule.code, rule.name] for rule in rules]
            session.add(row)
            await session.flush()
            taken = await _taken(session, [call.call_id for call in calls])
            found = draw(rules, calls, taken=taken, seed=seed)
            inspectors, busy = await _inspectors(session)
            to = assigned(found, inspectors, busy=busy, seed=seed)
            await _put(session, [_drawn(one, row.id, to[one.call.call_id], now) for one in found], by)
            row.drawn = len(found)
            await session.flush()
            return _draw_of(row)

    async def choose(self, call_id: str, reason: str, *, by: str) -> Inspection:
        """A call that somebody wants inspected. Raises NotFoundError, ConflictError, InputError."""
        if not reason or len(reason) > LONGEST_REASON:
            raise InputError("请写明为什么抽这个电话。", fields={"reason": f"1到{LONGEST_REASON}个字"})
        has_sound = await asyncio.to_thread(self._sounds.has, call_id)
        async with self._database.transaction() as session:
            call = await session.get(CallRow, call_id)
            agent = await agent_of(session, call_id) if call and call.answered and call.ended else ""
            if call is None or not agent:
                raise NotFoundError("没有这个电话，或者没有话务员接听。")
            if not has_sound:
                raise NotFoundError("这个电话没有录音，不能质检。")
            if await _taken(session, [call_id]):
                raise ConflictError("这个电话已经抽过了。")
            inspectors, busy = await _inspectors(session)
            now = self._now()
            fact = Facts(call_id=call_id, agent=agent, at=call.arrived, talked=call.talked)
            others = [name for name in inspectors if name != agent]
            to = by if by in others else min(others, key=lambda name: (busy.get(name, 0), name), default="")
            one = Inspection(
                **_of_call(fact, now),
                draw=0,
                rule=BY_HAND,
                by_chance=False,
                why=(BY_HAND,),
                reason=reason,
                inspector=to,
            )
            await _put(session, [one], by)
            row = QualityInspectionRow
            return inspection_of((await session.scalars(select(row).where(row.call_id == call_id))).one())

    async def draw_what_is_over(self) -> None:
        """The last week and the last month, where they are over and nobody has drawn."""
        for every in Every:
            period = last_over(every, self._now() - SETTLES)
            if self._book().of(every):
                made, is_new = await self.draw(period.name, by=CLOCK)
                if is_new:
                    log.info(
                        "quality_drawn", period=made.period, drawn=made.drawn, calls=made.calls, silent=made.silent
                    )

    async def run(self) -> None:
        """Draw what is over, until cancelled. The owner of the process owns this task."""
        while True:
            try:
                await self.draw_what_is_over()
            except HotlineError as fault:
                log.warning("quality_not_drawn", why=fault.message)
            await asyncio.sleep(LOOK_SECONDS)


def _of_call(call: Facts, now: datetime) -> dict[str, Any]:
    return {"id": 0, "call_id": call.call_id, "at": call.at, "agent": call.agent, "drawn": now}


def _drawn(one: Drawn, draw_id: int, inspector: str, now: datetime) -> Inspection:
    return Inspection(
        **_of_call(one.call, now),
        draw=draw_id,
        rule=one.rule.code,
        by_chance=one.rule.kind is Kind.RANDOM,
        why=one.why,
        reason=one.rule.name,
        inspector=inspector,
    )


async def _put(session: AsyncSession, found: Sequence[Inspection], by: str) -> None:
    """With the first line of each one's history."""
    if not found:
        return
    row = QualityInspectionRow
    await insert_missing(session, row, *(inspection_row(one) for one in found))
    for part in _parts([one.call_id for one in found]):
        ids = list(await session.scalars(select(row.id).where(row.call_id.in_(part)).order_by(row.id)))
        at = found[0].drawn
        told = (
            {"inspection": number, "at": at, "actor": by, "act": "drawn", "reason": "", "changes": {}} for number in ids
        )
        session.add_all(QualityHistoryRow(**one) for one in told)


async def _taken(session: AsyncSession, calls: Sequence[str]) -> set[str]:
    row, found = QualityInspectionRow, set[str]()
    for part in _parts(calls):
        found.update(await session.scalars(select(row.call_id).where(row.call_id.in_(part))))
    return found


async def _inspectors(session: AsyncSession) -> tuple[list[str], Counter[str]]:
    """Who inspects, and how much each still has to do."""
    user, row = UserRow, QualityInspectionRow
    asked = select(user.username).where(user.role == INSPECTING, user.active).order_by(user.username)
    names = list(await session.scalars(asked))
    busy = select(row.inspector, func.count().label("many")).where(row.state == State.DRAWN).group_by(row.inspector)
    return names, Counter({one.inspector: one.many for one in await session.execute(busy)})


async def _of_period(session: AsyncSession, name: str) -> Draw | None:
    row = (await session.scalars(select(QualityDrawRow).where(QualityDrawRow.period == name))).one_or_none()
    return _draw_of(row) if row else None


def _draw_of(row: QualityDrawRow) -> Draw:
    return Draw(
        id=row.id,
        period=row.period,
        seed=row.seed,
        at=row.at,
        by=row.by,
        calls=row.calls,
        silent=row.silent,
        drawn=row.drawn,
        rules=tuple((code, name) for code, name in row.rules),
    )


def _parts(calls: Iterable[str]) -> list[list[str]]:
    listed = list(calls)
    return [listed[at : at + _TOGETHER] for at in range(0, len(listed), _TOGETHER)]
