"""A hundred agents' consoles and a supervisor's board at 20 calls a second: when the card and the board know of a ring.

Rule: the moment that counts is the kernel's stamp on the INVITE at the agent's telephone; one console is frozen in
every other leg, and must delay nobody.
"""

from __future__ import annotations

import asyncio
from typing import Any

from tests.bench.caller import Errand
from tests.bench.consoles import Console, open_consoles
from tests.bench.desks import EVERYBODY, NUMBERS, WATCHER, write_history
from tests.bench.figures import Figure, Outcome, at_most, percentile, spread
from tests.bench.load import LoadPlan
from tests.bench.menus import PERSON
from tests.bench.phones import Phones
from tests.bench.rig import Rig

NAME = "board"
POP_MS, BOARD_MS = 200.0, 1000.0
RATE, SECONDS, STAY = 20.0, 12.0, 0.6
LEGS = ("all read", "one is frozen")
_LAST_MESSAGES = 2.0  # seconds for what is still on its way


async def measure(rig: Rig, phones: Phones, rounds: int, *, quick: bool) -> Outcome:
    """Citizens whom they know ring at a hundred desks, and give up before they are answered."""
    consoles = await open_consoles(rig.hotline, EVERYBODY)
    watcher = Console(rig.hotline.web, WATCHER, ringing={})
    pops: dict[str, list[float]] = {leg: [] for leg in LEGS}
    boards: dict[str, list[float]] = {leg: [] for leg in LEGS}
    missing = failed = 0
    by_round: list[dict[str, Any]] = []
    try:
        await watcher.open(ready=False)
        await write_history(consoles[0])
        for number in range(rounds):
            told: dict[str, Any] = {}
            for leg in LEGS:
                frozen = consoles[number] if leg == LEGS[1] else None
                if frozen is not None:
                    frozen.reads.clear()
                load = (await rig.leg(_plan(rig, number, quick=quick))).load
                came, seen, lost = await _collect(phones, [one for one in consoles if one is not frozen], watcher)
                if frozen is not None:
                    frozen.reads.set()
                pops[leg] += came
                boards[leg] += seen
                missing, failed = missing + lost, failed + load.failed
                told[leg] = {"pop_ms": spread(came), "board_ms": spread(seen), "missing": lost} | {
                    "failures": load.failures
                }
            by_round.append(told)
    finally:
        await asyncio.gather(*(console.close() for console in (*consoles, watcher)))
    return Outcome(
        name=NAME,
        title=f"{len(consoles)} consoles and a board, {RATE:g} calls/s: from the ring to the card and to the board",
        figures=(
            *(figure for leg in LEGS for figure in _figures(f"{leg}: card", pops[leg], POP_MS)),
            *(figure for leg in LEGS for figure in _figures(f"{leg}: board", boards[leg], BOARD_MS)),
            at_most("cards and board lines that did not come", missing, 0, "", "0"),
            at_most("failed calls", failed, 0, "", "0"),
        ),
        rounds=tuple(by_round),
        notes=("what rings at the frozen console is counted on the board alone",),
    )


def _plan(rig: Rig, number: int, *, quick: bool) -> LoadPlan:
    return LoadPlan(
        sip_port=rig.sip_port,
        errand=Errand(dialled=PERSON, prompts=(), steps=0, stay=STAY),
        seconds=SECONDS / 4 if quick else SECONDS,
        rate=RATE,
        seed=number,
        numbers=NUMBERS,
    )


async def _collect(phones: Phones, consoles: list[Console], watcher: Console) -> tuple[list[float], list[float], int]:
    """Milliseconds from each ring to its card and to the board, and how many never came."""
    seen = watcher.ringing if watcher.ringing is not None else {}
    for _ in range(int(_LAST_MESSAGES / 0.05)):
        if all(call in seen for call in phones.rung):
            break
        await asyncio.sleep(0.05)
    own = {console.username.removeprefix("bench") for console in consoles}
    pops = {call: at for console in consoles for call, at in console.pops.items()}
    wanted = {call for call in phones.rung if phones.at[call] in own}
    came = [(pops[call] - phones.rung[call]) / 1e6 for call in wanted if call in pops]
    told = [(seen[call] - rung) / 1e6 for call, rung in phones.rung.items() if call in seen]
    lost = len(wanted) - len(came) + len(phones.rung) - len(told)
    phones.rung.clear()
    seen.clear()
    for console in consoles:
        console.pops.clear()
    return came, told, lost


def _figures(what: str, waits: list[float], limit: float) -> list[Figure]:
    return [
        Figure(what=f"{what} p50", value=round(percentile(waits, 0.5), 3), unit="ms"),
        at_most(f"{what} p99 of {len(waits)}", percentile(waits, 0.99), limit, "ms", f"<= {limit:g} ms"),
    ]
