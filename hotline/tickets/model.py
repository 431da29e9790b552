"""What the city owes a citizen: the words and values of a ticket. Pure.

Terms as in GB/T 33358. What may be done to a ticket is in moves.py, what a move makes of it in life/.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

CITY_TIME = ZoneInfo("Asia/Shanghai")


class TicketType(StrEnum):
    """Why the citizen called."""

    ENQUIRY = "enquiry"  # asks how something is
    HELP = "help"  # needs something done
    COMPLAINT = "complaint"  # is badly served by an authority
    REPORT = "report"  # tells of somebody's wrong
    SUGGESTION = "suggestion"  # knows how to do better
    PRAISE = "praise"  # thanks somebody

    @property
    def label(self) -> str:
        """As people see it."""
        return _TYPES[self]


_TYPES = {
    TicketType.ENQUIRY: "咨询",
    TicketType.HELP: "求助",
    TicketType.COMPLAINT: "投诉",
    TicketType.REPORT: "举报",
    TicketType.SUGGESTION: "建议",
    TicketType.PRAISE: "表扬",
}


class Urgency(StrEnum):
    """How soon somebody must go."""

    NORMAL = "normal"
    URGENT = "urgent"  # water, power, gas, heat, extreme weather
    CRITICAL = "critical"  # life or property is in danger

    @property
    def label(self) -> str:
        """As people see it."""
        return _URGENCIES[self]


_URGENCIES = {Urgency.NORMAL: "一般", Urgency.URGENT: "紧急", Urgency.CRITICAL: "特急"}


class CameBy(StrEnum):
    """By which way the matter reached the desk (来源渠道)."""

    PHONE = "phone"
    """A call, whoever of the two rang."""
    MESSAGE = "message"
    """A voice message that a caller left."""
    SMS = "sms"
    """A text that the citizen sent."""
    WEB = "web"
    """The city's web site, app or WeChat account."""
    WALK_IN = "walk_in"
    """The citizen came in person."""
    LETTER = "letter"
    """A letter or an e-mail."""
    TRANSFERRED = "transferred"
    """Sent on by a higher authority or by another body."""
    UNTOLD = ""
    """Written without a call before tickets told it; nobody can choose it."""

    @property
    def label(self) -> str:
        """As people see it."""
        return _WAYS[self]


_WAYS = {
    CameBy.PHONE: "电话",
    CameBy.MESSAGE: "语音留言",
    CameBy.SMS: "短信",
    CameBy.WEB: "网络",
    CameBy.WALK_IN: "来访",
    CameBy.LETTER: "来信",
    CameBy.TRANSFERRED: "上级或其他单位转来",
    CameBy.UNTOLD: "未记录",
}
IN_A_CALL = (CameBy.PHONE, CameBy.MESSAGE)
"""What a ticket with a call can have come by: the call, or what its caller left in it."""


class TicketState(StrEnum):
    """Where a ticket is."""

    DRAFT = "draft"
    """Being taken down; it binds nobody."""
    ACCEPTED = "accepted"
    """Registered, and not yet given to a department."""
    DISPATCHED = "dispatched"
    """Given to a department, which has not signed; the clock runs."""
    SIGNED = "signed"
    """The department is at work."""
    RETURNED = "returned"
    """The department says that it is not its duty; somebody above decides, and the clock runs on."""
    REPLIED = "replied"
    """The department has answered; the hotline looks through the answer."""
    REVIEWED = "reviewed"
    """The answer is good; the citizen is to be called back."""
    FINISHED = "finished"
    """Nothing more is owed."""
    TRANSFERRED = "transferred"
    """Another body has it, as 110."""
    DECLINED = "declined"
    """Not accepted, with the reason and the lawful channel."""
    WITHDRAWN = "withdrawn"
    """The citizen does not ask for it any more."""
    MERGED = "merged"
    """It is dealt with in its parent, and called back with it."""

    @property
    def label(self) -> str:
        """As people see it."""
        return _STATES[self]

    @property
    def is_open(self) -> bool:
        """Whether something is still owed."""
        return self not in CLOSED


