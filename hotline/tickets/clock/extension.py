"""Limits that a person moves: an extension asked for, or a date set by hand.

Rule: whoever moves a limit does it before it has passed, into the future, and never further than the rule allows.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hotline.errors import InputError
from hotline.tickets.clock.calendar import Calendar
from hotline.tickets.clock.counting import due_after
from hotline.tickets.clock.length import Length
from hotline.tickets.clock.limits import Deadlines, Limit
from hotline.tickets.clock.policy import LimitName, Source


def extended(deadlines: Deadlines, calendar: Calendar, *, by: Length, asked: datetime) -> Limit:
    """The finish put off by a length, counted from when it fell due: its due is Moments.extended_to once approved.

    asked: when the department asked. Raises InputError with details.fields (asked, by): asked too late, longer than the
    profile allows, or the profile knows of no extension.
    """
    if asked.tzinfo is None:
        raise _fault("asked", "申请时间要写明时区", "时间一律带时区")
    finish, latest = deadlines.limit(LimitName.FINISH), deadlines.limit(LimitName.EXTENSION)
    if finish is None or latest is None:
        raise _fault("by", "现行时限规定没有延期这一项", "延期须有规定")
    if asked > finish.due:
        until = f"{finish.due.astimezone(calendar.zone):%Y-%m-%d %H:%M}"
        raise _fault("asked", f"办结时限{until}已过，不能再申请延期", latest.rule)
    due = due_after(calendar, finish.due, by)
    if due > latest.due:
        until = f"{latest.due.astimezone(calendar.zone):%Y-%m-%d %H:%M}"
        raise _fault("by", f"延长{by}太久，最晚只能延到{until}", latest.rule)
    return replace(finish, due=due, rule=f"{finish.rule}；经批准延长{by}", source=latest.source)


def set_by_hand(limit: Limit, *, due: datetime, now: datetime, reason: str, source: Source) -> Limit:
    """A limit with another date, as a supervisor sets it. due: aware, after now; reason: why, for the screen.

    Raises InputError with details.fields (due, reason): a limit without its zone or in the past, or no reason.
    """
    if due.tzinfo is None:
        raise _fault("due", "时限要写明时区", "时间一律带时区")
    if due <= now:
        raise _fault("due", f"{limit.name.label}时限不能定在过去", "时限须晚于现在")
    if not reason.strip():
        raise _fault("reason", "请写明为什么改时限", "改动时限须有理由")
    return replace(
        limit, due=due.astimezone(UTC), rule=f"{limit.name.label}时限另行确定：{reason.strip()}", source=source
    )


def _fault(field: str, what: str, rule: str) -> InputError:
    return InputError(f"{what}（规定：{rule}）", fields={field: what}, rule=rule)
