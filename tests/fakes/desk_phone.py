"""An agent's plain SIP telephone at a fixed UDP port: it rings, is answered, rejects or hangs up when the test says so.

It keeps to what a test needs of RFC 3261: one call at a time, no registration; its audio is in talking_phone.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Callable
from typing import Self

Address = tuple[str, int]


class _Socket(asyncio.DatagramProtocol):
    def __init__(self, received: Callable[[str, Address], None]) -> None:
        self._received = received

    def datagram_received(self, data: bytes, addr: Address) -> None:
        self._received(data.decode(errors="replace"), addr)


class DeskPhone:
    """`async with DeskPhone(port) as phone: await phone.rings(); phone.answer()`.

    invite: the text of the last INVITE; ringing, confirmed, ended: how far its call is.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._audio_port = 9  # the discard port: silence
        self.invite = ""
        self.all_received = ""  # every SIP message, one after the other
        self.ringing = asyncio.Event()
        self.confirmed = asyncio.Event()
        self.ended = asyncio.Event()
        self._asterisk: Address = ("", 0)

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._sip, _ = await loop.create_datagram_endpoint(
            lambda: _Socket(self._received), local_addr=("127.0.0.1", self._port)
        )
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._sip.close()

    async def rings(self, patience: float = 15) -> None:
        """Wait until it rings; it has not been answered or given up since."""
        async with asyncio.timeout(patience):
            await self.ringing.wait()

    async def answer(self, patience: float = 5) -> None:
        """Pick up, and wait until Asterisk has taken note."""
        self._reply(self.invite, "200 OK", self._body())
        async with asyncio.timeout(patience):
            await self.confirmed.wait()

    def _body(self) -> str:
        keys = keys_in(self.invite)
        lines = ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "c=IN IP4 127.0.0.1", "t=0 0"]
        lines += [f"m=audio {self._audio_port} RTP/AVP 8{f' {keys}' if keys else ''}", "a=rtpmap:8 PCMA/8000"]
        lines += [f"a=rtpmap:{keys} telephone-event/8000"] if keys else []
        return "\r\n".join([*lines, "a=sendrecv", ""])

    def reject(self) -> None:
        """Refuse the call."""
        self._reply(self.invite, "486 Busy Here")
        self._over()

    def hang_up(self, reason: str = "") -> None:
        """End the call that was answered. reason: the value of a Reason header, as a page that is reloaded sends."""
        request = re.search(r"(?mi)^Contact:.*?<([^>]+)>", self.invite)
        assert request is not None
        lines = [
            f"BYE {request[1]} SIP/2.0",
            f"Via: SIP/2.0/UDP 127.0.0.1:{self._port};branch=z9hG4bK{secrets.token_hex(8)};rport",
            f"From: {_header(self.invite, 'To')};tag=desk",
            f"To: {_header(self.invite, 'From')}",
            f"Call-ID: {_header(self.invite, 'Call-ID')}",
            "CSeq: 1 BYE",
            "Max-Forwards: 70",
            *([f"Reason: {reason}"] if reason else []),
            "Content-Length: 0",
        ]
        self._send(lines, "")

    def _received(self, text: str, addr: Address) -> None:
        self._asterisk = addr
        self.all_received += text
        method = text.split(maxsplit=1)[0]
        if method == "INVITE":
            self._rung(text)
        elif method in ("BYE", "CANCEL") and _header(text, "Call-ID") != _header(self.invite, "Call-ID"):
            # sent again to the telephone that had this port before: it ends no call of ours
            self._reply(text, "481 Call/Transaction Does Not Exist")
        elif method == "ACK":
            self.confirmed.set()
        elif method == "CANCEL":
            self._reply(text, "200 OK")
            self._reply(self.invite, "487 Request Terminated")
            self._over()
        elif method == "BYE":
            self._reply(text, "200 OK")
            self._over()
        elif method.startswith("SIP/2.0") and _header(text, "CSeq").endswith("BYE"):
            self._over()
        elif not method.startswith("SIP/2.0"):
            self._reply(text, "200 OK")

    def _rung(self, text: str) -> None:
        if _header(text, "Call-ID") == _header(self.invite, "Call-ID") and not self.ended.is_set():
            if self.confirmed.is_set() and ";tag=desk" in _header(text, "To"):
                self._reply(text, "200 OK", self._body())  # the same media again
            return  # else it is sent again
        self.invite = text
        self.confirmed.clear()
        self.ended.clear()
        self._reply(text, "180 Ringing")
        self.ringing.set()

    def _over(self) -> None:
        self.ringing.clear()
        self.ended.set()

    def _reply(self, request: str, status: str, body: str = "") -> None:
        kept = [line for line in request.split("\r\n") if re.match(r"(?i)(via|from|call-id|cseq|record-route):", line)]
        lines = [f"SIP/2.0 {status}", *kept, f"To: {_header(request, 'To').split(';tag=')[0]};tag=desk"]
        lines += [f"Contact: <sip:desk@127.0.0.1:{self._port}>", f"Content-Length: {len(body)}"]
        lines += ["Content-Type: application/sdp"] if body else []
        self._send(lines, body)

    def _send(self, lines: list[str], body: str) -> None:
        self._sip.sendto(("\r\n".join(lines) + "\r\n\r\n" + body).encode(), self._asterisk)


def keys_in(text: str) -> int:
    """The payload type by which an offer takes keys (RFC 4733), 0 for none."""
    found = re.search(r"a=rtpmap:(\d+) telephone-event/8000", text)
    return int(found[1]) if found else 0


def _header(text: str, name: str) -> str:
    found = re.search(rf"(?mi)^{name}: *(.*?)\r?$", text)
    return found[1] if found else ""
