"""The tickets of some days as messages, on SQLite and on PostgreSQL.

Rule: who called stays here: a citizen goes on as a number that means nothing elsewhere, and his name and number are
taken out of what was written down.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select, tuple_

from hotline.reports.hot.model import Message
from hotline.storage.engine import Database
from hotline.storage.tables import TicketRow

CITY_TIME = ZoneInfo("Asia/Shanghai")
MOST = 20_000  # messages that are read: those of the newest days; comparing more takes too long and too much memory
AT_ONCE = 1000  # rows: reading more would hold up everything else
_READ = 1_000  # signs of a content; more are not looked at
_DRAFT = "draft"  # binds nobody, and may be about anything
_SHORTEST_NAME, _SHORTEST_NUMBER = 2, 5
_TITLE = re.compile(r"(?:女士|先生|小姐|同志|老师|师傅)$")
_ASKED = (
    TicketRow.number,
    TicketRow.created,
    TicketRow.title,
    func.substr(TicketRow.content, 1, _READ).label("content"),
    TicketRow.place,
    TicketRow.district,
    TicketRow.category,
    TicketRow.department,
    TicketRow.citizen_number,
    TicketRow.citizen_name,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """Messages of some days. cut: there were more than MOST, and the oldest are not among them."""

    messages: tuple[Message, ...]
    cut: bool


async def read_messages(database: Database, first: date, last: date, *, most: int = MOST) -> Read:
    """What was taken down from the first to the last day by the city's clock, drafts left out. Raises StorageError."""
    begin, end = _midnight(first), _midnight(last + timedelta(days=1))
    wanted = select(*_ASKED).where(TicketRow.created >= begin, TicketRow.state != _DRAFT)
    found: list[Message] = []
    citizens: dict[str, str] = {}
    before: tuple[datetime, str] | None = None
    while len(found) <= most:
        async with database.reading() as session:
            rows = (await session.execute(_page(wanted, end, before))).all()
        found += [_message(row, citizens) for row in rows]
        if len(rows) < AT_ONCE:
            break
        before = rows[-1].created, rows[-1].number
    return Read(messages=tuple(found[:most]), cut=len(found) > most)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CITY_TIME)


def _page(wanted: Select[Any], end: datetime, before: tuple[datetime, str] | None) -> Select[Any]:
    """The next, from the newest on. before: the last of the page before."""
    place = (TicketRow.created, TicketRow.number)
    wanted = wanted.where(TicketRow.created < end if before is None else tuple_(*place) < tuple_(*before))
    return wanted.order_by(*(column.desc() for column in place)).limit(AT_ONCE)


def _message(row: Any, citizens: dict[str, str]) -> Message:
    """citizens: what stands for each number, filled as they come."""
    name, number = row.citizen_name, row.citizen_number
    return Message(
        id=row.number,
        day=row.created.astimezone(CITY_TIME).date(),
        title=without_citizen(row.title, name, number),
        content=without_citizen(row.content, name, number),
        place=without_citizen(row.place, name, number),
        district=row.district,
        category=row.category,
        department=row.department,
        citizen=citizens.setdefault(number, str(len(citizens) + 1)) if number else "",
    )


def without_citizen(text: str, name: str, number: str) -> str:
    """The text with a space where the citizen's name or number stood."""
    if len(number) >= _SHORTEST_NUMBER:
        text = text.replace(number, " ")
    for one in (name.strip(), _TITLE.sub("", name.strip())):
        if len(one) >= _SHORTEST_NAME:
            text = text.replace(one, " ")
    return text
