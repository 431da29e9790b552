"""Limits that a person moves: an extension asked for, or a date set by hand.

Rule: a limit is moved into the future, and says by what. An extension is asked for before the limit has passed and
never goes further than the policy allows; a date set by hand names the law or order that it rests on.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hotline.errors import InputError
from hotline.tickets.clock.calendar import Calendar
from hotline.tickets.clock.counting import due_after
from hotline.tickets.clock.length import Length
from hotline.tickets.clock.limits import Deadlines, Limit
from hotline.tickets.clock.policy import Grade, LimitName, Source
from hotline.tickets.model import CITY_TIME

FURTHEST = timedelta(days=2 * 366)
"""From now. Nobody puts a finish off for longer: who writes such a date has slipped in the year."""
_EXAMPLE = "2026-12-01T17:30+08:00"


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
        passed = f"{finish.due.astimezone(calendar.zone):%Y-%m-%d %H:%M}"
        raise _fault("asked", f"办结时限{passed}已过，不能再申请延期", latest.rule)
    until = f"{latest.due.astimezone(calendar.zone):%Y-%m-%d %H:%M}"
    if finish.due >= latest.due:
        raise _fault("by", f"办结时限已另行确定，不早于延期最晚能到的{until}，不能再延期", latest.rule)
    due = due_after(calendar, finish.due, by)
    if due > latest.due:
        raise _fault("by", f"延长{by}太久，最晚只能延到{until}", latest.rule)
    return replace(finish, due=due, rule=f"{finish.rule}；经批准延长{by}", source=latest.source)


def due_by_hand(written: str, *, now: datetime) -> datetime | str:
    """When a limit that somebody sets falls due, aware UTC; or what is wrong with it, in a sentence with the rule.

    written: ISO 8601 with its zone; it must be after now, and by FURTHEST at most.
    """
    if not written.strip():
        return "请填写新的办结时限。"
    try:
        due = datetime.fromisoformat(written.strip())
    except ValueError:
        return f"办结时限看不懂，应写明日期、时间和时区，如{_EXAMPLE}。"
    if due.tzinfo is None:
        return f"办结时限要写明时区，如{_EXAMPLE}（时间一律带时区）。"
    if due <= now:
        return f"办结时限不能定在过去，应晚于现在（{_written(now)}）。"
    if due > now + FURTHEST:
        return f"办结时限最多定到两年以后（{_written(now + FURTHEST)}），请核对年份。"
    return due.astimezone(UTC)


def set_by_hand(deadlines: Deadlines, *, reason: str, basis: str, is_extended: bool) -> Deadlines:
    """The limits, the finish of which was set by hand: it says why, and cites what it rests on.

    deadlines: with that date as the finish already, so that the callback follows it; is_extended: more time was granted
    in the same round.
    """
    finish = LimitName.FINISH
    rule = f"{finish.label}时限另行确定：{reason}{'；本轮已批准延期' if is_extended else ''}"
    source = Source(citation=basis, date="", grade=Grade.BY_HAND)
    limits = (replace(one, rule=rule, source=source) if one.name is finish else one for one in deadlines.limits)
    return replace(deadlines, limits=tuple(limits))


def _written(moment: datetime) -> str:
    return f"{moment.astimezone(CITY_TIME):%Y-%m-%d %H:%M}"


def _fault(field: str, what: str, rule: str) -> InputError:
    return InputError(f"{what}（规定：{rule}）", fields={field: what}, rule=rule)
