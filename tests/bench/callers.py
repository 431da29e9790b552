"""Forty callers in menus at once: from a key to the next prompt, beside the same menu in native dialplan.

Rule: the load and the clock are those of `steps`, for longer, so that a p99 rests on thousands of keys.
"""

from __future__ import annotations

from typing import Any

from tests.bench.caller import Errand
from tests.bench.figures import Figure, Outcome, at_most, percentile, spread
from tests.bench.load import LoadPlan, LoadResult, run_load
from tests.bench.marks import STEPS
from tests.bench.rig import Rig
from tests.bench.steps import SIDES

NAME = "callers"
CALLERS, KEYS = 40, 8
SECONDS, QUICK_SECONDS = 8.0, 3.0
P99_TIMES = 2.0


async def measure(rig: Rig, rounds: int, *, quick: bool) -> Outcome:
    """Both sides, one after the other, so often; who begins changes."""
    loads: dict[str, list[LoadResult]] = {side: [] for side in SIDES}
    for number in range(rounds):
        for side in sorted(SIDES, reverse=bool(number % 2)):
            loads[side].append(await run_load(_plan(rig, side, number, quick=quick)))
    return Outcome(
        name=NAME,
        title=f"{CALLERS} callers in menus at once, key to next prompt",
        figures=figures_of(loads["ours"], loads["native"]),
        rounds=tuple({side: _told(found[number]) for side, found in loads.items()} for number in range(rounds)),
        notes=(f"{KEYS} keys a call; ms from the end of the key to the first packet of the next prompt",),
    )


def figures_of(ours: list[LoadResult], native: list[LoadResult]) -> tuple[Figure, ...]:
    """Percentiles over all rounds, their ratio, and the calls that failed."""
    mine, theirs = ([ms for load in loads for ms in load.latencies] for loads in (ours, native))
    figures = [
        Figure(what=f"step {name}", value=_of(mine, share), unit="ms", reference=_of(theirs, share))
        for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))
    ]
    ratio = percentile(mine, 0.99) / percentile(theirs, 0.99) if mine and theirs else float("inf")
    failed, failed_native = (sum(load.failed for load in loads) for loads in (ours, native))
    least, least_native = (min((load.most for load in loads), default=0) for loads in (ours, native))
    return (
        *figures,
        at_most("p99 to native's", ratio, P99_TIMES, "x", f"<= {P99_TIMES:g} x native"),
        Figure(what="callers at once", value=least, unit="", reference=least_native),
        at_most("failed calls", failed, 0, "", "0", failed_native),
    )


def _of(latencies: list[float], share: float) -> float:
    return round(percentile(latencies, share), 3)


def _plan(rig: Rig, side: str, number: int, *, quick: bool) -> LoadPlan:
    return LoadPlan(
        sip_port=rig.sip_port,
        errand=Errand(dialled=SIDES[side], prompts=STEPS, steps=KEYS),
        seconds=QUICK_SECONDS if quick else SECONDS,
        callers=CALLERS,
        seed=number,
    )


def _told(load: LoadResult) -> dict[str, Any]:
    return {
        "latency_ms": spread(load.latencies),
        "calls": load.calls,
        "failures": load.failures,
        "most_at_once": load.most,
        "generator_late_ms": load.late_ms,
    }
