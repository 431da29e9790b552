"""What callers leave with us: voice messages, and the wish to be rung. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

A_CALL = 3  # numbers that one call may have rung back
# a mobile, a line with its area code, a line of the city's own area; never a short or a foreign number
_RINGABLE = re.compile(r"1[3-9]\d{9}|0(?:10|2\d|[3-9]\d{2})[1-9]\d{6,7}|[2-9]\d{6,7}")


class MessageState(StrEnum):
    """Whether somebody has heard a message."""

    NEW = "new"
    """Nobody has."""
    HEARD = "heard"
    """Somebody has, and takes care of it."""


class CallbackState(StrEnum):
    """Whether a promise to ring was kept."""

    WAITING = "waiting"
    """Not yet."""
    DONE = "done"
    """Somebody rang, or found out that there was no need."""


class Refused(StrEnum):
    """Why a call back is not promised."""

    NUMBER = "number"
    """Nobody can be rung at this number."""
    LIMIT = "limit"
    """This call asked for as many as it may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A caller's voice message.

    about: a word of the menu's script (conduct, progress, message); of: the code of the entry it is about, "" is
    none; file: its name in the folder of messages; heard, heard_by: when and by whom, None and "" while it is new.
    """

    id: int
    call_id: str
    number: str
    about: str
    of: str
    file: str
    seconds: float
    created: datetime
    state: MessageState
    heard_by: str
    heard: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """A promise to ring a number. done, done_by: when and by whom, None and "" while it waits."""

    id: int
    number: str
    call_id: str
    created: datetime
    state: CallbackState
    done_by: str
    done: datetime | None


def can_be_rung(number: str) -> bool:
    """Whether a person may be promised a call at this normalised number."""
    return bool(_RINGABLE.fullmatch(number))
