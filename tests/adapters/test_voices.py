"""Voices in processes of their own, and the cache in front of them."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from hotline.errors import VoiceError
from hotline.ivr.script import recording_name
from hotline.settings import Settings
from hotline.speech.kokoro_install import kokoro_files, kokoro_folder
from hotline.speech.prompts import PromptCache
from hotline.speech.pyttsx3_worker import speak
from hotline.speech.voice import WorkerVoice, kokoro_voice, kokoro_worker, pyttsx3_voice
from hotline.speech.worker import Worker
from tests.fakes.tones import Samples, loudness, read_wav, spoken_seconds, tone, write_wav
from tests.fakes.voices import ToneVoice, reader

SENTENCE = "您好，这里是政务服务便民热线。"


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


@pytest.mark.parametrize("program", ["", "#!/bin/sh\nexit 1\n"])
def test_a_program_that_is_missing_or_fails_is_told_without_the_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    """The words may be about a citizen, and the fault is logged."""
    if program:
        (tmp_path / "espeak-ng").write_text(program)
        (tmp_path / "espeak-ng").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RuntimeError, match="espeak-ng") as told:
        speak({"text": "Zhang San", "path": str(tmp_path / "spoken.wav"), "language": "en"})
    assert "Zhang" not in str(told.value)
    assert ("apt-get install" in str(told.value)) is not bool(program)


async def test_pyttsx3_never_cuts_a_text(tmp_path: Path) -> None:
    """Every reading of one text is as long as every other."""
    voice, lengths = pyttsx3_voice(), []
    try:
        for _ in range(120):
            await voice.speak("市人力资源和社会保障局。", tmp_path / "again.wav")
            lengths.append(len(read_wav(tmp_path / "again.wav")))
    finally:
        await voice.close()
    assert min(lengths) > 0.95 * max(lengths)


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


SPOKEN = {
    "yue": "您好，呢度係政務服務便民熱線，辦理業務請按一。",
    "en": "Hello, this is the government service hotline. For departments, press 1.",
}


async def _spoken(voice: WorkerVoice, text: str, path: Path) -> Samples:
    await voice.speak(text, path)
    return read_wav(path)


def _spectrum(samples: Samples) -> NDArray[np.float64]:
    """How loud each of 20 bands of the telephone is, as shares: what tells utterances apart however long they are."""
    power = np.abs(np.fft.rfft(samples.astype(np.float64)))
    levels = np.array([np.sqrt((band**2).mean()) for band in np.array_split(power, 20)])
    return levels / levels.sum()


@pytest.mark.parametrize("language", ["yue", "en"])
async def test_pyttsx3_speaks_each_language(tmp_path: Path, language: str) -> None:
    """A whole sentence of a plausible length and loudness, slower where slow speech is wanted."""
    voice = pyttsx3_voice(language)
    slow = pyttsx3_voice(language, speed=0.8)
    try:
        heard = await _spoken(voice, SPOKEN[language], tmp_path / "normal.wav")
        slower = await _spoken(slow, SPOKEN[language], tmp_path / "slow.wav")
    finally:
        await voice.close()
        await slow.close()
    assert 2.0 < spoken_seconds(heard) < 12
    assert loudness(heard) > 0.01
    assert 1.1 < len(slower) / len(heard) < 1.5
    assert slow.name != voice.name


async def test_cantonese_is_not_mandarin(tmp_path: Path) -> None:
    """The same Hanzi are other sounds, not Mandarin under another name."""
    mandarin, cantonese = pyttsx3_voice(), pyttsx3_voice("yue")
    try:
        one = await _spoken(mandarin, SENTENCE, tmp_path / "mandarin.wav")
        other = await _spoken(cantonese, SENTENCE, tmp_path / "cantonese.wav")
        again = await _spoken(cantonese, SENTENCE, tmp_path / "again.wav")
    finally:
        await mandarin.close()
        await cantonese.close()
    assert len(one) != len(other)
    apart = np.abs(_spectrum(one) - _spectrum(other)).sum()
    same = np.abs(_spectrum(other) - _spectrum(again)).sum()
    assert apart > 0.05 + 2 * same


async def test_kokoro_speaks_english(tmp_path: Path) -> None:
    """The natural English voice, where its parts are installed, at both paces by one process."""
    settings = Settings()
    speaker = kokoro_folder(settings) / f"{settings.voice_en_name}.bin"
    if not (kokoro_files(settings)[0].exists() and speaker.exists()):
        pytest.skip("the natural voice's English parts are not installed in this state folder")
    worker = kokoro_worker(settings)
    name = settings.voice_en_name
    try:
        normal = kokoro_voice(settings, "en", speaker=name, worker=worker)
        heard = await _spoken(normal, SPOKEN["en"], tmp_path / "normal.wav")
        slow = kokoro_voice(settings, "en", speaker=name, speed=0.8, worker=worker)
        slower = await _spoken(slow, SPOKEN["en"], tmp_path / "slow.wav")
    finally:
        await worker.close()
    assert 2.5 < spoken_seconds(heard) < 8
    assert 0.06 < loudness(heard) < 0.14
    assert 1.1 < len(slower) / len(heard) < 1.4


async def test_what_works_only_in_spare_time_speaks_too(tmp_path: Path) -> None:
    """A process that takes what is left of the processor has its own place in the system's order."""
    worker = Worker("hotline.speech.pyttsx3_worker", [], limit=8.0, start_limit=20.0, idle=True)
    try:
        await worker.ask({"text": "好", "path": str(tmp_path / "one.wav")})
        assert os.sched_getscheduler(worker.pid) == os.SCHED_IDLE
    finally:
        await worker.close()
    assert spoken_seconds(read_wav(tmp_path / "one.wav")) > 0.05


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
    cache = PromptCache(reader(voice), tmp_path, tmp_path / "recorded")
    paths = await asyncio.gather(*(cache.file("请拨12345。") for _ in range(10)))
    assert len(set(paths)) == 1
    assert voice.said == ["请拨幺二三四五。"]


