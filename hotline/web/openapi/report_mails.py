"""Reports by mail: who gets which, and how the last sendings went."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from hotline.accounts.model import Role
from hotline.reports.mail.drafting import FORMS
from hotline.reports.mail.model import Every, State
from hotline.web.openapi.days import Days
from hotline.web.openapi.operations import Area, Empty, route
from hotline.web.openapi.said import Said
from hotline.web.openapi.schemas import Moment, note
from hotline.web.screens import SUPERVISING

MailFormat = Annotated[str, note(enum=list(FORMS))]
Hour = Annotated[int, note("Of the city's day.", minimum=0, maximum=23)]


class MailSending(Days):
    """One mail. `why`: of the last failure, what it waits for, or whom it did not reach."""

    state: State
    tries: int
    next_try: Moment
    sent: Moment | None
    why: str
    why_said: Said | None


class MailWanted(TypedDict):
    """What somebody subscribes to. `department`: whose rows alone, "" for all; a handler's is always the own one."""

    report: str
    department: NotRequired[str]
    every: Every
    hour: NotRequired[Hour]
    format: MailFormat
    recipients: list[str]


class MailSubscription(TypedDict):
    """A report that goes out again and again. `next`: when it falls due, null while it is switched off."""

    id: int
    report: str
    department: str
    department_name: str
    every: Every
    hour: Hour
    format: MailFormat
    recipients: list[str]
    active: bool
    next: Moment | None
    created_by_name: str
    changed_by_name: str
    changed: Moment
    sendings: list[MailSending]


class MailedReport(TypedDict):
    """A report that can be mailed. `to_departments`: it has rows of single departments."""

    name: str
    title: str
    to_departments: bool


class MailList(TypedDict):
    """`formats`: by name, why it cannot be made on the server, "" where it can; `lacking`: why nothing goes out."""

    subscriptions: list[MailSubscription]
    reports: list[MailedReport]
    formats: dict[str, str]
    domains: list[str]
    sender: str
    lacking: str


class MailTaken(TypedDict):
    """The subscription as it stands now."""

    subscription: MailSubscription


class MailSwitch(TypedDict):
    """Whether it goes out from now on."""

    on: bool


class MailedNow(Days):
    """The period that was sent. `missed`: whom it did not reach, "" for nobody."""

    missed: str


_WHO = (*SUPERVISING, Role.HANDLER)
_ONE = "/api/reports/mails/{id}"
AREA = Area(
    name="mails",
    about="Reports by mail. A department's handlers reach their own department's subscriptions alone.",
    routes=(
        route("GET /api/reports/mails", MailList, who=_WHO),
        route("POST /api/reports/mails", MailTaken, status=201, who=_WHO, body=MailWanted),
        route(f"PUT {_ONE}", MailTaken, who=_WHO, body=MailWanted),
        route(f"POST {_ONE}/switch", MailTaken, who=_WHO, body=MailSwitch),
        route(f"POST {_ONE}/now", MailedNow, who=_WHO, faults=(422, 502)),
        route(f"DELETE {_ONE}", Empty, who=_WHO),
    ),
)
