"""The desk of those who keep the knowledge: versions and what becomes of them, tables in and out, what is missing."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from hotline.kb.headings import Shape
from hotline.kb.model import Kind
from hotline.kb.versions import Move, VersionState
from hotline.web.knowledge_tables import XLSX
from hotline.web.openapi.kb import Phone
from hotline.web.openapi.operations import Area, Empty, File, Flag, Limit, route
from hotline.web.openapi.schemas import Moment, named, note
from hotline.web.rights import Action, who_may

FieldValue = Annotated[str | list[str] | list[Phone] | list[tuple[str, str]] | None, named("FieldValue")]
"""One field of an entry: text, names or lines, telephones, or the further columns as [title, text]."""
Fields = Annotated[dict[str, FieldValue], named("Fields")]


class FieldSpec(TypedDict):
    """A column. `must`: no entry without it."""

    field: str
    title: str
    shape: Shape
    must: bool


class Sheet(TypedDict):
    """The columns of a kind."""

    title: str
    fields: list[FieldSpec]


class Sheets(TypedDict):
    """The columns of each kind, to make a form of."""

    kinds: dict[str, Sheet]


class ShortEntry(TypedDict):
    """An entry in a list. `owner` is the code of the department that keeps it, "" for the hotline itself."""

    kind: Kind
    code: str
    title: str
    owner: str


class Entries(TypedDict):
    """Published entries. `count`: of all that fit, also those beyond the limit."""

    entries: list[ShortEntry]
    count: int


class Difference(TypedDict):
    """What a version says otherwise."""

    field: str
    title: str
    before: str
    after: str


class Version(TypedDict):
    """A version of an entry. `differences`: against what callers hear; `withdrawn`: when it was taken off, or null."""

    kind: Kind
    code: str
    title: str
    version: int
    state: VersionState
    author: str
    author_name: str
    created: Moment
    note: str
    judged_by: str
    judged_by_name: str
    judged: Moment | None
    withdrawn_by: str
    withdrawn_by_name: str
    withdrawn: Moment | None
    withdrawn_why: str
    fields: Fields
    differences: list[Difference]


class PendingVersion(Version):
    """A version that is not out. `outdated`: a later one is published, so that this one cannot be."""

    outdated: bool


class EntryVersions(TypedDict):
    """Every version, the newest first. `may`: what the reader may do with the entry."""

    versions: list[Version]
    may: list[Literal["write", "judge"]]


class VersionTold(TypedDict):
    """The version as it stands now."""

    version: Version


class PendingVersions(TypedDict):
    """What is under way."""

    versions: list[PendingVersion]


class NewVersion(TypedDict):
    """What is written. `fields`: text, or a list of lines; without `more` the entry keeps its further columns."""

    fields: dict[str, str | list[str] | None]
    more: NotRequired[list[list[str]] | None]
    note: NotRequired[str | None]


class Moving(TypedDict):
    """Why; needed to refuse and to withdraw."""

    note: NotRequired[str | None]


class Doors(TypedDict):
    """By callers, on the citizens' page, at a desk."""

    menu: int
    public: int
    desk: int


class Miss(TypedDict):
    """A question that was not answered, without what tells who asked (*** stands for it).

    `times`: how often nothing was found; `unhelpful`: how often there were answers and none fitted; `doors`: from
    where, both together.
    """

    question: str
    times: int
    unhelpful: int
    last: Moment
    doors: Doors


class Misses(TypedDict):
    """The most wanted first."""

    misses: list[Miss]


class Settled(TypedDict):
    """The question that an editor has dealt with."""

    question: str


class Change(TypedDict):
    """An entry that an import changes."""

    kind: Kind
    code: str
    title: str
    differences: list[Difference]


class Changes(TypedDict):
    """`first`: not all of them where they are many."""

    count: int
    first: list[Change]


class ImportPlan(TypedDict):
    """What an import does. `revision`: 0 of a dry run; `hints`: what is not understood and taken as it is."""

    summary: str
    unchanged: int
    added: Changes
    changed: Changes
    withdrawn: Changes
    revision: int
    hints: list[str]


Cells = dict[str, str | list[str]]


class KnowledgeDocument(TypedDict):
    """Everything that is published, as `POST /api/kb/import` takes it (`name=….json`): each entry by its columns.

    Further columns are among them, by their own names; a column that is empty is left out.
    """

    departments: list[Cells]
    procedures: list[Cells]
    questions: list[Cells]
    bulletins: list[Cells]
    synonyms: list[Cells]


READING, WRITING, JUDGING = who_may(Action.READ), who_may(Action.WRITE), who_may(Action.JUDGE)
_KIND = {"kind": Kind}
_MOVE = "POST /api/kb/entries/{kind}/{code}/{version}/{move}"
AREA = Area(
    name="knowledge",
    about="The desk of those who keep the knowledge: versions, what waits for review, tables in and out.",
    routes=(
        route("GET /api/kb/fields", Sheets, who=READING),
        route(
            "GET /api/kb/entries/{kind}",
            Entries,
            who=READING,
            query={**_KIND, "q": Annotated[str, note("Words in their names.")], "limit": Limit},
        ),
        route("GET /api/kb/entries/{kind}/{code}", EntryVersions, who=READING, query=_KIND),
        route(
            "POST /api/kb/entries/{kind}",
            VersionTold,
            status=201,
            who=WRITING,
            body=NewVersion,
            query=_KIND,
            faults=(409,),
        ),
        route(
            "POST /api/kb/entries/{kind}/{code}",
            VersionTold,
            status=201,
            who=WRITING,
            body=NewVersion,
            query=_KIND,
            faults=(409,),
        ),
        route(_MOVE, VersionTold, who=WRITING, body=Moving, query={**_KIND, "move": Move}, faults=(409,)),
        route("GET /api/kb/misses", Misses, who=who_may(Action.MISSES), query={"limit": Limit}),
        route("POST /api/kb/misses/settle", Empty, who=who_may(Action.MISSES), body=Settled, faults=(404,)),
        route(
            "POST /api/kb/import",
            ImportPlan,
            who=who_may(Action.TABLES),
            body=File(),
            query={
                "name": Annotated[str, note("The file's name: its ending says what it is.")],
                "dry_run": Flag,
                "replace": Flag,
            },
            faults=(409,),
        ),
        route("GET /api/kb/export.xlsx", File(types=(XLSX,)), who=who_may(Action.TABLES)),
        route("GET /api/kb/export.json", KnowledgeDocument, who=who_may(Action.TABLES)),
        route("GET /api/kb/review", PendingVersions, who=who_may(Action.UNPUBLISHED)),
        route("GET /api/kb/drafts", PendingVersions, who=WRITING),
    ),
)
