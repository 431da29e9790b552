"""AudioSocket's frames in any cut, and the pace at which they are played."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.errors import TelephonyError
from hotline.telephony.audiosocket_protocol import (
    FRAME_BYTES,
    LONGEST,
    Ended,
    Faulty,
    Frame,
    FrameReader,
    Named,
    Pace,
    Pressed,
    Spoken,
    end_frame,
    sound_frame,
)

NAME = UUID("8b5d3a52-6a4e-4b0c-9d52-4d7f2a1f9c11")
AUDIO = bytes(range(256)) + bytes(64)
# as Asterisk 22 sends it: the name, sound, a key, sound of a last half frame, its own trouble, the end
RECORDED = (
    b"\x01\x00\x10"
    + NAME.bytes
    + b"\x10\x01\x40"
    + AUDIO
    + b"\x03\x00\x015"
    + b"\x10\x00\x05abcde"
    + b"\xff\x00\x01\x02\x00\x00\x00"
)
FRAMES: tuple[Frame, ...] = (
    Named(name=NAME),
    Spoken(audio=AUDIO),
    Pressed(key="5"),
    Spoken(audio=b"abcd"),
    Faulty(code=2),
    Ended(),
)


def _read(*pieces: bytes) -> tuple[Frame, ...]:
    reader = FrameReader()
    return tuple(frame for piece in pieces for frame in reader.feed(piece))


def test_a_recorded_session_is_read_cut_at_every_byte() -> None:
    """Wherever the network cuts, the same frames come out."""
    assert _read(RECORDED) == FRAMES
    for cut in range(len(RECORDED) + 1):
        assert _read(RECORDED[:cut], RECORDED[cut:]) == FRAMES
    assert _read(*(bytes((each,)) for each in RECORDED)) == FRAMES


def test_frames_missing_and_doubled_leave_the_others_as_they_are() -> None:
    """Each frame stands for itself."""
    sound, key = sound_frame(AUDIO), b"\x03\x00\x01#"
    assert _read(sound, key, key, sound + sound) == (
        Spoken(audio=AUDIO),
        Pressed(key="#"),
        Pressed(key="#"),
        Spoken(audio=AUDIO),
        Spoken(audio=AUDIO),
    )


@pytest.mark.parametrize(
    "strange",
    [
        b"\x10\x00\x00",
        b"\x10\x00\x01x",
        b"\x03\x00\x01Z",
        b"\x03\x00\x00",
        b"\x03\x00\x0212",
        b"\x42\x00\x02ab",
        b"\x02\x00\x00",
    ],
)
def test_what_tells_nothing_is_passed_over(strange: bytes) -> None:
    """Empty sounds, keys that no telephone has, and kinds of frames that are not known."""
    assert _read(strange + b"\x03\x00\x017") == (Pressed(key="7"),)


@pytest.mark.parametrize("hostile", [b"\x10\xff\xff", b"\x01\x00\x04abcd", b"\x42\xff\xff", b"\x01\x00\x00"])
def test_what_no_asterisk_would_send_ends_it(hostile: bytes) -> None:
    """Before what it promises is waited for."""
    with pytest.raises(TelephonyError):
        _read(hostile)


@given(data=st.lists(st.binary(max_size=400), max_size=30))
def test_any_bytes_are_read_or_refused(data: list[bytes]) -> None:
    """And never more is kept than one frame."""
    reader = FrameReader()
    try:
        for piece in data:
            reader.feed(piece)
            assert len(reader._rest) < LONGEST + 400
    except TelephonyError:
        return


def test_what_is_written_is_read_again() -> None:
    """Sound and the end."""
    assert _read(sound_frame(AUDIO) + end_frame()) == (Spoken(audio=AUDIO), Ended())
    assert len(sound_frame(bytes(FRAME_BYTES))) == 323
    assert _read(b"\x01\x00\x10" + (name := uuid4()).bytes) == (Named(name=name),)


def test_frames_are_due_by_the_clock_without_drift() -> None:
    """A thousand frames take twenty seconds, however late each look at the clock is."""
    pace, at, sent = Pace(ahead=2), 5.0, 0
    for step in range(2000):
        at = 5.0 + step * 0.01 + (step % 7) * 0.001
        sent += pace.due(at)
    assert sent == int((at - 5.0) / 0.02 + 1e-6) + 1 + 2


def test_some_frames_go_ahead_and_none_comes_twice() -> None:
    """A moment's business is not heard."""
    pace = Pace(ahead=2)
    assert [pace.due(1.0), pace.due(1.0), pace.due(1.019), pace.due(1.02), pace.due(1.06)] == [3, 0, 0, 1, 2]
    assert pace.next() == pytest.approx(1.08)


def test_after_a_long_stop_the_clock_begins_anew() -> None:
    """A burst would be thrown away at the other end."""
    pace = Pace(ahead=2, behind=0.5)
    pace.due(1.0)
    assert pace.due(9.0) == 3
    assert pace.due(9.02) == 1
