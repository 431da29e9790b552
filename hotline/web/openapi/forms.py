"""Forms that citizens download: the list, new versions, texts that carry their addresses."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from hotline.answering.form_links import PATH
from hotline.kb.forms.model import FormState
from hotline.web.openapi.operations import ANSWERING, EVERYBODY, Area, Empty, File, Flag, Form, route
from hotline.web.openapi.schemas import Moment
from hotline.web.screens import SUPERVISING


class FormFile(TypedDict):
    """A form that can be downloaded. `address`: the citizens' way to it, "" where the city has not said it."""

    id: int
    name: str
    file: str
    size: int
    type: str
    address: str


class FormUser(TypedDict):
    """A procedure that needs a form."""

    code: str
    title: str


class FormVersion(FormFile):
    """A version of a form. `procedures`: those that need it."""

    state: FormState
    uploaded_by: str
    uploaded_by_name: str
    at: Moment
    ended_by_name: str
    ended: Moment | None
    procedures: list[FormUser]


class FormList(TypedDict):
    """`types`: the extensions that may be uploaded; `largest`: bytes; `most`: forms published at a time."""

    forms: list[FormVersion]
    types: list[str]
    largest: int
    most: int


class FormTold(TypedDict):
    """The form as it stands now."""

    form: FormVersion


class FormOfProcedure(FormFile):
    """A form of a procedure, with the procedure's own words for it."""

    entry: str


class FormsOfProcedure(TypedDict):
    """Those of its forms that are files."""

    forms: list[FormOfProcedure]


class FormText(TypedDict):
    """To which telephone a procedure's forms are sent; `call_id`: during which call."""

    number: str
    call_id: NotRequired[str]


_IN_WORDS = dict.fromkeys((404, 429, 503), File(types=("text/plain",)))
"""What a citizen reads when there is no form."""
AREA = Area(
    name="forms",
    about="Forms that citizens download.",
    routes=(
        route("GET /api/forms", FormList, who=EVERYBODY, query={"all": Flag}),
        route("POST /api/forms", FormTold, status=201, who=SUPERVISING, body=Form(), faults=(409,)),
        route("POST /api/forms/{id}", FormTold, status=201, who=SUPERVISING, body=Form(), faults=(409,)),
        route("POST /api/forms/{id}/withdraw", FormTold, who=SUPERVISING, faults=(409,)),
        route("GET /api/forms/{id}/file", File(types=("*/*",)), who=EVERYBODY),
        route("GET /api/forms/of/{procedure}", FormsOfProcedure, who=EVERYBODY),
        route("POST /api/forms/of/{procedure}/text", Empty, who=ANSWERING, body=FormText),
        route(f"GET {PATH}{{code}}", {200: File(types=("*/*",)), **_IN_WORDS}),
    ),
)
