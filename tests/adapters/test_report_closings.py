"""A month that is closed, on both databases, and who may see what of reports over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import update

from hotline.errors import ConflictError, InputError
from hotline.reports.catalogue import CATALOGUE
from hotline.reports.period import Period
from hotline.reports.report import report_json
from hotline.settings import Settings
from hotline.storage.engine import Database
from hotline.storage.tables import TicketRow
from tests.adapters.storage import Clock, Place, fresh_database
from tests.adapters.test_reports import over
from tests.adapters.ticket_screens import LABOUR, POLICE, Screens
from tests.adapters.web_hotline import Shelf, web_hotline
from tests.fakes.report_books import FIRST, LAST, NOW, made, put
from tests.fakes.tickets import MONDAY

OCTOBER = Period(first=FIRST, last=LAST)
BOOKS = made(7, calls=60, tickets=60)


@pytest_asyncio.fixture
async def database(place: Place) -> AsyncIterator[Database]:
    """A small month in a database."""
    async with fresh_database(place) as opened:
        await put(opened, BOOKS)
        yield opened


async def test_a_closed_month_never_changes(database: Database) -> None:
    """Whatever happens to its tickets afterwards; a correction tells it anew, and says so."""
    clock = Clock(NOW)
    reports, kind = over(database, clock), CATALOGUE["tickets"]
    await reports.close("2026-10", by="boss")
    closed = await reports.report(kind, OCTOBER)
    assert closed.closing is not None
    assert (closed.closing.by, closed.closing.at, closed.closing.correction) == ("boss", NOW, 0)
    async with database.transaction() as session:
        await session.execute(update(TicketRow).values(state="withdrawn"))
    clock.pass_by(days=3)
    assert report_json(await reports.report(kind, OCTOBER)) == report_json(closed)
    weeks = await reports.report(kind, replace(OCTOBER, last=date(2026, 10, 30)))
    assert weeks.closing is None
    await reports.close("2026-10", by="chief", correction="补录漏登的工单")
    corrected = await reports.report(kind, OCTOBER)
    assert corrected.closing is not None
    assert (corrected.closing.correction, corrected.closing.reason) == (1, "补录漏登的工单")
    assert report_json(corrected)["sections"] != report_json(closed)["sections"]
    rows = await reports.closed("2026-10")
    assert len(rows) == 2 * len(CATALOGUE)
    assert {one.closing.correction for one in rows} == {0, 1}


async def test_a_closed_month_is_the_same_beside_another(database: Database) -> None:
    """What was closed stands beside the next month whatever has changed since; what was not told is counted now."""
    reports, kind = over(database, Clock(NOW)), CATALOGUE["tickets"]
    november = Period(first=date(2026, 11, 1), last=date(2026, 11, 30))
    await reports.close("2026-09", by="boss")
    await reports.close("2025-10", by="boss")
    closed = await reports.report(kind, OCTOBER.before())
    ago = await reports.report(kind, OCTOBER.year_ago())
    async with database.transaction() as session:
        await session.execute(update(TicketRow).values(state="withdrawn"))
    beside = (await reports.report(kind, OCTOBER)).section("whole").rows[0].figures
    assert [one.before for one in beside] == [one.amount for one in closed.section("whole").rows[0].figures]
    assert [one.year_ago for one in beside] == [one.amount for one in ago.section("whole").rows[0].figures]
    withdrawn = (await reports.report(kind, november)).section("whole").rows[0].figures
    assert withdrawn[1].before is not None
    assert withdrawn[1].before.numerator == 0  # October is open, and a part of it is no month


async def test_a_month_is_closed_once_and_when_it_is_over(database: Database) -> None:
    """Not before its end, not twice, and not corrected before it is closed."""
    reports = over(database, Clock(OCTOBER.end - timedelta(seconds=1)))
    with pytest.raises(InputError, match="还没有结束"):
        await reports.close("2026-10", by="boss")
    reports = over(database, Clock(OCTOBER.end))
    with pytest.raises(ConflictError, match="还没有结账"):
        await reports.close("2026-10", by="boss", correction="写错了")
    with pytest.raises(InputError, match="500"):
        await reports.close("2026-10", by="boss", correction="错" * 501)
    await reports.close("2026-10", by="boss")
    with pytest.raises(ConflictError, match="已经结账"):
        await reports.close("2026-10", by="boss")


async def test_two_who_close_a_month_at_once_close_it_once(database: Database) -> None:
    """One of them is told that somebody else was first."""
    reports = over(database, Clock(NOW))
    done = await asyncio.gather(
        *(reports.close("2026-10", by=name) for name in ("boss", "chief")), return_exceptions=True
    )
    assert sum(isinstance(one, ConflictError) for one in done) == 1
    assert len(await reports.closed("2026-10")) == len(CATALOGUE)


@pytest_asyncio.fixture
async def desk(tmp_path: Path, shelf: Shelf) -> AsyncIterator[Screens]:
    """Somebody at a screen, on a Monday."""
    clock = Clock(MONDAY)
    async with web_hotline(Settings(state_dir=tmp_path, ui_dir=tmp_path), shelf, clock=clock) as web:
        yield Screens(web, clock)


WEEK = {"from": "2026-11-01", "to": "2026-11-30"}


async def test_supervisors_read_reports_and_their_tickets(desk: Screens) -> None:
    """From the list of reports to a figure, from the figure to its tickets."""
    number = await desk.new()
    await desk.be("supervisor1")
    listed = await desk.get("reports")
    assert [one["name"] for one in listed["reports"]] == list(CATALOGUE)
    assert "csv" in listed["formats"]
    assert listed["closings"] == []
    day = (await desk.web.services.tickets.get(number)).created.date().isoformat()
    days = {"from": day, "to": day}
    report = await desk.get("reports/tickets", **days)
    section = next(one for one in report["sections"] if one["code"] == "department")
    (row,) = section["rows"]
    assert (row["key"], row["figures"][0]["numerator"]) == (POLICE, 1)
    assert row["name"] != POLICE
    found = await desk.get("reports/tickets/tickets", figure="accepted", of="numerator", **row["query"])
    assert [one["number"] for one in found["items"]] == [number]
    assert found["next"] == ""
    elsewhere = await desk.get("reports/tickets/tickets", figure="accepted", department=LABOUR, **days)
    assert elsewhere["items"] == []


async def test_a_department_reads_its_own_rows_and_tickets_without_the_citizen(desk: Screens) -> None:
    """Whatever it asks for: another's rows, another's tickets, reports that are not for departments."""
    mine, other = await desk.new(), await desk.new(department=LABOUR, call_id="c2")
    day = (await desk.web.services.tickets.get(mine)).created.date().isoformat()
    days = {"from": day, "to": day}
    await desk.be("handler2")
    assert [one["name"] for one in (await desk.get("reports"))["reports"]] == ["tickets", "assessment"]
    for name in ("tickets", "assessment"):
        report = await desk.get(f"reports/{name}", **days)
        assert [section["code"] for section in report["sections"]] == ["department"]
        assert [row["key"] for section in report["sections"] for row in section["rows"]] == [POLICE]
    for asked in ({}, {"department": LABOUR}):
        found = await desk.get("reports/tickets/tickets", figure="accepted", **days, **asked)
        (item,) = found["items"]
        assert item["number"] == mine
        assert "13800138000" not in str(item)
        assert "王芳" not in str(item)
    assert other not in str(found)
    for name in ("telephone", "agents", "knowledge", "bulletin"):
        await desk.get(f"reports/{name}", 403, **days)


async def test_a_supervisor_closes_the_last_month_by_name(desk: Screens) -> None:
    """It waits once it had work, is late after three days, is closed once, and corrected only with a reason."""
    await desk.be("supervisor1")
    assert (await desk.get("reports/closings"))["waiting"] is None
    await desk.new()
    desk.clock.now = MONDAY.replace(month=MONDAY.month + 1, day=2)
    await desk.be("supervisor1")
    month = f"{MONDAY:%Y-%m}"
    assert (await desk.get("reports/closings"))["waiting"] == {"month": month, "late": False}
    desk.clock.pass_by(days=2)
    assert (await desk.get("reports/closings"))["waiting"] == {"month": month, "late": True}
    told = await desk.post("reports/closings", {"month": month}, 201)
    assert (told["by"], told["correction"]) == ("吴志强（supervisor1）", 0)
    assert await desk.get("reports/closings") == {"closings": [told], "waiting": None}
    await desk.post("reports/closings", {"month": month}, 409)
    await desk.post("reports/closings", {"month": 7}, 422)
    assert (await desk.post("reports/closings", {"month": month, "correction": "补录"}, 201))["reason"] == "补录"
    for username in ("handler2", "agent1"):
        await desk.be(username)
        await desk.post("reports/closings", {"month": month}, 403)
        await desk.get("reports/closings", 403)


async def test_agents_and_strangers_read_no_reports(desk: Screens) -> None:
    """Nor do they learn which there are."""
    for username, status in (("agent1", 403), ("", 401)):
        await desk.be(username)
        for path in ("reports", "reports/tickets", "reports/tickets/tickets", "reports/tickets/file"):
            assert await desk.status("GET", path, params={**WEEK, "figure": "accepted", "format": "csv"}) == status


async def test_what_is_asked_wrongly_is_told_by_field(desk: Screens) -> None:
    """A report that is none, dates, figures, formats and filters."""
    await desk.be("supervisor1")
    await desk.get("reports/nothing", 404, **WEEK)
    told = await desk.get("reports/tickets", 422, to="2026-13-01")
    assert told["error"]["details"]["fields"].keys() == {"from", "to"}
    told = await desk.get("reports/tickets/tickets", 422, figure="wait", **WEEK)
    assert "figure" in told["error"]["details"]["fields"]
    told = await desk.get("reports/tickets/tickets", 422, figure="accepted", colour="red", **WEEK)
    assert told["error"]["details"]["fields"].keys() == {"colour"}
    told = await desk.get("reports/tickets/file", 422, format="doc", **WEEK)
    assert "csv" in told["error"]["message"]


async def test_a_report_is_a_file(desk: Screens) -> None:
    """As an attachment with a name that says what it is: of a month that is not over, until when it tells."""
    await desk.be("supervisor1")
    async with desk.web.client.get("/api/reports/telephone/file", params={**WEEK, "format": "csv"}) as response:
        assert response.status == 200
        assert response.headers["Content-Disposition"] == 'attachment; filename="telephone-2026-11-01-2026-11-23.csv"'
        assert response.content_type == "text/csv"
        assert (await response.read()).decode("utf-8-sig").startswith("报表,")
