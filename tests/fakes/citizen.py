"""A citizen with a plain SIP phone: rings the hotline over UDP, hears (keeps every sample), presses keys, hangs up.

It keeps to what a test needs of RFC 3261, 3550 and 4733: one call, A-law, no authentication.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import secrets
import struct
import time
from collections.abc import Callable
from typing import Self

import numpy as np

from tests.fakes.tones import Samples, from_alaw, spoken_seconds, to_alaw, tone

FRAME = 160
Address = tuple[str, int]


class _Socket(asyncio.DatagramProtocol):
    def __init__(self, received: Callable[[bytes, Address], None]) -> None:
        self._received = received

    def datagram_received(self, data: bytes, addr: Address) -> None:
        self._received(data, addr)


class Citizen:
    """One call of one phone: `async with Citizen(port) as citizen: await citizen.call("12345")`."""

    def __init__(
        self, sip_port: int, *, number: str = "13800138000", name: str = "", address: str = "127.0.0.1"
    ) -> None:
        self._proxy: Address = (address, sip_port)
        self._number, self._name = number, name
        self.heard: list[tuple[float, bytes]] = []
        self.answered = asyncio.Event()
        self.ended = asyncio.Event()
        self.status = 0
        self._changed = asyncio.Event()
        self._tag, self._call_id, self._sequence = secrets.token_hex(4), secrets.token_hex(8), 1
        self._to, self._contact, self._dialled = "", "", ""
        self._peer: Address | None = None
        self._keys: asyncio.Queue[str] = asyncio.Queue()
        self.keys_ended: list[float] = []
        self._speaking: Samples | None = None
        self._said = 0  # frames of what is being said
        self._once = False
        self._talk: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._sip, _ = await loop.create_datagram_endpoint(lambda: _Socket(self._sip_in), local_addr=("127.0.0.1", 0))
        self._rtp, _ = await loop.create_datagram_endpoint(lambda: _Socket(self._rtp_in), local_addr=("127.0.0.1", 0))
        self._sip_port = self._sip.get_extra_info("sockname")[1]
        self._rtp_port = self._rtp.get_extra_info("sockname")[1]
        return self

    async def __aexit__(self, *exc: object) -> None:
        if not self.ended.is_set():
            self.hang_up()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.ended.wait(), 2)
        if self._talk is not None:
            self._talk.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._talk
        self._sip.close()
        self._rtp.close()

    # the call

    async def call(self, dialled: str, patience: float = 10) -> None:
        """Dial, and wait until the hotline answers; raises TimeoutError or ConnectionError (status in its text)."""
        self._dialled = dialled
        body = (
            f"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            f"m=audio {self._rtp_port} RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
            "a=fmtp:101 0-16\r\na=ptime:20\r\na=sendrecv\r\n"
        )
        self._send("INVITE", f"sip:{dialled}@{self._proxy[0]}:{self._proxy[1]}", body)
        async with asyncio.timeout(patience):
            while not self.answered.is_set() and not self.ended.is_set():
                await self._wait_change()
        if not self.answered.is_set():
            raise ConnectionError(f"{dialled} was refused with {self.status}")
        self._talk = asyncio.create_task(self._talking())

    def press(self, keys: str) -> None:
        """Press keys one after the other, each 100 ms with a pause of 100 ms."""
        for key in keys:
            self._keys.put_nowait(key)

    def say(self, hertz: float) -> None:
        """Say a tone of this frequency from now on; 0 is silence."""
        self._speaking, self._said, self._once = tone(hertz, 1.0) if hertz else None, 0, False

    async def says(self, hertz: float, seconds: float) -> None:
        """Say a tone, and go on when so many seconds of it are said."""
        self.say(hertz)
        while self._said * FRAME < seconds * 8000 and not self.ended.is_set():
            await self._wait_change()

    async def speak(self, samples: Samples) -> None:
        """Say this once, and go on when it is said."""
        self._speaking, self._said, self._once = samples, 0, True
        while self._speaking is samples and not self.ended.is_set():
            await self._wait_change()

    def hang_up(self) -> None:
        """End the call, or give up ringing."""
        if self.answered.is_set():
            self._sequence += 1
            self._send("BYE", self._contact or f"sip:{self._dialled}@{self._proxy[0]}", "")
        elif self._dialled:
            self._send("CANCEL", f"sip:{self._dialled}@{self._proxy[0]}:{self._proxy[1]}", "")
        else:
            self.ended.set()

    # what was heard

    def since(self, at: float = 0.0) -> Samples:
        """Every sample heard since a time of time.monotonic(), in order of arrival."""
        data = b"".join(payload for when, payload in self.heard if when >= at)
        return from_alaw(data) if data else np.zeros(0, dtype=np.int16)

    async def hears(self, test: Callable[[Samples], bool], *, since: float = 0.0, patience: float = 15) -> Samples:
        """Wait until what was heard since a time passes the test; TimeoutError where it never does."""
        async with asyncio.timeout(patience):
            while not test(self.since(since)):
                await self._wait_change()
        return self.since(since)

    async def hears_speech(self, seconds: float, *, since: float = 0.0, patience: float = 15) -> Samples:
        """Wait until so many seconds of sound were heard since a time."""
        return await self.hears(lambda samples: spoken_seconds(samples) >= seconds, since=since, patience=patience)

    # SIP

    def _send(self, method: str, uri: str, body: str) -> None:
        via = f"z9hG4bK{self._call_id}{self._sequence if method not in ('ACK', 'CANCEL') else 1}"
        shown = f'"{self._name}" ' if self._name else ""
        lines = [
            f"{method} {uri} SIP/2.0",
            f"Via: SIP/2.0/UDP 127.0.0.1:{self._sip_port};branch={via};rport",
            f"From: {shown}<sip:{self._number}@127.0.0.1>;tag={self._tag}",
            f"To: {self._to or f'<sip:{self._dialled}@{self._proxy[0]}>'}",
            f"Call-ID: {self._call_id}",
            f"CSeq: {self._sequence if method not in ('ACK', 'CANCEL') else 1} {method}",
            f"Contact: <sip:{self._number}@127.0.0.1:{self._sip_port}>",
            "Max-Forwards: 70",
            *(["Content-Type: application/sdp"] if body else []),
            f"Content-Length: {len(body)}",
        ]
        self._sip.sendto(("\r\n".join(lines) + "\r\n\r\n" + body).encode(), self._proxy)

    def _sip_in(self, data: bytes, addr: Address) -> None:
        text = data.decode(errors="replace")
        first = text.split("\r\n", 1)[0]
        if first.startswith("SIP/2.0"):
            self._response(int(first.split()[1]), text)
        else:
            self._request(first.split()[0], text, addr)
        self._note_change()

    def _response(self, status: int, text: str) -> None:
        method = re.search(r"(?mi)^CSeq: *\d+ (\w+)", text)
        if method and method[1] == "BYE":
            self.ended.set()
        if not method or method[1] != "INVITE" or status < 200:
            return
        self.status = status
        self._to = _header(text, "To")
        if status < 300:
            contact = re.search(r"<([^>]+)>", _header(text, "Contact"))
            self._contact = contact[1] if contact else ""
            self._learn_media(text)
            self._send("ACK", self._contact, "")
            self.answered.set()
        else:
            self._send("ACK", f"sip:{self._dialled}@{self._proxy[0]}:{self._proxy[1]}", "")
            self.ended.set()

    def _request(self, method: str, text: str, addr: Address) -> None:
        kept = [line for line in text.split("\r\n") if re.match(r"(?i)(via|from|to|call-id|cseq):", line)]
        body = ""
        if method == "INVITE":  # a re-INVITE: the same media again
            self._learn_media(text)
            body = (
                f"v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                f"m=audio {self._rtp_port} RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\n"
            )
        if method != "ACK":
            kept += [f"Contact: <sip:{self._number}@127.0.0.1:{self._sip_port}>"]
            kept += ["Content-Type: application/sdp"] if body else []
            answer = ["SIP/2.0 200 OK", *kept, f"Content-Length: {len(body)}", "", body]
            self._sip.sendto("\r\n".join(answer).encode(), addr)
        if method == "BYE":
            self.ended.set()

    def _learn_media(self, text: str) -> None:
        port, host = re.search(r"m=audio (\d+)", text), re.search(r"c=IN IP4 (\S+)", text)
        if port and host:
            self._peer = (host[1] if host[1] != "0.0.0.0" else self._proxy[0], int(port[1]))

    # RTP

    def _rtp_in(self, data: bytes, addr: Address) -> None:
        del addr
        if len(data) > 12 and data[1] & 0x7F == 8:
            self.heard.append((time.monotonic(), data[12:]))
            self._note_change()

    async def _talking(self) -> None:
        loop = asyncio.get_running_loop()
        sequence, stamp, source = 1, 0, secrets.randbits(31)
        silence, due = to_alaw(np.zeros(FRAME, dtype=np.int16)), loop.time()
        key, ticks = "", 0
        while not self.ended.is_set():
            due += 0.02
            await asyncio.sleep(max(0.0, due - loop.time()))
            if not key and not self._keys.empty():
                key, ticks, started = self._keys.get_nowait(), 0, stamp
            if key:
                payload, kind, when = self._key_packet(key, ticks), 101, started if ticks < 8 else stamp
                ticks += 1
            else:
                payload, kind, when = self._frame(stamp) or silence, 8, stamp
            if kind == 8 or ticks <= 8:
                self._send_rtp(struct.pack("!BBHII", 0x80, kind, sequence, when & 0xFFFFFFFF, source) + payload)
                sequence = (sequence + 1) & 0xFFFF
            if kind == 8 and self._speaking is not None:
                self._said += 1
                if self._once and self._said * FRAME >= len(self._speaking):
                    self._speaking = None
                self._note_change()
            if key and ticks == 8:
                self.keys_ended.append(time.monotonic())
            if key and ticks >= 12:
                key = ""
            stamp += FRAME

    def _key_packet(self, key: str, ticks: int) -> bytes:
        event = "0123456789*#".index(key)
        return struct.pack("!BBH", event, 0x8A if ticks >= 5 else 0x0A, (min(ticks, 5) + 1) * FRAME)

    def _frame(self, stamp: int) -> bytes | None:
        if self._speaking is None:
            return None
        at = self._said * FRAME if self._once else stamp % (len(self._speaking) - FRAME)
        frame = self._speaking[at : at + FRAME]
        return to_alaw(np.pad(frame, (0, FRAME - len(frame))))

    def _send_rtp(self, packet: bytes) -> None:
        if self._peer is not None:
            self._rtp.sendto(packet, self._peer)

    # waiting

    def _note_change(self) -> None:
        self._changed.set()

    async def _wait_change(self) -> None:
        self._changed.clear()
        await self._changed.wait()


def _header(text: str, name: str) -> str:
    found = re.search(rf"(?mi)^{name}: *(.*?)\r?$", text)
    return found[1] if found else ""
