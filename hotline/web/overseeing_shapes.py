"""The supervision desk's lists as the JSON that its screen reads. docs/supervision.md names the fields.

Rule: every text that somebody wrote goes through screen.text().
"""

from __future__ import annotations

from collections import Counter

from hotline.sentences import said_json, sentence
from hotline.tickets import appeals
from hotline.tickets.life.watch import Watch
from hotline.tickets.moves import Action
from hotline.tickets.offers import together
from hotline.tickets.overseeing.lists import Concern
from hotline.tickets.overseeing.service import Overseen
from hotline.tickets.worklist import WorkItem
from hotline.web.oversight_shapes import line_json
from hotline.web.screens import Screen
from hotline.web.shapes import Json, moment
from hotline.web.ticket_shapes import item_json

_LABELS = {**{str(action): action.label for action in Action}, **appeals.LABELS, "created": "登记"}


def overseen_json(screen: Screen, one: Overseen, concern: Concern) -> Json:
    """A ticket on a list of the supervision desk."""
    ticket = one.ticket
    why = screen.text(_why(screen, one, concern), ticket)
    waiting = dict.fromkeys(str(line.watch) for line in one.lines if line.answered is None)
    counted = Counter(line.watch for line in one.lines)
    return item_json(screen, WorkItem(ticket=ticket, watches=tuple(waiting))) | {
        "since": moment(one.since),
        "why": why,
        "why_said": said_json(why),
        "done": [
            {"watch": str(watch), "label": watch.label, "times": counted[watch]} for watch in Watch if counted[watch]
        ],
        "last": _last(screen, one),
        "answer": _answer(screen, one),
        "extension": _extension(screen, one),
        "assist_requests": _requests(screen, one),
        "score": _score(screen, one),
        "joined": one.joined,
        "acts": [str(action) for action in together(screen.user, ticket)],
        "lines": [line_json(screen, line, ticket) for line in one.lines],
    }


def _why(screen: Screen, one: Overseen, concern: Concern) -> str:
    """In one sentence why it is on the list, else what supervision said last; "" where nobody said anything."""
    if line := one.line_for(concern):
        return f"{line.leader}：{line.reason}" if line.leader else line.reason
    match concern:
        case Concern.MASSED:
            return sentence("merged_in", n=one.joined) if one.joined else sentence("same_matter")
        case Concern.RETURNED | Concern.RETURNED_TWICE if one.returned:
            basis = str(one.returned.changes.get("basis", ""))
            return f"{one.returned.reason}（{basis}）" if basis else one.returned.reason
        case Concern.EXTENSIONS if one.extension:
            return sentence("extension_asked", days=one.extension.days, reason=one.extension.reason)
        case Concern.ASSIST_REQUESTS:
            asked = (
                sentence("assist_asked", office=screen.office(each.department), reason=each.reason)
                for each in one.requests
            )
            return "；".join(asked)
        case Concern.UNSATISFIED | Concern.REHANDLED if one.score:
            return one.score.words
    return one.lines[-1].reason if one.lines else ""


def _last(screen: Screen, one: Overseen) -> Json | None:
    if one.last is None:
        return None
    return {
        "action": one.last.action,
        "label": _LABELS.get(one.last.action, one.last.action),
        "by_name": screen.person(one.last.actor),
        "at": moment(one.last.at),
        "reason": screen.text(one.last.reason, one.ticket),
    }


def _answer(screen: Screen, one: Overseen) -> Json | None:
    """What the department said last: to supervision, or to the citizen."""
    line, ticket = one.answer, one.ticket
    if ticket.public_answer and (
        line is None or (ticket.answered and line.answered and ticket.answered > line.answered)
    ):
        return {
            "kind": "reply",
            "text": screen.text(ticket.public_answer, ticket),
            "by_name": "",
            "at": moment(ticket.answered),
        }
    if line is None:
        return None
    return {
        "kind": "explain",
        "text": screen.text(line.answer, ticket),
        "by_name": screen.person(line.answered_by),
        "at": moment(line.answered),
    }


def _extension(screen: Screen, one: Overseen) -> Json | None:
    asked = one.extension
    if asked is None:
        return None
    return {"days": asked.days, "reason": screen.text(asked.reason, one.ticket), "asked": moment(asked.asked)}


def _requests(screen: Screen, one: Overseen) -> list[Json]:
    return [
        {
            "department": asked.department,
            "department_name": screen.office(asked.department),
            "reason": screen.text(asked.reason, one.ticket),
            "asked": moment(asked.asked),
        }
        for asked in one.requests
    ]


def _score(screen: Screen, one: Overseen) -> Json | None:
    said = one.score
    if said is None:
        return None
    return {
        "at": moment(said.at),
        "solved": said.solved and str(said.solved),
        "satisfied": said.satisfied and str(said.satisfied),
        "words": screen.text(said.words, one.ticket),
        "round": said.round,
    }
