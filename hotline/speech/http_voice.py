"""A voice behind an HTTP address of the operator's: text is posted, a WAV comes back.

The rule: whatever the service does (refuses, hangs, sends something else or too much), the answer is a whole telephone
WAV or a VoiceError within the limit; docs/voices.md says what it is sent and must answer.
"""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import aiohttp

from hotline.errors import VoiceError
from hotline.speech.sound import RATE, for_the_telephone, samples_of_wav, write_telephone_wav

MOST_BYTES = 16 * 1024 * 1024
LEAST_SECONDS_A_SIGN, MOST_SECONDS_A_SIGN = 0.02, 2.0  # a letter is shorter than a Hanzi
MOST_SECONDS = 5.0  # of sound beyond that: the shortest texts have pauses too
TYPES = ("audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave", "application/octet-stream")


class HttpVoice:
    """Posts {"text", "language", "voice", "speed"} as JSON. limit: seconds for one answer; speaker: sent as voice."""

    def __init__(self, url: str, *, language: str, speaker: str, speed: float, limit: float) -> None:
        total = hashlib.sha256(f"{url}\0{speaker}\0{language}\0{speed}".encode()).hexdigest()
        self.name = f"http-{language}-{total[:8]}"
        self._url, self._limit = url, limit
        self._asked = {"language": language, "voice": speaker, "speed": speed}
        self._session: aiohttp.ClientSession | None = None

    async def speak(self, text: str, path: Path) -> None:
        """Speak into a file; raises VoiceError."""
        try:
            async with asyncio.timeout(self._limit):
                data = await self._fetch(text)
        except TimeoutError as fault:
            raise VoiceError(f"The voice service did not answer within {self._limit:g} s.") from fault
        except (aiohttp.ClientError, OSError, ValueError) as fault:
            raise VoiceError(f"The voice service failed: {fault or type(fault).__name__}") from fault
        await asyncio.to_thread(_write, text, data, path)

    async def close(self) -> None:
        """Close its connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def _fetch(self, text: str) -> bytes:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        async with self._session.post(self._url, json={"text": text, **self._asked}) as answer:
            if answer.status != 200:
                raise ValueError(f"it answered {answer.status}")
            if answer.content_type.lower() not in TYPES:
                raise ValueError(f"it answered {answer.content_type}, not audio/wav")
            whole = bytearray()
            async for chunk in answer.content.iter_chunked(65_536):
                whole += chunk
                if len(whole) > MOST_BYTES:
                    raise ValueError(f"it answered more than {MOST_BYTES} bytes")
            return bytes(whole)


def _write(text: str, data: bytes, path: Path) -> None:
    try:
        samples, rate = samples_of_wav(data)
    except ValueError as fault:
        raise VoiceError(f"The voice service's answer cannot be played: {fault}.") from fault
    signs = sum(sign.isalnum() for sign in text)
    sound = for_the_telephone(samples, rate)
    seconds = len(sound) / (2 * RATE)
    if not signs * LEAST_SECONDS_A_SIGN <= seconds <= signs * MOST_SECONDS_A_SIGN + MOST_SECONDS or not any(sound):
        raise VoiceError(f"The voice service's answer cannot be right: {seconds:.1f} s for {signs} signs.")
    write_telephone_wav(path, sound)