_STATES = {
    TicketState.DRAFT: "草稿",
    TicketState.ACCEPTED: "待派单",
    TicketState.DISPATCHED: "待签收",
    TicketState.SIGNED: "办理中",
    TicketState.RETURNED: "退单待裁定",
    TicketState.REPLIED: "待审核",
    TicketState.REVIEWED: "待回访",
    TicketState.FINISHED: "已办结",
    TicketState.TRANSFERRED: "已转办其他机构",
    TicketState.DECLINED: "不予受理",
    TicketState.WITHDRAWN: "已撤回",
    TicketState.MERGED: "已并单",
}
CLOSED = frozenset(
    {
        TicketState.FINISHED,
        TicketState.TRANSFERRED,
        TicketState.DECLINED,
        TicketState.WITHDRAWN,
        TicketState.MERGED,
    }
)


class Part(StrEnum):
    """Where one department's work on a ticket is."""

    TO_SIGN = "to_sign"
    SIGNED = "signed"
    REPLIED = "replied"
    LEFT = "left"  # returned, or given to another department


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketDraft:
    """A ticket as entered, not yet checked. category, department, district: codes of the city pack.

    department may be empty: then it waits for somebody who knows where it belongs. The rest may be empty but the
    content. citizen_extension: told with the number (转8012), and parted from it when the draft is checked.
    """

    type: str
    category: str
    urgency: str = Urgency.NORMAL
    district: str = ""
    place: str = ""
    title: str = ""
    content: str
    department: str = ""
    assisting: tuple[str, ...] = ()
    confidential: bool = False
    citizen_number: str = ""
    citizen_extension: str = ""
    citizen_name: str = ""
    call_id: str = ""
    came_by: str = CameBy.PHONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A ticket as kept. number: 10 digits (12 under the older rule); times aware UTC; version: counted from 1.

    round: 1, and one more for each re-handling; dispatched: when this round's clock started; due: when this round must
    be answered, None before a dispatch; due_reason, due_basis: why it was set by hand in this round and by what law or
    order, "" where it is the policy's; extended: working days granted in this round; returns: of this round;
    adjudicated: somebody above has decided whose it is, so that it is not returned again; attempts: to call back in
    this round; reached: the citizen was spoken to in it; profile: the policy it was dispatched under; parent: the
    ticket it was merged into; citizen_extension: who is asked for behind the number, which no call of ours can dial.
    """

    number: str
    type: TicketType
    category: str
    urgency: Urgency
    district: str
    place: str
    title: str
    content: str
    department: str
    confidential: bool
    citizen_number: str
    citizen_name: str
    call_id: str
    query_code: str
    state: TicketState
    created: datetime
    created_by: str
    version: int
    round: int = 1
    dispatched: datetime | None = None
    due: datetime | None = None
    due_reason: str = ""
    due_basis: str = ""
    extended: int = 0
    returns: int = 0
    adjudicated: bool = False
    attempts: int = 0
    reached: bool = False
    profile: str = ""
    public_answer: str = ""
    answered: datetime | None = None
    finished: datetime | None = None
    parent: str = ""
    citizen_extension: str = ""
    came_by: CameBy = CameBy.PHONE


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketPart:
    """What one department has to do with a ticket. id: 0 for a new one; lead: it answers for the whole.

    urged: it had not signed when it should have, and the clock said so; returned: it has given the ticket back.
    """

    id: int = 0
    department: str
    lead: bool
    state: Part
    round: int
    given: datetime
    signed: datetime | None = None
    replied: datetime | None = None
    note: str = ""
    answer: str = ""
    by: str = ""
    urged: bool = False
    returned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """A request for more time. days: working days; approver, decided, granted: None and "" while it is open."""

    id: int
    round: int
    days: int
    reason: str
    asked_by: str
    asked: datetime
    approver: str = ""
    decided: datetime | None = None
    granted: bool | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistRequest:
    """The lead's request that another department helps. department: the one asked for, which sees nothing by it.

    approver, decided, granted: None and "" while it is open; granted: None for ever where it ended with the lead's
    work, and nobody decided.
    """

    id: int
    round: int
    department: str
    reason: str
    asked_by: str
    asked: datetime
    approver: str = ""
    decided: datetime | None = None
    granted: bool | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """What somebody did to a ticket. changes: field to its new value."""

    at: datetime
    actor: str
    action: str
    reason: str
    changes: Mapping[str, object]
