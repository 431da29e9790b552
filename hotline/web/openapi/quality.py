"""Quality inspection: what is inspected, how it is scored, what its agent and a second person say."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from hotline.quality.form import Answer
from hotline.quality.model import State
from hotline.quality.rules import Every, Kind
from hotline.quality.sounds import Side
from hotline.tickets.model import TicketState, TicketType, Urgency
from hotline.web.openapi.desk import Seconds
from hotline.web.openapi.schemas import Moment, note


class QualityFormItem(TypedDict):
    """A line of the form. `cap`: the most that the whole has where the answer is no, null for no cap."""

    code: str
    name: str
    group: str
    points: int
    answers: list[Answer]
    about: str
    cap: int | None


class QualityForm(TypedDict):
    """The form on which a call is scored. `passing`: the least total that passes."""

    name: str
    version: str
    passing: int
    items: list[QualityFormItem]


class QualityRule(TypedDict):
    """A rule that draws calls. `amount`: how many, null for all; `per_agent`: of each agent, else of all together."""

    code: str
    name: str
    kind: Kind
    every: Every
    amount: int | None
    per_agent: bool


class QualityBook(TypedDict):
    """The form and the rules in force. `appeal_days`: working days in which an agent may appeal."""

    form: QualityForm
    rules: list[QualityRule]
    appeal_days: int


class QualityCount(TypedDict):
    """What waits for the signed-in user. `fresh`: told to him and not looked at."""

    to_inspect: int
    appeals: int
    fresh: int


class NamedCode(TypedDict):
    """A code with its name."""

    code: str
    name: str


class QualityItem(TypedDict):
    """An inspection in a list. `begun`: there is a draft; `seen`: its agent has looked at it."""

    id: int
    call_id: str
    at: Moment
    rule: str
    rule_name: str
    why: list[NamedCode]
    reason: str
    agent: str
    agent_name: str
    inspector: str
    inspector_name: str
    drawn: Moment
    state: State
    version: int
    begun: bool
    total: int | None
    passed: bool | None
    submitted: Moment | None
    seen: bool
    appeal_until: Moment | None
    appealed: Moment | None
    appeal_reason: str
    decided: Moment | None
    decided_by_name: str
    decision: str


class QualityPage(TypedDict):
    """The newest first. `next`: goes into `after`, "" at the end."""

    items: list[QualityItem]
    next: str


class GivenAnswer(TypedDict):
    """What was said to an item of the form."""

    answer: Answer
    note: NotRequired[str]


class SoundMark(TypedDict):
    """A moment of the recording, in seconds from its beginning."""

    at: float
    note: NotRequired[str]


class QualitySheet(TypedDict, total=False):
    """What an inspector writes. `answers`: by the item's code; `note`: about the whole."""

    answers: dict[str, GivenAnswer]
    marks: list[SoundMark]
    note: str


class KeptAnswer(TypedDict):
    """What was said to an item of the form. `note`: why, "" for none."""

    answer: Answer
    note: str


class KeptMark(TypedDict):
    """A moment of the recording, in seconds from its beginning."""

    at: float
    note: str


class KeptSheet(TypedDict):
    """What an inspector wrote. `answers`: by the item's code; `note`: about the whole."""

    answers: dict[str, KeptAnswer]
    marks: list[KeptMark]
    note: str


class QualityScore(TypedDict):
    """`total`: 0 to 100, null where no item counts; `fatal`: codes of the fatal items that were not done."""

    total: int | None
    points: float
    possible: int
    fatal: list[str]
    passed: bool


class Inspection(QualityItem):
    """An inspection with its form. `score`: of a draft as far as it is filled in; `appeal_open`: whether in time."""

    form: QualityForm
    sheet: KeptSheet
    score: QualityScore
    appeal_open: bool


class InspectedTicket(TypedDict):
    """A ticket that was written in the call."""

    number: str
    type: TicketType
    category: str
    category_name: str
    urgency: Urgency
    title: str
    place: str
    content: str
    department_name: str
    state: TicketState
    returns: int


class InspectedCall(TypedDict):
    """The call behind an inspection. `held`: null where the hold was not seen to its end."""

    arrived: Moment
    outgoing: bool
    waited: Seconds
    rung: Seconds
    talked: Seconds
    held: Seconds | None
    holds: int
    agents: list[str]
    ratings: dict[str, str]
    tickets: list[InspectedTicket]


class QualityLine(TypedDict):
    """Something that was done to an inspection. `changes`: field to what it was and what it is."""

    at: Moment
    actor_name: str
    act: str
    reason: str
    changes: dict[str, tuple[str | int | None, str | int | None]]


class Hearing(TypedDict):
    """Somebody listened to the recording."""

    at: Moment
    name: str


class InspectionTold(TypedDict):
    """The inspection as it stands now."""

    inspection: Inspection


class WholeInspection(InspectionTold):
    """An inspection with its call and its history. `hearings`: for who supervises, not of the own call."""

    call: InspectedCall
    history: list[QualityLine]
    hearings: NotRequired[list[Hearing]]


class SoundLane(TypedDict):
    """One voice of a recording: its peaks, each 0 to 100."""

    side: Side
    peaks: list[int]


class SoundWave(TypedDict):
    """What is drawn of a recording."""

    seconds: Annotated[float, note("How long it is.")]
    lanes: list[SoundLane]
