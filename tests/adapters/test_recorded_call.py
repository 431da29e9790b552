"""A recorded call replayed to the real AudioSocket server: framed, listened to, ended by its pause, heard by Vosk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import numpy as np
import pytest

from hotline.answering.listening import Listening
from hotline.answering.services import Caller
from hotline.ivr.waits import DigitsAnswer, Heard, Listen, NotHeard
from hotline.speech.ear.alone import Alone
from hotline.speech.ear.engines import load_engine
from hotline.speech.ear.recogniser import Ear, Engine
from hotline.telephony.audiosocket_protocol import sound_frame
from hotline.telephony.audiosocket_server import AudioSocketServer
from hotline.telephony.audiosocket_side import AudioSockets
from tests.adapters.ear_models import KOREAN, model_folder
from tests.fakes.ear import FakeEar
from tests.fakes.korean import WORDS
from tests.fakes.recorded_line import FRAME, HEAD, KEY, KEY_BYTES, WORD, RecordedChannel, recorded, sounds

CALL = recorded()[HEAD:]
SPEECH, PRESSED = CALL[:-KEY_BYTES], CALL[-KEY_BYTES:]
BEGINS = 19 * FRAME  # bytes of silence before the word
LANGUAGE = "ko"


@asynccontextmanager
async def listens(ear: Ear) -> AsyncIterator[Listening]:
    """By a real server."""
    server = AudioSocketServer("127.0.0.1", 0)
    await server.start()
    try:
        yield Listening(ear=ear, audio=AudioSockets(server), understand=60.0)
    finally:
        await server.close()


async def _take(listening: Listening, pieces: Sequence[bytes]) -> Heard | NotHeard | DigitsAnswer:
    caller = Caller(call_id="1.1", number="", dialled="114", channel=RecordedChannel(pieces))
    async with asyncio.timeout(90):
        return await listening.take(caller, Listen(hints=WORDS, language=LANGUAGE))


def _in(size: int, data: bytes = SPEECH) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


@pytest.mark.parametrize("size", [1, 7, 64, 319, 320, 323, 324, 1000])
async def test_in_pieces_of_any_size_the_word_is_heard(size: int) -> None:
    """Down to single bytes."""
    ear = FakeEar([WORD], language=LANGUAGE)
    async with listens(ear) as listening:
        assert await _take(listening, _in(size)) == Heard(text=WORD)
    assert 1.6 < ear.opened[0].seconds < 2.6


async def test_cut_at_every_byte_of_a_frame_the_word_is_heard() -> None:
    """In one before the word, in it, and after it; the unit tests cut the whole call at every byte."""
    ear = FakeEar([WORD] * 3 * FRAME, language=LANGUAGE)
    async with listens(ear) as listening:
        for cut in range(FRAME):
            before = (cut % 3) * 40 * FRAME + BEGINS + cut
            pieces = [*_in(FRAME, SPEECH[:before]), *_in(FRAME, SPEECH[before:])]
            assert await _take(listening, pieces) == Heard(text=WORD)


async def test_the_key_of_the_call_is_the_answer_once() -> None:
    """Where it comes in the middle of the word."""
    ear = FakeEar([WORD], language=LANGUAGE)
    async with listens(ear) as listening:
        channel = RecordedChannel([*_in(FRAME, SPEECH[: 60 * FRAME]), PRESSED, *_in(FRAME, SPEECH[60 * FRAME :])])
        caller = Caller(call_id="1.1", number="", dialled="114", channel=channel)
        assert await listening.take(caller, Listen(language=LANGUAGE)) == DigitsAnswer(keys=KEY)
        assert not caller.keys


@pytest.fixture(scope="module")
def engine() -> Engine:
    """The real model, loaded once in the tests' own process."""
    return load_engine(model_folder(KOREAN))


def _worse(seed: int) -> list[bytes]:
    """One frame in twenty is missing, and one is doubled."""
    chance, pieces = np.random.default_rng(seed), list[bytes]()
    for sound in sounds():
        fate = chance.random()
        pieces += [sound_frame(sound)] * (0 if fate < 0.05 else 2 if fate > 0.95 else 1)
    return pieces


@pytest.mark.parametrize(
    "pieces",
    [_in(1), _in(FRAME), _in(1000), _worse(1), _worse(2), _worse(3), [SPEECH[: 60 * FRAME], SPEECH[60 * FRAME :]]],
    ids=["bytes", "frames", "pieces", "bad line 1", "bad line 2", "bad line 3", "held up"],
)
async def test_the_real_vosk_hears_the_same_word(engine: Engine, pieces: Sequence[bytes]) -> None:
    """By the menu's vocabulary, from the first byte to the words."""
    with ThreadPoolExecutor(1) as thread:
        async with listens(Alone(engine, LANGUAGE, thread)) as listening:
            assert await _take(listening, pieces) == Heard(text=WORD)
