"""One recording heard afterwards: each side by itself, only what was not written while the call lasted.

Rule: what the citizen waited through is not heard, as in a live transcript; nothing is told before the whole is heard.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hotline.answering.one_side import OneSide
from hotline.calls.afterwards import ToHear
from hotline.calls.gaps import Span, gaps, marks
from hotline.calls.transcript import Side, Utterance
from hotline.errors import EarError
from hotline.ivr.effects import CHINESE
from hotline.speech.ear.following import Growing
from hotline.speech.ear.gate import Gate
from hotline.speech.ear.recogniser import BYTES_A_SECOND, RATE, Ear, Use

SIDES = (Side.CITIZEN, Side.AGENT)
HEAD = (
    44  # bytes of Asterisk's WAV before its samples; they stay where Asterisk died before it wrote how many there are
)
PIECE = BYTES_A_SECOND // 5  # whole frames of the gate
WAITING = 8  # pieces ahead of the ear: whoever needs the machine waits for no more
Bar = Callable[[float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recordings:
    """The recordings of calls in a folder."""

    folder: Path

    def sides(self, call_id: str) -> dict[Side, Path]:
        """The file of each side, none where there are not both."""
        if Path(call_id).name != call_id:
            return {}
        files = {side: self.folder / f"{call_id}-{side}.wav" for side in SIDES}
        return files if all(file.is_file() and file.stat().st_size > HEAD for file in files.values()) else {}

    def seconds(self, call_id: str) -> float | None:
        """How much of a call's recording is on the disk, None where there is none."""
        if Path(call_id).name != call_id:
            return None
        try:
            return max(0, (self.folder / f"{call_id}.wav").stat().st_size - HEAD) / BYTES_A_SECOND
        except OSError:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearer:
    """What recordings are heard with. quiet: waits until the machine is; said: told the seconds that are done."""

    ear: Ear
    quiet: Callable[[], Awaitable[None]]
    language: str = CHINESE
    gate: Callable[[], Gate] = Gate

    async def hear(
        self, call: ToHear, files: dict[Side, Path], known: Sequence[Utterance], done: Bar = lambda _seconds: None
    ) -> tuple[Utterance, ...]:
        """What was said and is not known yet, with a note where it begins. Raises EarError, EarBusyError, OSError."""
        fresh: list[Utterance] = []
        spans: list[Span] = []
        for side in SIDES:
            missing = gaps(known, side)
            spans += missing
            fresh += await self._side(side, call, files[side], missing, done)
        whole = (*marks(call.call_id, _apart(spans), fresh), *fresh)
        return tuple(sorted(whole, key=lambda one: (one.start, one.side is not Side.NOTE)))

    async def _side(self, side: Side, call: ToHear, file: Path, missing: Sequence[Span], done: Bar) -> list[Utterance]:
        said: list[Utterance] = []

        async def keep(one: Utterance) -> None:
            said.append(one)

        hearing = await self.ear.open(Use.RECORDING, language=self.language)
        one = OneSide(
            side, call.call_id, hearing, offset=0.0, partial=_nobody, said=keep, gate=self.gate(), waiting=WAITING
        )
        hears = asyncio.create_task(one.run(), name=f"ear {call.call_id} {side}")
        reads = asyncio.create_task(self._read(one, call, file, missing, done))
        try:
            await asyncio.wait((hears, reads), return_when=asyncio.FIRST_EXCEPTION)
            for task in (reads, hears):
                if task.done():
                    task.result()
        finally:
            for task in (hears, reads):
                task.cancel()
            await asyncio.gather(hears, reads, return_exceptions=True)
        return said

    async def _read(self, one: OneSide, call: ToHear, file: Path, missing: Sequence[Span], done: Bar) -> None:
        sound = Growing(file, head=HEAD)
        at = 0.0
        while block := await asyncio.to_thread(sound.read):
            for piece in _pieces(block):
                meant = any(span.holds(at) for span in missing) and not any(span.holds(at) for span in call.waits)
                if meant:
                    await self.quiet()
                await one.hear_all(piece, meant=meant)
                at += len(piece) / BYTES_A_SECOND
                done(len(piece) / BYTES_A_SECOND)
        await one.close_all()


def seconds_of(files: dict[Side, Path]) -> float:
    """How much there is to hear of both sides."""
    return sum(max(0, file.stat().st_size - HEAD) for file in files.values()) / BYTES_A_SECOND


def check_sound(file: Path) -> None:
    """Raises EarError where it is not as Asterisk writes it: 8 kHz, 16 bit, mono."""
    with file.open("rb") as opened:
        head = opened.read(HEAD)
    form = head[20:24] + head[24:28] + head[34:36]
    if head[:4] != b"RIFF" or form != b"\x01\x00\x01\x00" + RATE.to_bytes(4, "little") + b"\x10\x00":
        raise EarError(f"{file.name} is no recording of Asterisk's (WAV, 8 kHz, 16 bit, mono).")


def _pieces(block: bytes) -> Iterator[bytes]:
    return (block[at : at + PIECE] for at in range(0, len(block), PIECE))


def _apart(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The gaps of both sides together, so that each has one note."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda one: one.start):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(start=joined[-1].start, end=max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def _nobody(side: Side, text: str) -> None:
    """Nobody watches."""
    del side, text
