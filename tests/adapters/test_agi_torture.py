"""The AGI port is tortured over real sockets: whatever connects and however it leaves, the loop and the calls go on."""

from __future__ import annotations

import asyncio
import random
import socket
import struct
from collections.abc import Mapping
from contextlib import suppress

import pytest

from hotline.telephony.agi_channel import CallChannel
from tests.adapters.agi_caller import Caller, serving
from tests.adapters.pulse import LATEST, watched


async def test_a_thousand_connections_that_close_at_once_cost_nothing() -> None:
    """Defect 1: connect and close, cleanly or with a reset: the loop beats on, no session stays, a call is answered."""
    async with serving() as server, watched() as beat:
        for number in range(1000):
            client = socket.create_connection(("127.0.0.1", server.port))
            if number % 2:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.close()
            await asyncio.sleep(0)
        await (await Caller.connect(server.port)).ended()
        await server.idle()
    assert beat.longest < LATEST


async def test_random_bytes_cost_nothing() -> None:
    """Noise, headers without end and lines without end are cut off, and a call is answered meanwhile."""
    dice = random.Random(12345)  # noqa: S311 noise, no secret
    noise = [dice.randbytes(dice.randrange(1, 4000)) for _ in range(100)]
    noise += [b"agi_a: 1\n" * 1000, b"x" * 100_000, b"agi_network_script: a?" + b"a=1&" * 500 + b"\n\n", b"\n"]
    async with serving() as server, watched() as beat:
        for chunk in noise:
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
            writer.write(chunk)
            writer.write_eof()
            async with asyncio.timeout(5):
                with suppress(ConnectionError):
                    assert await reader.read() == b""
            writer.close()
        await (await Caller.connect(server.port)).ended()
    assert beat.longest < LATEST


async def test_a_header_that_does_not_come_is_not_waited_for() -> None:
    """Who connects and says nothing is closed after two seconds."""
    async with serving() as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        async with asyncio.timeout(3):
            assert await reader.read() == b""
        writer.close()


async def test_sessions_are_bounded() -> None:
    """One more than may be open is closed at once, so that its caller goes to a person."""
    entered, leave = asyncio.Event(), asyncio.Event()

    async def handle(channel: CallChannel, path: str, query: Mapping[str, str]) -> None:
        entered.set()
        await leave.wait()

    async with serving(handle, sessions=1) as server:
        first = await Caller.connect(server.port)
        await entered.wait()
        second_reader, second_writer = await asyncio.open_connection("127.0.0.1", server.port)
        async with asyncio.timeout(2):
            with suppress(ConnectionError):
                assert await second_reader.read() == b""
        second_writer.close()
        leave.set()
        await first.ended()


HOSTILE = {
    "a line of 64 kB": b"agi_network: yes\nagi_callerid: " + b"9" * 65536 + b"\nagi_network_script: line/12345\n\n",
    "a script of 64 kB": b"agi_network: yes\nagi_network_script: line/" + b"x" * 65536 + b"\n\n",
    "a zero byte in the path": b"agi_network: yes\nagi_network_script: line/12345\0\n\n",
    "a return in the path": b"agi_network: yes\nagi_network_script: line/1\r2345\n\n",
    "a line break in a value": b"agi_network: yes\nagi_network_script: line/12345?number=1%0D%0AAction: Originate\n\n",
    "a zero byte in a value": b"agi_network: yes\nagi_network_script: line/12345?number=1%00\n\n",
    "a line break in the path": b"agi_network: yes\nagi_network_script: line%0A/12345\n\n",
    "a line that is no header": b"agi_network: yes\nGET / HTTP/1.1\nagi_network_script: line/12345\n\n",
    "no script": b"agi_network: yes\n\n",
}


@pytest.mark.parametrize("request_bytes", HOSTILE.values(), ids=HOSTILE)
async def test_a_hostile_request_reaches_no_handler(request_bytes: bytes) -> None:
    """Line breaks, zero bytes and endless lines in a request end that session alone, before any handler sees it."""
    handled: list[str] = []

    async def handle(channel: CallChannel, path: str, query: Mapping[str, str]) -> None:
        handled.append(path)

    async with serving(handle) as server, watched() as beat:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(request_bytes)
        async with asyncio.timeout(5):
            with suppress(ConnectionError):
                assert await reader.read() == b""
        writer.close()
        await (await Caller.connect(server.port)).ended()
    assert handled == ["/line/12345"]
    assert beat.longest < LATEST


async def test_text_of_a_stranger_in_the_header_is_only_text() -> None:
    """A zero byte, a return or broken UTF-8 in a caller's name costs the caller nothing: it is kept as text."""
    names: list[str] = []

    async def handle(channel: CallChannel, path: str, query: Mapping[str, str]) -> None:
        names.append(channel.request.header["agi_calleridname"])

    async with serving(handle) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(b"agi_calleridname: a\0b\rc\xffd\nagi_network_script: line/12345\n\n")
        async with asyncio.timeout(5):
            assert await reader.read() == b""
        writer.close()
    assert names == ["a\0b\rc\ufffdd"]
