"""The quality inspection, put together once over one database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hotline.bus import Bus
from hotline.quality.calibrating import Calibrations
from hotline.quality.choosing import Choosing
from hotline.quality.drawing import Drawing
from hotline.quality.looking import Looks
from hotline.quality.rules import Book
from hotline.quality.service import Due, Inspections
from hotline.quality.sounds import Sounds
from hotline.storage.engine import Database


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """The parts, each with its own file."""

    book: Book
    sounds: Sounds
    drawing: Drawing
    choosing: Choosing
    inspections: Inspections
    looks: Looks
    calibrations: Calibrations


def quality_desk(
    database: Database,
    bus: Bus,
    book: Book,
    *,
    recordings: Path,
    drawings: Path,
    due: Due,
    now: Callable[[], datetime] = utc_now,
) -> Quality:
    """All of them. recordings: the calls' folder; drawings: where waveforms are kept; due: by the city's calendar."""
    sounds = Sounds(recordings, drawings)
    return Quality(
        book=book,
        sounds=sounds,
        drawing=Drawing(database, sounds, book=lambda: book, now=now),
        choosing=Choosing(database, sounds),
        inspections=Inspections(database, bus, book=lambda: book, due=due, now=now),
        looks=Looks(database, now),
        calibrations=Calibrations(database, now),
    )
