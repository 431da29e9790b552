"""The sound of an utterance so far, and which of it was heard: positions in bytes of the whole stream.

The rule: pure and bounded; time is an argument.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from hotline.speech.ear.recogniser import BYTES_A_SECOND

MOST_WAITING = 30 * BYTES_A_SECOND  # not heard yet; more is dropped
MOST_KEPT = 30 * BYTES_A_SECOND  # of the utterance, to be heard again
PIECE = BYTES_A_SECOND


class SoundKept:
    """began: where the present worker's counting began."""

    def __init__(self) -> None:
        self._kept = bytearray()
        self._kept_from = self._fed = self._heard = self.began = 0
        self._fed_at = deque[tuple[int, float]]()  # where each piece ends, and when it came

    @property
    def seconds(self) -> float:
        """How much is kept."""
        return len(self._kept) / BYTES_A_SECOND

    @property
    def is_half_full(self) -> bool:
        """Whether half of what may wait is waiting."""
        return self._fed - self._heard > MOST_WAITING // 2

    @property
    def is_waiting(self) -> bool:
        """Whether any sound was not heard yet."""
        return self._heard < self._fed

    def add(self, sound: bytes, now: float) -> bool:
        """Whether there is room for it."""
        if self._fed + len(sound) - self._heard > MOST_WAITING:
            return False
        self._kept += sound
        self._fed += len(sound)
        self._fed_at.append((self._fed, now))
        self._shorten(self._fed - MOST_KEPT)
        return True

    def heard(self, count: int) -> None:
        """So many bytes were heard since `began`."""
        self._heard = min(self._fed, self.began + count)
        while self._fed_at and self._fed_at[0][0] <= self._heard:
            self._fed_at.popleft()

    def forget_heard(self) -> None:
        """The utterance's words have come: what was heard need not be heard again."""
        self._shorten(self._heard)

    def waiting_since(self, now: float) -> float:
        """Seconds since the oldest piece that was not heard came."""
        return now - self._fed_at[0][1] if self._fed_at else 0.0

    def again(self, now: float) -> Iterator[bytes]:
        """All that is kept, in pieces, for a worker that counts from here; its waiting begins now."""
        self.began = self._heard = self._kept_from
        self._fed_at = deque([(self._fed, now)] if self._kept else ())
        for at in range(0, len(self._kept), PIECE):
            yield bytes(self._kept[at : at + PIECE])

    def _shorten(self, start: int) -> None:
        if start > self._kept_from:
            del self._kept[: start - self._kept_from]
            self._kept_from = start
