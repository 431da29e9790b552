"""The daily round on a real database: departments are told once a stage, and supervision hears of what they leave."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from hotline.bus import Bus
from hotline.errors import ConflictError, GatewayError, InputError, NotFoundError
from hotline.kb.load import load_outline
from hotline.kb.model import Kind
from hotline.kb.reminder_store import Told, Way
from hotline.kb.reminders import Open, Reminders
from hotline.kb.rows import Row
from hotline.kb.service import KnowledgeService
from hotline.kb.stale import Freshness, Stage
from hotline.kb.upkeep import CONFIRMED, Upkeep
from hotline.kb.versions import Move, VersionState
from hotline.storage.engine import Database
from tests.adapters.storage import Clock, fresh_database
from tests.fakes.clock import works
from tests.unit.test_kb_faults import CATEGORIES, CITY, DEPARTMENTS, PROCEDURES, TABLE

NOON = datetime(2026, 11, 2, 4, tzinfo=UTC)  # a Monday
LIN = Told(username="gaj1", way=Way.TEXT)


class Post:
    """Implements Tell: keeps what it is asked to tell. broken: fails."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str]] = []
        self.broken = False

    async def __call__(self, department: str, text: str, about: str) -> tuple[Told, ...]:
        """Tell it."""
        if self.broken:
            raise GatewayError
        self.sent.append((department, text, about))
        return (LIN,)


class Town:
    """A small city's knowledge, its clock, and the post."""

    def __init__(self, database: Database, knowledge: KnowledgeService, clock: Clock) -> None:
        self.knowledge, self.clock, self.post = knowledge, clock, Post()
        self.upkeep = Upkeep(database, clock)
        self.database = database
        self.reminders = self.process()

    def process(self) -> Reminders:
        """Another process with the same database and post."""
        return Reminders(self.database, tell=self.post, works=works, now=self.clock)

    async def publish(self, *rows: Row) -> None:
        """Publish these at once, as an import does."""
        await self.knowledge.carry_out(await self.knowledge.plan(rows), source="a.csv", actor="s")

    async def supervised(self) -> tuple[Open, ...]:
        """What was handed to supervision."""
        return tuple(one for one in await self.reminders.open() if Stage.SUPERVISION in one.made)


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """With the small pack read, which has no dates."""
    pack = tmp_path / "kb"
    (pack / "procedures").mkdir(parents=True)
    for name, text in (("city.yaml", CITY), ("categories.yaml", CATEGORIES), ("departments.csv", DEPARTMENTS)):
        (pack / name).write_text(text, encoding="utf-8")
    (pack / TABLE).write_text(PROCEDURES, encoding="utf-8")
    clock = Clock(NOON)
    async with fresh_database(tmp_path) as database:
        knowledge = KnowledgeService(database, Bus(), load_outline(pack), clock)
        await knowledge.sync_pack(pack)
        yield Town(database, knowledge, clock)


def question(text: str, valid_until: str = "", department: str = "市公安局", **cells: str) -> Row:
    """A row of the questions."""
    told = {"question": text, "answer": "可以。", "department": department, "valid_until": valid_until, **cells}
    return Row(kind=Kind.QUESTION, file="a.csv", line=2, cells=told, titles={})


async def test_entries_stand_by_their_dates_those_longest_over_first(town: Town) -> None:
    """Without any date, from the day on which they were published; sayings are left out."""
    saying = Row(kind=Kind.SYNONYM, file="a.csv", line=2, cells={"term": "补领", "sayings": "补办"}, titles={})
    await town.publish(question("旧", "2026-11-01"), question("近", "2026-11-30"), question("查", checked="2025-10-01"))
    await town.publish(question("无主", "2026-11-01", department=""), saying)
    held = await town.upkeep.held("01")
    assert [(one.title, one.standing.freshness) for one in held] == [
        ("查", Freshness.STALE),
        ("旧", Freshness.STALE),
        ("近", Freshness.DUE_SOON),
        ("市公安局", Freshness.FRESH),
        ("补领身份证", Freshness.FRESH),
    ]
    assert [one.title for one in await town.upkeep.stale()] == ["查", "旧", "无主"]
    town.clock.pass_by(days=366)
    assert [one.title for one in await town.upkeep.stale("01")][-2:] == ["市公安局", "补领身份证"]


