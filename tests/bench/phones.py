"""The agents' telephones of the bench: a hundred SIP phones behind one UDP socket, which ring and do as they are told.

Rule: the moment at which a phone is rung is the kernel's stamp on its INVITE.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tests.bench import sip
from tests.bench.wire import stamp_of, stamped_socket

MANY = tuple(str(number) for number in range(1101, 1201))
EXTENSIONS = MANY[:20]
"""Of most benches."""
_RTP_PORT = 9  # nobody listens there, and Asterisk does not mind


class Reply(StrEnum):
    """What an agent does with a call."""

    NONE = "none"
    BUSY = "busy"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """What is done with one call. after: seconds of ringing; talk: seconds until the agent hangs up, 0 is never."""

    reply: Reply = Reply.NONE
    after: float = 0.0
    talk: float = 0.0


def write_phones(custom: Path, port: int) -> None:
    """Write the endpoints into the file that an operator has for trunks; their phones are at this UDP port."""
    custom.mkdir(parents=True, exist_ok=True)
    (custom / "trunk.conf").write_text("".join(_endpoint(name, port) for name in MANY), "utf-8")


def _endpoint(name: str, port: int) -> str:
    return (
        f"[{name}]\ntype = endpoint\ntransport = transport-udp\ncontext = from-agent\ndisallow = all\nallow = alaw\n"
        f"direct_media = no\ndevice_state_busy_at = 1\naors = {name}\n"
        f"[{name}]\ntype = aor\ncontact = sip:{name}@127.0.0.1:{port}\n\n"
    )


class Phones:
    """All phones. rung: by call id (X-Hotline-Call), the epoch nanoseconds at which its INVITE came.

    at: by call id, at which extension; habit: what is done with the next call, nothing by
    default; free: told the extension whose telephone is done.
    """

    def __init__(self) -> None:
        self.rung: dict[str, int] = {}
        self.at: dict[str, str] = {}
        self.habit: Callable[[], Habit] = Habit
        self.free: Callable[[str], None] = lambda _: None
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
            call = sip.header(text, "X-Hotline-Call")
            self.rung.setdefault(call, at)
            self.at.setdefault(call, _extension(text))
            is_new = dialogue not in self._invites
            self._invites[dialogue] = text
            self._socket.sendto(sip.answer(text, "180 Ringing", tag=_tag(dialogue)), sender)
            if is_new:
                self._decide(text, sender, self.habit())
        elif method in ("CANCEL", "BYE", "OPTIONS"):
            self._socket.sendto(sip.answer(text, "200 OK", tag=_tag(dialogue)), sender)
            invite = self._invites.pop(dialogue, "")
            if invite and method == "CANCEL":
                ended = sip.answer(invite, "487 Request Terminated", tag=_tag(dialogue))
                self._socket.sendto(ended, sender)
            if invite:
                self.free(_extension(invite))

    def _decide(self, invite: str, sender: tuple[str, int], habit: Habit) -> None:
        if habit.reply is not Reply.NONE:
            asyncio.get_running_loop().call_later(habit.after, self._reply, invite, sender, habit)

    def _reply(self, invite: str, sender: tuple[str, int], habit: Habit) -> None:
        dialogue = sip.header(invite, "Call-ID")
        if dialogue not in self._invites:  # the caller has left
            return
        if habit.reply is Reply.BUSY:
            del self._invites[dialogue]
            self._socket.sendto(sip.answer(invite, "486 Busy Here", tag=_tag(dialogue)), sender)
            self.free(_extension(invite))
            return
        own = f"Contact: <sip:{_extension(invite)}@127.0.0.1:{self.port}>\r\n"
        answer = sip.answer(invite, "200 OK", tag=_tag(dialogue), extra=own, body=sip.sdp(_RTP_PORT))
        self._socket.sendto(answer, sender)
        if habit.talk:
            asyncio.get_running_loop().call_later(habit.talk, self._hang_up, invite, sender)

    def _hang_up(self, invite: str, sender: tuple[str, int]) -> None:
        dialogue = sip.header(invite, "Call-ID")
        if self._invites.pop(dialogue, ""):
            self._socket.sendto(sip.bye(invite, port=self.port, tag=_tag(dialogue)), sender)
            self.free(_extension(invite))


def _tag(dialogue: str) -> str:
    return f"p{dialogue[:8]}"


def _extension(invite: str) -> str:
    """Whose telephone is rung."""
    return invite.split(" ", 2)[1].removeprefix("sip:").partition("@")[0]
