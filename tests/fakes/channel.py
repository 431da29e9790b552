"""A caller's line without a telephone: keys come from a list, and what is heard is written down."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from hotline.errors import HungUpError, VoiceError

SILENCE = "-"  # in the caller's keys: say nothing until the time is up
CUT = "!"  # before a key: pressed while the prompt is being played
MEANWHILE = "~"  # before a key: pressed while nothing asks, for the hotline is busy
GONE = "x"  # the caller hangs up
SAYS, SAID = "<>"  # around what the caller says


class FakeChannel:
    """Implements CallChannel. log: ("hears", text), ("presses", key), in order; timers: every renewal, in seconds."""

    def __init__(self, keys: str = "") -> None:
        self.keys = keys
        self.log: list[tuple[str, str]] = []
        self.variables: dict[str, str] = {}
        self.timers: list[float] = []
        self.waits: list[float] = []
        self._silent = False

    async def play(self, path: Path, keys: str) -> str:
        """Hear it; a key after CUT cuts in."""
        self._silent = False
        self.log.append(("hears", path.read_text().rstrip("\0")))
        if keys and self.keys.startswith(CUT):
            self.keys = self.keys.removeprefix(CUT)
            return self._press()
        return ""

    async def wait_digit(self, seconds: float) -> str:
        """The next key, or nothing."""
        self.waits.append(seconds)
        if self._silent or not self.keys or self.keys.startswith((CUT, SAYS, MEANWHILE)):
            return ""
        if self.keys.startswith(SILENCE):
            self.keys = self.keys[1:]
            self.log.append(("presses", SILENCE))
            self._silent = True
            return ""
        return self._press()

    async def key_while(self, task: asyncio.Future[Any], seconds: float) -> str:
        """A key after MEANWHILE, or nothing until it is done."""
        if self.keys.startswith(MEANWHILE):
            self.keys = self.keys.removeprefix(MEANWHILE)
            return self._press()
        await asyncio.wait({task}, timeout=seconds)
        return ""

    async def set_variable(self, name: str, value: str) -> None:
        """Keep it."""
        self.variables[name] = value

    async def set_absolute_timeout(self, seconds: float, *, early: float = 0.0, late: float = 0.0) -> None:
        """Note the renewal."""
        self.timers.append(seconds)

    def speech(self) -> str:
        """What the caller says now, "" where nothing is said; only a service can hear it."""
        if self.keys.startswith(SILENCE):
            self.keys = self.keys[1:]
            self.log.append(("presses", SILENCE))
            return ""
        if not self.keys.startswith(SAYS):
            return ""
        words, _, self.keys = self.keys.removeprefix(SAYS).partition(SAID)
        self.log.append(("says", words))
        return words

    def key(self) -> str:
        """The key that comes next, "" where none does."""
        if not self.keys or self.keys[0] in (CUT, SAYS, SILENCE, MEANWHILE):
            return ""
        return self._press()

    def heard(self) -> str:
        """All that was heard, in a line."""
        return "".join(text for kind, text in self.log if kind == "hears")

    def _press(self) -> str:
        key, self.keys = self.keys[0], self.keys[1:]
        if key == GONE:
            raise HungUpError
        self.log.append(("presses", key))
        return key


class FakePrompts:
    """Implements PromptFiles: a file whose content is the text. broken: every text fails; mark: before each text."""

    def __init__(self, folder: Path, *, broken: bool = False, mark: str = "") -> None:
        self._folder = folder
        self._broken = broken
        self._mark = mark
        self._files: dict[str, Path] = {}

    def at_hand(self, text: str, *, name: str = "") -> Path | None:
        """Nothing is."""
        return None

    async def file(self, text: str, *, name: str = "") -> Path:
        """The text as a file."""
        if self._broken:
            raise VoiceError
        path = self._files.setdefault(text, self._folder / f"{self._mark}{len(self._files)}.wav")
        path.write_text(self._mark + text)
        return path
