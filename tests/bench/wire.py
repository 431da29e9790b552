"""One SIP socket, one RTP socket and a heap of timers for all calls of a load: one thread, no event loop.

Rule: arrival is the kernel's own time stamp, so that what is measured does not depend on how busy this process is.
One RTP socket serves every call: Asterisk's port tells whose packet it is.
"""

from __future__ import annotations

import heapq
import itertools
import select
import socket
import struct
import time
from collections.abc import Callable

SO_TIMESTAMPNS = 35  # Linux; Python's socket module does not name it
_STAMP = struct.Struct("qq")
_ROOM = 8 << 20  # bytes that may wait while this process is not on a core
_BURST = 128  # packets read before timers are looked at again
Address = tuple[str, int]


class Wire:
    """The sockets and the clock. Each handler is called with a packet, who sent it and when it came (epoch ns)."""

    def __init__(self, sip_port: int) -> None:
        self.proxy: Address = ("127.0.0.1", sip_port)
        self._sip, self._rtp = stamped_socket(), stamped_socket()
        self.sip_port: int = self._sip.getsockname()[1]
        self.rtp_port: int = self._rtp.getsockname()[1]
        self._timers: list[tuple[float, int, Callable[[], None]]] = []
        self._number = itertools.count()
        self._poll = select.epoll()
        self._poll.register(self._sip, select.EPOLLIN)
        self._poll.register(self._rtp, select.EPOLLIN)
        self.latest = 0.0  # seconds by which a timer was late at the most

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        """Do this in so many seconds; it cannot be taken back, so it asks itself whether it is still wanted."""
        heapq.heappush(self._timers, (time.monotonic() + seconds, next(self._number), act))

    def send_sip(self, data: bytes) -> None:
        """Send to the hotline's SIP port."""
        self._sip.sendto(data, self.proxy)

    def send_rtp(self, data: bytes, port: int) -> None:
        """Send to one call's audio port."""
        self._rtp.sendto(data, ("127.0.0.1", port))

    def run(
        self,
        heard_sip: Callable[[bytes, int, int], None],
        heard_rtp: Callable[[bytes, int, int], None],
        done: Callable[[], bool],
    ) -> None:
        """Go on until done() is true. heard_sip and heard_rtp: packet, sender's port, epoch nanoseconds of arrival."""
        while not done():
            now = time.monotonic()
            self._run_timers(now)
            wait = min(max(self._timers[0][0] - time.monotonic(), 0.0), 0.2) if self._timers else 0.2
            if self._poll.poll(wait):
                _drain(self._sip, heard_sip)
                _drain(self._rtp, heard_rtp)

    def close(self) -> None:
        """Close both sockets."""
        self._poll.close()
        self._sip.close()
        self._rtp.close()

    def _run_timers(self, now: float) -> None:
        while self._timers and self._timers[0][0] <= now:
            due, _, act = heapq.heappop(self._timers)
            self.latest = max(self.latest, now - due)
            act()


def stamp_of(ancillary: list[tuple[int, int, bytes]]) -> int:
    """When the kernel took the packet in, in epoch nanoseconds."""
    seconds, nanoseconds = _STAMP.unpack(ancillary[0][2])
    return int(seconds) * 1_000_000_000 + int(nanoseconds)


def stamped_socket() -> socket.socket:
    """A UDP socket on a free port of the loopback whose packets carry the time of their arrival."""
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _ROOM)
    made.setblocking(False)  # noqa: FBT003 the socket's own name for it
    made.bind(("127.0.0.1", 0))
    return made


def _drain(from_socket: socket.socket, heard: Callable[[bytes, int, int], None]) -> None:
    receive = from_socket.recvmsg
    try:
        for _ in range(_BURST):
            data, ancillary, _, sender = receive(4096, 64)
            heard(data, sender[1], stamp_of(ancillary))
    except BlockingIOError:
        return
