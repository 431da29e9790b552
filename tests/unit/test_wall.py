"""What the hall's screen may show: figures of the line, and names in which nobody is named."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from hotline.agents.live_call import CallState, LiveCall
from hotline.agents.model import AgentState, Board, Seat
from hotline.errors import StorageError
from hotline.kb.city import City
from hotline.kb.model import Category, District, Outline
from hotline.reports.hot.model import Alarm, Counted, Direction, HotIssue, Trend
from hotline.reports.hot.naming import UNNAMED
from hotline.reports.hot.shown import public_name
from hotline.reports.standing import IN_PROGRESS, PENDING
from hotline.tickets.model import TicketState
from hotline.web.kept import Kept
from hotline.web.wall_shapes import hot_names, queue_json
from tests.adapters.storage import Clock

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
DAY = date(2026, 11, 21)
CITY = City(
    outline=Outline(
        name="云川市",
        districts=(District(code="01", name="云湖区", streets=()),),
        categories=(Category(code="01", name="住房", children=(Category(code="0101", name="物业管理"),)),),
    )
)


def issue(name: str, people: int = 8, category: str = "0101", district: str = "01") -> HotIssue:
    """A matter."""
    return HotIssue(
        name=name,
        size=people,
        citizens=people,
        unknown=0,
        first=DAY,
        last=DAY,
        days=(people,),
        districts=(Counted(code="", count=3), Counted(code=district, count=2)),
        categories=(Counted(code=category, count=people),),
        departments=(),
        trend=Trend(now=people, before=0, now_per_day=1.0, before_per_day=0.0, direction=Direction.NEW),
        alarm=Alarm(fires=False, why="", recent=0, earlier=0, expected=0.0, chance=1.0),
        ids=("2600000014",),
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("翠湖名苑·配套小学", "翠湖名苑·配套小学"),
        ("36路公交车·班次太少", "36路公交车·班次太少"),
        ("王建国·违规收费", "违规收费"),
        ("欧阳明·违规收费", "违规收费"),
        ("派出所王建国所长·态度差", "态度差"),
        ("李书记吃拿卡要", ""),
        ("3栋502室·漏水", "漏水"),
        ("黄河路·积水严重", "黄河路·积水严重"),
        (UNNAMED, ""),
    ],
)
def test_a_phrase_that_could_name_somebody_is_left_out(name: str, shown: str) -> None:
    """An official with the office, a bare name, a home; a street that begins like a name stays."""
    assert public_name(issue(name)) == shown


def test_matters_are_told_by_words_or_by_subject_and_never_of_few() -> None:
    """Where the words may not be shown the subject stands for them; each once; fewer than five people are nobody."""
    issues = [
        issue("翠湖名苑·小学"),
        issue("王建国"),
        issue("李大明"),
        issue("停水", people=4),
        issue("赵小刚", category="x"),
    ]
    assert hot_names(issues, CITY, in_words=True) == ("翠湖名苑·小学", "物业管理·云湖区", "云湖区")
    assert hot_names(issues, CITY, in_words=False) == ("物业管理·云湖区", "云湖区")
    assert hot_names([issue("王建国", category="x", district="y")], CITY, in_words=True) == ()


def test_the_queue_is_told_in_numbers() -> None:
    """Who waits in the queue or while a telephone rings waits; the longest counts from when he began to."""
    calls = (
        LiveCall(id="a", number="13800138000", state=CallState.QUEUED, since=NOW - timedelta(seconds=30)),
        LiveCall(
            id="b",
            state=CallState.RINGING,
            since=NOW - timedelta(seconds=2),
            waits=NOW - timedelta(seconds=95, milliseconds=700),
        ),
        LiveCall(id="c", state=CallState.TALKING, since=NOW - timedelta(seconds=600)),
        LiveCall(id="d", state=CallState.MENU, since=NOW - timedelta(seconds=600)),
        LiveCall(id="e", state=CallState.CALLING, out=True, since=NOW - timedelta(seconds=600)),
    )
    states = (AgentState.READY, AgentState.READY, AgentState.TALKING, AgentState.PAUSED, AgentState.OFFLINE)
    seats = {str(n): Seat(extension=str(n), state=state) for n, state in enumerate(states)}
    told = queue_json(Board(calls={call.id: call for call in calls}, seats=seats, fresh=True), NOW)
    assert told == {"fresh": True, "waiting": 2, "longest": 95, "ready": 2, "talking": 1}
    assert queue_json(Board(), NOW) == {"fresh": False, "waiting": 0, "longest": 0, "ready": 0, "talking": 0}
    ahead = LiveCall(id="a", state=CallState.QUEUED, since=NOW + timedelta(seconds=3))
    assert queue_json(Board(calls={"a": ahead}), NOW)["longest"] == 0


def test_every_open_ticket_is_pending_or_in_progress() -> None:
    """A state that is added to the tickets must be added to the screen."""
    assert {*PENDING, *IN_PROGRESS} == {state for state in TicketState if state.is_open} - {TicketState.DRAFT}
    assert not set(PENDING) & set(IN_PROGRESS)


class Source:
    """A number that counts how often it was read, or fails."""

    def __init__(self) -> None:
        self.reads = 0
        self.fails = False
        self.free = asyncio.Event()

    async def read(self) -> int:
        """One more, when it is let."""
        self.reads += 1
        await self.free.wait()
        if self.fails:
            raise StorageError
        return self.reads


async def test_a_kept_value_is_read_once_at_a_time_and_nobody_waits() -> None:
    """Whoever looks gets what is at hand; it is read anew when it is old, by one; a failure leaves what was there."""
    clock, source = Clock(NOW), Source()
    kept = Kept("numbers", source.read, every=timedelta(seconds=5), now=clock)
    assert kept.look() is None
    assert kept.look() is None
    source.free.set()
    await kept.settle()
    first = kept.look()
    assert first is not None
    assert (first.value, first.at, source.reads) == (1, NOW, 1)
    clock.pass_by(seconds=5)
    source.fails = True
    assert kept.look() == first
    await kept.settle()
    assert (kept.look(), source.reads) == (first, 2)
    source.fails = False
    clock.pass_by(seconds=5)
    kept.look()
    await kept.settle()
    third = kept.look()
    assert third is not None
    assert (third.value, third.at) == (3, clock.now)
    source.free.clear()
    clock.pass_by(seconds=5)
    kept.look()
    await kept.close()
