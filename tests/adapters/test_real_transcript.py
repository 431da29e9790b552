"""A real conversation on a real Asterisk, followed while it lasts: who said what, and the call is untouched."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from hotline.answering.conversation import State
from hotline.calls.transcript import Side
from hotline.errors import ConflictError
from hotline.events import CallAnswered, CallEnded, CallEvent, CallHeld
from hotline.settings import Settings
from hotline.speech.ear.recogniser import RATE
from hotline.telephony.audiosocket_server import AudioSocketServer
from hotline.telephony.copying import Copying
from tests.adapters.ear_models import WHISPER_BASE, real_pool
from tests.adapters.ear_pool import running
from tests.adapters.listener import Listener, listening
from tests.adapters.real_asterisk import DESK, RealAsterisk
from tests.adapters.two_sides import transcribed
from tests.bench.two_voices import errors_of, spoken_talk, voices_there
from tests.fakes.citizen import Citizen
from tests.fakes.ear_live import ToneEar
from tests.fakes.speaking import SpeakingCitizen, SpeakingPhone
from tests.fakes.talking_phone import TalkingPhone

CITIZEN, AGENT = "600赫兹", "1000赫兹"
BREATH = np.zeros(RATE, dtype=np.int16)
MOST_ERRORS = 0.15


def answered(ears: Listener) -> str:
    """The call that was answered."""
    (event,) = ears.of(CallAnswered)
    assert isinstance(event, CallEvent)
    return event.call_id


async def test_both_sides_of_a_real_call_are_heard_apart_while_it_lasts(asterisk: RealAsterisk, tmp_path: Path) -> None:
    """Each tone on its own side alone, before the call is over; what Asterisk records is all there, as ever."""
    async with (
        listening(asterisk) as (ears, queue, link),
        transcribed(ears, link, ToneEar()) as (transcript, _),
        TalkingPhone(asterisk.desk_port, hertz=1000) as phone,
    ):
        await queue.add(DESK, DESK, reason="signed-in")
        await queue.unpause(DESK)
        async with Citizen(asterisk.settings.sip_port) as citizen:
            await citizen.call("12345")
            await phone.rings()
            await phone.answer()
            await transcript.becomes(lambda: State.ON in transcript.states())
            began = time.monotonic()
            await citizen.says(600, 2.0)
            citizen.say(0)
            await transcript.becomes(lambda: CITIZEN in transcript.said(Side.CITIZEN))
            assert transcript.first(Side.CITIZEN) > began
            assert not ears.of(CallEnded)
            phone.hang_up()
            await ears.until(lambda: bool(ears.of(CallEnded)))
        await transcript.becomes(lambda: transcript.states()[-1:] == [State.OVER])
        call = answered(ears)
    assert set(transcript.said(Side.CITIZEN)) == {CITIZEN}
    assert set(transcript.said(Side.AGENT)) == {AGENT}
    for name in (f"{call}.wav", f"{call}-citizen.wav", f"{call}-agent.wav"):
        assert (asterisk.settings.recordings_dir / name).stat().st_size > 2 * 2 * RATE


async def test_music_on_hold_is_no_word_of_the_conversation(asterisk: RealAsterisk, tmp_path: Path) -> None:
    """What is said before and after is heard, and nothing of what the citizen heard meanwhile."""
    async with (
        listening(asterisk) as (ears, queue, link),
        transcribed(ears, link, ToneEar()) as (transcript, transcribing),
        SpeakingPhone(asterisk.desk_port) as phone,
    ):
        await queue.add(DESK, DESK, reason="signed-in")
        await queue.unpause(DESK)
        async with Citizen(asterisk.settings.sip_port) as citizen:
            await citizen.call("12345")
            await phone.rings()
            await phone.answer()
            await transcript.becomes(lambda: State.ON in transcript.states())
            hold = CallHeld(at=datetime.now(UTC), call_id=answered(ears), extension=DESK, held=True)
            await transcribing.hear(hold)
            await transcript.becomes(lambda: State.HELD in transcript.states())
            await citizen.says(600, 2.0)
            citizen.say(0)
            await citizen.hears(lambda samples: len(samples) > RATE, since=time.monotonic())
            await transcribing.hear(replace(hold, held=False))
            await citizen.says(800, 1.5)
            citizen.say(0)
            await transcript.becomes(lambda: "800赫兹" in transcript.said(Side.CITIZEN))
            assert transcript.said(Side.CITIZEN) == ["800赫兹"]
            phone.hang_up()
            await ears.until(lambda: bool(ears.of(CallEnded)))


async def test_a_call_that_is_not_there_has_no_copy(asterisk: RealAsterisk) -> None:
    """Neither one that is over nor a name that is none."""
    async with listening(asterisk) as (_, _, link):
        copying = Copying(link, AudioSocketServer("127.0.0.1", 0))
        for name in ("1763770000.99", "../etc", "a b", ""):
            with pytest.raises(ConflictError):
                await copying.begin(name)
        await copying.end("1763770000.99")


@pytest.mark.timeout(600)
async def test_two_natural_voices_are_heard_by_a_real_ear(asterisk: RealAsterisk, tmp_path: Path) -> None:
    """A whole conversation, each side by its own voice: at most 15% of the syllables are wrong, tones apart."""
    settings = Settings()
    if not voices_there(settings):
        pytest.skip("the natural voice's parts are not installed in this state folder")
    lines, _ = await spoken_talk(settings, tmp_path)
    async with (
        running(real_pool(WHISPER_BASE, tmp_path)) as pool,
        listening(asterisk) as (ears, queue, link),
        transcribed(ears, link, pool) as (transcript, _),
        SpeakingPhone(asterisk.desk_port) as phone,
    ):
        await queue.add(DESK, DESK, reason="signed-in")
        await queue.unpause(DESK)
        async with SpeakingCitizen(asterisk.settings.sip_port) as citizen:
            await citizen.call("12345")
            await phone.rings()
            await phone.answer()
            await transcript.becomes(lambda: State.ON in transcript.states(), limit=60)
            mouths = {Side.CITIZEN: citizen.mouth, Side.AGENT: phone.mouth}
            for line in lines:
                await mouths[line.side].say(np.concatenate([line.sound, BREATH]))
            phone.hang_up()
            await ears.until(lambda: bool(ears.of(CallEnded)))
        await transcript.becomes(lambda: transcript.states()[-1:] == [State.OVER], limit=120)
    wrong = spoken = 0
    for side in (Side.CITIZEN, Side.AGENT):
        faults, syllables = errors_of(side, "".join(transcript.said(side)))
        wrong, spoken = wrong + faults, spoken + syllables
    assert wrong / spoken <= MOST_ERRORS, (wrong, spoken, transcript.said(Side.CITIZEN), transcript.said(Side.AGENT))
    starts = [one.start for one in transcript.utterances(Side.CITIZEN)]
    assert starts == sorted(starts)
