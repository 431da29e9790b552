"""Where speech begins and where it ends, told from its loudness and from the words that are heard in it.

The rule: no clock and no waiting in here. Audio is the telephone's (recogniser.py), `at` is the time at which it came,
in seconds from wherever the caller counts; late, missing and doubled audio must neither begin nor end a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from hotline.speech.ear.recogniser import BYTES_A_SECOND

FRAME_MS = 20
FRAME = BYTES_A_SECOND * FRAME_MS // 1000
CALIBRATION = 10  # frames from which the line's own noise is learned at first
LOUDEST_NOISE = -35.0  # dBFS: what is louder at the beginning is somebody who speaks already
WEAKEST = -48.0  # dBFS: no speech is weaker, however quiet the line
OVER_NOISE = 10.0  # dB above the noise: speech begins
STILL_OVER = 6.0  # dB above the noise: speech goes on
RISE, RISE_IN_SPEECH = 0.05, 0.02  # dB a frame by which the noise is taken to grow; it falls at once by half
CLICK_MS = 40  # a sound as short as this does not carry a sentence on
NOTHING_COMES = 1.0  # seconds without any audio that are silence; less is the network


class Change(StrEnum):
    """What became of the line."""

    BEGAN = "began"
    """Somebody speaks; it began at `since`."""
    ENDED = "ended"
    """The sentence is over, or as long as it may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """All in milliseconds.

    pause: silence that ends a sentence; least: sound that is speech and no click; over_prompt: the same while a prompt
    is played, whose echo comes back; steady: so long without a new word, in a noise that never ends, ends it too;
    longest: a sentence.
    """

    pause: int = 600
    least: int = 160
    over_prompt: int = 300
    steady: int = 1800
    longest: int = 15_000

    def within(self, seconds: float) -> Limits:
        """The same for sentences of at most so many seconds."""
        return replace(self, longest=min(self.longest, round(seconds * 1000)))


@dataclass(slots=True)
class Endpointer:
    """One side of a line. speaking: whether a sentence is under way; since: when the last one began."""

    limits: Limits = field(default_factory=Limits)
    speaking: bool = False
    since: float = 0.0
    _noise: list[float] = field(default_factory=list)
    _floor: float = 0.0
    _rest: bytes = b""
    _loud: int = 0  # ms of sound, less those of silence among them
    _quiet: int = 0  # ms of silence in speech
    _heard: float = 0.0  # when audio came last
    _words: str = ""
    _changed: float = 0.0

    def hear(self, audio: bytes, at: float, *, prompted: bool = False) -> Change | None:
        """More audio, of any length, which came at this time. prompted: a prompt is being played to this side."""
        self._heard = at
        data = self._rest + audio
        whole = len(data) // FRAME * FRAME
        self._rest = data[whole:]
        told: Change | None = None
        for level in _levels(data[:whole]):
            told = self._frame(level, at, prompted=prompted) or told
        return told or self.tick(at)

    def words(self, text: str, at: float) -> Change | None:
        """What the words seem to be so far: they prove that somebody speaks, and in noise that nobody does any more."""
        if text != self._words:
            self._words, self._changed = text, at
            if text and not self.speaking:
                return self._begin(at)
        return self.tick(at)

    def tick(self, at: float) -> Change | None:
        """Time passes, with or without audio."""
        if not self.speaking:
            return None
        steady = bool(self._words) and at - self._changed >= self.limits.steady / 1000
        too_long = at - self.since >= self.limits.longest / 1000
        nothing = at - self._heard >= max(NOTHING_COMES, self.limits.pause / 1000)
        return self._end() if steady or too_long or nothing else None

    def _frame(self, level: float, at: float, *, prompted: bool) -> Change | None:
        if len(self._noise) < CALIBRATION:
            self._noise.append(level)
            self._floor = min(*self._noise, LOUDEST_NOISE)
        over = level - self._floor
        if over < 0:
            self._floor += over / 2
        else:
            self._floor += min(over, RISE_IN_SPEECH if self.speaking else RISE)
        loud = over > (STILL_OVER if self.speaking else OVER_NOISE) and level > WEAKEST
        return self._in_speech(loud=loud) if self.speaking else self._before(at, loud=loud, prompted=prompted)

    def _before(self, at: float, *, loud: bool, prompted: bool) -> Change | None:
        self._loud = max(0, self._loud + (FRAME_MS if loud else -FRAME_MS))
        wanted = self.limits.over_prompt if prompted else self.limits.least
        return self._begin(at) if self._loud >= wanted else None

    def _in_speech(self, *, loud: bool) -> Change | None:
        self._loud = self._loud + FRAME_MS if loud else 0
        if self._loud > CLICK_MS:
            self._quiet = 0
        else:
            self._quiet += FRAME_MS
        return self._end() if self._quiet >= self.limits.pause else None

    def _begin(self, at: float) -> Change:
        self.speaking, self.since = True, at - self._loud / 1000
        self._quiet, self._changed, self._heard = 0, at, at
        return Change.BEGAN

    def _end(self) -> Change:
        self.speaking, self._loud, self._quiet, self._words = False, 0, 0, ""
        return Change.ENDED


def _levels(data: bytes) -> list[float]:
    """The loudness of each frame in dBFS: 0 is full scale, silence is about -90."""
    frames = np.frombuffer(data, dtype="<i2").reshape(-1, FRAME // 2).astype(np.float64)
    power = (frames**2).mean(axis=1) / 32768**2
    return [float(each) for each in 10 * np.log10(power + 1e-9)]
