"""A city's books with a million tickets, written past the service, for the service would take an hour.

Rule: what the measured questions look at is there as the service leaves it: each row's columns, one ticket in ten open,
cards shown and answered; what they do not look at (histories, notices) is left out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias, cast

import asyncpg
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite

from hotline.storage.tables import (
    Table,
    TicketCallBackRow,
    TicketExtensionRow,
    TicketOversightRow,
    TicketPartRow,
    TicketRow,
    TicketTimerRow,
)
from hotline.tickets.number import number_of
from hotline.tickets.offices import Office, TicketCity
from tests.fakes.tickets import CITY

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
"""16:00 by the city's clock, on a Friday."""
_UPPER, _LOWER = 10, 5  # bodies of the city, and bodies below each of them
CODES = [f"{upper:02d}{lower:02d}" for upper in range(1, _UPPER + 1) for lower in range(_LOWER + 1)]
BIG_CITY = TicketCity(
    offices={
        code: Office(code=code, name=f"单位{code}", parent="" if code.endswith("00") else f"{code[:2]}00")
        for code in CODES
    },
    categories=CITY.categories,
    places=CITY.places,
)
AGENTS = 200
_OPEN_EVERY = 10  # one ticket in so many is open, all of them among the newest
_STATES = (*["dispatched"] * 5, *["signed"] * 9, "returned", "replied", "replied", "reviewed", "reviewed", "accepted")
_DUE_NOW = 300  # timers that nobody has done yet: a machine that stood still for some minutes
_A_YEAR = timedelta(days=365)
_TEXT = "湖滨路{n}号门前的路灯不亮已经三天，晚上行人看不清路，请尽快派人修理，之前打过一次电话没有结果。"
_CHUNK = 20_000  # tickets in memory
Chunk: TypeAlias = tuple[type[Table], list[dict[str, Any]]]
"""Some rows of a table."""
_SQLITE = SQLiteDialect_aiosqlite()
_TABLES: tuple[type[Table], ...] = (
    TicketRow,
    TicketPartRow,
    TicketTimerRow,
    TicketOversightRow,
    TicketExtensionRow,
    TicketCallBackRow,
)


def fill_sqlite(file: Path, count: int, also: Iterable[Chunk] = ()) -> None:
    """Fill the empty tables of this file; their indexes and triggers are made afterwards, in a tenth of the time.

    also: rows of further tables, or more of the same. Nothing is marked as changed, for nothing of it was kept.
    """
    with closing(sqlite3.connect(file)) as books:
        books.execute("PRAGMA journal_mode = OFF")  # a machine that fails now fills it anew
        books.execute("PRAGMA synchronous = OFF")
        books.execute("PRAGMA cache_size = -500000")  # half a gigabyte
        beside = books.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
        ).fetchall()
        for kind, name, _ in beside:
            books.execute(f'DROP {kind} "{name}"')
        for table, rows in chain(_chunks(count), map(_listed, also)):
            books.executemany(_insert(table), [[_plain(value) for value in row] for row in rows])
        for _, _, words in beside:
            books.execute(words)
        books.commit()
        books.execute("PRAGMA journal_mode = WAL")


async def fill_postgresql(connection: asyncpg.Connection, count: int, also: Iterable[Chunk] = ()) -> None:
    """Fill the empty tables of this database, and tidy up as the server does by itself within minutes."""
    asked = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexname LIKE 'ix\\_%'"
    indexes = await connection.fetch(asked)
    for name, _ in indexes:
        await connection.execute(f'DROP INDEX "{name}"')
    await connection.execute("SET session_replication_role = replica")  # without triggers
    for table, rows in chain(_chunks(count), map(_listed, also)):
        await connection.copy_records_to_table(_table(table).name, records=rows, columns=_names(table))
    await connection.execute("SET session_replication_role = origin")
    for _, words in indexes:
        await connection.execute(words)
    await connection.execute("VACUUM (ANALYZE)")


def _chunks(count: int) -> Iterator[tuple[type[Table], list[list[Any]]]]:
    """The rows of each table for some tickets after the others."""
    defaults = {table: _defaults(table) for table in _TABLES}
    for first in range(0, count, _CHUNK):
        tickets = [(n, _ticket(n, count)) for n in range(first, min(first + _CHUNK, count))]
        for table in _TABLES:
            made = (row for n, ticket in tickets for row in _MAKES[table](n, ticket))
            yield table, [_in_order(row, defaults[table]) for row in made]


def _listed(chunk: Chunk) -> tuple[type[Table], list[list[Any]]]:
    table, rows = chunk
    defaults = _defaults(table)
    return table, [_in_order(row, defaults) for row in rows]


def _in_order(row: Mapping[str, Any], defaults: Mapping[str, Any]) -> list[Any]:
    return [row.get(name, default) for name, default in defaults.items()]


@cache
def _insert(table: type[Table]) -> str:
    return str(sa.insert(_table(table)).compile(column_keys=_names(table), dialect=_SQLITE))


def _plain(value: object) -> Any:
    """As SQLAlchemy writes it into SQLite."""
    return value.isoformat(sep=" ", timespec="microseconds")[:26] if isinstance(value, datetime) else value


def _table(table: type[Table]) -> sa.Table:
    return cast("sa.Table", table.__table__)


def _names(table: type[Table]) -> list[str]:
    """Its columns, without an id that is counted up by itself."""
    counted = {"id"} if isinstance(_table(table).c[0].type, sa.Integer) else set()
    return [column.name for column in _table(table).columns if column.name not in counted]


def _defaults(table: type[Table]) -> dict[str, Any]:
    """What stands in each of its columns of which nothing is said."""
    given = {column.name: column.default for column in _table(table).columns}
    return {name: one.arg if (one := given[name]) is not None and one.is_scalar else None for name in _names(table)}


