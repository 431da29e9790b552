"""One turn of a caller: from the prompt to the words. What comes is told to it with its time; it says when it is over.

The rule: it asks no clock and plays nothing; all that it starts is the question what was said, and left() names that.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field

import structlog

from hotline.errors import EarError
from hotline.ivr.waits import Heard, NotHeard, Why
from hotline.speech.ear.endpoint import Change, Endpointer, Limits
from hotline.speech.ear.recogniser import BYTES_A_SECOND, Final, Hearing, Text

BEFORE = 0.8  # seconds from before the sound was taken for speech: the first syllables are in them
TOGETHER = 0.06  # seconds of speech that go to the recogniser at once: each piece costs the loop messages and a turn
NOISES = 2  # sounds without a word, a cough or a door, after which the caller is asked again
log = structlog.get_logger(__name__)


@dataclass(slots=True, kw_only=True)
class Turn:
    """now: when it begins; timeout: seconds of silence after the prompt; understand: seconds for the recogniser."""

    hearing: Hearing
    limits: Limits
    timeout: float
    understand: float
    now: float
    _ends: Endpointer = field(init=False)
    _before: deque[bytes] = field(default_factory=deque)
    _unfed: bytearray = field(default_factory=bytearray)
    _said: list[str] = field(default_factory=list)
    _partial: str = ""
    _fresh: bool = False
    _asked: asyncio.Task[Final] | None = None
    _late: float = 0.0
    _silent_since: float = field(init=False)
    _noises: int = 0
    _deaf: bool = False

    def __post_init__(self) -> None:
        self._ends = Endpointer(self.limits)
        self._silent_since = self.now

    @property
    def speaking(self) -> bool:
        """Whether the caller speaks now."""
        return self._ends.speaking

    def hear(self, audio: bytes, at: float, *, prompted: bool) -> Heard | NotHeard | None:
        """More sound (b"" where none came) at this time; the answer, once there is one."""
        if self._deaf:
            return NotHeard(why=Why.FAILED)
        if self._asked is not None:
            return self._understood(self._asked, at)
        change = self._ends.hear(audio, at, prompted=prompted) if audio else self._ends.tick(at)
        if self._fresh:
            self._fresh = False
            change = self._ends.words(self._partial, at) or change
        self._pass_on(audio, change)
        if change is Change.ENDED:
            self._asked, self._late = asyncio.create_task(self.hearing.finish()), at + self.understand
        if prompted or self.speaking or self._asked is not None:
            self._silent_since = at
        return NotHeard(why=Why.SILENCE) if at - self._silent_since >= self.timeout else None

    def text(self, text: Text, at: float) -> None:
        """What the recogniser says of itself: a part, or a whole one before it was asked."""
        del at
        if isinstance(text, Final):
            self._said.append(text.text)
            self._partial = ""
        else:
            self._partial, self._fresh = text.text, True

    def deaf(self, why: str) -> None:
        """The recogniser is lost for good."""
        log.warning("ear_lost", why=why)
        self._deaf = True

    def left(self) -> tuple[asyncio.Task[Final], ...]:
        """What is still being asked: nobody waits for it any more."""
        if self._asked is None:
            return ()
        self._asked.cancel()
        return (self._asked,)

    def _pass_on(self, audio: bytes, change: Change | None) -> None:
        """Only speech goes to the recogniser, with a little from before it: a prompt's length of silence costs too."""
        if change is Change.BEGAN:
            self._unfed += b"".join(self._before)
            self._before.clear()
        if self.speaking or change is Change.ENDED:
            self._unfed += audio
            if len(self._unfed) >= TOGETHER * BYTES_A_SECOND or change is Change.ENDED:
                self.hearing.feed(bytes(self._unfed))
                self._unfed.clear()
            return
        self._before.append(audio)
        while sum(map(len, self._before)) > BEFORE * BYTES_A_SECOND:
            self._before.popleft()

    def _understood(self, asked: asyncio.Task[Final], at: float) -> Heard | NotHeard | None:
        if not asked.done():
            return NotHeard(why=Why.LATE) if at >= self._late else None
        self._asked, self._silent_since = None, at
        self._partial, self._fresh = "", False  # it was told of what is over now
        try:
            last = asked.result().text
        except EarError as fault:
            log.warning("ear_failed", why=fault.message)
            return NotHeard(why=Why.FAILED)
        if last not in self._said[-1:]:  # an engine that found the end itself may have told it already
            self._said.append(last)
        text = " ".join(each for each in map(str.strip, self._said) if each)
        if text:
            return Heard(text=text)
        self._noises += 1
        self._said.clear()
        return NotHeard(why=Why.UNCLEAR) if self._noises >= NOISES else None
