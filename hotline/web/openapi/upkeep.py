"""What departments keep up: how each entry stands, what they were told, what they left."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from hotline.kb.model import Kind
from hotline.kb.reminder_store import Way
from hotline.kb.stale import Freshness, Stage, Why
from hotline.kb.versions import VersionState
from hotline.web.openapi.knowledge import ShortEntry, VersionTold
from hotline.web.openapi.operations import Area, route
from hotline.web.openapi.schemas import Day, Moment
from hotline.web.rights import Action, who_may


class UpkeepAnswer(TypedDict):
    """The newest version after the published one: what somebody does about an entry."""

    version: int
    state: VersionState
    author: str
    author_name: str
    at: Moment


class HeldEntry(ShortEntry):
    """A published entry and how it stands. `until`: its last day; `over`: days since then, negative while it holds."""

    freshness: Freshness
    why: Why
    until: Day | None
    over: int
    answer: UpkeepAnswer | None


class HeldEntries(TypedDict):
    """Those longest over first."""

    entries: list[HeldEntry]


class OwnEntries(HeldEntries):
    """What a department keeps. `department`: its code, "" of whoever has none."""

    department: str


class ToldPerson(TypedDict):
    """Who was told, and how."""

    name: str
    way: Way


class MadeStage(TypedDict):
    """A stage of reminding."""

    stage: Stage
    at: Moment
    told: list[ToldPerson]


class OpenReminder(HeldEntry):
    """An entry that is still as its department was told, and the stages so far, the first first."""

    stages: list[MadeStage]


class OpenReminders(TypedDict):
    """What the department was told and has not put right yet."""

    reminders: list[OpenReminder]


class SupervisedEntries(TypedDict):
    """What is still stale though its department was told in time."""

    entries: list[OpenReminder]


class Confirming(TypedDict):
    """Checked today and still right."""

    valid_until: NotRequired[Day | None]
    note: NotRequired[str | None]


WRITING = who_may(Action.WRITE)
AREA = Area(
    name="upkeep",
    about="What departments keep up: stale entries, confirming one, what departments were told and left.",
    routes=(
        route("GET /api/kb/stale", HeldEntries, who=WRITING),
        route("GET /api/knowledge/own", OwnEntries, who=WRITING),
        route(
            "POST /api/knowledge/confirm/{kind}/{code}",
            VersionTold,
            status=201,
            who=WRITING,
            body=Confirming,
            query={"kind": Kind},
            faults=(409,),
        ),
        route("GET /api/knowledge/reminders", OpenReminders, who=WRITING),
        route("GET /api/knowledge/supervision", SupervisedEntries, who=who_may(Action.SUPERVISE)),
    ),
)
