"""The player: a voice that takes long is no silence."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from hotline.answering.player import SILENCE, Player
from hotline.ivr.effects import Prompt, Say, Text
from tests.fakes.channel import FakeChannel, FakePrompts

PATIENCE = Prompt(name="12345-patience", text="请稍候。")
WORDS = "工单正在办理。"


class Reluctant(FakePrompts):
    """A voice that speaks only once it is let; what was spoken ahead is at hand."""

    def __init__(self, folder: Path, *, ahead: str) -> None:
        super().__init__(folder)
        self.let = asyncio.Event()
        self._ahead = ahead
        self._there = folder / "ahead.wav"
        self._there.write_text(ahead)

    def at_hand(self, text: str, *, name: str = "") -> Path | None:
        """What was spoken ahead."""
        return self._there if text == self._ahead else None

    async def file(self, text: str, *, name: str = "") -> Path:
        """Wait to be let."""
        await self.let.wait()
        return await super().file(text, name=name)


class Hurrying(FakeChannel):
    """A line on which the voice is let once something was heard, or the timer renewed three times."""

    def __init__(self, voice: Reluctant) -> None:
        super().__init__()
        self._voice = voice

    async def play(self, path: Path, keys: str) -> str:
        """Hear it, and let the voice."""
        self._voice.let.set()
        return await super().play(path, keys)

    async def set_absolute_timeout(self, seconds: float, *, early: float = 0.0, late: float = 0.0) -> None:
        """Renew, and let the voice at the third time."""
        await super().set_absolute_timeout(seconds)
        if len(self.timers) == 3:
            self._voice.let.set()


@pytest.mark.parametrize(
    ("ahead", "patience", "heard"),
    [
        (PATIENCE.text, PATIENCE, PATIENCE.text + WORDS),
        ("", PATIENCE, WORDS),  # the word of patience would need the very voice that is waited for
        (PATIENCE.text, None, WORDS),
        (WORDS, PATIENCE, WORDS),
    ],
)
async def test_patience_is_asked_where_the_voice_takes_long(
    tmp_path: Path, ahead: str, patience: Prompt | None, heard: str
) -> None:
    """Once, and only where that sound is at hand; the words follow."""
    voice = Reluctant(tmp_path, ahead=ahead)
    channel = Hurrying(voice)
    player = Player(
        channel=channel, prompts=voice, clauses=lambda text: (text,), patience=patience, slow=0.01, again=0.01
    )
    assert await player.say(Say(parts=(Text(text=WORDS),)), "") == ""
    assert channel.heard() == heard
    assert max(channel.timers) <= SILENCE
