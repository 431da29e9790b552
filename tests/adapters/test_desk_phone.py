"""The telephone of the tests: it hears of its own call alone, though others had its port before."""

from __future__ import annotations

import asyncio
import socket

import pytest

from tests.fakes.desk_phone import DeskPhone
from tests.hotline_process import free_ports


def _request(method: str, call: str) -> bytes:
    lines = [
        f"{method} sip:desk@127.0.0.1 SIP/2.0",
        "Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK1",
        "From: <sip:a@b>;tag=1",
        "To: <sip:desk@b>",
        f"Call-ID: {call}",
        f"CSeq: 1 {method}",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


@pytest.mark.parametrize(("call", "answer", "is_over"), [("before", b"481", False), ("ours", b"200", True)])
async def test_a_goodbye_of_another_call_ends_none(call: str, answer: bytes, is_over: bool) -> None:
    """Asterisk sends the BYE of the last test's call again, to the telephone that has the port by then."""
    (port,) = free_ports(1, socket.SOCK_DGRAM)
    loop = asyncio.get_running_loop()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asterisk:
        asterisk.settimeout(0)
        asterisk.bind(("127.0.0.1", 0))
        async with DeskPhone(port) as phone, asyncio.timeout(5):
            await loop.sock_sendto(asterisk, _request("INVITE", "ours"), ("127.0.0.1", port))
            assert (await loop.sock_recv(asterisk, 2000)).startswith(b"SIP/2.0 180")
            await loop.sock_sendto(asterisk, _request("BYE", call), ("127.0.0.1", port))
            assert (await loop.sock_recv(asterisk, 2000)).startswith(b"SIP/2.0 " + answer)
            assert phone.ended.is_set() is is_over
