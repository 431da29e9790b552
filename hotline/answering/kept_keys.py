"""Keys that a caller pressed while nothing asked for one: they answer the question that follows.

The rule: every key is given out once, in its order; what a question would pass over is passed over here too.
"""

from __future__ import annotations

from collections import deque

from hotline.answering.channel import ALL_KEYS

MOST = 20  # whoever presses more is not answering


class KeptKeys:
    """One call's."""

    def __init__(self) -> None:
        self._keys: deque[str] = deque(maxlen=MOST)

    def __bool__(self) -> bool:
        """Whether there is one."""
        return bool(self._keys)

    def keep(self, keys: str) -> None:
        """These came now, after all that are kept."""
        self._keys.extend(keys)

    def give_back(self, key: str) -> None:
        """Before all that are kept: it was taken and could not be used. "" is none."""
        self._keys.extendleft(key)

    def take(self, keys: str = ALL_KEYS) -> str:
        """The first that is one of these, "" where none is; those before it meant nothing here, and are forgotten.

        keys: "" takes and forgets nothing: what is said now cannot be cut, the question after it can be answered.
        """
        while keys and self._keys:
            if (key := self._keys.popleft()) in keys:
                return key
        return ""
