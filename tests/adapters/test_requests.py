"""Messages, callbacks and ratings on a real database, and a message taken over AGI from a caller of the test's."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest

from hotline.answering.recording import Recording, sound_of
from hotline.answering.services import Caller as OnTheLine
from hotline.errors import HungUpError, NotFoundError, TelephonyError
from hotline.ivr.waits import DigitsAnswer, NotRecorded, Record, Recorded, Why
from hotline.requests.model import CallbackState, MessageState, Refused
from hotline.requests.service import Requests
from hotline.storage.citizens import can_be_rung
from hotline.storage.engine import Database
from hotline.telephony.agi_channel import CallChannel
from tests.adapters.agi_caller import Caller, serving
from tests.adapters.storage import Clock, fresh_database
from tests.fakes.channel import FakeChannel
from tests.fakes.tones import Samples, tone, write_wav

MOBILE = "13800138000"
WAIT = Record(seconds=60, about="conduct", of="08")
SPOKEN = tone(440, 2.0)


@asynccontextmanager
async def opened(folder: Path) -> AsyncGenerator[tuple[Requests, Recording, Database]]:
    """Nothing left by anybody yet."""
    async with fresh_database(folder) as database:
        requests = Requests(database, folder / "messages", Clock())
        recording = Recording(folder=folder / "messages", tone=folder / "tone.wav", keep=requests.keep_message)
        recording.prepare()
        yield requests, recording, database


async def record_over_agi(recording: Recording, said: Samples, replies: Sequence[str], *, beep: str = "") -> object:
    """What came of it. said: what Asterisk writes into the file; replies: after RECORD FILE and what follows it."""
    came: list[object] = []

    async def handle(channel: CallChannel, path: str, query: Mapping[str, str]) -> None:
        try:
            caller = OnTheLine(call_id="c1", number="+86" + MOBILE, dialled="12345", channel=channel)
            came.append(await recording.take(caller, WAIT))
        except TelephonyError as end:
            came.append(end)

    async with serving(handle) as server:
        caller = await Caller.connect(server.port)
        tone_of_ours = str(recording.tone.with_suffix(""))
        await caller.expect(f'STREAM FILE {tone_of_ours} "0*#"', beep or "200 result=0 endpos=2000")
        if not beep:
            line = (await caller.reader.readline()).decode()
            found = re.fullmatch(r'RECORD FILE (\S+/message-[0-9a-f]{32}) wav "0\*#" 60000 "?s=6"?\n', line)
            assert found, line
            if len(said):
                write_wav(Path(found[1] + ".wav"), said)
            if not replies:
                caller.writer.transport.abort()
            for reply in replies:
                caller.writer.write(reply.encode() + b"\n")
                if reply.startswith(("200 result=0", "200 result=3", "200 result=4")):
                    await caller.expect("NOOP recorded", "200 result=0")
            if replies and replies[-1].startswith("200 result=-1 (hangup)"):
                caller.writer.write(b"HANGUP\n")
                caller.writer.write_eof()
        if replies or beep:
            await caller.ended()
        await server.idle()
    return came[0]


@pytest.mark.parametrize("reply", ["200 result=35 (dtmf) endpos=16000", "200 result=0 (timeout) endpos=16000"])
async def test_a_message_is_kept_with_its_sound(tmp_path: Path, reply: str) -> None:
    """Ended by # or by silence; found again with its number, its matter and its length."""
    async with opened(tmp_path) as (requests, recording, _):
        answer = await record_over_agi(recording, SPOKEN, [reply])
        (message,) = await requests.messages(state="new")
        path = await requests.sound(message.id)
    assert answer == Recorded(name=path.stem, seconds=2.0)
    assert (message.call_id, message.number, message.about, message.of) == ("c1", MOBILE, "conduct", "08")
    assert (message.seconds, message.state, message.heard_by) == (2.0, MessageState.NEW, "")
    assert path.parent.stat().st_mode & 0o777 == 0o700


