"""What a worker and the hotline say to each other over pipes: frames of a length, a kind, a stream and a payload.

The rule: pure, bytes in and frames out; a length or kind that cannot be is a fault at once, never a wait for more.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum

LONGEST = 4 * 1024 * 1024  # bytes of a payload: a minute of sound is 1 MB, a city's vocabulary less
_HEAD = struct.Struct("<IBI")  # payload's length, kind, stream


class Kind(IntEnum):
    """What a frame says. The first group goes to the worker, the second comes from it."""

    OPEN = 1
    """A new stream: JSON {"words": [...], "urgent": bool}."""
    AUDIO = 2
    """Samples of a stream, whole ones."""
    FINISH = 3
    """The stream's utterance ends here; answered by FINISHED."""
    CLOSE = 4
    """Nobody listens to the stream any more."""
    UNKNOWN = 5
    """Which of these words the model can never hear: a JSON list; the stream's number is the question's."""
    MEASURE = 6
    """Measure what the model bears; answered by MEASURED."""

    READY = 20
    """The model is loaded: JSON {"streaming": bool}."""
    FAILED = 21
    """The model cannot be loaded: why, in a sentence. The process ends."""
    BEAT = 22
    """The process lives: for how many seconds the longest call of the model has been going on, a double."""
    BEGUN = 30
    """The engine begins on the stream's next sound, or on its end: should the process die now, this may be why."""
    HEARD = 23
    """How many bytes of the stream were heard so far, eight bytes."""
    PARTIAL = 24
    """JSON, see messages.py."""
    FINAL = 25
    """JSON; the engine itself found the utterance's end."""
    FINISHED = 26
    """JSON; the answer to FINISH."""
    LOST = 27
    """The engine cannot go on with the stream: why, in a sentence."""
    WORDS = 28
    """The answer to UNKNOWN, a JSON list."""
    MEASURED = 29
    """The answer to MEASURE, JSON: seconds of sound heard in a second, by way of hearing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One message. stream: 0 where it is about none."""

    kind: Kind
    stream: int = 0
    payload: bytes = b""


def packed(frame: Frame) -> bytes:
    """The frame as bytes. Raises ValueError where its payload is too long."""
    if len(frame.payload) > LONGEST:
        raise ValueError(f"A frame of {len(frame.payload)} bytes is too long.")
    return _HEAD.pack(len(frame.payload), frame.kind, frame.stream) + frame.payload


class FrameReader:
    """Frames out of bytes that come in pieces of any size."""

    def __init__(self) -> None:
        self._kept = bytearray()

    def feed(self, piece: bytes) -> list[Frame]:
        """The frames that are whole with this piece. Raises ValueError where the bytes are no frames."""
        self._kept += piece
        frames, at = list[Frame](), 0
        while len(self._kept) - at >= _HEAD.size:
            length, kind, stream = _HEAD.unpack_from(self._kept, at)
            if length > LONGEST:
                raise ValueError(f"A frame of {length} bytes is too long.")
            end = at + _HEAD.size + length
            if len(self._kept) < end:
                break
            frames.append(Frame(kind=Kind(kind), stream=stream, payload=bytes(self._kept[at + _HEAD.size : end])))
            at = end
        del self._kept[:at]
        return frames
