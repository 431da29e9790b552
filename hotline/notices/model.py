"""What we tell people, and when it is tried again. Pure: the clock is an argument.

Rule: a notice leaves `waiting` once, for `sent` or `failed`, and never comes back.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LONGEST_TEXT = 500  # characters, as Chinese networks carry a long message
A_CALL = 5  # texts that one call may ask for
A_DAY = 20  # texts to one number within 24 hours
MOST_TRIES = 8
LEASE = timedelta(minutes=2)  # how long whoever took a notice may be about it, before it is anybody's again
_FIRST_PAUSE = timedelta(seconds=30)
_GROWTH = 3  # each pause is so many times the last
_LONGEST_PAUSE = timedelta(hours=2)
_MOBILE = re.compile(r"1[3-9]\d{9}")


class Channel(StrEnum):
    """How somebody is reached."""

    SMS = "sms"
    """A text to a mobile."""
    DESK = "desk"
    """A line on the console of a department or of the supervisors; to: department:CODE, or supervisors."""


SUPERVISORS = "supervisors"
"""The console of those who supervise."""


_DEPARTMENT = "department:"


def desk_of(department: str) -> str:
    """The console of a department."""
    return _DEPARTMENT + department


def department_of(to: str) -> str:
    """Whose console this is, as the department's code; "" for anybody else's."""
    return to.removeprefix(_DEPARTMENT) if to.startswith(_DEPARTMENT) else ""


class State(StrEnum):
    """Where a notice is."""

    WAITING = "waiting"
    """To be sent when its next try is due."""
    SENT = "sent"
    """The gateway took it."""
    FAILED = "failed"
    """It was given up; why says what the gateway said."""


class Refused(StrEnum):
    """Why a notice does not come into the outbox."""

    NUMBER = "number"
    """No text can reach this number."""
    NOTHING = "nothing"
    """There is nothing to say."""
    LIMIT = "limit"
    """This call, or this number, had as many as it may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A text that shall be sent. to: a telephone number as anybody writes it; kind, code: what it tells of.

    once: what it is about, where that and not its words says whether it is the same as another; "" for its words;
    not_before: when it may be sent, None for now.
    """

    to: str
    text: str
    kind: str = ""
    code: str = ""
    call_id: str = ""
    channel: Channel = Channel.SMS
    once: str = ""
    not_before: datetime | None = None

    @property
    def key(self) -> str:
        """The same for what must not be sent twice, SHA-256 in hex: the same text to the same number in one call."""
        words = self.once or f"{self.call_id}\n{self.to}\n{self.kind}\n{self.code}\n{self.text}"
        return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A text in the outbox. tries: begun so far; next_try: when it is due, while it waits; why: the last failure."""

    id: int
    channel: str
    to: str
    text: str
    kind: str
    code: str
    call_id: str
    state: State
    tries: int
    next_try: datetime
    created: datetime
    sent: datetime | None
    why: str


def is_mobile(number: str) -> bool:
    """Whether a normalised number is a mobile of mainland China, the only kind that gets texts."""
    return bool(_MOBILE.fullmatch(number))


def short(text: str, longest: int = LONGEST_TEXT) -> str:
    """The text within so many characters, cut at the end of a sentence where there is one in its second half."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    end = max(cut.rfind(sign) for sign in "。；\n")
    return cut[: end + 1].rstrip() if end >= longest // 2 else cut + "…"


def pause_after(tries: int) -> timedelta | None:
    """How long to wait after so many failed tries, None where it is given up: half a minute at first, then longer."""
    if tries >= MOST_TRIES:
        return None
    grown: int = _GROWTH ** max(0, tries - 1)
    return min(_FIRST_PAUSE * grown, _LONGEST_PAUSE)
