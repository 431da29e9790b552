"""How many streams of a model this machine bears: measured once by the model's own worker, and kept.

The rule: what was measured counts for the same model (by its sum), worked the same way on as many processors, only.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import structlog

from hotline.errors import EarError
from hotline.speech.ear import messages
from hotline.speech.ear.frames import Kind
from hotline.speech.ear.measure import DICTATION, WORDS, cores
from hotline.speech.ear.models import Model
from hotline.speech.ear.worker_link import WorkerLink

SHARE = 0.5  # of what is heard at the utmost: speech comes in bursts, and calls have business of their own
SPEAKING = 0.5  # how much of a stream is speech; where whole utterances are heard, silence costs nothing
A_CORE = 2  # streams of dictation while they are spoken, whatever was measured: a quiet first start promised twice that
CHEAPER = 4  # streams by a vocabulary for one of free dictation, where an operator sets the number
FILE = "bearing.json"
WAY = 2  # another number where models are worked another way, for what was measured counts no longer
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """Streams at once, of free dictation or by a vocabulary; each stream takes its share of the whole machine."""

    dictation: int
    words: int

    def cost(self, *, has_words: bool) -> float:
        """The share of the machine that a stream takes."""
        return 1 / (self.words if has_words else self.dictation)


def bearing_of_rates(rates: dict[str, float], *, is_streaming: bool, processors: int) -> Bearing:
    """rates: seconds of sound heard in a second by all processors. A single stream is always tried."""
    share = SHARE if is_streaming else SHARE / SPEAKING
    dictation = max(1, int(rates[DICTATION] * share))
    if is_streaming:
        dictation = min(dictation, A_CORE * processors)
    return Bearing(dictation=dictation, words=max(dictation, int(rates[WORDS] * share)))


async def bearing_of(
    model: Model, ear_dir: Path, command: Sequence[str], *, streams: int, one_by_one: asyncio.Lock
) -> Bearing:
    """What was set (streams, where it is not 0), was measured before, or is measured now, no two models at a time.

    Raises EarError.
    """
    if streams:
        return Bearing(dictation=streams, words=streams * CHEAPER)
    key = f"{model.sum} on {cores()} ({WAY})"
    async with one_by_one:
        kept = _kept(ear_dir / FILE)
        if key not in kept:
            kept[key] = await _measured(command, model.name)
            log.info("ear_measured", model=model.name, cores=cores(), **asdict(kept[key]))
            _keep(ear_dir / FILE, kept)
    return kept[key]


async def _measured(command: Sequence[str], name: str) -> Bearing:
    link = WorkerLink(command, name)
    await link.start()
    try:
        rates = messages.rates_of(await link.question(Kind.MEASURE))
        return bearing_of_rates(rates, is_streaming=link.is_streaming, processors=cores())
    except (ValueError, KeyError) as fault:
        raise EarError(f"What the speech model bears could not be measured: {fault}.") from fault
    finally:
        await link.close()


def _kept(file: Path) -> dict[str, Bearing]:
    """What cannot be read is measured again."""
    try:
        told = json.loads(file.read_text("utf-8"))
        return {
            str(key): Bearing(dictation=max(1, int(one["dictation"])), words=max(1, int(one["words"])))
            for key, one in told.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _keep(file: Path, kept: dict[str, Bearing]) -> None:
    unfinished = file.with_name(f".{file.name}")
    unfinished.write_text(json.dumps({key: asdict(one) for key, one in kept.items()}, indent=1), "utf-8")
    unfinished.replace(file)
