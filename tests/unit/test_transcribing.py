"""The live transcript of a conversation: from the first word to the last, and what befalls it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from hotline.answering.conversation import UNWRITTEN_SECONDS, Begun, Partly, State
from hotline.answering.room import FIRST
from hotline.calls.joined import Joined
from hotline.calls.transcript import Note, Side
from hotline.errors import EarBusyError, EarError
from hotline.events import (
    CallHeld,
    CallJoined,
    CallReleased,
    ConsultChanged,
    OutgoingAnswered,
    Resynced,
)
from tests.fakes.transcript_stage import AT, CALL, answered, ended, stage


async def test_both_sides_are_written_apart_with_their_place_in_the_recording(tmp_path: Path) -> None:
    """What the citizen says and what the agent says, each with its words' seconds."""
    async with stage(tmp_path) as on:
        await on.transcribing.hear(answered())
        await on.until(lambda: on.states() == [State.ON])
        on.files.say(Side.CITIZEN, 0, 3)
        on.files.say(Side.CITIZEN, 440, 1)
        on.files.say(Side.CITIZEN, 0, 1)
        await on.until(lambda: len(on.said()) == 1)
        on.files.say(Side.AGENT, 0, 5)
        on.files.say(Side.AGENT, 1000, 1)
        on.files.say(Side.AGENT, 0, 1)
        await on.until(lambda: len(on.said()) == 2)
        assert on.said() == [(Side.CITIZEN, "440赫兹"), (Side.AGENT, "1000赫兹")]
        citizen, agent = on.kept
        assert abs(citizen.start - (2 + 3 - 0.2)) < 0.05
        assert abs(agent.start - (2 + 5 - 0.2)) < 0.05
        assert [word.text for word in citizen.words] == ["440", "赫兹"]
        assert citizen.words[0].start == citizen.start
        assert any(isinstance(one, Partly) and one.side is Side.CITIZEN for one in on.told)


async def test_what_the_books_refused_is_written_before_what_was_said_next(tmp_path: Path) -> None:
    """In its order: nothing in the middle of a conversation is taken for silence, and the call counts as whole."""
    async with stage(tmp_path, refused=1) as on:
        await on.transcribing.hear(answered())
        await on.until(lambda: on.states() == [State.ON])
        for hertz in (440, 1000):
            on.files.say(Side.CITIZEN, hertz, 1)
            on.files.say(Side.CITIZEN, 0, 1)
            await on.until(lambda hertz=hertz: (Side.CITIZEN, f"{hertz}赫兹") in on.said())
        assert [one.text for one in on.kept] == ["440赫兹", "1000赫兹"]
        await on.transcribing.hear(ended())
        await on.until(lambda: on.states()[-1] is State.OVER)
    assert on.whole == [CALL]


async def test_a_second_utterance_has_its_own_place_although_silence_is_not_heard(tmp_path: Path) -> None:
    """The ear is fed speech alone; the times are the recording's all the same."""
    async with stage(tmp_path) as on:
        await on.transcribing.hear(answered())
        for hertz in (440, 700):
            on.files.say(Side.CITIZEN, 0, 4)
            on.files.say(Side.CITIZEN, hertz, 1)
        on.files.say(Side.CITIZEN, 0, 1)
        await on.until(lambda: len(on.said()) == 2)
        assert [round(one.start - 2) for one in on.kept] == [4, 9]
        assert len(on.ear.opened[0].fed) < 5 * 16_000


async def test_what_is_said_while_the_citizen_waits_is_none_of_the_conversation(tmp_path: Path) -> None:
    """On hold and while somebody is asked nothing is written; all three together are again."""
    async with stage(tmp_path) as on:
        await on.transcribing.hear(answered())
        await on.until(lambda: on.states() == [State.ON])
        await on.transcribing.hear(CallHeld(at=AT, call_id=CALL, extension="1001", held=True))
        await on.transcribing.hear(ConsultChanged(at=AT, call_id=CALL, to="1002", stage="talking"))
        on.files.say(Side.AGENT, 600, 2)
        await on.transcribing.hear(CallHeld(at=AT, call_id=CALL, extension="1001", held=False))
        assert on.states() == [State.ON, State.HELD]
        await on.looked()
        await on.transcribing.hear(ConsultChanged(at=AT, call_id=CALL, to="1002", stage="three"))
        assert on.states() == [State.ON, State.HELD, State.ON]
        on.files.say(Side.AGENT, 700, 1)
        await on.transcribing.hear(ended())
        await on.until(lambda: State.OVER in on.states())
        assert on.said() == [(Side.AGENT, "700赫兹")]
        assert on.kept[0].start > 2 + 1.5


async def test_the_last_words_are_written_when_the_call_is_over(tmp_path: Path) -> None:
    """Without a pause behind them; then everything is closed and the copy gone."""
    async with stage(tmp_path) as on:
        await on.transcribing.hear(OutgoingAnswered(at=AT, call_id=CALL, extension="1001"))
        await on.until(lambda: on.states() == [State.ON])
        on.files.say(Side.CITIZEN, 440, 1)
        await on.transcribing.hear(ended())
        await on.until(lambda: State.OVER in on.states())
        assert on.said() == [(Side.CITIZEN, "440赫兹")]
        assert on.ear.open_now == []
        assert on.files.ended == [CALL]
        assert on.transcribing.state(CALL) is State.NONE
        assert on.whole == [CALL]