async def test_a_department_gets_one_text_for_all_that_is_stale(town: Town) -> None:
    """And one for all that soon will be; what no department keeps is told to nobody, and is open all the same."""
    await town.publish(question("旧", "2026-11-01"), question("更旧", "2026-10-01"), question("近", "2026-11-30"))
    await town.publish(question("无主", "2026-11-01", department=""))
    assert await town.reminders.round() == 4
    told = {about: text for department, text, about in town.post.sent if department == "01"}
    assert set(told) == {"due-01-20261102", "stale-01-20261102"}
    assert "《更旧》（有效期至2026年10月1日）、《旧》" in told["stale-01-20261102"]
    assert "2026年11月16日以前" in told["stale-01-20261102"]
    assert len(town.post.sent) == 2
    assert {one.held.title: next(iter(one.made.values())).told for one in await town.reminders.open()} == {
        "更旧": (LIN,),
        "旧": (LIN,),
        "近": (LIN,),
        "无主": (),
    }
    assert [one.held.title for one in await town.reminders.open("02")] == []


async def test_a_stage_is_made_once_whoever_makes_the_round(town: Town) -> None:
    """Every day, after a restart, and by two processes at once."""
    await town.publish(question("旧", "2026-11-01"))
    await asyncio.gather(town.reminders.round(), town.process().round())
    town.clock.pass_by(days=1)
    assert await town.process().round() == 0
    assert {about for _, _, about in town.post.sent} == {"stale-01-20261102"}
    (one,) = await town.reminders.open()
    assert list(one.made) == [Stage.STALE]


async def test_what_could_not_be_told_is_told_by_the_next_round(town: Town) -> None:
    """In the same words, so that whom it reached already does not get it again."""
    await town.publish(question("旧", "2026-11-01"))
    town.post.broken = True
    with pytest.raises(GatewayError):
        await town.reminders.round()
    (one,) = await town.reminders.open()
    assert one.made[Stage.STALE].told is None
    town.post.broken = False
    town.clock.pass_by(days=1)
    assert await town.process().round() == 0
    ((_, text, about),) = town.post.sent
    assert about == "stale-01-20261102"
    assert "11月16日" in text


async def test_supervision_hears_of_what_is_stale_after_ten_working_days(town: Town) -> None:
    """Once, without another text; with what the department did about it, until that is published."""
    await town.publish(question("旧", "2026-11-01"), question("也旧", "2026-11-01"))
    await town.reminders.round()
    town.clock.now = datetime(2026, 11, 16, 4, tzinfo=UTC)
    await town.reminders.round()
    assert await town.supervised() == ()
    town.clock.pass_by(days=1)
    assert await town.reminders.round() == 2
    assert await town.reminders.round() == 0
    assert len(town.post.sent) == 1
    first, second = await town.supervised()
    assert (first.held.standing.over, first.made[Stage.STALE].at, first.held.answer) == (16, NOON, None)
    key = (Kind.QUESTION, first.held.code)
    version = await town.upkeep.confirm(*key, actor="gaj1", valid_until=date(2027, 11, 1))
    answer = (await town.supervised())[0].held.answer
    assert answer is not None
    assert (answer.state, answer.author, answer.version) == (VersionState.REVIEW, "gaj1", 2)
    await town.knowledge.move(*key, version.version, Move.PUBLISH, actor="s")
    assert [one.held.code for one in await town.supervised()] == [second.held.code]


