"""The quality inspection, joined: the city pack's rules, the calendar of working days, the folder of recordings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from hotline.bus import Bus
from hotline.kb.model import Outline
from hotline.quality.book import load_book
from hotline.quality.desk import Quality, quality_desk
from hotline.quality.rules import Book
from hotline.quality.service import Due
from hotline.settings import Settings
from hotline.storage.engine import Database
from hotline.tickets.clock.calendar import Calendar
from hotline.tickets.clock.counting import due_after
from hotline.tickets.clock.length import Length, Unit


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


def quality_book(kb_dir: Path, outline: Outline) -> Book | None:
    """The rules of a pack, None where it has none. Raises CityPackError."""
    codes = {one.code for top in outline.categories for one in (top, *top.children)}
    return load_book(kb_dir, codes)


def quality_side(
    settings: Settings,
    database: Database,
    bus: Bus,
    *,
    outline: Outline,
    calendar: Calendar,
    now: Callable[[], datetime] = utc_now,
) -> Quality | None:
    """None where the city pack has no rules. Raises CityPackError where they are faulty."""
    book = quality_book(settings.kb_dir, outline)
    if book is None:
        return None
    return quality_desk(
        database,
        bus,
        book,
        recordings=settings.recordings_dir,
        drawings=settings.waveforms_dir,
        due=working_days(calendar),
        now=now,
    )


def working_days(calendar: Calendar) -> Due:
    """When so many working days after a moment are over: at the close of business of the last."""

    def due(start: datetime, days: int) -> datetime:
        return due_after(calendar, start, Length(amount=days, unit=Unit.WORKING_DAYS))

    return due
