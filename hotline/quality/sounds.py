"""The recordings of calls: which file, and what of it is drawn.

Rule: a file is found by the call's id, which never leads out of the folder; each side lies apart, and both together, as
Asterisk wrote them. A head that was never finished (Asterisk died) does not hide what was recorded.
"""

from __future__ import annotations

import asyncio
import json
import re
import wave
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
import numpy.typing as npt

from hotline.errors import NotFoundError

COLUMNS = 1200  # of a drawing: a wide screen has no more for it
LOUDEST = 100
_FULL = 32768.0
_HEAD = 44  # bytes of Asterisk's WAV before its samples
_RATE = 8000
_CALL_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
Samples = npt.NDArray[np.int16]


class Side(StrEnum):
    """Who is heard."""

    BOTH = "both"
    CITIZEN = "citizen"
    AGENT = "agent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """What is drawn of one side: the loudest of each stretch of time, 0 to 100."""

    side: Side
    peaks: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """A drawing of a recording. seconds: its length."""

    seconds: float
    lanes: tuple[Lane, ...]


class Sounds:
    """The recordings in a folder; what is drawn of them is kept in another, beside nothing that anybody could hear."""

    def __init__(self, folder: Path, drawings: Path) -> None:
        self._folder = folder
        self._drawings = drawings

    def has(self, call_id: str) -> bool:
        """Whether there is anything to hear of a call."""
        file = self._file(call_id, Side.BOTH)
        return file is not None and file.is_file() and file.stat().st_size > _HEAD

    def path(self, call_id: str, side: Side) -> Path:
        """The file of one side or of both. Raises NotFoundError."""
        file = self._file(call_id, side)
        if file is None or not file.is_file():
            raise NotFoundError("这个电话没有录音，或者录音已经过了保存期。")
        return file

    async def wave(self, call_id: str) -> Wave:
        """What is drawn, reckoned once and kept. Raises NotFoundError."""
        whole = self.path(call_id, Side.BOTH)
        return await asyncio.to_thread(self._wave, call_id, whole)

    def _wave(self, call_id: str, whole: Path) -> Wave:
        told = whole.stat()
        kept = self._drawings / f"{call_id}-{told.st_size}-{told.st_mtime_ns}.json"
        try:
            return _wave_of(json.loads(kept.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            made = self._drawn(call_id, whole)
        self._drawings.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = kept.with_suffix(".new")
        beside.write_text(json.dumps(wave_json(made)), encoding="utf-8")
        beside.replace(kept)
        return made

    def _drawn(self, call_id: str, whole: Path) -> Wave:
        channels, rate = _channels(whole)
        sides = [(side, self._file(call_id, side)) for side in (Side.CITIZEN, Side.AGENT)]
        apart = [(side, _channels(file)[0][0]) for side, file in sides if file is not None and file.is_file()]
        if len(apart) == len(sides):
            lanes = apart
        elif len(channels) == len(sides):  # one file with a side in each ear
            lanes = [(side, channel) for (side, _), channel in zip(sides, channels, strict=True)]
        else:
            lanes = [(Side.BOTH, channels[0])]
        length = max([len(channels[0]), *(len(samples) for _, samples in lanes)])
        return Wave(
            seconds=round(length / rate, 2),
            lanes=tuple(Lane(side=side, peaks=peaks_of(samples, length)) for side, samples in lanes),
        )

    def _file(self, call_id: str, side: Side) -> Path | None:
        if not _CALL_ID.fullmatch(call_id):
            return None
        return self._folder / (f"{call_id}.wav" if side is Side.BOTH else f"{call_id}-{side}.wav")


def peaks_of(samples: Samples, length: int, columns: int = COLUMNS) -> tuple[int, ...]:
    """The loudest of each of so many equal stretches of `length` samples, 0 to 100; silence behind the end."""
    if not length:
        return ()
    columns = min(columns, length)
    loud = np.zeros(length, dtype=np.float64)
    loud[: len(samples)] = np.abs(samples[:length].astype(np.float64))
    edges = np.linspace(0, length, columns + 1).astype(np.int64)
    tops = np.maximum.reduceat(loud, edges[:-1])
    return tuple(int(top) for top in np.ceil(tops / _FULL * LOUDEST).clip(0, LOUDEST))


def wave_json(made: Wave) -> dict[str, object]:
    """As it is kept, and as the screen draws it."""
    return {
        "seconds": made.seconds,
        "lanes": [{"side": str(lane.side), "peaks": list(lane.peaks)} for lane in made.lanes],
    }


def _wave_of(kept: dict[str, list[dict[str, list[int]]]]) -> Wave:
    lanes = (Lane(side=Side(str(lane["side"])), peaks=tuple(lane["peaks"])) for lane in kept["lanes"])
    return Wave(seconds=float(str(kept["seconds"])), lanes=tuple(lanes))


def _channels(file: Path) -> tuple[list[Samples], int]:
    """Each channel's samples, and how many there are in a second; silence where the file is no WAV of 16 bits."""
    try:
        with wave.open(str(file)) as opened:
            rate, count, width = opened.getframerate(), opened.getnchannels(), opened.getsampwidth()
            data = opened.readframes(opened.getnframes()) if width == 2 else b""
        if not data and width == 2:
            data, rate, count = file.read_bytes()[_HEAD:], _RATE, 1
    except (OSError, EOFError, wave.Error):
        return [np.zeros(0, dtype=np.int16)], _RATE
    whole = np.frombuffer(data[: len(data) // (2 * count) * 2 * count], dtype="<i2").astype(np.int16)
    return [whole[at::count] for at in range(count)], rate or _RATE
