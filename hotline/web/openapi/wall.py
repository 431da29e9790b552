"""The hall's big screen."""

from __future__ import annotations

from typing import Annotated, TypedDict

from hotline.web.openapi.operations import Area, route
from hotline.web.openapi.schemas import Moment, note
from hotline.web.wall import KEY


class WallQueue(TypedDict):
    """The live queue. `longest`: whole seconds, 0 where nobody waits."""

    fresh: bool
    waiting: int
    longest: int
    ready: int
    talking: int


class WallShare(TypedDict):
    """A share from 0 to 1, null where it is divided by nothing."""

    numerator: int
    denominator: int
    value: float | None


class WallTickets(TypedDict):
    """The tickets as they stood at that moment."""

    at: Moment
    accepted: int
    pending: int
    in_progress: int
    finished: int
    on_time: WallShare


class WallChosen(TypedDict):
    """A procedure that callers chose."""

    title: str
    calls: int


class Wall(TypedDict):
    """What the screen shows; null what was not read yet."""

    at: Moment
    city: str
    numbers: list[str]
    queue: WallQueue
    tickets: WallTickets | None
    chosen: list[WallChosen] | None
    hot: list[str] | None
    shows_hot: bool


AREA = Area(
    name="wall",
    about="The hall's big screen.",
    routes=(
        route(
            "GET /api/wall",
            Wall,
            headers={KEY: Annotated[str, note("The key of the screen's address.")]},
            faults=(403, 429),
        ),
    ),
)
