"""A made-up month of a hotline as raw rows: calls, tickets with all that departments and citizens did, agents' days.

Rule: the same seed makes the same rows, and each row could stand in the books of the product; every way in which a
figure could count it wrongly comes up: the city's midnight, returns, re-handling, appeals, merged tickets, live calls.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, cast
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from hotline.storage.engine import Database
from hotline.storage.tables import (
    AgentRingRow,
    AgentStateRow,
    CallRow,
    KbEntryRow,
    KbMissRow,
    KbSearchRow,
    KbUseRow,
    KbVersionRow,
    Table,
    TicketAppealRow,
    TicketCallBackRow,
    TicketHistoryRow,
    TicketOversightRow,
    TicketPartRow,
    TicketRow,
    UserRow,
)
from hotline.tickets.number import number_of

Row = dict[str, Any]
ZONE = ZoneInfo("Asia/Shanghai")
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
DEPARTMENTS = tuple(f"{n:02d}" for n in range(1, 21))
CATEGORIES = tuple(f"{upper:02d}{lower:02d}" for upper in range(1, 11) for lower in range(1, 7))
TYPES = ("enquiry", "help", "complaint", "report", "suggestion", "praise")
CHANNELS = ("phone", "message", "sms", "web", "walk_in", "letter", "transferred", "")
AGENTS = 25
_OTHER_MONTHS = (date(2026, 9, 1), date(2025, 10, 1), date(2026, 11, 1), date(2026, 8, 1))
_CHUNK = 5_000


@dataclass(slots=True)
class Books:
    """Raw rows by table, as the database keeps them; ids counted from 1."""

    rows: dict[type[Table], list[Row]] = field(default_factory=dict)

    def of(self, table: type[Table]) -> list[Row]:
        """The rows of a table."""
        return self.rows.setdefault(table, [])

    def add(self, table: type[Table], **row: Any) -> Row:
        """One more."""
        if "id" in _columns(table) and table is not CallRow:
            row["id"] = len(self.of(table)) + 1
        self.of(table).append(row)
        return row


def made(seed: int, *, calls: int, tickets: int) -> Books:
    """A month with so many calls and tickets, and a tenth as many in each of some months around it."""
    books, chance = Books(), Random(seed)  # noqa: S311 the same month each time
    for n in range(AGENTS):
        name = {
            "username": f"agent{n}",
            "name": f"话务员{n}",
            "role": "agent",
            "extension": str(1001 + n) if n else None,
        }
        books.add(UserRow, **name, password_hash="", active=True, department="", phone="")
    for begin, share in ((FIRST, 1.0), *((month, 0.1) for month in _OTHER_MONTHS)):
        for _ in range(int(calls * share)):
            _call(books, chance, _moment(chance, begin))
        for _ in range(int(tickets * share)):
            _ticket(books, chance, _moment(chance, begin))
        for _ in range(int(calls * share / 20)):
            _agent(books, chance, _moment(chance, begin))
    _knowledge(books, chance)
    return books


async def put(database: Database, books: Books) -> None:
    """Into empty tables."""
    order = (UserRow, CallRow, TicketRow, KbEntryRow)
    for table in (*order, *(one for one in books.rows if one not in order)):
        rows = books.of(table)
        for first in range(0, len(rows), _CHUNK):
            async with database.transaction() as session:
                await session.execute(sa.insert(_table(table)), rows[first : first + _CHUNK])


def _table(table: type[Table]) -> sa.Table:
    return cast("sa.Table", table.__table__)


def _columns(table: type[Table]) -> set[str]:
    return {column.name for column in _table(table).columns}


def _moment(chance: Random, begin: date) -> datetime:
    """Some time of a month by the city's clock; now and then the very first or the very last moment of a day."""
    day = begin + timedelta(days=chance.randrange(30 + (begin.month in (8, 10))))
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZONE)
    match chance.randrange(40):
        case 0:
            at = midnight
        case 1:
            at = midnight + timedelta(days=1, microseconds=-1)
        case _:
            at = midnight + timedelta(seconds=chance.randrange(86_400), microseconds=chance.randrange(1_000_000))
    return at.astimezone(UTC)


def _sat_at(extension: str, at: datetime) -> str:
    """Whose desk it was: two had another owner in the first half of a month, and one is nobody's."""
    if not extension or int(extension) > 1000 + AGENTS:
        return ""
    place = int(extension) - 1001
    return f"left{place}" if place in (2, 3) and at.day < 15 else f"agent{place}"


