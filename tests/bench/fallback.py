"""How long a caller in the menu hears nothing when the controller is killed, and when it hangs.

Rule: the callers are in the silence after a prompt, the worst moment; what is timed is the first packet of the
apology (a tone here), so a caller's own clock, not the hotline's.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from typing import Any

from tests.bench.caller import Errand
from tests.bench.figures import Figure, Outcome, at_most, percentile, spread
from tests.bench.load import LoadPlan, run_load
from tests.bench.marks import APOLOGY, STEPS
from tests.bench.menus import OURS
from tests.bench.rig import TONE_SECONDS, Rig

CALLERS, COMING = 8, 2.0  # how many, and the seconds over which they come
KILLED_MS, HUNG_MS = 100.0, 5000.0
_SPAWN = 2.0  # seconds for the generator's process to start
_BACK = 90.0  # seconds for the controller to be back


async def measure(rig: Rig, rounds: int, *, quick: bool) -> Outcome:
    """Kill and hang in turns."""
    del quick  # a round is short already
    waits: dict[str, list[float]] = {"killed": [], "hung": []}
    by_round: list[dict[str, Any]] = []
    lost = 0
    for _ in range(rounds):
        told: dict[str, Any] = {}
        for name, sign in (("killed", signal.SIGKILL), ("hung", signal.SIGSTOP)):
            silences = await _silences(rig, sign)
            waits[name] += silences
            lost += CALLERS - len(silences)
            told[name] = spread(silences)
        by_round.append(told)
    return Outcome(
        name="fallback",
        title="controller killed or hung, to the fallback's sound, for callers in the silence of a menu",
        figures=(
            *_figures("kill -9", waits["killed"], KILLED_MS, "<= 100 ms"),
            *_figures("SIGSTOP", waits["hung"], HUNG_MS, "<= 5000 ms"),
            at_most("callers who heard no fallback", lost, 0, "", "0"),
        ),
        rounds=tuple(by_round),
    )


async def _silences(rig: Rig, sign: signal.Signals) -> list[float]:
    """Milliseconds from the signal to the apology, one a caller."""
    begin = time.time() + _SPAWN
    plan = LoadPlan(
        sip_port=rig.sip_port,
        errand=Errand(dialled=OURS, prompts=STEPS, steps=0, surprise=APOLOGY),
        seconds=COMING,
        rate=CALLERS / COMING,
        start_at=begin,
    )
    running = asyncio.create_task(run_load(plan))
    # the first caller's prompt is over and comes again 5 s later: by now all hear the silence in between
    await asyncio.sleep(begin + COMING + TONE_SECONDS + 1.0 - time.time())
    pid = rig.hotline.pid_of("serve")
    os.kill(pid, sign)
    at = time.time_ns()
    load = await running
    await rig.hotline.until(rig.hotline.ready, patience=_BACK)
    return [(came - at) / 1e6 for came in load.surprises]


def _figures(name: str, silences: list[float], limit: float, target: str) -> list[Figure]:
    return [
        Figure(what=f"{name}: p50", value=round(percentile(silences, 0.5), 1), unit="ms"),
        at_most(f"{name}: longest of {len(silences)}", max(silences, default=float("inf")), limit, "ms", target),
    ]
