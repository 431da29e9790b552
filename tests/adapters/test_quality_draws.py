"""Draws over real books: what is found, once for each period, and again the same."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select, update

from hotline.bus import Bus
from hotline.calls.afterwards import Origin, Unwritten
from hotline.calls.holds import Holds
from hotline.calls.recordings_kept import RecordingsKept
from hotline.calls.transcript import Note, Side, Utterance
from hotline.calls.transcripts import Transcripts
from hotline.errors import ConflictError, InputError, NotFoundError
from hotline.events import CallEnded, CallHeld, CallReleased
from hotline.kb.load import load_outline
from hotline.quality.desk import Quality, quality_desk
from hotline.quality.drawing import Drawing
from hotline.quality.hinted import AGENT, BEGUN, BREAKS, NOTE
from hotline.quality.model import State
from hotline.quality.rules import period_named
from hotline.quality.sounds import Sounds
from hotline.settings import ROOT
from hotline.storage.engine import Database
from hotline.storage.tables import (
    CallHoldRow,
    QualityInspectionRow,
    TicketCallBackRow,
    TicketPartRow,
    TicketRow,
    UserRow,
)
from hotline.wiring.quality_side import quality_book
from tests.adapters.quality_calls import put_call, record
from tests.adapters.storage import Clock, Place, fresh_database

WEEK = "2026-W46"
HINTED = {"forbidden", "no-greeting", "drift"}
AT = period_named(WEEK).begin + timedelta(hours=30)
_BOOK = quality_book(ROOT / "kb", load_outline(ROOT / "kb"))
assert _BOOK is not None
BOOK = _BOOK


@pytest_asyncio.fixture
async def database(place: Place) -> AsyncIterator[Database]:
    """Books with four people in them."""
    async with fresh_database(place) as opened:
        people = (("agent1", "agent"), ("agent2", "agent"), ("supervisor1", "supervisor"), ("handler1", "handler"))
        async with opened.transaction() as session:
            for name, role in (*people, ("supervisor2", "supervisor")):
                session.add(UserRow(username=name, name=name, role=role, password_hash="", extension=None))
        yield opened


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Quality:
    """The inspection, on the Saturday after."""
    return quality_desk(
        database,
        Bus(),
        BOOK,
        recordings=tmp_path / "recordings",
        drawings=tmp_path / "waveforms",
        due=lambda start, days: start + timedelta(days=days),
        now=Clock(),
    )


async def put_calls(database: Database, folder: Path, many: int, *agents: str) -> None:
    """So many an agent, recorded, from their third month on."""
    for agent in agents:
        await put_call(database, f"{agent}-first", AT - timedelta(days=200), agent)
        for n in range(many):
            await put_call(database, f"{agent}-{n}", AT + timedelta(minutes=n), agent)
            record(folder, f"{agent}-{n}")


async def test_a_week_is_drawn_once_whoever_asks_and_however_often(
    database: Database, desk: Quality, tmp_path: Path
) -> None:
    """Two of each agent, each to somebody else; two at the same moment make one draw."""
    await put_calls(database, tmp_path / "recordings", 6, "agent1", "supervisor1")
    both = await asyncio.gather(desk.drawing.draw(WEEK, by="supervisor1"), desk.drawing.draw(WEEK, by="clock"))
    again = await desk.drawing.draw(WEEK, by="supervisor2")
    assert sorted(is_new for _, is_new in both) == [False, True]
    assert again == (both[0][0], False) == (both[1][0], False)
    assert (again[0].drawn, again[0].calls, again[0].silent) == (4, 12, 0)
    found = await desk.looks.listed()
    assert sorted(one.agent for one in found) == ["agent1", "agent1", "supervisor1", "supervisor1"]
    assert all(one.inspector == "supervisor2" for one in found if one.agent == "supervisor1")
    assert {one.inspector for one in found} <= {"supervisor1", "supervisor2"}
    assert all((one.rule, one.by_chance, one.state) == ("weekly", True, State.DRAWN) for one in found)
    assert [line.act for line in await desk.looks.history(found[0].id)] == ["drawn"]


async def test_the_seed_that_is_kept_draws_the_same_again(database: Database, tmp_path: Path, desk: Quality) -> None:
    """Over the same books: the draw is told anew from its seed."""
    await put_calls(database, tmp_path / "recordings", 20, "agent1", "agent2")
    made, _ = await desk.drawing.draw(WEEK, by="clock")
    first = {one.call_id for one in await desk.looks.listed()}
    async with fresh_database(_folder(tmp_path)) as other:
        async with other.transaction() as session:
            for name in ("agent1", "agent2"):
                session.add(UserRow(username=name, name=name, role="agent", password_hash="", extension=None))
        await put_calls(other, tmp_path / "recordings", 20, "agent2", "agent1")
        sounds = Sounds(tmp_path / "recordings", tmp_path / "waveforms")
        repeated = quality_desk(
            other,
            Bus(),
            BOOK,
            recordings=tmp_path / "recordings",
            drawings=tmp_path / "waveforms",
            due=lambda start, _: start,
            now=Clock(),
        )
        await Drawing(other, sounds, book=lambda: BOOK, now=Clock(), chance=lambda: made.seed).draw(WEEK, by="clock")
        assert {one.call_id for one in await repeated.looks.listed()} == first


def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "other"
    folder.mkdir()
    return folder


async def test_what_happened_to_a_call_has_it_drawn(database: Database, desk: Quality, tmp_path: Path) -> None:
    """Unhappy, very short, transferred, returned; a complaint about us leads to the talk before it."""
    folder = tmp_path / "recordings"
    await put_calls(database, folder, 4, "agent1")
    await put_call(database, "unhappy", AT, "agent1", rated="unsatisfied")
    await put_call(database, "short", AT, "agent1", talked=4)
    await put_call(database, "passed", AT, "agent1", "agent2")
    await put_call(database, "old", AT - timedelta(days=9), "agent2", number="13900139000")
    await put_call(database, "returned", AT - timedelta(days=12), "agent2")
    await put_call(database, "complaint", AT, "agent1", number="13900139000")
    for name in ("unhappy", "short", "passed", "old", "returned", "complaint"):
        record(folder, name)
    await put_ticket(database, "2600000001", "complaint", category="1505", number="13900139000")
    await put_ticket(database, "2600000002", "returned", returned=True)
    made, _ = await desk.drawing.draw(WEEK, by="clock")
    by_rule = {one.call_id: one.rule for one in await desk.looks.listed(limit=100)}
    why = {one.call_id: set(one.why) for one in await desk.looks.listed(limit=100)}
    for call_id, rule in (("unhappy", "unhappy"), ("short", "short"), ("passed", "transferred")):
        assert rule in why[call_id]
    assert (by_rule["old"], by_rule["returned"]) == ("conduct", "returned")
    assert by_rule.get("complaint") in (None, "weekly")
    assert made.drawn == len(by_rule)


async def test_what_a_transcript_hints_at_has_its_call_drawn(database: Database, desk: Quality, tmp_path: Path) -> None:
    """A forbidden word, no greeting, a complaint written as an enquiry; what was heard late counts then too."""
    talks = {
        "rude": (("agent", "您好，请讲。"), ("citizen", "灯不亮"), ("agent", "这个我也没办法。")),
        "cold": (("agent", "讲。"), ("citizen", "灯不亮")),
        "drift": (("agent", "您好。"), ("citizen", "我要投诉物业"), ("agent", "再见。")),
        "well": (("agent", "您好。"), ("citizen", "灯不亮"), ("agent", "再见。")),
        "late": (("note", Note.BEGUN), ("agent", "讲。")),
        "old": (("agent", "您好，随便你。"),),
        "older": (("agent", "您好，随便你。"),),
    }
    folder, week = tmp_path / "recordings", timedelta(days=7)
    for place, (call_id, lines) in enumerate(talks.items()):
        at = AT - week if call_id.startswith("old") else AT
        await put_call(database, call_id, at + timedelta(minutes=place), "agent1")
        record(folder, call_id)
        transcripts = Transcripts(database, Clock(at))
        for second, (side, text) in enumerate(lines):
            said = Utterance(call_id=call_id, side=Side(side), start=second, end=second + 1, text=text)
            await transcripts.keep(said)
    await put_ticket(database, "2600000004", "drift", kind="enquiry")
    await Unwritten(database, Clock(AT)).settle("old", Origin.AFTER)
    await Unwritten(database, Clock(AT - week)).settle("older", Origin.AFTER)
    await desk.drawing.draw(WEEK, by="clock")
    why = {one.call_id: {code for code in one.why if code in HINTED} for one in await desk.looks.listed(limit=100)}
    assert {call_id: codes for call_id, codes in why.items() if codes} == {
        "rude": {"forbidden"},
        "cold": {"no-greeting"},
        "drift": {"drift"},
        "old": {"forbidden"},
    }


def test_a_transcripts_lines_are_read_as_they_are_written() -> None:
    """The inspection knows the sides and the notes by their written names."""
    assert (AGENT, NOTE, BEGUN, BREAKS) == (Side.AGENT, Side.NOTE, Note.BEGUN, (Note.BUSY, Note.LOST))


async def put_ticket(
    database: Database,
    ticket: str,
    call_id: str,
    *,
    category: str = "0101",
    number: str = "",
    returned: bool = False,
    kind: str = "complaint",
) -> None:
    """A complaint, or another type, written in this call."""
    row = TicketRow(number=ticket, type=kind, category=category, place="", content="", department="01")
    row.confidential, row.citizen_number, row.citizen_name, row.call_id = False, number, "", call_id
    row.state, row.created, row.created_by, row.updated, row.version = "accepted", AT, "agent1", AT, 1
    async with database.transaction() as session:
        session.add(row)
        await session.flush()
        part = TicketPartRow(ticket_number=ticket, department="01", lead=True, state="left", round=1, given=AT)
        part.returned = returned
        session.add(part)


async def test_a_dissatisfied_citizen_brings_the_call_of_the_ticket(
    database: Database, desk: Quality, tmp_path: Path
) -> None:
    """Drawn with the month in which the callback was, however old the call is."""
    await put_call(database, "old", AT - timedelta(days=40), "agent1")
    record(tmp_path / "recordings", "old")
    await put_ticket(database, "2600000003", "old")
    said = TicketCallBackRow(
        ticket_number="2600000003", round=1, at=AT - timedelta(days=20), by="agent1", contacted=True, satisfied="no"
    )
    async with database.transaction() as session:
        session.add(said)
    await desk.drawing.draw("2026-10", by="clock")
    assert [(one.call_id, one.rule, one.by_chance) for one in await desk.looks.listed()] == [
        ("old", "dissatisfied", False)
    ]


async def test_what_cannot_be_heard_or_is_none_of_ours_is_not_drawn(
    database: Database, desk: Quality, tmp_path: Path
) -> None:
    """Calls without a recording are counted and left out; a week that goes on, or of no rule, is refused."""
    await put_call(database, "silent", AT, "agent1")
    await put_call(database, "heard", AT, "agent1")
    record(tmp_path / "recordings", "heard")
    made, _ = await desk.drawing.draw(WEEK, by="clock")
    assert (made.calls, made.silent, made.drawn) == (1, 1, 1)
    for wrong in ("2026-W47", "2026-12", "nonsense"):
        with pytest.raises(InputError):
            await desk.drawing.draw(wrong, by="supervisor1")


async def test_somebody_chooses_a_call(database: Database, desk: Quality, tmp_path: Path) -> None:
    """With a reason, once; the own call goes to somebody else; what was not answered or recorded cannot be chosen."""
    await put_call(database, "a", AT, "agent1")
    await put_call(database, "b", AT, "supervisor1")
    await put_call(database, "silent", AT, "agent1")
    for name in ("a", "b"):
        record(tmp_path / "recordings", name)
    chosen = await desk.drawing.choose("a", "市民来信反映", by="supervisor1")
    assert (chosen.inspector, chosen.rule, chosen.by_chance, chosen.reason) == (
        "supervisor1",
        "by-hand",
        False,
        "市民来信反映",
    )
    assert (await desk.drawing.choose("b", "抽查", by="supervisor1")).inspector == "supervisor2"
    with pytest.raises(ConflictError):
        await desk.drawing.choose("a", "再抽一次", by="supervisor2")
    with pytest.raises(InputError):
        await desk.drawing.choose("silent", "", by="supervisor1")
    for call_id in ("silent", "none", "../a", ""):
        with pytest.raises(NotFoundError):
            await desk.drawing.choose(call_id, "抽查", by="supervisor1")


async def test_what_is_over_is_drawn_by_itself(database: Database, desk: Quality, tmp_path: Path) -> None:
    """The last week and the last month, once; what was drawn before stays."""
    await put_calls(database, tmp_path / "recordings", 3, "agent1")
    await desk.drawing.draw_what_is_over()
    await desk.drawing.draw_what_is_over()
    assert [one.period for one in await desk.drawing.draws()] == ["2026-10", "2026-W46"]


async def test_old_recordings_are_let_go_but_those_that_are_judged(
    database: Database, desk: Quality, tmp_path: Path
) -> None:
    """With what was drawn of them; messages of callers, and a call with a side that is still written, stay."""
    folder, clock = tmp_path / "recordings", Clock()
    for call_id in ("old", "old-2", "judged", "told", "new", "going"):
        await put_call(database, call_id, AT, "agent1")
        record(folder, call_id)
        for file in folder.glob(f"{call_id}*.wav"):
            long_ago = (clock.now - timedelta(days=1 if call_id == "new" else 40)).timestamp()
            os.utime(file, (long_ago, long_ago))
    os.utime(folder / "going-agent.wav", (clock.now.timestamp(),) * 2)
    (folder / "messages").mkdir()
    (folder / "messages" / "message-1.wav").write_bytes(b"")
    os.utime(folder / "messages" / "message-1.wav", (0, 0))
    for call_id in ("judged", "told"):
        await desk.drawing.choose(call_id, "抽查", by="supervisor1")
    told = update(QualityInspectionRow).where(QualityInspectionRow.call_id == "told")
    async with database.transaction() as session:
        await session.execute(told.values(state="submitted", appeal_until=clock.now + timedelta(days=1)))
    for call_id in ("old", "old-2", "judged"):
        await desk.sounds.wave(call_id)
    keeping = RecordingsKept(
        folder=folder,
        drawings=tmp_path / "waveforms",
        kept=timedelta(days=30),
        needed=desk.looks.needed,
        now=clock,
    )
    assert await keeping.round() == 2
    left = {"judged", "told", "new", "going"}
    assert {file.stem.split("-")[0] for file in folder.glob("*.wav")} == left
    assert len(list(folder.glob("*.wav"))) == 3 * len(left)
    assert [file.name.split("-")[0] for file in (tmp_path / "waveforms").iterdir()] == ["judged"]
    assert (folder / "messages" / "message-1.wav").exists()
    assert await keeping.round() == 0
    async with database.transaction() as session:
        await session.execute(told.values(appeal_until=clock.now - timedelta(days=1)))
    assert await keeping.round() == 1


async def test_hold_is_kept_from_press_to_press(database: Database) -> None:
    """An end that was not told is that of the talk; hearing it all twice changes nothing."""
    clock = Clock()
    events = [
        CallHeld(at=clock.now, call_id="c", extension="1001", held=True),
        CallHeld(at=clock.now + timedelta(seconds=20), call_id="c", extension="1001", held=False),
        CallHeld(at=clock.now + timedelta(seconds=40), call_id="c", extension="1001", held=True),
        CallReleased(at=clock.now + timedelta(seconds=45), call_id="c", extension="1001", talked=45),
        CallHeld(at=clock.now, call_id="d", extension="1002", held=True),
        CallEnded(at=clock.now + timedelta(seconds=7), call_id="d", cause=16),
    ]
    holds = Holds(database)
    for _ in range(2):
        await holds.hear(*events)
    async with database.reading() as session:
        rows = list(await session.scalars(select(CallHoldRow).order_by(CallHoldRow.call_id, CallHoldRow.began)))
    lengths = [(row.call_id, (row.ended - row.began).seconds if row.ended else None) for row in rows]
    assert lengths == [("c", 20), ("c", 5), ("d", 7)]
