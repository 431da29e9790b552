"""What the city knows and tells: values only; nothing here reads a file, a clock or a database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What an entry of the knowledge base is."""

    DEPARTMENT = "department"
    """A department or public body."""
    PROCEDURE = "procedure"
    """One thing that a citizen can get done."""
    QUESTION = "question"
    """A question that citizens ask, with its answer."""
    BULLETIN = "bulletin"
    """A short notice of a channel or of a village, read out newest first."""
    SYNONYM = "synonym"
    """How citizens say a formal term; it serves the search and is read to nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A telephone as it is written. label: what it is for, "" where it needs no word."""

    number: str
    label: str = ""

    def __str__(self) -> str:
        return f"{self.label}：{self.number}" if self.label else self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What every entry has: who answers for it and since when it is known to be right.

    source: the document it is taken from; valid_until: the last day on which it holds; checked: when its keeper last
    compared it; keeper: who; more: further columns of a table as they came, title and text.
    """

    code: str
    source: str = ""
    valid_until: date | None = None
    checked: date | None = None
    keeper: str = ""
    more: tuple[tuple[str, str], ...] = ()

    def is_stale(self, today: date) -> bool:
        """Whether its last day is over."""
        return self.valid_until is not None and self.valid_until < today


@dataclass(frozen=True, slots=True, kw_only=True)
class Department(Kept):
    """A department or public body (Open Government Information Regulation, Art. 12 and 20).

    code: two to four digits; parent: the code of the body above it, "" for none; holidays: what is different on
    public holidays; not_duties: what people ask it for in vain, and who is in charge.
    """

    name: str
    aliases: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    level: str = ""
    parent: str = ""
    address: str = ""
    directions: str = ""
    hours: str = ""
    holidays: str = ""
    phones: tuple[Phone, ...] = ()
    complaint_phones: tuple[Phone, ...] = ()
    fax: str = ""
    web: str = ""
    head: str = ""
    duties: str = ""
    not_duties: str = ""
    english: str = ""

    @property
    def phone(self) -> str:
        """The first of its service phones, "" where none is known."""
        return self.phones[0].number if self.phones else ""

    @property
    def complaint_phone(self) -> str:
        """Where to complain about it, "" where none is known."""
        return self.complaint_phones[0].number if self.complaint_phones else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure(Kept):
    """One thing a citizen can get done, with its eight public fields (Administrative Licensing Law, Art. 30).

    code: four to six digits; departments: codes, the one in charge first; department_name: the first of them in words;
    events, trades: the life events and the trades it belongs to, by name; process, materials, legal_basis: one entry
    a line; shared: what the office fetches itself, so that nobody need bring it.
    """

    name: str
    aliases: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    department_name: str = ""
    conditions: str = ""
    process: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    legal_basis: tuple[str, ...] = ()
    fee: str = ""
    time_limit: str = ""
    legal_limit: str = ""
    forms: tuple[str, ...] = ()
    where: str = ""
    result: str = ""
    shared: str = ""
    events: tuple[str, ...] = ()
    trades: tuple[str, ...] = ()
    level: str = ""
    english: str = ""

    @property
    def department(self) -> str:
        """The code of the department in charge."""
        return self.departments[0] if self.departments else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Kept):
    """A question with its answer, fit to be read aloud. variants: how else it is asked; department: a code or ""."""

    question: str
    variants: tuple[str, ...] = ()
    answer: str = ""
    department: str = ""
    department_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin(Kept):
    """A short notice. channel: its channel's name; village: the village's name, "" for the whole city."""

    channel: str
    village: str = ""
    title: str
    text: str
    published: date
    department: str = ""

    def is_current(self, today: date) -> bool:
        """Whether it is to be read out on this day."""
        return self.published <= today and not self.is_stale(today)


@dataclass(frozen=True, slots=True, kw_only=True)
class Synonym(Kept):
    """How citizens say a formal term: a question that holds one of the sayings is searched as if it held the term."""

    term: str
    sayings: tuple[str, ...] = ()
    english: tuple[str, ...] = ()


Entry = Department | Procedure | Question | Bulletin | Synonym


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A ticket category (two levels) or a life event (one level, no children). asks: what the citizen is asked then."""

    code: str
    name: str
    children: tuple[Category, ...] = ()
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """A district and its streets (街道, 镇)."""

    code: str
    name: str
    streets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A number that citizens dial, and what it is called."""

    number: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Bulletins of one subject, heard by its code on the keypad."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Village:
    """A village that makes its affairs public. code: keyed in by callers; town: the town it belongs to."""

    code: str
    name: str
    town: str


class OpenDays(StrEnum):
    """On which days hours count, as a clerk writes it."""

    WORKDAYS = "工作日"
    """The days on which offices work, with the weekends worked in exchange for holidays."""
    REST_DAYS = "休息日"
    """Weekends and public holidays."""
    EVERY_DAY = "每天"
    """All."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When people answer. begins, ends: minutes of the day, 0 to 1440; the last is not counted."""

    days: OpenDays
    begins: int
    ends: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What a city pack says outside its tables.

    categories: of tickets; life_events: the groups of procedures, in the order in which they are read out;
    village_channels: what every village publishes; hours: when people answer, none is round the clock.
    """

    name: str = ""
    lines: tuple[Line, ...] = ()
    districts: tuple[District, ...] = ()
    categories: tuple[Category, ...] = ()
    life_events: tuple[Category, ...] = ()
    channels: tuple[Channel, ...] = ()
    village_channels: tuple[Channel, ...] = ()
    villages: tuple[Village, ...] = ()
    hours: tuple[Hours, ...] = ()
