"""How the knowledge base is: figures, the entries behind each, their keepers told or changed."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from hotline.kb.health.model import Ailment
from hotline.kb.model import Kind
from hotline.kb.stale import Freshness, Why
from hotline.web.openapi.knowledge import VersionTold
from hotline.web.openapi.operations import Area, Limit, route
from hotline.web.openapi.said import Said
from hotline.web.openapi.schemas import Day
from hotline.web.rights import Action, who_may


class EntryNamed(TypedDict):
    """An entry by its name."""

    kind: Kind
    code: str
    title: str


class Ail(TypedDict):
    """An entry, or a question (`kind` is ""), with what ails it.

    `about`: in words what is wrong; `asked`: how often citizens asked for it; `others`: those that it clashes with;
    `freshness`, `why`: "" where it is not published; `until`, `over`: as of an entry that a department keeps.
    """

    kind: Kind | Literal[""]
    code: str
    title: str
    owner: str
    owner_name: str
    about: str
    about_said: Said | None
    asked: int
    others: list[EntryNamed]
    freshness: Freshness | Literal[""]
    why: Why | Literal[""]
    until: Day | None
    over: int


class Coverage(TypedDict):
    """What a department keeps. `people`: accounts that can be told; `entries`: without the department's own."""

    department: str
    name: str
    procedures: int
    questions: int
    entries: int
    stale: int
    due_soon: int
    unchecked: int
    people: int


class HealthMonth(TypedDict):
    """What happened in a month, 2026-11. `found_stale`: entries whose departments were told so."""

    month: str
    published: int
    withdrawn: int
    found_stale: int
    missed: int


class KbHealth(TypedDict):
    """The whole. `checked`: entries that can go stale; `counts`: by ailment; `items`, `many`: where one was named."""

    entries: int
    checked: int
    counts: dict[str, int]
    departments: list[Coverage]
    months: list[HealthMonth]
    items: NotRequired[list[Ail]]
    many: NotRequired[int]


class ToTell(TypedDict):
    """Which entries of theirs a department's people are told of."""

    department: str
    titles: list[str]
    note: NotRequired[str]


class KeepersTold(TypedDict):
    """Who was told what, by name; `texted`: those whose telephone was texted too."""

    told: list[str]
    texted: list[str]
    text: str


class KeeperChanged(TypedDict):
    """Which department keeps an entry from now on."""

    kind: Kind
    code: str
    department: str
    note: NotRequired[str]


_WHO = who_may(Action.SUPERVISE)
AREA = Area(
    name="kb-health",
    about="How the knowledge base is.",
    routes=(
        route(
            "GET /api/kb/health",
            KbHealth,
            who=_WHO,
            query={"ailment": Ailment, "department": str, "limit": Limit},
        ),
        route("POST /api/kb/health/tell", KeepersTold, who=_WHO, body=ToTell),
        route("POST /api/kb/health/assign", VersionTold, status=201, who=_WHO, body=KeeperChanged, faults=(404, 409)),
    ),
)
