"""What callers leave with us: voice messages, and the wish to be rung. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

A_CALL = 3  # numbers that one call may have rung back


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
