"""The register of applications on a real database: reports taken in, all or none, and told to callers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from sqlalchemy import func, select

from hotline.answering.city_lookups import CityLookUps
from hotline.applications.demo import demo_reports
from hotline.applications.draft import Report
from hotline.applications.model import Outcome, Stage
from hotline.applications.service import Applications, RowFault
from hotline.cli.applications import add_demo
from hotline.errors import InputError, NotFoundError
from hotline.ivr.waits import LookUpKind
from hotline.kb.library import shelf
from hotline.kb.load import load_city
from hotline.settings import ROOT
from hotline.storage.engine import Database
from hotline.storage.tables import ApplicationRow, ApplicationStageRow
from tests.adapters.storage import Clock, Place, fresh_database
from tests.fakes.clock import works
from tests.unit.test_applications import PHONE, Town

NUMBER = "20261101"
FIRST = Report(
    number=NUMBER,
    procedure="居民身份证丢失补领",
    applicant="张小明",
    phone="13800138000",
    stage="受理",
    updated="2026-11-18 09:00",
    due="2026-11-27",
    more=(("窗口", "3号"),),
)
SECOND = Report(number=NUMBER, stage="办理中", updated="2026-11-20 09:00")


class Hall:
    """A register, its clock and its rows."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = Clock()
        town = Town()
        self.register = Applications(database, self.clock, city=lambda: town, works=works)

    async def record(self, *reports: Report, dry_run: bool = False) -> tuple[Outcome, ...]:
        """What became of each."""
        done = await self.register.record(reports, source="a.csv", actor="supervisor1", dry_run=dry_run)
        return done.outcomes

    async def rows(self) -> tuple[int, int]:
        """How many applications and stages there are."""
        async with self.database.reading() as session:
            one = await session.scalar(select(func.count()).select_from(ApplicationRow))
            other = await session.scalar(select(func.count()).select_from(ApplicationStageRow))
        return one or 0, other or 0


@pytest_asyncio.fixture
async def hall(place: Place) -> AsyncIterator[Hall]:
    """A fresh one."""
    async with fresh_database(place) as database:
        yield Hall(database)


async def test_what_is_reported_is_kept_with_its_history(hall: Hall) -> None:
    """Who reported each stage, and what a later report does not say stays."""
    assert await hall.record(FIRST) == (Outcome.NEW,)
    assert await hall.record(SECOND) == (Outcome.CHANGED,)
    found = await hall.register.get(NUMBER)
    assert (found.stage, found.procedure, found.department) == (Stage.IN_PROGRESS, "0101", "01")
    assert (found.applicant, found.phone, found.more) == ("张小明", "13800138000", (("窗口", "3号"),))
    assert found.since == datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
    history = await hall.register.history(NUMBER)
    assert [entry.stage for entry in history] == [Stage.ACCEPTED, Stage.IN_PROGRESS]
    assert {(entry.source, entry.actor, entry.reported) for entry in history} == {
        ("a.csv", "supervisor1", hall.clock.now)
    }


async def test_reports_may_come_in_any_order_and_again(hall: Hall) -> None:
    """The same said again changes nothing; an older one is ignored, and both are told."""
    assert await hall.record(SECOND, FIRST) == (Outcome.CHANGED, Outcome.NEW)
    assert await hall.record(SECOND, FIRST) == (Outcome.UNCHANGED, Outcome.OLDER)
    assert (await hall.register.get(NUMBER)).stage is Stage.IN_PROGRESS
    assert await hall.rows() == (1, 2)


async def test_with_one_fault_nothing_is_kept(hall: Hall) -> None:
    """Every fault is told by its place and field; a new application must name its procedure."""
    with pytest.raises(InputError) as fault:
        await hall.record(FIRST, replace(SECOND, number="20261102"), replace(FIRST, number="x", stage=""))
    found = fault.value.details["faults"]
    assert isinstance(found, tuple)
    assert all(isinstance(one, RowFault) for one in found)
    assert [(one.place, one.field) for one in found] == [(1, "procedure"), (2, "number"), (2, "stage")]
    assert await hall.rows() == (0, 0)


async def test_a_trial_changes_nothing(hall: Hall) -> None:
    """It tells what would become of each report."""
    assert await hall.record(FIRST, SECOND, dry_run=True) == (Outcome.NEW, Outcome.CHANGED)
    assert await hall.rows() == (0, 0)


async def test_many_are_written_with_their_progress_told(hall: Hall) -> None:
    """More than go into one statement."""
    told: list[tuple[int, int]] = []
    reports = [replace(FIRST, number=str(100_000 + place)) for place in range(1_201)]
    done = await hall.register.record(
        reports, source="a.csv", actor="x", progress=lambda some, of: told.append((some, of))
    )
    assert done.summary.startswith("新增1201条")
    assert told == [(500, 1201), (1000, 1201), (1201, 1201)]
    assert await hall.rows() == (1201, 1201)


async def test_two_who_report_the_same_at_once_do_not_disturb_each_other(hall: Hall) -> None:
    """It is new to one of them only."""
    outcomes = await asyncio.gather(*(hall.record(FIRST) for _ in range(5)))
    assert sorted(one for (one,) in outcomes) == [Outcome.NEW, *[Outcome.UNCHANGED] * 4]
    assert await hall.rows() == (1, 1)


async def test_a_caller_hears_progress_only_for_a_number_there_is(hall: Hall) -> None:
    """Whatever is keyed; by the city's day, and late with the department's telephone."""
    await hall.record(FIRST)
    told = "受理号20261101，已于11月18日受理，承诺11月27日办结，"
    assert await hall.register.progress(NUMBER) == f"{told}还有5个工作日。"
    hall.clock.pass_by(days=7)
    late = await hall.register.progress(NUMBER)
    assert late is not None
    assert late.startswith(f"{told}现在已经超过期限，很抱歉让您久等。")
    assert PHONE in late
    for keyed in ("20261102", "1", "", "2" * 21, "２０２６１１０１", "2026\x001101", "\ud800"):
        assert await hall.register.progress(keyed) is None
        assert await hall.register.history(keyed) == ()
        with pytest.raises(NotFoundError):
            await hall.register.get(keyed)


async def test_the_demo_citys_applications_are_of_its_own_procedures(hall: Hall) -> None:
    """A dozen, marked as what they are, at every stage; a city without those procedures gets none."""
    assert demo_reports(Town(), hall.clock.now) == ()
    city = load_city(ROOT / "kb")
    await add_demo(hall.database, city, works)
    register = Applications(hall.database, city=lambda: city, works=works)
    found = [await register.get(str(number)) for number in range(100_001, 100_013)]
    assert {one.stage for one in found} == set(Stage)
    assert {one.source for one in found} == {"演示数据"}
    late = await register.progress("100008")
    assert late is not None
    assert "很抱歉" in late


async def test_a_register_in_use_gets_no_demo(hall: Hall) -> None:
    """What departments report is never mixed with what is made up."""
    await hall.record(FIRST)
    await add_demo(hall.database, load_city(ROOT / "kb"), works)
    assert await hall.rows() == (1, 1)


async def test_a_menu_finds_an_application_by_its_number(hall: Hall) -> None:
    """As it finds a ticket; nothing else is told of it."""
    await hall.record(FIRST)
    city = load_city(ROOT / "kb")
    books = CityLookUps(published=shelf(city), application=hall.register.progress)
    (item,) = await books.find(LookUpKind.APPLICATION, NUMBER)
    assert item.spoken.startswith("受理号20261101，已于11月18日受理")
    assert await books.find(LookUpKind.APPLICATION, "20261102") == ()
