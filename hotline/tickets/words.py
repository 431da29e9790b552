"""What citizens, departments and supervisors are told of a ticket. Pure.

Rule: a citizen's text says neither what the matter is about nor whose it is beyond the number: telephones are lost; a
department's text says nothing of the citizen.
"""

from __future__ import annotations

from datetime import datetime

from hotline.tickets.life.duty import Occasion, Pressing
from hotline.tickets.life.step import Audience, Tell
from hotline.tickets.model import CITY_TIME, Ticket, TicketState


def day(moment: datetime) -> str:
    """As it is read: 11月21日."""
    local = moment.astimezone(CITY_TIME)
    return f"{local.month}月{local.day}日"


def clause(reason: str) -> str:
    """A reason within a longer sentence, which brings its own full stop."""
    return reason.rstrip("。 \n")


def moment(at: datetime) -> str:
    """As it is read: 11月21日17:30."""
    return f"{day(at)}{at.astimezone(CITY_TIME):%H:%M}"


def dated(at: datetime, *, since: datetime) -> str:
    """As it is read, with its year where that is another than since's: 2027年1月5日17:30."""
    return f"{_year(at, since)}{moment(at)}"


def spoken_progress(ticket: Ticket, department: str = "") -> str:
    """What whoever may hear it hears: where the ticket is, since when, until when. department: its name."""
    begun = f"工单{ticket.number}，{day(ticket.created)}受理"
    values = {
        "by": f"由{department}" if department else "",
        "department": department or "承办单位",
        "finished": day(ticket.finished or ticket.created),
        "parent": ticket.parent,
    }
    now = _PROGRESS[ticket.state].format_map(values)
    is_running = ticket.state in (TicketState.DISPATCHED, TicketState.SIGNED, TicketState.RETURNED)
    until = f"，应于{_year(ticket.due, ticket.created)}{day(ticket.due)}前办结" if is_running and ticket.due else ""
    again = "，这是重新办理" if ticket.round > 1 and ticket.state.is_open else ""
    return f"{begun}，{now}{until}{again}。"


def _year(at: datetime, since: datetime) -> str:
    year = at.astimezone(CITY_TIME).year
    return "" if year == since.astimezone(CITY_TIME).year else f"{year}年"


_PROGRESS = {
    TicketState.DRAFT: "正在登记",
    TicketState.ACCEPTED: "正在派单",
    TicketState.DISPATCHED: "已转{department}，正在办理",
    TicketState.SIGNED: "{by}正在办理",
    TicketState.RETURNED: "正在核定承办单位，办理时限照常计算",
    TicketState.REPLIED: "{department}已答复，正在审核",
    TicketState.REVIEWED: "已办理完毕，我们会给您回访",
    TicketState.FINISHED: "已于{finished}办结",
    TicketState.TRANSFERRED: "已转有关机构处理",
    TicketState.DECLINED: "不属于受理范围，已向您说明原因和渠道",
    TicketState.WITHDRAWN: "已按您的要求撤回",
    TicketState.MERGED: "与工单{parent}反映同一事项，正在一并办理",
}


def to_citizen(ticket: Ticket, what: str, text: str) -> tuple[Tell, ...]:
    """One text, none where the number is hidden. what: the occasion, once in each round."""
    if not ticket.citizen_number:
        return ()
    key = f"ticket:{ticket.number}:{ticket.round}:{what}:citizen"
    return (Tell(audience=Audience.CITIZEN, to=ticket.citizen_number, text=text, key=key),)


def to_department(
    ticket: Ticket, department: str, what: str, text: str, pressing: Pressing | None = None
) -> tuple[Tell, ...]:
    """One text to a department. what: the occasion, once for each version of the ticket."""
    key = f"ticket:{ticket.number}:{ticket.version}:{what}:{department}"
    told = Tell(audience=Audience.DEPARTMENT, to=department, text=text, key=key, pressing=pressing)
    return (told,) if department else ()


def pressing(ticket: Ticket, occasion: Occasion, named: str = "") -> Pressing:
    """What a duty telephone would be told: the number, how urgent, until when. named: as 催办, 黄牌."""
    until = f"，办结时限{dated(ticket.due, since=ticket.created)}" if ticket.due else ""
    text = _PRESSING[occasion].format(number=ticket.number, urgency=ticket.urgency.label, named=named, until=until)
    return Pressing(occasion=occasion, urgency=ticket.urgency, text=text)


_PRESSING = {
    Occasion.ARRIVED: "【热线】贵单位收到{urgency}工单{number}{until}，请及时登录系统签收办理。",
    Occasion.URGED: "【热线】工单{number}被{named}{until}，请登录系统办理并说明情况。",
    Occasion.CARDED: "【热线】工单{number}亮{named}{until}，请登录系统办理并说明情况。",
    Occasion.LATE_SOON: "【热线】工单{number}快要到期、尚未答复{until}，请登录系统办理。",
}


def to_supervisors(ticket: Ticket, what: str, text: str) -> tuple[Tell, ...]:
    """One text to whoever supervises."""
    key = f"ticket:{ticket.number}:{ticket.version}:{what}:supervisors"
    return (Tell(audience=Audience.SUPERVISORS, to="", text=text, key=key),)
