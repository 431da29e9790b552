"""Reports with the tickets behind their figures, and hot issues."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from hotline.accounts.model import Role
from hotline.reports.figures import Better, Kind
from hotline.reports.names import By
from hotline.reports.plots import Part, Shape, Tone
from hotline.reports.writers import WRITERS
from hotline.web.openapi.days import Days
from hotline.web.openapi.hot_issues import HotPending, HotReport
from hotline.web.openapi.operations import After, Area, File, Limit, route
from hotline.web.openapi.said import Said
from hotline.web.openapi.schemas import Moment, note
from hotline.web.openapi.tickets import WorkItem
from hotline.web.screens import SUPERVISING


class Definition(TypedDict):
    """What a figure means. `better`: which way it is better; `listed`: whether its tickets can be listed."""

    code: str
    name: str
    kind: Kind
    unit: str
    formula: str
    basis: str
    source: str
    better: Better
    listed: bool


class Amount(TypedDict):
    """`value`: a share from 0 to 1, null where it is divided by nothing; `low`, `high`: its 95% band."""

    numerator: int
    denominator: int
    value: float | None
    low: float | None
    high: float | None
    few: bool


class Figure(Amount):
    """A figure of a row. `rank`: its place among the rows, the best is 1; `before`, `year_ago`: the same then."""

    code: str
    rank: int | None
    before: Amount | None
    year_ago: Amount | None


class ReportRow(TypedDict):
    """`remark`: a word or two beside the name; `query`: the period and what its tickets have in common."""

    key: str
    name: str
    remark: str
    query: dict[str, str]
    figures: list[Figure]


class PlotSeries(TypedDict):
    """A figure that is drawn."""

    figure: str
    name: str
    tone: Tone


class Plot(TypedDict):
    """A drawing: `keys` are those of its rows; `few`, `beyond`: rows left out for too few cases, for being too many."""

    code: str
    title: str
    shape: Shape
    part: Part
    unit: str
    series: list[PlotSeries]
    keys: list[str]
    few: int
    beyond: int


class Section(TypedDict):
    """A table of a report. `note_said`: its note in parts, where it is one of the hotline's own sentences."""

    code: str
    title: str
    by: str
    note: str
    note_said: Said | None
    rows: list[ReportRow]
    plots: list[Plot]


class Closing(TypedDict):
    """A month that is closed. `correction`: 0 as it was closed first."""

    month: str
    correction: int
    at: Moment
    by: str
    reason: str


class WaitingMonth(TypedDict):
    """The last month, which is over and not closed. `late`: long enough that somebody should be reminded."""

    month: str
    late: bool


class ClosingList(TypedDict):
    """`waiting`: null where the last month is closed, or had nothing to close."""

    closings: list[Closing]
    waiting: WaitingMonth | None


class ClosingWanted(TypedDict):
    """`correction`: why a closed month is closed again with other figures; left out the first time."""

    month: str
    correction: NotRequired[str]


class Passage(TypedDict):
    """Prose, a paragraph a line. `section`: the code of the one whose drawing stands beside it, "" for none."""

    title: str
    section: str
    text: str


class Report(TypedDict):
    """A report. `closing`: null where the month is not closed; `prose`: what it says in words, where it does.

    `pending`: hot issues are still put together: ask for them (202 until they are there), then for this again.
    """

    name: str
    title: str
    period: Days
    before: Days
    year_ago: Days
    made: Moment
    closing: Closing | None
    definitions: list[Definition]
    prose: list[Passage]
    sections: list[Section]
    pending: bool


class ReportKind(TypedDict):
    """A report that this account may read."""

    name: str
    title: str
    about: str


class ReportList(TypedDict):
    """`lacking`: by format, why it cannot be made on the server."""

    reports: list[ReportKind]
    formats: list[str]
    lacking: dict[str, str]
    closings: list[Closing]


class TicketsBehind(TypedDict):
    """The tickets behind a figure, by number. `withheld`: how many of this page the reader may not look at."""

    items: list[WorkItem]
    next: str
    withheld: int


class MapDistrict(TypedDict):
    """A district. `path`: its outline in SVG's words; `at`: where its name stands; `wide`: of its box."""

    code: str
    name: str
    path: str
    at: tuple[float, float]
    wide: float


class CityMap(TypedDict):
    """All districts in a box of this size. `schematic`: laid out by hand, not as the land lies."""

    schematic: bool
    width: float
    height: float
    districts: list[MapDistrict]


class MapTold(TypedDict):
    """Null where the city pack has none."""

    map: CityMap | None


class OwnFigures(TypedDict):
    """A department's own assessment. `months`: this month until today, then the whole of the last one."""

    department: str
    department_name: str
    months: list[Report]


_DAY = Annotated[str, note(format="date")]
_PERIOD = {"from": _DAY, "to": _DAY}
_FILE = File(types=tuple(sorted({one.type.partition(";")[0] for one in WRITERS.values()})))
_AS_FILE = {"format": Annotated[str, note(enum=list(WRITERS))], **_PERIOD}
_READING = (*SUPERVISING, Role.HANDLER)
_FIGURE = {"figure": str, "of": Annotated[str, note("numerator or denominator.")], "after": After, "limit": Limit}
AREA = Area(
    name="reports",
    about="Figures, the tickets behind them, and what many citizens tell of at once.",
    routes=(
        route("GET /api/reports/hot", {200: HotReport, 202: HotPending}, who=SUPERVISING, query=_PERIOD),
        route("GET /api/reports/hot/file", _FILE, who=SUPERVISING, query=_AS_FILE, faults=(503,)),
        route("GET /api/reports/map", MapTold, who=_READING),
        route("GET /api/reports/closings", ClosingList, who=SUPERVISING),
        route("POST /api/reports/closings", Closing, status=201, who=SUPERVISING, body=ClosingWanted, faults=(409,)),
        route("GET /api/department/figures", OwnFigures, who=_READING, query={"department": str}),
        route("GET /api/reports", ReportList, who=_READING),
        route("GET /api/reports/{name}", Report, who=_READING, query=_PERIOD),
        route(
            "GET /api/reports/{name}/file",
            _FILE,
            who=_READING,
            query=_AS_FILE,
            faults=(503,),
        ),
        route(
            "GET /api/reports/{name}/tickets",
            TicketsBehind,
            who=_READING,
            query={**_FIGURE, **_PERIOD, **dict.fromkeys(map(str, By), str)},
        ),
    ),
)
