"""Voices in processes of their own, and the cache in front of them."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from hotline.errors import VoiceError
from hotline.settings import Settings
from hotline.speech.kokoro_install import kokoro_files
from hotline.speech.prompts import PromptCache
from hotline.speech.voice import kokoro_voice, pyttsx3_voice
from hotline.speech.worker import Worker
from tests.fakes.tones import loudness, read_wav, spoken_seconds, tone, write_wav

SENTENCE = "您好，这里是政务服务便民热线。"


class ToneVoice:
    """A voice that only hums; `fails` makes it refuse, `hangs` makes it silent for ever."""

    def __init__(self, name: str = "hum", *, fails: bool = False, hangs: bool = False) -> None:
        self.name, self.said = name, list[str]()
        self._fails, self._hangs = fails, hangs

    async def speak(self, text: str, path: Path) -> None:
        """Hum for half a second."""
        self.said.append(text)
        if self._hangs:
            await asyncio.Event().wait()
        if self._fails:
            raise VoiceError
        path.parent.mkdir(parents=True, exist_ok=True)
        write_wav(path, tone(300, 0.5))

    async def close(self) -> None:
        """Nothing to end."""


async def test_pyttsx3_speaks_a_whole_sentence(tmp_path: Path) -> None:
    """The file is 8 kHz speech of a plausible length, and so is a second one by the same process."""
    voice = pyttsx3_voice()
    try:
        for number in range(2):
            await voice.speak(SENTENCE, tmp_path / f"{number}.wav")
            heard = read_wav(tmp_path / f"{number}.wav")
            assert 1.0 < spoken_seconds(heard) < 10
            assert loudness(heard) > 0.01
    finally:
        await voice.close()


async def test_kokoro_speaks_a_whole_sentence(tmp_path: Path) -> None:
    """The natural voice, where its parts are installed (make run installs them)."""
    settings = Settings()
    if not all(part.exists() for part in kokoro_files(settings)):
        pytest.skip("the natural voice's parts are not installed in this state folder")
    voice = kokoro_voice(settings)
    try:
        await voice.speak(SENTENCE, tmp_path / "spoken.wav")
    finally:
        await voice.close()
    heard = read_wav(tmp_path / "spoken.wav")
    assert 1.5 < spoken_seconds(heard) < 6
    assert 0.06 < loudness(heard) < 0.14


async def test_a_hanging_process_is_replaced(tmp_path: Path) -> None:
    """Who waits for a stopped process has an error in time, and the next request is spoken by a new one."""
    worker = Worker("hotline.speech.pyttsx3_worker", [], limit=1.0, start_limit=20.0)
    try:
        await worker.ask({"text": "好", "path": str(tmp_path / "one.wav")})
        hung = worker.pid
        os.kill(hung, signal.SIGSTOP)
        with pytest.raises(VoiceError):
            await worker.ask({"text": "好", "path": str(tmp_path / "two.wav")})
        await worker.ask({"text": "好", "path": str(tmp_path / "three.wav")})
        assert worker.pid != hung
        assert spoken_seconds(read_wav(tmp_path / "three.wav")) > 0.05
    finally:
        await worker.close()


async def test_a_text_is_spoken_once_for_all_who_ask(tmp_path: Path) -> None:
    """Ten callers at once, one run of the voice, and numbers read aloud before it."""
    voice = ToneVoice()
    cache = PromptCache(voice, tmp_path, tmp_path / "recorded")
    paths = await asyncio.gather(*(cache.file("请拨12345。") for _ in range(10)))
    assert len(set(paths)) == 1
    assert voice.said == ["请拨幺二三四五。"]


@pytest.mark.parametrize("first", [ToneVoice("first", fails=True), ToneVoice("first", hangs=True)])
async def test_the_second_voice_speaks_where_the_first_cannot(tmp_path: Path, first: ToneVoice) -> None:
    """A voice that fails and one that hangs are both replaced in time."""
    cache = PromptCache(first, tmp_path, tmp_path / "recorded", ToneVoice("second"), patience=0.1)
    path = await cache.file("您好")
    assert path.parent.name == "second"
    await cache.close()


async def test_no_voice_at_all_is_an_error(tmp_path: Path) -> None:
    """The caller's loop hears of it, and sends the caller to a person."""
    cache = PromptCache(ToneVoice(fails=True), tmp_path, tmp_path / "recorded")
    with pytest.raises(VoiceError):
        await cache.file("您好")


async def test_a_recording_wins(tmp_path: Path) -> None:
    """A file dropped in under the prompt's name is what is played; a name cannot leave its folder."""
    recorded = tmp_path / "recorded"
    recorded.mkdir()
    write_wav(recorded / "12345-greeting.wav", tone(500, 0.2))
    voice = ToneVoice()
    cache = PromptCache(voice, tmp_path, recorded)
    assert await cache.file("您好", name="12345-greeting") == recorded / "12345-greeting.wav"
    assert voice.said == []
    assert cache.recording("../recorded/12345-greeting") is None
