"""How well a live transcript hears a conversation of two voices, and how far it is behind.

Rule: the whole way counts: two telephones, a real Asterisk, its copies, the gate and the ear's own processes. Without
the model or the voices it is left out, and said.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from hotline.answering.conversation import State
from hotline.calls.transcript import Side
from hotline.errors import EarError
from hotline.events import CallEnded
from hotline.settings import Settings
from hotline.speech.ear.models import check_model
from hotline.speech.ear.pool import Pool, open_ear
from hotline.speech.ear.recogniser import BYTES_A_SECOND, RATE
from tests.adapters.listener import listening
from tests.adapters.real_asterisk import DESK, RealAsterisk
from tests.adapters.two_sides import Transcript, transcribed
from tests.bench.figures import Figure, Outcome, at_most, percentile
from tests.bench.two_voices import Line, errors_of, spoken_talk, voices_there
from tests.fakes.speaking import SpeakingCitizen, SpeakingPhone

NAME = "transcript"
TITLE = "a live transcript of two natural voices over a real Asterisk, by Whisper base"
MODEL = "whisper-base"
MOST_ERRORS = 0.15
BREATH = 1.2  # seconds between two lines
ONCE = "spoken and heard once: neither voice nor ear throws dice"


async def measure(settings: Settings, rounds: int, *, quick: bool) -> Outcome:
    """One conversation. rounds, quick: it is one all the same."""
    del rounds, quick
    try:
        await asyncio.to_thread(check_model, settings.ear_dir / MODEL)
    except EarError as fault:
        return _left_out(fault.message)
    if not voices_there(settings):
        return _left_out("the natural voice is not installed")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines, speakers = await spoken_talk(settings, folder)
        transcript, said = await _talk(settings, folder, lines)
    told = _figures(transcript, said)
    notes = (ONCE, "voices: " + ", ".join(f"{side} {speaker}" for side, speaker in speakers.items()))
    return Outcome(name=NAME, title=TITLE, figures=tuple(told["figures"]), rounds=(told["round"],), notes=notes)


def _left_out(why: str) -> Outcome:
    return Outcome(name=NAME, title=TITLE, figures=(), rounds=(), notes=(f"left out: {why}",))


async def _talk(settings: Settings, folder: Path, lines: list[Line]) -> tuple[Transcript, list[tuple[Line, float]]]:
    """The conversation, and when each line was said to its end (monotonic)."""
    asterisk = await RealAsterisk(folder / "asterisk").start()
    pool = open_ear(settings.model_copy(update={"ear": MODEL, "ear_conversation": MODEL, "ear_streams": 4}))
    hearing = asyncio.create_task(pool.run())
    try:
        await pool.started()
        return await _over_two_telephones(asterisk, pool, folder, lines)
    finally:
        hearing.cancel()
        await asyncio.gather(hearing, return_exceptions=True)
        await asterisk.stop()


async def _over_two_telephones(
    asterisk: RealAsterisk, pool: Pool, folder: Path, lines: list[Line]
) -> tuple[Transcript, list[tuple[Line, float]]]:
    said: list[tuple[Line, float]] = []
    silence = np.zeros(int(BREATH * RATE), dtype=np.int16)
    async with (
        listening(asterisk) as (ears, queue, link),
        transcribed(ears, link, pool) as (transcript, _),
        SpeakingPhone(asterisk.desk_port) as phone,
    ):
        await queue.add(DESK, DESK, reason="signed-in")
        await queue.unpause(DESK)
        async with SpeakingCitizen(asterisk.settings.sip_port) as citizen:
            await citizen.call("12345")
            await phone.rings()
            await phone.answer()
            await transcript.becomes(lambda: State.ON in transcript.states(), limit=60)
            mouths = {Side.CITIZEN: citizen.mouth, Side.AGENT: phone.mouth}
            for line in lines:
                await mouths[line.side].say(line.sound)
                said.append((line, time.monotonic()))
                await mouths[line.side].say(silence)
            phone.hang_up()
            await ears.until(lambda: bool(ears.of(CallEnded)))
        await transcript.becomes(lambda: transcript.states()[-1:] not in ([], [State.ON]), limit=300)
    return transcript, said


def _figures(transcript: Transcript, said: list[tuple[Line, float]]) -> dict[str, Any]:
    wrong = spoken = 0
    texts: dict[str, list[str]] = {}
    for side in (Side.CITIZEN, Side.AGENT):
        texts[side] = transcript.said(side)
        faults, syllables = errors_of(side, "".join(texts[side]))
        wrong, spoken = wrong + faults, spoken + syllables
    behind = _behind(transcript, said)
    figures = [
        at_most("wrong, missing and added syllables, tones apart", wrong / spoken, MOST_ERRORS, "", "<= 15%"),
        Figure(what="words on the screen after the end of a line, p50", value=percentile(behind, 0.5), unit="s"),
        Figure(what="words on the screen after the end of a line, most", value=max(behind, default=0.0), unit="s"),
    ]
    return {
        "figures": figures,
        "round": {"ended": transcript.states()[-1], "wrong": wrong, "spoken": spoken, "texts": texts, "behind": behind},
    }


def _behind(transcript: Transcript, said: list[tuple[Line, float]]) -> list[float]:
    """For each line how long after its end the next utterance of its side was told."""
    found = []
    for line, end in said:
        least = end - len(line.sound) * 2 / BYTES_A_SECOND
        after = [at for at, one in transcript.told if getattr(one, "id", 0) and getattr(one, "side", "") is line.side]
        if told := [at for at in after if at > least + 1.0]:
            found.append(round(max(0.0, told[0] - end), 3))
    return found
