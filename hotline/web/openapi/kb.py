"""What the city tells: its lines, departments, procedures, the search, categories, what a ticket may be about."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from hotline.kb.model import Kind
from hotline.kb.uses import Way
from hotline.web.openapi.forms import FormText
from hotline.web.openapi.operations import ANSWERING, Area, Empty, Flag, Limit, route
from hotline.web.openapi.schemas import Day, Moment, note
from hotline.web.rights import Action, who_may

Words = Annotated[str, note("What is asked; all without it.")]


class Line(TypedDict):
    """A number that citizens dial, and what it is called."""

    number: str
    name: str


class HotlineConfig(TypedDict):
    """The city and its lines."""

    city: str
    numbers: list[str]
    lines: list[Line]
    languages: list[str]


class Phone(TypedDict):
    """A telephone; `label` says what it is for, "" where it needs no word."""

    number: str
    label: str


class KeptEntry(TypedDict):
    """What every entry has. `more`: further columns of a table as they came, title and text."""

    code: str
    source: str
    valid_until: Day | None
    checked: Day | None
    keeper: str
    more: list[tuple[str, str]]


class Department(KeptEntry):
    """A department or public body. `phone`, `complaint_phone`: the first of its phones; `letters`: initials of pinyin.

    `parent`: the code of the body above it; `holidays`: what is different on public holidays.
    """

    name: str
    aliases: list[str]
    former_names: list[str]
    level: str
    parent: str
    address: str
    directions: str
    hours: str
    holidays: str
    phones: list[Phone]
    complaint_phones: list[Phone]
    fax: str
    web: str
    head: str
    duties: str
    not_duties: str
    english: str
    phone: str
    complaint_phone: str
    letters: str


class Departments(TypedDict):
    """Those that answer, the best first; all without a question."""

    departments: list[Department]


class Procedure(KeptEntry):
    """One thing that a citizen can get done. `departments`: codes, the one in charge first; `department`: that one."""

    name: str
    aliases: list[str]
    departments: list[str]
    department_name: str
    conditions: str
    process: list[str]
    materials: list[str]
    legal_basis: list[str]
    fee: str
    time_limit: str
    legal_limit: str
    forms: list[str]
    where: str
    result: str
    shared: str
    events: list[str]
    trades: list[str]
    level: str
    english: str
    department: str


class Procedures(TypedDict):
    """Those that answer, the best first; all without a question."""

    procedures: list[Procedure]


class OpeningTime(TypedDict):
    """A time of the city's calendar. `days` from its today; `weekday` 0 is Monday; `date` "11-23"; `time` "9:00"."""

    at: Moment
    days: int
    weekday: int
    date: str
    time: str


class Opening(TypedDict):
    """Whether an office is open now. `admits`: from when nobody new is let in; `parts`: windows that are open now."""

    open: bool
    until: OpeningTime | None
    admits: OpeningTime | None
    opens: OpeningTime | None
    parts: list[str]
    occasions: list[str]


class OpeningTold(TypedDict):
    """Null where its hours are not understood or do not say."""

    opening: Opening | None


class Hit(TypedDict):
    """An answer of the search. `department` is a name; `why`: what of it matched, in words."""

    kind: Kind
    code: str
    title: str
    department: str
    score: float
    why: str
    passage: str


class Found(TypedDict):
    """What answers, the best first. `unsure`: that it may well be none of these."""

    hits: list[Hit]
    unsure: bool


class Missed(TypedDict):
    """A question that was not answered. `unhelpful`: there were answers, and none fitted."""

    question: str
    unhelpful: NotRequired[bool]


class Category(TypedDict):
    """A category of tickets with its children. `asks`: what the citizen is asked; `letters`: initials of pinyin."""

    code: str
    name: str
    letters: str
    asks: list[str]
    children: list[Category]


class Categories(TypedDict):
    """The categories of tickets, of two levels."""

    categories: list[Category]


class Channel(TypedDict):
    """Bulletins of one subject."""

    code: str
    name: str


class Village(TypedDict):
    """A village that makes its affairs public."""

    code: str
    name: str
    town: str


class Street(TypedDict):
    """A street or a town of a district. `letters`: initials of pinyin."""

    name: str
    letters: str


class District(TypedDict):
    """Where a matter can be. `letters`: initials of pinyin."""

    code: str
    name: str
    letters: str
    streets: list[Street]


class Outline(TypedDict):
    """What a bulletin may be published in, and where a matter can be; entries name channels and villages by name."""

    channels: list[Channel]
    village_channels: list[Channel]
    villages: list[Village]
    districts: list[District]


class StarredEntry(TypedDict):
    """A favourite of the user's."""

    kind: Kind
    code: str
    title: str


class FreshEntry(StarredEntry):
    """What came out since the user's last shift. `is_new`: it was not there before, else it has changed."""

    is_new: bool
    at: Moment


class AtHand(TypedDict):
    """What an agent has at hand. `since`: the end of the last shift; a week ago where there was none."""

    since: Moment
    starred: list[StarredEntry]
    fresh: list[FreshEntry]


class Aloud(TypedDict):
    """What the menus say of an entry."""

    text: str


class EntryUse(TypedDict):
    """What an agent did with an entry: had it open, or says whether it helped."""

    way: Literal["opened", "helpful", "unhelpful"]


class EntryUses(TypedDict):
    """How often an entry was used within so many days, by way; what nobody did is left out."""

    days: int
    ways: dict[Way, int]


_AT_HAND = "/api/kb/at-hand/{kind}/{code}"
READING = who_may(Action.READ)
AREA = Area(
    name="kb",
    about="What the city tells: its lines, departments and procedures, the search, categories and places.",
    routes=(
        route("GET /api/config", HotlineConfig),
        route("GET /api/kb/at-hand", AtHand, who=ANSWERING),
        route(f"PUT {_AT_HAND}/star", Empty, who=ANSWERING, faults=(409,)),
        route(f"DELETE {_AT_HAND}/star", Empty, who=ANSWERING),
        route(f"GET {_AT_HAND}/aloud", Aloud, who=ANSWERING),
        route(f"POST {_AT_HAND}/text", Empty, who=ANSWERING, body=FormText),
        route(f"POST {_AT_HAND}/uses", Empty, who=ANSWERING, body=EntryUse),
        route(f"GET {_AT_HAND}/uses", EntryUses, who=ANSWERING),
        route("GET /api/kb/departments", Departments, who=READING, query={"q": Words}),
        route("GET /api/kb/departments/{code}/opening", OpeningTold, who=READING),
        route("GET /api/kb/procedures", Procedures, who=READING, query={"q": Words}),
        route("GET /api/kb/search", Found, who=READING, query={"q": Words, "limit": Limit, "automatic": Flag}),
        route("POST /api/kb/missed", Empty, who=who_may(Action.MISSES), body=Missed),
        route("GET /api/kb/categories", Categories, who=READING),
        route("GET /api/kb/outline", Outline, who=READING),
    ),
)
