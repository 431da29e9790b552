"""How many calls a second are carried without a single failure: the hotline's menu and the native one, in turns.

Rule: both sides are asked in the same way: from where the last round ended, ten calls a second up or down at a time.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from statistics import median
from typing import Any

from tests.bench.caller import Errand
from tests.bench.figures import Figure, Outcome, spread
from tests.bench.load import LoadPlan, run_load
from tests.bench.marks import STEPS
from tests.bench.rig import Rig
from tests.bench.steps import SIDES

FIRST, STEP, LEAST, MOST = 110, 10, 10, 250  # calls a second
SECONDS = 8.0
PATIENCE = 4.0  # seconds: a prompt later than that is a failure, as is any call that is refused or breaks off
SHARE = 0.95


async def measure(rig: Rig, rounds: int, *, quick: bool) -> Outcome:
    """The highest rate without failure of each side, in each round."""
    seconds = 3.0 if quick else SECONDS
    found: dict[str, list[int]] = {side: [] for side in SIDES}
    tried: list[dict[str, Any]] = []
    for number in range(rounds):
        probes: dict[str, Any] = {}
        for side in sorted(SIDES, reverse=bool(number % 2)):
            start = found[side][-1] if found[side] else FIRST
            reached, probes[side] = await _side(rig, SIDES[side], start, seconds)
            found[side].append(reached)
        tried.append(probes)
    ours, native = (median(found[side]) for side in SIDES)
    slow, slow_native = (median(_p99(probes[side]) for probes in tried) for side in SIDES)
    share = ours / native if native else 0.0
    return Outcome(
        name="rate",
        title="calls a second without failure",
        figures=(
            Figure(what="median of the rounds", value=ours, unit="calls/s", reference=native),
            Figure(what="step p99 at that rate", value=slow, unit="ms", reference=slow_native),
            Figure(
                what="share of native", value=round(share, 3), unit="", target=f">= {SHARE}", reached=share >= SHARE
            ),
        ),
        rounds=tuple(tried),
        notes=(
            f"four keys a call; a call fails where it is refused, breaks off or waits {PATIENCE:g} s for a prompt",
            f"a rate counts when it was held for {seconds:g} s; the generator runs on the same cores",
        ),
    )


def _p99(probes: list[dict[str, Any]]) -> float:
    """Of the highest rate that held, infinite where none did."""
    held = [probe for probe in probes if not probe["failures"]]
    p99: float = max(held, key=lambda probe: probe["rate"])["step_ms"]["p99"] if held else float("inf")
    return p99


async def _side(rig: Rig, dialled: str, start: int, seconds: float) -> tuple[int, list[dict[str, Any]]]:
    """The highest rate without failure of one side, and each probe."""
    probes: list[dict[str, Any]] = []

    async def holds(rate: int) -> bool:
        errand = Errand(dialled=dialled, prompts=STEPS, steps=4, patience=PATIENCE)
        plan = LoadPlan(sip_port=rig.sip_port, errand=errand, seconds=seconds, rate=rate, seed=rate)
        load = await run_load(plan)
        probes.append(
            {
                "rate": rate,
                "calls": load.calls,
                "failures": load.failures,
                "step_ms": spread(load.latencies),
                "late_ms": load.late_ms,
            }
        )
        return not load.failed

    return await highest(holds, start), probes


async def highest(holds: Callable[[int], Awaitable[bool]], start: int) -> int:
    """The highest rate that holds, from start by steps up, or where start does not hold, down; 0 where none does."""
    rate = start
    if await holds(rate):
        while rate + STEP <= MOST and await holds(rate + STEP):
            rate += STEP
        return rate
    while rate - STEP >= LEAST:
        rate -= STEP
        if await holds(rate):
            return rate
    return 0
