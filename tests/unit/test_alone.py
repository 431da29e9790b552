"""The ear of a command, with a recogniser that fails."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from hotline.errors import EarError
from hotline.speech.ear.alone import AloneHearing
from hotline.speech.ear.recogniser import Final, Text


class Breaks:
    """Implements Recogniser: each of these faults befalls one piece of sound, None none."""

    def __init__(self, *faults: Exception | None) -> None:
        self._faults: Iterator[Exception | None] = iter(faults)

    def accept(self, _audio: bytes) -> Text | None:
        """Nothing is told before it is asked for."""
        if fault := next(self._faults):
            raise fault
        return None

    def finish(self) -> Final:
        """As if all had been heard."""
        return Final(text="社保", start=0.0, end=1.0)

    def close(self) -> None:
        """Nothing is held."""


async def finished(*faults: Exception | None) -> Final:
    """What is told in the end, when each piece was fed."""
    with ThreadPoolExecutor(1) as thread:
        hearing = AloneHearing(Breaks(*faults), thread)
        for _ in faults:
            hearing.feed(b"")
        try:
            return await hearing.finish()
        finally:
            await hearing.close()


async def test_what_could_not_be_heard_is_told_in_the_end() -> None:
    """A call with a hole in it is not taken for one that was heard whole; the first fault is the reason."""
    with pytest.raises(EarError, match=r"RuntimeError: out of memory"):
        await finished(None, RuntimeError("out of memory"), EarError("afterwards"))
    with pytest.raises(EarError, match="could not hear the sound"):
        await finished(EarError("Vosk could not hear the sound."), None)


async def test_what_was_heard_whole_is_told() -> None:
    """Each piece in its turn."""
    assert (await finished(None, None)).text == "社保"
