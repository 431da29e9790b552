"""Recordings that wait to be heard, for tests that only ask about them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from hotline.answering.afterwards import Afterwards, One
from hotline.answering.one_recording import Hearer, Recordings
from hotline.calls.afterwards import Unwritten
from hotline.calls.transcripts import Transcripts
from hotline.settings import Settings
from hotline.storage.engine import Database
from tests.fakes.ear_live import ToneEar


def waiting_recordings(database: Database, settings: Settings, now: Callable[[], datetime]) -> Afterwards:
    """Nobody hears them: run() is never called."""

    async def at_once() -> None:
        """It is quiet."""

    one = One(
        store=Unwritten(database, now),
        transcripts=Transcripts(database, now),
        recordings=Recordings(folder=settings.recordings_dir),
        hearer=Hearer(ear=ToneEar(), quiet=at_once),
    )
    return Afterwards(one=one, days=7, hears=lambda: True, now=now)