async def test_who_speaks_and_hangs_up_has_left_a_message(tmp_path: Path) -> None:
    """Most callers press no key at the end."""
    async with opened(tmp_path) as (requests, recording, _):
        end = await record_over_agi(recording, SPOKEN, ["200 result=-1 (hangup) endpos=16000"])
        assert isinstance(end, HungUpError)
        assert [message.seconds for message in await requests.messages()] == [2.0]


@pytest.mark.parametrize("replies", [[], ["200 result=zero"], ["200 result=-1 (waitfor) endpos=16000"]])
async def test_what_was_said_is_kept_however_the_line_breaks(tmp_path: Path, replies: list[str]) -> None:
    """A reset, a reply that is none, a line that Asterisk lost."""
    async with opened(tmp_path) as (requests, recording, _):
        assert isinstance(await record_over_agi(recording, SPOKEN, replies), TelephonyError)
        assert [message.seconds for message in await requests.messages()] == [2.0]


async def test_a_disk_that_takes_no_message_is_told(tmp_path: Path) -> None:
    """The caller goes to a person; nothing is written of a message that there is not."""
    async with opened(tmp_path) as (requests, recording, _):
        end = await record_over_agi(recording, np.zeros(0, dtype=np.int16), ["200 result=-1 (writefile)"])
        assert isinstance(end, TelephonyError)
        assert not isinstance(end, HungUpError)
        assert await requests.messages() == ()


@pytest.mark.parametrize("key", "0*")
async def test_a_way_out_throws_the_message_away(tmp_path: Path, key: str) -> None:
    """The key is the answer, and no sound stays on the disk; also where it is pressed in the tone."""
    async with opened(tmp_path) as (requests, recording, _):
        answers = [
            await record_over_agi(recording, SPOKEN, [f"200 result={ord(key)} (dtmf) endpos=16000"]),
            await record_over_agi(recording, SPOKEN, [], beep=f"200 result={ord(key)} endpos=80"),
        ]
        assert answers == [DigitsAnswer(keys=key)] * 2
        assert await requests.messages() == ()
        assert list(recording.folder.iterdir()) == []


@pytest.mark.parametrize(
    "said", [np.zeros(16000, dtype=np.int16), tone(440, 0.1), tone(440, 3.0, level=0.005)], ids=["none", "click", "hum"]
)
async def test_a_message_without_a_sound_is_none(tmp_path: Path, said: Samples) -> None:
    """Neither silence, nor a click, nor the hum of a line."""
    async with opened(tmp_path) as (requests, recording, _):
        answer = await record_over_agi(recording, said, ["200 result=0 (timeout) endpos=16000"])
        assert answer == NotRecorded(why=Why.SILENCE)
        assert await requests.messages() == ()
        assert list(recording.folder.iterdir()) == []


async def test_a_line_that_cannot_record_says_so(tmp_path: Path) -> None:
    """As the fake line of the menus' tests, or a rehearsal in the terminal."""
    async with opened(tmp_path) as (_, recording, _):
        caller = OnTheLine(call_id="c1", number="", dialled="114", channel=FakeChannel())
        assert await recording.take(caller, WAIT) == NotRecorded(why=Why.NOT_AVAILABLE)


def test_a_file_that_is_none_has_no_sound(tmp_path: Path) -> None:
    """A missing, an empty, a broken one; and one whose header was never finished is heard whole."""
    for name, content in (("empty", b""), ("broken", b"RIFFxxxx"), ("noise", bytes(range(256)) * 9)):
        (tmp_path / name).write_bytes(content)
    assert [sound_of(tmp_path / name).seconds for name in ("none", "empty", "broken", "noise")] == [0, 0, 0, 0]
    write_wav(tmp_path / "cut.wav", np.zeros(0, dtype=np.int16))
    with (tmp_path / "cut.wav").open("ab") as file:
        file.write(SPOKEN.tobytes())
    assert sound_of(tmp_path / "cut.wav").seconds == 2.0


