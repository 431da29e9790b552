"""The live board as JSON, as each screen may see it.

Rule: who is in a call with a supervisor is told to supervisors, and of the agent's own call to that agent; of one who
only listens as the city has set it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hotline.accounts.model import Account
from hotline.agents.acts import Done
from hotline.agents.day import Day
from hotline.agents.live_call import LiveCall
from hotline.agents.model import AgentState, Board
from hotline.agents.overflow import Set
from hotline.answering.day_so_far import Today
from hotline.web.screens import SUPERVISING
from hotline.web.shapes import Json, live_call_json, moment, seat_json

LISTEN = "listen"


def supervises(account: Account) -> bool:
    """Whether this account sees all of the board."""
    return account.role in SUPERVISING


def as_seen(call: LiveCall, account: Account, *, tell_of_listening: bool) -> LiveCall:
    """The call with those who watch it as far as this account may know."""
    if not call.watched or supervises(account):
        return call
    if call.extension != account.extension or not account.extension:
        return replace(call, watched=())
    return replace(call, watched=tuple(one for one in call.watched if tell_of_listening or one.way != LISTEN))


def call_json(call: LiveCall, names: Mapping[str, str]) -> Json:
    """A call on the board, with who watches it."""
    watched = [{"by": one.by, "name": names.get(one.by, ""), "way": one.way} for one in call.watched]
    return live_call_json(call) | {"watched": watched}


def board_json(board: Board, names: Mapping[str, str], account: Account, *, tell_of_listening: bool) -> Json:
    """The whole board."""
    calls = [as_seen(call, account, tell_of_listening=tell_of_listening) for call in board.calls.values()]
    return {
        "agents": [seat_json(board.seats[extension], names) for extension in sorted(board.seats)],
        "calls": [call_json(call, names) for call in calls],
        "fresh": board.fresh,
        "why": board.why,
    }


def today_json(today: Today) -> Json:
    """The figures of the day; a share as how many of how many, a mean as a sum and what it is divided by."""
    return {
        "day": today.day.isoformat() if today.day else None,
        "at": moment(today.at),
        "sure": today.sure,
        "figures": {code: [amount.numerator, amount.denominator] for code, amount in today.amounts.items()},
    }


def overflow_json(kept: Set, callers: int) -> Json:
    """What is set. callers: so many who wait open it by themselves."""
    return {
        "mode": str(kept.mode),
        "at": moment(kept.at),
        "actor": kept.actor,
        "reason": kept.reason,
        "callers": callers,
    }


def agent_day_json(day: Day) -> Json:
    """An agent's day in few figures; all times in seconds."""
    return {
        "taken": day.taken,
        "missed": day.missed + day.refused,
        "talk": day.talk,
        "wrap_up": day.states.get(AgentState.WRAP_UP, 0),
        "ready": day.states.get(AgentState.READY, 0),
        "break": day.at_break,
    }


def act_json(one: Done, people: Mapping[str, str], names: Mapping[str, str]) -> Json:
    """What a supervisor did."""
    return {
        "id": one.id,
        "at": moment(one.at),
        "act": str(one.act),
        "by": one.by,
        "by_name": people.get(one.by, one.by),
        "call_id": one.call_id,
        "extension": one.extension,
        "name": names.get(one.extension, ""),
        "mode": one.mode,
        "reason": one.reason,
        "began": moment(one.began),
        "ended": moment(one.ended),
        "failed": one.failed,
    }
