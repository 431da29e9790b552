"""Letting go of what was said, when it was long enough ago, and of how its transcript came about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from hotline.storage.engine import Database
from hotline.storage.letting_go import LettingGo, utc_now
from hotline.storage.tables import CallAsideRow, CallJoinRow, CallTranscriptRow, CallUtteranceRow

TOGETHER = 500  # rows of one transaction


def transcripts_kept(
    database: Database, kept: timedelta, now: Callable[[], datetime] = utc_now, *, together: int = TOGETHER
) -> tuple[LettingGo, ...]:
    """How long transcripts are kept; what tells how one came about goes a day later, or it would be heard again."""
    said, how = CallUtteranceRow, CallTranscriptRow
    later = kept + timedelta(days=1)
    return (
        LettingGo(database=database, key=(said.id,), at=said.at, kept=kept, together=together, now=now),
        LettingGo(database=database, key=(how.call_id,), at=how.at, kept=later, together=together, now=now),
        *(
            LettingGo(
                database=database, key=(row.call_id, row.began), at=row.began, kept=later, together=together, now=now
            )
            for row in (CallAsideRow, CallJoinRow)
        ),
    )
