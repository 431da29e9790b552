"""From the ringing of an agent's phone to the citizen's card at the agent's console: idle, and with 20 calls a second.

Rule: the phone is rung when its INVITE arrives (kernel's stamp), the card is there when the websocket client has the
message; calls and tickets on it are read from the database. A card that does not come counts as a failure.
"""

from __future__ import annotations

import asyncio
from typing import Any

from tests.bench.caller import Errand
from tests.bench.consoles import Console, open_consoles
from tests.bench.desks import NUMBERS, USERNAMES, write_history
from tests.bench.figures import Figure, Outcome, at_most, percentile, spread
from tests.bench.load import LoadPlan
from tests.bench.menus import PERSON
from tests.bench.phones import Phones
from tests.bench.rig import Rig

LIMIT_MS = 25.0
# name: calls a second, callers at once, seconds, seconds that a caller waits
LOADS = {"idle": (0.0, 1, 8.0, 0.6), "20 calls/s": (20.0, 0, 8.0, 0.6)}
_LAST_MESSAGES = 2.0  # seconds for the last cards to come


async def measure(rig: Rig, phones: Phones, rounds: int, *, quick: bool) -> Outcome:
    """Twenty agents ready at twenty consoles; citizens whom they know ring, and give up before they are answered."""
    consoles = await open_consoles(rig.hotline, USERNAMES)
    waits: dict[str, list[list[float]]] = {load: [] for load in LOADS}
    missing = failed = 0
    by_round: list[dict[str, Any]] = []
    try:
        await write_history(consoles[0])
        for number in range(rounds):
            told: dict[str, Any] = {}
            for load in LOADS:
                leg = await rig.leg(_plan(rig, load, number, quick=quick))
                came, lost = await _collect(phones, consoles)
                waits[load].append(came)
                missing, failed = missing + lost, failed + leg.load.failed
                told[load] = {"pop_ms": spread(came), "missing": lost, "failures": leg.load.failures}
            by_round.append(told)
    finally:
        await asyncio.gather(*(console.close() for console in consoles))
    return Outcome(
        name="pop",
        title=f"agent's phone rung to card at the console, {len(consoles)} consoles",
        figures=(
            *(figure for load in LOADS for figure in _figures(load, [ms for part in waits[load] for ms in part])),
            at_most("cards that did not come", missing, 0, "", "0"),
            at_most("failed calls", failed, 0, "", "0"),
        ),
        rounds=tuple(by_round),
    )


def _plan(rig: Rig, load: str, number: int, *, quick: bool) -> LoadPlan:
    rate, callers, seconds, stay = LOADS[load]
    return LoadPlan(
        sip_port=rig.sip_port,
        errand=Errand(dialled=PERSON, prompts=(), steps=0, stay=stay),
        seconds=seconds / 2 if quick else seconds,
        rate=rate,
        callers=callers,
        seed=number,
        numbers=NUMBERS,
    )


async def _collect(phones: Phones, consoles: list[Console]) -> tuple[list[float], int]:
    """Milliseconds from each ring to its card, and how many cards never came."""
    for _ in range(int(_LAST_MESSAGES / 0.05)):
        if all(any(call in console.pops for console in consoles) for call in phones.rung):
            break
        await asyncio.sleep(0.05)
    pops = {call: at for console in consoles for call, at in console.pops.items()}
    came = [(pops[call] - rung) / 1e6 for call, rung in phones.rung.items() if call in pops]
    lost = len(phones.rung) - len(came)
    phones.rung.clear()
    for console in consoles:
        console.pops.clear()
    return came, lost


def _figures(load: str, waits: list[float]) -> list[Figure]:
    figures = [
        Figure(what=f"{load}: {name}", value=round(percentile(waits, share), 3), unit="ms")
        for name, share in (("p50", 0.5), ("p95", 0.95))
    ]
    count = f"{load}: p99 of {len(waits)}"
    return [*figures, at_most(count, percentile(waits, 0.99), LIMIT_MS, "ms", f"<= {LIMIT_MS:g} ms")]
