"""What the hall's big screen reads, as JSON. Pure.

Rule: nothing here is by ticket, call or agent; what comes from citizens' words has gone through public_name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from hotline.agents.live_call import WAITING
from hotline.agents.model import AgentState, Board
from hotline.kb.city import City
from hotline.reports.figures import Kind
from hotline.reports.hot.model import Counted, HotIssue
from hotline.reports.hot.shown import LEAST, public_name
from hotline.reports.standing import Standing
from hotline.web.shapes import Json

BETWEEN = "·"


def queue_json(board: Board, now: datetime) -> Json:
    """The live queue. fresh: whether the telephone system is heard; longest: whole seconds, 0 where nobody waits."""
    waiting = [call.waits or call.since for call in board.calls.values() if call.state in WAITING and not call.out]
    states = [seat.state for seat in board.seats.values()]
    return {
        "fresh": board.fresh,
        "waiting": len(waiting),
        "longest": max(0, int((now - min(waiting, default=now)).total_seconds())),
        "ready": states.count(AgentState.READY),
        "talking": states.count(AgentState.TALKING),
    }


def standing_json(stands: Standing, at: datetime) -> Json:
    """The tickets as they stood at that moment."""
    return {
        "at": at.isoformat(),
        "accepted": stands.accepted,
        "pending": stands.pending,
        "in_progress": stands.in_progress,
        "finished": stands.finished,
        "on_time": {
            "numerator": stands.on_time.numerator,
            "denominator": stands.on_time.denominator,
            "value": stands.on_time.value(Kind.SHARE),
        },
    }


def hot_names(issues: Sequence[HotIssue], city: City, *, in_words: bool) -> tuple[str, ...]:
    """What the matters are called, each once, in their order.

    in_words: by citizens' own words, as far as they may be shown; else, and where none of them may, by what they are
    about and the district.
    """
    told = [issue for issue in issues if issue.people >= LEAST]
    names = [(public_name(issue) if in_words else "") or _subject(issue, city) for issue in told]
    return tuple(dict.fromkeys(filter(None, names)))


def _subject(issue: HotIssue, city: City) -> str:
    """In the city's own words: 物业管理·云湖区."""
    categories = {one.code: one.name for top in city.outline.categories for one in (top, *top.children)}
    districts = {one.code: one.name for one in city.outline.districts}
    return BETWEEN.join(filter(None, (_first(issue.categories, categories), _first(issue.districts, districts))))


def _first(counted: Sequence[Counted], names: Mapping[str, str]) -> str:
    """What the most frequent code that has a name is called."""
    return next((names[one.code] for one in counted if one.code in names), "")
