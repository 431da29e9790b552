"""What Asterisk sent of a call, replayed to the turn: cut anywhere, and with frames missing, late and doubled."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

import numpy as np
import pytest

from hotline.answering.turn import Turn
from hotline.ivr.waits import Heard, NotHeard
from hotline.speech.ear.endpoint import Limits
from hotline.speech.ear.recogniser import BYTES_A_SECOND
from hotline.telephony.audiosocket_protocol import FRAME_SECONDS, FrameReader, Named, Pressed, Spoken
from tests.fakes.ear import FakeHearing
from tests.fakes.recorded_line import FRAME, HEAD, KEY, KEY_BYTES, WORD, recorded, sounds

SPOKEN = 1.3  # seconds of the word in the recording
SLIP = 0.12  # seconds by which what is fed may differ
QUIET = 0.1  # seconds between two looks where nothing comes
SOUNDS = sounds()
Sent = tuple[float, bytes]


def test_the_recording_is_what_it_is_said_to_be() -> None:
    """A name, frames of 20 ms, a key."""
    frames = FrameReader().feed(recorded())
    assert isinstance(frames[0], Named)
    assert frames[-1] == Pressed(key=KEY)
    assert {len(frame.audio) for frame in frames if isinstance(frame, Spoken)} == {320}
    assert len(recorded()) == HEAD + len(SOUNDS) * FRAME + KEY_BYTES


def test_cut_at_every_byte_the_same_frames_come_at_the_same_places() -> None:
    """Those that were whole before the cut come before it, the others after it; byte by byte too."""
    data, whole = recorded(), FrameReader().feed(recorded())
    ends = [0, HEAD, *(HEAD + FRAME * count for count in range(1, len(SOUNDS) + 1)), len(data)]
    before = 0
    for cut in range(len(data) + 1):
        while before < len(whole) and ends[before + 1] <= cut:
            before += 1
        reader = FrameReader()
        assert reader.feed(data[:cut]) == whole[:before]
        assert reader.feed(data[cut:]) == whole[before:]
    reader = FrameReader()
    assert tuple(frame for each in data for frame in reader.feed(bytes((each,)))) == whole


def _paced(pieces: Iterable[bytes]) -> list[Sent]:
    """Each when a telephone brings it."""
    return [(number * FRAME_SECONDS, piece) for number, piece in enumerate(pieces)]


async def _replay(sent: Sequence[Sent]) -> tuple[Heard | NotHeard | None, float]:
    """The answer, and how many seconds the recogniser was given. Where nothing comes the turn is told so."""
    hearing, at = FakeHearing([WORD]), 0.0
    turn = Turn(hearing=hearing, limits=Limits(), timeout=5.0, understand=3.0, now=at)
    for due, piece in [*sent, *[(sent[-1][0] + QUIET * step, b"") for step in range(1, 100)]]:
        while due - at > QUIET:
            at += QUIET
            if (answer := turn.hear(b"", at, prompted=False)) is not None:
                return answer, hearing.seconds
        at = due
        answer = turn.hear(piece, at, prompted=False)
        await asyncio.sleep(0)
        if answer is not None:
            return answer, hearing.seconds
    return None, hearing.seconds


async def _same(sent: Sequence[Sent], slip: float = SLIP) -> None:
    """It is heard as the call was."""
    clean, seconds = await _replay(_paced(SOUNDS))
    answer, fed = await _replay(sent)
    assert answer == clean == Heard(text=WORD)
    assert abs(fed - seconds) <= slip


async def test_the_word_is_heard_whole() -> None:
    """From before its first sound to the pause that ends it, and the key is not waited for."""
    answer, seconds = await _replay(_paced(SOUNDS))
    assert answer == Heard(text=WORD)
    assert SPOKEN + 0.3 < seconds < SPOKEN + 1.2


async def test_cut_anywhere_the_word_is_heard() -> None:
    """Wherever the network cuts: what is whole then comes at its time, the rest together a third of a second later."""
    for cut in range(1, len(SOUNDS)):
        rest = [(max(at, cut * FRAME_SECONDS + 0.3), piece) for at, piece in _paced(SOUNDS)[cut:]]
        await _same([*_paced(SOUNDS[:cut]), *rest])


async def test_with_any_frame_missing_the_word_is_heard() -> None:
    """Or any five in a row."""
    for gap in (1, 5):
        for at in range(len(SOUNDS) - gap):
            sent = _paced(SOUNDS)
            await _same(sent[:at] + sent[at + gap :])


async def test_with_any_frame_doubled_the_word_is_heard() -> None:
    """And with all of them: twice as long, and nothing is over before it is."""
    for at in range(len(SOUNDS)):
        await _same(_paced([*SOUNDS[: at + 1], *SOUNDS[at:]]))
    await _same(_paced(piece for piece in SOUNDS for _ in range(2)), slip=SPOKEN + 0.8)


@pytest.mark.parametrize("seconds", [0.2, 0.5, 0.9])
async def test_with_frames_late_the_word_is_heard(seconds: float) -> None:
    """The line stands still at any place, and what was held up comes at once: a network's silence is no caller's."""
    for at in range(0, len(SOUNDS), 3):
        until = at * FRAME_SECONDS + seconds
        await _same([(max(due, until) if due >= at * FRAME_SECONDS else due, piece) for due, piece in _paced(SOUNDS)])


@pytest.mark.parametrize("seed", range(12))
async def test_on_a_bad_line_the_word_is_heard(seed: int) -> None:
    """One frame in twenty is missing, one doubled, one held up for a tenth of a second."""
    chance = np.random.default_rng(seed)
    sent, last = list[Sent](), 0.0
    for due, piece in _paced(SOUNDS):
        fate = chance.random()
        last = max(last, due + 0.1 * (0.1 < fate <= 0.15))
        if fate > 0.05:
            sent += [(last, piece)] * (2 if fate > 0.95 else 1)
    await _same(sent, slip=0.35)


async def test_silence_alone_is_no_word() -> None:
    """The same line before and after it."""
    quiet = SOUNDS[-30:] * 10
    answer, seconds = await _replay(_paced(quiet))
    assert not isinstance(answer, Heard)
    assert seconds * BYTES_A_SECOND == 0