@pytest.mark.parametrize("first", [ToneVoice("first", fails=True), ToneVoice("first", hangs=True)])
async def test_the_second_voice_speaks_where_the_first_cannot(tmp_path: Path, first: ToneVoice) -> None:
    """A voice that fails and one that hangs are both replaced in time."""
    cache = PromptCache(reader(first), tmp_path, tmp_path / "recorded", reader(ToneVoice("second")), patience=0.1)
    path = await cache.file("您好")
    assert path.parent.name == "second"
    await cache.close()


async def test_no_voice_at_all_is_an_error(tmp_path: Path) -> None:
    """The caller's loop hears of it, and sends the caller to a person."""
    cache = PromptCache(reader(ToneVoice(fails=True)), tmp_path, tmp_path / "recorded")
    with pytest.raises(VoiceError):
        await cache.file("您好")


async def test_a_recording_wins(tmp_path: Path) -> None:
    """A file dropped in under the prompt's name is what is played; a name cannot leave its folder."""
    recorded = tmp_path / "recorded"
    recorded.mkdir()
    write_wav(recorded / "12345-greeting.wav", tone(500, 0.2))
    voice = ToneVoice()
    cache = PromptCache(reader(voice), tmp_path, recorded)
    assert await cache.file("您好", name="12345-greeting") == recorded / "12345-greeting.wav"
    assert voice.said == []
    assert cache.recording("../recorded/12345-greeting") is None


async def test_what_the_line_cannot_play_is_refused(tmp_path: Path) -> None:
    """A recording in another format is left alone and the text is spoken; the next call has the mended file."""
    recorded = tmp_path / "recorded"
    recorded.mkdir()
    for number, spoil in enumerate((lambda file: write_wav(file, tone(500, 0.2, rate=16_000), rate=16_000), _no_wav)):
        name = f"12345-{number}"
        spoil(recorded / f"{name}.wav")
        cache = PromptCache(reader(ToneVoice()), tmp_path, recorded)
        assert (await cache.file("您好", name=name)).parent.name == "hum"
        assert cache.at_hand("您好", name=name) != recorded / f"{name}.wav"
        write_wav(recorded / f"{name}.wav", tone(500, 0.3))
        assert cache.at_hand("您好", name=name) == recorded / f"{name}.wav"


def _no_wav(file: Path) -> None:
    file.write_bytes(b"ID3 and what follows")


@pytest.mark.parametrize("language", ["zh-CN", "yue", "en"])
async def test_a_recording_wins_in_each_language(tmp_path: Path, language: str) -> None:
    """Under the name that the scripts give the prompt in that language, from the next call on."""
    recorded = tmp_path / "recorded"
    recorded.mkdir()
    name = recording_name("12345", "greeting", language)
    cache = PromptCache(reader(ToneVoice()), tmp_path, recorded)
    assert (await cache.file("您好", name=name)).parent.name == "hum"
    write_wav(recorded / f"{name}.wav", tone(500, 0.2))
    assert await cache.file("您好", name=name) == recorded / f"{name}.wav"


async def test_a_voice_that_costs_callers_time_rests(tmp_path: Path) -> None:
    """After one caller has waited for it in vain the next ones hear the second voice at once."""
    first, second = ToneVoice("first", hangs=True), ToneVoice("second")
    cache = PromptCache(reader(first), tmp_path, tmp_path / "recorded", reader(second), patience=0.1, late=0.05)
    await cache.file("您好。")
    await cache.file("再见。")
    assert first.said == ["您好。"]
    assert second.said == ["您好。", "再见。"]
    await cache.close()
