"""What one side of a call says, as Asterisk brings it: in step with the clock, whatever comes."""

from __future__ import annotations

import asyncio

import pytest

from hotline.errors import ConflictError, TelephonyError
from hotline.telephony.audiosocket_line import SocketLine
from hotline.telephony.copying import CONNECT_SECONDS, LATE_SECONDS, CopiedSide, Copying, beside

FRAME = b"\x01\x02" * 160


def side_at(clock: list[float]) -> tuple[CopiedSide, SocketLine]:
    """A side with its line, at the time that the test sets."""
    side = CopiedSide(lambda: clock[0])
    side.line = line = SocketLine()
    return side, line


def test_what_comes_in_time_comes_once_and_unchanged() -> None:
    """Twenty milliseconds at a time, or several together."""
    clock = [100.0]
    side, line = side_at(clock)
    for frames in (1, 3, 0, 2):
        clock[0] += frames * 0.02
        for _ in range(frames):
            line.take_sound(FRAME)
        assert side.read() == frames * FRAME
    assert side.read() == b""


def test_where_nothing_comes_silence_does() -> None:
    """So that a word after it stands at its own second; what comes late in a heap is told, and no silence beside it."""
    clock = [0.0]
    side, line = side_at(clock)
    clock[0] = LATE_SECONDS - 0.05
    assert side.read() == b""
    clock[0] = 1.0
    assert side.read() == bytes(16_000)
    clock[0] = 1.2
    for _ in range(10):
        line.take_sound(FRAME)
    assert side.read() == 10 * FRAME
    side.line = None
    clock[0] = 2.0
    assert side.read() == bytes(12_800)


def test_whoever_shares_the_citizens_bridge_is_the_other_side() -> None:
    """Whatever line that is; nobody is while the citizen waits."""
    citizen = {"Channel": "PJSIP/trunk-1", "BridgeID": "b1"}
    agent, other = {"Channel": "PJSIP/1001-2", "BridgeID": "b1"}, {"Channel": "PJSIP/1002-3", "BridgeID": "b2"}
    assert beside("PJSIP/trunk-1", [other, citizen, agent]) == "PJSIP/1001-2"
    assert beside("PJSIP/trunk-1", [other, {"Channel": "PJSIP/trunk-1", "BridgeID": ""}, agent]) is None
    assert beside("PJSIP/trunk-1", [agent]) is None


CALL, CITIZEN = "1763770000.1", "PJSIP/trunk-1"


class Switchboard:
    """Asterisk and its lines: who is there is set by the test."""

    port = 1

    def __init__(self) -> None:
        self.bridged = {CITIZEN: "b1", "PJSIP/1001-2": "b1"}
        self.brought: list[str] = []
        self.silent = False
        self.thrice = asyncio.Event()
        self.lines: list[SocketLine] = []
        self.forgotten: list[SocketLine] = []

    def announce(self) -> SocketLine:
        """A line."""
        self.lines.append(SocketLine())
        return self.lines[-1]

    def forget(self, line: SocketLine) -> None:
        """Note it."""
        self.forgotten.append(line)

    async def action(self, name: str, /, **fields: str) -> dict[str, str]:
        """Asterisk brings the sound at once, or never."""
        assert name == "Originate"
        self.brought.append(fields["Variable"].partition("=")[2])
        if len(self.brought) == 3:
            self.thrice.set()
        if not self.silent:
            self.lines[-1].connected.set()
        return {}

    async def action_list(self, name: str, /, **fields: str) -> list[dict[str, str]]:
        """Who is there."""
        del name, fields
        told = {"Variable": "", "HOTLINE_CALL": CALL, "HOTLINE_CHANNEL": CITIZEN}
        return [
            {"Channel": channel, "BridgeID": bridge, **({"Variable": _told(told)} if channel == CITIZEN else {})}
            for channel, bridge in self.bridged.items()
        ]


def _told(told: dict[str, str]) -> str:
    return "\n".join(f"{name}={value}" for name, value in told.items() if value)


async def test_whoever_comes_to_talk_with_the_citizen_is_brought_too() -> None:
    """The line of the one who left is over; the citizen's stays as it is, and at the end both are given back."""
    board, looks = Switchboard(), asyncio.Semaphore(0)

    async def looked() -> None:
        await looks.acquire()

    copying = Copying(board, board, lambda: 0.0, looked)  # type: ignore[arg-type]
    await copying.begin(CALL)
    assert board.brought == [CITIZEN, "PJSIP/1001-2"]
    board.bridged = {CITIZEN: "b2", "PJSIP/1002-3": "b2"}
    board.lines[1].closed.set()
    looks.release()
    async with asyncio.timeout(5):
        await board.thrice.wait()
    assert board.brought[2] == "PJSIP/1002-3"
    await copying.end(CALL)
    assert set(board.forgotten) >= {board.lines[0], board.lines[2]}


async def test_a_call_that_asterisk_does_not_bring_is_told_and_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """And one that is not there is refused before anything is asked for."""
    monkeypatch.setattr("hotline.telephony.copying.CONNECT_SECONDS", CONNECT_SECONDS / 1000)
    board = Switchboard()
    board.silent = True
    copying = Copying(board, board, lambda: 0.0)  # type: ignore[arg-type]
    with pytest.raises(TelephonyError):
        await copying.begin(CALL)
    assert set(board.forgotten) == set(board.lines)
    board.bridged = {}
    with pytest.raises(ConflictError):
        await copying.begin(CALL)
