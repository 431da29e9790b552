"""The voice menus that callers hear now, of which the console draws its tree."""

from __future__ import annotations

from typing import Annotated, TypedDict

from hotline.web.menus import READING
from hotline.web.openapi.operations import Area, route
from hotline.web.openapi.schemas import named


class Wording(TypedDict):
    """What is said. `file`: the recording that is played instead, "" for none."""

    text: str
    file: str


class GoingOn(TypedDict):
    """Where another script goes on."""

    script: str
    entry: str


class MenuNode(TypedDict):
    """`prompts`: names of prompts by field; `settings`: what else the script says of it, in its own words.

    `person`: where key 0 leads from everywhere.
    """

    name: str
    title: str
    type: str
    asks: bool
    ends: bool
    person: bool
    go_to: GoingOn | None
    prompts: dict[str, str]
    settings: dict[str, str]


_From = TypedDict("_From", {"from": str})


class MenuEdge(_From):
    """`label`: a key or a way's name, "" for simply on; `quiet`: back, or after the last try."""

    to: str
    label: str
    quiet: bool


class MenuEntry(TypedDict):
    """Where a menu begins."""

    name: str
    node: str


Wordings = Annotated[dict[str, Wording], named("Wordings")]
"""By language."""


class Menu(TypedDict):
    """A whole menu. `version` changes whenever what is served changes."""

    name: str
    line: str
    version: str
    entries: list[MenuEntry]
    languages: list[str]
    nodes: list[MenuNode]
    edges: list[MenuEdge]
    prompts: dict[str, Wordings]


class MenuFault(TypedDict):
    """`code`, `params`: what is wrong, for the page to say; `code` "" has no words, and `what` says it in English."""

    file: str
    line: int
    where: str
    what: str
    code: str
    params: dict[str, str]


class MenuTrouble(TypedDict):
    """Why the files are not what is served."""

    what: str
    faults: list[MenuFault]


class Menus(TypedDict):
    """Every line's menu as it is served, and what is wrong with the files where they were refused."""

    menus: list[Menu]
    trouble: MenuTrouble | None


AREA = Area(
    name="menus",
    about="The voice menus that callers hear now.",
    routes=(route("GET /api/menus", Menus, who=READING),),
)
