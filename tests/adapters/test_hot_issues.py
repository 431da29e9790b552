"""Hot issues of a real database, reckoned in a process of their own, and as a supervisor asks for them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web as aiohttp_web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import insert

from hotline.errors import HotlineError, InputError
from hotline.reports.hot.apart import Work, reckoned_apart
from hotline.reports.hot.model import HotReport, HotRule
from hotline.reports.hot.service import FRESH, MOST_WAITING, HotIssues
from hotline.reports.hot.store import AT_ONCE, read_messages
from hotline.storage.engine import Database, open_database
from hotline.storage.tables import TicketRow
from hotline.web import hot_issues, sessions
from hotline.web.faults import faults_as_json
from hotline.web.services import SERVICES
from tests.adapters.storage import Clock, Place, fresh_database
from tests.adapters.web_hotline import PASSWORD, WebHotline

LAST = date(2026, 11, 20)
FIRST = LAST - timedelta(days=6)
NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
SCHOOL = ("翠湖名苑没有配套小学", "翠湖名苑配套小学何时建", "翠湖名苑配套小学没有动工", "翠湖名苑配套小学迟迟不建")


def row(number: int, **given: Any) -> dict[str, Any]:
    """A ticket as it stands in the table."""
    return {
        "number": f"26{number:08}",
        "type": "help",
        "category": "0301",
        "district": "01",
        "place": "翠湖路",
        "title": SCHOOL[number % 4],
        "content": f"{SCHOOL[number % 4]}，请处理。",
        "department": "01",
        "confidential": False,
        "citizen_number": f"1380013{number:04}",
        "citizen_name": "",
        "call_id": "",
        "state": "dispatched",
        "created": NOON,
        "created_by": "agent1",
        "updated": NOON,
        "version": 1,
        **given,
    }


async def put(database: Database, rows: Sequence[dict[str, Any]]) -> None:
    """Write tickets past the service."""
    async with database.transaction() as session:
        await session.execute(insert(TicketRow), list(rows))


@pytest_asyncio.fixture
async def database(place: Place) -> AsyncIterator[Database]:
    """A fresh one."""
    async with fresh_database(place) as opened:
        yield opened


async def test_the_citys_days_are_read_without_drafts(database: Database) -> None:
    """A day begins at midnight of the city, and what binds nobody is not counted."""
    at = datetime(2026, 11, 19, 16, 0, tzinfo=UTC)
    second = timedelta(seconds=1)
    moments = (at - second, at, at + timedelta(days=1) - second, at + timedelta(days=1))
    rows = [row(number, created=moment) for number, moment in enumerate(moments)]
    await put(database, [*rows, row(9, state="draft")])
    read = await read_messages(database, LAST, LAST)
    assert [(one.id, one.day) for one in read.messages] == [("2600000002", LAST), ("2600000001", LAST)]
    assert not read.cut


async def test_who_called_does_not_leave_the_store(database: Database) -> None:
    """Name and number are gone from the texts, and the citizen is a number that means nothing."""
    called = {"citizen_number": "13800138000", "citizen_name": "欧阳小红女士"}
    text = "我是欧阳小红，电话13800138000，翠湖名苑没有小学"
    await put(database, [row(1, content=text, **called), row(2, **called), row(3, citizen_number="")])
    read = await read_messages(database, LAST, LAST)
    assert [one.citizen for one in read.messages] == ["", "1", "1"]
    assert "欧阳小红" not in str(read)
    assert "13800138000" not in str(read)


async def test_more_than_may_be_compared_are_cut_at_the_oldest(database: Database) -> None:
    """Pages join without a gap or a double, also where all were taken down in the same second."""
    count = AT_ONCE + 5
    await put(database, [row(number) for number in range(count)])
    whole = await read_messages(database, LAST, LAST)
    assert sorted(one.id for one in whole.messages) == [f"26{number:08}" for number in range(count)]
    some = await read_messages(database, LAST, LAST, most=AT_ONCE)
    assert some.cut
    assert min(one.id for one in some.messages) == "2600000005"


async def test_a_report_is_reckoned_in_another_process(database: Database) -> None:
    """From rows to issues, through a process of its own."""
    await put(database, [row(number) for number in range(8)])
    made = await HotIssues(database).report(FIRST, LAST, wait=120)
    assert made is not None
    (issue,) = made.report.issues
    assert (issue.citizens, issue.size, issue.departments[0].code) == (8, 8, "01")
    assert "配套小学" in issue.name


async def test_a_process_that_fails_is_told_as_such() -> None:
    """It was asked for days that are none: the asker has an error."""
    with pytest.raises(HotlineError, match="没有算出来"):
        await reckoned_apart(Work(messages=(), first=LAST, last=FIRST, rule=HotRule()))


@dataclass
class Reckoner:
    """Reckons nothing, when it is let."""

    free: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[Work] = field(default_factory=list)

    async def __call__(self, work: Work) -> HotReport:
        """An empty report of the period."""
        self.asked.append(work)
        await self.free.wait()
        return HotReport(
            first=work.first, last=work.last, before=work.first, messages=0, gathered=0, issues=(), rule=""
        )


async def test_a_period_is_reckoned_once_for_all_who_ask(database: Database) -> None:
    """Two who ask at once, and a third soon afterwards, have the same; later it is renewed behind their backs."""
    clock, reckoner = Clock(), Reckoner()
    hot = HotIssues(database, now=clock, reckon=reckoner)
    assert await hot.report(FIRST, LAST, wait=0) is None
    asked = asyncio.gather(hot.report(FIRST, LAST), hot.report(FIRST, LAST))
    reckoner.free.set()
    one, other = await asked
    assert one is other
    assert await hot.report(FIRST, LAST) is one
    assert len(reckoner.asked) == 1
    clock.now += FRESH
    assert await hot.report(FIRST, LAST) is one
    await asyncio.gather(*hot._under_way.values())
    renewed = await hot.report(FIRST, LAST)
    assert renewed is not None
    assert renewed.at == clock.now


async def test_too_many_periods_at_once_are_refused(database: Database) -> None:
    """Nobody can pile up work without end; what is under way is ended at the close."""
    hot = HotIssues(database, reckon=Reckoner())
    for ago in range(MOST_WAITING):
        assert await hot.report(FIRST - timedelta(days=ago), LAST, wait=0) is None
    with pytest.raises(HotlineError):
        await hot.report(FIRST - timedelta(days=99), LAST, wait=0)
    with pytest.raises(InputError):
        await hot.report(LAST, FIRST)
    await hot.close()
    assert not hot._under_way


@contextlib.asynccontextmanager
async def desk(web: WebHotline, database: Database) -> AsyncIterator[TestClient[Any, Any]]:
    """The one route, behind the hotline's own signing in."""
    app = aiohttp_web.Application(middlewares=[faults_as_json])
    app[SERVICES] = web.services
    app[hot_issues.HOT] = hot = HotIssues(database)
    app.router.add_routes(sessions.routes)
    app.router.add_routes(hot_issues.routes)
    async with TestClient(TestServer(app)) as client:
        yield client
    await hot.close()


