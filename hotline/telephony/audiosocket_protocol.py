"""AudioSocket's frames, without a socket: what Asterisk sends of a call's audio and keys, and what it is sent.

The rule: bytes may come cut anywhere and from anybody. What is whole and known is told, what is unknown is passed over,
and what no Asterisk would send ends it (TelephonyError), before it costs memory.

A frame is its type, the length of what follows (16 bit, big-endian), and that.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from hotline.errors import TelephonyError

END, NAME, KEY, SOUND, FAULT = 0x00, 0x01, 0x03, 0x10, 0xFF
FRAME_BYTES = 320  # 20 ms of 8 kHz, 16 bit little-endian, one channel
FRAME_SECONDS = 0.02
HEAD = 3
LONGEST = 16_000  # bytes of one frame: a second of sound; Asterisk's own are 320
_KEYS = "0123456789*#"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """The line is closed from there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Whose audio it is: the first frame of all."""

    name: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """The caller pressed a key of the telephone's twelve."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Sound of the caller: 8 kHz, 16 bit little-endian, whole samples."""

    audio: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Faulty:
    """Asterisk's own trouble with this line, as a number."""

    code: int


Frame = Ended | Named | Pressed | Spoken | Faulty


class FrameReader:
    """Makes frames of bytes. Not to be fed again after it has raised."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, data: bytes) -> tuple[Frame, ...]:
        """The frames that are whole now. Raises TelephonyError for what is none."""
        self._rest += data
        found: list[Frame] = []
        at = 0
        while len(self._rest) - at >= HEAD:
            size = int.from_bytes(self._rest[at + 1 : at + HEAD], "big")
            if size > LONGEST:
                raise TelephonyError(f"An AudioSocket frame of {size} bytes", size=size)
            if len(self._rest) - at < HEAD + size:
                break
            frame = _frame(self._rest[at], bytes(self._rest[at + HEAD : at + HEAD + size]))
            if frame is not None:
                found.append(frame)
            at += HEAD + size
        del self._rest[:at]
        return tuple(found)


def _frame(kind: int, body: bytes) -> Frame | None:
    """The frame, or None for one that tells us nothing."""
    match kind:
        case 0x00:
            return Ended()
        case 0x01:
            if len(body) != 16:
                raise TelephonyError("An AudioSocket that does not say whose it is", size=len(body))
            return Named(name=UUID(bytes=body))
        case 0x03:
            key = body.decode("latin-1")
            return Pressed(key=key) if len(key) == 1 and key in _KEYS else None
        case 0x10:
            return Spoken(audio=body[: len(body) // 2 * 2]) if len(body) > 1 else None
        case 0xFF:
            return Faulty(code=body[0] if body else 0)
    return None


def sound_frame(audio: bytes) -> bytes:
    """Sound for the caller as a frame. audio: at most LONGEST bytes."""
    return bytes((SOUND,)) + len(audio).to_bytes(2, "big") + audio


def end_frame() -> bytes:
    """The line is given back."""
    return bytes((END, 0, 0))


@dataclass(slots=True)
class Pace:
    """When each frame of 20 ms is due, by a clock that is given and never drifts.

    ahead: frames sent before their time, so that a busy moment is not heard; behind: seconds after which what is late
    is no longer made up for, but the clock begins anew: a burst would only be thrown away at the other end.
    """

    ahead: int = 2
    behind: float = 0.5
    _began: float = -1.0
    _sent: int = 0

    def due(self, at: float) -> int:
        """How many frames to send at this time; they are taken as sent."""
        if self._began < 0 or at - self._began - self._sent * FRAME_SECONDS > self.behind:
            self._began, self._sent = at, 0
        count = int((at - self._began) / FRAME_SECONDS + 1e-6) + 1 + self.ahead - self._sent
        self._sent += max(0, count)
        return max(0, count)

    def next(self) -> float:
        """The time at which the next frame is due; what was sent ahead is not."""
        return self._began + (self._sent - self.ahead) * FRAME_SECONDS
