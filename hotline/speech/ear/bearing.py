"""How many streams of a model this machine bears: measured by the model's own worker, and kept.

The rule: what was measured counts for the same model (by its sum), worked the same way on the same processors, only;
and for good only where nobody else computed meanwhile: else it is measured again at the next start.
"""

from __future__ import annotations

import asyncio
import json
import os
import platform
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import structlog

from hotline.errors import EarError
from hotline.speech.ear import messages
from hotline.speech.ear.frames import Kind
from hotline.speech.ear.measure import DICTATION, GOT, WORDS, cores
from hotline.speech.ear.models import Model
from hotline.speech.ear.worker_link import WorkerLink

SHARE = 0.5  # of what is heard at the utmost: speech comes in bursts, and calls have business of their own
SPEAKING = 0.5  # how much of a stream is speech; where whole utterances are heard, silence costs nothing
A_CORE = 2  # streams of dictation while they are spoken, whatever was measured: a quiet first start promised twice that
CHEAPER = 4  # streams by a vocabulary for one of free dictation, where an operator sets the number
MOST_LOAD = 0.7  # of each processor in the minute before: others compute
LEAST_GOT = 0.8  # of the processors' time while it was measured: the same
FILE = "bearing.json"
WAY = 3  # another number where models are worked another way, for what was measured counts no longer
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """Streams at once, of free dictation or by a vocabulary; each stream takes its share of the whole machine.

    load: of each processor in the minute before it was measured; got: of the processors' time while it was.
    """

    dictation: int
    words: int
    load: float = 0.0
    got: float = 1.0

    @property
    def is_calm(self) -> bool:
        """Whether it was measured while nobody else computed."""
        return self.load <= MOST_LOAD and self.got >= LEAST_GOT

    @property
    def note(self) -> str:
        """For whoever keeps the hotline, "" for nothing."""
        return "" if self.is_calm else " (measured while the machine was busy, and again at the next start)"

    def cost(self, *, has_words: bool) -> float:
        """The share of the machine that a stream takes."""
        return 1 / (self.words if has_words else self.dictation)


def bearing_of_rates(rates: dict[str, float], *, is_streaming: bool, processors: int, load: float = 0.0) -> Bearing:
    """rates: seconds of sound heard in a second by all processors. A single stream is always tried."""
    share = SHARE if is_streaming else SHARE / SPEAKING
    dictation = max(1, int(rates[DICTATION] * share))
    if is_streaming:
        dictation = min(dictation, A_CORE * processors)
    words = max(dictation, int(rates[WORDS] * share))
    return Bearing(dictation=dictation, words=words, load=load, got=rates.get(GOT, 1.0))


def better(known: Bearing | None, fresh: Bearing) -> Bearing:
    """What counts of two: the last that was measured in calm, else the most that either told: others slow it down."""
    if known is None or fresh.is_calm:
        return fresh
    return replace(fresh, dictation=max(known.dictation, fresh.dictation), words=max(known.words, fresh.words))


async def bearing_of(
    model: Model, ear_dir: Path, command: Sequence[str], *, streams: int, one_by_one: asyncio.Lock
) -> Bearing:
    """What was set (streams, where it is not 0), was measured before in calm, or is measured now, no two at a time.

    Raises EarError where nothing was measured before either.
    """
    if streams:
        return Bearing(dictation=streams, words=streams * CHEAPER)
    async with one_by_one:
        known = kept_of(model, ear_dir)
        if known is not None and known.is_calm:
            return known
        try:
            return await measure(model, ear_dir, command)
        except EarError as fault:
            if known is None:
                raise
            log.warning("ear_not_measured_again", model=model.name, why=fault.message)
            return known


def kept_of(model: Model, ear_dir: Path) -> Bearing | None:
    """What was measured before, of this model on this machine."""
    return _kept(ear_dir / FILE).get(key_of(model))


async def measure(model: Model, ear_dir: Path, command: Sequence[str], *, anew: bool = False) -> Bearing:
    """Measure now and keep it; what counts then. anew: whatever was kept before counts for nothing. Raises EarError."""
    fresh = await _measured(command, model.name)
    log.info("ear_measured", model=model.name, cores=cores(), calm=fresh.is_calm, **asdict(fresh))
    kept, key = _kept(ear_dir / FILE), key_of(model)
    kept[key] = better(None if anew else kept.get(key), fresh)
    _keep(ear_dir / FILE, kept)
    return kept[key]


def key_of(model: Model) -> str:
    """For what a measure counts."""
    return f"{model.sum} on {cores()} {_processor()} ({WAY})"


def _processor() -> str:
    """Which kind of processor it is, as far as the system tells."""
    try:
        told = Path("/proc/cpuinfo").read_text("utf-8", errors="replace")
    except OSError:
        told = ""
    found = re.search(r"(?m)^model name\s*:\s*(.+)$", told)
    return found[1].strip() if found else platform.machine()


def _load() -> float:
    """Of each processor, in the last minute."""
    return round(os.getloadavg()[0] / cores(), 2)


async def _measured(command: Sequence[str], name: str) -> Bearing:
    link, load = WorkerLink(command, name), _load()
    await link.start()
    try:
        rates = messages.rates_of(await link.question(Kind.MEASURE))
        return bearing_of_rates(rates, is_streaming=link.is_streaming, processors=cores(), load=load)
    except (ValueError, KeyError) as fault:
        raise EarError(f"What the speech model bears could not be measured: {fault}.") from fault
    finally:
        await link.close()


def _kept(file: Path) -> dict[str, Bearing]:
    """What cannot be read is measured again."""
    try:
        told = json.loads(file.read_text("utf-8"))
        return {
            str(key): Bearing(
                dictation=max(1, int(one["dictation"])),
                words=max(1, int(one["words"])),
                load=float(one["load"]),
                got=float(one["got"]),
            )
            for key, one in told.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _keep(file: Path, kept: dict[str, Bearing]) -> None:
    unfinished = file.with_name(f".{file.name}")
    unfinished.write_text(json.dumps({key: asdict(one) for key, one in kept.items()}, indent=1), "utf-8")
    unfinished.replace(file)