async def test_an_entry_that_was_renewed_is_told_anew_when_it_is_over_again(town: Town) -> None:
    """The stages belong to a last day."""
    await town.publish(question("旧", "2026-11-01"))
    await town.reminders.round()
    (one,) = await town.reminders.open()
    version = await town.upkeep.confirm(
        Kind.QUESTION, one.held.code, actor="gaj1", valid_until=date(2026, 12, 31), note="收费没有变"
    )
    assert version.note == "收费没有变"
    await town.knowledge.move(Kind.QUESTION, one.held.code, version.version, Move.PUBLISH, actor="s")
    assert await town.reminders.open() == ()
    town.clock.now = datetime(2027, 1, 4, 4, tzinfo=UTC)
    assert await town.reminders.round() == 1
    assert [about for _, _, about in town.post.sent] == ["stale-01-20261102", "stale-01-20270104"]


async def test_a_confirmation_changes_the_two_days_and_nothing_else(town: Town) -> None:
    """It waits for somebody else like every other version, and a second one waits for the first."""
    await town.publish(question("旧", "2026-12-01", source="文件"))
    (code,) = [one.code for one in await town.upkeep.held("01") if one.title == "旧"]
    version = await town.upkeep.confirm(Kind.QUESTION, code, actor="gaj1")
    before = (await town.knowledge.versions(Kind.QUESTION, code))[-1].entry
    assert (version.state, version.note) == (VersionState.REVIEW, CONFIRMED)
    assert (version.entry.checked, version.entry.valid_until) == (date(2026, 11, 2), date(2026, 12, 1))
    assert version.entry.source == before.source == "文件"
    with pytest.raises(ConflictError):
        await town.upkeep.confirm(Kind.QUESTION, code, actor="gaj1")
    with pytest.raises(InputError):
        await town.knowledge.move(Kind.QUESTION, code, version.version, Move.PUBLISH, actor="gaj1")
    with pytest.raises(NotFoundError):
        await town.upkeep.confirm(Kind.QUESTION, "9999", actor="gaj1")


async def test_two_confirmations_at_once_are_one(town: Town) -> None:
    """Whoever came second is told that one waits."""
    tries = [town.upkeep.confirm(Kind.PROCEDURE, "0101", actor="gaj1") for _ in range(3)]
    done = await asyncio.gather(*tries, return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["ConflictError", "ConflictError", "Version"]


async def test_what_is_over_is_confirmed_with_a_new_last_day_only(town: Town) -> None:
    """Which is today or later."""
    await town.publish(question("旧", "2026-11-01"))
    (one,) = await town.upkeep.stale()
    for until in (None, date(2026, 11, 1)):
        with pytest.raises(InputError) as fault:
            await town.upkeep.confirm(Kind.QUESTION, one.code, actor="gaj1", valid_until=until)
        assert "valid_until" in fault.value.details["fields"]  # type: ignore[operator]
    await town.upkeep.confirm(Kind.QUESTION, one.code, actor="gaj1", valid_until=date(2026, 11, 2))


async def test_who_keeps_an_entry_follows_what_is_published(town: Town) -> None:
    """A question that is given to nobody is no longer the department's."""
    await town.publish(question("旧", "2026-12-01"))
    (code,) = [one.code for one in await town.upkeep.held("01") if one.title == "旧"]
    await town.knowledge.draft(question("旧", "2026-12-01", department=""), code=code, actor="a")
    await town.knowledge.move(Kind.QUESTION, code, 2, Move.SUBMIT, actor="a")
    assert await town.knowledge.owner(Kind.QUESTION, code) == "01"
    await town.knowledge.move(Kind.QUESTION, code, 2, Move.PUBLISH, actor="s")
    assert await town.knowledge.owner(Kind.QUESTION, code) == ""


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (datetime(2026, 11, 2, 1, tzinfo=UTC), True),
        (datetime(2026, 11, 2, 0, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 2, 9, tzinfo=UTC), False),
        (datetime(2026, 11, 1, 4, tzinfo=UTC), False),
        (datetime(2026, 10, 1, 4, tzinfo=UTC), False),
    ],
)
async def test_the_round_is_made_in_office_hours(town: Town, at: datetime, *, due: bool) -> None:
    """From nine to five of a working day by the city's clock, once a day."""
    town.clock.now = at
    assert town.reminders._is_due() is due
    await town.reminders.round()
    assert town.reminders._is_due() is False