def _call(books: Books, chance: Random, arrived: datetime) -> None:
    outcome = chance.choices(("answered", "abandoned", "menu", "transferred", "lost", "queued"), (70, 10, 14, 2, 2, 1))[
        0
    ]
    asked = outcome in ("answered", "abandoned", "queued") or chance.random() < 0.2
    queued = (
        arrived + timedelta(seconds=chance.randrange(40), microseconds=chance.randrange(999_999)) if asked else None
    )
    waited = int(chance.expovariate(1 / 12)) if outcome in ("answered", "abandoned") else 0
    answered = (queued or arrived) + timedelta(seconds=waited) if outcome == "answered" else None
    if answered and chance.random() < 0.01:
        queued = None  # its waiting was not seen
    talked = int(chance.expovariate(1 / 150)) if answered else 0
    ended = None if outcome == "queued" else (answered or queued or arrived) + timedelta(seconds=talked + waited)
    extension = str(1001 + chance.randrange(AGENTS + 1)) if answered else ""
    out = chance.random() < 0.03
    books.add(
        CallRow,
        id=f"c{len(books.of(CallRow))}",
        number=f"138{chance.randrange(10**8):08d}",
        dialled="" if out else "12345",
        arrived=arrived,
        queued=queued,
        answered=answered,
        released=ended if answered else None,
        ended=ended or (arrived if out else None),
        extension=extension,
        waited=waited,
        talked=talked,
        outcome=outcome,
        cause=16,
        direction="out" if out else "in",
        ticket="",
        request=0,
        by="agent1" if out else "",
        agent=_sat_at(extension, arrived),
    )


def _agent(books: Books, chance: Random, at: datetime) -> None:
    username = f"agent{chance.randrange(AGENTS)}" if chance.random() < 0.98 else ""
    outcome = chance.choices(("answered", "missed", "refused", "gone", "ringing"), (80, 8, 3, 8, 1))[0]
    ring = {"call_id": f"r{len(books.of(AgentRingRow))}", "extension": "1001", "rung": at, "username": username}
    books.add(AgentRingRow, **ring, answered=None, over=at, outcome=outcome, talked=0)
    lasted = timedelta(seconds=chance.randrange(120), microseconds=chance.randrange(999_999))
    books.add(
        AgentStateRow,
        extension=f"x{len(books.of(AgentStateRow))}",
        began=at,
        ended=at + lasted if chance.random() < 0.97 else None,
        username=username,
        state=chance.choice(("wrap_up", "wrap_up", "ready", "paused")),
        reason="",
        unsure=chance.random() < 0.05,
    )


def _ticket(books: Books, chance: Random, created: datetime) -> None:
    n = len(books.of(TicketRow)) + 1
    ticket = books.add(
        TicketRow,
        number=number_of("26", n),
        type=chance.choices(TYPES, (40, 25, 20, 8, 5, 2))[0],
        category=chance.choice(CATEGORIES) if chance.random() < 0.97 else "",
        urgency=chance.choices(("normal", "urgent", "critical"), (90, 8, 2))[0],
        district=chance.choice(("01", "02", "03", "04", "05", "06", "")),
        place="湖滨路18号",
        title="路灯不亮",
        content="路灯不亮已经三天。",
        department="",
        confidential=False,
        citizen_number=f"138{chance.randrange(10**8):08d}",
        citizen_name="王芳",
        call_id="",
        query_code="123456",
        state="draft",
        created=created,
        created_by=f"agent{chance.randrange(AGENTS + 2)}",
        updated=created,
        version=1,
        round=1,
        dispatched=None,
        due=None,
        extended=0,
        returns=0,
        adjudicated=False,
        attempts=0,
        profile="",
        public_answer="",
        answered=None,
        finished=None,
        parent="",
        limits=[],
        came_by=chance.choices(CHANNELS, (70, 5, 3, 12, 2, 1, 4, 3))[0],
    )
    what = chance.choices(("draft", "spot", "accepted", "out", "merged", "dispatched"), (2, 25, 2, 3, 2, 66))[0]
    match what:
        case "draft":
            return
        case "spot":
            ticket |= {"state": "finished", "answered": created, "finished": created}
            ticket["department"] = chance.choice(("", *DEPARTMENTS))
        case "accepted":
            ticket["state"] = "accepted"
        case _:
            _dispatched(books, chance, ticket)
    if what == "out":
        ticket |= {"state": chance.choice(("transferred", "declined", "withdrawn")), "finished": created}
    elif what == "merged":
        ticket |= {"parent": number_of("26", 1), "state": chance.choice(("merged", "finished"))}


