"""The ear in the hotline: opened by the settings, kept running with it, told of in its health.

The rule: whoever listens gets an Ear and copes without; a model that cannot be used is said and stops nothing.
"""

from __future__ import annotations

import asyncio

import structlog

from hotline.answering.afterwards import Afterwards
from hotline.errors import StorageError
from hotline.settings import Settings
from hotline.speech.ear.pool import Pool, open_ear
from hotline.web.services import Part

log = structlog.get_logger(__name__)


def ear_side(settings: Settings) -> Pool:
    """The ear of the settings; keep_hearing() is one of the controller's tasks."""
    return open_ear(settings)


async def keep_hearing(ear: Pool) -> None:
    """Never ends by itself: whatever happens to the ear, calls go on."""
    try:
        await ear.run()
    except Exception:
        log.exception("ear_failed")
        await ear.close()
        await asyncio.Event().wait()


async def ear_part(ear: Pool, afterwards: Afterwards | None = None) -> Part:
    """Well without a model too: callers use keys, and nothing is written down."""
    note = ear.trouble or ear.note
    if afterwards is None:
        return Part(ok=True, note=note)
    try:
        waiting = await afterwards.waiting()
    except StorageError:  # another part says so
        return Part(ok=True, note=note)
    return Part(ok=True, note=f"{note}; {waiting} recordings wait to be heard" if waiting else note)
