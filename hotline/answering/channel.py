"""The caller's line as the answering loop sees it: the seam between the loop and Asterisk (or a test)."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, Protocol

ALL_KEYS = "0123456789*#"


class CallChannel(Protocol):
    """One caller's line. Every method raises HungUpError once the caller is gone."""

    async def play(self, path: Path, keys: str) -> str:
        """Play a WAV to its end, or until one of the keys; that key, or "". With no keys nothing cuts in."""

    async def wait_digit(self, seconds: float) -> str:
        """The next key, or "" after these seconds."""

    async def key_while(self, task: asyncio.Future[Any], seconds: float) -> str:
        """The key pressed before this is done, or "" once it is, or after so many seconds at most."""

    async def set_variable(self, name: str, value: str) -> None:
        """Set a variable of the channel."""

    async def set_absolute_timeout(self, seconds: float, *, early: float = 0.0, late: float = 0.0) -> None:
        """In so many seconds from now the dialplan takes the call back, unless this is called again; 0 is never.

        A timer that runs already and ends at most so much earlier or later is left as it is.
        """