def _dispatched(books: Books, chance: Random, ticket: Row) -> None:
    """One round after the other, until the citizen finds it solved, or nobody has got so far."""
    start = ticket["created"] + timedelta(minutes=chance.randrange(60))
    # the last departments have few cases
    ticket["department"] = chance.choices(DEPARTMENTS, [40 if n < 14 else 1 for n in range(len(DEPARTMENTS))])[0]
    for turn in (1, 2):
        ticket |= {"round": turn, "dispatched": start, "answered": None, "finished": None, "state": "dispatched"}
        ticket |= {"profile": "five-day", "due": _closing(start + timedelta(days=chance.choice((2, 5, 7, 15))))}
        part = _given(books, chance, ticket, start)
        if part["signed"] is None:
            return
        ticket["state"] = "signed"
        left = max(ticket["due"] - part["signed"], timedelta(hours=1))
        answered = part["signed"] + left * chance.choice((0.1, 0.3, 0.6, 0.9, 0.99, 1.0, 1.1, 1.3))
        if answered > ticket["due"]:
            _red(books, chance, ticket)
        if answered > NOW or chance.random() < 0.05:
            return
        part |= {"state": "replied", "replied": answered, "answer": "已修。"}
        ticket |= {"answered": answered, "state": "replied"}
        if chance.random() < 0.05:
            return
        ticket["state"] = "reviewed"
        called = _called(books, chance, ticket, answered + timedelta(hours=20))
        if called is None:
            return
        if turn == 1 and called["solved"] == "no":
            start = called["at"]
            continue
        if called["solved"] != "no" or not called["contacted"] or chance.random() < 0.5:
            ticket |= {"state": "finished", "finished": called["at"]}
        return


def _closing(at: datetime) -> datetime:
    """17:30 of that day by the city's clock."""
    return at.astimezone(ZONE).replace(hour=17, minute=30, second=0, microsecond=0).astimezone(UTC)


def _given(books: Books, chance: Random, ticket: Row, at: datetime) -> Row:
    """The department's part, and those of whoever had it before and gave it back."""
    while True:
        part = _part(books, ticket, at, lead=True)
        if chance.random() < 0.3:
            helper = _part(books, ticket, at, lead=False)
            helper["department"] = chance.choice(DEPARTMENTS)
        took = timedelta(hours=chance.choice((1, 3, 8, 20, 30, 60)))
        if chance.random() < 0.03:
            _watched(books, chance, ticket, "urge", at + timedelta(hours=2), "boss")
        back = at + timedelta(hours=chance.randrange(1, 40)) if chance.random() < 0.05 else None
        if min(at + took, back or NOW) > at + timedelta(hours=24) and chance.random() < 0.9:
            _watched(books, chance, ticket, "urge", at + timedelta(hours=24), "clock")
            part["urged"] = True
        if back is None and chance.random() < 0.04:
            return part
        if back is None:
            part |= {"signed": at + took, "state": "signed", "by": "lead"}
            return part
        part |= {"returned": True, "state": "left", "note": "不属于我局"}
        of = {"ticket_number": ticket["number"], "at": back, "actor": "lead", "reason": "", "changes": {}}
        books.add(TicketHistoryRow, **of, action="return")
        books.add(TicketHistoryRow, **of, action="note")
        ticket |= {"returns": ticket["returns"] + 1, "department": chance.choice(DEPARTMENTS)}
        at = back + timedelta(hours=chance.randrange(1, 20))


def _part(books: Books, ticket: Row, at: datetime, *, lead: bool) -> Row:
    return books.add(
        TicketPartRow,
        ticket_number=ticket["number"],
        department=ticket["department"],
        lead=lead,
        state="to_sign",
        round=ticket["round"],
        given=at,
        signed=None,
        replied=None,
        note="",
        answer="",
        by="",
        urged=False,
        returned=False,
    )


def _red(books: Books, chance: Random, ticket: Row) -> None:
    if ticket["due"] < NOW:
        _watched(books, chance, ticket, "yellow", ticket["due"] - timedelta(days=1), "clock")
        _watched(books, chance, ticket, "red", ticket["due"], "clock")


def _watched(books: Books, chance: Random, ticket: Row, watch: str, at: datetime, by: str) -> None:
    line = books.add(
        TicketOversightRow,
        ticket_number=ticket["number"],
        watch=watch,
        department=ticket["department"],
        reason="",
        rule="",
        by=by,
        at=at,
        answer="",
        answered_by="",
        answered=None,
    )
    if chance.random() < 0.1:
        _appeal(books, chance, ticket, "oversight", line["id"], at)