async def sign_in(client: TestClient[Any, Any], username: str) -> None:
    """The client's cookie is this user's from now on."""
    async with client.post("/api/session", json={"username": username, "password": PASSWORD}) as response:
        assert response.status == 200


async def test_supervisors_are_shown_hot_issues_and_nobody_else(web: WebHotline) -> None:
    """Names of bodies and places come with the codes; agents are refused; wrong days are told."""
    database = open_database(web.services.settings.database)
    city = web.services.library.city
    code, name = city.departments[0].code, city.departments[0].name
    district = city.outline.districts[0]
    await put(
        database,
        [row(number, department=code, district=district.code, citizen_name="欧阳小红") for number in range(8)],
    )
    days = {"from": FIRST.isoformat(), "to": LAST.isoformat()}
    async with desk(web, database) as client:
        await sign_in(client, "agent1")
        async with client.get("/api/reports/hot", params=days) as response:
            assert response.status == 403
        await sign_in(client, "supervisor1")
        async with client.get("/api/reports/hot", params=days | {"to": "gestern"}) as response:
            assert response.status == 422
        told = {"ready": False}
        while not told["ready"]:  # a busy machine has it later than one request waits
            async with client.get("/api/reports/hot", params=days) as response:
                told, text = await response.json(), await response.text()
        async with client.get("/api/reports/hot/file", params=days | {"format": "csv"}) as response:
            assert response.headers["Content-Disposition"] == f'attachment; filename="hot-{FIRST}-{LAST}.csv"'
            assert name in (await response.read()).decode("utf-8-sig")
        await sign_in(client, "agent1")
        async with client.get("/api/reports/hot/file", params=days | {"format": "csv"}) as response:
            assert response.status == 403
    await database.close()
    (issue,) = told["issues"]
    assert issue["departments"] == [{"code": code, "name": name, "count": 8}]
    assert issue["districts"][0]["name"] == district.name
    assert len(issue["tickets"]) == 8
    assert "1380013" not in text
    assert "欧阳" not in text
