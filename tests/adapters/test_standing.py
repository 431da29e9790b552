"""How things stand, beside the reports: the same books, the same numbers, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest
import pytest_asyncio
from sqlalchemy import insert

from hotline.reports.catalogue import CATALOGUE
from hotline.reports.period import Period
from hotline.reports.report import Report
from hotline.reports.standing import IN_PROGRESS, PENDING, Chosen
from hotline.storage.engine import Database
from hotline.storage.tables import CallRow, CallStepRow
from tests.adapters.storage import Clock, Place, fresh_database
from tests.adapters.test_reports import BOOKS, over
from tests.fakes.report_books import NOW, put

AT_NIGHT = datetime(2026, 10, 14, 16, 30, tzinfo=UTC)  # half past midnight of the 15th by the city's clock
MOMENTS = (NOW, AT_NIGHT, datetime(2026, 10, 31, 15, 59, 59, tzinfo=UTC), datetime(2026, 10, 1, 1, 0, tzinfo=UTC))


@pytest_asyncio.fixture
async def database(place: Place) -> AsyncIterator[Database]:
    """A made-up month."""
    async with fresh_database(place) as opened:
        await put(opened, BOOKS)
        yield opened


def amount(report: Report, code: str, section: str = "whole") -> tuple[int, int]:
    """A figure of the whole."""
    (row,) = report.section(section).rows
    (figure,) = (one for one in row.figures if one.definition.code == code)
    return figure.amount.numerator, figure.amount.denominator


@pytest.mark.parametrize("now", MOMENTS)
async def test_the_screen_and_the_reports_say_the_same(database: Database, now: datetime) -> None:
    """Today's and this month's figures, and all that is open, are those of the reports of the same days."""
    reports = over(database, Clock(now))
    stands = await reports.standing()
    today = (now + timedelta(hours=8)).date()
    assert stands.today == today
    day, month = Period(first=today, last=today), Period(first=today.replace(day=1), last=today)
    tickets = await reports.report(CATALOGUE["tickets"], day)
    assessment = await reports.report(CATALOGUE["assessment"], day)
    assert stands.accepted == amount(tickets, "accepted")[0]
    assert stands.finished == amount(tickets, "on_the_spot")[0] + amount(assessment, "rehandled")[1]
    on_time = amount(await reports.report(CATALOGUE["assessment"], month), "finished_on_time")
    assert (stands.on_time.numerator, stands.on_time.denominator) == on_time
    always = await reports.report(CATALOGUE["tickets"], Period(first=date(2025, 1, 1), last=today))
    states = {row.key: row.figures[0].amount.numerator for row in always.section("state").rows}
    assert stands.pending == sum(states.get(state, 0) for state in PENDING)
    assert stands.in_progress == sum(states.get(state, 0) for state in IN_PROGRESS)
    assert stands.pending + stands.in_progress == amount(always, "in_hand")[0] > 0


async def test_nothing_at_all_stands_at_nought(place: Place) -> None:
    """A hotline on its first day."""
    async with fresh_database(place) as empty:
        stands = await over(empty, Clock(NOW)).standing()
        assert (stands.accepted, stands.finished, stands.pending, stands.in_progress) == (0, 0, 0, 0)
        assert (stands.on_time.numerator, stands.on_time.denominator) == (0, 0)
        assert await over(empty, Clock(NOW)).chosen_this_month({"补办身份证"}, 10) == ()


async def test_what_callers_chose_is_counted_once_a_call_and_only_by_titles(place: Place) -> None:
    """Calls of the month by the city's clock; what callers said in words of their own is left behind."""
    first = datetime(2026, 10, 31, 16, 0, tzinfo=UTC)  # midnight of 1 November
    calls = [("a", first), ("b", NOW), ("c", NOW), ("old", first - timedelta(seconds=1)), ("out", NOW)]
    heard = [
        *[("a", "补办身份证"), ("a", "补办身份证"), ("b", "补办身份证"), ("b", "工伤认定"), ("c", "工伤认定")],
        *[("c", "我叫王芳"), ("b", ""), ("c", "居住证"), ("old", "居住证"), ("out", "居住证")],
    ]
    async with fresh_database(place) as database:
        async with database.transaction() as session:
            for call, arrived in calls:
                way = "out" if call == "out" else "in"
                row = {"id": call, "arrived": arrived, "outcome": "menu", "direction": way, "number": call}
                await session.execute(insert(CallRow).values(**row, ended=arrived))
            for n, (call, title) in enumerate(heard):
                step = {"call_id": call, "at": NOW + timedelta(seconds=n), "node": "n", "pressed": "1", "heard": title}
                await session.execute(insert(CallStepRow).values(**step))
        reports = over(database, Clock(NOW))
        among = {"补办身份证", "工伤认定", "居住证", "从没问过"}
        assert await reports.chosen_this_month(among, 10) == (
            Chosen(title="工伤认定", calls=2),
            Chosen(title="补办身份证", calls=2),
            Chosen(title="居住证", calls=1),
        )
        assert [one.title for one in await reports.chosen_this_month(among, 1)] == ["工伤认定"]
