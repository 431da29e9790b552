"""What the two ends say to each other: a word at the start, and frames' payloads to bytes and back.

The rule: pure; both ends use these functions and neither writes a payload by hand.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache

from hotline.speech.ear.recogniser import Final, Partial, Text, Word

SPARE = "--spare"
"""Said to a worker that is started beside one that hears."""
OPENINGS_KEPT = 64
_COUNT = struct.Struct("<Q")
_SECONDS = struct.Struct("<d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a stream is opened with. urgent: somebody waits for the answer, so that it goes before others."""

    words: tuple[str, ...] = ()
    urgent: bool = False


def ready_bytes(*, is_streaming: bool) -> bytes:
    """For READY."""
    return json.dumps({"streaming": is_streaming}).encode()


def is_streaming_of(payload: bytes) -> bool:
    """Raises ValueError or KeyError where it is none."""
    return bool(json.loads(payload)["streaming"])


@lru_cache(OPENINGS_KEPT)
def opening_bytes(opening: Opening) -> bytes:
    """For OPEN. Kept: a vocabulary is thousands of words, the same for every caller who comes to a menu."""
    return json.dumps({"words": opening.words, "urgent": opening.urgent}).encode()


def opening_of(payload: bytes) -> Opening:
    """Raises ValueError or KeyError where it is none."""
    told = json.loads(payload)
    return Opening(words=tuple(map(str, told["words"])), urgent=bool(told["urgent"]))


def text_bytes(text: Text) -> bytes:
    """For PARTIAL, FINAL and FINISHED."""
    return json.dumps(asdict(text)).encode()


def partial_of(payload: bytes) -> Partial:
    """Raises ValueError or KeyError where it is none."""
    return Partial(text=str(json.loads(payload)["text"]))


def final_of(payload: bytes, *, later: float) -> Final:
    """later: seconds from the stream's beginning to where the worker began to count. Raises ValueError or KeyError."""
    told = json.loads(payload)
    words = tuple(
        Word(
            text=str(word["text"]),
            start=float(word["start"]) + later,
            end=float(word["end"]) + later,
            sure=float(word["sure"]),
        )
        for word in told["words"]
    )
    final = Final(text=str(told["text"]), start=float(told["start"]), end=float(told["end"]), words=words)
    return replace(final, start=final.start + later, end=final.end + later)


def words_bytes(words: tuple[str, ...]) -> bytes:
    """For UNKNOWN and WORDS."""
    return json.dumps(words).encode()


def words_of(payload: bytes) -> tuple[str, ...]:
    """Raises ValueError where it is none."""
    return tuple(map(str, json.loads(payload)))


def rates_bytes(rates: Mapping[str, float]) -> bytes:
    """For MEASURED."""
    return json.dumps(dict(rates)).encode()


def rates_of(payload: bytes) -> dict[str, float]:
    """Raises ValueError where it is none."""
    return {str(name): float(rate) for name, rate in json.loads(payload).items()}


def count_bytes(count: int) -> bytes:
    """For HEARD."""
    return _COUNT.pack(count)


def count_of(payload: bytes) -> int:
    """Raises struct.error where it is none."""
    return int(_COUNT.unpack(payload)[0])


def seconds_bytes(seconds: float) -> bytes:
    """For BEAT."""
    return _SECONDS.pack(seconds)


def seconds_of(payload: bytes) -> float:
    """Raises struct.error where it is none."""
    return float(_SECONDS.unpack(payload)[0])
