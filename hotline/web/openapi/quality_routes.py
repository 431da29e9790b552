"""Quality inspection: its routes, the draws, and what is sent."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from hotline.quality.sounds import Side
from hotline.web.openapi.desk import Seconds
from hotline.web.openapi.operations import ANSWERING, After, Area, Empty, File, Limit, route
from hotline.web.openapi.quality import (
    InspectionTold,
    NamedCode,
    QualityBook,
    QualityCount,
    QualityPage,
    QualitySheet,
    SoundWave,
    WholeInspection,
)
from hotline.web.openapi.quality_calibration import Calibration, Calibrations
from hotline.web.openapi.schemas import Day, Moment, note
from hotline.web.screens import SUPERVISING


class QualityDraw(TypedDict):
    """A draw. `calls`: among how many; `silent`: how many more there were without a recording."""

    id: int
    period: str
    seed: str
    at: Moment
    by_name: str
    calls: int
    silent: int
    drawn: int
    rules: list[NamedCode]


class Inspector(TypedDict):
    """Somebody who may inspect."""

    username: str
    name: str


class QualityDraws(TypedDict):
    """The newest first, and who may inspect."""

    draws: list[QualityDraw]
    inspectors: list[Inspector]


class QualityDrawTold(TypedDict):
    """The draw of the period."""

    draw: QualityDraw


class DrawAsked(TypedDict):
    """A period that is over."""

    period: Annotated[str, note("A week, 2026-W47, or a month, 2026-11.")]


class ChoosableCall(TypedDict):
    """A call that was answered and is over. `inspection`: the one that there is already, 0 for none."""

    call_id: str
    arrived: Moment
    dialled: str
    outgoing: bool
    talked: Seconds
    agent_name: str
    inspection: int
    has_sound: bool


class ChoosableCalls(TypedDict):
    """The newest first."""

    calls: list[ChoosableCall]


class CallChosen(TypedDict):
    """A call that somebody wants inspected, and why."""

    call_id: str
    reason: str


class SheetSent(QualitySheet):
    """What is written so far. `version`: the inspection's, as whoever writes has seen it."""

    version: int


class InspectionReason(TypedDict):
    """Why. `version`: the inspection's, as whoever writes has seen it."""

    version: int
    reason: str


class InspectionGiven(TypedDict):
    """To another inspector, by user name."""

    version: int
    inspector: str


class AppealDecided(InspectionReason):
    """A second person's word. `answers`: where it does not stand, all of them anew."""

    stands: bool
    answers: NotRequired[dict[str, object]]


_ONE = "/api/quality/inspections/{id}"
_SOME = {"after": After, "limit": Limit}
_STATE = Annotated[str, note("States, several with commas between them.")]
AREA = Area(
    name="quality",
    about="Quality inspection of calls: draws, scores, appeals, recordings. All are 404 where the city has no rules.",
    routes=(
        route("GET /api/quality/book", QualityBook, who=ANSWERING, faults=(404,)),
        route("GET /api/quality/count", QualityCount, who=ANSWERING),
        route(
            "GET /api/quality/inspections",
            QualityPage,
            who=SUPERVISING,
            query={"state": _STATE, "agent": str, "inspector": str, **_SOME},
            faults=(404,),
        ),
        route("GET /api/quality/own", QualityPage, who=ANSWERING, query=_SOME, faults=(404,)),
        route(f"GET {_ONE}", WholeInspection, who=ANSWERING),
        route(f"POST {_ONE}/seen", Empty, who=ANSWERING),
        route(f"PUT {_ONE}/draft", InspectionTold, who=SUPERVISING, body=SheetSent, faults=(409,)),
        route(f"POST {_ONE}/submit", InspectionTold, who=SUPERVISING, body=SheetSent, faults=(409,)),
        route(f"POST {_ONE}/set-aside", InspectionTold, who=SUPERVISING, body=InspectionReason, faults=(409,)),
        route(f"POST {_ONE}/assign", InspectionTold, who=SUPERVISING, body=InspectionGiven, faults=(409,)),
        route(f"POST {_ONE}/appeal", InspectionTold, who=ANSWERING, body=InspectionReason, faults=(409,)),
        route(f"POST {_ONE}/decide", InspectionTold, who=SUPERVISING, body=AppealDecided, faults=(409,)),
        route(
            f"GET {_ONE}/audio",
            {200: File(types=("audio/wav",)), 206: File(types=("audio/wav",))},
            who=ANSWERING,
            query={"side": Side},
        ),
        route(f"GET {_ONE}/wave", SoundWave, who=ANSWERING),
        route("GET /api/quality/draws", QualityDraws, who=SUPERVISING, query={"limit": Limit}, faults=(404,)),
        route(
            "POST /api/quality/draws",
            {200: QualityDrawTold, 201: QualityDrawTold},
            who=SUPERVISING,
            body=DrawAsked,
            faults=(404, 409),
        ),
        route("GET /api/quality/inspections/{id}/calibration", Calibration, who=SUPERVISING),
        route(
            "POST /api/quality/inspections/{id}/calibration",
            Calibration,
            status=201,
            who=SUPERVISING,
            body=QualitySheet,
            faults=(409,),
        ),
        route(
            "GET /api/quality/calibrations",
            Calibrations,
            who=SUPERVISING,
            query={"from": Day, "to": Day},
            faults=(404,),
        ),
        route(
            "GET /api/quality/calls",
            ChoosableCalls,
            who=SUPERVISING,
            query={"number": str, "from": Day, "to": Day, "limit": Limit},
            faults=(404,),
        ),
        route(
            "POST /api/quality/choose",
            InspectionTold,
            status=201,
            who=SUPERVISING,
            body=CallChosen,
            faults=(404, 409),
        ),
    ),
)
