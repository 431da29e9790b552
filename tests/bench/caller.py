"""One call of the load: dials, listens for each prompt, presses a key into it, hangs up after the last.

Rule: a step is measured from the first packet that ends the key (RFC 4733; its two copies follow at once) to the first
packet of the next prompt. Between keys nothing is sent: Asterisk does not need it, and the machine is small.
"""

from __future__ import annotations

import secrets
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.bench import sip
from tests.bench.marks import packet_of
from tests.bench.wire import Wire

KEY_SECONDS = 0.1
_EVENT, _END = 101, 0x80
_RETRY = (0.5, 1.0, 2.0)  # seconds after which a request is sent again


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What every caller of a load does.

    dialled; prompts: names of the tones in the order in which they come round, none where nothing is listened for;
    steps: keys pressed; patience: seconds after which a prompt that has not come is a failure; stay: seconds on the
    line after the last prompt; surprise: a tone that is waited for after that, however long it takes.
    """

    dialled: str
    prompts: tuple[str, ...]
    steps: int
    patience: float = 4.0
    stay: float = 0.1
    surprise: str = ""


@dataclass(slots=True, kw_only=True)
class Tally:
    """What all callers of a load have met. latencies: ms, one a step; surprises: when each came, epoch nanoseconds."""

    latencies: list[float] = field(default_factory=list)
    surprises: list[int] = field(default_factory=list)
    completed: int = 0
    failures: dict[str, int] = field(default_factory=dict)


class Call:
    """One call. ended is told once; peer: Asterisk's audio port, 0 until the call is answered."""

    def __init__(
        self,
        wire: Wire,
        errand: Errand,
        tally: Tally,
        *,
        number: str,
        pauses: tuple[float, ...],
        ended: Callable[[Call], None],
    ) -> None:
        self.id = secrets.token_hex(8)
        self.peer = 0
        self._wire, self._errand, self._tally, self._ended = wire, errand, tally, ended
        self._number, self._pauses = number, pauses
        self._packets = [packet_of(name) for name in errand.prompts]
        self._surprise = packet_of(errand.surprise) if errand.surprise else b""
        self._watching = False
        self._uri = f"sip:{errand.dialled}@127.0.0.1:{wire.proxy[1]}"
        self._to, self._target = f"<{self._uri}>", self._uri
        self._heard = 0  # prompts heard so far
        self._waiting = False  # for the prompt number _heard
        self._over = self._leaving = False
        self._key_ended = 0  # epoch nanoseconds
        self._sequence, self._stamp = 1, 0

    def dial(self) -> None:
        """Ring the hotline."""
        invite = sip.request(
            "INVITE",
            self._uri,
            port=self._wire.sip_port,
            call=self.id,
            number=self._number,
            to=self._to,
            sequence=1,
            body=sip.sdp(self._wire.rtp_port),
        )
        self._again(invite, lambda: not self._over and not self.peer, 0)
        self._wait()

    def hear_sip(self, text: str) -> None:
        """A message of this call."""
        status = sip.status_of(text)
        if not status:
            self._wire.send_sip(sip.answer(text, "200 OK"))
            if text.startswith("BYE"):
                self._fail("the hotline hung up")
        elif status >= 200 and " INVITE" in sip.header(text, "CSeq"):
            self._answered(status, text)
        elif self._leaving and status >= 200:
            self._end()

    def hear_sound(self, payload: bytes, at: int) -> None:
        """A packet's sound; at: epoch nanoseconds of its arrival."""
        if self._watching and payload == self._surprise:
            self._watching = False
            self._tally.surprises.append(at)
            self._leave()
            return
        if not self._waiting or not self._packets or payload != self._packets[self._heard % len(self._packets)]:
            return
        self._waiting = False
        if self._heard:
            self._tally.latencies.append((at - self._key_ended) / 1e6)
        self._heard += 1
        if self._heard > self._errand.steps:
            self._last_heard()
        else:
            self._wire.later(self._pauses[self._heard - 1], self._press)

    def _answered(self, status: int, text: str) -> None:
        self._to = sip.header(text, "To")
        if status >= 300:
            self._send("ACK", self._uri, 1)
            self._fail(f"refused with {status}")
            return
        self._target, self.peer = sip.contact(text) or self._uri, sip.media_port(text)
        self._send("ACK", self._target, 1)
        if not self._packets and self._waiting:
            self._waiting = False
            self._last_heard()

    def _last_heard(self) -> None:
        if self._surprise:
            self._watching = True
        else:
            self._wire.later(self._errand.stay, self._leave)

    def _press(self) -> None:
        if self._over:
            return
        self._stamp += 16_000
        self._key(0x00, 160, marker=True)
        self._wire.later(KEY_SECONDS / 2, lambda: self._key(0x00, 480))
        self._wire.later(KEY_SECONDS, self._release)

    def _release(self) -> None:
        if self._over:
            return
        self._wait()
        self._key_ended = time.time_ns()
        for _ in range(3):
            self._key(_END, int(KEY_SECONDS * 8000))

    def _key(self, flags: int, duration: int, *, marker: bool = False) -> None:
        if self._over:
            return
        kind = _EVENT | (0x80 if marker else 0)
        head = struct.pack("!BBHII", 0x80, kind, self._sequence & 0xFFFF, self._stamp, 0x5EED)
        self._wire.send_rtp(head + struct.pack("!BBH", 1, flags | 0x0A, duration), self.peer)
        self._sequence += 1

    def _wait(self) -> None:
        self._waiting = True
        expected = self._heard

        def look() -> None:
            if self._waiting and self._heard == expected:
                self._fail(f"no prompt {expected} in {self._errand.patience:g} s")

        self._wire.later(self._errand.patience, look)

    def _leave(self) -> None:
        if self._over or self._leaving:
            return
        self._leaving = True
        bye = self._request("BYE", self._target, 2)
        self._again(bye, lambda: not self._over, 0)
        self._wire.later(self._errand.patience, lambda: self._fail("no answer to BYE"))

    def _fail(self, why: str) -> None:
        if self._over:
            return
        self._tally.failures[why] = self._tally.failures.get(why, 0) + 1
        self._over = True
        if self.peer and why != "the hotline hung up":
            self._send("BYE", self._target, 2)
        self._ended(self)

    def _end(self) -> None:
        if not self._over:
            self._over = True
            self._tally.completed += 1
            self._ended(self)

    def _again(self, data: bytes, wanted: Callable[[], bool], tries: int) -> None:
        if not wanted():
            return
        self._wire.send_sip(data)
        if tries < len(_RETRY):
            self._wire.later(_RETRY[tries], lambda: self._again(data, wanted, tries + 1))

    def _send(self, method: str, uri: str, sequence: int) -> None:
        self._wire.send_sip(self._request(method, uri, sequence))

    def _request(self, method: str, uri: str, sequence: int) -> bytes:
        return sip.request(
            method,
            uri,
            port=self._wire.sip_port,
            call=self.id,
            number=self._number,
            to=self._to,
            sequence=sequence,
        )
