"""The manager interface's bytes, without a socket: bytes to messages, actions to bytes.

Rule: nothing is decoded before a message is whole, so no character is ever cut; and no value of ours can end a line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from hotline.errors import InputError, TelephonyError

Message = dict[str, str]
FieldValue = str | int | Sequence[str]

LONGEST_MESSAGE = 512 * 1024  # bytes; Asterisk's own largest are a few kilobytes
LONGEST_GREETING = 256
LONGEST_LINE = 1000  # bytes; Asterisk drops an action's line of 1,025 without a word
MOST_LINES = 120  # Asterisk reads 128 lines of an action
_END = b"\r\n\r\n"
_GREETING = b"Asterisk Call Manager/"
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_BROKEN = re.compile(r"[\r\n\0]")


class AmiParser:
    """Feed it bytes as they come; it returns the messages that became whole.

    A key that stands several times in a message (Variable, Output) has its values joined by line feeds.
    greeting: Asterisk's first line, once it has come.
    """

    def __init__(self) -> None:
        self.greeting = ""
        self._rest = bytearray()

    def feed(self, chunk: bytes) -> list[Message]:
        """Messages that are now whole, in order. Raises TelephonyError where the peer is no Asterisk or runs wild."""
        searched = max(0, len(self._rest) - len(_END)) if self.greeting else 0
        self._rest += chunk
        if not self.greeting and not self._greet():
            return []
        if self._rest.find(_END, searched) < 0:
            self._bound()
            return []
        whole, _, rest = bytes(self._rest).rpartition(_END)
        self._rest = bytearray(rest)
        self._bound()
        return [message for block in whole.split(_END) if (message := _message(block))]

    def _greet(self) -> bool:
        line, end, rest = bytes(self._rest).partition(b"\r\n")
        size = min(len(line), len(_GREETING))
        if len(line) > LONGEST_GREETING or line[:size] != _GREETING[:size] or (end and size < len(_GREETING)):
            raise TelephonyError("What answers on the AMI port is not Asterisk")
        if not end:
            return False
        self.greeting = line.decode("utf-8", "replace")
        self._rest = bytearray(rest)
        return True

    def _bound(self) -> None:
        if len(self._rest) > LONGEST_MESSAGE:
            raise TelephonyError(f"An AMI message is longer than {LONGEST_MESSAGE} bytes")


def _message(block: bytes) -> Message:
    message: Message = {}
    for line in block.decode("utf-8", "replace").split("\r\n"):
        key, colon, value = line.partition(":")
        if not colon:
            continue
        value = value.removeprefix(" ")
        message[key] = f"{message[key]}\n{value}" if key in message else value
    return message


def checked_fields(fields: Mapping[str, FieldValue]) -> dict[str, str | list[str]]:
    """The fields of an action as text, each safe to be a line.

    A sequence is one line an item. Raises InputError where a key or a value could end a line or is too long.
    """
    checked: dict[str, str | list[str]] = {}
    lines = 0
    for key, given in fields.items():
        values = [str(given)] if isinstance(given, str | int) else [str(item) for item in given]
        for value in values:
            _check_line(key, value)
        lines += len(values)
        checked[key] = values[0] if isinstance(given, str | int) else values
    if lines > MOST_LINES:
        raise InputError("An action has too many lines", lines=lines)
    return checked


def _check_line(key: str, value: str) -> None:
    if not _KEY.fullmatch(key):
        raise InputError("An action's field has no valid name", field=key)
    if _BROKEN.search(value):
        raise InputError("A value for Asterisk must not hold a line break or a zero byte", field=key)
    try:
        length = len(f"{key}: {value}".encode())
    except UnicodeEncodeError as fault:
        raise InputError("A value for Asterisk is not valid text", field=key) from fault
    if length > LONGEST_LINE:
        raise InputError("A value for Asterisk is too long", field=key, length=length)


def encode_action(name: str, fields: Mapping[str, FieldValue]) -> bytes:
    """An action as bytes. Raises InputError as checked_fields does."""
    lines = []
    for key, value in checked_fields({"Action": name, **fields}).items():
        lines += [f"{key}: {item}" for item in ([value] if isinstance(value, str) else value)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
