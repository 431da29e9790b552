"""Who carries a text to the telephone: the seam, and the gateway that keeps messages on this machine.

Rule: send() returns only when the message can no longer be lost; the same id may come twice, and is the same message.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from hotline.errors import GatewayError
from hotline.notices.model import Notice


class Gateway(Protocol):
    """A way to telephones."""

    async def send(self, notice: Notice) -> None:
        """Hand it over. Raises GatewayError to be tried again, NoticeRefusedError where trying again is of no use."""


def _now() -> datetime:
    return datetime.now(UTC)


class LocalGateway:
    """Implements Gateway without a network: one JSON object a line, for whoever sends them on or tries the hotline out.

    The file is for its owner only: it holds numbers and what citizens asked for.
    """

    def __init__(self, file: Path, now: Callable[[], datetime] = _now) -> None:
        self._file = file
        self._now = now

    async def send(self, notice: Notice) -> None:
        """Write it to the disk. Raises GatewayError where that fails."""
        message = {
            "id": notice.id,
            "at": self._now().isoformat(),
            "channel": notice.channel,
            "to": notice.to,
            "text": notice.text,
        }
        try:
            await asyncio.to_thread(self._append, json.dumps(message, ensure_ascii=False))
        except OSError as fault:
            raise GatewayError(f"The message could not be written: {fault.strerror}.") from fault

    def _append(self, line: str) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "ab") as file:
            file.write(line.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
