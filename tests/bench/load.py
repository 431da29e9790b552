"""A load of calls, made by one process of its own and measured from outside: what it was, and what the callers met.

Rule: callers come by the clock, however the hotline does (an open load); only `callers` keeps so many on the line.
"""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import random
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

from tests.bench import sip
from tests.bench.caller import Call, Errand, Tally
from tests.bench.wire import Wire

RTP_HEAD = 12
PAUSES = (0.25, 0.65)  # seconds for which a prompt is heard before the key, at least and at most
LONGEST_TAIL = 20.0  # seconds for the last callers to leave


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadPlan:
    """What to do. Either rate, calls a second, or callers, so many at once, for so many seconds.

    seed: of the pauses between prompt and key, so that both sides of a comparison get the same callers; numbers: how
    many telephone numbers call, in turns; start_at: epoch seconds at which the first caller comes, 0 is at once; stays:
    how long each caller stays, in turns, in place of the errand's stay.
    """

    sip_port: int
    errand: Errand
    seconds: float
    rate: float = 0.0
    callers: int = 0
    seed: int = 1
    numbers: int = 10_000_000
    start_at: float = 0.0
    stays: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadResult:
    """What the callers met.

    latencies: ms, one a step; surprises: epoch ns, one a caller; failures: how often by what; most: calls at once;
    seconds: first call to last; late_ms: by how much the generator was late at most; cpu_seconds: the generator's own.
    """

    latencies: tuple[float, ...]
    surprises: tuple[int, ...]
    calls: int
    completed: int
    failures: dict[str, int]
    most: int
    seconds: float
    late_ms: float
    cpu_seconds: float

    @property
    def failed(self) -> int:
        """Calls that failed in any way."""
        return sum(self.failures.values())


async def run_load(plan: LoadPlan) -> LoadResult:
    """Run a load in a process of its own."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=spawn) as pool:
        return await asyncio.get_running_loop().run_in_executor(pool, make_load, plan)


def make_load(plan: LoadPlan) -> LoadResult:
    """Run a load in this process; ends at most 20 s after the last caller has come."""
    wire = Wire(plan.sip_port)
    try:
        gc.disable()  # a pause of the generator would be taken for one of the hotline
        return _Load(wire, plan).run()
    finally:
        gc.enable()
        wire.close()


class _Load:
    def __init__(self, wire: Wire, plan: LoadPlan) -> None:
        self._wire, self._plan = wire, plan
        self._tally = Tally()
        self._dice = random.Random(plan.seed)  # noqa: S311 pauses, not secrets
        self._calls: dict[str, Call] = {}
        self._listening: dict[int, Call] = {}  # by Asterisk's audio port
        self._made = self._most = 0
        self._closed = False

    def run(self) -> LoadResult:
        time.sleep(max(0.0, self._plan.start_at - time.time()))
        began, used = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF)
        if self._plan.callers:
            for place in range(self._plan.callers):
                self._wire.later(place * 1.0 / self._plan.callers, self._call)
        else:
            for place in range(int(self._plan.rate * self._plan.seconds)):
                self._wire.later(place / self._plan.rate, self._call)
        self._wire.later(self._plan.seconds, self._close)
        limit = began + self._plan.seconds + LONGEST_TAIL
        self._wire.run(
            self._hear_sip,
            self._hear_rtp,
            lambda: (self._closed and not self._calls) or time.monotonic() > limit,
        )
        spent = resource.getrusage(resource.RUSAGE_SELF)
        failures = dict(self._tally.failures)
        if self._calls:
            failures["not over in time"] = len(self._calls)
        return LoadResult(
            latencies=tuple(self._tally.latencies),
            surprises=tuple(self._tally.surprises),
            calls=self._made,
            completed=self._tally.completed,
            failures=failures,
            most=self._most,
            seconds=time.monotonic() - began,
            late_ms=round(self._wire.latest * 1000, 1),
            cpu_seconds=round(spent.ru_utime + spent.ru_stime - used.ru_utime - used.ru_stime, 3),
        )

    def _close(self) -> None:
        self._closed = True

    def _call(self) -> None:
        if self._closed and self._plan.callers:
            return
        self._made += 1
        call = Call(
            self._wire,
            self._errand(),
            self._tally,
            number=f"139{self._made % self._plan.numbers:08d}",
            pauses=tuple(self._dice.uniform(*PAUSES) for _ in range(self._plan.errand.steps)),
            ended=self._ended,
        )
        self._calls[call.id] = call
        self._most = max(self._most, len(self._calls))
        call.dial()

    def _errand(self) -> Errand:
        stays = self._plan.stays
        return replace(self._plan.errand, stay=stays[self._made % len(stays)]) if stays else self._plan.errand

    def _ended(self, call: Call) -> None:
        self._calls.pop(call.id, None)
        if self._listening.get(call.peer) is call:
            del self._listening[call.peer]
        if self._plan.callers and not self._closed:
            self._wire.later(0.05, self._call)

    def _hear_sip(self, data: bytes, port: int, at: int) -> None:
        del port, at
        text = data.decode("utf-8", "replace")
        start = text.find("\r\nCall-ID: ") + 11
        call = self._calls.get(text[start : text.find("\r\n", start)])
        if call is None:
            if not sip.status_of(text):  # a call that has failed: let Asterisk forget it too
                self._wire.send_sip(sip.answer(text, "200 OK"))
            return
        known = call.peer
        call.hear_sip(text)
        if call.peer and not known:
            self._listening[call.peer] = call

    def _hear_rtp(self, data: bytes, port: int, at: int) -> None:
        call = self._listening.get(port)
        if call is not None:
            call.hear_sound(data[RTP_HEAD:], at)
