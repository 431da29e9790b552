"""Which of a line's audio is somebody speaking, and where an utterance ends. Pure: time is counted in samples.

Rule: silence is never handed on to be recognised (it costs as much as speech, and some engines hear words in it), and
nothing of speech is kept back: what was before its first loud sound goes with it.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from hotline.speech.ear.recogniser import BYTES_A_SECOND

FRAME_SECONDS = 0.02
FRAME = int(BYTES_A_SECOND * FRAME_SECONDS)
LEAST_LOUD = 160.0  # mean of a frame's samples, without sign: below it is a quiet room
OVER_FLOOR = 3.0  # so many times as loud as the line's own noise is speech
QUIETER, LOUDER, SPEECH = 0.2, 0.002, 0.0001  # how fast the line's noise is learned: down, up, while it is loud


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Speech. at: seconds of the line at which the audio begins."""

    audio: bytes
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """The utterance is over. at: seconds of the line."""

    at: float


class Gate:
    """One line. pause: seconds of silence that end an utterance; lead: what goes before the first sound.

    long: seconds after which a short pause (a third) is enough; longest: after which there is an end without one.
    """

    def __init__(
        self, *, pause: float = 0.7, lead: float = 0.3, long: float = 10.0, longest: float = 20.0, least: float = 0.1
    ) -> None:
        self._pause, self._long, self._longest = _frames(pause), _frames(long), _frames(longest)
        self._least = _frames(least)
        self._before: deque[bytes] = deque(maxlen=_frames(lead))
        self._rest = b""
        self._frames = 0  # of the line, so far
        self._floor = LEAST_LOUD / OVER_FLOOR
        self._said = 0  # frames of this utterance, 0 while nobody speaks
        self._loud = self._quiet = 0  # frames in a row

    @property
    def at(self) -> float:
        """Seconds of the line, so far."""
        return self._frames * FRAME_SECONDS

    @property
    def speaking(self) -> bool:
        """Whether an utterance is open."""
        return self._said > 0

    def accept(self, audio: bytes) -> list[Spoken | Pause]:
        """What of this is speech, and where utterances end, in order."""
        self._rest += audio
        found: list[Spoken | Pause] = []
        while len(self._rest) >= FRAME:
            frame, self._rest = self._rest[:FRAME], self._rest[FRAME:]
            self._frame(frame, found)
        return _joined(found)

    def skip(self, audio: bytes) -> list[Spoken | Pause]:
        """Time passes, and nobody is to be heard; an open utterance ends."""
        ended = self.end()
        frames, left = divmod(len(self._rest) + len(audio), FRAME)
        self._frames += frames
        self._rest = bytes(left)  # silent, and its time is counted with the next frame
        return ended

    def end(self) -> list[Spoken | Pause]:
        """The line is silent from here on: the end of an open utterance."""
        self._before.clear()
        if not self._said:
            return []
        self._said = self._loud = self._quiet = 0
        return [Pause(at=self.at)]

    def _frame(self, frame: bytes, found: list[Spoken | Pause]) -> None:
        loud = self._is_loud(frame)
        self._loud, self._quiet = (self._loud + 1, 0) if loud else (0, self._quiet + 1)
        self._frames += 1
        if not self._said:
            self._before.append(frame)
            if self._loud >= self._least:
                lead = b"".join(self._before)
                found.append(Spoken(audio=lead, at=self.at - len(lead) / BYTES_A_SECOND))
                self._said = len(self._before)
                self._before.clear()
            return
        self._said += 1
        found.append(Spoken(audio=frame, at=self.at - FRAME_SECONDS))
        enough = self._pause // 3 if self._said > self._long else self._pause
        if self._quiet >= enough or self._said >= self._longest:
            found += self.end()

    def _is_loud(self, frame: bytes) -> bool:
        mean = float(np.abs(np.frombuffer(frame, dtype="<i2").astype(np.int32)).mean())
        loud = mean > max(LEAST_LOUD, OVER_FLOOR * self._floor)
        self._floor += (mean - self._floor) * (QUIETER if mean < self._floor else SPEECH if loud else LOUDER)
        return loud


def _frames(seconds: float) -> int:
    return max(1, round(seconds / FRAME_SECONDS))


def _joined(found: list[Spoken | Pause]) -> list[Spoken | Pause]:
    """Speech that follows speech is one piece."""
    joined: list[Spoken | Pause] = []
    for one in found:
        last = joined[-1] if joined else None
        if isinstance(one, Spoken) and isinstance(last, Spoken):
            joined[-1] = Spoken(audio=last.audio + one.audio, at=last.at)
        else:
            joined.append(one)
    return joined
