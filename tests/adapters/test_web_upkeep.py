"""A department's handler on the web side: what the department keeps, the reminders, and every door that stays shut."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from hotline.accounts.draft import Change, Places
from hotline.accounts.register import Register
from hotline.settings import Settings
from hotline.storage.engine import open_database
from tests.adapters.storage import Clock
from tests.adapters.web_hotline import QUESTION, Desk, Told, web_hotline
from tests.unit.test_kb_faults import CATEGORIES, CITY, DEPARTMENTS, PROCEDURES, TABLE

OTHER = "02,市民政局,民政局,市级,文昌路2号,工作日9:00—12:00,0999-55501201,,mzj.yunchuan.example,丁某,婚姻\n"
MARRIAGE = {"question": "结婚要带什么", "answer": "带户口簿。", "department": "市民政局"}


class Hall(Desk):
    """A desk with a clock that stands until it is moved."""

    def __init__(self, desk: Desk, clock: Clock) -> None:
        super().__init__(desk.hotline)
        self.clock = clock

    async def ask(self, method: str, path: str, body: Told | None = None, status: int = 200) -> Told:
        """What any address answers."""
        async with self.hotline.client.request(method, path, json=body) as response:
            told: Told = await response.json()
            assert response.status == status, (path, told)
            return told


@pytest_asyncio.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Hall]:
    """A small pack with two departments: handler2 is of the first, handler1 of the second."""
    pack = tmp_path / "kb"
    (pack / "procedures").mkdir(parents=True)
    departments = DEPARTMENTS + OTHER
    for name, text in (("city.yaml", CITY), ("categories.yaml", CATEGORIES), ("departments.csv", departments)):
        (pack / name).write_text(text, encoding="utf-8")
    (pack / TABLE).write_text(PROCEDURES, encoding="utf-8")
    settings = Settings(state_dir=tmp_path, ui_dir=tmp_path / "ui", kb_dir=pack)
    clock = Clock(datetime(2026, 11, 2, 4, tzinfo=UTC))
    async with web_hotline(settings, now=clock) as hotline:
        yield Hall(Desk(hotline), clock)


async def stale_question(hall: Hall, fields: Told = QUESTION) -> str:
    """A question of the first department whose last day is over, told to it; its code."""
    code = await hall.publish_question(fields | {"valid_until": "2026-11-01"})
    await hall.hotline.services.reminders.round()
    return code


async def test_a_handler_sees_who_he_is_and_what_is_published(hall: Hall) -> None:
    """And nothing of citizens, calls, tickets or other people's drafts."""
    await hall.sign_in("handler2")
    account = (await hall.ask("GET", "/api/session"))["account"]
    assert (account["role"], account["department"], account["extension"]) == ("handler", "01", "")
    for path in ("fields", "outline", "categories", "departments", "procedures", "search", "entries/procedure"):
        await hall.get(path)
    assert (await hall.get("entries/procedure/0101"))["may"] == ["write"]
    for path in (
        "/api/tickets",
        "/api/calls",
        "/api/calls/x/card",
        "/api/agent",
        "/api/agent/phone",
        "/api/menus",
        "/api/messages",
        "/api/callbacks",
        "/api/outbox",
        "/api/citizens/13800138000/marks",
        "/api/applications/100001",
        "/api/kb/misses",
        "/api/kb/export.xlsx",
        "/api/knowledge/supervision",
    ):
        assert (await hall.ask("GET", path, status=403))["error"]["code"] == "not-allowed", path
    await hall.ask("POST", "/api/kb/missed", {"question": "一"}, 403)
    await hall.ask("POST", "/api/tickets", {}, 403)


