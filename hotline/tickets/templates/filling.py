"""A text with its places filled from a ticket. Pure: the clock is in the world.

Rule: what comes out is what a department may read: the citizen is taken out of it once more, for an agent may have
written a name into the title.
"""

from __future__ import annotations

import re

from hotline.tickets.clock.left import left_in_words
from hotline.tickets.life.step import World
from hotline.tickets.model import CITY_TIME, Ticket
from hotline.tickets.veil import veiled
from hotline.tickets.words import moment

_NONE = "（未定）"
_MATTER = "市民反映的事项"
_PLACE = re.compile(r"\{([^{}]*)\}")


def filled(text: str, ticket: Ticket, world: World) -> str:
    """The text as it is sent. A place that there is not stays as it was written."""
    values = _values(ticket, world)
    return veiled(_PLACE.sub(lambda found: values.get(found.group(1), found.group(0)), text), ticket, world.city.public)


def _values(ticket: Ticket, world: World) -> dict[str, str]:
    city, today = world.city, world.now.astimezone(CITY_TIME)
    return {
        "工单编号": ticket.number,
        "事项": f"“{ticket.title}”" if ticket.title else _MATTER,
        "类型": ticket.type.label,
        "紧急程度": ticket.urgency.label,
        "区县": city.places.name(ticket.district) or _NONE,
        "承办单位": city.name(ticket.department) if ticket.department else _NONE,
        "派单时间": moment(ticket.dispatched) if ticket.dispatched else _NONE,
        "时限": moment(ticket.due) if ticket.due else _NONE,
        "剩余时间": left_in_words(world.policies.calendar, ticket.due, world.now) if ticket.due else _NONE,
        "退单次数": str(ticket.returns),
        "办理轮次": str(ticket.round),
        "今天": f"{today.month}月{today.day}日",
    }
