"""A voice service of the operator's, good and bad, over a real HTTP server."""

from __future__ import annotations

import asyncio
import io
import wave
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from aiohttp import web

from hotline.errors import VoiceError
from hotline.ivr.recordings import recording_fault
from hotline.speech.http_voice import HttpVoice
from hotline.speech.prompts import PromptCache
from tests.fakes.tones import loudness, read_wav, spoken_seconds, tone
from tests.fakes.voices import ToneVoice, reader

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
TEXT = "您好，这里是政务服务。"


def _wav(seconds: float = 2.0, *, rate: int = 24_000, channels: int = 1, level: float = 0.4) -> bytes:
    samples = np.repeat(tone(400, seconds, level, rate=rate), channels)
    with io.BytesIO() as whole:
        with wave.open(whole, "wb") as file:
            file.setnchannels(channels)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes(samples.tobytes())
        return whole.getvalue()


def _answers(body: bytes, content_type: str = "audio/wav", status: int = 200) -> Answer:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=body, content_type=content_type, status=status)

    return answer


@asynccontextmanager
async def _service(answer: Answer, *, limit: float = 5.0) -> AsyncIterator[HttpVoice]:
    app = web.Application()
    app.router.add_post("/speak", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/speak"
    voice = HttpVoice(url, language="yue", speaker="阿May", speed=0.8, limit=limit)
    try:
        yield voice
    finally:
        await voice.close()
        await runner.cleanup()


@pytest.mark.parametrize(("rate", "channels"), [(8000, 1), (16_000, 1), (22_050, 2), (44_100, 1)])
async def test_what_it_says_is_brought_to_the_telephone(tmp_path: Path, rate: int, channels: int) -> None:
    """Whatever its rate and channels, the file is one the line can play, at the loudness of every other prompt."""
    async with _service(_answers(_wav(rate=rate, channels=channels))) as voice:
        await voice.speak(TEXT, tmp_path / "said.wav")
    assert recording_fault(tmp_path / "said.wav") is None
    heard = read_wav(tmp_path / "said.wav")
    assert 1.9 < spoken_seconds(heard) < 2.1
    assert 0.08 < loudness(heard) < 0.12


async def test_it_is_told_what_to_say_and_how(tmp_path: Path) -> None:
    """The text as it is to be said, the language, the speaker and the speed."""
    asked: list[Any] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(await request.json())
        return web.Response(body=_wav(), content_type="audio/wav")

    async with _service(answer) as voice:
        await voice.speak(TEXT, tmp_path / "said.wav")
    assert asked == [{"text": TEXT, "language": "yue", "voice": "阿May", "speed": 0.8}]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (_answers(_wav(), "text/html"), "text/html"),
        (_answers(b"", status=500), "500"),
        (_answers(b"no such thing"), "no PCM WAV"),
        (_answers(b""), "no PCM WAV"),
        (_answers(_wav()[:30]), "no PCM WAV"),
        (_answers(_wav(0.01)), "cannot be right"),
        (_answers(_wav(2.0, level=0.0)), "cannot be right"),
        (_answers(_wav(60.0, rate=8000)), "cannot be right"),
        (_answers(bytes(17 * 1024 * 1024)), "more than"),
    ],
)
async def test_a_bad_answer_is_no_prompt(tmp_path: Path, answer: Answer, why: str) -> None:
    """Another type, a refusal, no WAV, a cut one, silence, a length that cannot be: named, and no file is left."""
    async with _service(answer) as voice:
        with pytest.raises(VoiceError, match=why):
            await voice.speak(TEXT, tmp_path / "said.wav")
    assert list(tmp_path.iterdir()) == []


async def test_a_slow_service_is_left_and_the_stand_in_speaks(tmp_path: Path) -> None:
    """It has its seconds and no more; what it would have said is said by the voice that is always there."""
    asked, gone = asyncio.Event(), asyncio.Event()

    async def answer(request: web.Request) -> web.Response:
        asked.set()
        await gone.wait()
        return web.Response()

    async with _service(answer, limit=0.2) as voice:
        cache = PromptCache(reader(voice), tmp_path, tmp_path / "recorded", reader(ToneVoice("second")))
        path = await cache.file(TEXT)
        gone.set()
    assert asked.is_set()
    assert path.parent.name == "second"
    assert "0.2 s" in cache.trouble


async def test_a_dead_service_is_an_error(tmp_path: Path) -> None:
    """Nobody listens there: the caller's loop hears of it at once."""
    async with _service(_answers(_wav())) as voice:
        pass
    with pytest.raises(VoiceError, match="failed"):
        await voice.speak(TEXT, tmp_path / "said.wav")
    await voice.close()


async def test_voices_that_sound_different_share_no_folder() -> None:
    """Another speaker, speed or address is another voice, so that no caller hears what was kept of the old one."""
    settings = [("http://a/", "x", 1.0), ("http://b/", "x", 1.0), ("http://a/", "y", 1.0), ("http://a/", "x", 0.8)]
    voices = [HttpVoice(url, language="en", speaker=speaker, speed=speed, limit=1) for url, speaker, speed in settings]
    assert len({voice.name for voice in voices}) == len(voices)