async def test_where_there_is_no_room_the_transcript_says_so_and_holds_nothing(tmp_path: Path) -> None:
    """One side alone is no conversation: its stream is given back."""
    async with stage(tmp_path, room=1) as on:
        await on.transcribing.hear(answered())
        await on.until(lambda: State.BUSY in on.states())
        assert on.said() == [(Side.NOTE, Note.BUSY)]
        assert on.ear.open_now == []
        assert on.transcribing.state(CALL) is State.BUSY
        await on.transcribing.hear(ended())
        await on.until(lambda: on.states()[-1] is State.OVER)
        assert on.whole == []


async def test_without_a_model_that_works_there_is_no_transcript_and_no_line_about_it(tmp_path: Path) -> None:
    """The hotline's health says why; a conversation has nothing to do with it."""
    async with stage(tmp_path) as on:
        on.ear.fault = EarError()
        await on.transcribing.hear(answered())
        await on.transcribing.hear(ended())
        await on.transcribing.close()
        assert on.told == []


async def test_an_ear_that_is_lost_in_the_middle_is_a_line_in_the_transcript(tmp_path: Path) -> None:
    """What was said before it stays; Asterisk is told to copy no more; the call ends as ever."""
    async with stage(tmp_path) as on:
        await on.transcribing.hear(answered())
        await on.until(lambda: on.states() == [State.ON])
        on.files.say(Side.CITIZEN, 440, 1)
        on.files.say(Side.CITIZEN, 0, 1)
        await on.until(lambda: len(on.said()) == 1)
        on.ear.opened[0].lose(EarError())
        await on.until(lambda: State.LOST in on.states())
        assert on.said() == [(Side.CITIZEN, "440赫兹"), (Side.NOTE, Note.LOST)]
        assert on.ear.open_now == []
        assert on.files.ended == [CALL]
        await on.transcribing.hear(ended())


async def test_a_conversation_that_is_shed_later_says_that_the_machine_can_bear_no_more(tmp_path: Path) -> None:
    """A menu needed the room."""
    async with stage(tmp_path) as on:
        await on.transcribing.hear(answered())
        await on.until(lambda: on.states() == [State.ON])
        on.ear.opened[1].lose(EarBusyError())
        await on.until(lambda: State.BUSY in on.states())


async def test_without_asterisks_copy_there_is_no_transcript(tmp_path: Path) -> None:
    """The streams are given back."""
    async with stage(tmp_path) as on:
        on.files.away = True
        await on.transcribing.hear(answered())
        await on.until(lambda: State.LOST in on.states())
        assert on.ear.open_now == []


async def test_what_cannot_be_kept_is_still_seen(tmp_path: Path) -> None:
    """A database that does not answer takes nothing from the agent's screen."""
    async with stage(tmp_path, books=False) as on:
        await on.transcribing.hear(answered())
        await on.until(lambda: on.states() == [State.ON])
        on.files.say(Side.CITIZEN, 440, 1)
        on.files.say(Side.CITIZEN, 0, 1)
        await on.until(lambda: len(on.said()) == 1)
        assert on.kept == []
        assert on.states() == [State.ON]


async def test_a_second_agent_goes_on_with_the_same_transcript(tmp_path: Path) -> None:
    """A call that is passed on while the citizen waited is one transcript, and the citizen is back."""
    async with stage(tmp_path) as on:
        await on.transcribing.hear(answered())
        await on.until(lambda: on.states() == [State.ON])
        await on.transcribing.hear(CallHeld(at=AT, call_id=CALL, extension="1001", held=True))
        await on.transcribing.hear(answered())
        assert on.states() == [State.ON, State.HELD, State.ON]
        assert len(on.ear.opened) == 2


async def test_a_call_that_ended_in_a_gap_is_over(tmp_path: Path) -> None:
    """Asterisk is asked anew, and does not know it any more."""
    async with stage(tmp_path) as on:
        await on.transcribing.hear(answered())
        await on.transcribing.hear(answered("other"))
        await on.until(lambda: on.states() == [State.ON, State.ON])
        await on.transcribing.hear(Resynced(at=AT, agents=(), calls=(answered("other"),)))
        await on.until(lambda: on.states()[-1] is State.OVER)
        assert on.transcribing.state("other") is State.ON


