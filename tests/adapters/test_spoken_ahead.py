"""What is spoken before a caller asks: in order, in the background, and what nobody needs thrown away."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hotline.errors import VoiceError
from hotline.ivr.effects import CHINESE, Pace
from hotline.speech.ahead import Ahead, Wanted
from hotline.speech.busy import Busy
from hotline.speech.prompts import PromptCache
from hotline.speech.prune import Pruner
from hotline.speech.reader import Reader
from tests.fakes.tones import tone, write_wav
from tests.fakes.voices import ToneVoice, reader

DAY = 86_400


class Texts:
    """A source whose texts may change."""

    def __init__(self, *texts: str) -> None:
        self.texts = texts

    def mark(self) -> object:
        """The texts themselves."""
        return self.texts

    async def wanted(self) -> AsyncIterator[Wanted]:
        """Each with a name of its own."""
        for text in self.texts:
            yield Wanted(language=CHINESE, pace=Pace.NORMAL, text=text, name=f"12345-{len(text)}")


class IdleVoices:
    """One voice for everything; `wait_for` tells when so much was said."""

    def __init__(self, voice: ToneVoice) -> None:
        self.voice, self.ended, self.rests = voice, 0, asyncio.Event()

    def reader(self, language: str, pace: Pace) -> Reader:
        """The same for all."""
        return reader(self.voice)

    async def close(self) -> None:
        """All is spoken, or it is better to wait."""
        self.ended += 1
        self.rests.set()


class Room:
    """A folder with a cache, and what speaks ahead into it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.recorded = folder / "prompts", folder / "recorded"
        self.recorded.mkdir()
        self.folder.mkdir()
        self.busy, self.voices = Busy(), IdleVoices(ToneVoice())
        self.live = ToneVoice()
        self.cache = PromptCache(reader(self.live), self.folder, self.recorded, busy=self.busy)
        manners = {(CHINESE, Pace.NORMAL): self.cache}
        self.ahead = Ahead(manners, self.voices, self.busy, self.folder, pruner=Pruner(self.folder, self.recorded))

    async def all_steps(self, source: Texts) -> int:
        """Look, and speak until there is nothing or it is better to wait."""
        await self.ahead.look(source)
        steps = 0
        while await self.ahead.step():
            steps += 1
        return steps


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """An empty one."""
    return Room(tmp_path)


async def test_what_is_missing_is_spoken_in_order_and_once(room: Room) -> None:
    """By a voice of its own, into the file that a caller is played; a second look finds nothing to do."""
    source = Texts("甲。", "乙乙。", "甲。")
    assert await room.all_steps(source) == 2
    assert room.voices.voice.said == ["甲。", "乙乙。"]
    assert room.cache.at_hand("甲。") is not None
    assert str(room.ahead.progress) == "2 of 2 prompts spoken ahead"
    assert await room.all_steps(source) == 0
    assert room.live.said == []


async def test_a_recording_need_not_be_spoken(room: Room) -> None:
    """What a person said is there already."""
    write_wav(room.recorded / "12345-2.wav", tone(500, 0.2))
    assert await room.all_steps(Texts("甲。", "乙乙。")) == 1
    assert room.voices.voice.said == ["乙乙。"]


async def test_it_waits_while_a_caller_does(room: Room) -> None:
    """Nothing is begun until the live voice is free again."""
    await room.ahead.look(Texts("甲。"))
    with room.busy.working():
        step = asyncio.create_task(room.ahead.step())
        for _ in range(5):
            await asyncio.sleep(0)
        assert room.voices.voice.said == []
    assert await step
    assert room.voices.voice.said == ["甲。"]


async def test_one_odd_text_is_left_and_counted(room: Room) -> None:
    """The rest is spoken."""

    class Picky(ToneVoice):
        async def speak(self, text: str, path: Path) -> None:
            if text == "怪怪。":
                raise VoiceError
            await super().speak(text, path)

    room.voices.voice = Picky()
    await room.all_steps(Texts("甲。", "怪怪。", "丙丙丙。"))
    assert str(room.ahead.progress) == "2 of 3 prompts spoken ahead, 1 failed"


async def test_a_voice_that_fails_is_tried_again_later(room: Room) -> None:
    """After three failures running it rests, says why, and loses nothing."""
    room.voices.voice.fails = True
    source = Texts("甲。", "乙乙。", "丙丙丙。", "丁丁丁丁。")
    assert await room.all_steps(source) == 2
    assert room.ahead.progress.why
    room.voices.voice.fails = False
    while await room.ahead.step():
        pass
    assert str(room.ahead.progress) == "4 of 4 prompts spoken ahead"


async def test_a_change_is_spoken_without_being_asked(room: Room) -> None:
    """The keeper sees that the source says something else; its voices end when all is spoken."""
    source = Texts("甲。")
    keeping = asyncio.create_task(room.ahead.keep(source, every=0.01))
    await asyncio.wait_for(room.voices.rests.wait(), 5)
    source.texts = ("甲。", "乙乙。")
    while len(room.voices.voice.said) < 2:
        room.voices.rests.clear()
        await asyncio.wait_for(room.voices.rests.wait(), 5)
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    assert room.voices.voice.said == ["甲。", "乙乙。"]


async def test_what_nobody_needs_goes_after_a_month(room: Room) -> None:
    """Never what is referred to, what was heard since, a recording, or a file that the cache did not make."""
    source = Texts("甲。")
    await room.all_steps(source)
    kept = room.cache.path("甲。")
    old, fresh = room.cache.path("旧。"), room.cache.path("新。")
    recording, foreign = room.recorded / "12345-hello.wav", kept.parent / "notes.wav"
    for path in (old, fresh, recording, foreign):
        write_wav(path, tone(500, 0.1))
    unfinished = kept.parent / f".{old.name}.77"
    unfinished.write_bytes(b"")
    now = kept.stat().st_mtime
    for path in (kept, old, recording, foreign, unfinished):
        os.utime(path, (now - 31 * DAY, now - 31 * DAY))
    os.utime(fresh, (now - 29 * DAY, now - 29 * DAY))
    await Pruner(room.folder, room.recorded).prune({kept.name})
    assert not old.exists()
    assert not unfinished.exists()
    assert all(path.exists() for path in (kept, fresh, recording, foreign))


async def test_what_is_heard_stays_young(room: Room) -> None:
    """A prompt that callers still hear is not old, however long ago it was spoken."""
    path = await room.cache.file("甲。")
    os.utime(path, (1_000_000_000, 1_000_000_000))
    room.cache.at_hand("甲。")
    await Pruner(room.folder, room.recorded).prune(set())
    assert path.exists()


async def test_recordings_inside_the_folder_of_prompts_stay(tmp_path: Path) -> None:
    """Even one whose name looks like the cache's own."""
    recorded = tmp_path / "recorded"
    recorded.mkdir()
    recording = recorded / f"{'0' * 32}.wav"
    write_wav(recording, tone(500, 0.1))
    os.utime(recording, (1_000_000_000, 1_000_000_000))
    await Pruner(tmp_path, recorded).prune(set())
    assert recording.exists()
