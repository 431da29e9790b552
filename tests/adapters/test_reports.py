"""Figures of a made-up month, each reckoned a second way, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import date

import pytest
import pytest_asyncio

from hotline.errors import HotlineError
from hotline.reports.catalogue import CATALOGUE
from hotline.reports.drilling import drill_of
from hotline.reports.hot.model import HotReport
from hotline.reports.look import REST
from hotline.reports.names import Kept, Names
from hotline.reports.period import Period
from hotline.reports.service import Reports
from hotline.storage.engine import Database
from hotline.storage.tables import TicketRow
from tests.adapters.storage import Clock, Place, fresh_database
from tests.fakes.report_books import FIRST, LAST, NOW, Books, made, put
from tests.fakes.report_same import LARGEST, differences, told
from tests.fakes.report_second import added

OCTOBER = Period(first=FIRST, last=LAST)
ODD = Period(first=date(2026, 10, 3), last=date(2026, 10, 17))
LONG = Period(first=date(2026, 8, 1), last=date(2026, 11, 30))
KEPT = {"01": Kept(checked=40, stale=4), "": Kept(checked=10, stale=0)}
BOOKS = made(20261031, calls=2_000, tickets=1_500)


@pytest_asyncio.fixture
async def database(place: Place) -> AsyncIterator[Database]:
    """The month in a database."""
    async with fresh_database(place) as opened:
        await put(opened, BOOKS)
        yield opened


@pytest_asyncio.fixture
async def reports(database: Database) -> Reports:
    """The reports over it."""
    return over(database, Clock(NOW))


def over(database: Database, clock: Clock) -> Reports:
    """The reports over a database."""

    async def kept() -> Mapping[str, Kept]:
        return KEPT

    return Reports(database, names=lambda: Names(city="云川市"), kept=kept, now=clock)


@pytest.mark.parametrize("period", [OCTOBER, ODD, LONG])
async def test_every_figure_is_the_same_a_second_way(reports: Reports, period: Period) -> None:
    """All reports of a month, of days in its middle, and of many months, equal plain Python over the raw rows."""
    found, count = await differences(reports, BOOKS, period)
    assert found == []
    assert count > 1_000


async def test_sums_add_up_within_and_between_reports(reports: Reports) -> None:
    """A ticket or a call that counts in one section or report counts the same in every other."""
    made_now = {name: await reports.report(kind, OCTOBER) for name, kind in CATALOGUE.items()}
    tickets, telephone, agents = made_now["tickets"], made_now["telephone"], made_now["agents"]
    whole = told(tickets.section("whole"))["whole"]
    for section in tickets.sections[1:]:
        assert added(told(section))["accepted"] == whole["accepted"], section.code
    assert whole["finished"][0] + whole["in_hand"][0] + whole["otherwise"][0] == whole["accepted"][0]
    calls = told(telephone.section("whole"))["whole"]
    for section in telephone.sections[1:]:
        assert added(told(section), LARGEST) == calls
    queue = ("answered", "abandoned", "left_queue")
    assert sum(calls[code][0] for code in queue) == calls["asked"][0] == calls["answered"][1]
    people = told(agents.section("whole"))["whole"]
    assert people["calls_taken"][0] == calls["answered"][0]
    assert people["written"] == whole["accepted"]
    judged = made_now["assessment"]
    assert people["spot_by_agent"] == whole["on_the_spot"] == told(judged.section("whole"))["whole"]["on_the_spot"]
    bulletin = made_now["bulletin"]
    assert told(bulletin.section("telephone"))["whole"]["answered"] == calls["answered"]
    for by in ("type", "category", "district"):
        assert added(told(bulletin.section(by)))["accepted"] == whole["accepted"]
    assert told(bulletin.section("handled"))["whole"].items() <= told(judged.section("whole"))["whole"].items()


async def test_the_tickets_behind_a_figure_are_those_that_were_counted(reports: Reports) -> None:
    """Each list has as many tickets as its number says, or fewer where one ticket counts more than once."""
    report = await reports.report(CATALOGUE["assessment"], OCTOBER)
    more_than_once = {"given", "returned", "signed_on_time", "contacted", "red_cards"}
    rows = [
        next(row for row in report.section(code).rows if row.figures[0].amount.numerator > 20)
        for code in ("department", "category", "channel")
    ]
    for row, figure in ((one, figure) for one in rows for figure in one.figures):
        for part in ("numerator", "denominator"):
            count = getattr(figure.amount, part)
            if part == "denominator" and figure.definition.kind == "count":
                continue
            drill = drill_of(figure.definition.code, part, row.filters, OCTOBER)
            found = await reports.tickets(drill, 10_000)
            assert len(set(found)) == len(found) <= count
            assert len(found) == count or figure.definition.code in more_than_once


async def test_a_list_of_tickets_goes_on_after_its_last(reports: Reports) -> None:
    """Pages of a list together are the list."""
    drill = drill_of("accepted", "numerator", {"type": "help"}, OCTOBER)
    whole = await reports.tickets(drill, 10_000)
    pages: list[str] = []
    while page := await reports.tickets(
        drill_of("accepted", "numerator", {"type": "help"}, OCTOBER, after=pages[-1] if pages else ""), 50
    ):
        pages += page
    assert tuple(pages) == whole
    types = {row["number"]: row["type"] for row in BOOKS.of(TicketRow)}
    assert {types[number] for number in whole} == {"help"}


async def test_small_departments_are_shown_with_their_band_and_not_ranked(reports: Reports) -> None:
    """Fewer than 30 cases have no place among the others, and the others have one."""
    report = await reports.report(CATALOGUE["assessment"], OCTOBER)
    index = [one.definition.code for one in report.section("department").rows[0].figures].index("finished_on_time")
    figures = [row.figures[index] for row in report.section("department").rows]
    assert {one.rank is None for one in figures if one.amount.denominator < 30} == {True}
    ranks = sorted(one.rank or 0 for one in figures if one.amount.denominator >= 30)
    assert ranks[0] == 1
    assert len(ranks) > 5


async def test_the_bulletin_has_no_line_of_fewer_than_five(reports: Reports) -> None:
    """What few tickets are about stands together in one line."""
    report = await reports.report(CATALOGUE["bulletin"], Period(first=FIRST, last=FIRST))
    for by in ("type", "category", "district"):
        rows = report.section(by).rows
        assert all(row.figures[0].amount.numerator >= 5 for row in rows if row.key != REST)


async def test_a_brief_is_there_before_its_hot_issues(place: Place) -> None:
    """A reader has it at once and is told that they are pending; a file waits; what fails is not asked for again."""
    waited: list[float] = []

    async def hot(period: Period, wait: float) -> HotReport | None:
        waited.append(wait)
        if len(waited) == 3:
            raise HotlineError("正在计算的时段太多，请稍后再试。")
        return none_of(period) if wait else None

    async def kept() -> Mapping[str, Kept]:
        return KEPT

    async with fresh_database(place) as empty:
        reports = Reports(empty, names=lambda: Names(city="云川市"), kept=kept, now=Clock(NOW), hot=hot)
        brief = CATALOGUE["brief"]
        told = [await reports.report(brief, OCTOBER, patient=patient) for patient in (False, True, False)]
    assert [one.pending for one in told] == [True, False, False]
    assert "正在归并" in told[0].section("hot").note
    assert waited[0] == 0 < waited[1]


def none_of(period: Period) -> HotReport:
    """No hot issues."""
    days = {"first": period.first, "last": period.last, "before": period.first}
    return HotReport(**days, messages=0, gathered=0, issues=(), rule="")


async def test_nothing_at_all_is_a_report_too(place: Place) -> None:
    """A hotline on its first day has reports of zeros."""
    async with fresh_database(place) as empty:
        for kind in CATALOGUE.values():
            report = await over(empty, Clock(NOW)).report(kind, OCTOBER)
            assert report.section(report.sections[0].code).rows[0].figures


def test_the_books_are_the_same_for_the_same_seed() -> None:
    """The month can be made again."""
    again: Books = made(20261031, calls=200, tickets=100)
    assert again.rows == made(20261031, calls=200, tickets=100).rows
