"""Letting go of who looked at which ticket, when it was long enough ago."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from hotline.storage.engine import Database
from hotline.storage.letting_go import LettingGo, utc_now
from hotline.storage.tables import TicketViewRow

LEAST = timedelta(days=184)
"""The longest that six months can be (Cybersecurity Law, Art. 21: access logs at least six months)."""
TOGETHER = 200  # rows of one transaction: SQLite binds three values for each


def views_kept(
    database: Database, kept: timedelta, now: Callable[[], datetime] = utc_now, *, together: int = TOGETHER
) -> LettingGo:
    """How long looks are kept. Raises ValueError where that is less than the law's."""
    if kept < LEAST:
        raise ValueError(f"looks are kept at least {LEAST.days} days")
    row = TicketViewRow
    key = (row.ticket_number, row.at, row.username)
    return LettingGo(database=database, key=key, at=row.at, kept=kept, together=together, now=now)
