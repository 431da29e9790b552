"""What is kept of days that are over, beside the rows: right from the first round on, and after every late change."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa

from hotline.reports.catalogue import CATALOGUE
from hotline.reports.day_keeper import DayKeeper
from hotline.reports.day_sums import KEPT, _runs
from hotline.reports.report import report_json
from hotline.reports.service import Reports
from hotline.storage.engine import Database
from hotline.storage.tables import (
    CallRow,
    ReportDayRow,
    ReportMarkRow,
    Table,
    TicketAppealRow,
    TicketCallBackRow,
    TicketOversightRow,
    TicketPartRow,
    TicketRow,
)
from tests.adapters.storage import Clock, Place, fresh_database
from tests.adapters.test_reports import BOOKS as ALL
from tests.adapters.test_reports import LONG, OCTOBER, ODD, over
from tests.fakes.report_books import DEPARTMENTS, NOW, Books, Row, put
from tests.fakes.report_same import differences

PERIODS = (OCTOBER, ODD, LONG)
PLAIN = ("telephone", "tickets", "assessment", "agents")
COUNTED = (*PLAIN, "brief", "bulletin")  # the last two tell the others' figures
DAY = timedelta(days=1)


def recent(books: Books) -> Books:
    """What the books say of the last two months: fewer days are kept in less time."""
    first = datetime(2026, 9, 20, tzinfo=UTC)
    numbers = {row["number"] for row in books.of(TicketRow) if row["created"] >= first}

    def stays(table: type[Table], row: Row) -> bool:
        if "ticket_number" in row:
            return row["ticket_number"] in numbers
        return not (table is TicketRow and row["number"] not in numbers) and not (
            table is CallRow and row["arrived"] < first
        )

    return Books(rows={table: [row for row in rows if stays(table, row)] for table, rows in books.rows.items()})


BOOKS = recent(ALL)
NUMBERS = sorted(row["number"] for row in BOOKS.of(TicketRow))


@pytest_asyncio.fixture
async def database(place: Place) -> AsyncIterator[Database]:
    """Two months in a database, every day kept that is over."""
    async with fresh_database(place) as opened:
        await put(opened, BOOKS)
        await keeper(opened).round()
        yield opened


@pytest.fixture
def reports(database: Database) -> Reports:
    """The reports over it."""
    return over(database, Clock(NOW))


def keeper(database: Database, clock: Clock | None = None) -> DayKeeper:
    """One that does not wait for others."""
    return DayKeeper(database, clock or Clock(NOW), pause=0)


async def told(reports: Reports, names: Sequence[str] = COUNTED) -> list[Any]:
    """All figures of every report that is counted by days."""
    return [report_json(await reports.report(CATALOGUE[name], LONG))["sections"] for name in names]


async def from_the_rows(database: Database, reports: Reports, names: Sequence[str] = COUNTED) -> list[Any]:
    """The same with nothing kept; afterwards it is as it was."""  # renamed: to put all days in again takes longer
    hidden = sa.literal("hidden.")
    await do(database, sa.update(ReportDayRow).values(what=hidden + ReportDayRow.what))
    counted = await told(reports, names)
    shown = sa.func.substr(ReportDayRow.what, len("hidden.") + 1)
    await do(database, sa.update(ReportDayRow).values(what=shown))
    return counted


async def do(database: Database, *statements: sa.Executable) -> None:
    """In a transaction of their own."""
    async with database.transaction() as session:
        for statement in statements:
            await session.execute(statement)


async def days_of(database: Database, what: str) -> list[str]:
    """The days and months of which this is kept."""
    async with database.reading() as session:
        asked = sa.select(ReportDayRow.day).where(ReportDayRow.what.like(what)).order_by(ReportDayRow.day)
        return list(await session.scalars(asked))


async def test_what_is_kept_says_what_the_rows_say(reports: Reports) -> None:
    """Every figure of a month, of days in its middle and of many months equals plain Python over the raw rows."""
    for period in PERIODS:
        found, count = await differences(reports, BOOKS, period)
        assert found == []
        assert count > 900


async def test_kept_days_and_months_are_read_and_not_counted_again(database: Database, reports: Reports) -> None:
    """Whoever changes what is kept changes the report; what is not over is not kept."""
    days = await days_of(database, "created.type.%")
    assert days[-1] == "2026-11-19"
    assert [day for day in days if len(day) == 7 and day >= "2026-08"] == ["2026-08", "2026-09", "2026-10"]
    for period, name in ((ODD, "2026-10-15"), (OCTOBER, "2026-10")):
        row = sa.update(ReportDayRow).where(ReportDayRow.what.like("created.type.%"), ReportDayRow.day == name)
        await do(database, row.values(sums={kind: [7_000, 0, 0, 0] for kind in ("help", "nothing")}))
        report = await reports.report(CATALOGUE["tickets"], period)
        rows = {one.key: one.figures[0].amount.numerator for one in report.section("type").rows}
        assert rows["nothing"] == 7_000


LATE = {
    "finished late": sa.update(TicketRow)
    .where(TicketRow.state == "signed")
    .values(state="finished", answered=NOW, finished=NOW - 9 * DAY),
    "due moved": sa.update(TicketRow).where(TicketRow.state == "reviewed").values(due=NOW - 20 * DAY),
    "another department": sa.update(TicketRow).where(TicketRow.department == DEPARTMENTS[0]).values(department="77"),
    "another category": sa.update(TicketRow)
    .where(TicketRow.category == "0101")
    .values(category="0202", urgency="low", type="report", district="02", came_by="letter"),
    "gone": sa.delete(TicketRow).where(TicketRow.state == "accepted"),
    "part returned": sa.update(TicketPartRow).where(TicketPartRow.department == "02").values(returned=True),
    "part signed": sa.update(TicketPartRow).where(TicketPartRow.signed.is_(None)).values(signed=NOW, urged=False),
    "callback corrected": sa.update(TicketCallBackRow)
    .where(TicketCallBackRow.solved == "no")
    .values(solved="yes", department="03"),
    "callback gone": sa.delete(TicketCallBackRow).where(TicketCallBackRow.satisfied == "yes"),
    "call told late": sa.update(CallRow).where(CallRow.outcome == "queued").values(outcome="abandoned", waited=900),
    "call at another moment": sa.update(CallRow)
    .where(CallRow.extension == "1002")
    .values(arrived=NOW - 30 * DAY, queued=NOW - 30 * DAY),
    "call gone": sa.delete(CallRow).where(CallRow.extension == "1003"),
    "appeals decided": sa.update(TicketAppealRow).values(upheld=~TicketAppealRow.upheld.is_(True)),
    "appeals gone": sa.delete(TicketAppealRow),
    "red card taken for a yellow one": sa.update(TicketOversightRow)
    .where(TicketOversightRow.watch == "red", TicketOversightRow.id % 2 == 0)
    .values(watch="yellow"),
}


async def test_a_late_change_counts_at_once_and_after_the_next_round(database: Database, reports: Reports) -> None:
    """Before anything is kept anew, and after it: the same as counted from the rows, and not the same as before."""
    right = await told(reports, PLAIN)
    for n, (late, change) in enumerate(LATE.items(), start=1):
        before = right
        await do(database, change)
        right = await from_the_rows(database, reports, PLAIN)
        assert right != before, late
        assert await told(reports, PLAIN) == right, late
        if n % 5 == 0:
            await keeper(database).round()
            assert await told(reports, PLAIN) == right, late
    async with database.reading() as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(ReportMarkRow)) == 0


async def test_what_is_new_on_an_old_day_counts(database: Database, reports: Reports) -> None:
    """Rows that are put in late, also long before the first that there was."""
    old = NOW - 25 * DAY
    for at in (old, NOW - 500 * DAY, NOW):
        ticket = dict(BOOKS.of(TicketRow)[0]) | {"number": f"99{at:%y%m%d%H}", "created": at}
        call = dict(BOOKS.of(CallRow)[0]) | {"id": f"late{at:%y%m%d}", "arrived": at, "outcome": "abandoned"}
        await do(database, sa.insert(TicketRow).values(ticket), sa.insert(CallRow).values(call))
    right = await from_the_rows(database, reports)
    assert await told(reports) == right
    await keeper(database).round()
    assert await told(reports) == right


async def test_a_change_while_a_day_is_kept_leaves_its_mark(database: Database, reports: Reports) -> None:
    """Rounds and writers at once, again and again: what comes out is what the rows say."""
    chance = Random(5)  # noqa: S311 the same changes each time

    async def write() -> None:
        for n in range(25):
            row = sa.update(TicketRow).where(TicketRow.number.in_(chance.sample(NUMBERS, 3)))
            moved = NOW - timedelta(days=chance.randrange(60), hours=n)
            await do(database, row.values(state="finished", finished=moved, due=moved))

    async def keep() -> None:
        for _ in range(2):
            await keeper(database).round()

    await asyncio.gather(write(), write(), keep(), keep())
    right = await from_the_rows(database, reports)
    assert await told(reports) == right
    await keeper(database).round()
    assert await told(reports) == right


async def test_another_version_s_sums_are_not_read_and_go_with_their_day(database: Database, reports: Reports) -> None:
    """They would not see the mark any more when that version runs again."""
    right, what = await told(reports), "created.type.0123456789ab"
    old = {"what": what, "book": "created", "sums": {"help": [9, 9, 9, 9]}}
    await do(database, *(sa.insert(ReportDayRow).values(old | {"day": day}) for day in ("2026-10-15", "2026-10")))
    assert await told(reports) == right
    at = [row["number"] for row in BOOKS.of(TicketRow) if row["created"].date() == date(2026, 10, 15)]
    await do(database, sa.update(TicketRow).where(TicketRow.number.in_(at)).values(version=9))
    await keeper(database).round()
    assert await days_of(database, what) == []


async def test_a_day_is_kept_when_it_is_over(database: Database) -> None:
    """By the city's clock; a second round has nothing to do."""
    clock = Clock(NOW)
    keeping = keeper(database, clock)
    assert await keeping.round() == 0
    clock.now = NOW + timedelta(hours=8)  # midnight
    assert await keeping.round() == len({kept.book for kept in KEPT.values()})


async def test_an_empty_hotline_keeps_nothing(place: Place) -> None:
    """There is no first day yet."""
    async with fresh_database(place) as empty:
        assert await keeper(empty).round() == 0


def test_few_questions_hold_all_days_that_are_not_kept() -> None:
    """The nearest are asked for together, with what lies between them."""
    days = [date(2026, 10, day) for day in (1, 2, 3, 7, 9, 20, 31)]
    assert [(run.first.day, run.last.day) for run in _runs(days)] == [(1, 9), (20, 20), (31, 31)]
    assert _runs([]) == []
