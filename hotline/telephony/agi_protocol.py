"""AGI's text, without a socket: the header Asterisk sends, the commands we send, the replies it gives.

Rule: a value can neither end a line nor leave its quotes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import parse_qsl, unquote

from hotline.errors import HungUpError, InputError, TelephonyError

LONGEST_COMMAND = 2000  # bytes; Asterisk reads 2,048
MOST_QUERIES = 20
HANG_UP = "HANGUP"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_PLAIN = re.compile(r"[A-Za-z0-9_./:-]+")
_BROKEN = re.compile(r"[\r\n\0]")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\([A-Za-z0-9_,]*\))?")
_WHOLE = re.compile(r"-?\d+")
_REPLY = re.compile(r"(\d{3})([ -])(?:result=(-?[^ ]*))?\s*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What Asterisk answered to a command. result: the number after result=; extra: the rest of the line."""

    code: int
    result: int
    extra: str

    @property
    def value(self) -> str:
        """What stands between the outer brackets, else empty."""
        start, end = self.extra.find("("), self.extra.rfind(")")
        return self.extra[start + 1 : end] if 0 <= start < end else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What an AGI session was opened with. path: as in /line/12345; query: of the URL; header: agi_... by name."""

    path: str
    query: Mapping[str, str]
    header: Mapping[str, str]


def parse_request(lines: Sequence[str]) -> Request:
    """The request of these header lines. Raises TelephonyError where they are none, or the URL holds a line break."""
    header = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not name.startswith("agi_"):
            raise TelephonyError("What called the AGI port is not Asterisk")
        header[name] = value.strip()
    script = header.get("agi_network_script")
    if script is None:
        raise TelephonyError("An AGI request without a script")
    path, _, query = script.partition("?")
    try:
        # the dialplan writes numbers as they are, so a plus is a plus
        pairs = parse_qsl(query.replace("+", "%2B"), keep_blank_values=True, max_num_fields=MOST_QUERIES)
    except ValueError as fault:
        raise TelephonyError("An AGI request with too many values") from fault
    path = "/" + unquote(path.lstrip("/"))
    # our own dialplan writes no such thing there, and what follows writes these values into lines
    if any(_CONTROL.search(text) for text in (path, *(text for pair in pairs for text in pair))):
        raise TelephonyError("An AGI request with a line break in its URL")
    return Request(path=path, query=MappingProxyType(dict(pairs)), header=MappingProxyType(header))


def encode_command(*words: str) -> bytes:
    """A command as a line. Words that are not plain are quoted. Raises InputError for what no quotes can hold."""
    text = " ".join(word if _PLAIN.fullmatch(word) else _quoted(word) for word in words)
    try:
        line = text.encode()
    except UnicodeEncodeError as fault:
        raise InputError("A value for Asterisk is not valid text") from fault
    if len(line) > LONGEST_COMMAND:
        raise InputError("A value for Asterisk is too long", length=len(line))
    return line + b"\n"


def _quoted(word: str) -> str:
    if _BROKEN.search(word):
        raise InputError("A value for Asterisk must not hold a line break or a zero byte")
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'


def checked_name(name: str) -> str:
    """A variable's or function's name, as in IVR_NEXT or TIMEOUT(absolute). Raises InputError."""
    if not _NAME.fullmatch(name):
        raise InputError("This is no name of a channel variable", name=name)
    return name


def goes_on(line: str) -> bool:
    """True where more lines of the same reply follow, as after 520-Invalid command syntax, or where it is a notice."""
    found = _REPLY.fullmatch(line)
    return found is None or found[2] == "-" or found[1] == "100"


def parse_reply(line: str) -> Reply:
    """The reply of a line.

    Raises HungUpError where it says that the channel is gone, TelephonyError where Asterisk did not understand us.
    """
    if line == HANG_UP:
        raise HungUpError
    found = _REPLY.fullmatch(line)
    if not found:
        raise TelephonyError(f"An AGI reply that is none: {line[:80]!r}")
    code = int(found[1])
    if code == 511:  # command not permitted on a dead channel
        raise HungUpError
    if code != 200:
        raise TelephonyError(f"Asterisk refused an AGI command: {line[:200]}", reply=code)
    result = found[3] or ""
    if result and not _WHOLE.fullmatch(result):
        raise TelephonyError(f"An AGI reply that is none: {line[:80]!r}")
    return Reply(code=code, result=int(result or 0), extra=found[4])