def _ticket(n: int, count: int) -> dict[str, Any]:
    is_open = n >= count - count // _OPEN_EVERY
    state = _STATES[n // len(CODES) * 7 % len(_STATES)] if is_open else "finished"
    age = (timedelta(days=14) * (count - n) / (count // _OPEN_EVERY)) if is_open else _A_YEAR * (count - n) / count
    created = NOW - age
    dispatched = None if state == "accepted" else created + timedelta(minutes=5)
    return {
        "number": number_of("26", n + 1),
        "type": ("help", "complaint", "enquiry", "report")[n % 4],
        "category": ("0301", "0302")[n % 2],
        "urgency": "normal",
        "came_by": ("phone", "phone", "phone", "web", "transferred")[n % 5],
        "district": "01",
        "place": f"湖滨路{n % 900}号",
        "title": "路灯不亮",
        "content": _TEXT.format(n=n % 900),
        "department": "" if dispatched is None else CODES[n * 13 % len(CODES)],
        "confidential": False,
        "citizen_number": f"138{n * 37 % 10**8:08d}",
        "citizen_name": "王芳",
        "call_id": f"17{n:09d}.1",
        "query_code": f"{n % 10**6:06d}",
        "state": state,
        "created": created,
        "created_by": f"agent{n % AGENTS}",
        "updated": created + timedelta(days=1),
        "version": 2,
        "round": 2 if n % 29 == 0 else 1,
        "dispatched": dispatched,
        "due": dispatched and dispatched + timedelta(days=(5, 7, 15)[n % 3], seconds=n % 3600),
        "extended": 0,
        "returns": 2 if n % 97 == 0 else 0,
        "adjudicated": False,
        "attempts": int(state == "reviewed" and n % 3 == 0),
        "reached": state == "finished" or (state == "reviewed" and n % 30 == 0),
        "profile": "sichuan-2025",
        "public_answer": "" if is_open else "路灯已修好。",
        "answered": None if is_open and state != "reviewed" else created + timedelta(days=2),
        "finished": None if is_open else created + timedelta(days=4),
        "parent": "",
        "limits": "[]",
    }


def _part(n: int, ticket: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if ticket["dispatched"] is None:
        return
    state = {"dispatched": "to_sign", "signed": "signed", "returned": "left"}.get(ticket["state"], "replied")
    part = {"ticket_number": ticket["number"], "round": ticket["round"], "given": ticket["dispatched"], "by": "lead"}
    part |= {"note": "", "answer": "已修。" if n % 40 == 0 else "", "urged": n % 20 == 1, "returned": n % 50 == 1}
    yield part | {"department": ticket["department"], "lead": True, "state": state}
    if n % 20 == 0:
        yield part | {"department": CODES[(n * 13 + 7) % len(CODES)], "lead": False, "state": state}


def _timers(n: int, ticket: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    timer = {"ticket_number": ticket["number"], "round": ticket["round"]}
    if ticket["state"] not in ("dispatched", "signed", "returned"):
        if n % 5 == 0:
            yield timer | {"due": "yellow", "at": ticket["created"], "done": ticket["created"]}
        return
    for days, due in enumerate(("yellow", "red", "daily", "listed", "interview")):
        at = ticket["due"] + timedelta(days=days - 1)
        yield timer | {"due": due, "at": at, "done": at if at <= NOW else None}
    if n % 333 == 0:
        yield timer | {"due": "sign", "at": NOW - timedelta(seconds=n % _DUE_NOW), "done": None}


def _oversight(n: int, ticket: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    is_open = ticket["state"] in ("dispatched", "signed", "returned")
    if (is_open and ticket["due"] < NOW) or (not is_open and n % 20 == 0 and ticket["dispatched"]):
        line = {"ticket_number": ticket["number"], "watch": "red", "department": ticket["department"]}
        line |= {"reason": "办结时限已过，尚未答复。", "rule": "山东", "by": "clock", "at": ticket["due"]}
        line |= {"answer": "" if is_open else "已抓紧办理。", "answered_by": "" if is_open else "lead"}
        yield line | {"answered": None if is_open else ticket["due"]}


def _extension(n: int, ticket: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if n % 50 == 0 and ticket["state"] in ("signed", "finished"):
        asked = {"ticket_number": ticket["number"], "round": 1, "days": 5, "reason": "需采购", "asked_by": "lead"}
        is_open = ticket["state"] == "signed"
        asked |= {"asked": ticket["dispatched"], "approver": "" if is_open else "boss", "comment": ""}
        yield asked | {"decided": None if is_open else ticket["dispatched"], "granted": None if is_open else True}


def _call_back(n: int, ticket: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if ticket["state"] != "finished" and not ticket["attempts"]:
        return
    reached = ticket["state"] == "finished" or n % 30 == 0  # of those that are to be called: still not solved
    tried = {"ticket_number": ticket["number"], "round": ticket["round"], "by": "agent1", "contacted": reached}
    tried |= {"at": ticket["finished"] or ticket["answered"], "words": "", "department": ticket["department"]}
    tried |= {"concluded": reached, "first_answer": reached, "final_answer": reached}
    solved = "yes" if ticket["state"] == "finished" else "no" if reached else ""
    yield tried | {"solved": solved, "satisfied": solved}


def _itself(n: int, ticket: dict[str, Any]) -> Iterator[dict[str, Any]]:
    del n
    yield ticket


_MAKES: Mapping[type[Table], Callable[[int, dict[str, Any]], Iterator[Mapping[str, Any]]]] = {
    TicketRow: _itself,
    TicketPartRow: _part,
    TicketTimerRow: _timers,
    TicketOversightRow: _oversight,
    TicketExtensionRow: _extension,
    TicketCallBackRow: _call_back,
}