def _called(books: Books, chance: Random, ticket: Row, at: datetime) -> Row | None:
    """Up to three tries; the one that concludes them, None where it is still to come."""
    for attempt in (1, 2, 3):
        if at > NOW:
            return None
        contacted = chance.random() < 0.7
        tried = books.add(
            TicketCallBackRow,
            ticket_number=ticket["number"],
            round=ticket["round"],
            at=at,
            by="agent1",
            contacted=contacted,
            solved=chance.choices(("yes", "partly", "no"), (75, 10, 15))[0] if contacted else "",
            satisfied=chance.choices(("yes", "by_and_large", "no", "not_rated"), (50, 20, 10, 20))[0]
            if contacted
            else "",
            words="",
            department=ticket["department"],
            concluded=contacted or attempt == 3,
            first_answer=contacted and ticket["round"] == 1,
            final_answer=contacted,
        )
        if contacted and ticket["round"] == 2:
            _not_final(books, tried)
        if chance.random() < 0.02:
            _appeal(books, chance, ticket, "call_back", tried["id"], at)
        if tried["concluded"]:
            return tried
        at += timedelta(hours=chance.randrange(4, 30))
    raise AssertionError


def _not_final(books: Books, last: Row) -> None:
    """What was said before is no longer the last word; the rows of one ticket lie together."""
    for row in reversed(books.of(TicketCallBackRow)[:-1]):
        if row["ticket_number"] != last["ticket_number"]:
            return
        row["final_answer"] = False


def _appeal(books: Books, chance: Random, ticket: Row, of: str, target: int, at: datetime) -> None:
    upheld = chance.choice((True, False, None))
    books.add(
        TicketAppealRow,
        ticket_number=ticket["number"],
        of=of,
        target=target,
        department=ticket["department"],
        reason="",
        by="lead",
        at=at,
        decided_by="" if upheld is None else "boss",
        decided=None if upheld is None else at,
        upheld=upheld,
        comment="",
    )


def _knowledge(books: Books, chance: Random) -> None:
    for n in range(60):
        kind = ("department", "procedure", "question")[n % 3]
        out = chance.random() < 0.9
        entry = {"kind": kind, "code": f"k{n}", "position": n, "published": 1 if out else None, "title": "条目"}
        kept = books.add(KbEntryRow, **entry, owner=chance.choice(DEPARTMENTS[:5]), pack_sum="")
        for version, state in ((1, "published" if out else "withdrawn"), (2, "review"), (3, "draft")):
            if version == 1 or chance.random() < 0.3:
                of = {"entry_id": kept["id"], "version": version, "state": state, "content": {}, "author": "agent1"}
                created = NOW if version > 1 or n % 4 == 0 else NOW - timedelta(days=100)
                books.add(KbVersionRow, **of, created=created, note="", judged_by="", judged=None)
    for n in range(50):
        counts = {"times": chance.randrange(5), "unhelpful": chance.randrange(3), "settled": chance.random() < 0.5}
        books.add(
            KbMissRow, question=f"问题{n}", last=_moment(chance, chance.choice((FIRST, *_OTHER_MONTHS))), **counts
        )
    _used(books, chance)


def _used(books: Books, chance: Random) -> None:
    """Sums of days; the last entries are never used, and one that was is not there any more."""
    for n in (*range(50), 99):
        for way in ("opened", "aloud", "texted", "forms", "heard", "public", "helpful", "unhelpful"):
            for day in {_day(chance) for _ in range(chance.randrange(4))}:
                times = 1 + chance.randrange(9)
                key = {"day": day, "kind": ("department", "procedure", "question")[n % 3], "code": f"k{n}", "way": way}
                books.add(KbUseRow, **key, times=times, in_calls=chance.randrange(times + 1))
    for door, username in (("menu", ""), ("public", ""), *(("desk", f"agent{n}") for n in range(AGENTS + 1))):
        for day in {_day(chance) for _ in range(9)}:
            missed, unsure = chance.randrange(5), chance.randrange(9)
            key = {"day": day, "door": door, "username": username}
            books.add(KbSearchRow, **key, times=missed + unsure + chance.randrange(40), missed=missed, unsure=unsure)


def _day(chance: Random) -> str:
    return _moment(chance, chance.choice((FIRST, FIRST, *_OTHER_MONTHS))).astimezone(ZONE).date().isoformat()
