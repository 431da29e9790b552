"""Names of the city that the speech model can never hear are told to whoever runs the hotline."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from structlog.testing import capture_logs

from hotline.answering.vocabulary import MOST
from hotline.errors import EarError
from hotline.speech.ear.recogniser import Use
from hotline.wiring.listening_side import tell_unheard


class Ear:
    """Knows every word but 龘; asked: how often it was asked. It is there from the second look on, and fails once."""

    def __init__(self) -> None:
        self.looks = self.asked = 0

    def hears(self, language: str, use: Use) -> bool:
        """From the second look on."""
        del language, use
        self.looks += 1
        return self.looks > 1

    async def unknown(self, words: tuple[str, ...], *, language: str) -> tuple[str, ...]:
        """Not at the first time."""
        del language
        self.asked += 1
        if self.asked == 1:
            raise EarError("The recogniser's process ended.")
        return tuple(word for word in words if "龘" in word)


async def told(ear: Ear, words: Callable[[], tuple[str, ...]], looks: int) -> list[str]:
    """What is logged in so many looks."""
    left = [looks]
    done = asyncio.Event()

    async def rest() -> None:
        left[0] -= 1
        if not left[0]:
            done.set()
        await asyncio.sleep(0)

    with capture_logs() as logs:
        task = asyncio.create_task(tell_unheard(ear, words, rest))
        await done.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    return [f"{one['event']} {one.get('count', '')}".strip() for one in logs]


async def test_names_that_are_never_heard_are_told_once() -> None:
    """As soon as the model is there and answers, and not again while the names are the same."""
    ear = Ear()
    assert await told(ear, lambda: ("市民政局", "龘街道"), 6) == ["words_not_asked", "words_never_heard 1"]
    assert ear.asked == 2


async def test_a_city_with_other_names_is_asked_about_anew() -> None:
    """And with more names than a vocabulary holds the log says that some are left out."""
    many = tuple(f"{number}号院" for number in range(MOST))
    states = iter([("龘",), ("龘",), ("龘",), many, many])
    assert await told(Ear(), lambda: next(states, many), 5) == [
        "words_not_asked",
        "words_never_heard 1",
        "words_left_out",
    ]
