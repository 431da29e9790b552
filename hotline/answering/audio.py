"""A caller's audio, both ways, while the hotline has it for itself: the seam between listening and Asterisk.

The rule: whoever implements it never waits for the network where it says that it does not, and drops sound, not keys.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from hotline.answering.channel import CallChannel


class AudioLine(Protocol):
    """The audio of one caller (telephony.audiosocket_line)."""

    def heard(self) -> AsyncIterator[bytes | str]:
        """What comes: sound (8 kHz, 16 bit little-endian, mono), or a key.

        b"" where nothing came for a tenth of a second; it ends when the line is closed from the other side.
        """

    def play(self, audio: bytes) -> None:
        """Let the caller hear this, after all that was given before. Never waits."""

    def cut(self) -> None:
        """Be silent at once, and forget the rest."""

    @property
    def playing(self) -> bool:
        """Whether something is still to be heard."""

    def left(self) -> str:
        """Keys that came and that heard() has not told, until the line was given back; each is told once."""


class AudioSide(Protocol):
    """Where a line is opened (telephony.audiosocket_line.AudioSockets)."""

    def open(self, channel: CallChannel, seconds: float) -> AbstractAsyncContextManager[AudioLine]:
        """The audio of this caller for at most so many seconds; afterwards the channel is as it was.

        Raises TelephonyError where it cannot be had, HungUpError once the caller is gone, on the way out too.
        """

    def fits(self, channel: CallChannel) -> bool:
        """Whether this kind of line has audio to be opened."""
