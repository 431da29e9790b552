"""The trained model's file, read when it is there and again when it has changed.

Rule: a file that is missing or broken stops nothing; `note` says so, and while the new one is broken the model before
it serves on.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import structlog

from hotline.errors import InputError
from hotline.tickets.routing.model_file import Model, read_model

ABSENT = (
    "There is no routing model: the dispatch directory and the departments' duties alone suggest; "
    "`hotline routing train` makes one."
)
Stamp = tuple[int, int, int]
log = structlog.get_logger(__name__)


class ModelAtHand:
    """model: what was read last, None where there is none; note: what health tells of it, "" where all is well."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: Stamp | None = None
        self.model: Model | None = None
        self.note = ABSENT

    async def look(self) -> None:
        """Take what is in the file now, where it is not what is at hand."""
        stamp = await asyncio.to_thread(_stamp, self._path)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        if stamp is None:
            self.model, self.note = None, ABSENT
            return
        try:
            self.model = await asyncio.to_thread(read_model, self._path)
        except InputError as fault:
            self.note = fault.message
            log.warning("routing_model_not_read", why=fault.message)
        else:
            self.note = ""
            log.info("routing_model_read", version=self.model.header.version)


def _stamp(path: Path) -> Stamp | None:
    """Another one for every writing of the file; None where there is no such file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
