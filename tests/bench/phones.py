"""The agents' telephones of the bench: twenty SIP phones behind one UDP socket, which ring and are never answered.

Rule: the moment at which a phone is rung is the kernel's stamp on its INVITE.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from pathlib import Path

from tests.bench import sip
from tests.bench.wire import stamp_of, stamped_socket

EXTENSIONS = tuple(str(number) for number in range(1101, 1121))


def write_phones(custom: Path, port: int) -> None:
    """Write the endpoints into the file that an operator has for trunks; their phones are at this UDP port."""
    custom.mkdir(parents=True, exist_ok=True)
    (custom / "trunk.conf").write_text("".join(_endpoint(name, port) for name in EXTENSIONS), "utf-8")


def _endpoint(name: str, port: int) -> str:
    return (
        f"[{name}]\ntype = endpoint\ntransport = transport-udp\ncontext = from-agent\ndisallow = all\nallow = alaw\n"
        f"direct_media = no\ndevice_state_busy_at = 1\naors = {name}\n"
        f"[{name}]\ntype = aor\ncontact = sip:{name}@127.0.0.1:{port}\n\n"
    )


class Phones:
    """All phones. rung: by call id (X-Hotline-Call), the epoch nanoseconds at which its INVITE came."""

    def __init__(self) -> None:
        self.rung: dict[str, int] = {}
        self._socket: socket.socket = stamped_socket()
        self.port: int = self._socket.getsockname()[1]
        self._invites: dict[str, str] = {}

    def start(self) -> None:
        """Listen, in the running event loop."""
        asyncio.get_running_loop().add_reader(self._socket.fileno(), self._hear)

    def close(self) -> None:
        """Listen no more."""
        asyncio.get_running_loop().remove_reader(self._socket.fileno())
        self._socket.close()

    def _hear(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while True:
                data, ancillary, _, sender = self._socket.recvmsg(4096, 64)
                self._take(data.decode("utf-8", "replace"), stamp_of(ancillary), sender)

    def _take(self, text: str, at: int, sender: tuple[str, int]) -> None:
        method, dialogue = text.split(" ", 1)[0], sip.header(text, "Call-ID")
        if method == "INVITE":
            self.rung.setdefault(sip.header(text, "X-Hotline-Call"), at)
            self._invites[dialogue] = text
            self._socket.sendto(sip.answer(text, "180 Ringing", tag=f"p{dialogue[:8]}"), sender)
        elif method in ("CANCEL", "BYE", "OPTIONS"):
            self._socket.sendto(sip.answer(text, "200 OK", tag=f"p{dialogue[:8]}"), sender)
            invite = self._invites.pop(dialogue, "")
            if invite and method == "CANCEL":
                ended = sip.answer(invite, "487 Request Terminated", tag=f"p{dialogue[:8]}")
                self._socket.sendto(ended, sender)
