"""What anybody may ask without signing in."""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict

from hotline.reports.figures import Kind as FigureKind
from hotline.web.openapi.days import Days
from hotline.web.openapi.kb import Line, Opening, Phone
from hotline.web.openapi.operations import Area, route
from hotline.web.openapi.schemas import Day, Moment, named, note

PublicKind = Annotated[Literal["department", "procedure", "question", "bulletin"], named("PublicKind")]


class PublicAbout(TypedDict):
    """The city and its lines."""

    city: str
    lines: list[Line]


class ProgressAsked(TypedDict):
    """A ticket's number and its query code."""

    number: str
    code: str


class Progress(TypedDict):
    """How far a ticket is, as on the telephone."""

    progress: str


class PublicHit(TypedDict):
    """An entry that answers."""

    kind: PublicKind
    code: str
    title: str
    passage: str


class PublicAnswer(TypedDict):
    """What answers, the best first."""

    hits: list[PublicHit]
    unsure: bool


class PublicOffice(TypedDict):
    """A department as citizens read it. `opening`: null where its hours do not say."""

    code: str
    name: str
    english: str
    aliases: list[str]
    address: str
    directions: str
    hours: str
    holidays: str
    web: str
    phones: list[Phone]
    complaint_phones: list[Phone]
    opening: Opening | None


class PublicOffices(TypedDict):
    """All of them."""

    departments: list[PublicOffice]


class PublicOfficeEntry(PublicOffice):
    """A department as an entry."""

    kind: Literal["department"]
    title: str
    duties: str


class PublicForm(TypedDict):
    """A form. `path`: where it can be downloaded, "" where it is no file."""

    name: str
    path: str


class PublicDesk(TypedDict):
    """A department of a procedure."""

    code: str
    name: str
    phone: str


class PublicGuide(TypedDict):
    """A procedure as citizens read it."""

    kind: Literal["procedure"]
    code: str
    title: str
    english: str
    conditions: str
    fee: str
    time_limit: str
    legal_limit: str
    where: str
    result: str
    shared: str
    process: list[str]
    materials: list[str]
    legal_basis: list[str]
    forms: list[PublicForm]
    departments: list[PublicDesk]


class PublicQuestion(TypedDict):
    """A question with its answer. `department` is a name."""

    kind: Literal["question"]
    code: str
    title: str
    answer: str
    department: str


class PublicNews(TypedDict):
    """A bulletin. `village`: "" for the whole city."""

    kind: Literal["bulletin"]
    code: str
    title: str
    text: str
    channel: str
    village: str
    published: Day


PublicEntry = Annotated[PublicOfficeEntry | PublicGuide | PublicQuestion | PublicNews, named("PublicEntry")]


class PublicEntryTold(TypedDict):
    """One entry with what is public of it."""

    entry: PublicEntry


class PublicMonth(TypedDict):
    """A month whose bulletin can be read. `correction`: 0 as it was closed first."""

    month: str
    at: Moment
    correction: int


class PublicMonths(TypedDict):
    """The newest first."""

    months: list[PublicMonth]


class PublicDefinition(TypedDict):
    """What a figure means."""

    code: str
    name: str
    kind: FigureKind
    unit: str
    formula: str
    basis: str


class PublicFigure(TypedDict):
    """A figure; `value` null where it is divided by nothing; `few`: too few cases to compare."""

    code: str
    value: float | None
    numerator: int
    denominator: int
    few: bool
    before: float | None
    year_ago: float | None


class PublicRow(TypedDict):
    """A row of the bulletin."""

    name: str
    figures: list[PublicFigure]


class PublicSection(TypedDict):
    """A table of the bulletin."""

    code: str
    title: str
    note: str
    rows: list[PublicRow]


class PublicBulletin(PublicMonth, Days):
    """A closed month."""

    definitions: list[PublicDefinition]
    sections: list[PublicSection]


AREA = Area(
    name="public",
    about="What anybody may ask without signing in.",
    routes=(
        route("GET /api/public", PublicAbout),
        route("POST /api/public/progress", Progress, body=ProgressAsked, faults=(404, 429)),
        route("GET /api/public/departments", PublicOffices),
        route(
            "GET /api/public/search",
            PublicAnswer,
            query={"q": Annotated[str, note("What is asked.")]},
            faults=(429,),
        ),
        route("GET /api/public/entries/{kind}/{code}", PublicEntryTold, query={"kind": PublicKind}),
        route("GET /api/public/bulletins", PublicMonths),
        route("GET /api/public/bulletins/{month}", PublicBulletin),
    ),
)