async def test_a_conversation_that_was_shed_goes_on_where_there_is_room_again(tmp_path: Path) -> None:
    """After a while, with a line where it stopped and one where it goes on; its recording is still to be heard."""
    async with stage(tmp_path) as on:
        await on.transcribing.hear(answered())
        await on.until(lambda: on.states() == [State.ON])
        await on.sheds()
        on.ear.room = 2
        await on.until(lambda: on.states() == [State.ON, State.BUSY, State.ON])
        assert on.time >= FIRST
        on.files.say(Side.CITIZEN, 440, 1)
        on.files.say(Side.CITIZEN, 0, 1)
        await on.until(lambda: len(on.said()) == 3)
        assert on.said() == [(Side.NOTE, Note.BUSY), (Side.NOTE, Note.BEGUN), (Side.CITIZEN, "440赫兹")]
        await on.transcribing.hear(ended())
        await on.until(lambda: on.states()[-1] is State.OVER)
        assert on.files.ended == [CALL, CALL]
        assert on.whole == []


async def test_a_wait_in_the_queue_is_no_second_of_the_recording(tmp_path: Path) -> None:
    """The line was lost after 20 s, and the citizen waited for 40; what is written of the rest has its own seconds."""
    async with stage(tmp_path) as on:
        await on.transcribing.hear(answered())
        await on.until(lambda: on.states() == [State.ON])
        await on.sheds()
        for second, joined in ((20, False), (60, True)):
            at = AT + timedelta(seconds=second)
            await on.transcribing.hear(CallJoined(at=at, call_id=CALL, joined=joined))
        on.now = AT + timedelta(seconds=65)
        on.ear.room = 2
        await on.until(lambda: on.states() == [State.ON, State.BUSY, State.ON])
        on.files.say(Side.CITIZEN, 440, 1)
        on.files.say(Side.CITIZEN, 0, 1)
        await on.until(lambda: len(on.said()) == 3)
        assert [round(one.start) for one in on.kept] == [2, 25, 25]


async def test_what_the_disk_has_of_a_recording_says_where_it_is(tmp_path: Path) -> None:
    """A wait in the queue that nobody told of, for Asterisk could not be heard: neither before nor far behind it."""
    async with stage(tmp_path) as on:
        on.recorded, on.begun = 20.5, Begun(joined=Joined(spans=((AT - timedelta(seconds=58), None),)), held=False)
        await on.transcribing.hear(Resynced(at=AT, agents=(), calls=(answered(),)))
        await on.until(lambda: on.states() == [State.ON])
        assert [(one.text, one.start) for one in on.kept] == [(Note.BEGUN, 20.5 + UNWRITTEN_SECONDS)]
        on.now, on.recorded = AT + timedelta(seconds=12), 36.0
        on.ear.opened[1].lose(EarBusyError())
        await on.until(lambda: State.BUSY in on.states())
        assert on.kept[-1].start == 20.5 + UNWRITTEN_SECONDS + 10
        await on.until(lambda: on.states()[-1] is State.ON)
        assert on.kept[-1].start == 36.0


async def test_a_talk_that_went_on_when_the_hotline_was_started_is_written_from_there_on(tmp_path: Path) -> None:
    """At its place in the recording, which began when the books say; while the citizen is on hold nothing is."""
    async with stage(tmp_path) as on:
        on.begun = Begun(joined=Joined(spans=((AT - timedelta(seconds=58), None),)), held=True)
        await on.transcribing.hear(Resynced(at=AT, agents=(), calls=(answered(),)))
        await on.until(lambda: on.states() == [State.HELD])
        await on.transcribing.hear(CallHeld(at=AT, call_id=CALL, extension="1001", held=False))
        on.files.say(Side.AGENT, 700, 1)
        on.files.say(Side.AGENT, 0, 1)
        await on.until(lambda: len(on.said()) == 2)
        assert on.said() == [(Side.NOTE, Note.BEGUN), (Side.AGENT, "700赫兹")]
        assert [round(one.start) for one in on.kept] == [60, 60]
        await on.transcribing.hear(ended())
        await on.until(lambda: on.states()[-1] is State.OVER)
        assert on.whole == []


async def test_whoever_is_asked_how_it_was_when_the_hotline_was_started_talks_with_nobody(tmp_path: Path) -> None:
    """Asterisk tells then that somebody had answered, and left."""
    left = CallReleased(at=AT, call_id=CALL, extension="1001", talked=9)
    async with stage(tmp_path) as on:
        await on.transcribing.hear(Resynced(at=AT, agents=(), calls=(answered(), left)))
        assert on.ear.opened == []


async def test_a_model_that_is_still_being_loaded_is_waited_for(tmp_path: Path) -> None:
    """A hotline that was started in the middle of a call has none in its first seconds."""
    async with stage(tmp_path) as on:
        on.ear.fault = EarError()
        await on.transcribing.hear(answered())
        await on.until(lambda: on.time > 2)
        on.ear.fault = None
        await on.until(lambda: on.states() == [State.ON])
        assert on.said() == [(Side.NOTE, Note.BEGUN)]


async def test_a_hotline_that_stops_in_the_middle_has_not_written_all(tmp_path: Path) -> None:
    """Asterisk is told to copy no more, and the rest of the recording is heard later."""
    async with stage(tmp_path) as on:
        await on.transcribing.hear(answered())
        await on.until(lambda: on.states() == [State.ON])
        await on.transcribing.close()
        assert on.files.ended == [CALL]
        assert on.whole == []