async def test_a_message_is_heard_once(tmp_path: Path) -> None:
    """Who was first stays; of what is not there nothing is told."""
    async with opened(tmp_path) as (requests, recording, _):
        await record_over_agi(recording, SPOKEN, ["200 result=35 (dtmf) endpos=16000"])
        (message,) = await requests.messages()
        for actor in ("agent1", "agent2"):
            heard = await requests.hear(message.id, actor=actor)
            assert (heard.state, heard.heard_by) == (MessageState.HEARD, "agent1")
        assert await requests.messages(state="new") == ()
        (await requests.sound(message.id)).unlink()
        for asked in (requests.sound(message.id), requests.sound(99), requests.hear(99, actor="agent1")):
            with pytest.raises(NotFoundError):
                await asked


async def test_a_number_is_promised_one_call(tmp_path: Path) -> None:
    """However often, and by however many at once, it is asked for; once it was rung it may be asked for again."""
    async with opened(tmp_path) as (requests, _, database):
        other = Requests(database, tmp_path, Clock())
        booked = await asyncio.gather(
            requests.book(number=MOBILE, call_id="c1"), other.book(number="+86 " + MOBILE, call_id="c2")
        )
        assert booked == [None, None]
        (waiting,) = await requests.callbacks(state="waiting")
        for actor in ("agent1", "agent2"):
            done = await requests.done(waiting.id, actor=actor)
            assert (done.state, done.done_by) == (CallbackState.DONE, "agent1")
        assert await requests.book(number=MOBILE, call_id="c3") is None
        assert [one.state for one in await requests.callbacks()] == [CallbackState.DONE, CallbackState.WAITING]
        with pytest.raises(NotFoundError):
            await requests.done(99, actor="agent1")


async def test_what_was_rung_last_is_seen_first(tmp_path: Path) -> None:
    """Who waits stands in the order of waiting, who was rung in the order of the ringing, the last one first."""
    numbers = ["13900139001", "13900139002", "13900139003"]
    async with fresh_database(tmp_path) as database:
        clock = Clock()
        requests = Requests(database, tmp_path / "messages", clock)
        for place, number in enumerate(numbers):
            await requests.book(number=number, call_id=f"c{place}")
        waiting = await requests.callbacks(state="waiting")
        assert [one.number for one in waiting] == numbers
        for place in (1, 0, 2):
            clock.pass_by(minutes=1)
            await requests.done(waiting[place].id, actor="agent1")
        assert [one.number for one in await requests.callbacks(state="done")] == [numbers[2], numbers[0], numbers[1]]
        assert [one.number for one in await requests.callbacks(1, state="done")] == [numbers[2]]


async def test_one_call_cannot_have_the_whole_city_rung(tmp_path: Path) -> None:
    """Three numbers a call."""
    async with opened(tmp_path) as (requests, _, _):
        for number in range(3):
            assert await requests.book(number=f"1390013900{number}", call_id="c1") is None
        assert await requests.book(number=MOBILE, call_id="c1") is Refused.LIMIT
        assert await requests.book(number="13900139000", call_id="c1") is None


@pytest.mark.parametrize(
    ("number", "can"),
    [
        (MOBILE, True),
        ("075787654321", True),
        ("01087654321", True),
        ("87654321", True),
        ("", False),
        ("110", False),
        ("12345", False),
        ("0085298765432", False),
        ("16812345", False),
        ("4001234567", False),
    ],
)
def test_only_telephones_of_people_are_rung(number: str, can: bool) -> None:
    """No short numbers, none abroad, none that cost."""
    assert can_be_rung(number) is can


async def test_the_last_answer_to_a_question_counts(tmp_path: Path) -> None:
    """Told again it changes nothing, and what does not fit is cut."""
    async with opened(tmp_path) as (requests, _, database):
        for value in ("satisfied", "unsatisfied", "unsatisfied"):
            await requests.rate(call_id="c1", question="satisfied", value=value)
        await requests.rate(call_id="c1" * 99, question="q" * 99, value="v" * 99)
        async with database.reading() as session:
            rows = (await session.connection()).exec_driver_sql("SELECT question, value FROM ratings ORDER BY call_id")
            assert [tuple(row) for row in await rows] == [("satisfied", "unsatisfied"), ("q" * 64, "v" * 40)]
