"""What a step waits for: the caller's keys and words, the hotline's books, and its services. Answers: answers.py.

The rule: a wait says all that is needed to perform it; whoever performs it knows nothing of scripts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hotline.ivr.answers import (
    Answer,
    Booked,
    DigitsAnswer,
    Found,
    Heard,
    Item,
    LookUpFailed,
    No,
    NotBooked,
    NotChecked,
    NotHeard,
    NotRecorded,
    NotSent,
    Recorded,
    Sent,
    Why,
    Yes,
)
from hotline.ivr.effects import CHINESE, Prompt

__all__ = [
    "Answer",
    "Booked",
    "CallBack",
    "Check",
    "Digits",
    "DigitsAnswer",
    "Found",
    "Heard",
    "Item",
    "Listen",
    "LookUp",
    "LookUpFailed",
    "LookUpKind",
    "No",
    "NotBooked",
    "NotChecked",
    "NotHeard",
    "NotRecorded",
    "NotSent",
    "Record",
    "Recorded",
    "Send",
    "SendWhat",
    "Sent",
    "Wait",
    "When",
    "Why",
    "Yes",
]


class LookUpKind(StrEnum):
    """What can be looked up. An open list: a new kind is a line here, and whoever answers learns it."""

    DEPARTMENT = "department"
    """A list: every department."""
    DEPARTMENT_SPELLED = "department_spelled"
    """A list: departments whose names' pinyin initials begin with these keys of the keypad (社保局, s b j: 725)."""
    DEPARTMENT_CODE = "department_code"
    """One: the department of this code."""
    CATEGORY = "category"
    """A list: the life events that have a procedure."""
    PROCEDURE = "procedure"
    """A list: the procedures of the life event of this code."""
    PROCEDURE_OF_DEPARTMENT = "procedure_of_department"
    """A list: the procedures of the department of this code."""
    PROCEDURE_CODE = "procedure_code"
    """One: the procedure of this code."""
    TRADE = "trade"
    """A list: the trades that have a procedure, those with the most first."""
    PROCEDURE_OF_TRADE = "procedure_of_trade"
    """A list: the procedures of the trade of this code."""
    QUESTION = "question"
    """A list: the questions that callers choose most, the most asked first; a few."""
    QUESTION_CODE = "question_code"
    """One: the question of this code, with its answer."""
    CHANNEL = "channel"
    """A list: the channels of bulletins."""
    BULLETIN = "bulletin"
    """A list: the current bulletins of the channel of this code, the newest first."""
    BULLETIN_CODE = "bulletin_code"
    """One: the bulletin of this code."""
    VILLAGE = "village"
    """A list: the villages that make their affairs public."""
    VILLAGE_CODE = "village_code"
    """One: the village of this code."""
    VILLAGE_CHANNEL = "village_channel"
    """A list: what villages publish (accounts, affairs, policies, fees); with a village's code, what that one has."""
    VILLAGE_BULLETIN = "village_bulletin"
    """A list: the current bulletins of this village channel within the village of that code, the newest first."""
    TICKET = "ticket"
    """One: the progress of the ticket of this number."""
    APPLICATION = "application"
    """One: the progress of the application of this number."""
    NUMBERED = "numbered"
    """A list: whatever has this number: a ticket, an application, a procedure, question, bulletin, village, department.

    A ticket of another telephone is of the kind sealed_ticket: it is told by its query code."""
    SEARCH = "search"
    """A list: what fits these words of the caller, the best first; what fits badly is left out."""


LISTS = tuple(
    kind
    for kind in LookUpKind
    if not kind.endswith("_code") and kind not in (LookUpKind.TICKET, LookUpKind.APPLICATION)
)


class When(StrEnum):
    """What a condition can ask."""

    HOURS = "hours"
    """Whether people answer now; value: a calendar's name, "" is the hotline's own."""
    HOLIDAY = "holiday"
    """Whether offices rest today: a weekend, a holiday, a day of the city's own calendar."""
    OVERLOAD = "overload"
    """Whether at least `value` callers wait; "" leaves the number to the hotline's settings."""
    CALLER = "caller"
    """Whether the caller's number is `value`: elderly, known (called before), mobile (can get texts)."""
    RECOGNISER = "recogniser"
    """Whether speech can be recognised now; value: a language, "" is the caller's own."""


class SendWhat(StrEnum):
    """What can be sent to a telephone."""

    TEXT = "text"
    """What was found, as a short text."""
    FORM = "form"
    """The forms of the procedure found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digits:
    """Keys of the caller.

    max: most keys; timeout: seconds to the first key; between: seconds between keys; finish: the key that ends the
    entry ("" is none); at_once: keys that are a whole answer when pressed first; interruptible: a key cuts the prompt.
    """

    max: int
    timeout: float
    finish: str = "#"
    interruptible: bool = True
    between: float = 3.0
    at_once: str = ""

    def answer(self, keys: str) -> DigitsAnswer | None:
        """The answer that the keys so far make, or None while more may come."""
        if keys and keys[0] in self.at_once:
            return DigitsAnswer(keys=keys[0])
        if self.finish and keys.endswith(self.finish):
            return DigitsAnswer(keys=keys.removesuffix(self.finish), finished=True)
        return DigitsAnswer(keys=keys) if len(keys) >= self.max else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listen:
    """The caller's words; a key ends it and is the answer (DigitsAnswer).

    hints: words that are likely; timeout: seconds of silence before the first word; seconds: longest speech; language:
    what is spoken. Answers: Heard, NotHeard, DigitsAnswer.
    """

    hints: tuple[str, ...] = ()
    timeout: float = 5.0
    seconds: float = 15.0
    language: str = CHINESE


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUp:
    """A question to the knowledge base, the tickets or the applications.

    keys: a code, a number, letters as keys or words heard; "" is all; within: a second code that narrows it (the
    village of a village_bulletin, the query code of a ticket); patience: said where the answer takes long. Answers:
    Found, LookUpFailed.
    """

    kind: LookUpKind
    keys: str = ""
    within: str = ""
    language: str = CHINESE
    patience: Prompt | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A message of the caller, kept under a name that the answer tells.

    seconds: longest; finish: the key that ends it; at_once: keys that throw it away and are the answer (DigitsAnswer);
    about: what the message is (a word of the script, as in conduct); of: the code of what was found before it, "" is
    nothing. Answers: Recorded, NotRecorded, DigitsAnswer.
    """

    seconds: float
    finish: str = "#"
    at_once: str = "0*"
    about: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """A text or form of the item found, to a telephone. number: "" is the caller's own. Answers: Sent, NotSent."""

    what: SendWhat
    item: Item
    number: str = ""
    language: str = CHINESE
    patience: Prompt | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBack:
    """A promise to call back. number: "" is the caller's own. Answers: Booked, NotBooked."""

    number: str = ""
    patience: Prompt | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A question about this moment or this caller. value: see When. Answers: Yes, No, NotChecked."""

    when: When
    value: str = ""


Wait = Digits | Listen | LookUp | Record | Send | CallBack | Check
