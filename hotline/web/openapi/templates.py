"""The texts that supervisors choose from."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from hotline.tickets.templates.model import TemplateState, Use
from hotline.web.openapi.operations import Area, route
from hotline.web.openapi.schemas import Moment, note
from hotline.web.screens import SUPERVISING


class Template(TypedDict):
    """A version of a text. `letters`: the first letters of its title's pinyin; `of_pack`: it is the city pack's."""

    code: str
    use: Use
    use_label: str
    title: str
    letters: str
    text: str
    version: int
    in_force: bool
    state: TemplateState
    by_name: str
    at: Moment
    of_pack: bool


class TemplatePlace(TypedDict):
    """A place that is filled from a ticket, as it stands between the braces, and with what."""

    name: str
    what: str


class TemplateUse(TypedDict):
    """What a text is for. `by_clock`: the first one in force is written by the clock."""

    use: Use
    label: str
    by_clock: bool


class LongestTemplate(TypedDict):
    """Characters at most."""

    title: int
    text: int


class TemplateList(TypedDict):
    """The newest version of each, withdrawn ones last."""

    templates: list[Template]
    places: list[TemplatePlace]
    uses: list[TemplateUse]
    longest: LongestTemplate


class TemplateTold(TypedDict):
    """The text as it stands now."""

    template: Template


class TemplateVersions(TypedDict):
    """The newest first."""

    versions: list[Template]


class ChangedText(TypedDict):
    """What a text is to be."""

    use: Use
    title: str
    text: str


class NewTemplate(ChangedText):
    """A new text. `code`: lower-case letters, digits and dashes."""

    code: str


class ChangedTemplate(ChangedText):
    """A text anew. `version`: the one that was seen; `code` is that of the address, whatever it says."""

    version: int
    code: NotRequired[str]


class TextToFill(TypedDict):
    """A text, and the ticket from which it is filled."""

    text: str
    number: str


_ONE = "/api/templates/{code}"
_SEEN = Annotated[str, note("The version that was seen.", pattern="^[0-9]+$")]
AREA = Area(
    name="templates",
    about="The texts that supervisors choose from.",
    routes=(
        route("GET /api/templates", TemplateList, who=SUPERVISING, query={"use": Use}),
        route("POST /api/templates", TemplateTold, status=201, who=SUPERVISING, body=NewTemplate, faults=(409,)),
        route("POST /api/templates/filled", TextToFill, who=SUPERVISING, body=TextToFill, faults=(404,)),
        route(f"PUT {_ONE}", TemplateTold, who=SUPERVISING, body=ChangedTemplate, faults=(409,)),
        route(f"DELETE {_ONE}", TemplateTold, who=SUPERVISING, query={"version": _SEEN}, faults=(409,)),
        route(f"GET {_ONE}/versions", TemplateVersions, who=SUPERVISING),
    ),
)
