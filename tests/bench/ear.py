"""Whisper in a Python of its own, beside the product: it hears files and gives back what it understood."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LIMIT = 900.0  # seconds for all files of one voice


class EarError(Exception):
    """The ear could not hear; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ear:
    """The ear in this folder: venv/ and model/, made by whisper_install."""

    folder: Path

    @property
    def python(self) -> Path:
        """The interpreter that has faster-whisper."""
        return self.folder / "venv" / "bin" / "python"

    @property
    def model(self) -> Path:
        """The model's folder."""
        return self.folder / "model"

    @property
    def there(self) -> bool:
        """Whether it is installed."""
        return self.python.exists() and (self.model / "model.bin").exists()

    @property
    def missing(self) -> str:
        """What to do where it is not."""
        return "Whisper is not installed; `python -m tests.bench.whisper_install` fetches it (about 600 MB)."

    async def hear(self, paths: Sequence[Path]) -> dict[str, str]:
        """What is said in each file, by its path. Raises EarError."""
        script = Path(__file__).with_name("whisper_ear.py")
        process = await asyncio.create_subprocess_exec(
            str(self.python),
            str(script),
            str(self.model),
            *map(str, paths),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            async with asyncio.timeout(LIMIT):
                said, complained = await process.communicate()
        except TimeoutError as fault:
            process.kill()
            await process.wait()
            raise EarError(f"The ear heard nothing within {LIMIT:.0f} s.") from fault
        if process.returncode != 0:
            raise EarError(f"The ear failed: {complained.decode(errors='replace').strip()[-500:]}")
        heard: dict[str, str] = json.loads(said)
        return heard