async def test_a_handler_writes_for_his_department_and_somebody_else_publishes(hall: Hall) -> None:
    """Drafts and what waits are his department's alone; publishing, refusing and withdrawing are not his."""
    await hall.sign_in("agent1")
    other = str((await hall.post("entries/question", {"fields": MARRIAGE}, 201))["version"]["code"])
    await hall.post(f"entries/question/{other}/1/submit")
    await hall.sign_in("handler2")
    code = str((await hall.post("entries/question", {"fields": QUESTION}, 201))["version"]["code"])
    assert [one["code"] for one in (await hall.get("drafts"))["versions"]] == [code]
    await hall.post(f"entries/question/{code}/1/submit")
    assert [one["code"] for one in (await hall.get("review"))["versions"]] == [code]
    await hall.get(f"entries/question/{other}", 404)
    for move in ("publish", "refuse", "withdraw"):
        await hall.post(f"entries/question/{code}/1/{move}", {"note": "x"}, 403)
    await hall.sign_in("supervisor1")
    await hall.post(f"entries/question/{code}/1/publish")
    told = await hall.get(f"entries/question/{code}")
    assert told["versions"][0]["author_name"] == "韩立群"
    assert told["may"] == ["write", "judge"]


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("question", MARRIAGE),
        ("question", QUESTION | {"department": ""}),
        ("procedure", {"name": "离婚登记", "departments": ["市民政局", "市公安局"]}),
        ("department", {"name": "消防局"}),
        ("synonym", {"term": "补领", "sayings": ["补办"]}),
    ],
)
async def test_a_handler_writes_nothing_that_another_would_keep(hall: Hall, kind: str, fields: Told) -> None:
    """Nor what the hotline keeps itself, nor a department that is not there yet."""
    await hall.sign_in("handler2")
    refused = await hall.post(f"entries/{kind}", {"fields": fields}, 422)
    assert "本单位" in refused["error"]["message"]
    assert (await hall.get("drafts"))["versions"] == []


async def test_a_handler_neither_takes_nor_gives_away_an_entry(hall: Hall) -> None:
    """Another department's is closed to him, and his own stays his department's."""
    code = await hall.publish_question(QUESTION)
    await hall.sign_in("handler1")
    assert (await hall.get(f"entries/question/{code}"))["may"] == []
    for path, body in (
        (f"/api/kb/entries/question/{code}", {"fields": QUESTION}),
        (f"/api/kb/entries/question/{code}/1/submit", {}),
        (f"/api/knowledge/confirm/question/{code}", {}),
    ):
        refused = await hall.ask("POST", path, body, 403)
        assert "别的单位" in refused["error"]["message"]
    await hall.sign_in("handler2")
    given = await hall.post(f"entries/question/{code}", {"fields": QUESTION | {"department": "市民政局"}}, 422)
    assert set(given["error"]["details"]["fields"]) == {"department"}


async def test_who_does_not_keep_an_entry_sees_what_is_out_alone(hall: Hall) -> None:
    """Not the draft that its department writes."""
    code = await hall.publish_question(QUESTION)
    await hall.sign_in("handler2")
    await hall.post(f"entries/question/{code}", {"fields": QUESTION | {"answer": "请拨110。"}}, 201)
    assert len((await hall.get(f"entries/question/{code}"))["versions"]) == 2
    await hall.sign_in("handler1")
    (one,) = (await hall.get(f"entries/question/{code}"))["versions"]
    assert (one["state"], one["version"]) == ("published", 1)


async def test_a_department_sees_its_own_entries_and_confirms_one(hall: Hall) -> None:
    """With how each stands; the confirmation waits for a supervisor, and says what it changes."""
    code = await hall.publish_question(QUESTION | {"valid_until": "2026-11-20"})
    await hall.sign_in("handler2")
    told = await hall.ask("GET", "/api/knowledge/own")
    assert told["department"] == "01"
    first = told["entries"][0]
    assert (first["title"], first["freshness"], first["over"]) == ("猫丢了找谁", "due", -18)
    assert {one["owner"] for one in told["entries"]} == {"01"}
    wrong = await hall.ask("POST", f"/api/knowledge/confirm/question/{code}", {"valid_until": "明年"}, 422)
    assert set(wrong["error"]["details"]["fields"]) == {"valid_until"}
    path, body = f"/api/knowledge/confirm/question/{code}", {"valid_until": "2027-11-20"}
    version = (await hall.ask("POST", path, body, 201))["version"]
    assert version["state"] == "review"
    assert {one["field"] for one in version["differences"]} == {"valid_until", "checked"}
    (entry, *_) = (await hall.ask("GET", "/api/knowledge/own"))["entries"]
    assert (entry["answer"]["state"], entry["answer"]["author_name"]) == ("review", "韩立群")
    await hall.ask("POST", path, body, 409)
    for path in ("confirm/ticket/1", "confirm/question/9999"):
        await hall.ask("POST", f"/api/knowledge/{path}", {}, 404)
    await hall.sign_in("handler1")
    assert {one["owner"] for one in (await hall.ask("GET", "/api/knowledge/own"))["entries"]} == {"02"}


