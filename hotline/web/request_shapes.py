"""What callers left with us, as the JSON that the screens read. people: names by user name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from hotline.calls.marks import REVIEWED, CitizenMark
from hotline.notices.model import SUPERVISORS, Notice, department_of
from hotline.requests.model import Callback, Message
from hotline.web.shapes import Json, moment

SUPERVISORS_NAME = "班长台"


def notice_json(notice: Notice, offices: Mapping[str, str]) -> Json:
    """A text in the outbox. offices: names of departments by code."""
    return {
        "id": notice.id,
        "channel": notice.channel,
        "to": notice.to,
        "to_name": _recipient(notice.to, offices),
        "text": notice.text,
        "about": {"kind": notice.kind, "code": notice.code},
        "call_id": notice.call_id,
        "state": str(notice.state),
        "tries": notice.tries,
        "next_try": moment(notice.next_try),
        "created": moment(notice.created),
        "sent": moment(notice.sent),
        "why": notice.why,
    }


def _recipient(to: str, offices: Mapping[str, str]) -> str:
    """Whose console it is, "" for a telephone."""
    if to == SUPERVISORS:
        return SUPERVISORS_NAME
    code = department_of(to)
    return offices.get(code, code)


def message_json(message: Message, people: Mapping[str, str]) -> Json:
    """A voice message; its sound is at /api/messages/ID/audio."""
    return {
        "id": message.id,
        "call_id": message.call_id,
        "number": message.number,
        "about": message.about,
        "of": message.of,
        "seconds": message.seconds,
        "created": moment(message.created),
        "state": str(message.state),
        "heard": moment(message.heard),
        "heard_by": message.heard_by,
        "heard_by_name": people.get(message.heard_by, message.heard_by),
    }


def callback_json(callback: Callback, people: Mapping[str, str]) -> Json:
    """A promise to ring a citizen."""
    return {
        "id": callback.id,
        "number": callback.number,
        "call_id": callback.call_id,
        "created": moment(callback.created),
        "state": str(callback.state),
        "done": moment(callback.done),
        "done_by": callback.done_by,
        "done_by_name": people.get(callback.done_by, callback.done_by),
    }


def mark_json(mark: CitizenMark, people: Mapping[str, str], now: datetime) -> Json:
    """What is known of a number; whether it counts now."""
    return {
        "mark": str(mark.mark),
        "reason": mark.reason,
        "until": moment(mark.until),
        "by": mark.marked_by,
        "by_name": people.get(mark.marked_by, mark.marked_by),
        "at": moment(mark.at),
        "reviewed_by": mark.reviewed_by,
        "reviewed_by_name": people.get(mark.reviewed_by, mark.reviewed_by),
        "reviewed": moment(mark.reviewed),
        "needs_review": mark.mark in REVIEWED,
        "in_force": mark.in_force(now),
    }
