"""Questions that nobody could answer: counted, within a session that the service has begun.

Rule: what is kept tells nobody who asked, and is bounded: of too many questions those asked longest ago go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.kb.private import HIDDEN, without_persons
from hotline.storage.insert import insert_missing
from hotline.storage.tables import KbMissRow
from hotline.storage.text import plain_text

LONGEST = 300  # characters of a question
MOST = 5_000  # questions kept
_LEAST = 2  # letters: less is no question yet
_READ = 1_000  # characters in which persons are looked for


class Door(StrEnum):
    """Where was searched."""

    DESK = "desk"
    """By somebody who is signed in."""
    MENU = "menu"
    """By a caller's words."""
    PUBLIC = "public"
    """On the citizens' page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A question that was not answered. times: how often; unhelpful: how often there were answers and none fitted.

    doors: how often of both together from each door.
    """

    question: str
    times: int
    unhelpful: int
    last: datetime
    doors: Mapping[Door, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as it came. unhelpful: there were answers, and whoever asked wanted none of them."""

    question: str
    door: Door
    unhelpful: bool = False


_COLUMNS = {Door.DESK: "agents", Door.MENU: "callers", Door.PUBLIC: "citizens"}


def question_of(words: str) -> str:
    """What is kept of a question: without what tells who asked; "" where nothing is left to be answered."""
    told = " ".join(without_persons(plain_text(words[:_READ])).split())[:LONGEST]
    return told if sum(sign.isalnum() for sign in told.replace(HIDDEN, "")) >= _LEAST else ""


async def misses(session: AsyncSession, limit: int) -> list[Miss]:
    """Questions that nobody has settled yet, those asked most often first."""
    asked = (
        select(KbMissRow)
        .where(KbMissRow.settled.is_(False))
        .order_by((KbMissRow.times + KbMissRow.unhelpful).desc(), KbMissRow.last.desc())
        .limit(limit)
    )
    return [
        Miss(
            question=row.question,
            times=row.times,
            unhelpful=row.unhelpful,
            last=row.last,
            doors={door: getattr(row, column) for door, column in _COLUMNS.items()},
        )
        for row in await session.scalars(asked)
    ]


async def add_misses(session: AsyncSession, asked: Mapping[Asked, int], *, at: datetime, most: int = MOST) -> None:
    """Count questions that were not answered, each so many times, and keep the newest `most` of all.

    In one order, so that no two processes wait for each other.
    """
    sums: dict[str, Counter[str]] = {}
    for one, many in asked.items():
        told = sums.setdefault(one.question, Counter())
        told["unhelpful" if one.unhelpful else "times"] += many
        told[_COLUMNS[one.door]] += many
    blank = {"times": 0, "unhelpful": 0, "callers": 0, "citizens": 0, "agents": 0, "settled": False, "last": at}
    await insert_missing(session, KbMissRow, *({"question": question} | blank for question in sorted(sums)))
    for question in sorted(sums):
        added = {name: getattr(KbMissRow, name) + many for name, many in sums[question].items()}
        changed = update(KbMissRow).where(KbMissRow.question == question)
        await session.execute(changed.values(last=at, settled=False, **added))
    await _let_go(session, most)


async def _let_go(session: AsyncSession, most: int) -> None:
    """Of too many, those go that were asked longest ago; first what only strangers typed on the citizens' page."""
    row = KbMissRow
    kept = await session.scalar(select(func.count()).select_from(row)) or 0
    if kept > most:
        ours = case((row.callers + row.agents > 0, 1), else_=0)
        oldest = select(row.question).order_by(ours, row.last, row.question).limit(kept - most)
        await session.execute(delete(row).where(row.question.in_(oldest)))


async def settle_miss(session: AsyncSession, question: str) -> bool:
    """Mark a question as dealt with; whether there was one."""
    row = await session.get(KbMissRow, question)
    if row is not None:
        row.settled = True
    return row is not None
