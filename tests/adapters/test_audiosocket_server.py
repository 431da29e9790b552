"""The AudioSocket server against peers that are not Asterisk, or one on a bad day."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from hotline.telephony.audiosocket_line import MOST_WAITING, SocketLine
from hotline.telephony.audiosocket_protocol import Ended, FrameReader, Spoken, end_frame, sound_frame
from hotline.telephony.audiosocket_server import AudioSocketServer

SOUND = bytes(range(160)) * 2


@pytest_asyncio.fixture
async def server() -> AsyncIterator[AudioSocketServer]:
    """A server that takes two lines at once."""
    running = AudioSocketServer("127.0.0.1", 0, lines=2)
    await running.start()
    yield running
    await running.close()


class Peer:
    """Asterisk's side."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def shut_out(self) -> bool:
        """Whether the connection ends without a word."""
        async with asyncio.timeout(5):
            try:
                return b"".join([data async for data in self.reader]) in (b"", end_frame())
            except ConnectionResetError:
                return True


Connect = Callable[..., Awaitable[Peer]]


@pytest_asyncio.fixture
async def connect(server: AudioSocketServer) -> AsyncIterator[Connect]:
    """Connects, and says whose it is where that is given; all are closed in the end."""
    peers: list[Peer] = []

    async def one(name: UUID | None = None) -> Peer:
        peers.append(Peer(*await asyncio.open_connection("127.0.0.1", server.port)))
        if name is not None:
            peers[-1].writer.write(b"\x01\x00\x10" + name.bytes)
        return peers[-1]

    yield one
    for peer in peers:
        peer.writer.close()
        with contextlib.suppress(OSError):
            await peer.writer.wait_closed()


async def _heard(line: SocketLine, count: int) -> list[bytes | str]:
    found: list[bytes | str] = []
    async with asyncio.timeout(5):
        async for each in line.heard():
            if each:
                found.append(each)
            if len(found) >= count:
                break
    return found


async def test_an_announced_line_is_carried_both_ways(server: AudioSocketServer, connect: Connect) -> None:
    """Sound and keys in their order, sound back at its pace, and the end told to the other side."""
    line = server.announce()
    peer = await connect(line.name)
    peer.writer.write(sound_frame(SOUND) + b"\x03\x00\x015" + sound_frame(SOUND)[:100])
    assert await _heard(line, 2) == [SOUND, "5"]
    peer.writer.write(sound_frame(SOUND)[100:])
    assert await _heard(line, 1) == [SOUND]
    line.play(SOUND * 3 + b"ab")
    server.forget(line)
    frames = FrameReader().feed(await asyncio.wait_for(peer.reader.read(), 5))
    assert frames == (Ended(),)


async def test_what_is_played_comes_whole_in_frames_of_20_ms(server: AudioSocketServer, connect: Connect) -> None:
    """The last is filled with silence."""
    line = server.announce()
    peer = await connect(line.name)
    await asyncio.wait_for(line.connected.wait(), 5)
    line.play(SOUND * 5 + b"ab")
    reader, frames = FrameReader(), list[object]()
    async with asyncio.timeout(5):
        while len(frames) < 6:
            frames += reader.feed(await peer.reader.read(1000))
    assert frames == [Spoken(audio=SOUND)] * 5 + [Spoken(audio=b"ab".ljust(320, b"\0"))]
    assert not line.playing


@pytest.mark.parametrize("first", [b"\x10\x00\x02ab", b"GET / HTTP/1.1\r\n\r\n", b"\x01\x00\x03abc", b"\xff" * 9])
async def test_who_does_not_begin_with_a_name_is_shut_out(connect: Connect, first: bytes) -> None:
    """Whatever it says."""
    peer = await connect()
    peer.writer.write(first)
    assert await peer.shut_out()


async def test_only_announced_names_come_in_and_each_once(server: AudioSocketServer, connect: Connect) -> None:
    """Not a guess, not a second time, and not after it was forgotten."""
    assert await (await connect(uuid4())).shut_out()
    line, late = server.announce(), server.announce()
    await connect(line.name)
    await asyncio.wait_for(line.connected.wait(), 5)
    assert await (await connect(line.name)).shut_out()
    server.forget(late)
    assert await (await connect(late.name)).shut_out()
    assert server.expected == 0


async def test_who_says_nothing_is_shut_out_in_time_and_too_many_at_once(
    server: AudioSocketServer, connect: Connect
) -> None:
    """The limit counts them too."""
    silent = [await connect() for _ in range(2)]
    assert await (await connect()).shut_out()
    assert [await peer.shut_out() for peer in silent] == [True, True]
    line = server.announce()
    await connect(line.name)
    await asyncio.wait_for(line.connected.wait(), 5)


async def test_a_name_said_twice_is_borne_and_another_one_is_not(server: AudioSocketServer, connect: Connect) -> None:
    """The line ends for whoever listens."""
    line = server.announce()
    peer = await connect(line.name)
    peer.writer.write(b"\x01\x00\x10" + line.name.bytes + b"\x03\x00\x017")
    assert await _heard(line, 1) == ["7"]
    peer.writer.write(b"\x01\x00\x10" + uuid4().bytes)
    assert await _heard(line, 1) == []
    assert await peer.shut_out()


async def test_sound_that_nobody_takes_is_dropped_and_keys_are_not(server: AudioSocketServer, connect: Connect) -> None:
    """Memory is bounded, and a key is worth more than sound."""
    line = server.announce()
    peer = await connect(line.name)
    peer.writer.write(b"\x03\x00\x014" + sound_frame(SOUND) * (3 * MOST_WAITING) + b"\x03\x00\x016\x00\x00\x00")
    await peer.writer.drain()
    assert await peer.shut_out()
    found = [each async for each in line.heard()]
    assert [each for each in found if isinstance(each, str)] == ["4", "6"]
    assert len(found) <= MOST_WAITING + 1


async def test_a_peer_that_is_gone_ends_the_line(server: AudioSocketServer, connect: Connect) -> None:
    """Whether it says so or not, and playing to it harms nobody."""
    line = server.announce()
    peer = await connect(line.name)
    await asyncio.wait_for(line.connected.wait(), 5)
    line.play(SOUND * 50)
    peer.writer.transport.abort()
    assert await _heard(line, 1) == []
    line.play(SOUND)
    line.cut()
    assert not line.playing


async def test_a_key_on_its_way_when_the_line_is_given_back_is_not_lost(
    server: AudioSocketServer, connect: Connect
) -> None:
    """What was not told, and what comes until the other side closes; sound is nobody's any more."""
    line = server.announce()
    peer = await connect(line.name)
    peer.writer.write(sound_frame(SOUND) + b"\x03\x00\x014")
    assert await _heard(line, 1) == [SOUND]
    server.forget(line)
    assert FrameReader().feed(await asyncio.wait_for(peer.reader.read(), 5)) == (Ended(),)
    peer.writer.write(sound_frame(SOUND) + b"\x03\x00\x016")
    peer.writer.close()
    await asyncio.wait_for(line.closed.wait(), 5)
    assert (line.left(), line.left()) == ("46", "")


async def test_a_peer_that_never_closes_is_closed(server: AudioSocketServer, connect: Connect) -> None:
    """A line that was given back holds nothing for long."""
    line = server.announce()
    peer = await connect(line.name)
    await asyncio.wait_for(line.connected.wait(), 5)
    server.forget(line)
    await asyncio.wait_for(line.closed.wait(), 5)
    assert await peer.shut_out()
