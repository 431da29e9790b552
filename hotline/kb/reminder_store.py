"""Rows of reminders to values and back, within a session that the service has begun."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.kb.model import Kind
from hotline.kb.stale import Stage, Why
from hotline.storage.insert import insert_missing
from hotline.storage.tables import KbReminderRow

LONGEST_TITLE = 300
Cause = tuple[Kind, str, Why, date]  # an entry and the last day that it was reminded of


class Way(StrEnum):
    """How somebody was told."""

    TEXT = "text"
    """By a text to the telephone, and on screen."""
    SCREEN = "screen"
    """On screen only: no mobile is known, or it has had too many texts today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Somebody who was told. username: of the account."""

    username: str
    way: Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One stage that was made. told: to whom, None where that is still to be done; id: of its row, 0 for a new one."""

    id: int = 0
    cause: Cause
    stage: Stage
    owner: str
    title: str
    at: datetime
    told: tuple[Told, ...] | None = None


async def made(session: AsyncSession, owner: str | None = None) -> list[Made]:
    """Every stage that was made, of one department or of all, the oldest first."""
    asked = select(KbReminderRow).order_by(KbReminderRow.id)
    rows = await session.scalars(asked if owner is None else asked.where(KbReminderRow.owner == owner))
    return [_made(row) for row in rows]


async def add(session: AsyncSession, news: Iterable[Made]) -> None:
    """Stages that are made now; one that another process has made meanwhile stays as it is."""
    rows = [
        {
            "kind": str(kind),
            "code": code,
            "why": str(why),
            "until": until,
            "stage": str(one.stage),
            "owner": one.owner,
            "title": one.title[:LONGEST_TITLE],
            "at": one.at,
            "told": _json(one.told),
        }
        for one in news
        for kind, code, why, until in (one.cause,)
    ]
    await insert_missing(session, KbReminderRow, *rows)


async def settle(session: AsyncSession, ids: list[int], told: tuple[Told, ...]) -> None:
    """These were told."""
    await session.execute(
        update(KbReminderRow).where(KbReminderRow.id.in_(ids), KbReminderRow.told.is_(None)).values(told=_json(told))
    )


def _json(told: tuple[Told, ...] | None) -> list[list[str]] | None:
    return None if told is None else [[one.username, str(one.way)] for one in told]


def _made(row: KbReminderRow) -> Made:
    return Made(
        id=row.id,
        cause=(Kind(row.kind), row.code, Why(row.why), row.until),
        stage=Stage(row.stage),
        owner=row.owner,
        title=row.title,
        at=row.at,
        told=None if row.told is None else tuple(Told(username=name, way=Way(way)) for name, way in row.told),
    )