async def test_who_has_no_telephone_is_told_on_screen(hall: Hall) -> None:
    """Until it is put right."""
    code = await stale_question(hall)
    assert await hall.hotline.services.outbox.latest() == ()
    await hall.sign_in("handler2")
    (one,) = (await hall.ask("GET", "/api/knowledge/reminders"))["reminders"]
    assert (one["code"], one["freshness"], one["over"]) == (code, "stale", 1)
    assert one["stages"] == [
        {"stage": "stale", "at": "2026-11-02T04:00:00+00:00", "told": [{"name": "韩立群", "way": "screen"}]}
    ]
    await hall.sign_in("handler1")
    assert (await hall.ask("GET", "/api/knowledge/reminders"))["reminders"] == []
    assert (await hall.get("stale"))["entries"] == []


async def test_who_has_a_telephone_gets_one_text(hall: Hall) -> None:
    """However often the round is made."""
    database = open_database(hall.hotline.services.settings.database)
    register = Register(database, Places(departments={"01"}, extensions=()))
    await register.change("handler2", Change(phone="138 0013 8000"))
    await database.close()
    await stale_question(hall)
    await hall.hotline.services.reminders.round()
    (notice,) = await hall.hotline.services.outbox.latest()
    assert (notice.to, notice.kind, notice.code) == ("13800138000", "kb-stale", "stale-01-20261102")
    assert "《猫丢了找谁》（有效期至2026年11月1日）" in notice.text


async def test_supervisors_see_what_was_left_stale_and_what_its_department_did(hall: Hall) -> None:
    """When it was told and to whom; agents and handlers do not see the list."""
    code = await stale_question(hall)
    hall.clock.now = datetime(2026, 11, 17, 4, tzinfo=UTC)
    await hall.hotline.services.reminders.round()
    await hall.sign_in("agent1")
    await hall.ask("GET", "/api/knowledge/supervision", status=403)
    await hall.sign_in("supervisor1")
    (one,) = (await hall.ask("GET", "/api/knowledge/supervision"))["entries"]
    assert (one["owner"], one["title"], one["over"], one["answer"]) == ("01", "猫丢了找谁", 16, None)
    assert [stage["stage"] for stage in one["stages"]] == ["stale", "supervision"]
    await hall.sign_in("handler2")
    await hall.ask("POST", f"/api/knowledge/confirm/question/{code}", {"valid_until": "2027-11-20"}, 201)
    await hall.sign_in("supervisor1")
    (one,) = (await hall.ask("GET", "/api/knowledge/supervision"))["entries"]
    assert one["answer"]["author_name"] == "韩立群"
    await hall.post(f"entries/question/{code}/2/publish")
    assert (await hall.ask("GET", "/api/knowledge/supervision"))["entries"] == []


async def test_nobody_sees_upkeep_without_signing_in(hall: Hall) -> None:
    """Nor confirms anything."""
    told: dict[str, Any] = {}
    for path in ("own", "reminders", "supervision"):
        told = await hall.ask("GET", f"/api/knowledge/{path}", status=401)
    assert told["error"]["code"] == "not-signed-in"
    await hall.ask("POST", "/api/knowledge/confirm/question/1001", {}, 401)
