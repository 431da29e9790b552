"""A department's hours as a clerk writes them, understood: 工作日9:00—12:00，13:30—17:30；周六9:00—12:00. Pure.

Rule: nothing raises here for what a clerk wrote: it is understood or it is named, to be told to him.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from hotline.kb.hours.draft import Draft, HoursError
from hotline.kb.hours.model import OfficeHours
from hotline.kb.hours.pieces import HOLIDAYS, Reader
from hotline.kb.hours.words import plain

LONGEST = 600  # characters: more is prose
_UNKNOWN_HOLIDAYS = "另行公布"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """What was not understood. field: hours or holidays, of a department; piece: as it was read, "" is the whole.

    why: for the clerk.
    """

    field: str
    piece: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """hours: None where nothing is written, or not all of it understood; holidays alone may be unread."""

    hours: OfficeHours | None
    unread: tuple[Unread, ...] = ()


@lru_cache(maxsize=8_192)
def understood(hours: str, holidays: str = "") -> Understood:
    """A department's hours, and what is different on public holidays."""
    if not hours.strip():
        return Understood(hours=None)
    if len(hours) + len(holidays) > LONGEST:
        return Understood(hours=None, unread=(Unread(field="hours", piece="", why="太长"),))
    try:
        return Understood(hours=read_hours(hours, holidays))
    except HoursError as fault:
        first = fault
    try:
        told = read_hours(hours, _UNKNOWN_HOLIDAYS)
    except HoursError as fault:
        return Understood(hours=None, unread=(_unread("hours", fault),))
    return Understood(hours=told, unread=(_unread("holidays", first),))


def _unread(field: str, fault: HoursError) -> Unread:
    return Unread(field=field, piece=fault.piece, why=fault.why)


def read_hours(hours: str, holidays: str = "") -> OfficeHours:
    """The hours that these texts mean. Raises HoursError with the piece that is not understood."""
    draft = Draft()
    for text, usual in ((hours, None), (holidays, HOLIDAYS)):
        reader = Reader(draft=draft, usual=usual)
        for sentence in re.split("[;。!]", plain(text)):
            reader.sentence(sentence)
    return draft.finished()
