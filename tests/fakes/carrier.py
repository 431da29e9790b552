"""The carrier behind a trunk: each number that Asterisk dials is a telephone of its own.

It passes on an INVITE, a CANCEL and their answers; once a call stands, both sides talk to each other directly.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from typing import Self

Address = tuple[str, int]
TRUNK = """
[outside]
type = endpoint
transport = transport-udp
context = from-citizen
disallow = all
allow = alaw
aors = outside
direct_media = no
send_pai = yes
[outside]
type = aor
contact = sip:127.0.0.1:{port}
"""
"""A part of trunk.conf: the carrier at this port, as endpoint `outside`."""


class _Socket(asyncio.DatagramProtocol):
    def __init__(self, received: Callable[[bytes, Address], None]) -> None:
        self._received = received

    def datagram_received(self, data: bytes, addr: Address) -> None:
        self._received(data, addr)


class Carrier:
    """`async with Carrier(port, {"13800138000": its_port})`. dialled: the numbers that were dialled, in order."""

    def __init__(self, port: int, phones: Mapping[str, int]) -> None:
        self._port, self._phones = port, dict(phones)
        self.dialled: list[str] = []
        self._sides: dict[str, tuple[Address, Address]] = {}  # by Call-ID: Asterisk and the telephone

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._sip, _ = await loop.create_datagram_endpoint(
            lambda: _Socket(self._pass_on), local_addr=("127.0.0.1", self._port)
        )
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._sip.close()

    def add(self, number: str, port: int) -> None:
        """One more number, which is the telephone at this port."""
        self._phones[number] = port

    def _pass_on(self, data: bytes, addr: Address) -> None:
        text = data.decode(errors="replace")
        call = re.search(r"(?mi)^Call-ID: *(.*?)\r?$", text)
        if call is None:
            return
        if text.startswith("INVITE ") and call[1] not in self._sides:
            number = text.split()[1].partition(":")[2].partition("@")[0]
            self.dialled.append(number)
            if number not in self._phones:
                self._refuse(text, addr)
                return
            self._sides[call[1]] = (addr, ("127.0.0.1", self._phones[number]))
        sides = self._sides.get(call[1])
        if sides is not None:
            self._sip.sendto(data, sides[1] if addr == sides[0] else sides[0])

    def _refuse(self, text: str, addr: Address) -> None:
        kept = [line for line in text.split("\r\n") if re.match(r"(?i)(via|from|to|call-id|cseq):", line)]
        self._sip.sendto(
            ("\r\n".join(["SIP/2.0 404 Not Found", *kept, "Content-Length: 0"]) + "\r\n\r\n").encode(), addr
        )
