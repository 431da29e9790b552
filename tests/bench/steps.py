"""From a key to the next prompt, and the CPU of a call: the hotline's menu and the same menu in native dialplan."""

from __future__ import annotations

from typing import Any

from tests.bench.caller import Errand
from tests.bench.figures import Figure, Outcome, at_most, percentile, spread
from tests.bench.load import LoadPlan
from tests.bench.marks import STEPS
from tests.bench.menus import NATIVE, OURS
from tests.bench.rig import Leg, Rig

SIDES = {"ours": OURS, "native": NATIVE}
# name: calls a second, callers at once, keys a call, seconds
LOADS = {
    "1 call": (0.0, 1, 16, 6.0),
    "40 callers": (0.0, 40, 4, 8.0),
    "30 calls/s": (30.0, 0, 4, 8.0),
}
TIGHT = "30 calls/s"
P50_TIMES, P99_MORE, CPU_SHARE = 1.6, 5.0, 0.35
_SHORT = 0.4  # of the seconds, where it must be quick


async def measure(rig: Rig, rounds: int, *, quick: bool) -> Outcome:
    """Every load on both sides, side after side, so often; who begins changes."""
    legs: dict[tuple[str, str], list[Leg]] = {(load, side): [] for load in LOADS for side in SIDES}
    for number in range(rounds):
        for load in LOADS:
            for side in sorted(SIDES, reverse=bool(number % 2)):
                legs[load, side].append(await rig.leg(_plan(rig, load, side, number, quick=quick)))
    return Outcome(
        name="steps",
        title="key to next prompt, from outside; CPU of a call",
        figures=(*_latencies(legs), *_cpu(legs), _failures(legs)),
        rounds=tuple(_round(legs, number) for number in range(rounds)),
        notes=("ms from the end of the key to the first packet of the next prompt; ours / native in the same run",),
    )


def _plan(rig: Rig, load: str, side: str, number: int, *, quick: bool) -> LoadPlan:
    rate, callers, steps, seconds = LOADS[load]
    return LoadPlan(
        sip_port=rig.sip_port,
        errand=Errand(dialled=SIDES[side], prompts=STEPS, steps=steps),
        seconds=seconds * (_SHORT if quick else 1),
        rate=rate,
        callers=callers,
        seed=number,
    )


def _latencies(legs: dict[tuple[str, str], list[Leg]]) -> list[Figure]:
    figures = []
    for load in LOADS:
        ours, native = (_pooled(legs[load, side]) for side in SIDES)
        for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99)):
            mine, theirs = percentile(ours, share), percentile(native, share)
            what = f"{load}: step {name}"
            if load == TIGHT and name == "p50":
                figures.append(at_most(what, mine, theirs * P50_TIMES, "ms", f"<= {P50_TIMES} x native", theirs))
            elif load == TIGHT and name == "p99":
                figures.append(at_most(what, mine, theirs + P99_MORE, "ms", f"<= native + {P99_MORE:g} ms", theirs))
            else:
                figures.append(Figure(what=what, value=round(mine, 3), unit="ms", reference=round(theirs, 3)))
    return figures


def _cpu(legs: dict[tuple[str, str], list[Leg]]) -> list[Figure]:
    mine, native = legs[TIGHT, "ours"], legs[TIGHT, "native"]
    controller = _a_call(sum(leg.controller for leg in mine), mine)
    asterisk = _a_call(sum(leg.asterisk for leg in mine), mine)
    alone = _a_call(sum(leg.asterisk for leg in native), native)
    return [
        Figure(what=f"{TIGHT}: Asterisk CPU a call", value=asterisk, unit="ms", reference=alone),
        Figure(what=f"{TIGHT}: controller CPU a call", value=controller, unit="ms"),
        at_most(f"{TIGHT}: controller CPU to Asterisk's", controller / asterisk, CPU_SHARE, "", f"<= {CPU_SHARE}"),
    ]


def _failures(legs: dict[tuple[str, str], list[Leg]]) -> Figure:
    ours, native = (sum(leg.load.failed for load in LOADS for leg in legs[load, side]) for side in SIDES)
    return at_most("failed calls, all loads", ours, 0, "", "0", native)


def _round(legs: dict[tuple[str, str], list[Leg]], number: int) -> dict[str, Any]:
    return {f"{load}, {side}": _told(found[number]) for (load, side), found in legs.items()}


def _told(leg: Leg) -> dict[str, Any]:
    return {
        "latency_ms": spread(leg.load.latencies),
        "calls": leg.load.calls,
        "failures": leg.load.failures,
        "most_at_once": leg.load.most,
        "controller_cpu_s": round(leg.controller, 2),
        "asterisk_cpu_s": round(leg.asterisk, 2),
        "generator_cpu_s": leg.load.cpu_seconds,
        "generator_late_ms": leg.load.late_ms,
    }


def _pooled(legs: list[Leg]) -> list[float]:
    return [latency for leg in legs for latency in leg.load.latencies]


def _a_call(seconds: float, legs: list[Leg]) -> float:
    return round(seconds * 1000 / max(1, sum(leg.load.completed for leg in legs)), 2)
