"""`make bench`: measures the running product from outside; prints tables, writes STATE/bench/NAME.json.

What each figure means and how it is measured: docs/bench.md.
"""

from __future__ import annotations

import argparse
import asyncio
import platform
import resource
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from rich.console import Console as Screen

from hotline.settings import Settings, read_settings
from tests.bench import (
    answers,
    asterisk_back,
    beside_speech,
    board,
    callers,
    duplicates,
    fallback,
    hearing,
    hot,
    intelligibility,
    pop,
    prompts,
    queue_log,
    rate,
    reports,
    routing,
    search,
    spoken,
    steps,
    tickets,
    transcript,
    transcript_live,
    transcripts_found,
)
from tests.bench.desks import add_accounts
from tests.bench.figures import Outcome
from tests.bench.phones import Phones, write_phones
from tests.bench.rig import Rig, prepare
from tests.bench.table import show, write

LEAST_ROUNDS = 5
WIDTH = 110  # characters of a table, also where the output goes to a file
FILES = 20_000  # sockets and files that so many calls need
# Asterisk's restart last: it forgets the native menu
CALLS = ("steps", callers.NAME, "rate", "pop", board.NAME, queue_log.NAME, "fallback", "asterisk_back")
NAMES = (
    *CALLS,
    tickets.NAME,
    reports.NAME,
    search.NAME,
    duplicates.NAME,
    routing.NAME,
    hot.NAME,
    prompts.NAME,
    intelligibility.NAME,
    hearing.NAME,
    spoken.NAME,
    answers.NAME,
    beside_speech.NAME,
    transcript.NAME,
    transcript_live.NAME,
    transcripts_found.NAME,
)


def main() -> int:
    """Run the benches that are named; 0 also where a figure was not reached, for it is said."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", action="append", choices=NAMES, help="this bench alone (may be given again)")
    parser.add_argument("--rounds", type=int, default=LEAST_ROUNDS, help=f"default {LEAST_ROUNDS}")
    parser.add_argument("--quick", action="store_true", help="short loads, nothing written")
    given = parser.parse_args()
    _raise_file_limit()
    screen = Screen()
    screen = Screen(width=max(screen.width, WIDTH))
    outcomes = asyncio.run(_measure(given.only or NAMES, given.rounds, quick=given.quick, screen=screen))
    if given.quick or given.rounds < LEAST_ROUNDS:
        screen.print(f"Nothing was written: figures count from {LEAST_ROUNDS} whole rounds on.")
        return 0
    folder = read_settings().state_dir / "bench"
    for outcome in outcomes:
        screen.print(str(write(outcome, folder, rounds=given.rounds, machine=_machine())), soft_wrap=True)
    missed = [outcome.name for outcome in outcomes if not outcome.reached]
    screen.print(f"Not reached: {', '.join(missed)}" if missed else "Every target was reached.")
    return 0


async def _measure(names: tuple[str, ...] | list[str], rounds: int, *, quick: bool, screen: Screen) -> list[Outcome]:
    outcomes = []
    if set(names) & set(CALLS):
        outcomes += await _measure_calls(names, rounds, quick=quick, screen=screen)
    benches: dict[str, Callable[[], Awaitable[Outcome]]] = {
        tickets.NAME: lambda: tickets.measure(rounds, quick=quick),
        reports.NAME: lambda: reports.measure(rounds, quick=quick),
        search.NAME: lambda: search.measure(rounds, quick=quick),
        duplicates.NAME: lambda: duplicates.measure(rounds, quick=quick),
        routing.NAME: lambda: routing.measure(rounds, quick=quick),
        hot.NAME: lambda: hot.measure(rounds, quick=quick),
        prompts.NAME: lambda: prompts.measure(read_settings(), rounds, quick=quick),
        hearing.NAME: lambda: hearing.measure(read_settings(), rounds, quick=quick),
        transcript.NAME: lambda: transcript.measure(read_settings(), rounds, quick=quick),
        transcript_live.NAME: lambda: transcript_live.measure(read_settings(), rounds, quick=quick),
        transcripts_found.NAME: lambda: transcripts_found.measure(rounds, quick=quick),
        intelligibility.NAME: lambda: intelligibility.measure(read_settings(), quick=quick),
        spoken.NAME: lambda: spoken.measure(read_settings(), rounds, quick=quick),
        answers.NAME: lambda: answers.measure(read_settings(), rounds, quick=quick),
        beside_speech.NAME: lambda: beside_speech.measure(read_settings(), rounds, quick=quick),
    }
    for bench in (bench for bench in benches if bench in names):
        screen.print(f"{bench} ...")
        outcomes.append(await benches[bench]())
        show(outcomes[-1], screen)
    return outcomes


async def _measure_calls(
    names: tuple[str, ...] | list[str], rounds: int, *, quick: bool, screen: Screen
) -> list[Outcome]:
    outcomes = []
    with tempfile.TemporaryDirectory(prefix="hotline-bench-") as name:
        folder, phones = Path(name), Phones()
        hotline = prepare(folder)
        write_phones(folder / "asterisk" / "custom", phones.port)
        await add_accounts(Settings(state_dir=folder))
        phones.start()
        rig = Rig(hotline=hotline)
        benches: dict[str, Callable[[], Awaitable[Outcome]]] = {
            "steps": lambda: steps.measure(rig, rounds, quick=quick),
            callers.NAME: lambda: callers.measure(rig, rounds, quick=quick),
            "rate": lambda: rate.measure(rig, rounds, quick=quick),
            "pop": lambda: pop.measure(rig, phones, rounds, quick=quick),
            board.NAME: lambda: board.measure(rig, phones, rounds, quick=quick),
            queue_log.NAME: lambda: queue_log.measure(rig, phones, quick=quick),
            "fallback": lambda: fallback.measure(rig, rounds, quick=quick),
            "asterisk_back": lambda: asterisk_back.measure(rig, rounds, quick=quick),
        }
        try:
            await hotline.start()
            await rig.add_native_menu()
            for bench in (bench for bench in CALLS if bench in names):
                screen.print(f"{bench} ...")
                outcomes.append(await benches[bench]())
                show(outcomes[-1], screen)
        finally:
            if hotline.process is not None:
                await hotline.stop()
            phones.close()
    return outcomes


def _raise_file_limit() -> None:
    """For this process and for the hotline that it starts."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _machine() -> str:
    names = [
        line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line
    ]
    return f"{names[0] if names else platform.machine()}, Python {platform.python_version()}"


if __name__ == "__main__":
    sys.exit(main())
